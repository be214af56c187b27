"""Events room. From laid-out reports to events: the whole merge on one page.

Flow: `Seen` → groups (web.py), one family of types at a time → dates (dating.py) → events
(tell.py) → stories (stories.py). The families never meet, so that each may be grouped by a process
of its own; the result is the same bytes whatever the order of reports and the number of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from vigie.events.compare import FAMILY, Cast
from vigie.events.dating import Clock, date_dispatches
from vigie.events.days import Days
from vigie.events.rulings import Ruled, correct_event, correct_report
from vigie.events.seen import Seen
from vigie.events.stories import find_stories
from vigie.events.tell import Teller, event_id, tell_event
from vigie.events.web import Group, Rulings, merge
from vigie.knowledge.ontology_rules import Ontology
from vigie.records import Dating, Event, Story

# Runs the grouping of the shards, in order: a plain loop, or processes side by side.
Runner = Callable[[Sequence[tuple[list[Seen], Cast, Rulings]]], Iterable[list[Group]]]


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
    """What the reports of a record say happened."""

    events: Told
    stories: tuple[Story, ...] = ()
    datings: tuple[Dating, ...] = ()


def merge_reports(
    seen: Iterable[Seen], clocks: Iterable[Clock], cast: Cast, ruled: Ruled, *,
    ontology: Ontology, made_by: str, run: Runner | None = None,
) -> Merged:  # fmt: skip
    """Events, stories and datings of some reports.

    Args:
        seen: Reports laid out, in any order.
        clocks: The days of each dispatch.
        cast: What is known of each actor.
        ruled: What people decided.
        ontology: Quads and scores of the types.
        made_by: Who judges, for the reasons.
        run: How to group the shards; one after the other if it is left out.
    """
    known = {
        one.id: correct_report(one, ruled)
        for one in sorted(seen, key=lambda s: s.id)
        if one.id not in ruled.rejected
    }
    families = _families(known.values(), ruled)
    grouped = list((run or run_in_turn)([(f, cast, ruled.rulings) for f in families]))
    tellings = {
        event_id(g.members): [known[m] for m in g.members] for s in grouped for g in s
    }
    dated = date_dispatches(tellings, clocks)
    for n, family in enumerate(families):
        grouped[n] = _regroup(family, grouped[n], dated.days, (cast, ruled.rulings))
    groups = [group for shard in grouped for group in shard]
    teller = Teller(cast, ontology, made_by, ruled.judgements)
    events = Told(groups, known, dated.days, teller, ruled)
    stories, events.home = find_stories(events.bare())
    homes = events.homes() if dated.datings else {}
    return Merged(
        events=events, stories=tuple(stories),
        datings=tuple(_through(d, homes) for d in dated.datings),
    )  # fmt: skip


def _regroup(
    family: Sequence[Seen], groups: list[Group], days: Mapping[str, Days],
    rest: tuple[Cast, Rulings],
) -> list[Group]:  # fmt: skip
    """The groups of a family once dating has narrowed the days of some of its reports.

    Dates are not worked out again from these groups: what they rest on stands.
    """
    if not any(one.id in days for one in family):
        return groups
    now = [
        msgspec.structs.replace(one, days=days[one.id]) if one.id in days else one
        for one in family
    ]
    return merge(now, *rest)


def _through(dating: Dating, home: Mapping[str, str]) -> Dating:
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


def run_in_turn(
    shards: Sequence[tuple[list[Seen], Cast, Rulings]],
) -> Iterable[list[Group]]:
    """Group shards one after the other."""
    return (group_shard(shard) for shard in shards)


def group_shard(shard: tuple[list[Seen], Cast, Rulings]) -> list[Group]:
    """The groups of one shard."""
    return merge(*shard)


def _families(seen: Iterable[Seen], ruled: Ruled) -> list[list[Seen]]:
    """Reports by family of types; those that people joined across families go together."""
    rows = list(seen)
    by_id: Mapping[str, int] = {s.id: FAMILY.get(s.type, -1) for s in rows}
    home = {family: family for family in set(by_id.values())}
    for left, right in ruled.rulings.same:
        if left in by_id and right in by_id:
            low, high = sorted((home[by_id[left]], home[by_id[right]]))
            home = {f: low if h == high else h for f, h in home.items()}
    shards: dict[int, list[Seen]] = defaultdict(list)
    for one in rows:
        shards[home[by_id[one.id]]].append(one)
    return [shards[n] for n in sorted(shards)]
