"""Events room. Dispatches dated through the events they share with others.

Flow: groups of reports + `Clock` of each dispatch → `Dating`, and narrower days for its reports.
A dispatch known only to the month names weekdays; where another, dated one tells the same act,
the weekday is known, and through it the day of publication, and through that the other weekdays.

Never circular: dispatches dated to the day stand first; each round dates others through those of
the rounds before, and what has been dated is not dated again. A dispatch is no ground for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import msgspec

from vigie.events.days import (
    UNKNOWN,
    Days,
    day_text,
    days_of,
    read_days,
    say_days,
    span_of,
    write_days,
)
from vigie.events.seen import TOLD_AS_DONE, Seen
from vigie.records import Dating

WEEK = 7
MOST_ROUNDS = 5
# How far back bare weekdays reach: of 34 posts and articles of ../shared/corpora with a day of
# their own, the latest weekday is that day or its eve in 26, the oldest within four days in all.
FRESHEST_DAYS, OLDEST_DAYS = 1, 4


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A dispatch's own days: when it was published as given, and the weekdays it names."""

    dispatch: str
    given: str | None
    weekdays: tuple[Days, ...] = ()


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """What shared events say: of dispatches, and of the reports (by id) that they narrow."""

    datings: tuple[Dating, ...] = ()
    days: Mapping[str, Days] = {}


_NONE: Mapping[str, Days] = {}


class _Known(msgspec.Struct, frozen=True):
    """A dispatch whose publication may serve others, and the days of its reports by then."""

    published: Days
    days: Mapping[str, Days]


def date_dispatches(
    tellings: Mapping[str, Sequence[Seen]], clocks: Iterable[Clock]
) -> Dated:
    """Date what can be dated.

    Args:
        tellings: The reports of each event, by its id.
        clocks: All dispatches; one that is left out is of the day its reports were told.
    """
    known: dict[str, _Known] = {}
    todo: dict[str, Clock] = {}
    for clock in clocks:
        given = read_days(clock.given)
        if given.count == 1:
            known[clock.dispatch] = _Known(given, _NONE)
        elif given:
            todo[clock.dispatch] = clock
    for one in chain.from_iterable(tellings.values()):
        told = read_days(one.source.told)
        if told.count == 1 and one.dispatch not in todo:
            known.setdefault(one.dispatch, _Known(told, _NONE))
    shared: dict[str, list[str]] = defaultdict(list)
    for event in sorted(tellings):
        for dispatch in {s.dispatch for s in tellings[event]} & todo.keys():
            shared[dispatch].append(event)
    datings: list[Dating] = []
    days: dict[str, Days] = {}
    for _ in range(MOST_ROUNDS):
        found = {
            name: answer
            for name in sorted(shared.keys() & todo.keys())
            if (answer := _date(todo[name], shared[name], tellings, known)) is not None
        }
        if not found:
            break
        for name, (dating, now) in found.items():
            del todo[name]
            datings.append(dating)
            known[name] = now
            days |= now.days
    return Dated(datings=tuple(sorted(datings, key=lambda d: d.dispatch)), days=days)


def _date(
    clock: Clock, events: Sequence[str], tellings: Mapping[str, Sequence[Seen]],
    known: Mapping[str, _Known],
) -> tuple[Dating, _Known] | None:  # fmt: skip
    """Narrow one dispatch by all the events it shares with dispatches that are known."""
    given = published = read_days(clock.given)
    through: list[str] = []
    why: list[str] = []
    bounds: dict[str, Days] = {}
    for event in events:
        others = [s for s in tellings[event] if s.dispatch in known]
        if not others:
            continue
        allowed, ground = _allowed(others, known)
        for own in (s for s in tellings[event] if s.dispatch == clock.dispatch and s.dated):
            left = _left(own, allowed)
            now = published.cross(_published_by(own, left, published)) if left else UNKNOWN
            if not now:
                why.append(f"{event} does not fit: {ground}")
                continue
            if left != own.days:
                bounds[own.id] = left
            if now != published or own.id in bounds:
                published = now
                through.append(event)
                why.append(f"{say_days(own.days)} is {say_days(left)} by {event}: {ground}")
    if not through:
        return None
    usual = _usual(published, clock.weekdays)
    if usual != published:
        why.append("the weekdays it names reach back as far as is usual")
    reports = {
        own.id: narrow
        for event in events
        for own in tellings[event]
        if own.dispatch == clock.dispatch
        and (narrow := _narrowed(own, bounds.get(own.id), usual)) is not None
    }
    value, candidates = write_days(usual)
    if value is None:
        value = f"{day_text(usual.first)}/{day_text(usual.last)}"
    if usual == given and not reports:
        return None
    dating = Dating(
        dispatch=clock.dispatch, given=clock.given, published=value, candidates=candidates,
        through=tuple(dict.fromkeys(through)), why=tuple(why),
    )  # fmt: skip
    return dating, _Known(usual, reports)


def _allowed(others: Sequence[Seen], known: Mapping[str, _Known]) -> tuple[Days, str]:
    """Days an event may have been by what others tell of it, and which they are.

    It was before any dispatch that tells it as done; it was on the day that they name, unless
    they do not agree on one.
    """
    day = UNKNOWN
    named: set[str] = set()
    for one in others:
        own = known[one.dispatch].days.get(one.id, one.days)
        if not one.dated or not own:
            continue
        if day and not day.meets(own):
            day, named = UNKNOWN, set()
            break
        day = day.cross(own) if day else own
        named.add(f"{one.dispatch} has {say_days(own)}")
    ends = [
        (known[s.dispatch].published.last, s.dispatch)
        for s in others if s.status in TOLD_AS_DONE
    ]  # fmt: skip
    if not ends:
        return day, "; ".join(sorted(named))
    last, teller = min(ends)
    before = span_of(last - 366, last)
    ground = sorted(named) or [f"{teller} tells it by {day_text(last)}"]
    if day and day.meets(before):
        day = day.cross(before)
    return day or before, "; ".join(ground)


def _left(own: Seen, allowed: Days) -> Days:
    """What is left of a report's days."""
    if not allowed:
        return own.days
    return own.days.cross(allowed)


def _published_by(own: Seen, left: Days, published: Days) -> Days:
    """Days on which a dispatch may say what it says, the act having been on those."""
    if is_weekday(own.days):
        return days_of(d for day in left.each() for d in range(day, day + WEEK))
    if own.status in TOLD_AS_DONE:
        return span_of(left.first, max(published.last, left.first))
    return published


def is_weekday(days: Days) -> bool:
    """Whether days are those of one weekday, a week apart."""
    each = days.each() if 1 < days.count <= WEEK else [0]
    return len(each) > 1 and all((day - each[0]) % WEEK == 0 for day in each)


def _usual(published: Days, weekdays: Sequence[Days]) -> Days:
    """Days of publication from which the weekdays reach back as they mostly do."""
    if not weekdays:
        return published
    marks = {day.first % WEEK for day in weekdays}

    def ages(day: int) -> list[int]:
        return [(day - mark) % WEEK for mark in marks]

    kept = [
        day for day in published.each()
        if min(ages(day)) <= FRESHEST_DAYS and max(ages(day)) <= OLDEST_DAYS
    ]  # fmt: skip
    return days_of(kept) if kept else published


def _narrowed(own: Seen, bound: Days | None, published: Days) -> Days | None:
    """Days of a report once its dispatch is dated; None where nothing is gained."""
    days = bound or own.days
    if own.dated and is_weekday(own.days):
        fit = [
            day for day in days.each()
            if any(0 <= p - day < WEEK for p in published.each())
        ]  # fmt: skip
        days = days_of(fit) if fit else days
    return days if days != own.days else None
