"""The corridor. One reading as people left it: each decision on its report, found by id or by words.

Flow: the machine's reading × decisions on it → the reading with fields put in place, reports taken away,
put back or added; what the machine now says that nobody saw is a `Conflict`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from vigie.flow.corrections import (
    PINNED,
    Unfit,
    added_report,
    field_value,
    nearest,
    stands,
    with_field,
)
from vigie.records import Decision, Reading, Report, Span
from vigie.records.spoken import from_json, to_json

Held = Callable[[str], tuple[Reading, Report] | None]


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that a rerun put in question.

    `kind` is changed (the machine now says something else than what the person saw), gone (it no
    longer reads such a report) or unfit (the value cannot be put there); `seen` and `now` are JSON:
    what stood there for the person, what the machine says now.
    """

    decision: Decision
    kind: str
    report: str | None
    field: str | None = None
    seen: str | None = None
    now: str | None = None
    done: str = ""


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """A reading as people left it; `now` gives the id of each report a decision was found on.

    `dated` are the corrections of a day that stand, which outrank what the merge would work out.
    """

    reading: Reading
    conflicts: tuple[Conflict, ...]
    now: dict[str, str]
    dated: tuple[Decision, ...] = ()


def review(base: Reading, log: Sequence[Decision], held: Held) -> Reviewed:
    """What people made of a reading.

    Args:
        base: The machine's own reading.
        log: Decisions on reports of that dispatch, and on the dispatch, in the order of the log.
        held: A report by its id, in the latest reading that holds it.
    """
    found: list[Conflict] = []
    now: dict[str, str] = {}
    reading = base
    by_report: dict[str, list[Decision]] = defaultdict(list)
    for one in log:
        if one.kind == "add":
            reading = _add(reading, one, found)
            continue
        if one.target not in now:
            reading, name = _find(reading, one, held, found, log)
            if name is None:
                continue
            now[one.target] = name
        by_report[now[one.target]].append(one)
    dated: list[Decision] = []
    for name, words in by_report.items():
        reading = _apply(reading, name, words, found, dated)
    return Reviewed(reading=reading, conflicts=tuple(found), now=now, dated=tuple(dated))


def successor(now: Reading, then: Reading, report: Report) -> Report | None:
    """The report of a reading that stands on the words another one stood on; None: none does."""
    trigger, span = report.trigger, report.span
    if now.dispatch.raw != then.dispatch.raw:
        moved = nearest(now.dispatch.raw, span.text(then.dispatch.raw), span.start)
        if moved is None:
            return None
        shift = moved.start - span.start
        trigger, span = Span(trigger.start + shift, trigger.end + shift), moved
    on_trigger = [
        r for r in now.reports
        if any(t.overlaps(trigger) for t in (r.trigger, *(a.trigger for a in r.also)))
    ]  # fmt: skip
    near = on_trigger or [
        r for r in now.reports if r.type == report.type and r.span.overlaps(span)
    ]
    return min(
        near, default=None,
        key=lambda r: (r.type != report.type, r.trigger != trigger,
                       abs(r.trigger.start - trigger.start), r.id),
    )  # fmt: skip


# --- helpers -----------------------------------------------------------------------------


def _find(
    reading: Reading, one: Decision, held: Held, found: list[Conflict],
    log: Sequence[Decision],
) -> tuple[Reading, str | None]:  # fmt: skip
    """The report a decision is on, as it is called now; put back where the machine lost it."""
    if any(r.id == one.target for r in reading.reports):
        return reading, one.target
    old = held(one.target)
    if old is None:
        found.append(_gone(one, "left it out: there was never such a report"))
        return reading, None
    next_ = successor(reading, *old)
    if next_ is not None:
        return reading, next_.id
    own = [d for d in log if d.target == one.target]
    if not any(d.kind in ("accept", "correct") for d in own):
        return reading, None  # rejected, noted or compared: nothing stands there any more
    back = _put_back(reading, *old)
    if back is None:
        found.append(_gone(one, "left it out: its words are no longer in the text"))
        return reading, None
    found.append(_gone(one, "kept the report as the person saw it"))
    return back, one.target


def _put_back(now: Reading, then: Reading, report: Report) -> Reading | None:
    """The reading with a report of an earlier one, and the actors it names."""
    if now.dispatch.raw != then.dispatch.raw:
        return None
    keys = {*report.actors, *report.recipients, report.said_by} - {None}
    ref, old = now.referents, then.referents
    lacking = {k: old.actors[k] for k in sorted(keys - ref.actors.keys(), key=str)
               if k in old.actors}  # fmt: skip
    more = tuple(m for m in old.mentions if m.actor in lacking)
    known = msgspec.structs.replace(
        ref, actors=ref.actors | lacking, mentions=(*ref.mentions, *more)
    )
    return msgspec.structs.replace(now, referents=known, reports=(*now.reports, report))


def _apply(
    reading: Reading, name: str, words: Iterable[Decision], found: list[Conflict],
    dated: list[Decision],
) -> Reading:  # fmt: skip
    """A reading with what people said of one of its reports: of two words the last stands."""
    machine = next(r for r in reading.reports if r.id == name)
    rejected = False
    fields: dict[str, list[tuple[Decision, Any, Any]]] = {}  # decision, value, seen
    for one in words:
        if one.kind == "reject":
            rejected = True
        elif (
            one.kind == "accept" and one.field
        ):  # the machine's own value is right after all
            fields.pop(one.field, None)
            rejected = False
        elif one.kind == "accept":
            rejected = False
            seen = from_json(one.seen)
            for field in PINNED if isinstance(seen, dict) else ():
                if field in seen and field not in fields:
                    fields[field] = [(one, seen[field], seen[field])]
        elif one.kind == "correct" and one.field:
            word = (one, from_json(one.value), from_json(one.seen))
            fields.setdefault(one.field, []).append(word)
    if rejected:
        rest = tuple(r for r in reading.reports if r.id != name)
        return msgspec.structs.replace(reading, reports=rest)
    report = machine
    for field, told in fields.items():
        reading, report = _correct(reading, machine, report, field, told, found)
        last = told[-1][0]
        if field == last.field == "when" and stands(reading, report, field, told[-1][1]):
            dated.append(msgspec.structs.replace(last, target=name))
    reports = tuple(report if r.id == name else r for r in reading.reports)
    return msgspec.structs.replace(reading, reports=reports)


def _correct(
    reading: Reading, machine: Report, report: Report, field: str,
    told: Sequence[tuple[Decision, Any, Any]], found: list[Conflict],
) -> tuple[Reading, Report]:  # fmt: skip
    """One field as the last person left it; a conflict where nobody saw what the machine says."""
    last, value, seen = told[-1]
    try:
        after, changed = with_field(reading, report, field, value)
    except Unfit as e:
        found.append(Conflict(decision=last, kind="unfit", report=report.id, field=field,
                              seen=to_json(seen), done=f"left it out: {e}"))  # fmt: skip
        return reading, report
    known = [v for _, now, then in told for v in (now, then)]
    if not any(stands(after, machine, field, one) for one in known):
        found.append(
            Conflict(
                decision=last, kind="changed", report=report.id, field=field,
                seen=to_json(seen), now=to_json(field_value(reading, machine, field)),
                done="kept the person's word",
            )
        )  # fmt: skip
    if changed == report:
        return reading, report
    why = f"{field}: {last.by} says so"
    return after, msgspec.structs.replace(changed, why=(*changed.why, why))


def _add(reading: Reading, one: Decision, found: list[Conflict]) -> Reading:
    """A reading with a report a person added, in place of the machine's on the same words."""
    value = from_json(one.value)
    try:
        after, report = added_report(
            reading, value if isinstance(value, dict) else {}, one.by
        )
    except Unfit as e:
        found.append(Conflict(decision=one, kind="unfit", report=None,
                              done=f"left it out: {e}"))  # fmt: skip
        return reading
    rest = tuple(
        r for r in after.reports
        if not (r.type == report.type and r.trigger.overlaps(report.trigger))
    )  # fmt: skip
    return msgspec.structs.replace(after, reports=(*rest, report))


def _gone(one: Decision, done: str) -> Conflict:
    return Conflict(decision=one, kind="gone", report=None, field=one.field, seen=one.seen,
                    done=done)  # fmt: skip
