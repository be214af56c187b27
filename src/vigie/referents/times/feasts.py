"""Referents room, times. A named day → when it falls, in a year said or nearest the dispatch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from vigie.referents.times import days as cal
from vigie.referents.times.grammar import Feast


def feast_value(
    feast: Feast, year: int | None, anchor: cal.Anchor | None, side: int | None
) -> str | None:
    """The day or days of a feast.

    Args:
        feast: The named day.
        year: The year that was said, if one was.
        anchor: The day the dispatch speaks from; needed when no year was said.
        side: Which way the clause looks, -1 or 1; the nearest feast otherwise.
    """
    if feast.once is not None:
        return feast.once
    if year is not None:
        falls = next(_falls(feast, year), None)
        return cal.interval(falls[0].isoformat(), falls[1].isoformat()) if falls else None
    here = anchor.day if anchor else None
    if here is None:
        return None
    near = [f for y in range(here.year - 1, here.year + 2) for f in _falls(feast, y)]
    if side == -1:
        near = [f for f in near if f[0] <= here] or near
    elif side == 1:
        near = [f for f in near if f[1] >= here] or near
    if not near:
        return None
    first, last = min(near, key=lambda f: _gap(f, here))
    return cal.interval(first.isoformat(), last.isoformat())


def _gap(falls: tuple[date, date], here: date) -> int:
    if falls[0] <= here <= falls[1]:
        return 0
    return min(abs((d - here).days) for d in falls)


def _falls(feast: Feast, year: int) -> Iterator[tuple[date, date]]:
    """First and last day of the feast in a year; a lunar feast may come twice."""
    if feast.easter is not None:
        day = cal.easter(year) + timedelta(days=feast.easter)
        yield day, day
        return
    for entry in (feast.fixed or feast.days.get(year, "")).split():
        start, _, length = entry.partition("+")
        month, dom = (int(n) for n in start.split("-"))
        if cal.is_day(year, month, dom):
            first = date(year, month, dom)
            yield first, first + timedelta(days=int(length or feast.length) - 1)
