"""Views room. Dyads: who does how much to whom, by day or week, per what was read, with ruptures.

Flow: dated events × their doers and receivers → bins → counts, sums of PLOVER's score and of
Goldstein → rates per hundred dispatches read → `ruptures`. Formulas: docs/indicators.md.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec

from vigie.errors import BadRequest
from vigie.store.events import UNDATED, need_events
from vigie.store.record import Record
from vigie.views.events import Wanted, actor_ids, check, clauses
from vigie.views.ruptures import ruptures
from vigie.views.said import over

SPANS = {"day": 1, "week": 7}
LEVELS = ("actor", "country")
TOLD_AS_DONE = (
    "asserted",
    "alleged",
)  # what is denied, announced or feared has not taken place
PER = 100  # dispatches a rate is for
FEWEST = 8  # events a dyad must have before ruptures are looked for

_NONE: list[Any] = [0, 0.0, 0.0]  # events, sum of PLOVER's scores, sum of Goldstein's
_Bins = dict[str, list[Any]]


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What to count: events as `Wanted` says, in bins of a day or a week (from Monday).

    `level` is actor or country; `by_place` splits a dyad by place; `least` is the fewest events
    of a dyad that is given, `most` how many dyads are, those with most events.
    """

    wanted: Wanted = Wanted()
    by: str = "week"
    level: str = "country"
    by_place: bool = False
    least: int = 1
    most: int = 100


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """A day or week of a dyad: events, their sums, dispatches read, events per hundred of them.

    `goldstein` sums the events that bear a value; `rate` is None where nothing was read.
    """

    start: str
    events: int
    plover: float
    goldstein: float
    read: int
    rate: float | None


class Break(msgspec.Struct, frozen=True, kw_only=True):
    """A rupture: rates per hundred dispatches before and from `start`; `gain` in deviance."""

    start: str
    before: float
    after: float
    gain: float


class Dyad(msgspec.Struct, frozen=True, kw_only=True):
    """What `left` does to `right`. `loose` are events dated more widely than a bin: not in one.

    Bins run from the first to the last in which anything was read or counted; those without
    events are there, for nothing counted where much was read is a fact.
    """

    left: str
    right: str
    place: str | None
    events: int
    loose: int
    plover: float
    goldstein: float
    bins: tuple[Bin, ...]
    ruptures: tuple[Break, ...]


def dyads(record: Record, counted: Counted) -> list[Dyad]:
    """Dyads, those with most events first.

    Raises:
        BadRequest: no events, or what is asked for cannot be counted.
    """
    need_events(record)
    check(record, counted.wanted)
    for name, value, known in (
        ("by", counted.by, list(SPANS)), ("level", counted.level, list(LEVELS)),
    ):  # fmt: skip
        if value not in known:
            raise BadRequest(f"no {name} '{value}'; write one of: {', '.join(known)}.")
    read = _read(record, counted.by)
    series: dict[tuple[str, str, str | None], _Bins] = defaultdict(dict)
    loose: dict[tuple[str, str, str | None], list[Any]] = {}
    for left, right, place, starts, ends, score, goldstein, _ in _pairs(record, counted):
        key = (left, right, place if counted.by_place else None)
        start = _bin(starts, counted.by) if starts != UNDATED else None
        if start and ends and _bin(ends, counted.by) == start:
            held = series[key].setdefault(start, [0, 0.0, 0.0])
        else:
            held = loose.setdefault(key, [0, 0.0, 0.0])
        held[0] += 1
        held[1] += score
        held[2] += goldstein or 0.0
    totals = {
        key: sum(held[0] for held in series.get(key, {}).values())
        + loose.get(key, _NONE)[0]
        for key in series.keys() | loose.keys()
    }
    chosen = sorted(
        (key for key, total in totals.items() if total >= counted.least),
        key=lambda k: (-totals[k], k[0], k[1], k[2] or ""),
    )[: counted.most]
    names = (
        dict(record.rows("SELECT id, name FROM actors")) if counted.level == "actor" else {}
    )
    frame = _frame(counted, read)
    return [
        _dyad(key, series.get(key, {}), loose.get(key, _NONE), frame, read, names)
        for key in chosen
    ]


def _pairs(record: Record, counted: Counted) -> list[tuple[Any, ...]]:
    """Doer, receiver, place, days and scores of each event; doers alone together act on each other.

    An event counts once for a dyad, however many of its actors are of one country.
    """
    wanted = counted.wanted
    where, values = clauses(record, wanted)
    if not wanted.status:
        where.append(f"status IN ({','.join('?' * len(TOLD_AS_DONE))})")
        values += TOLD_AS_DONE
    left, right = ("l.actor", "r.actor")
    join = ""
    if counted.level == "country":
        left, right = ("a.country", "b.country")
        join = "JOIN actors a ON a.id = l.actor JOIN actors b ON b.id = r.actor "
    part = ""
    if wanted.dyad:  # of an event between many, only the pair asked for
        ids = [actor_ids(record, name) for name in wanted.dyad]
        one, two = (",".join("?" * len(i)) for i in ids)
        part = (
            f"AND ((l.actor IN ({one}) AND r.actor IN ({two})) "
            f"OR (l.actor IN ({two}) AND r.actor IN ({one}))) "
        )
        values = [*values, *ids[0], *ids[1], *ids[1], *ids[0]]
    sql = (
        f"WITH fit AS MATERIALIZED (SELECT * FROM events WHERE {' AND '.join(where)}) "
        f"SELECT DISTINCT {left}, {right}, f.place, f.starts, f.ends, f.score, f.goldstein, f.id "
        "FROM fit f JOIN event_sides l ON l.event = f.rank AND l.side = 'actor' "
        "JOIN event_sides r ON r.event = f.rank AND (r.side = 'recipient' OR (r.side = 'actor' "
        "AND r.actor <> l.actor AND NOT EXISTS (SELECT 1 FROM event_sides n "
        f"WHERE n.event = f.rank AND n.side = 'recipient'))) {join}"
        f"WHERE {left} IS NOT NULL AND {right} IS NOT NULL {part}ORDER BY f.id, 1, 2"
    )
    return record.rows(over(sql, said_only=wanted.said_only), values)


def _read(record: Record, by: str) -> dict[str, int]:
    """Dispatches read, by the bin of their day; those dated less closely are in none."""
    rows = record.rows(
        "SELECT substr(published, 1, 10), count(DISTINCT id) FROM dispatches "
        "WHERE length(published) >= 10 GROUP BY 1 ORDER BY 1"
    )
    out: dict[str, int] = defaultdict(int)
    for day, count in rows:
        start = _bin(day, by)
        if start:
            out[start] += count
    return out


@cache
def _bin(day: str, by: str) -> str | None:
    """First day of the bin a day is in; None for what is no day.

    >>> _bin("2020-05-21", "week")
    '2020-05-18'
    """
    try:
        found = date.fromisoformat(day[:10])
    except ValueError:
        return None
    return str(found - timedelta(found.weekday())) if by == "week" else str(found)


def _frame(counted: Counted, read: dict[str, int]) -> list[str]:
    """Every bin from the first to the last that was read, within what is asked."""
    if not read:
        return []
    span = timedelta(SPANS[counted.by])
    low, high = counted.wanted.since or "", (counted.wanted.until or "") + "~"
    out, day, last = [], date.fromisoformat(min(read)), max(read)
    while str(day) <= last:
        if str(day + span - timedelta(1)) >= low and str(day) <= high:
            out.append(str(day))
        day += span
    return out


def _dyad(
    key: tuple[str, str, str | None], bins: _Bins, loose: list[Any], frame: list[str],
    read: dict[str, int], names: dict[str, str],
) -> Dyad:  # fmt: skip
    """One dyad: its bins along the frame, those outside it at their place."""
    starts = sorted({*frame, *bins})
    rows = []
    for start in starts:
        events, plover, goldstein = bins.get(start, _NONE)
        seen = read.get(start, 0)
        rows.append(
            Bin(start=start, events=events, plover=round(plover, 3), read=seen,
                goldstein=round(goldstein, 3),
                rate=round(PER * events / seen, 3) if seen else None)
        )  # fmt: skip
    inside = [row for row in rows if row.read]
    enough = sum(r.events for r in inside) >= FEWEST
    found = (
        ruptures([r.events for r in inside], [r.read / PER for r in inside])
        if enough
        else ()
    )
    return Dyad(
        left=names.get(key[0], key[0]), right=names.get(key[1], key[1]), place=key[2],
        events=sum(r.events for r in rows) + loose[0], loose=loose[0],
        plover=round(sum(r.plover for r in rows) + loose[1], 3),
        goldstein=round(sum(r.goldstein for r in rows) + loose[2], 3), bins=tuple(rows),
        ruptures=tuple(
            Break(start=inside[r.at].start, before=round(r.before, 3), after=round(r.after, 3),
                  gain=round(r.gain, 3)) for r in found
        ),
    )  # fmt: skip
