"""The corridor. What people decided, replayed on what the machine reads now.

Flow: log of decisions × the machine's latest reading of each dispatch they touch → a reading as
people left it, appended to the record after the machine's own (people are one more maker), and the
conflicts: decisions that a rerun put in question. A decision finds its report by id, else by words.
Nothing is dropped in silence: a person's word stands, and what it now contradicts is shown.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from vigie.flow.replaying import Conflict, Held, review
from vigie.records import Decision, Reading, Report
from vigie.records.spoken import from_json
from vigie.store.events import decisions
from vigie.store.record import Record, decode_reading

REVIEWED = " reviewed:"  # in the maker of a reading that people had a hand in
PAIRS = ("same", "different")


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """What is left for the merge to obey, the conflicts, dispatches written anew.

    `log` holds the words on pairs, on whole events and on days, their targets called as they are
    now; all else is in the readings already.
    """

    log: tuple[Decision, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    written: tuple[str, ...] = ()


def replay(record: Record) -> Replayed:
    """Append a reading as people left it for each dispatch whose decisions are not yet in it.

    Args:
        record: Open for writing.
    """
    return _replay(record, write=True)


def conflicts(record: Record) -> tuple[Conflict, ...]:
    """Decisions that a rerun put in question, in the order of the log."""
    return _replay(record, write=False).conflicts


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
    seen = from_json(one.seen)
    listed = seen.get("reports", []) if isinstance(seen, dict) else []
    return [str(name) for name in listed] or [_report_of(one.target)]
