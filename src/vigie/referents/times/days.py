"""Referents room, times. Days, months, years and what lies between them, as ISO 8601 values.

Nothing here knows a language or a text: partial dates come in, values go out.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_LAST_YEAR = 9999
_FIRST_PRESS, _LAST_PRESS = 1600, 2999  # no dispatch speaks from outside these years
_DAYS_OF_WEEK = 7
YEARS = {"year": 1, "decade": 10, "century": 100}  # years in a unit


class Anchor(NamedTuple):
    """The day a text speaks from, as far as it is known: a year, a month of it, a day of it."""

    year: int
    month: int | None = None
    dom: int | None = None

    @property
    def day(self) -> date | None:
        """The day, if it is known to the day."""
        if self.month is None or self.dom is None:
            return None
        return date(self.year, self.month, self.dom)


def read_anchor(text: str | None) -> Anchor | None:
    """The anchor that a kept-precision date makes; None where it makes none.

    >>> read_anchor("2020-05-23T21:29")
    Anchor(year=2020, month=5, dom=23)
    >>> read_anchor("2020-13") is None
    True
    """
    parts = (text or "")[:10].split("-")
    if not all(p.isdecimal() for p in parts) or len(parts[0]) != 4:
        return None
    numbers = [int(p) for p in parts]
    anchor = Anchor(*numbers[:3])
    year, month, dom = anchor
    if not _FIRST_PRESS <= year <= _LAST_PRESS or (
        month is not None and not 1 <= month <= 12
    ):
        return None
    return anchor if dom is None or is_day(year, month or 0, dom) else None


def is_day(year: int, month: int, dom: int) -> bool:
    """Whether the day exists.

    >>> is_day(2023, 2, 30)
    False
    """
    return (
        0 < year <= _LAST_YEAR
        and 1 <= month <= 12
        and 1 <= dom <= monthrange(year, month)[1]
    )


def near_weekday(weekday: int, day: date, side: int, *, strict: bool = False) -> date:
    """The day of that name before (side -1), after (1) or nearest to (0) a day.

    Args:
        weekday: ISO weekday, 1 (Monday) to 7 (Sunday).
        day: The day that is spoken from.
        side: Which way to look.
        strict: Whether the day itself is out.

    >>> near_weekday(4, date(2024, 3, 15), -1)
    datetime.date(2024, 3, 14)
    """
    ahead = (weekday - day.isoweekday()) % _DAYS_OF_WEEK
    if ahead == 0:
        return day + timedelta(days=_DAYS_OF_WEEK * side) if strict else day
    if side > 0 or (side == 0 and ahead <= _DAYS_OF_WEEK // 2):
        return day + timedelta(days=ahead)
    return day + timedelta(days=ahead - _DAYS_OF_WEEK)


def weekdays_of_month(weekday: int, year: int, month: int) -> tuple[str, ...]:
    """All days of that name in a month.

    >>> weekdays_of_month(4, 2020, 5)
    ('2020-05-07', '2020-05-14', '2020-05-21', '2020-05-28')
    """
    days = (date(year, month, d) for d in range(1, monthrange(year, month)[1] + 1))
    return tuple(d.isoformat() for d in days if d.isoweekday() == weekday)


def add_days(day: date, count: int) -> date | None:
    """The day that many days later; None outside the calendar."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Year and month that many months later.

    >>> add_months(2019, 11, 3)
    (2020, 2)
    """
    months = year * 12 + month - 1 + count
    return months // 12, months % 12 + 1


def iso(year: int, month: int | None = None, dom: int | None = None) -> str:
    """A value with the precision given.

    >>> iso(2019, 4)
    '2019-04'
    """
    value = f"{year:04d}"
    if month is not None:
        value += f"-{month:02d}"
        if dom is not None:
            value += f"-{dom:02d}"
    return value


def interval(first: str, last: str) -> str:
    """Both ends included; a single value where they are one.

    >>> interval("2020-05-18", "2020-05-24")
    '2020-05-18/2020-05-24'
    """
    return first if first == last else f"{first}/{last}"


def week(day: date, shift: int = 0) -> str | None:
    """Monday to Sunday of the week a day stands in, or of one further on.

    >>> week(date(2020, 5, 23), -1)
    '2020-05-11/2020-05-17'
    """
    return _days(add_days(day, 1 - day.isoweekday() + 7 * shift), 6)


def weekend(day: date, shift: int = 0) -> str | None:
    """Saturday and Sunday of the week a day stands in, or of one further on."""
    return _days(add_days(day, 6 - day.isoweekday() + 7 * shift), 1)


def _days(first: date | None, more: int) -> str | None:
    last = add_days(first, more) if first else None
    return interval(first.isoformat(), last.isoformat()) if first and last else None


def months(year: int, first: int, last: int) -> str:
    """From one month to another; the second is of the next year if it comes first in the year.

    >>> months(2011, 12, 3)
    '2011-12/2012-03'
    """
    return interval(iso(year, first), iso(year + (last < first), last))


def years(first: int, count: int) -> str:
    """An interval of whole years.

    >>> years(1990, 10)
    '1990/1999'
    """
    return interval(iso(first), iso(first + count - 1))


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus).

    >>> easter(2024)
    datetime.date(2024, 3, 31)
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, dom = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, dom + 1)


def first_day(value: str | None) -> date | None:
    """The day a value names, None when it names no single day."""
    if value and len(value) >= 10 and "/" not in value:
        return date.fromisoformat(value[:10])
    return None


def moved(base: Anchor | None, unit: str, count: int) -> str | None:
    """The unit that lies so many units from a base: "two months ago" is a month."""
    if base is None:
        return None
    day = base.day
    if unit == "day":
        other = add_days(day, count) if day else None
        return other.isoformat() if other else None
    if unit == "week":
        return week(day, count) if day else None
    if unit == "month" and base.month:
        return iso(*add_months(base.year, base.month, count))
    if unit in ("year", "decade") and 0 < base.year + count * YEARS[unit] <= date.max.year:
        return iso(base.year + count * YEARS[unit])
    return None
