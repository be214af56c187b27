"""Views room. Reports in order of time, each row one dispatch's word: `vigie timeline --reports`.

A question to the store, plain rows back. A row without a date keeps its place at the end; the day
of publication never stands in for the day of the act.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vigie.errors import BadRequest
from vigie.store.record import LATEST, Record
from vigie.views.events import is_iso


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the reports; empty fields ask nothing."""

    since: str | None = None
    until: str | None = None
    types: tuple[str, ...] = ()
    actor: str | None = None
    place: str | None = None
    status: str | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One report.

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
                )
            )  # fmt: skip
    return sorted(rows, key=_order)


def clauses(asked: Asked) -> tuple[list[str], list[str]]:
    """The conditions an `Asked` puts on the table of reports `p`, and their values.

    Raises:
        BadRequest: a day is not ISO 8601.
    """
    for name, day in (("since", asked.since), ("until", asked.until)):
        if day and not is_iso(day):
            raise BadRequest(
                f"--{name} {day} is not a date; write 2020, 2020-05 or 2020-05-21."
            )
    where: list[str] = [f"p.reading IN ({LATEST})"]
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
    where, values = clauses(asked)
    sql = f"SELECT p.id FROM reports p WHERE {' AND '.join(where)}"
    return {row[0] for row in record.rows(sql, values)}


def _order(row: Row) -> tuple[str, str, Sequence[str]]:
    first = row.when or (f"{row.candidates[0]}?" if row.candidates else "")
    return (first or "~", row.dispatch, (row.words, row.report))
