"""Laws of codes and reasons in words: each code has words in both languages, each count agrees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.doors.interface import LANGUAGES, say, speaking
from vigie.doors.interface.labels import (
    act_label,
    ground_words,
    label,
    labels,
    reason_words,
    sayings,
)
from vigie.events.compare import GROUNDS
from vigie.knowledge.loaders import HOME
from vigie.knowledge.ontology_rules import QUADS, load_ontology
from vigie.knowledge.yaml import read_yaml
from vigie.records.report import STATUSES

TYPES = sorted((HOME / "ontology").glob("[A-Z]*.yaml"))
BLANK = re.compile(r"\{(\w+)(?::(\w+))?\}")


def modes() -> set[str]:
    return {m for path in TYPES for m in read_yaml(path).get("modes") or {}}


def sectors() -> set[str]:
    """Those of the actors shipped, and of the roles of the pack."""
    files = [*(HOME / "actors").rglob("*.yaml"), *(HOME / "packs").rglob("*.yaml")]
    return {s for f in files for s in re.findall(r'sector: "?([A-Z]{3})\b', f.read_text())}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("mode", modes()), ("sector", sectors()), ("ground", set(GROUNDS)),
        ("context", set(read_yaml(HOME / "ontology" / "contexts.yaml"))),
    ],
)  # fmt: skip
def test_every_code_of_the_knowledge_has_words(kind: str, codes: set[str]) -> None:
    """A code that the knowledge room may give is never shown as a code."""
    assert len(codes) > 3
    assert codes <= set(labels()[kind])


def test_every_code_has_words_in_both_languages() -> None:
    """French, then English; neither is empty."""
    for kind, codes in labels().items():
        for code, words in codes.items():
            assert len(words) == len(LANGUAGES), (kind, code)
            assert all(w.strip() for w in words), (kind, code)


@pytest.mark.parametrize("row", read_yaml(
    Path(__file__).parents[3] / "src/vigie/doors/interface/reasons.yaml"
), ids=lambda row: row["says"])  # fmt: skip
def test_a_line_of_reasons_says_its_own(row: dict[str, str]) -> None:
    """No line above takes a reason away, and its words fill just the blanks it has."""
    told = BLANK.sub(lambda m: next(iter(labels()[m[2]])) if m[2] else "Xé", row["says"])
    first = next(s for s in sayings() if s.pattern.fullmatch(told))
    assert first.words["fr"] == row["fr"]
    names = {m[1] for m in BLANK.finditer(row["says"])}
    for lang in LANGUAGES:
        assert {m[1] for m in BLANK.finditer(row[lang])} <= names
        with speaking(lang):
            assert "{" not in reason_words(told)


@given(st.text(max_size=60))
def test_what_has_no_words_is_shown_as_it_is(text: str) -> None:
    """Any reason and any code can be shown; an unknown code is never lost."""
    with speaking("fr"):
        assert isinstance(reason_words(text), str)
        assert label("mode", f"my-{text}") == f"my-{text}"
        assert ground_words(f"my {text}") == f"my {text}"
        assert act_label("MYTYPE", "my-mode") == "MYTYPE (my-mode)"


@pytest.mark.parametrize(
    ("lang", "n", "words"),
    [
        ("fr", 0, "0 événement"), ("fr", 1, "1 événement"), ("fr", 2, "2 événements"),
        ("fr", "12 400", "12 400 événements"), ("en", 0, "0 events"), ("en", 1, "1 event"),
        ("en", 2, "2 events"), ("en", "1,001", "1,001 events"),
    ],
)  # fmt: skip
def test_a_word_agrees_with_its_number(lang: str, n: object, words: str) -> None:
    """French says 0 and 1 in the singular, English 1 alone; a grouped number counts too."""
    with speaking(lang):
        assert say("web.events.count", n=n) == words


def test_statuses_and_quad_classes_have_words_in_both_languages() -> None:
    """Nobody is shown VX or hypothetical where French is spoken."""
    with speaking("fr"):
        for key in (
            *(f"status.{s}" for s in STATUSES),
            *(f"chart.{q}" for q in QUADS.values()),
        ):
            assert say(key) != key.partition(".")[2]


def test_types_have_words_in_both_languages() -> None:
    """The ontology's own labels: no type is shown by its code."""
    known = load_ontology()
    for code in known.rows:
        for lang in LANGUAGES:
            assert known.label(code, lang) != code
