"""Records room. A dispatch: as it was received, and as it reads once its junk is cut.

Flow: a reader makes a `RawDispatch`; the dispatches room makes a `Dispatch` of it, whose clean
text keeps a map home, so that every offset anyone ever publishes points into the raw text.
"""

from __future__ import annotations

from bisect import bisect_right
from unicodedata import combining

import msgspec

from vigie.records.span import Span


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What came beside the text, if anything. Dates keep the precision they came with.

    `published` and `fetched` are ISO 8601 cut where knowledge stops: "2020-05" is a month.
    """

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    fetched: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None


class RawDispatch(msgspec.Struct, frozen=True, kw_only=True):
    """A dispatch as received: its name, its text, and what came beside it."""

    id: str
    text: str
    given: Given = Given()


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the raw text that is not the article's own words, and why."""

    span: Span
    reason: str  # "sign-in prompt", "dateline", "copyright notice", …
    rule: str  # id of the pack entry that cut it


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the dispatch itself. None is "not said", never a guess.

    `published` and `dateline_date` are ISO 8601 with the precision the text allows
    ("2020-05", "2020-05-23", "2020-05-23T21:29", with a zone when one was said).
    """

    language: str | None = None
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    agency: str | None = None
    agencies: tuple[str, ...] = ()
    dateline_place: str | None = None
    dateline_date: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    url: str | None = None
    section: str | None = None


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph of the clean text. `kind` is "title", "lead" or "body"; offsets are clean."""

    start: int
    end: int
    kind: str


class Dispatch(msgspec.Struct, frozen=True, kw_only=True):
    """A dispatch ready to be read: raw text, clean text, the way from one to the other.

    `starts` and `shifts` are the map: clean offset c lies in the stretch whose start is the
    last `starts[k] <= c`, and its raw offset is `c + shifts[k]`. Blocks never overlap, stand in
    reading order, and no sentence crosses from one to the next.
    """

    id: str
    raw: str
    text: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]
    blocks: tuple[Block, ...]
    cuts: tuple[Cut, ...] = ()
    meta: Meta = Meta()
    given: Given = Given()

    def to_raw(self, start: int, end: int) -> Span:
        """The raw span of a non-empty clean span.

        Raises:
            ValueError: the span is empty or outside the clean text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no clean span {start}..{end} in {len(self.text)} characters")
        first = self.shifts[bisect_right(self.starts, start) - 1]
        last = self.shifts[bisect_right(self.starts, end - 1) - 1]
        stop = end + last
        while stop < len(self.raw) and combining(self.raw[stop]):  # a letter and its accent
            stop += 1
        return Span(start + first, stop)

    @property
    def anchor(self) -> str | None:
        """The day the dispatch speaks from: dateline day, else publication, else None."""
        return self.meta.dateline_date or self.meta.published
