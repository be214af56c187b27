"""The corridor. What people decided, replayed on what the machine reads now.

Flow: log of decisions × the machine's latest reading of each dispatch they touch → a reading as
people left it, appended to the record after the machine's own (people are one more maker), and the
conflicts: decisions that a rerun put in question. A decision finds its report by id, else by words.
Nothing is dropped in silence: a person's word stands, and what it now contradicts is shown.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from vigie.store.events import decisions
from vigie.store.record import Record, decode_reading

REVIEWED = " reviewed:"  # in the maker of a reading that people had a hand in
PAIRS = ("same", "different")

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


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """What is left for the merge to obey, the conflicts, dispatches written anew.

    `log` holds the words on pairs, on whole events and on days, their targets called as they are
    now; all else is in the readings already.
    """

    log: tuple[Decision, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    written: tuple[str, ...] = ()


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """A reading as people left it; `now` gives the id of each report a decision was found on.

    `dated` are the corrections of a day that stand, which outrank what the merge would work out.
    """

    reading: Reading
    conflicts: tuple[Conflict, ...]
    now: dict[str, str]
    dated: tuple[Decision, ...] = ()


def replay(record: Record) -> Replayed:
    """Append a reading as people left it for each dispatch whose decisions are not yet in it.

    Args:
        record: Open for writing.
    """
    return _replay(record, write=True)


def conflicts(record: Record) -> tuple[Conflict, ...]:
    """Decisions that a rerun put in question, in the order of the log."""
    return _replay(record, write=False).conflicts


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


def held_in(record: Record, *, latest: bool = False) -> Held:
    """A report by its whole id, in the latest reading that holds it.

    Args:
        record: Where to look.
        latest: Whether a reading that people had a hand in will do; else the machine's own first.
    """
    maker = "~" if latest else REVIEWED  # no maker holds a tilde

    def find(name: str) -> tuple[Reading, Report] | None:
        rows = record.rows(
            "SELECT r.reading FROM reports p JOIN readings r ON r.rank = p.reading "
            "WHERE p.id = ? ORDER BY instr(r.made_by, ?) > 0, r.rank DESC LIMIT 1",
            (name, maker),
        )
        if not rows:
            return None
        reading = decode_reading(rows[0][0])
        return reading, next(r for r in reading.reports if r.id == name)

    return find


# --- the record's side -------------------------------------------------------------------


def _replay(record: Record, *, write: bool) -> Replayed:
    log = decisions(record)
    if not log:
        return Replayed()
    held = held_in(record)
    by_dispatch: dict[str, list[Decision]] = defaultdict(list)
    for one in log:
        for dispatch, part in _parts(record, one):
            by_dispatch[dispatch].append(part)
    found: list[Conflict] = []
    now: dict[str, str] = {}
    dated: list[Decision] = []
    fresh: list[tuple[str, Reading]] = []
    for dispatch in sorted(by_dispatch):
        base = _base(record, dispatch)
        if base is None:
            continue
        key, reading = base
        done = review(reading, by_dispatch[dispatch], held)
        now |= done.now
        found += done.conflicts
        dated += done.dated
        made = _signed(done.reading, by_dispatch[dispatch])
        in_force = record.reading_of(dispatch)
        if in_force is None or not _alike(in_force, made):
            fresh.append((key, made))
    if write:
        list(record.add(fresh))
    places = {one: n for n, one in reversed(list(enumerate(log)))}
    found.sort(key=lambda c: places.get(c.decision, len(log)))
    return Replayed(
        log=(*(_renamed(one, now) for one in log if _is_for_merge(one)), *dated), conflicts=tuple(found),
        written=tuple(made.dispatch.id for _, made in fresh),
    )  # fmt: skip


def _parts(record: Record, one: Decision) -> Iterator[tuple[str, Decision]]:
    """The dispatches a decision is on, each with the part of it that concerns that dispatch."""
    if one.kind == "add":
        yield one.target, one
        return
    if one.kind in PAIRS:  # nothing to apply: only to be found again
        names = [_report_of(name) for name in one.target.split("+")]
        parts = [msgspec.structs.replace(one, target=n, kind="note") for n in names]
    elif one.target.startswith("e"):
        whole = one.kind in ("accept", "reject")
        names = _reports_seen(one) if whole else [_report_of(one.target)]
        kind = one.kind if whole else "note"
        parts = [
            msgspec.structs.replace(one, target=n, kind=kind, seen=None) for n in names
        ]
    else:
        parts = [one]
    for part in parts:
        rows = record.rows(
            "SELECT d.id FROM reports p JOIN readings r ON r.rank = p.reading "
            "JOIN dispatches d ON d.key = r.dispatch WHERE p.id = ? LIMIT 1",
            (part.target,),
        )
        if rows:
            yield str(rows[0][0]), part


def _base(record: Record, dispatch: str) -> tuple[str, Reading] | None:
    """The machine's own latest reading of a dispatch, with the dispatch's key."""
    rows = record.rows(
        "SELECT r.dispatch, r.reading FROM readings r JOIN dispatches d ON d.key = r.dispatch "
        "WHERE d.id = ? AND instr(r.made_by, ?) = 0 ORDER BY r.rank DESC LIMIT 1",
        (dispatch, REVIEWED),
    )
    return (rows[0][0], decode_reading(rows[0][1])) if rows else None


def _signed(reading: Reading, log: Sequence[Decision]) -> Reading:
    """The reading with the decisions it went through in its maker."""
    digest = hashlib.sha256(msgspec.json.encode(log)).hexdigest()[:12]
    return msgspec.structs.replace(reading, made_by=f"{reading.made_by}{REVIEWED}{digest}")


def _alike(one: Reading, other: Reading) -> bool:
    return msgspec.structs.replace(one, made_by="") == msgspec.structs.replace(
        other, made_by=""
    )


def _renamed(one: Decision, now: dict[str, str]) -> Decision:
    """A decision with its target by the id it has now."""

    def name(old: str) -> str:
        if old.startswith("e"):
            return "e" + now.get(_report_of(old), _report_of(old)).removeprefix("r")
        return now.get(old, old)

    target = "+".join(name(part) for part in one.target.split("+"))
    return msgspec.structs.replace(one, target=target)


def _is_for_merge(one: Decision) -> bool:
    """Whether a decision is on a pair or corrects a whole event."""
    return one.kind in PAIRS or (one.kind == "correct" and one.target.startswith("e"))


def _report_of(name: str) -> str:
    """The report an event is named after; a report's own id."""
    return "r" + name.removeprefix("e") if name.startswith("e") else name


def _reports_seen(one: Decision) -> list[str]:
    """Reports of an event when it was decided on; at least the one it is named after."""
    seen = _read(one.seen)
    listed = seen.get("reports", []) if isinstance(seen, dict) else []
    return [str(name) for name in listed] or [_report_of(one.target)]


# --- one reading -------------------------------------------------------------------------


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
            seen = _read(one.seen)
            for field in PINNED if isinstance(seen, dict) else ():
                if field in seen and field not in fields:
                    fields[field] = [(one, seen[field], seen[field])]
        elif one.kind == "correct" and one.field:
            told = (one, _read(one.value), _read(one.seen))
            fields.setdefault(one.field, []).append(told)
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
                              seen=_json(seen), done=f"left it out: {e}"))  # fmt: skip
        return reading, report
    known = [v for _, now, then in told for v in (now, then)]
    if not any(stands(after, machine, field, one) for one in known):
        found.append(
            Conflict(
                decision=last, kind="changed", report=report.id, field=field,
                seen=_json(seen), now=_json(field_value(reading, machine, field)),
                done="kept the person's word",
            )
        )  # fmt: skip
    if changed == report:
        return reading, report
    why = f"{field}: {last.by} says so"
    return after, msgspec.structs.replace(changed, why=(*changed.why, why))


def _add(reading: Reading, one: Decision, found: list[Conflict]) -> Reading:
    """A reading with a report a person added, in place of the machine's on the same words."""
    value = _read(one.value)
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


def _read(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except ValueError:
        return None


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
