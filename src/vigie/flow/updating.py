"""The corridor. A record whose events are there already, brought up to date with what was added.

Flow: readings and decisions since the last merge → who is now called otherwise, whose lineage is
another, which reports that changes → the web around those, before and after (events/near.py) → dates
→ the events there, told anew. What comes out is what a whole merge would make; what is far is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from vigie.dispatches.copies import lineages_of
from vigie.events.cast import card_of, face_of
from vigie.events.groups import Group
from vigie.events.identity import name_sorts, sort_of, ties_of
from vigie.events.identity_evidence import NameLore
from vigie.events.merge import Told
from vigie.events.near import Near
from vigie.events.rulings import Ruled, correct_report, read_rulings
from vigie.events.seen import Seen, Source, lay_out
from vigie.events.shelf import pack, unpack
from vigie.events.stories import beat_of, string_together
from vigie.events.tell import Teller, event_id
from vigie.flow.laying import (
    DeskCast,
    DeskStock,
    drop_reports,
    encode,
    is_coarse,
    keep_text,
    kept_clock,
    named_in,
    put_reports,
    read_card,
    read_sighting,
    read_sort,
    sightings_of,
    text_of,
    unpack_days,
)
from vigie.flow.redating import all_datings, date_near, keep_narrowed, narrowed_days
from vigie.knowledge.ontology_rules import Ontology
from vigie.records import ActorCard, Dating, Decision, Event, Lineage, Reading, Story
from vigie.store.laid import Laid

Sources = Callable[[Iterable[tuple[str, Any]], Iterable[Lineage]], Mapping[str, Source]]


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What every merge is made with."""

    lore: NameLore
    ontology: Ontology
    made_by: str
    sources: Sources


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be saved: events made or changed, with all that stands beside.

    `gone` are the ids of events that are no more; None: of all that are not given.
    """

    events: Sequence[Event]
    gone: frozenset[str] | None
    actors: Sequence[ActorCard] | Mapping[str, ActorCard | None]
    stories: Sequence[Story]
    datings: Sequence[Dating]
    lineages: Sequence[Lineage]


class _Named(msgspec.Struct, frozen=True):
    """What new sightings change: cards, those whose face is another, dispatches to be laid out anew."""

    cards: Mapping[str, ActorCard | None]
    recast: frozenset[str]
    dispatches: frozenset[str]


def bring_up(
    desk: Laid, fresh: Mapping[str, int], logs: tuple[Sequence[Decision], Sequence[Decision]],
    setting: Setting,
) -> Brought | None:  # fmt: skip
    """What new readings and decisions change.

    Args:
        desk: What the last merge laid out; brought up to date.
        fresh: Dispatches read since, by name: the rank of the reading in force.
        logs: The decisions that the last merge obeyed, and those of now.
        setting: What every merge is made with.

    Returns:
        None where the order of decisions changed: all is to be merged anew.
    """
    before, after = (read_rulings(log) for log in logs)
    spoken = _spoken_of(before, after)
    if spoken is None:
        return None
    readings = {name: desk.reading(rank) for name, rank in fresh.items()}
    coarse_gone = {d for d, c in desk.of("dispatches", "id, coarse", "id", readings) if c}
    named = _name(desk, readings, setting.lore)
    lineages, moved = trace(desk, fresh, readings, setting.sources)
    homes = {d for (d,) in desk.of("reports", "dispatch", "id", spoken)}
    again = {*readings, *named.dispatches, *moved, *homes}
    old, new = lay_again(desk, again, readings, after)
    changed = {
        n for n in old.keys() | new.keys() if _bytes(old.get(n)) != _bytes(new.get(n))
    }
    touched = {r for (r,) in desk.of("sides", "report", "actor", named.recast)}
    touched |= changed | (spoken & (old.keys() | new.keys()))

    was = _Webs(desk, DeskCast(desk), before)
    stale1, stale2 = was.first.around(touched), was.second.around(touched)
    drop_reports(desk, sorted(changed & old.keys()))
    put_reports(desk, (new[n] for n in sorted(changed & new.keys())))
    desk.drop("cast", "actor", sorted(named.cards))
    desk.put("cast", ((k, encode(c)) for k, c in sorted(named.cards.items()) if c))
    cast = DeskCast(desk)
    now = _Webs(desk, cast, after)
    stale1 |= now.first.around(touched)
    dated, over = date_near(desk, now.first, stale1, coarse_gone | readings.keys())
    narrowed = narrowed_days(desk, dated.days, over)
    mid = now.second
    stale2 |= mid.around(touched | narrowed.keys())
    keep_narrowed(desk, narrowed)
    now = _Webs(desk, cast, after)
    stale2 |= now.second.around(touched | narrowed.keys())
    groups = now.second.groups(stale2)
    members = {m for g in groups for m in g.members}
    gone = set(desk.events_of(sorted(members | touched)).values())
    events = _tell(desk, groups, cast, after, setting)
    stories, told = _string(desk, events, gone)
    actors = {a for one in (*old.values(), *new.values()) for a in named_in(one)}
    return Brought(
        events=told, gone=frozenset(gone) - {e.id for e in events},
        actors=_cards(desk, actors | named.cards.keys()), stories=stories,
        datings=all_datings(desk, {m: event_id(g.members) for g in groups for m in g.members}, after),
        lineages=lineages,
    )  # fmt: skip


class _Webs:
    """The web as reports date themselves, and as others date them."""

    def __init__(self, desk: Laid, cast: DeskCast, ruled: Ruled) -> None:
        self.first = Near(DeskStock(desk, 1), cast, ruled.rulings)
        self.second = Near(DeskStock(desk, 2), cast, ruled.rulings)


# --- who ---------------------------------------------------------------------------------


def _name(desk: Laid, readings: Mapping[str, Reading], lore: NameLore) -> _Named:
    """Lay new sightings, and name what that may name otherwise."""
    rows = [
        (one.id, one.dispatch, one.actor.key, encode(sort_of(one, lore)), encode(one))
        for name in sorted(readings) for one in sightings_of(readings[name])
    ]  # fmt: skip
    gone = {sort for (sort,) in desk.of("sightings", "sort", "dispatch", sorted(readings))}
    sorts = sorted(gone | {row[3] for row in rows})
    before, was = (
        desk.first_sightings(sorts),
        dict(desk.of("sorts", "sort, actor", "sort", sorts)),
    )
    desk.drop("sightings", "dispatch", sorted(readings))
    desk.put("sightings", rows)
    after = desk.first_sightings(sorts)
    moved = [s for s in sorts if before.get(s) != after.get(s)]
    reach = _reach(desk, moved, after, lore)
    firsts = desk.first_sightings(sorted(reach))
    nodes = {read_sort(s): read_sighting(b) for s, b in firsts.items()}
    ids = {encode(sort): actor for sort, actor in name_sorts(nodes, lore).items()}
    was |= dict(desk.of("sorts", "sort, actor", "sort", sorted(reach)))
    others = sorted(
        s for s in was.keys() | ids.keys() if s in reach and was.get(s) != ids.get(s)
    )
    desk.drop("sorts", "sort", others)
    desk.put("sorts", ((s, ids[s]) for s in others if s in ids))
    actors = {a for s in others for a in (was.get(s), ids.get(s)) if a}
    actors |= {a for s in sorts for a in (was.get(s), ids.get(s)) if a}
    cards, recast = _recast(desk, actors)
    dispatches = {d for (d,) in desk.of("sightings", "dispatch", "sort", others)}
    return _Named(cards, recast, frozenset(dispatches))


def _reach(
    desk: Laid, moved: Iterable[bytes], first: Mapping[bytes, bytes], lore: NameLore
) -> set[bytes]:
    """All sorts on which the ids of some may hang, or hung."""
    moved = list(moved)
    held = {b for (b,) in desk.of("blocks", "block", "sort", moved)}
    desk.drop("blocks", "sort", moved)
    for sort in moved:
        if sort in first:
            ties = ties_of(read_sort(sort), read_sighting(first[sort]), lore)
            blocks = sorted(encode(t) for t in ties)
            desk.put("blocks", ((b, sort) for b in blocks))
            held.update(blocks)
    found, done = set(moved), set[bytes]()
    while held:
        done |= held
        near = {s for (s,) in desk.of("blocks", "sort", "block", sorted(held))} - found
        found |= near
        held = {b for (b,) in desk.of("blocks", "block", "sort", sorted(near))} - done
    return found


def _recast(
    desk: Laid, actors: Iterable[str]
) -> tuple[dict[str, ActorCard | None], frozenset[str]]:
    """The cards of some actors as they are now, and those whose face is another."""
    names = sorted(actors)
    was = {k: read_card(b) for k, b in desk.of("cast", "actor, card", "actor", names)}
    cards: dict[str, ActorCard | None] = {}
    for name in names:
        seen = [read_sighting(b) for b in desk.sightings_of(name)]
        cards[name] = card_of(name, seen) if seen else None
    cards = {k: card for k, card in cards.items() if card != was.get(k)}
    recast = {
        k for k, card in cards.items()
        if k in was and (card is None or face_of(card) != face_of(was[k]))
    }  # fmt: skip
    return cards, frozenset(recast)


def _cards(desk: Laid, actors: Iterable[str]) -> dict[str, ActorCard | None]:
    """The cards of some actors, of those that a report names."""
    names = sorted(actors)
    named = {a for (a,) in desk.of("sides", "DISTINCT actor", "actor", names)}
    cards = {k: read_card(b) for k, b in desk.of("cast", "actor, card", "actor", names)}
    return {k: cards.get(k) if k in named else None for k in names}


# --- what is laid out --------------------------------------------------------------------


def trace(
    desk: Laid, fresh: Mapping[str, int], readings: Mapping[str, Reading], sources: Sources
) -> tuple[list[Lineage], set[str]]:
    """The lineages of now, and the dispatches that came to another; new texts are kept."""
    for name in sorted(readings):
        text = keep_text(readings[name])
        coarse = int(is_coarse(kept_clock(name, text)))
        desk.put("dispatches", [(name, fresh[name], coarse, text, b"")])
    rows = list(desk.all("dispatches", "id, text, source", "id"))
    texts = [text_of(name, text) for name, text, _ in rows]
    lineages = lineages_of(texts)
    now = sources(((t.id, t.meta) for t in texts), lineages)
    was = {name: source for name, _, source in rows}
    moved = {name: encode(now[name]) for name in was if encode(now[name]) != was[name]}
    for name in sorted(moved):
        desk.record.db.execute(
            "UPDATE laid_dispatches SET source = ? WHERE id = ?", (moved[name], name)
        )
    return lineages, set(moved)


def lay_again(
    desk: Laid, names: Iterable[str], readings: Mapping[str, Reading], ruled: Ruled
) -> tuple[dict[str, Seen], dict[str, Seen]]:
    """The reports of some dispatches as they lie there, and as they are to lie."""
    some = sorted(names)
    old = {n: unpack(b) for n, b in desk.of("reports", "id, seen", "dispatch", some)}
    new: dict[str, Seen] = {}
    for name, rank, source in desk.of("dispatches", "id, reading, source", "id", some):
        reading = readings[name] if name in readings else desk.reading(rank)
        home = msgspec.msgpack.decode(source, type=Source)
        for one in lay_out(reading, desk.actors_in(name), home):
            if one.id not in ruled.rejected:
                new[one.id] = correct_report(one, ruled)
    return old, new


def _spoken_of(before: Ruled, after: Ruled) -> set[str] | None:
    """Reports on which people's words are not what they were; None where their order changed."""
    kept = set(before.rulings.same) & set(after.rulings.same)
    if [p for p in before.rulings.same if p in kept] != [
        p for p in after.rulings.same if p in kept
    ]:
        return None
    names: set[str] = set()
    for pair in before.judgements.keys() | after.judgements.keys():
        if before.judgements.get(pair) != after.judgements.get(pair):
            names |= set(pair)
    names |= before.rejected ^ after.rejected
    for name in before.corrected.keys() | after.corrected.keys():
        if (before.corrected.get(name), before.by.get(name)) != (
            after.corrected.get(name), after.by.get(name),
        ):  # fmt: skip
            names.add(name)
    return {f"r{n[1:]}" if n.startswith("e") else n for n in names}


def _bytes(one: Seen | None) -> bytes:
    return pack(one) if one is not None else b""


# --- what ---------------------------------------------------------------------------------


class _DeskSeen(Mapping[str, Seen]):
    """The reports on the desk, by id."""

    def __init__(self, stock: DeskStock) -> None:
        self._stock = stock

    def __getitem__(self, name: str) -> Seen:
        found = self._stock.find(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _tell(
    desk: Laid, groups: Sequence[Group], cast: DeskCast, ruled: Ruled, setting: Setting
) -> list[Event]:
    """The events of some groups, without their stories."""
    names = sorted({m for g in groups for m in g.members})
    days = {
        r: unpack_days(b) for r, b in desk.of("narrowed", "report, days", "report", names)
    }
    teller = Teller(cast, setting.ontology, setting.made_by, ruled.judgements)
    return list(Told(groups, _DeskSeen(DeskStock(desk, 1)), days, teller, ruled))


def _string(
    desk: Laid, events: Sequence[Event], gone: Iterable[str]
) -> tuple[list[Story], list[Event]]:
    """All stories; and the events, with those whose story alone is another."""
    desk.drop("beats", "event", sorted(gone))
    desk.put("beats", ((e.id, beat_of(e)) for e in events))
    stories, home = string_together(b for _, b in desk.all("beats", "event, beat", "event"))
    own = {e.id for e in events} | set(gone)
    told = [msgspec.structs.replace(e, story=home.get(e.id)) for e in events]
    moved = [n for n, s in desk.stories().items() if n not in own and s != home.get(n)]
    for event in desk.saved_events(moved):
        told.append(msgspec.structs.replace(event, story=home.get(event.id)))
    return stories, told
