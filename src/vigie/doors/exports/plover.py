"""Doors, exports. PLOVER JSON: an event a line, in the fields of the PLOVER 2.0 manual.

Where we depart: `date` keeps its precision ("2020-05", null when not known); sides are lists;
`status`, origins and contradictions, which PLOVER has no place for, stand under `vigie`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.json_out import json_lines
from vigie.records import Event, Party, Reading, Report, Spot

QUADS = {"VC": 1, "MC": 2, "VX": 3, "MX": 4}
RESOLUTIONS = {"site": 5, "district": 5, "city": 4, "area": 3, "admin1": 2, "country": 1}
SIZES = {"dead": "killed", "injured": "wounded", "arrested": "arrested"}


def write_plover(chosen: Chosen) -> Iterator[bytes]:
    """Events as PLOVER records, a line each."""
    return json_lines(plover(event, told) for event, told in chosen.told())


def plover(event: Event, told: list[tuple[Reading, Report]]) -> dict[str, Any]:
    """An event as a PLOVER record."""
    when, _, end = (event.when or "").partition("/")
    first = _first(event, told)
    contexts = dict.fromkeys(c for _, r in told for c in r.contexts)
    urls = dict.fromkeys(
        url for reading, _ in told
        if (url := reading.dispatch.meta.url or reading.dispatch.given.url)
    )  # fmt: skip
    return {
        "id": event.id, "date": when or None, "enddate": end or None,
        "actor": [_party(p) for p in event.actors],
        "recipient": [_party(p) for p in event.recipients],
        "event": event.type, "mode": event.mode, "context": list(contexts),
        "quad_code": QUADS[event.quad], "event_scale": event.score,
        "event_loc": _place(event.where) if event.where else None,
        **{name: _size(event, what) for name, what in SIZES.items()},
        "event_text": _words(*first, trigger=True) if first else None,
        "text": _words(*first) if first else None,
        "text_info": _text_info(*first) if first else None,
        "link": list(urls),
        "cite_info": [_cite(reading) for reading, _ in told],
        "coder": first[1].made_by if first else None,
        "comment": "; ".join(event.when_why) or None,
        "vigie": {
            "status": event.status, "candidates": event.candidates, "origins": event.origins,
            "voices": event.voices, "contradictions": event.contradictions,
            "figures": event.figures, "reports": event.reports, "story": event.story,
        },
    }  # fmt: skip


def _first(
    event: Event, told: list[tuple[Reading, Report]]
) -> tuple[Reading, Report] | None:
    """The first report that tells the event as the event stands; else the first at all."""
    alike = (t for t in told if t[1].status == event.status)
    return next(alike, told[0] if told else None)


def _party(party: Party) -> dict[str, Any]:
    return {
        "actor_id": party.actor, "entity_name": party.name, "country_code": party.country,
        "sector_code": party.sector, "kind": party.kind,
    }  # fmt: skip


def _place(spot: Spot) -> dict[str, Any]:
    return {
        "name": spot.name, "country_code": spot.country, "lat": spot.lat, "lon": spot.lon,
        "resolution": RESOLUTIONS.get(spot.precision), "precision": spot.precision,
        "radius_km": spot.radius_km,
    }  # fmt: skip


def _size(event: Event, what: str) -> list[dict[str, Any]] | None:
    """All numbers told, as bounds, with who claims them: they are not made one."""
    told = [
        {"low": f.low, "best": f.best, "high": f.high, "claimant": f.claimant, "told": f.told}
        for f in event.figures if f.what == what
    ]  # fmt: skip
    return told or None


def _words(reading: Reading, report: Report, *, trigger: bool = False) -> str:
    span = report.trigger if trigger else report.span
    return " ".join(span.text(reading.dispatch.raw).split())


def _text_info(reading: Reading, report: Report) -> dict[str, Any]:
    return {
        "sequence": reading.dispatch.id,
        "start": report.span.start,
        "end": report.span.end,
    }


def _cite(reading: Reading) -> dict[str, Any]:
    meta = reading.dispatch.meta
    return {
        "id": reading.dispatch.id, "title": meta.title, "outlet": meta.outlet,
        "agency": meta.agency, "published": meta.published, "authors": meta.authors,
    }  # fmt: skip
