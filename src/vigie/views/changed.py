"""Views room. What changed since a day, a reading or a decision: new, corrected, contradicted.

Flow: reports first told since then → the events they are in → which values of an event rest on
them alone. No history is kept for this: each value of an event names its reports, and that is
enough to say what was there before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from vigie.errors import BadRequest
from vigie.records import Decision, Event
from vigie.store.events import decode_event, need_events
from vigie.store.record import Record
from vigie.views.events import bounds, is_iso

KINDS = ("new", "contradicted", "corrected", "grown")


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """Since when: a day of publication (ISO 8601), or a rank of reading and of decision.

    `reading` and `decision` are what `Changes` gave the time before: what came after them.
    """

    day: str | None = None
    reading: int | None = None
    decision: int | None = None


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """A value that came: `field` as in `Event`, what stood before (None: nothing), who says so."""

    field: str
    before: str | None
    after: str
    by: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """An event that changed. `kind` is the gravest that holds; `reports` are the new ones."""

    kind: str
    event: Event
    details: tuple[Detail, ...]
    reports: tuple[str, ...]


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Changes, by kind then weight; `reading` and `decision` are the ranks reached."""

    changes: tuple[Change, ...]
    reading: int
    decision: int


def changed(record: Record, since: Since) -> Changes:
    """Events that are new, contradicted, corrected, or told by more sources.

    Raises:
        BadRequest: no events, or no way of saying since when.
    """
    need_events(record)
    if since.day is None and since.reading is None and since.decision is None:
        raise BadRequest(
            "say since when: a day (2020-05-21) or the rank of a reading (#120)."
        )
    if since.day and not is_iso(since.day):
        raise BadRequest(f"{since.day} is not a date; write 2020, 2020-05 or 2020-05-21.")
    fresh = _fresh(record, since)
    said = _decisions(record, since)
    found = [
        change for event in _touched(record, fresh, said)
        if (change := _change(record, event, fresh, said)) is not None
    ]  # fmt: skip
    found.sort(key=lambda c: (KINDS.index(c.kind), -c.event.weight, c.event.id))
    ranks = record.rows(
        "SELECT (SELECT coalesce(max(rank), 0) FROM readings), "
        "(SELECT coalesce(max(rank), 0) FROM decisions)"
    )[0]
    return Changes(changes=tuple(found), reading=ranks[0], decision=ranks[1])


def _fresh(record: Record, since: Since) -> set[str]:
    """Reports first told since then; one that a newer maker reads again is not new."""
    if since.day:
        sql = (
            "SELECT p.id FROM reports p JOIN readings r ON r.rank = p.reading "
            "JOIN dispatches d ON d.key = r.dispatch "
            "GROUP BY p.id HAVING min(coalesce(d.published, '')) >= ?"
        )
        return {name for (name,) in record.rows(sql, (since.day,))}
    if since.reading is None:
        return set()
    sql = (
        "SELECT DISTINCT p.id FROM reports p WHERE p.reading > ? AND NOT EXISTS "
        "(SELECT 1 FROM reports q WHERE q.id = p.id AND q.reading <= ?)"
    )
    return {name for (name,) in record.rows(sql, (since.reading, since.reading))}


def _decisions(record: Record, since: Since) -> list[Decision]:
    """People's words since then."""
    clause, value = ("at >= ?", since.day) if since.day else ("rank > ?", since.decision)
    if value is None:
        return []
    rows = record.rows(
        f"SELECT decision FROM decisions WHERE {clause} ORDER BY rank", (value,)
    )
    return [msgspec.json.decode(text, type=Decision) for (text,) in rows]


def _touched(
    record: Record, fresh: Iterable[str], said: Iterable[Decision]
) -> Iterator[Event]:
    """Events that a new report or a new decision is about, by id."""
    targets = {t for d in said for t in d.target.split("+")}
    names: set[str] = set()
    for report in sorted({*fresh, *targets}):
        names |= {e for (e,) in record.rows(
            "SELECT event FROM event_reports WHERE report = ?", (report,))}  # fmt: skip
    for name in sorted(names | targets):
        for (blob,) in record.rows(
            "SELECT b.event FROM events e JOIN event_bodies b ON b.rank = e.rank WHERE e.id = ?",
            (name,),
        ):
            yield decode_event(blob)


def _change(
    record: Record, event: Event, fresh: set[str], said: list[Decision]
) -> Change | None:
    """What an event's new reports and the decisions on it changed of it."""
    mine = {event.id, *event.reports}
    judged = [d for d in said if mine & set(d.target.split("+"))]
    own = tuple(r for r in event.reports if r in fresh)
    if own and len(own) == len(event.reports):
        return Change(kind="new", event=event, details=(), reports=own)
    opposed = list(_contradicted(event, fresh))
    mended = [*_corrected(record, event, fresh), *map(_decided, judged)]
    kind = "contradicted" if opposed else "corrected" if mended else "grown"
    if not own and not judged:
        return None
    return Change(kind=kind, event=event, details=(*opposed, *mended), reports=own)


def _contradicted(event: Event, fresh: set[str]) -> Iterator[Detail]:
    """Sides of a contradiction that only new reports hold."""
    for contradiction in event.contradictions:
        old = [s for s in contradiction.sides if not set(s.reports) <= fresh]
        for side in contradiction.sides:
            if side not in old:
                yield Detail(
                    field=contradiction.field, after=side.value, by=", ".join(side.parties),
                    before=" / ".join(s.value for s in old) or None,
                )  # fmt: skip


def _corrected(record: Record, event: Event, fresh: set[str]) -> Iterator[Detail]:
    """A day, a place, a side or a figure that rests on new reports alone."""
    old = [r for r in event.reports if r not in fresh]
    marks = ",".join("?" * len(old))
    days = [w for (w,) in record.rows(
        f"SELECT DISTINCT happened FROM reports WHERE id IN ({marks}) ORDER BY 1", old)]  # fmt: skip
    if event.when and event.when not in days:
        before = " / ".join(d for d in days if d)
        yield Detail(field="when", before=before or None, after=event.when,
                     by=", ".join(event.when_why))  # fmt: skip
    where = event.where
    if where and where.reports and set(where.reports) <= fresh:
        yield Detail(
            field="where", before=None, after=where.name, by=", ".join(where.reports)
        )
    for field, parties in (("actors", event.actors), ("recipients", event.recipients)):
        for party in parties:
            if party.reports and set(party.reports) <= fresh:
                yield Detail(field=field, before=None, after=party.name,
                             by=", ".join(party.reports))  # fmt: skip
    for figure in event.figures:
        told = [f for f in event.figures if f.what == figure.what and f.report not in fresh]
        values = [(f.low, f.best, f.high) for f in told]
        if figure.report in fresh and (figure.low, figure.best, figure.high) not in values:
            last = told[-1] if told else None
            yield Detail(
                field=figure.what, after=bounds(figure),
                before=bounds(last) if last else None,
                by=figure.claimant or figure.dispatch,
            )  # fmt: skip


def _decided(decision: Decision) -> Detail:
    return Detail(
        field=decision.field or decision.kind,
        before=decision.seen if decision.field else None,  # all of it stood there: no change
        after=decision.value or decision.note or decision.target, by=decision.by,
    )  # fmt: skip
