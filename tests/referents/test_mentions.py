"""Words for actors: the pack's own examples, names mended by grammar, acronyms, extents."""

from __future__ import annotations

import re
from typing import Any

import pytest
from who_kit import base, dispatch, read, read_all, words

from vigie.errors import BadKnowledge
from vigie.knowledge.folding import fold
from vigie.knowledge.loaders import Pack, load_pack
from vigie.referents.mentions_acronyms import fits, is_acronym
from vigie.referents.roles import load_who

PACK = load_pack("fr")
ENTRIES: list[tuple[str, dict[str, Any]]] = [
    (name, entry) for name in ("people", "organisations") for entry in PACK.read(name)[name]
]
IDS = [f"{n}-{e['sector']}-{e['lemmas'][0]}" for n, e in ENTRIES]


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=IDS)
def test_example_of_entry(name: str, entry: dict[str, Any]):
    """Each entry's example holds an actor called by one of its lemmas."""
    got = read(entry["example"])
    lemmas = _stems(entry["lemmas"])
    said = [_stem(got.text(m)) for m in got.mentions]
    assert any(lemma in text for lemma in lemmas for text in said), said


@pytest.mark.parametrize(
    ("name", "entry"), [(n, e) for n, e in ENTRIES if e.get("not")],
    ids=[i for i, (_, e) in zip(IDS, ENTRIES, strict=True) if e.get("not")],
)  # fmt: skip
def test_counter_example_of_entry(name: str, entry: dict[str, Any]):
    """In each entry's counter-example, none of its lemmas is shown as an actor."""
    got = read(entry["not"])
    lemmas = _stems(entry["lemmas"])
    shown = [_stem(t) for t in got.shown()]
    assert not [t for t in shown if any(t.split()[0] == lm for lm in lemmas)], shown


@pytest.mark.parametrize("ending", PACK.read("roles")["endings"], ids=lambda e: e["form"])
def test_ending(ending: dict[str, str]):
    """Each ending brings its example back to the masculine singular."""
    assert words().stem(ending["example"]) == fold(ending["gives"])


def test_a_lemma_stands_once(tmp_path):
    """Two entries for one lemma would make the sector depend on their order."""
    for name in ("people", "organisations", "roles", "places", "speech"):
        (tmp_path / f"{name}.yaml").write_bytes((PACK.folder / f"{name}.yaml").read_bytes())
    with (tmp_path / "people.yaml").open("a", encoding="utf8") as out:
        out.write('  - {sector: MIL, lemmas: [manifestant], example: "Un manifestant."}\n')
    with pytest.raises(BadKnowledge, match="manifestant"):
        load_who(Pack("fr", tmp_path))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Le général Khalil al-Hachimi a fui.", "Khalil al-Hachimi"),
        ("Mme Ursula von der Weyden a parlé.", "Ursula von der Weyden"),
        ("Me Paul Durand a plaidé.", "Paul Durand"),
        ("L'ex-ministre Jean Moukoko est en prison.", "Jean Moukoko"),
        ("MALI : LE PRÉSIDENT KEÏTA DÉMISSIONNE", "MALI"),
        ("Le ministre Abdoulaye Diop est arrivé.", "Abdoulaye Diop"),
        ("Jean-Pierre N'Guessan a voté.", "Jean-Pierre N'Guessan"),
    ],
)
def test_a_name_is_shown_without_its_title(text: str, shown: str):
    assert shown in read(text).shown()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Deux militaires français ont été tués.", "militaires français"),
        (
            "Le ministère turc des Affaires étrangères a réagi.",
            "ministère turc des Affaires étrangères",
        ),
        ("Les forces de sécurité afghanes ont riposté.", "forces de sécurité afghanes"),
        ("Le nouveau gouvernement a prêté serment.", "nouveau gouvernement"),
        ("Des dizaines de civils ont fui.", "civils"),
        ("Plusieurs journalistes ont été arrêtés.", "journalistes"),
        ("De nombreux habitants ont fui.", "habitants"),
        ("L’armée a tiré.", "armée"),
        ("Le régime Bassil est tombé.", "régime Bassil"),
    ],
)
def test_extent_of_a_description(text: str, shown: str):
    """Adjectives and complement are in; article, number and counting noun are out."""
    assert shown in read(text).shown()


def test_a_name_labelled_often_one_way_is_that_everywhere():
    text = "Idriss Tomba a parlé. Tomba a salué la foule. Selon Tomba, la paix est proche. Tomba est parti."
    got = read(text)
    assert len([t for t in got.shown() if t.endswith("Tomba")]) == 4
    assert len({m.actor for m in got.mentions if got.text(m).endswith("Tomba")}) == 1


def test_accounts_are_persons():
    got = read("@vigie_fr : la place est noire de monde.")
    assert got.mention("@vigie_fr").kind == "PER"


@pytest.mark.parametrize("text", ["ANL", "M23", "CEDEAO", "GNA", "FARC-EP"])
def test_acronyms_look_like_it(text: str):
    assert is_acronym(text)


@pytest.mark.parametrize("text", ["Libye", "a", "Aqmi", "23", "anl"])
def test_other_words_do_not(text: str):
    assert not is_acronym(text)


@pytest.mark.parametrize(
    ("short", "long", "fit"),
    [
        ("anl", "armée nationale libyenne", True),
        ("lna", "armée nationale libyenne", True),
        ("cedeao", "Communauté économique des États d'Afrique de l'Ouest", True),
        ("onu", "armée nationale libyenne", False),
    ],
)
def test_acronym_fits_its_words(short: str, long: str, fit: bool):
    assert fits(short, [fold(w) for w in re.findall(r"\w+", long)]) is fit


def test_words_of_the_pack_are_folded():
    """Lists are compared folded, so that capitals without accents are met too."""
    for listed in words().words.values():
        assert all(w == fold(w) for w in listed)


def test_knowledge_base_is_there():
    assert base().country("Libye") == "LBY"
    assert len(read_all([dispatch("La Libye.")])) == 1


def _stem(text: str) -> str:
    return " ".join(words().stem(w) for w in fold(text).split())


def _stems(lemmas: list[str]) -> set[str]:
    return {_stem(lemma) for lemma in lemmas}
