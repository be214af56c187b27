"""Views room. What stands behind events: the reports they rest on, the dispatches those stand in.

Flow: events → their reports → the latest reading that holds each. Exports walk a whole record
with it, so nothing here holds more than a few readings at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from vigie.records import Event, Reading, Report
from vigie.store.record import Record, decode_reading

DAY_LONG = len("2020-05-21")
KEPT = 64  # readings held at a time: events near in time share their dispatches


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """The clause that tells an event best, and the Goldstein value most of its reports bear."""

    words: str | None = None
    dispatch: str | None = None
    outlet: str | None = None
    goldstein: float | None = None


def opening_of(record: Record, event: Event) -> Opening:
    """How an event is told: as its own outlet's word if one does, and as fully as any does.

    A dispatch dated to the day goes before others, a source before its copies, one that says more
    (type, sides, day, place) before one that says less, an earlier one before a later.
    """
    sources = {origin.source for origin in event.origins}
    found = record.rows(
        "SELECT p.words, d.id, d.outlet, p.status, p.type, d.published, p.rank, "
        "(SELECT count(*) FROM sides s WHERE s.report = p.rank AND s.side <> 'said_by') "
        "+ (p.happened IS NOT NULL) + (p.place IS NOT NULL) "
        "FROM event_reports e JOIN reports p ON p.id = e.report "
        "JOIN readings r ON r.rank = p.reading JOIN dispatches d ON d.key = r.dispatch "
        "WHERE e.event = ?", (event.id,),
    )  # fmt: skip

    def order(row: tuple[Any, ...]) -> tuple[object, ...]:
        _, name, _, status, type_, published, rank, fields = row
        day = published or ""
        return (
            status != event.status, len(day) < DAY_LONG, name not in sources,
            -fields - (type_ == event.type), day, name, -rank,
        )  # fmt: skip

    words, dispatch, outlet = min(found, key=order)[:3] if found else (None, None, None)
    held = record.rows("SELECT goldstein FROM events WHERE id = ?", (event.id,))
    return Opening(
        words=words,
        dispatch=dispatch,
        outlet=outlet,
        goldstein=held[0][0] if held else None,
    )


def with_reports(
    record: Record, events: Iterable[Event]
) -> Iterator[tuple[Event, list[tuple[Reading, Report]]]]:
    """Each event with its reports and the readings they stand in, by publication then place."""

    @lru_cache(maxsize=KEPT)
    def reading_at(rank: int) -> Reading:
        (blob,) = record.rows("SELECT reading FROM readings WHERE rank = ?", (rank,))[0]
        return decode_reading(blob)

    for event in events:
        found = [
            (reading, report)
            for rank, names in sorted(_ranks(record, event.reports).items())
            for reading in (reading_at(rank),)
            for report in reading.reports
            if report.id in names
        ]
        yield event, sorted(found, key=_by_publication)


def readings_behind(
    record: Record, events: Iterable[Event]
) -> Iterator[tuple[Reading, dict[str, str]]]:
    """Readings that some events rest on, each once, in the order the dispatches came.

    Yields:
        A reading, and of its reports (by id) those that the events rest on, with the event's id.
    """
    told: dict[int, dict[str, str]] = {}
    for event in events:
        for rank, names in _ranks(record, event.reports).items():
            told.setdefault(rank, {}).update(dict.fromkeys(names, event.id))
    for rank in sorted(told):
        (blob,) = record.rows("SELECT reading FROM readings WHERE rank = ?", (rank,))[0]
        yield decode_reading(blob), told[rank]


def readings_in_force(record: Record) -> Iterator[Reading]:
    """The latest reading of each dispatch's name, in the order they came.

    A dispatch that came back changed under its name counts once, as events count it.
    """
    for (blob,) in record.db.execute(
        "SELECT reading FROM readings WHERE rank IN (SELECT max(r.rank) FROM readings r "
        "JOIN dispatches d ON d.key = r.dispatch GROUP BY d.id) ORDER BY rank"
    ):
        yield decode_reading(blob)


def _ranks(record: Record, reports: Iterable[str]) -> dict[int, set[str]]:
    """The latest reading (its rank) that holds each report."""
    out: dict[int, set[str]] = {}
    for name in dict.fromkeys(reports):
        found = record.rows("SELECT max(reading) FROM reports WHERE id = ?", (name,))
        if found[0][0] is not None:
            out.setdefault(found[0][0], set()).add(name)
    return out


def _by_publication(told: tuple[Reading, Report]) -> tuple[object, ...]:
    reading, report = told
    published = reading.dispatch.meta.published or "~"
    return published, reading.dispatch.id, report.span, report.id
