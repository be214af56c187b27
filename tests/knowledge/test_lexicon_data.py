"""The coder's lexicon as data: every entry is well formed, so a slip is caught where it is made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from vigie.knowledge.inflection import inflect
from vigie.knowledge.lexicon import KEYS, TYPES, Lexicon, load_lexicon
from vigie.knowledge.loaders import HOME, Pack, load_pack
from vigie.knowledge.yaml import read_yaml

PACK = load_pack("fr")
WORDS = ("verb", "noun", "adj", "phrase")
PLACES = (
    "subj",
    "obj",
    "iobj",
    "gen",
    "objgen",
    "adj",
    "amod",
    "inf",
    "recip",
    "self",
    "none",
)
PART = re.compile(r"^(?:(?:OBJ|SUBJ|ADJ|ADV|INF):\S+|PREP:\S+:\S+)$")
VERB_SENSES, NOUN_SENSES = 1200, 700  # what the coder is meant to cover


def _type(name: str) -> str:
    """The type that a file is of: "triggers/ASSAULT-2" is of ASSAULT."""
    return name.rpartition("/")[2].partition("-")[0]


def rows(pack: Pack) -> dict[str, list[dict[str, Any]]]:
    """Every entry, by the file it stands in."""
    return {name: pack.read(name) or [] for name in sorted(pack.names("triggers"))}


FILES = rows(PACK)
ROWS = [(_type(name), row) for name, found in FILES.items() for row in found]
CLASSES: dict[str, list[str]] = PACK.read("classes")
MODES = {
    t: set(read_yaml(HOME / "ontology" / f"{t}.yaml").get("modes") or ()) for t in TYPES
}
CONTEXTS = set(read_yaml(HOME / "ontology" / "contexts.yaml"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The French lexicon as the coder gets it."""
    return load_lexicon(PACK)


def each(name: str, check: Callable[[str, dict[str, Any]], None]) -> None:
    """Check every entry of a file; fail with the list of those that do not pass.

    One test a file, not one an entry: of 7,500 tests most of the time went into their bookkeeping.
    """
    faults = []
    for rank, row in enumerate(FILES[name], start=1):
        try:
            check(_type(name), row)
        except AssertionError as fault:
            word = next((row[w] for w in WORDS if row.get(w)), "?")
            faults.append(f"{name} {rank} ({word}): {fault}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", FILES)
def test_an_entry_is_well_formed(name: str) -> None:
    """One word, known keys, a mode and a context of the ontology, and an example."""
    each(name, _well_formed)


@pytest.mark.parametrize("name", FILES)
def test_an_entry_names_places_and_classes_that_exist(name: str) -> None:
    """Slots and hints stand at a place of the tree; hints name a class or `=lemma`."""
    each(name, _in_its_places)


@pytest.mark.parametrize("name", FILES)
def test_a_phrase_follows_its_grammar(name: str) -> None:
    """A verb, then what must hang on it: `OBJ:feu`, `PREP:en:garde`, `ADJ:…`, `INF:…`."""
    each(name, _phrased)


def test_a_fault_of_an_entry_fails_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many entries in one test hide none of their faults."""
    name = next(iter(FILES))
    spoilt = [{"verb": "x", "noun": "y"}, {"phrase": "x Y", "need": {"obj": ["nowhere"]}}]
    monkeypatch.setitem(FILES, name, spoilt)
    for check in (_well_formed, _in_its_places, _phrased):
        with pytest.raises(AssertionError, match=f"{name} [12]"):
            each(name, check)


def _well_formed(type_: str, row: dict[str, Any]) -> None:
    assert set(row) <= KEYS
    assert sum(1 for word in WORDS if row.get(word)) == 1, (
        "exactly one of verb, noun, adj, phrase"
    )
    assert row.get("example"), "an entry carries its example"
    if row.get("mode") is not None:
        assert row["mode"] in MODES[type_]
    assert set(row.get("context") or ()) <= CONTEXTS
    for key in ("negated", "future"):
        assert row.get(key) is None or row[key] in TYPES
    assert row.get("number") in (None, "plural")
    assert row.get("bare") in (None, "no")
    for flag in ("weak", "alone", "told", "speech", "fallback", "amid"):
        assert row.get(flag) in (None, "yes")


def _in_its_places(type_: str, row: dict[str, Any]) -> None:
    for role, functions in (row.get("slots") or {}).items():
        assert role in ("actor", "recipient")
        for function in str(functions).split("|"):
            assert function.strip(), "an empty function"
    for key in ("need", "never"):
        for place, wanted in (row.get(key) or {}).items():
            assert place in PLACES or place == place.lower(), place
            assert isinstance(wanted, list)
            assert wanted, f"{key} {place} names nothing"
            for name in wanted:
                assert name == "actor" or name.startswith("=") or name in CLASSES, name


def _phrased(type_: str, row: dict[str, Any]) -> None:
    if not row.get("phrase"):
        return
    head, *parts = [w for w in row["phrase"].split() if w != "se"]
    assert not head.isupper()
    assert parts
    for part in parts:
        assert PART.match(part), part


def test_every_verb_can_be_inflected(lexicon: Lexicon) -> None:
    """A form the tagger gets wrong must still find its verb."""
    paradigms = PACK.read("conjugation")["paradigms"]
    lost = sorted(
        {
            s.lemma
            for s in lexicon.senses
            if s.kind == "verb" and not inflect(s.lemma, paradigms)
        }
    )
    assert lost == []


def test_no_entry_stands_twice() -> None:
    """Two entries of a type that say the same differ in nothing but their examples."""
    seen = Counter(
        (t, repr(sorted((k, v) for k, v in r.items() if k not in ("example", "not"))))
        for t, r in ROWS
    )
    assert [k for k, n in seen.items() if n > 1] == []


def test_classes_take_in_classes_that_exist() -> None:
    """`+name` in a class is a class, and no class takes in itself."""
    for name, members in CLASSES.items():
        for member in members:
            if member.startswith("+"):
                assert member[1:] in CLASSES, f"{name}: {member}"
                assert f"+{name}" not in CLASSES[member[1:]], (
                    f"{name} and {member} go round"
                )


def test_every_type_has_verbs_and_nouns(lexicon: Lexicon) -> None:
    """The 16 types all have words, verbs as well as nouns."""
    kinds = {(s.type, s.kind) for s in lexicon.senses}
    assert {(t, k) for t in TYPES for k in ("verb", "noun")} <= kinds


def test_the_lexicon_is_broad() -> None:
    """As many senses as the coder is meant to know; a file lost in a merge is noticed."""
    verbs = sum(1 for _, r in ROWS if r.get("verb") or r.get("phrase"))
    nouns = sum(1 for _, r in ROWS if r.get("noun") or r.get("adj"))
    assert verbs >= VERB_SENSES
    assert nouns >= NOUN_SENSES
