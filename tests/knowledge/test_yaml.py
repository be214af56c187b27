"""Laws of the loader: strings only, malformed files refused with file and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from vigie.errors import BadKnowledge, UnknownLanguage
from vigie.knowledge.inflection import forms_of, inflect
from vigie.knowledge.loaders import load_pack
from vigie.knowledge.yaml import read_yaml


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("VIGIE_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: on", {"a": "on"}),
        ("a: 12:30", {"a": "12:30"}),
        ("a: 007", {"a": "007"}),
        ("a: no", {"a": "no"}),
        ("a: 2020-05-21", {"a": "2020-05-21"}),
        ("a:", {"a": None}),
        ("- oui\n- ~", ["oui", None]),
    ],
)
def test_every_scalar_stays_a_string(tmp_path: Path, text: str, value: object):
    """French reads `on` as a pronoun, not as True; the second reading, cached, is the same."""
    file = tmp_path / "f.yaml"
    file.write_text(text, "utf-8")
    assert read_yaml(file) == value
    assert read_yaml(file) == value


def test_a_malformed_file_is_refused_by_name(tmp_path: Path):
    file = tmp_path / "f.yaml"
    file.write_text("a: [1, 2", "utf-8")
    with pytest.raises(BadKnowledge, match=r"f\.yaml"):
        read_yaml(file)
    with pytest.raises(BadKnowledge, match=r"none\.yaml"):
        read_yaml(tmp_path / "none.yaml")


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "wall").write_text("a file where a folder should be", "utf-8")
    monkeypatch.setenv("VIGIE_CACHE", str(tmp_path / "wall"))
    file = tmp_path / "f.yaml"
    file.write_text("a: b", "utf-8")
    assert read_yaml(file) == {"a": "b"}


def test_an_unknown_language_says_how_to_add_one():
    with pytest.raises(UnknownLanguage, match="packs/oc"):
        load_pack("oc")


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("bombarder", ["bombarde", "bombardent", "bombardé", "bombardait", "bombarderont"]),
        ("assiéger", ["assiège", "assiégeaient", "assiégée"]),
        ("lancer", ["lançait", "lancés"]),
        ("abattre", ["abat", "abattu", "abattirent"]),
        ("démentir", ["dément", "démenti", "démentent"]),
        ("conquérir", ["conquis", "conquiert"]),
        ("détruire", ["détruit", "détruisent", "détruites"]),
        ("envoyer", ["envoie", "enverra", "envoyé"]),
        ("appuyer", ["appuie", "appuyaient"]),
        ("prendre", ["pris", "prennent", "prit"]),
        ("recevoir", ["reçoit", "reçu", "reçurent"]),
    ],
)
def test_french_verbs_are_inflected_as_french_does(lemma: str, forms: list[str]):
    found = inflect(lemma, load_pack("fr").read("conjugation")["paradigms"])
    assert set(forms) <= set(found)


def test_a_verb_without_paradigm_is_refused():
    with pytest.raises(BadKnowledge, match="xyz"):
        forms_of(["xyz"], {"er": ["e"]})
