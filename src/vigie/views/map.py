"""Views room. Map: where the events that fit were, no more precisely than their reports say.

Flow: `Wanted` → places with their events by quad class → the spot of one event of each. A country
is an area, never a point; a place whose degrees are not known is given, without degrees.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import msgspec

from vigie.records import Event, Spot
from vigie.store.events import decode_event, need_events
from vigie.store.record import Record
from vigie.views.events import Wanted, check, clauses
from vigie.views.said import over

MOST = 1000  # places given; a map of more is a stain
# How far from its point a place may reach where nothing better is known: half the width of a
# city, a district or a site of ordinary size. Wider areas have no such figure.
REACH_KM = {"site": 1.0, "district": 4.0, "city": 8.0}


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """A place and its events.

    `precision` is that of `Place`; `radius_km` how far around its degrees an event may have
    been, None where that is not known; `event` the heaviest one.
    """

    name: str
    country: str | None
    precision: str
    lat: float | None
    lon: float | None
    radius_km: float | None
    events: int
    quads: dict[str, int]
    event: str


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """Places with most events first; countries by code; and how many events have no place."""

    dots: tuple[Dot, ...]
    countries: dict[str, dict[str, int]]
    nowhere: int
    total: int
    left_out: int = 0


def where_told(
    record: Record, wanted: Wanted, codes: Mapping[str, str] | None = None
) -> Where:
    """Where the events that fit were.

    Args:
        record: Where to look.
        wanted: What to look for.
        codes: Codes of countries by name, for spots that bear a country's name and no code.

    Raises:
        BadRequest: the record holds no events, or what is wanted cannot be asked.
    """
    need_events(record)
    check(record, wanted)
    where, values = clauses(record, wanted)
    sql = (
        "SELECT place, country, quad, count(*), max(weight), rank FROM events "
        f"WHERE {' AND '.join(where) or '1'} GROUP BY place, country, quad "
        "ORDER BY place, country, quad"
    )
    rows = record.rows(over(sql, said_only=wanted.said_only), values)
    quads: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    heaviest: dict[tuple[str, str | None], tuple[float, int]] = {}
    for place, country, quad, n, weight, rank in rows:
        if place is not None:
            quads[place, country][quad] += n
            key = (place, country)
            heaviest[key] = max(heaviest.get(key, (0.0, rank)), (weight, rank))
    total = sum(row[3] for row in rows)
    chosen = sorted(quads, key=lambda k: (-quads[k].total(), k[0], k[1] or ""))
    dots: list[Dot] = []
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    for key in chosen[:MOST]:
        event = _event(record, heaviest[key][1])
        code = _country(event, codes or {})
        if code:
            countries[code].update(quads[key])
        elif event.where is not None:
            dots.append(_dot(event.id, event.where, quads[key]))
    placed = sum(quads[k].total() for k in chosen)
    return Where(
        dots=tuple(dots), total=total, nowhere=total - placed,
        countries={c: dict(sorted(countries[c].items())) for c in sorted(countries)},
        left_out=sum(quads[k].total() for k in chosen[MOST:]),
    )  # fmt: skip


def _event(record: Record, rank: int) -> Event:
    (blob,) = record.rows("SELECT event FROM event_bodies WHERE rank = ?", (rank,))[0]
    return decode_event(blob)


def _country(event: Event, codes: Mapping[str, str]) -> str | None:
    """The code of the country an event was in, where no more than that is known."""
    spot = event.where
    if spot is None:
        return None
    if spot.precision == "country":
        return spot.country or codes.get(spot.name)
    return codes.get(spot.name) if spot.lat is None and spot.country is None else None


def _dot(name: str, spot: Spot, quads: Counter[str]) -> Dot:
    radius_km = spot.radius_km or (
        REACH_KM.get(spot.precision) if spot.lat is not None else None
    )
    return Dot(
        name=spot.name, country=spot.country, precision=spot.precision, lat=spot.lat,
        lon=spot.lon, radius_km=radius_km, events=quads.total(),
        quads=dict(sorted(quads.items())), event=name,
    )  # fmt: skip
