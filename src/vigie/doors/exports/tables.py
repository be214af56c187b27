"""Doors, exports. Tables: what the record holds, as rows with named columns that stay.

Flow: event, report, quote, actor → a flat frozen row. CSV, Parquet, Arrow, polars and pandas are
all made of these rows, so a column means the same in each; docs/exports.md says what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from vigie.doors.exports.chosen import Chosen
from vigie.errors import BadRequest
from vigie.records import (
    ActorCard,
    Event,
    Figure,
    Party,
    Reading,
    Report,
    inferred_fields,
    inferred_of,
)
from vigie.views.behind import Opening
from vigie.views.quotes import QuoteRow, quotes

Texts = tuple[str, ...]


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """One event. Lists of actors and of their countries, sectors and ids run side by side."""

    id: str
    type: str
    quad: str
    mode: str | None
    status: str
    when: str | None
    starts: str | None
    ends: str | None
    candidates: Texts
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: str | None
    radius_km: float | None
    actors: Texts
    actor_ids: Texts
    actor_countries: Texts
    actor_sectors: Texts
    recipients: Texts
    recipient_ids: Texts
    recipient_countries: Texts
    recipient_sectors: Texts
    said_by: Texts
    killed_least: int | None
    killed_most: int | None
    wounded_least: int | None
    wounded_most: int | None
    figures: Texts
    contradictions: Texts
    origins: int
    origin_names: Texts
    dispatches: Texts
    reports: Texts
    score: float
    goldstein: float | None
    weight: float
    story: str | None
    first_told: str | None
    last_told: str | None
    words: str | None
    dispatch: str | None
    inferred: Texts


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """One report: what one dispatch says, with the words that say it and where they stand."""

    id: str
    event: str | None
    dispatch: str
    outlet: str | None
    agency: str | None
    published: str | None
    url: str | None
    type: str
    mode: str | None
    status: str
    actors: Texts
    recipients: Texts
    said_by: str | None
    when: str | None
    candidates: Texts
    told_on: str | None
    place: str | None
    contexts: Texts
    sizes: Texts
    cameo: str | None
    goldstein: float | None
    confidence: float | None
    words: str
    trigger: str
    start: int
    end: int
    rule: str
    made_by: str
    inferred: Texts
    content: str | None


class ActorRow(msgspec.Struct, frozen=True, kw_only=True):
    """One actor of the record, whatever dispatch names it."""

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    kb: str | None
    names: Texts
    roles: Texts
    first: str | None
    last: str | None
    dispatches: int


Row = EventRow | ReportRow | QuoteRow | ActorRow
TABLES: dict[str, type[Row]] = {
    "events": EventRow, "reports": ReportRow, "quotes": QuoteRow, "actors": ActorRow,
}  # fmt: skip


def table_rows(chosen: Chosen, table: str) -> Iterator[Row]:
    """Rows of a table, one at a time, in an order that does not change.

    Raises:
        BadRequest: there is no such table, or the record holds no events.
    """
    if table == "events":
        return (event_row(e, opening) for e, opening in chosen.opened())
    if table == "reports":
        return (
            report_row(reading, report, told[report.id])
            for reading, told in chosen.readings()
            for report in reading.reports if report.id in told
        )  # fmt: skip
    if table == "quotes":
        return _quotes(chosen)
    if table == "actors":
        return (actor_row(card) for card in chosen.actors())
    raise BadRequest(f"no table '{table}'; write one of: {', '.join(TABLES)}.")


def _quotes(chosen: Chosen) -> Iterator[QuoteRow]:
    """Quotes of the dispatches behind the events."""
    behind = {reading.dispatch.id for reading, _ in chosen.readings()}
    return (row for row in quotes(chosen.record) if row.dispatch in behind)


def columns(row: type[Row]) -> dict[str, tuple[type, bool]]:
    """Columns of a table in order: the plain type of each cell, and whether it holds a list."""
    out: dict[str, tuple[type, bool]] = {}
    for name, hint in get_type_hints(row).items():
        if get_origin(hint) is tuple:
            out[name] = (str, True)
        else:
            kinds = [k for k in get_args(hint) if k is not NoneType] or [hint]
            out[name] = (kinds[0], False)
    return out


def event_row(event: Event, opening: Opening) -> EventRow:
    """An event as a row."""
    where = event.where
    sides: dict[str, Any] = _side("actor", event.actors) | _side(
        "recipient", event.recipients
    )
    killed, wounded = (_bounds(event.figures, what) for what in ("killed", "wounded"))
    return EventRow(
        id=event.id, type=event.type, quad=event.quad, mode=event.mode, status=event.status,
        when=event.when, starts=event.starts, ends=event.ends, candidates=event.candidates,
        place=where.name if where else None, country=where.country if where else None,
        lat=where.lat if where else None, lon=where.lon if where else None,
        precision=where.precision if where else None,
        radius_km=where.radius_km if where else None, **sides,
        said_by=tuple(v.name for v in event.voices if v.party is not None),
        killed_least=killed[0], killed_most=killed[1],
        wounded_least=wounded[0], wounded_most=wounded[1],
        figures=tuple(dict.fromkeys(figure_words(f) for f in event.figures)),
        contradictions=tuple(c.field for c in event.contradictions),
        origins=len(event.origins), origin_names=tuple(o.name for o in event.origins),
        dispatches=tuple(d for o in event.origins for d in o.dispatches),
        reports=event.reports, score=event.score, goldstein=opening.goldstein,
        weight=event.weight, story=event.story, first_told=event.first_told,
        last_told=event.last_told, words=opening.words, dispatch=opening.dispatch,
        inferred=_columns(inferred_of(event)),
    )  # fmt: skip


def report_row(reading: Reading, report: Report, event: str | None) -> ReportRow:
    """A report as a row."""
    d, actors = reading.dispatch, reading.referents.actors
    return ReportRow(
        id=report.id, event=event, dispatch=d.id, outlet=d.meta.outlet, agency=d.meta.agency,
        published=d.meta.published, url=d.meta.url or d.given.url, type=report.type,
        mode=report.mode, status=report.status,
        actors=tuple(actors[k].name for k in report.actors if k in actors),
        recipients=tuple(actors[k].name for k in report.recipients if k in actors),
        said_by=actors[report.said_by].name if report.said_by in actors else None,
        when=report.when, candidates=report.candidates, told_on=report.told_on,
        place=report.where, contexts=report.contexts,
        sizes=tuple(f"{z.what} {bounds_words(z.low, z.best, z.high)}" for z in report.sizes),
        cameo=report.cameo, goldstein=report.goldstein, confidence=report.confidence,
        words=" ".join(report.span.text(d.raw).split()),
        trigger=" ".join(report.trigger.text(d.raw).split()),
        start=report.span.start, end=report.span.end, rule=report.rule,
        made_by=report.made_by, inferred=_columns(sorted(inferred_fields(report))),
        content=" ".join(report.content.text(d.raw).split()) if report.content else None,
    )  # fmt: skip


def _columns(fields: Iterable[str]) -> Texts:
    """Fields by the names of their columns."""
    return tuple("place" if field == "where" else field for field in fields)


def actor_row(card: ActorCard) -> ActorRow:
    """An actor as a row."""
    return ActorRow(
        id=card.id, name=card.name, kind=card.kind, country=card.country, sector=card.sector,
        kb=card.kb, names=card.names, roles=tuple(r.role for r in card.roles),
        first=card.first, last=card.last, dispatches=card.dispatches,
    )  # fmt: skip


def figure_words(figure: Figure) -> str:
    """A figure with the day it was told: "killed 20+ (2020-05-25)"."""
    bounds = bounds_words(figure.low, figure.best, figure.high)
    return f"{figure.what} {bounds}" + (f" ({figure.told})" if figure.told else "")


def bounds_words(low: int | None, best: int | None, high: int | None) -> str:
    """A number as bounds: "12", "20+" (at least), "≤30" (at most), "10–20", "?" (none said)."""
    if best is not None:
        return str(best)
    if low is not None and high is not None:
        return f"{low}–{high}"
    if low is not None:
        return f"{low}+"
    return f"≤{high}" if high is not None else "?"


def _side(side: str, parties: tuple[Party, ...]) -> dict[str, Texts]:
    return {
        f"{side}s": tuple(p.name for p in parties),
        f"{side}_ids": tuple(p.actor for p in parties),
        f"{side}_countries": tuple(p.country or "" for p in parties),
        f"{side}_sectors": tuple(p.sector or "" for p in parties),
    }


def _bounds(figures: tuple[Figure, ...], what: str) -> tuple[int | None, int | None]:
    """The smallest and the largest number told; nothing is added up or averaged."""
    told = [n for f in figures if f.what == what for n in (f.low, f.best, f.high)
            if n is not None]  # fmt: skip
    return (min(told), max(told)) if told else (None, None)
