"""Dispatches room. Cleaning: raw dispatch → `Dispatch`, its junk cut and its heading read.

Flow: `thread` the raw text, `lay_out` and drop what is marked until nothing more is (so that
cleaning a clean text changes nothing), then blocks and `heading.py`'s meta.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice

import msgspec

from vigie.dispatches.heading import Heading, read_heading
from vigie.dispatches.layout import lay_out
from vigie.dispatches.page import Mark, Page
from vigie.dispatches.paragraphs import is_wrapped
from vigie.dispatches.residue import Residue, load_residue
from vigie.dispatches.tape import Tape, thread, whole_letters
from vigie.records import Block, Cut, Dispatch, Issue, RawDispatch, Span

__all__ = ["clean", "load_residue"]

PARAGRAPH = "\n\n"
# Two passes are the rule, five the most seen; the bound is for texts made to be awkward.
MAX_PASSES = 20


def clean(
    raw: RawDispatch, residue: Residue, language: str | None = None
) -> tuple[Dispatch, tuple[Issue, ...]]:
    """The dispatch as it reads once its junk is cut, and what was odd about it.

    Args:
        raw: The dispatch as received.
        residue: The rules of its language (`load_residue`).
        language: Its language, for the record; None when it is not known.

    Returns:
        The dispatch, whose clean text maps home to the raw one, and the issues met.
    """
    tape, heading = thread(raw.text), Heading()
    cuts: list[Cut] = []
    kinds: list[tuple[int, str]] = []  # raw offset where a title or a lead starts
    for _ in range(MAX_PASSES):
        page = lay_out(tape.text, residue, raw.given.title)
        heading.note(page)
        kinds += [(tape.raw(ln.start), ln.kind) for ln in page.kept() if ln.kind != "body"]
        cuts += [_cut(raw.text, tape, mark) for mark in page.marks]
        kept = _rebuild(tape, page)
        if kept.text == tape.text:
            break
        tape = kept
    meta, issues = read_heading(raw, heading, residue.grammar, language)
    blocks = _blocks(tape, kinds)
    if not blocks:
        issues = (*issues, _empty(raw))
    return (
        Dispatch(
            id=raw.id, raw=raw.text, text=tape.text, starts=tape.starts, shifts=tape.shifts,
            blocks=blocks, cuts=tuple(sorted(set(cuts), key=_place)), meta=meta, given=raw.given,
        ),
        issues,
    )  # fmt: skip


def _rebuild(tape: Tape, page: Page) -> Tape:
    """The tape of what the page keeps: paragraphs apart, wrapped lines joined."""
    inside = sorted(m for m in page.marks if m.inside)
    wrapped = is_wrapped(page.text)
    pieces: list[tuple[int, int] | str] = []
    for line in page.kept():
        parts = _parts(page.text, line.start, line.end, inside)
        if not parts:
            continue
        if pieces:
            pieces.append(PARAGRAPH)
        for k, (start, end) in enumerate(parts):
            if k and not _closed_up(page.text, parts[k - 1][1], start):
                pieces.append(" ")
            pieces += _unwrapped(page.text, start, end) if wrapped else [(start, end)]
    return tape.keep(pieces)


def _parts(text: str, start: int, end: int, inside: list[Mark]) -> list[tuple[int, int]]:
    """What is left of a line once the marks inside it are out, trimmed."""
    out = []
    first = bisect_left(inside, start, key=lambda m: m.start)
    for mark in islice(inside, first, None):
        if mark.start >= end:
            break
        if start <= mark.start and mark.end <= end:
            out.append((start, mark.start))
            start = mark.end
    out.append((start, end))
    trimmed = []
    for a, b in out:
        words = text[a:b]
        a, b = a + len(words) - len(words.lstrip()), b - len(words) + len(words.rstrip())
        if a < b:
            trimmed.append((a, b))
    return trimmed


def _closed_up(text: str, left: int, right: int) -> bool:
    """Whether two parts touched the words cut between them: "dit[en arabe]," stays tight."""
    return not text[left].isspace() and not text[right - 1].isspace()


def _unwrapped(text: str, start: int, end: int) -> list[tuple[int, int] | str]:
    out: list[tuple[int, int] | str] = []
    for words in text[start:end].split("\n"):
        a = start + len(words) - len(words.lstrip())
        b = start + len(words.rstrip())
        if a < b:
            if out:
                out.append("" if text[a - 2 : a - 1] == "-" and text[a].islower() else " ")
            out.append((a, b))
        start += len(words) + 1
    return out


def _blocks(tape: Tape, kinds: list[tuple[int, str]]) -> tuple[Block, ...]:
    kind_at = dict(reversed(kinds))  # what the first pass saw wins
    out, at = [], 0
    for words in tape.text.split(PARAGRAPH):
        if words:
            kind = kind_at.get(tape.raw(at), "body")
            out.append(Block(start=at, end=at + len(words), kind=kind))
        at += len(words) + len(PARAGRAPH)
    return tuple(out)


def _cut(raw: str, tape: Tape, mark: Mark) -> Cut:
    start, end = mark.start, mark.end
    while start < end - 1 and tape.text[start].isspace():
        start += 1
    while end > start + 1 and tape.text[end - 1].isspace():
        end -= 1
    span = Span(tape.raw(start), whole_letters(raw, tape.raw(end - 1) + 1))
    return Cut(span=span, reason=mark.reason, rule=mark.rule)


def _place(cut: Cut) -> tuple[int, int, str]:
    return cut.span.start, cut.span.end, cut.rule


def _empty(raw: RawDispatch) -> Issue:
    return Issue(
        dispatch_id=raw.id, kind="no-sentence", found=msgspec.json.encode(raw.text[:40]).decode(),
        expected="at least one sentence of an article", done="kept the dispatch, with no text",
    )  # fmt: skip
