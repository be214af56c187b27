"""A pack of one's own, laid over the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from vigie.errors import BadKnowledge, BadRequest
from vigie.knowledge.layers import VARIABLE, layered, own_types, read_layer
from vigie.knowledge.lexicon import load_lexicon
from vigie.knowledge.loaders import load_pack
from vigie.knowledge.ontology_rules import load_ontology

ENTRY = {"verb": "sulfater", "mode": "firearms", "example": "Ils ont sulfaté le convoi."}
TYPE = {
    "label": {"fr": "Transport"},
    "quad": "material cooperation",
    "score": "1",
    "alone": ["noun"],
}


def test_lists_grow_and_tables_join() -> None:
    assert layered({"a": ["x"], "b": {"c": "1"}}, {"a": ["y"], "b": {"d": "2"}}) == {
        "a": ["x", "y"], "b": {"c": "1", "d": "2"},
    }  # fmt: skip


def test_an_entry_that_replaces_takes_the_place_of_its_word() -> None:
    """Other words stay, and the mark itself is gone."""
    base = [{"verb": "a", "mode": "m"}, {"verb": "b"}, {"noun": "a"}]
    assert layered(base, [{"verb": "a", "replaces": "yes"}]) == [
        {"verb": "b"},
        {"noun": "a"},
        {"verb": "a"},
    ]


def test_a_sense_of_ones_own_joins_the_lexicon() -> None:
    """It is there, the shipped ones stay, and the pack's digest tells it apart."""
    shipped = load_pack("fr", {})
    pack = load_pack(
        "fr", {"triggers/ASSAULT": [ENTRY], "classes": {"person": ["zadiste"]}}
    )
    lexicon = load_lexicon(pack)
    assert [s.type for s in lexicon.senses_of("sulfater", "sulfater", "verb")] == [
        "ASSAULT"
    ]
    assert lexicon.is_of("zadiste", ["person"])
    assert len(lexicon.senses) == len(load_lexicon(shipped).senses) + 1
    assert pack.digest() != shipped.digest()


def test_a_type_of_ones_own_joins_the_ontology() -> None:
    layer = {
        "ontology/TRANSPORT": TYPE,
        "triggers/TRANSPORT": [{"verb": "acheminer", "example": "x"}],
    }
    assert own_types(layer) == ("TRANSPORT",)
    ontology = load_ontology(layer)
    assert ontology.score("TRANSPORT", None) == 1
    assert ontology.may_stand_alone("TRANSPORT", "noun")
    assert any(s.type == "TRANSPORT" for s in load_lexicon(load_pack("fr", layer)).senses)


def test_a_folder_named_by_the_environment_is_laid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "triggers").mkdir()
    file = tmp_path / "triggers" / "ASSAULT.yaml"
    file.write_text(
        '- {verb: sulfater, example: "Ils ont sulfaté le convoi."}\n', encoding="utf-8"
    )
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert load_lexicon(load_pack("fr")).senses_of("sulfater", "sulfater", "verb")


def test_what_cannot_be_laid_is_refused_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="make a folder"):
        read_layer(tmp_path / "nowhere")
    with pytest.raises(BadRequest, match=r"verbs\.yaml is no file of a pack"):
        load_pack("fr", {"verbs": []})
    with pytest.raises(BadKnowledge, match="its name"):
        load_lexicon(load_pack("fr", {"triggers/NONSENSE": []}))
    with pytest.raises(BadKnowledge, match="keys among"):
        load_lexicon(load_pack("fr", {"triggers/ASSAULT": [{"verb": "a", "colour": "b"}]}))
