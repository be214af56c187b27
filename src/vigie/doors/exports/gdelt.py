"""Doors, exports. GDELT-2-like events: its 61 columns, tab-separated, no header, a line a dyad.

Where we depart (docs/exports.md): the day is empty when it is not one known day; a country, a
region or a sea has no coordinates; NumSources counts independent origins; what is denied, only
announced, attempted or supposed is left out, for GDELT has no way to say so.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from vigie.doors.exports.chosen import Chosen, dyads
from vigie.doors.exports.codes import codes_of
from vigie.doors.exports.csv_table import Cell, safe_text
from vigie.doors.exports.geojson import PINNED
from vigie.doors.exports.plover import QUADS
from vigie.records import Event, Party, Reading, Report, Spot
from vigie.views.dyads import TOLD_AS_DONE

SECTORS = {
    "JRN": "MED",
    "MED": "HLH",
    "PRM": "PTY",
}  # PLOVER's code → CAMEO's, where they differ
_GEO = (
    "Type",
    "FullName",
    "CountryCode",
    "ADM1Code",
    "ADM2Code",
    "Lat",
    "Long",
    "FeatureID",
)
_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
    "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip


def write_gdelt(chosen: Chosen) -> Iterator[bytes]:
    """Events as lines of a GDELT 2 export file."""
    for event, told in chosen.told():
        if event.status not in TOLD_AS_DONE:
            chosen.tally["export.not_done"] += 1
            continue
        for left, right in dyads(event):
            row = gdelt_row(event, told, left, right)
            cells = (safe_text(_one_line(row.get(n)), chosen.tally) for n in COLUMNS)
            yield ("\t".join(cells) + "\n").encode()


def _one_line(cell: Cell) -> Cell:
    """Words on one line without tabs: GDELT's files have no quotes to hold them."""
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def gdelt_row(
    event: Event, told: list[tuple[Reading, Report]], left: Party | None,
    right: Party | None,
) -> dict[str, Cell]:  # fmt: skip
    """One dyad of an event; columns that are not here stay empty."""
    code = _code(event, told)
    urls = (r.dispatch.meta.url or r.dispatch.given.url or r.dispatch.id for r, _ in told)
    return {
        "GLOBALEVENTID": number(event.id, left, right), **_date(event),
        **_actor("Actor1", left), **_actor("Actor2", right),
        "EventCode": code, "EventBaseCode": code and code[:3],
        "EventRootCode": code and code[:2], "QuadClass": QUADS[event.quad],
        "GoldsteinScale": next((r.goldstein for _, r in told if r.cameo == code and code), None),
        "NumMentions": len(event.reports), "NumSources": len(event.origins),
        "NumArticles": sum(len(o.dispatches) for o in event.origins),
        **(_place(event.where) if event.where else {}),
        "DATEADDED": (event.first_told or "")[:10].replace("-", "").ljust(14, "0")
        if len(event.first_told or "") >= len("2020-05-21") else None,
        "SOURCEURL": next(urls, None),
    }  # fmt: skip


def number(event: str, left: Party | None, right: Party | None) -> int:
    """A number for a dyad of an event: 62 bits of a hash, for GDELT's ids are numbers."""
    name = "\0".join((event, left.actor if left else "", right.actor if right else ""))
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 2


def actor_code(party: Party) -> str | None:
    """CAMEO's code of an actor: its country, then its sector ("TURGOV")."""
    return (party.country or "") + _sector(party) or None


def _sector(party: Party) -> str:
    return SECTORS.get(party.sector or "", party.sector or "")


def _actor(prefix: str, party: Party | None) -> dict[str, Cell]:
    if party is None:
        return {}
    return {
        f"{prefix}Code": actor_code(party), f"{prefix}Name": party.name.upper(),
        f"{prefix}CountryCode": party.country, f"{prefix}Type1Code": _sector(party) or None,
    }  # fmt: skip


def _code(event: Event, told: list[tuple[Reading, Report]]) -> str | None:
    """The CAMEO code that most reports of the event's type bear; of equals, the first told."""
    codes = Counter(r.cameo for _, r in told if r.cameo and r.type == event.type)
    return codes.most_common(1)[0][0] if codes else None


def _date(event: Event) -> dict[str, Cell]:
    """The day, month and year: each only where it is certain."""
    first, last = event.starts or "", event.ends or ""
    day = first if first == last and len(first) == len("2020-05-21") else ""
    month = first[:7] if first[:7] == last[:7] and len(first) >= len("2020-05") else ""
    year = first[:4] if first[:4] == last[:4] else ""
    return {
        "SQLDATE": int(day.replace("-", "")) if day else None,
        "MonthYear": int(month.replace("-", "")) if month else None,
        "Year": int(year) if year else None,
    }


def _place(spot: Spot) -> dict[str, Cell]:
    pinned = spot.precision in PINNED
    american = spot.country == "USA"
    kind = (3 if american else 4) if pinned else (2 if american else 5)
    if spot.precision == "country":
        kind = 1
    return {
        "ActionGeo_Type": kind, "ActionGeo_FullName": spot.name,
        "ActionGeo_CountryCode": codes_of(spot.country).fips,
        "ActionGeo_Lat": spot.lat if pinned else None,
        "ActionGeo_Long": spot.lon if pinned else None,
    }  # fmt: skip
