"""Dispatches room. Stamps: who published a text and when, as a site writes it around the text.

Flow: a stretch of text ("Publié le 12 mars 2021 à 14h05 par Jean Dupont") → `scan_stamp` → a
`Stamp`: dates with the precision they were given, agencies, names, and where it ends.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec

from vigie.dispatches.grammar import Grammar, agency_name

_BETWEEN = re.compile(r"[\s,;:|•·/()\[\]>*.-]*")
# A year of two figures is of this century up to here, as nobody files dispatches ahead of time.
LAST_SHORT_YEAR = 68


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """A stamp found in a text; `labelled` says that words like "publié le" introduce it."""

    start: int
    end: int
    published: str | None = None
    modified: str | None = None
    agencies: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    labelled: bool = False
    timed: bool = False
    aged: bool = False
    days_ago: int | None = None  # "hier" is 1; counted from the day the page was fetched
    clock: str | None = None  # the hour that goes with it
    counted: bool = False  # minutes of reading, shares
    impossible: str | None = None

    @property
    def dated(self) -> bool:
        """Whether it says any date, be it "3 hours ago"."""
        return bool(self.published or self.modified or self.aged or self.impossible)


def scan_stamp(text: str, plain: str, at: int, stop: int, grammar: Grammar) -> Stamp:
    """Read stamp pieces one after the other from `at`, as far as they go.

    Small words (le, à, par) count only when a solid piece follows them. `plain` is the text as
    patterns see it; names are given as the text spells them.
    """
    found = _Found(at)
    here = at
    while here < stop:
        piece = grammar.piece.match(plain, here, stop)
        if piece is None or piece.end() == here:
            break
        found.take(piece, text, grammar)
        gap = _BETWEEN.match(plain, piece.end(), stop)
        here = gap.end() if gap else piece.end()
    return found.stamp()


def read_day(found: re.Match[str]) -> tuple[str | None, bool]:
    """ISO day (or "--MM-DD" without a year) of a matched date, and whether it can exist.

    >>> read_day(re.match(r"(?P<iso>)(?P<dd>..).(?P<mm>..).(?P<yy>..)", "30/02/21"))
    (None, False)
    """
    g = found.groupdict()
    if g.get("iso"):
        year, month, day = (int(x) for x in g["iso"].split("-"))
    elif g.get("dd"):
        day, month, year = int(g["dd"]), int(g["mm"]), _full_year(g["yy"])
    else:
        return None, True
    return _checked(year, month, day)


def day_of(found: re.Match[str], grammar: Grammar) -> tuple[str | None, bool]:
    """As `read_day`, for dates in words too ("1er août 2012", "March 12, 2021")."""
    g = found.groupdict()
    if not (g.get("m") or g.get("m2")):
        return read_day(found)
    month = grammar.months[(g["m"] or g["m2"]).lower()]
    year = g["y"] or g["y2"]
    return _checked(int(year) if year else None, month, int(g["d"] or g["d2"]))


def _checked(year: int | None, month: int, day: int) -> tuple[str | None, bool]:
    try:
        found = date(year or 2000, month, day)  # 2000 has a 29 February
    except ValueError:
        return None, False
    return found.isoformat() if year else f"--{month:02}-{day:02}", True


def _full_year(written: str) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    return 2000 + year if year <= LAST_SHORT_YEAR else 1900 + year


class _Found:
    """What the pieces read so far have said."""

    def __init__(self, at: int) -> None:
        self.at = self.end = at
        self.field = "published"
        self.days: dict[str, str] = {}
        self.agencies: list[str] = []
        self.names: list[str] = []
        self.labelled = self.timed = self.aged = self.counted = False
        self.impossible: str | None = None
        self.days_ago: int | None = None
        self.last: str | None = None  # field whose day awaits an hour
        self.clock: str | None = None  # an hour that stands before its day

    def take(self, piece: re.Match[str], text: str, grammar: Grammar) -> None:
        kind = next(k for k in _KINDS if piece[k])
        if kind in ("published", "modified"):
            self.field, self.labelled, self.last = kind, True, None
        elif kind == "date":
            self._day(piece, grammar)
        elif kind == "clock":
            self._hour(f"{int(piece['hour']):02}:{piece['minute'] or '00'}")
        elif kind == "zone" and self.last:
            self._zone(piece[0], grammar)
        elif kind == "agency":
            name = agency_name(piece[0], grammar)
            if name and name not in self.agencies:
                self.agencies.append(name)
        elif kind == "by":
            names = text[piece.start("names") : piece.end("names")]
            self.names += [n for n in grammar.joiners.split(names) if n]
        elif kind == "ago" and self.days_ago is None:
            self.days_ago = _days_back(piece[0].lower(), grammar)
        self.aged = self.aged or kind == "ago"
        self.counted = self.counted or kind == "reading"
        if kind not in _SOFT:
            self.end = piece.end()

    def _day(self, piece: re.Match[str], grammar: Grammar) -> None:
        day, possible = day_of(piece, grammar)
        if not possible:
            self.impossible = piece["date"]
        if day is None or self.field in self.days:
            return
        clock, zone = piece["isoclock"], piece["isozone"]
        self.days[self.field] = day + (f"T{clock}{zone or ''}" if clock else "")
        self.last = None if clock else self.field
        if self.clock:
            self._hour(self.clock)

    def _hour(self, clock: str) -> None:
        if clock[:2] == "24":
            return
        if self.last is None:
            self.clock = clock
        elif "T" not in self.days[self.last]:
            self.days[self.last] += "T" + clock
            self.timed, self.clock = True, None

    def _zone(self, words: str, grammar: Grammar) -> None:
        for pattern, suffix in grammar.zones:
            if pattern.fullmatch(words) and self.last and "T" in self.days[self.last]:
                self.days[self.last] += suffix
                self.last = None

    def stamp(self) -> Stamp:
        whole = self.days
        return Stamp(
            start=self.at, end=self.end, published=whole.get("published"),
            modified=whole.get("modified"), agencies=tuple(self.agencies),
            names=tuple(self.names), labelled=self.labelled, timed=self.timed, aged=self.aged,
            days_ago=self.days_ago, clock=self.clock,
            counted=self.counted, impossible=self.impossible,
        )  # fmt: skip


def _days_back(words: str, grammar: Grammar) -> int | None:
    """How many days before the page was fetched: 1 for "hier", None for "il y a 2 heures"."""
    if words in grammar.ago_days:
        return grammar.ago_days[words]
    found = grammar.days_ago.fullmatch(words)
    return int(next(n for n in found.groups() if n)) if found else None


_SOFT = ("glue", "weekday", "published", "modified")  # nothing is said until more follows
_KINDS = (
    "modified", "published", "ago", "reading", "date", "clock", "zone", "weekday", "agency", "by",
    "glue",
)  # fmt: skip
