"""The corridor. A record's readings → what happened, by many accounts → the record's events.

Flow: readings in force → who is who (identity), which texts are copies (copies), what people
decided → `merge_reports` → the store. All of it is worked out anew from the readings and the
log of decisions; the store writes only what changed.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

import msgspec

import vigie
from vigie.dispatches.copies import find_copies
from vigie.events.cast import cast_of
from vigie.events.compare import Cast
from vigie.events.dating import Clock, is_weekday
from vigie.events.days import read_days
from vigie.events.identity import ActorSeen, link_actors
from vigie.events.identity_evidence import NameLore
from vigie.events.merge import Merged, Runner, group_shard, merge_reports
from vigie.events.rulings import read_rulings
from vigie.events.seen import Seen, Source, lay_out
from vigie.events.web import Group, Rulings
from vigie.flow.reviewing import replay
from vigie.knowledge.kb import open_kb
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.records import ActorCard, Decision, Dispatch, Lineage, Reading
from vigie.store.events import Saved, save_events
from vigie.store.record import Record

# Below this many reports a process of its own costs more to start than it saves.
FEW_REPORTS = 20_000
UPDATE_NOTE = "update note"  # reason of the cut of "(Actualisé avec réactions)"

_Shards = Sequence[tuple[list[Seen], Cast, Rulings]]


class Merging(msgspec.Struct, frozen=True, kw_only=True):
    """All that the readings of a record give together."""

    merged: Merged
    actors: tuple[ActorCard, ...]
    lineages: tuple[Lineage, ...]


def merge_record(record: Record, *, workers: int = 1) -> Saved:
    """Work out a record's events and write those that changed.

    Args:
        record: Open for writing.
        workers: Number of processes; the events are the same bytes whatever it is.
    """
    reviewed = replay(record)
    found = merge_readings(
        record.readings(), reviewed.log, lore=open_kb(), ontology=load_ontology(),
        workers=workers,
    )  # fmt: skip
    merged = found.merged
    return save_events(
        record, merged.events, found.actors, merged.stories, merged.datings, found.lineages
    )


def merge_readings(
    readings: Iterable[Reading], log: Iterable[Decision] = (), *, lore: NameLore,
    ontology: Ontology, workers: int = 1, few: int = FEW_REPORTS,
) -> Merging:  # fmt: skip
    """What some readings say happened, all together.

    Of several readings of one dispatch's name, the last counts.

    Args:
        readings: In any order.
        log: What people decided, in the order of the log.
        lore: The knowledge base, asked about names.
        ontology: Types with their quads and scores.
        workers: Number of processes.
        few: Below this many reports one process does it all.
    """
    by_id = {r.dispatch.id: r for r in readings}
    known = [by_id[name] for name in sorted(by_id)]
    sightings = [
        ActorSeen(r.dispatch.id, actor, _told(r.dispatch))
        for r in known for actor in r.referents.actors.values()
    ]  # fmt: skip
    ids = link_actors(sightings, lore)
    cast, cards = cast_of(sightings, ids)
    lineages = _lineages(known)
    sources = _sources(known, lineages)
    seen = [s for r in known for s in lay_out(r, ids, sources[r.dispatch.id])]
    merged = merge_reports(
        seen, (_clock(r) for r in known), cast, read_rulings(log), ontology=ontology,
        made_by=f"vigie/{vigie.__version__}", run=runner(workers, few),
    )  # fmt: skip
    named = {k for s in seen for k in (*s.doers, *s.recipients, s.said_by)}
    return Merging(
        merged=merged, actors=tuple(c for c in cards if c.id in named),
        lineages=tuple(lineages),
    )  # fmt: skip


def runner(workers: int, few: int = FEW_REPORTS) -> Runner | None:
    """How to group shards on that many processes; None for this one alone."""
    if workers <= 1:
        return None

    def run(shards: _Shards) -> Iterator[list[Group]]:
        if sum(len(rows) for rows, _, _ in shards) < few:
            yield from map(group_shard, shards)
            return
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            yield from pool.map(group_shard, shards)

    return run


def _lineages(readings: Sequence[Reading]) -> list[Lineage]:
    updated = {
        r.dispatch.id for r in readings
        if any(cut.reason == UPDATE_NOTE for cut in r.dispatch.cuts)
    }  # fmt: skip
    texts = ((r.dispatch.id, r.dispatch.text, r.dispatch.meta) for r in readings)
    return find_copies(texts, updated)


def _sources(readings: Sequence[Reading], lineages: Iterable[Lineage]) -> dict[str, Source]:
    """Where each dispatch comes from; its agency's text, or what it credits unseen."""
    home = {kin.dispatch_id: lineage for lineage in lineages for kin in lineage.kin}
    out: dict[str, Source] = {}
    for reading in readings:
        dispatch, lineage = reading.dispatch, home.get(reading.dispatch.id)
        meta = dispatch.meta
        credits: tuple[str, ...] = ()
        if lineage is not None:
            name = lineage.agency or meta.agency or meta.outlet
        elif meta.outlet and meta.agency and meta.outlet != meta.agency:
            name, credits = meta.outlet, meta.agencies or (meta.agency,)
        else:
            name = meta.agency or meta.outlet
        out[dispatch.id] = Source(
            dispatch=dispatch.id, origin=lineage.source if lineage else dispatch.id,
            name=name or dispatch.id, told=_told(dispatch), outlet=meta.outlet or meta.agency,
            credits=credits,
        )  # fmt: skip
    return out


def _told(dispatch: Dispatch) -> str | None:
    """The day a dispatch was published, else that of its dateline."""
    return dispatch.meta.published or dispatch.meta.dateline_date


def _clock(reading: Reading) -> Clock:
    days = (read_days(None, t.candidates) for t in reading.referents.times if t.candidates)
    return Clock(
        dispatch=reading.dispatch.id, given=_told(reading.dispatch),
        weekdays=tuple(d for d in days if is_weekday(d)),
    )  # fmt: skip
