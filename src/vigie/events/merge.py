"""Events room. From laid-out reports to events: the whole merge on one page.

Flow: `Seen` → shelf → groups (web.py) → dates (dating.py) → groups anew where those narrow days
(near.py) → events (tell.py) → stories (stories.py). The result is the same bytes whatever the order
of reports and the number of processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from vigie.events.compare import Cast
from vigie.events.dating import Clock, Dated, date_dispatches
from vigie.events.days import Days, read_days
from vigie.events.groups import Group, Rulings
from vigie.events.near import Near, ShelfStock
from vigie.events.rulings import Ruled, correct_event, correct_report
from vigie.events.seen import Seen
from vigie.events.shelf import Shelf
from vigie.events.stories import find_stories
from vigie.events.tell import Teller, event_id, tell_event
from vigie.events.web import Runner, group_reports, run_in_turn
from vigie.knowledge.ontology_rules import Ontology
from vigie.records import Dating, Event, Story


class Told:
    """The events of some groups, by id.

    Each walk tells them anew, so that a million never stand in memory at once.
    """

    def __init__(
        self, groups: Sequence[Group], seen: Mapping[str, Seen], days: Mapping[str, Days],
        teller: Teller, ruled: Ruled,
    ) -> None:  # fmt: skip
        self._groups = sorted(
            (g for g in groups if event_id(g.members) not in ruled.rejected),
            key=lambda g: event_id(g.members),
        )
        self._seen, self._days, self._teller, self._ruled = seen, days, teller, ruled
        self.home: Mapping[str, str] = {}  # story of each event

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[Event]:
        for group in self._groups:
            event = self._tell(group)
            yield msgspec.structs.replace(event, story=self.home.get(event.id))

    def bare(self) -> Iterator[Event]:
        """The events without judgements and stories, which are told faster."""
        for group in self._groups:
            yield self._tell(Group(group.members))

    def homes(self) -> dict[str, str]:
        """The event of each report."""
        return {m: event_id(g.members) for g in self._groups for m in g.members}

    def _tell(self, group: Group) -> Event:
        event = tell_event(group, self._seen, self._days, self._teller)
        return correct_event(event, self._ruled)


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What the reports of a record say happened; `dated` is what dating said before it was renamed."""

    events: Told
    stories: tuple[Story, ...] = ()
    datings: tuple[Dating, ...] = ()
    dated: Dated = Dated()


def merge_reports(
    seen: Iterable[Seen], clocks: Iterable[Clock], cast: Cast, ruled: Ruled, *,
    ontology: Ontology, made_by: str, run: Runner = run_in_turn,
) -> Merged:  # fmt: skip
    """Events, stories and datings of some reports.

    Args:
        seen: Reports laid out, in any order.
        clocks: The days of each dispatch; those dated to the day may be left out.
        cast: What is known of each actor.
        ruled: What people decided.
        ontology: Quads and scores of the types.
        made_by: Who judges, for the reasons.
        run: Does the heavy work; here and in turn if it is left out.
    """
    shelf = Shelf(
        correct_report(one, ruled) for one in seen if one.id not in ruled.rejected
    )
    groups = group_reports(shelf, cast, ruled.rulings, run)
    coarse = [clock for clock in clocks if read_days(clock.given).count != 1]
    dated = date_dispatches(_told_in(groups, shelf, coarse), coarse)
    if dated.days:  # dates are not worked out again from these: what they rest on stands
        groups = _regroup(groups, shelf, dated.days, (cast, ruled.rulings))
    teller = Teller(cast, ontology, made_by, ruled.judgements)
    events = Told(groups, shelf, dated.days, teller, ruled)
    stories, events.home = find_stories(events.bare())
    homes = events.homes() if dated.datings else {}
    return Merged(
        events=events, stories=tuple(stories),
        datings=tuple(through_events(d, homes) for d in dated.datings), dated=dated,
    )  # fmt: skip


def _told_in(
    groups: Iterable[Group], seen: Mapping[str, Seen], clocks: Iterable[Clock]
) -> dict[str, list[Seen]]:
    """The reports of each event that a dispatch without a day of its own tells."""
    names = {clock.dispatch for clock in clocks}
    own = {one.id for one in seen.values() if one.dispatch in names} if names else set()
    return {
        event_id(g.members): [seen[m] for m in g.members]
        for g in groups if not own.isdisjoint(g.members)
    }  # fmt: skip


def _regroup(
    groups: Iterable[Group], shelf: Shelf, days: Mapping[str, Days],
    setting: tuple[Cast, Rulings],
) -> list[Group]:  # fmt: skip
    """The groups once dating has narrowed the days of some reports; the far ones stay."""
    now = Shelf(
        msgspec.structs.replace(one, days=days[one.id]) if one.id in days else one
        for one in shelf.values()
    )
    before, after = Near(ShelfStock(shelf), *setting), Near(ShelfStock(now), *setting)
    fresh = after.groups(before.around(days) | after.around(days))
    touched = {m for group in fresh for m in group.members}
    left = (group for group in groups if touched.isdisjoint(group.members))
    return sorted([*left, *fresh], key=lambda g: g.members)


def through_events(dating: Dating, home: Mapping[str, str]) -> Dating:
    """A dating, its events by the ids they have in the end."""
    now = {old: home.get("r" + old.removeprefix("e"), old) for old in dating.through}
    why = []
    for reason in dating.why:
        for old, new in now.items():
            reason = reason.replace(old, new)
        why.append(reason)
    return msgspec.structs.replace(
        dating, through=tuple(dict.fromkeys(now.values())), why=tuple(why)
    )
