"""Views room. Snippets: dispatches that hold some words, with a passage of their own text.

Flow: `search` (over lemmas) → the latest reading of each → the passage where most of the words
stand, with the spans of those words in the raw text.
"""

from __future__ import annotations

import re

import msgspec

from vigie.knowledge.folding import fold
from vigie.records import Span
from vigie.store.record import Record
from vigie.views.search import search
from vigie.views.sentences import sentence_of

_WORD = re.compile(r"\w+")


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """A dispatch found: a passage of its raw text and where the words stand in that passage."""

    dispatch: str
    title: str | None
    outlet: str | None
    published: str | None
    words: str
    start: int
    found: tuple[Span, ...]


def find_words(record: Record, words: str, limit: int = 20) -> list[Snippet]:
    """Dispatches that hold all the words, best first.

    Raises:
        BadRequest: there is no word to look for.
    """
    stems = _stems(words)
    out = []
    for row in search(record, words, limit):
        reading = record.reading_of(row.dispatch)
        if reading is None:
            continue
        raw = reading.dispatch.raw
        passage = _passage(raw, stems)
        out.append(
            Snippet(
                dispatch=row.dispatch, title=row.title, outlet=reading.dispatch.meta.outlet,
                published=row.published, words=passage.text(raw) if passage else "",
                start=passage.start if passage else 0,
                found=tuple(_found(passage.text(raw), stems)) if passage else (),
            )
        )  # fmt: skip
    return out


def _stems(words: str) -> tuple[str, ...]:
    """First letters of each word, as `search` takes them: inflections share them."""
    folded = (fold(t) for t in _WORD.findall(words))
    return tuple(dict.fromkeys(t[: max(4, len(t) - 2)] for t in folded if t))


def _found(text: str, stems: tuple[str, ...]) -> list[Span]:
    """Words of a text that begin as one of those asked for."""
    return [
        Span(m.start(), m.end())
        for m in _WORD.finditer(text)
        if fold(m.group()).startswith(stems)
    ]


def _passage(raw: str, stems: tuple[str, ...]) -> Span | None:
    """The sentence that holds most of the words; of equals, the first."""
    best: tuple[int, int, Span] | None = None
    for span in _found(raw, stems)[:60]:
        sentence = sentence_of(raw, span)
        held = {s for s in stems for f in _found(sentence.text(raw), (s,)) if f}
        rank = (len(held), -sentence.start, sentence)
        if best is None or rank > best:
            best = rank
    return best[2] if best else (Span(0, min(200, len(raw))) if raw else None)
