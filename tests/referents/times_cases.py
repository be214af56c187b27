"""How the cases of time expressions are written, and how one is read.

A case is a day, a blank, and a sentence in which each expression stands as [words](value); a value
left empty means that the expression is found and bears none. The day may be a month, or "-".
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Any

import pytest

from vigie.annotations.notes import annotate
from vigie.knowledge.loaders import load_pack
from vigie.records import Block, Dispatch, Meta, Notes, Token, When
from vigie.referents.times import TimeGrammar, find_times, load_times

_MARKED = re.compile(r"\[([^\]]+)\]\(([^)]*)\)")


@cache
def grammar() -> TimeGrammar:
    """The French grammar, compiled once for all tests."""
    return load_times(load_pack("fr"))


@cache
def tagger() -> Any:
    """The default French tagger; the test that asks is skipped where there is none."""
    own = os.environ.get("VIGIE_DEV_MODEL")
    if own:
        import spacy

        return spacy.load(own)
    pipeline = pytest.importorskip("vigie.annotations.pipeline", reason="no tagger yet")
    try:
        return pipeline.load_tagger(None)
    except OSError:
        pytest.skip("the default French model is not there")


def notes_of(text: str, day: str | None, *, dateline_date: str | None = None) -> Notes:
    """One paragraph read by the tagger, published on a day."""
    dispatch = Dispatch(
        id="case", raw=text, text=text, starts=(0,), shifts=(0,),
        blocks=(Block(start=0, end=len(text), kind="body"),),
        meta=Meta(published=None if day == "-" else day, dateline_date=dateline_date),
    )  # fmt: skip
    return annotate(dispatch, tagger(), "test")


def bare_notes(words: list[str], day: str) -> Notes:
    """Words that no tagger has read: no tree, no part of speech."""
    text = " ".join(words)
    tokens, start = [], 0
    for i, word in enumerate(words):
        tokens.append(
            Token(
                i,
                word,
                word.lower(),
                "X",
                "",
                "ROOT",
                i,
                start,
                start + len(word),
                0,
                0,
                True,
            )
        )
        start += len(word) + 1
    dispatch = Dispatch(
        id="bare", raw=text, text=text, starts=(0,), shifts=(0,),
        blocks=(Block(start=0, end=len(text), kind="body"),),
        meta=Meta(published=None if day == "-" else day),
    )  # fmt: skip
    return Notes(dispatch, tokens, [(0, len(tokens))] if tokens else [], [], "none")


def split_case(case: str) -> tuple[str, str, list[tuple[str, str | None]]]:
    """Day, plain sentence, and what is expected of it."""
    day, _, marked = case.partition(" ")
    wanted = [(words, value or None) for words, value in _MARKED.findall(marked)]
    return day, _MARKED.sub(r"\1", marked), wanted


def read_case(case: str) -> tuple[Notes, tuple[When, ...]]:
    """The notes and the times of a case."""
    day, text, _ = split_case(case)
    notes = notes_of(text, day)
    return notes, find_times(notes, grammar())[0]


def found_in(case: str) -> list[tuple[str, str | None]]:
    """Words and value of each time found, in reading order."""
    notes, times = read_case(case)
    return [(t.span.text(notes.dispatch.raw), t.value) for t in times]
