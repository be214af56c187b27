"""Views room. Reports in order of time, each row one dispatch's word: `vigie timeline --reports`.

A question to the store, plain rows back. A row without a date keeps its place at the end; the day
of publication never stands in for the day of the act.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vigie.errors import BadRequest
from vigie.records import Reading, Report, as_said, inferred_fields
from vigie.store.record import LATEST, Record
from vigie.views.events import is_iso


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the reports; empty fields ask nothing.

    `said_only` empties the fields that were inferred, and leaves out who fits only by them.
    """

    since: str | None = None
    until: str | None = None
    types: tuple[str, ...] = ()
    actor: str | None = None
    place: str | None = None
    status: str | None = None
    said_only: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One report; `inferred` are its fields that no words of the act give.

    `also_in` are the other dispatches whose reports have the very same fields: copies of a wire,
    or outlets that tell it alike. Folding equal rows is all that is done here; deciding which
    unequal rows are one event is another room's work.
    """

    when: str | None
    candidates: tuple[str, ...]
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    where: str | None
    said_by: str | None
    words: str
    dispatch: str
    outlet: str | None
    published: str | None
    report: str
    also_in: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()


def folded(rows: list[Row]) -> list[Row]:
    """Rows with equal fields made one, the first kept, the others named in `also_in`."""
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (
            row.when, row.candidates, row.type, row.mode, row.status, row.actors,
            row.recipients, row.where,
        )  # fmt: skip
        seen = first.get(key)
        if seen is None or not (row.actors or row.recipients):
            first[(*key, row.report) if seen is not None else key] = row
        elif row.dispatch != seen.dispatch and row.dispatch not in seen.also_in:
            first[key] = msgspec.structs.replace(
                seen, also_in=(*seen.also_in, row.dispatch)
            )
    return list(first.values())


def report_rows(record: Record, asked: Asked) -> list[Row]:
    """Rows in order of time, the undated last; ties in order of dispatch and words.

    Raises:
        BadRequest: a day is not ISO 8601.
    """
    wanted = _wanted(record, asked)
    rows = []
    for reading in record.readings():
        actors = reading.referents.actors
        raw = reading.dispatch.raw
        for r in reading.reports:
            if r.id not in wanted:
                continue
            if asked.said_only:
                r = as_said(r)
                if not fits(reading, r, asked):
                    continue
            rows.append(
                Row(
                    when=r.when, candidates=r.candidates, type=r.type, mode=r.mode,
                    status=r.status,
                    actors=tuple(actors[k].name for k in r.actors if k in actors),
                    recipients=tuple(actors[k].name for k in r.recipients if k in actors),
                    where=r.where,
                    said_by=actors[r.said_by].name if r.said_by in actors else None,
                    words=" ".join(r.span.text(raw).split()),
                    dispatch=reading.dispatch.id, outlet=reading.dispatch.meta.outlet,
                    published=reading.dispatch.meta.published, report=r.id,
                    inferred=tuple(sorted(inferred_fields(r))),
                )
            )  # fmt: skip
    return sorted(rows, key=_order)


def is_narrow(asked: Asked) -> bool:
    """Whether something is asked of fields that may be inferred."""
    return any((asked.since, asked.until, asked.place, asked.actor))


def fits(reading: Reading, report: Report, asked: Asked) -> bool:
    """Whether a report has what is asked of its day, place and sides; as `clauses` asks in SQL."""
    actors = reading.referents.actors
    said = (report.said_by,) if report.said_by else ()
    keys = (*report.actors, *report.recipients, *said)
    first, _, last = (report.when or "").partition("/")
    return not (
        (asked.since and (last or first) < asked.since)
        or (asked.until and not (first and first <= asked.until + "~"))
        or (asked.place and asked.place.casefold() not in (report.where or "").casefold())
        or (asked.actor and not any(
            asked.actor.casefold() in actors[k].name.casefold() for k in keys if k in actors))
    )  # fmt: skip


def _in_force(record: Record) -> str:
    """Reports of readings in force; where nothing was read twice, all are."""
    ((again,),) = record.rows(
        "SELECT (SELECT count(*) FROM readings) > (SELECT count(*) FROM dispatches)"
    )
    return f"p.reading IN ({LATEST})" if again else "1"


def clauses(record: Record, asked: Asked) -> tuple[list[str], list[str]]:
    """The conditions an `Asked` puts on the table of reports `p`, and their values.

    Raises:
        BadRequest: a day is not ISO 8601.
    """
    for name, day in (("since", asked.since), ("until", asked.until)):
        if day and not is_iso(day):
            raise BadRequest(
                f"--{name} {day} is not a date; write 2020, 2020-05 or 2020-05-21."
            )
    where: list[str] = [_in_force(record)]
    values: list[str] = []
    if asked.since:
        where.append("coalesce(substr(p.happened, instr(p.happened, '/') + 1), '') >= ?")
        values.append(asked.since)
    if asked.until:
        where.append("p.starts <= ?")
        values.append(asked.until + "~")  # "2020-05" holds all of May
    if asked.types:
        where.append(f"p.type IN ({','.join('?' * len(asked.types))})")
        values += asked.types
    if asked.place:
        where.append("p.place LIKE ?")
        values.append(f"%{asked.place}%")
    if asked.status:
        where.append("p.status = ?")
        values.append(asked.status)
    if asked.actor:
        where.append(
            "EXISTS (SELECT 1 FROM sides s WHERE s.report = p.rank AND s.name LIKE ?)"
        )
        values.append(f"%{asked.actor}%")
    return where, values


def _wanted(record: Record, asked: Asked) -> set[str]:
    where, values = clauses(record, asked)
    sql = f"SELECT p.id FROM reports p WHERE {' AND '.join(where)}"
    return {row[0] for row in record.rows(sql, values)}


def _order(row: Row) -> tuple[str, str, Sequence[str]]:
    first = row.when or (f"{row.candidates[0]}?" if row.candidates else "")
    return (first or "~", row.dispatch, (row.words, row.report))
