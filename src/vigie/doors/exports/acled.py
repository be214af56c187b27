"""Doors, exports. ACLED-like events: its columns, in CSV, for what it collects.

Words of types and kinds of actors are data (acled.yaml). Where we depart (docs/exports.md): what
the reports do not settle (kind of violence, fatalities, coordinates of a region) stays empty;
what is not told as done, has no date, or is outside ACLED's scope is left out and counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.codes import codes_of
from vigie.doors.exports.csv_table import JOINED, Cell, csv_lines
from vigie.doors.exports.geojson import PINNED
from vigie.doors.exports.ical import day_of
from vigie.doors.exports.tables import EventRow, event_row
from vigie.knowledge.yaml import read_yaml
from vigie.records import Event, Party
from vigie.views.behind import Opening
from vigie.views.dyads import TOLD_AS_DONE

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2",
    "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale",
    "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
WEEK, DAY = 7, 1  # widest span of days that ACLED's time precisions 2 and 1 stand for
STATE, CIVILIANS = "State forces", "Civilians"
SHARED = ("IGO", "NGO")  # stand where a country does, and are none

Kind = tuple[str, str]


def write_acled(chosen: Chosen) -> Iterator[bytes]:
    """Events that ACLED would collect, as its table."""
    rows = ([row.get(name) for name in COLUMNS] for row in _rows(chosen))
    return csv_lines(COLUMNS, rows, chosen.tally)


def _rows(chosen: Chosen) -> Iterator[dict[str, Cell]]:
    for event, opening in chosen.opened():
        kind = kind_of(event)
        if event.status not in TOLD_AS_DONE:
            chosen.tally["export.not_done"] += 1
        elif kind is None:
            chosen.tally["export.out_of_scope"] += 1
        elif not event.starts:
            chosen.tally["export.undated"] += 1
        else:
            yield acled_row(event, opening, kind)


def kind_of(event: Event) -> Kind | None:
    """Event and sub-event type; ("", "") where the reports do not settle it; None: out of scope."""
    rules = _rules()
    if event.type == "COERCE" and event.mode == "seize":
        kind = rules["seize"].get(_inter(event.actors[:1], event))
        return (kind[0], kind[1]) if kind else ("", "")
    rule = rules["types"].get(event.type)
    if rule is None:
        return None
    kind = rule.get("modes", {}).get(event.mode, rule.get("to"))
    if isinstance(kind, dict):  # the one it is done to decides
        target = _inter(event.recipients[:1], event)
        if not target:
            return ("", "")
        kind = kind["civilians" if target == CIVILIANS else "armed"]
    return (kind[0], kind[1]) if kind else None


def acled_row(event: Event, opening: Opening, kind: Kind) -> dict[str, Cell]:
    """An event as a row; columns that are not here stay empty."""
    row = event_row(event, opening)
    pinned = row.precision in PINNED
    sides = [_inter(event.actors[:1], event, kind[0]), _inter(event.recipients[:1], event)]
    return {
        "event_id_cnty": f"{row.country or 'UNK'}-{row.id}", "event_date": row.starts,
        "year": (row.starts or "")[:4], "time_precision": _time_precision(row),
        "disorder_type": _rules()["disorder"].get(kind[0], "Political violence"),
        "event_type": kind[0], "sub_event_type": kind[1],
        "actor1": row.actors[0] if row.actors else None, "assoc_actor_1": row.actors[1:],
        "inter1": sides[0], "actor2": row.recipients[0] if row.recipients else None,
        "assoc_actor_2": row.recipients[1:], "inter2": sides[1],
        "interaction": "-".join(side for side in sides if side),
        "civilian_targeting": "Civilian targeting" if sides[1] == CIVILIANS else None,
        "iso": codes_of(row.country).numeric, "country": row.country,
        "admin1": row.place if row.precision == "admin1" else None,
        "location": row.place, "latitude": row.lat if pinned else None,
        "longitude": row.lon if pinned else None, "geo_precision": _geo_precision(row),
        "source": "; ".join(row.origin_names), "notes": row.words,
        "fatalities": row.killed_least, "tags": JOINED.join(row.contradictions),
        "timestamp": (row.last_told or "")[:10] or None,
    }  # fmt: skip


def _inter(parties: tuple[Party, ...], event: Event, type_: str = "") -> str:
    """ACLED's kind of the first party of a side; "" where it is not known."""
    rules = _rules()
    if type_ in rules["crowd"]:
        return str(rules["crowd"][type_])
    if not parties:
        return ""
    party = parties[0]
    kind = str(rules["interaction"].get(party.sector, ""))
    here = event.where.country if event.where else None
    abroad = party.country in SHARED or (here and party.country and party.country != here)
    return str(rules["foreign"]) if kind == STATE and abroad else kind


def _time_precision(row: EventRow) -> int:
    span = (
        day_of(row.ends or row.starts or "", end=True) - day_of(row.starts or "")
    ).days + 1
    return 1 if span <= DAY else 2 if span <= WEEK else 3


def _geo_precision(row: EventRow) -> int | None:
    if row.precision is None:
        return None
    return 1 if row.precision in PINNED and not row.radius_km else 2 if (
        row.precision in (*PINNED, "area")
    ) else 3  # fmt: skip


@cache
def _rules() -> Any:
    return read_yaml(Path(__file__).with_name("acled.yaml"))
