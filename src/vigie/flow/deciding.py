"""The corridor. A person's word before it is appended: what it is on, whether it can be done.

Flow: kind, target, field, value → checked against the record → `Decision` that also says what stood
there (`seen`), so that a rerun can tell whether anything changed since.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from vigie.errors import BadRequest
from vigie.events.rulings import FIELDS as EVENT_FIELDS
from vigie.flow.corrections import FIELDS, PINNED, added_report, field_value, with_field
from vigie.flow.reviewing import held_in
from vigie.records import Decision, Event, Reading, Report
from vigie.records.spoken import to_json
from vigie.store.events import DECISIONS, add_decision, decisions, find_event
from vigie.store.record import Record

LONGEST_NOTE = 4000


def decide(record: Record, decision: Decision) -> Decision:
    """Append a person's word, once it is checked.

    Raises:
        BadRequest: it is on nothing the record holds, or cannot be done.
    """
    known = checked(record, decision)
    add_decision(record, known)
    return known


def checked(record: Record, decision: Decision) -> Decision:
    """A decision with its target in full and what stood there.

    Raises:
        BadRequest: it is on nothing the record holds, or cannot be done.
    """
    if decision.kind not in DECISIONS:
        raise BadRequest(
            f"no decision '{decision.kind}'; write one of: {', '.join(DECISIONS)}."
        )
    if not decision.by.strip():
        raise BadRequest("a decision bears the name of who decides; say --by NAME.")
    if len(decision.note or "") > LONGEST_NOTE:
        raise BadRequest(f"a note holds {LONGEST_NOTE} characters at most.")
    if decision.kind in ("same", "different"):
        return _pair(record, decision)
    if decision.kind == "add":
        return _added(record, decision)
    if decision.kind == "note" and not (decision.note or "").strip():
        raise BadRequest("a note is words; write some.")
    return _on_one(record, decision)


def snapshot(reading: Reading, report: Report) -> dict[str, Any]:
    """The fields of a report that a person accepts or rejects."""
    return {field: field_value(reading, report, field) for field in PINNED}


# --- helpers -----------------------------------------------------------------------------


def _on_one(record: Record, decision: Decision) -> Decision:
    """A word on a report, an event, or (a note) a dispatch."""
    if decision.kind == "note" and record.reading_of(decision.target):
        return decision
    event = _event(record, decision)
    if event is not None or decision.target.startswith("e"):
        return _on_event(record, decision, event)
    reading, report = _report(record, decision.target)
    known = msgspec.structs.replace(decision, target=report.id)
    if decision.kind == "correct":
        with_field(reading, report, decision.field or "", _value(decision))
    if not decision.field:
        return _seen(known, snapshot(reading, report))
    if decision.field not in FIELDS or decision.kind not in ("correct", "accept"):
        raise BadRequest(f"one field is accepted or corrected, among: {', '.join(FIELDS)}.")
    return _seen(known, field_value(reading, report, decision.field))


def _on_event(record: Record, decision: Decision, event: Event | None) -> Decision:
    if event is None:
        return _back(record, decision)
    known = msgspec.structs.replace(decision, target=event.id)
    if decision.kind != "correct":
        return _seen(known, {"reports": list(event.reports)})
    field = decision.field
    if field not in EVENT_FIELDS:
        raise BadRequest(
            f"of a whole event, correct {', '.join(EVENT_FIELDS)}; correct '{field}' in its "
            f"reports: {', '.join(event.reports)}"
        )
    reading, report = _report(record, event.reports[0])
    with_field(reading, report, field, _value(decision))
    return _seen(known, getattr(event, field))


def _back(record: Record, decision: Decision) -> Decision:
    """Accept an event that was rejected: its reports are those it had then."""
    past = [d for d in decisions(record, decision.target) if d.kind == "reject"]
    if decision.kind != "accept" or not past:
        raise BadRequest(f"no event '{decision.target}'; look for it with: vigie timeline")
    return msgspec.structs.replace(decision, seen=past[-1].seen)


def _pair(record: Record, decision: Decision) -> Decision:
    names = decision.target.split("+")
    if len(names) != 2:
        raise BadRequest(
            f"'{decision.kind}' is said of two; write two ids joined by +, like: e12+e34"
        )
    full = []
    for name in names:
        event = find_event(record, name) if name.startswith("e") else None
        full.append(event.id if event else _report(record, name)[1].id)
    if "r" + full[0][1:] == "r" + full[1][1:]:
        raise BadRequest(f"{full[0]} and {full[1]} are one already; name two.")
    return msgspec.structs.replace(decision, target="+".join(sorted(full)))


def _added(record: Record, decision: Decision) -> Decision:
    reading = record.reading_of(decision.target)
    if reading is None:
        raise BadRequest(f"no dispatch '{decision.target}'; look for it with: vigie search")
    value = _value(decision)
    _, report = added_report(reading, value if isinstance(value, dict) else {}, decision.by)
    told = dict(value)
    told["trigger"] = _words(reading, report.trigger.start, report.trigger.end)
    told["span"] = _words(reading, report.span.start, report.span.end)
    return msgspec.structs.replace(decision, value=to_json(told))


def _words(reading: Reading, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": reading.dispatch.raw[start:end]}


def _event(record: Record, decision: Decision) -> Event | None:
    name = decision.target
    return find_event(record, name) if name.startswith("e") else None


def _report(record: Record, name: str) -> tuple[Reading, Report]:
    """A report by its id or the beginning of it.

    Raises:
        BadRequest: there is none, or several begin like this.
    """
    exact = record.rows("SELECT 1 FROM reports WHERE id = ? LIMIT 1", (name,))
    found = (
        held_in(record, latest=True)(name)
        if exact
        else record.report(name)
        if name
        else None
    )
    if found is None:
        raise BadRequest(f"no report '{name}'; look for it with: vigie timeline --reports")
    return found


def _value(decision: Decision) -> Any:
    try:
        return json.loads(decision.value or "null")
    except ValueError as e:
        raise BadRequest(
            f"the value of a decision is JSON; '{decision.value}' is not."
        ) from e


def _seen(decision: Decision, value: Any) -> Decision:
    return msgspec.structs.replace(decision, seen=to_json(value))
