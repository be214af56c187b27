"""Events room. Sets of days: what a date, an interval or a list of candidates leaves possible.

A set is its first day (an ordinal) and a mask of bits, the lowest for that day, so that two sets
are crossed by one shift and one "and", whatever their size. The empty mask means "nothing known".
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import msgspec

_DAY, _MONTH, _YEAR = len("2020-05-21"), len("2020-05"), len("2020")
MOST_DAYS = 400  # a longer stretch (a decade) says too little to compare by


class Days(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Possible days. `Days(0, 0)` is "nothing known"; else the lowest bit of the mask is set."""

    first: int
    mask: int

    def __bool__(self) -> bool:
        return self.mask != 0

    @property
    def last(self) -> int:
        """The last possible day."""
        return self.first + self.mask.bit_length() - 1

    @property
    def count(self) -> int:
        """How many days are possible."""
        return self.mask.bit_count()

    @property
    def first_text(self) -> str | None:
        """The first possible day in ISO 8601, None when nothing is known."""
        return day_text(self.first) if self else None

    @property
    def last_text(self) -> str | None:
        """The last one."""
        return day_text(self.last) if self else None

    def __contains__(self, day: int) -> bool:
        return day >= self.first and bool(self.mask >> (day - self.first) & 1)

    def each(self) -> list[int]:
        """The days, in order."""
        return [self.first + n for n in range(self.mask.bit_length()) if self.mask >> n & 1]

    def cross(self, other: Days) -> Days:
        """The days possible in both; nothing known when there are none: ask `meets` first."""
        return _trim(max(self.first, other.first), crossing(self, other))

    def meets(self, other: Days) -> bool:
        """Whether a day is possible in both."""
        return crossing(self, other) != 0


UNKNOWN = Days(0, 0)


def crossing(a: Days, b: Days) -> int:
    """Mask of the days possible in both, from the later of the two first days."""
    shift = b.first - a.first
    return a.mask >> shift & b.mask if shift >= 0 else a.mask & b.mask >> -shift


def gap_days(a: Days, b: Days) -> int:
    """Days between the nearest two, 0 when the sets meet; both must be known."""
    if crossing(a, b):
        return 0
    if a.last < b.first or b.last < a.first:
        return max(b.first - a.last, a.first - b.last)
    ours, theirs = a.each(), b.each()
    return min(abs(x - y) for x in ours for y in theirs)


def span_of(first: int, last: int) -> Days:
    """All days from one to another, both included; nothing known when there are too many."""
    if not 0 <= last - first < MOST_DAYS or first < 1:
        return UNKNOWN
    return Days(first, (1 << (last - first + 1)) - 1)


def days_of(days: Iterable[int]) -> Days:
    """The given days."""
    known = set(days)
    if not known or max(known) - min(known) >= MOST_DAYS:
        return UNKNOWN
    first = min(known)
    return Days(first, sum(1 << (d - first) for d in known))


@lru_cache(maxsize=16384)
def read_days(value: str | None, candidates: tuple[str, ...] = ()) -> Days:
    """Days of a value in ISO 8601 or of candidates; what is no date gives nothing known.

    >>> read_days("2020-02").count, read_days("2020-05-21/2020-05-22").count
    (29, 2)
    >>> read_days(None, ("2020-05-07", "2020-05-14")).count, read_days("soon").count
    (2, 0)
    """
    if value is None:
        return days_of(d for c in candidates if (d := _bounds(c)[0]))
    start, _, end = value.partition("/")
    first, last = _bounds(start)
    if end:
        last = _bounds(end)[1]
    return span_of(first, last) if first and last else UNKNOWN


def write_days(days: Days) -> tuple[str | None, tuple[str, ...]]:
    """The value and the candidates that say a set, as tightly as ISO 8601 can.

    >>> write_days(read_days("2020-05-21/2020-05-22")), write_days(read_days("2020-05"))
    (('2020-05-21/2020-05-22', ()), ('2020-05', ()))
    >>> write_days(read_days(None, ("2020-05-07", "2020-05-14")))
    (None, ('2020-05-07', '2020-05-14'))
    """
    if not days:
        return None, ()
    if days.count != days.mask.bit_length():
        return None, tuple(day_text(d) for d in days.each())
    first, last = day_text(days.first), day_text(days.last)
    if first == last:
        return first, ()
    for size in (_MONTH, _YEAR):
        if first[:size] == last[:size] and read_days(first[:size]) == days:
            return first[:size], ()
    return f"{first}/{last}", ()


def day_text(day: int) -> str:
    """ISO 8601 of a day's ordinal."""
    return date.fromordinal(day).isoformat()


def say_days(days: Days) -> str:
    """A set of days in a few characters, for a reason.

    >>> say_days(read_days(None, ("2020-05-07", "2020-05-14")))
    '2020-05-07|2020-05-14'
    """
    value, some = write_days(days)
    return value or "|".join(some)


def _bounds(text: str) -> tuple[int, int]:
    """First and last day of a date with its precision; zeros when it is none."""
    text = text[:_DAY]
    try:
        if len(text) == _DAY:
            day = date.fromisoformat(text).toordinal()
            return day, day
        if len(text) == _MONTH:
            year, month = int(text[:_YEAR]), int(text[_YEAR + 1 :])
            last = monthrange(year, month)[1]
            return date(year, month, 1).toordinal(), date(year, month, last).toordinal()
        if len(text) == _YEAR:
            return date(int(text), 1, 1).toordinal(), date(int(text), 12, 31).toordinal()
    except ValueError:  # 30 February, month 13, "2020-W21"
        return 0, 0
    return 0, 0


def _trim(first: int, mask: int) -> Days:
    if not mask:
        return UNKNOWN
    low = (mask & -mask).bit_length() - 1
    return Days(first + low, mask >> low)
