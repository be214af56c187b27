"""The coder's lexicon by its own examples, read with the shipped French pipeline.

Each example must fire its entry and each counter-example must not. The parser errs on a few in a
hundred, so the law is a share, and the failures are all in the message.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from vigie.annotations.notes import from_doc
from vigie.annotations.pipeline import Tagger, load_tagger
from vigie.errors import BadRequest
from vigie.knowledge.lexicon import Lexicon, Sense, load_lexicon
from vigie.knowledge.loaders import load_pack
from vigie.records import Block, Dispatch, Notes
from vigie.records.who import WhoIndex
from vigie.reports.support import load_support
from vigie.reports.syntax import Syntax
from vigie.reports.triggers import Hit, find_triggers

SHARE = 0.97  # of examples that fire, and of counter-examples that do not
SHOWN = 60  # failures a message lists

Read = dict[str, tuple[Notes, list[Hit]]]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """The shipped French pipeline."""
    try:
        return load_tagger()
    except BadRequest as problem:
        pytest.skip(f"the French pipeline is not here: {problem}")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The French lexicon as the coder gets it."""
    return load_lexicon(load_pack("fr"))


@pytest.fixture(scope="module")
def read(tagger: Tagger, lexicon: Lexicon) -> Read:
    """Every example and counter-example with its triggers, from one pass of the tagger."""
    support = load_support(load_pack("fr"))
    texts = list(
        dict.fromkeys(t for s in lexicon.senses for t in (*s.examples, *s.counter_examples))
    )
    out: Read = {}
    for text, doc in zip(texts, tagger.pipe(texts), strict=True):
        notes = from_doc(_dispatch(text), doc, "test")
        hits, _, _ = find_triggers(
            notes, Syntax(notes, support), lexicon, WhoIndex(notes, ())
        )
        out[text] = (notes, hits)
    return out


def test_examples_fire(read: Read, lexicon: Lexicon) -> None:
    """An example fires its entry, or another entry of the same type on the same word."""
    cases = [(s, t) for s in lexicon.senses for t in s.examples]
    words = _words_of_entries(lexicon)
    missed = [
        f"{s.id} | {t}" for s, t in cases if not _fires(s, words[_entry(s)], *read[t])
    ]
    assert len(missed) <= (1 - SHARE) * len(cases), _message(
        missed, len(cases), "did not fire"
    )


def test_counter_examples_do_not_fire(read: Read, lexicon: Lexicon) -> None:
    """A counter-example does not fire the word it is written against.

    Entries that ask for actors (`weak`, `bare: no`) are left out: the coder asks, later.
    """
    strict = [s for s in lexicon.senses if not (s.weak or s.bare)]
    cases = [(s, t) for s in strict for t in s.counter_examples]
    words = _words_of_entries(lexicon)
    fired = [
        f"{s.id} | {t}"
        for s, t in cases
        if _fires(s, words[_entry(s)], *read[t], strict=True)
    ]
    assert len(fired) <= (1 - SHARE) * len(cases), _message(fired, len(cases), "fired")


def _dispatch(text: str) -> Dispatch:
    whole = (Block(start=0, end=len(text), kind="body"),)
    return Dispatch(
        id="example", raw=text, text=text, starts=(0,), shifts=(0,), blocks=whole
    )


def _words_of_entries(lexicon: Lexicon) -> dict[str, set[str]]:
    """The lemmas each entry may stand on."""
    out: dict[str, set[str]] = {}
    for sense in lexicon.senses:
        out.setdefault(_entry(sense), set()).add(sense.lemma)
    return out


def _fires(
    sense: Sense, words: set[str], notes: Notes, hits: list[Hit], *, strict: bool = False
) -> bool:
    """Whether a hit of the sense's type stands on its word, or takes its word in."""
    return any(
        hit.sense.type == sense.type
        and not words.isdisjoint(_words(hit, notes))
        and not (strict and (hit.sense.weak or hit.sense.bare))
        for hit in hits
    )


def _words(hit: Hit, notes: Notes) -> Iterator[str]:
    yield hit.sense.lemma
    yield from (notes.tokens[k].lemma for k in hit.parts)


def _entry(sense: Sense) -> str:
    """Id of the entry a sense comes from: "être PREP:en:grève" makes one sense for each noun."""
    return (
        sense.id.rpartition(":")[0]
        if sense.parts and sense.parts[0].rel == "cop"
        else sense.id
    )


def _message(failures: list[str], cases: int, what: str) -> str:
    return "\n".join((f"{len(failures)} of {cases} {what}:", *failures[:SHOWN]))
