"""Events room. What people decided, as the merge takes it: it outranks every score.

Flow: the log of `Decision`s, in order → `Rulings` (pairs of reports), reports and events that
were rejected, fields that were corrected. Of two decisions on one thing the last stands, and
everything is worked out from the log anew, so that a decision undone leaves no trace.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from vigie.events.days import read_days
from vigie.events.groups import Rulings
from vigie.events.seen import Seen
from vigie.records import Decision, Event, Judgement

PAIRS = ("same", "different")
FIELDS = (
    "type",
    "mode",
    "status",
    "when",
)  # of a report or an event, corrected by a JSON string


class Ruled(msgspec.Struct, frozen=True, kw_only=True):
    """The decisions in force."""

    rulings: Rulings
    judgements: Mapping[tuple[str, str], Judgement]
    rejected: frozenset[str]
    corrected: Mapping[str, Mapping[str, str | None]]
    by: Mapping[str, str]  # who corrected a target


def read_rulings(decisions: Iterable[Decision]) -> Ruled:
    """The decisions in force, from the whole log in its order."""
    pairs: dict[tuple[str, str], Decision] = {}
    whole: dict[str, Decision] = {}
    corrected: dict[str, dict[str, str | None]] = {}
    by: dict[str, str] = {}
    for one in decisions:
        if one.kind in PAIRS:
            left, _, right = one.target.partition("+")
            low, high = sorted((_report(left), _report(right)))
            if low != high:
                pairs.pop((low, high), None)
                pairs[low, high] = one
        elif one.kind in ("accept", "reject"):
            whole[one.target] = one
        elif one.kind == "correct" and one.field in FIELDS:
            corrected.setdefault(one.target, {})[one.field] = _text(one.value)
            by[one.target] = one.by
    return Ruled(
        rulings=Rulings(
            same=tuple(p for p, d in reversed(pairs.items()) if d.kind == "same"),
            different=frozenset(p for p, d in pairs.items() if d.kind == "different"),
        ),
        judgements={
            pair: Judgement(left=pair[0], right=pair[1], verdict=d.kind, by=d.by)
            for pair, d in pairs.items()
        },
        rejected=frozenset(t for t, d in whole.items() if d.kind == "reject"),
        corrected=corrected,
        by=by,
    )


def correct_report(seen: Seen, ruled: Ruled) -> Seen:
    """A report with what people corrected in it."""
    fields = dict(ruled.corrected.get(seen.id, {}))
    if not fields:
        return seen
    if "when" in fields:
        days = read_days(fields.pop("when"))
        seen = msgspec.structs.replace(
            seen, days=days, dated=bool(days), inferred=seen.inferred - {"when"}
        )
    return msgspec.structs.replace(seen, **fields)


def correct_event(event: Event, ruled: Ruled) -> Event:
    """An event with what people corrected in it."""
    target = next((t for t in _names(event) if t in ruled.corrected), None)
    if target is None:
        return event
    fields = dict(ruled.corrected[target])
    if "when" in fields:
        days = read_days(fields["when"])
        event = msgspec.structs.replace(
            event, candidates=(), when_why=(f"{ruled.by[target]} says so",),
            starts=days.first_text, ends=days.last_text, when_inferred=False,
        )  # fmt: skip
    return msgspec.structs.replace(event, **fields)


def _names(event: Event) -> Iterator[str]:
    """An event's id, and those it would have by its other reports: growth may rename it."""
    yield event.id
    yield from (f"e{report.removeprefix('r')}" for report in event.reports)


def _report(name: str) -> str:
    """A report's id; an event stands for its first report, whose id it bears."""
    return f"r{name[1:]}" if name.startswith("e") else name


def _text(value: str | None) -> str | None:
    """The string a JSON value holds; None for what is no string."""
    try:
        found = json.loads(value or "null")
    except ValueError:
        return None
    return found if isinstance(found, str) else None
