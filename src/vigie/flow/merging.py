"""The corridor. A record's readings → what happened, by many accounts → the record's events.

Flow: readings in force → who is who (identity), which texts are copies (copies), what people
decided → `merge_reports` → the store. What is worked out on the way is kept on the record's desk
(`laying.py`), so that the next merge looks only at what is near what is new (`updating.py`).
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

import msgspec

import vigie
from vigie.dispatches.copies import find_copies
from vigie.events.cast import cast_of
from vigie.events.identity import ActorSeen, Sort, link_actors, name_sorts, sort_of, ties_of
from vigie.events.identity_evidence import NameLore
from vigie.events.merge import Merged, merge_reports
from vigie.events.rulings import read_rulings
from vigie.events.seen import Source, lay_out
from vigie.events.shelf import unpack
from vigie.events.stories import beat_of
from vigie.events.web import Runner, run_in_turn
from vigie.flow.laying import (
    DeskCast,
    clock_of,
    desk_cards,
    encode,
    engine,
    is_coarse,
    keep_text,
    kept_clock,
    put_narrowed,
    put_reports,
    sightings_of,
    updates,
)
from vigie.flow.reviewing import replay
from vigie.flow.updating import Brought, Setting, bring_up, lay_again, trace
from vigie.knowledge.kb import open_kb
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.records import ActorCard, Decision, Lineage, Meta, Reading
from vigie.store.events import Saved, save_events
from vigie.store.laid import Laid
from vigie.store.record import Record

# Below this many reports a process of its own costs more to start than it saves.
FEW_REPORTS = 20_000
_read_log = msgspec.msgpack.Decoder(list[Decision]).decode
AHEAD = 3  # tasks sent to each process before the first is done
# Above this share of new dispatches, to merge all anew is faster.
FEW_NEW = 0.1


class Merging(msgspec.Struct, frozen=True, kw_only=True):
    """All that the readings of a record give together."""

    merged: Merged
    actors: tuple[ActorCard, ...]
    lineages: tuple[Lineage, ...]


def merge_record(record: Record, *, workers: int = 1, few_new: float = FEW_NEW) -> Saved:
    """Bring a record's events up to date, and write those that changed.

    What was merged before is kept beside the events; where little is new, only what is near it is
    looked at, and the events are those of a merge from nothing.

    Args:
        record: Open for writing.
        workers: Number of processes; the events are the same bytes whatever it is.
        few_new: Share of the dispatches up to which new ones are little.
    """
    log = replay(record).log
    desk, db = Laid(record), record.db
    setting = Setting(
        lore=open_kb(), ontology=load_ontology(), made_by=f"vigie/{vigie.__version__}",
        sources=sources_of,
    )  # fmt: skip
    last, was, engine_then = (desk.state(n) for n in ("reading", "log", "engine"))
    fresh: dict[str, int] = {}
    is_known = last is not None and was is not None and engine_then == engine()
    if is_known:
        fresh = desk.read_since(int(last or b"0"))
        then = _read_log(was or b"")
        if not fresh and then == list(log):
            return Saved(same=desk.count("beats"))
        is_known = len(fresh) <= few_new * desk.count("dispatches")
    now = str(desk.last_reading()).encode()
    brought = None
    db.execute("BEGIN IMMEDIATE")
    try:
        desk.forget_state()
        if is_known:
            brought = bring_up(desk, fresh, (then, log), setting)
        if brought is None:
            brought = _merge_whole(desk, log, setting, runner(workers))
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
    saved = save_events(
        record, brought.events, brought.actors, brought.stories, brought.datings,
        brought.lineages, gone=brought.gone,
    )  # fmt: skip
    desk.put_state(reading=now, log=encode(list(log)), engine=engine())
    return msgspec.structs.replace(
        saved, same=desk.count("beats") - saved.new - saved.changed
    )


def _merge_whole(
    desk: Laid, log: Sequence[Decision], setting: Setting, run: Runner
) -> Brought:
    """All events of a record from its readings, each of which is read twice and none is kept."""
    desk.clear()
    ranks = desk.read_since(0)
    first: dict[Sort, ActorSeen] = {}
    for name, rank in ranks.items():
        reading = desk.reading(rank)
        text = keep_text(reading)
        desk.put("dispatches", [(name, rank, is_coarse(kept_clock(name, text)), text, b"")])
        rows = []
        for one in sightings_of(reading):
            sort = sort_of(one, setting.lore)
            first[sort] = min(first.get(sort, one), one, key=lambda s: s.id)
            rows.append((one.id, one.dispatch, one.actor.key, encode(sort), encode(one)))
        desk.put("sightings", rows)
    ids = name_sorts(first, setting.lore)
    desk.put("sorts", ((encode(sort), ids[sort]) for sort in sorted(ids)))
    for sort in sorted(first):
        ties = ties_of(sort, first[sort], setting.lore)
        desk.put("blocks", ((encode(tie), encode(sort)) for tie in sorted(ties)))
    desk.put("cast", ((card.id, encode(card)) for card in desk_cards(desk)))
    lineages, _ = trace(desk, {}, {}, setting.sources)
    ruled = read_rulings(log)
    for name in ranks:
        _, now = lay_again(desk, [name], {}, ruled)
        put_reports(desk, now.values())
    cast = DeskCast(desk)
    held = desk.all("dispatches", "id, text", "id")
    merged = merge_reports(
        (unpack(seen) for (seen,) in desk.all("reports", "seen", "id")),
        (kept_clock(name, text) for name, text in held), cast, ruled,
        ontology=setting.ontology, made_by=setting.made_by, run=run,
    )  # fmt: skip
    put_narrowed(desk, merged.dated.days)
    desk.put("datings", ((d.dispatch, encode(d)) for d in merged.dated.datings))
    events = list(merged.events)
    desk.put("beats", ((e.id, beat_of(e)) for e in events))
    named = {actor for (actor,) in desk.all("sides", "DISTINCT actor", "actor")}
    return Brought(
        events=events, gone=None, actors=[c for c in desk_cards(desk) if c.id in named],
        stories=merged.stories, datings=merged.datings, lineages=lineages,
    )  # fmt: skip


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
    sightings = [one for r in known for one in sightings_of(r)]
    ids = link_actors(sightings, lore)
    cast, cards = cast_of(sightings, ids)
    lineages = find_copies(
        ((r.dispatch.id, r.dispatch.text, r.dispatch.meta) for r in known),
        {r.dispatch.id for r in known if updates(r)},
    )
    sources = sources_of(((r.dispatch.id, r.dispatch.meta) for r in known), lineages)
    seen = [s for r in known for s in lay_out(r, ids, sources[r.dispatch.id])]
    merged = merge_reports(
        seen, (clock_of(r) for r in known), cast, read_rulings(log), ontology=ontology,
        made_by=f"vigie/{vigie.__version__}", run=runner(workers, few),
    )  # fmt: skip
    named = {k for s in seen for k in (*s.doers, *s.recipients, s.said_by)}
    return Merging(
        merged=merged, actors=tuple(c for c in cards if c.id in named),
        lineages=tuple(lineages),
    )  # fmt: skip


def runner(workers: int, few: int = FEW_REPORTS) -> Runner:
    """How to do the heavy work on that many processes; on this one alone where reports are few."""

    def run(
        work: Callable[[Any, Any], Any], shared: object, tasks: Iterable[object], size: int
    ) -> Iterator[Any]:
        if workers <= 1 or size < few:
            yield from run_in_turn(work, shared, tasks, size)
            return
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            workers, mp_context=context, initializer=_hold, initargs=(work, shared)
        ) as pool:
            waiting: deque[Future[Any]] = deque()
            for task in tasks:  # a few ahead, never all: a task is a message of some size
                waiting.append(pool.submit(_do, task))
                if len(waiting) > AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    return run


# What a process of a runner works with: it is sent once, not with every task.
_held: list[Any] = []


def _hold(work: Callable[[Any, Any], Any], shared: object) -> None:
    _held[:] = [work, shared]


def _do(task: object) -> Any:
    work, shared = _held
    return work(shared, task)


def sources_of(
    metas: Iterable[tuple[str, Meta]], lineages: Iterable[Lineage]
) -> dict[str, Source]:
    """Where each dispatch comes from; its agency's text, or what it credits unseen."""
    home = {kin.dispatch_id: lineage for lineage in lineages for kin in lineage.kin}
    out: dict[str, Source] = {}
    for name, meta in metas:
        lineage = home.get(name)
        credits: tuple[str, ...] = ()
        if lineage is not None:
            wire = lineage.agency or meta.agency or meta.outlet
        elif meta.outlet and meta.agency and meta.outlet != meta.agency:
            wire, credits = meta.outlet, meta.agencies or (meta.agency,)
        else:
            wire = meta.agency or meta.outlet
        out[name] = Source(
            dispatch=name, origin=lineage.source if lineage else name, name=wire or name,
            told=meta.published or meta.dateline_date, outlet=meta.outlet or meta.agency,
            credits=credits,
        )  # fmt: skip
    return out
