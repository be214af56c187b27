"""A record brought up to date dispatch by dispatch is what a merge from nothing makes of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from vigie.dispatches.readers import read_path
from vigie.flow.kit import Kit
from vigie.flow.merging import merge_record
from vigie.flow.plan import read_many
from vigie.records import Decision, RawDispatch, Reading
from vigie.store import events as stored
from vigie.store.events import Saved, add_decision
from vigie.store.laid import TABLES, Laid
from vigie.store.record import Record

ROOT = Path(__file__).resolve().parents[2]
ALWAYS = float("inf")  # however much is new, only its neighbourhood is looked at


@pytest.fixture(scope="module")
def readings(kit: Kit) -> list[Reading]:
    """The examples and the Sahel set, read."""
    paths = [ROOT / "examples/dispatches", ROOT / "tests/gold/sahel"]
    raws = [
        raw
        for path in paths
        for raw in read_path(str(path))
        if isinstance(raw, RawDispatch)
    ]
    return list(read_many(raws, kit))


def put(record: Record, some: list[Reading]) -> None:
    """Add readings to a record."""
    list(record.add((f"{r.dispatch.id}/{r.made_by}/{len(r.reports)}", r) for r in some))


def merge(record: Record, few_new: float = ALWAYS) -> Saved:
    """Bring the record up to date."""
    return merge_record(record, few_new=few_new)


def held(record: Record) -> dict[str, Any]:
    """All that a merge says and keeps, but for ranks."""
    asked = ("events", "actors", "stories", "datings", "lineages")
    out: dict[str, Any] = {n: list(getattr(stored, f"all_{n}")(record)) for n in asked}
    for table in TABLES:
        if table not in ("state", "dispatches"):
            out[table] = sorted(record.rows(f"SELECT * FROM laid_{table}"))
    out["texts"] = sorted(
        record.rows("SELECT id, coarse, text, source FROM laid_dispatches")
    )
    out["sides"] = sorted(
        record.rows(
            "SELECT e.id, s.side, s.actor FROM event_sides s JOIN events e ON e.rank = s.event"
        )
    )
    return out


def made_anew(record: Record) -> tuple[Saved, dict[str, Any]]:
    """The record merged from nothing, and what that wrote."""
    Laid(record).forget_state()
    saved = merge(record)
    return saved, held(record)


def words(record: Record, luck: random.Random) -> Iterator[Decision]:
    """A few things a person may say of what the record holds."""
    events = list(stored.all_events(record))
    joined = [e for e in events if len(e.reports) > 1]
    one, other = luck.sample(events, 2)
    said: list[tuple[str, str, dict[str, str]]] = [
        ("same", f"{one.reports[0]}+{other.reports[-1]}", {}),
        ("correct", other.id, {"field": "when", "value": '"2020-05-20"'}),
        ("reject", luck.choice(events).reports[0], {}),
    ]
    if joined:
        said.append(
            ("different", "+".join(luck.sample(luck.choice(joined).reports, 2)), {})
        )
    for kind, target, more in luck.sample(said, 2):
        yield Decision(
            kind=kind, target=target, by="ana", at="2026-01-01T00:00:00Z", **more
        )


@pytest.mark.parametrize("seed", range(4))
def test_by_and_by_is_at_once(readings: list[Reading], tmp_path: Path, seed: int):
    """In any order, in any batches, with people's words between: a merge from nothing adds nothing."""
    luck = random.Random(seed)
    some = luck.sample(readings, len(readings))
    cuts = sorted(luck.sample(range(3, len(some)), 4))
    with Record(tmp_path / "r.vigie", write=True) as record:
        for start, stop in zip([0, *cuts], [*cuts, len(some)], strict=True):
            put(record, some[start:stop])
            merge(record)
            if seed:
                for word in words(record, luck):
                    add_decision(record, word)
        merge(record)
        by_and_by = held(record)
        saved, anew = made_anew(record)
        for part, value in anew.items():
            assert by_and_by[part] == value, part
        assert (saved.new, saved.changed, saved.gone) == (0, 0, 0)


def test_a_word_taken_back_leaves_no_trace(readings: list[Reading], tmp_path: Path):
    """What rested on a judgement goes with it: groups, and the dates they gave."""
    with Record(tmp_path / "r.vigie", write=True) as record:
        put(record, readings)
        merge(record)
        before = (
            list(stored.all_datings(record)),
            [e.reports for e in stored.all_events(record)],
        )
        great = max(stored.all_events(record), key=lambda e: len(e.origins))
        # Of dispatches that had their day: a word on one that got its day by merging is news.
        undated = {dating.dispatch for dating in before[0]}
        stood = {p.id for r in readings if r.dispatch.id not in undated for p in r.reports}
        pair = "+".join([r for r in great.reports if r in stood][:2])
        for n, kind in enumerate(("different", "same")):
            word = Decision(
                kind=kind, target=pair, by="ana", at=f"2026-01-0{n + 1}T00:00:00Z"
            )
            add_decision(record, word)
            merge(record)
            saved, _ = made_anew(record)
            assert saved.changed == saved.new == saved.gone == 0
        after = (
            list(stored.all_datings(record)),
            [e.reports for e in stored.all_events(record)],
        )
        assert after == before


def test_a_dispatch_read_again_takes_the_place_of_itself(
    readings: list[Reading], tmp_path: Path
):
    """A later reading that lost a report and an actor's name leaves nothing of the former."""
    first = next(r for r in readings if len(r.reports) > 3)
    actors = {
        k: msgspec.structs.replace(a, country=None, sector=None)
        for k, a in first.referents.actors.items()
    }
    again = msgspec.structs.replace(
        first, made_by="later", reports=first.reports[1:],
        referents=msgspec.structs.replace(first.referents, actors=actors),
    )  # fmt: skip
    with Record(tmp_path / "r.vigie", write=True) as record:
        put(record, readings)
        merge(record)
        put(record, [again])
        merge(record)
        by_and_by = held(record)
        saved, anew = made_anew(record)
        assert by_and_by == anew
        assert (saved.new, saved.changed, saved.gone) == (0, 0, 0)


def test_nothing_new_touches_nothing(readings: list[Reading], tmp_path: Path):
    """A merge with nothing to merge writes no row."""
    with Record(tmp_path / "r.vigie", write=True) as record:
        put(record, readings[:5])
        first = merge(record)
        changes = record.db.total_changes
        assert merge(record) == Saved(same=first.new)
        assert record.db.total_changes == changes


def test_a_merge_that_was_cut_is_made_anew(
    readings: list[Reading], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Killed between what it lays out and what it saves, the next one starts from nothing."""
    with Record(tmp_path / "r.vigie", write=True) as record:
        put(record, readings[:6])
        merge(record)
        put(record, readings[6:9])

        def killed(*_: object, **__: object) -> Saved:
            raise KeyboardInterrupt

        monkeypatch.setattr("vigie.flow.merging.save_events", killed)
        with pytest.raises(KeyboardInterrupt):
            merge(record)
        monkeypatch.undo()
        merge(record)
        saved, _ = made_anew(record)
        assert (saved.new, saved.changed, saved.gone) == (0, 0, 0)
