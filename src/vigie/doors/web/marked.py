"""Doors, web. Marked text: spans of any kind, overlapping as they will, over the words they lie on.

Flow: a text and its marks → pieces, cut wherever a mark starts or ends, each with the layers that
lie on it. Joined, the pieces are the text again, to the letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from vigie.records import Span


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A layer on a stretch of text: its name, what it says, where it leads (an anchor)."""

    span: Span
    layer: str
    title: str = ""
    ref: str = ""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch under the same marks; `opens` are those that start with it."""

    start: int
    words: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]

    @property
    def layers(self) -> list[str]:
        """Names of the layers on it, each once, in order."""
        return list(dict.fromkeys(m.layer for m in self.marks))

    @property
    def title(self) -> str:
        """All that the marks say, each once."""
        return "\n".join(dict.fromkeys(m.title for m in self.marks if m.title))


def pieces(raw: str, marks: Iterable[Mark], within: Span | None = None) -> list[Piece]:
    """The text, or a stretch of it, cut along its marks; what lies outside is not marked.

    >>> a, b = Mark(span=Span(0, 4), layer="a"), Mark(span=Span(2, 6), layer="b")
    >>> [(p.words, p.layers) for p in pieces("abcdefg", [a, b])]
    [('ab', ['a']), ('cd', ['a', 'b']), ('ef', ['b']), ('g', [])]
    """
    low, high = (within.start, within.end) if within else (0, len(raw))
    inside = [m for m in marks if m.span.start < high and m.span.end > low]
    inside.sort(key=lambda m: (m.span.start, -m.span.end, m.layer, m.title))
    edges = {low, high}
    for mark in inside:
        edges |= {max(low, mark.span.start), min(high, mark.span.end)}
    return _cut(raw, inside, sorted(e for e in edges if e <= len(raw)))


def _cut(raw: str, marks: Sequence[Mark], edges: Sequence[int]) -> list[Piece]:
    out: list[Piece] = []
    live: list[Mark] = []
    ahead = 0
    for start, end in pairwise(edges):
        live = [m for m in live if m.span.end > start]
        while ahead < len(marks) and marks[ahead].span.start <= start:
            if marks[ahead].span.end > start:
                live.append(marks[ahead])
            ahead += 1
        out.append(
            Piece(
                start=start, words=raw[start:end], marks=tuple(live),
                opens=tuple(m for m in live if max(m.span.start, edges[0]) == start),
            )
        )  # fmt: skip
    return out
