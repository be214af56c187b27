"""Dispatches room. The page: one pass over a text, its lines, what is cut of them and found in them.

Flow: `layout.py` writes on a `Page`; `clean.py` reads it and keeps what was not cut.
"""

from __future__ import annotations

import msgspec

from vigie.dispatches.datelines import Dateline
from vigie.dispatches.paragraphs import is_prose, paragraphs
from vigie.dispatches.residue import Rule
from vigie.dispatches.stamps import Stamp
from vigie.dispatches.tape import plain

BARS = " -–—|•·,/"  # what sites put between a title and a stamp


class Mark(msgspec.Struct, frozen=True, order=True):
    """A stretch of the page that is not the article. `inside` a line, its two sides are joined."""

    start: int
    end: int
    reason: str
    rule: str
    inside: bool = False


class Line:
    """A paragraph of the page. `gone` once it is cut whole; `kind` is title, lead or body."""

    __slots__ = ("end", "gone", "kind", "prose", "start")

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.kind = "body"
        self.gone = False
        self.prose = is_prose(text)


class Page:
    """A text under the pen: lines in order, marks made, and what the cut words said."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = plain(text)
        self.lines = [Line(s, e, text[s:e]) for s, e in paragraphs(text)]
        self.marks: list[Mark] = []
        self.stamps: list[Stamp] = []
        self.datelines: list[Dateline] = []
        self.authors: list[str] = []
        self.agencies: list[str] = []
        self.crawled: str | None = None
        self.crumbs: str | None = None  # the trail that leads to the article, home left out
        self.source_days: list[str] = []  # days beside the address of the source

    def words(self, line: Line) -> str:
        """The line as it reads."""
        return self.text[line.start : line.end]

    def kept(self) -> list[Line]:
        """Lines not cut, in order."""
        return [line for line in self.lines if not line.gone]

    def first_prose(self) -> int:
        """Rank of the first prose line among all lines; their number when there is none."""
        for k, line in enumerate(self.lines):
            if line.prose and not line.gone:
                return k
        return len(self.lines)

    def last_prose(self) -> int:
        """Rank of the last prose line; -1 when there is none."""
        for k in range(len(self.lines) - 1, -1, -1):
            if self.lines[k].prose and not self.lines[k].gone:
                return k
        return -1

    def drop(self, line: Line, reason: str, rule: str) -> None:
        """Cut a whole line."""
        if line.start < line.end:
            self.marks.append(Mark(line.start, line.end, reason, rule))
        line.gone = True

    def drop_start(self, line: Line, end: int, reason: str, rule: str) -> None:
        """Cut the beginning of a line, up to `end`."""
        if end >= line.end:
            self.drop(line, reason, rule)
            return
        self.marks.append(Mark(line.start, end, reason, rule))
        line.start = self._solid(end, line.end)
        line.prose = is_prose(self.words(line)) if line.start < line.end else False
        line.gone = line.start >= line.end

    def drop_end(self, line: Line, start: int, reason: str, rule: str) -> None:
        """Cut the end of a line, from `start`."""
        if start <= line.start:
            self.drop(line, reason, rule)
            return
        self.marks.append(Mark(start, line.end, reason, rule))
        line.end = len(self.text[:start].rstrip())

    def drop_inside(self, start: int, end: int, rule: Rule) -> None:
        """Cut words inside a line."""
        self.marks.append(Mark(start, end, rule.reason, rule.id, inside=True))

    def split(self, line: Line, at: int) -> Line:
        """Break a line in two at an offset; the second half is returned."""
        start = self._solid(at, line.end)
        rest = Line(start, line.end, self.text[start : line.end] or " ")
        line.end = max(line.start, len(self.text[:at].rstrip()))
        line.prose = False
        rest.gone = start >= rest.end
        self.lines.insert(self.lines.index(line) + 1, rest)
        return rest

    def _solid(self, start: int, end: int) -> int:
        while start < end and self.text[start].isspace():
            start += 1
        return start
