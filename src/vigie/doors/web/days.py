"""Doors, web. Days for people: "jeudi 21 mai 2020" of an ISO 8601 value, never more precise than it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from vigie.doors.interface import say

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(\d\d):(\d\d).*)?")


def day_words(value: str | None, candidates: tuple[str, ...] = ()) -> str:
    """A day, month, year or stretch in words; the days it may be; or that it is not dated."""
    if value:
        first, _, last = value.partition("/")
        if last and last != first:
            return _stretch(first, last)
        return _one(first)
    if candidates:
        return f" {say('export.or')} ".join(_one(c) for c in candidates)
    return say("timeline.undated")


def weekday(value: str | None) -> str:
    """Name of the weekday of a full day; nothing for any other value."""
    try:
        return say("web.weekdays").split()[date.fromisoformat(value or "").weekday()]
    except ValueError:
        return ""


def short_day(value: str, step: str) -> str:
    """A bar's start as its axis says it: "21 mai", "mai 2020", "2020"."""
    if step == "year":
        return value[:4]
    return _one(value[:7]) if step == "month" else _one(value, year=False)


def clock(moment: float) -> str:
    """The time of day of a moment, on this machine's clock."""
    return f"{datetime.fromtimestamp(moment, UTC).astimezone():%H:%M:%S}"


def _one(value: str, *, year: bool = True) -> str:
    found = _DAY.fullmatch(value)
    if not found or not 1 <= int(found[2] or 1) <= 12:
        return value
    if not found[2]:
        return found[1]
    month = say("web.months").split()[int(found[2]) - 1]
    parts = [_nth(found[3])] if found[3] else []
    words = " ".join([*parts, month, *([found[1]] if year else [])])
    return words + (say("web.hour", h=found[4], m=found[5]) if found[4] else "")


def _stretch(first: str, last: str) -> str:
    """Two days: what they share is said once."""
    if len(first) == len(last) == 10 and first[:7] == last[:7]:
        return f"{_nth(first[8:])}–{_one(last)}"
    return f"{_one(first, year=first[:4] != last[:4] or len(first) < 10)} – {_one(last)}"


def _nth(day: str) -> str:
    return say("web.first") if int(day) == 1 else str(int(day))
