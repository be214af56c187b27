"""Views room. Bars: how many events a day, a week, a month or a year, by quad class.

Flow: `Wanted` → counts by first and last day → the widest step that draws few enough bars. Events
dated more loosely than a bar are counted apart and drawn nowhere; so are the few that lie far
from all the others, which would flatten the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta

import msgspec

from vigie.store.events import UNDATED, need_events
from vigie.store.record import Record
from vigie.views.events import Wanted, check, clauses
from vigie.views.said import over

MOST_BARS = 140  # what a screen of 1,000 points shows as bars and not as a wall
STEPS = (("day", 1), ("week", 7), ("month", 31), ("year", 366))  # name, longest in days
FAR = 0.01  # share of the events, at each end, that may be left out of the drawing…
ENOUGH = 20  # events: of fewer, none is far from "all the others"
WIDER = 4  # … where it makes the drawing so many times longer


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of days, both included, and its events by quad class."""

    start: str
    end: str
    quads: dict[str, int]


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """Bars from the first to the last drawn, empty ones included.

    `loose` are dated more widely than a bar, `undated` not at all; `before` and `after` lie
    far outside and are not drawn. `step` is day, week (from Monday), month or year.
    """

    step: str
    bars: tuple[Bar, ...]
    total: int
    loose: int = 0
    undated: int = 0
    before: int = 0
    after: int = 0


def bars(record: Record, wanted: Wanted) -> Bars:
    """The events that fit, as bars.

    Raises:
        BadRequest: the record holds no events, or what is wanted cannot be asked.
    """
    need_events(record)
    check(record, wanted)
    where, values = clauses(record, wanted)
    sql = (
        "SELECT starts, ends, quad, count(*) FROM events "
        f"WHERE {' AND '.join(where) or '1'} GROUP BY starts, ends, quad"
    )
    rows = record.rows(over(sql, said_only=wanted.said_only), values)
    total = sum(row[3] for row in rows)
    undated = sum(n for starts, _, _, n in rows if starts == UNDATED)
    dated = [
        (first, last, quad, n)
        for starts, ends, quad, n in rows
        if (first := _day(starts)) and (last := _day(ends or starts))
    ]
    days: Counter[date] = Counter()
    for first, last, _, n in dated:
        if first == last:
            days[first] += n
    if not days:
        return Bars(step="day", bars=(), total=total, undated=undated,
                    loose=total - undated)  # fmt: skip
    low, high = _window(days)
    step = next(
        (name for name, length in STEPS if (high - low).days // length < MOST_BARS), "year"
    )
    return _draw(dated, (low, high), step, (total, undated))


def _draw(
    dated: Sequence[tuple[date, date, str, int]], window: tuple[date, date], step: str,
    counts: tuple[int, int],
) -> Bars:  # fmt: skip
    low, high = _edge(window[0], step), window[1]
    quads: dict[date, Counter[str]] = defaultdict(Counter)
    inside = before = after = 0
    for first, last, quad, n in dated:
        start = _edge(first, step)
        if start != _edge(last, step):
            continue
        if start < low:
            before += n
        elif start > high:
            after += n
        else:
            quads[start][quad] += n
            inside += n
    drawn = []
    while low <= high:
        end = _next(low, step) - timedelta(1)
        drawn.append(
            Bar(start=str(low), end=str(end), quads=dict(sorted(quads[low].items())))
        )
        low = end + timedelta(1)
    total, undated = counts
    return Bars(
        step=step, bars=tuple(drawn), total=total, undated=undated, before=before, after=after,
        loose=total - undated - inside - before - after,
    )  # fmt: skip


def _window(days: Counter[date]) -> tuple[date, date]:
    """First and last day to draw: all, or those of nearly all where a few lie far off."""
    ordered = sorted(days)
    low, high = ordered[0], ordered[-1]
    count = sum(days.values())
    aside = max(1, int(count * FAR)) if count >= ENOUGH else 0
    near_low, near_high = _past(ordered, days, aside), _past(ordered[::-1], days, aside)
    if (high - low).days > WIDER * max(7, (near_high - near_low).days):
        return near_low, near_high
    return low, high


def _past(ordered: Sequence[date], days: Counter[date], aside: int) -> date:
    """The first day by which more than `aside` events have been passed."""
    seen = 0
    for day in ordered:
        seen += days[day]
        if seen > aside:
            return day
    return ordered[-1]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if MINYEAR + 1 < day.year < MAXYEAR - 1 else None


def _edge(day: date, step: str) -> date:
    """First day of the bar a day is in.

    >>> str(_edge(date(2020, 5, 21), "week"))
    '2020-05-18'
    """
    if step == "day":
        return day
    if step == "week":
        return day - timedelta(day.weekday())
    return day.replace(day=1) if step == "month" else day.replace(month=1, day=1)


def _next(start: date, step: str) -> date:
    if step in ("day", "week"):
        return start + timedelta(1 if step == "day" else 7)
    later = start + timedelta(32 if step == "month" else 367)
    return _edge(later, step)
