"""From texts to events: the examples, and the seeds where they are at hand."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import msgspec
import pytest

from vigie.dispatches.readers import read_path
from vigie.flow.kit import Kit
from vigie.flow.merging import merge_readings
from vigie.flow.plan import read_many
from vigie.records import RawDispatch, Reading

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/gold"))

import merges  # noqa: E402  # the merge gold and its figures, a script of tests/gold


def read(kit: Kit, *paths: Path) -> list[Reading]:
    """Readings of files."""
    raws = [r for p in paths for r in read_path(str(p)) if isinstance(r, RawDispatch)]
    return list(read_many(raws, kit))


@pytest.fixture(scope="module")
def examples(kit: Kit) -> list[Reading]:
    """The examples, read."""
    return read(kit, ROOT / "examples/dispatches")


@pytest.fixture(scope="module")
def seeds(kit: Kit, shared: Path) -> list[Reading]:
    """The two seeds, read."""
    return read(kit, shared / "gold/seeds.jsonl")


def events(kit: Kit, readings: list[Reading], **how: int):
    """All that some readings say happened."""
    return merge_readings(readings, lore=kit.kb, ontology=kit.ontology, **how)


def test_examples_give_the_same_bytes_in_any_order_by_any_number(kit: Kit, examples):
    """Two shuffles and the reverse; by one process, and by two and four that do start."""

    def bytes_of(found) -> bytes:
        m = found.merged
        return msgspec.msgpack.encode(
            (list(m.events), m.stories, m.datings, found.actors, found.lineages)
        )

    first = bytes_of(events(kit, examples))
    assert bytes_of(events(kit, examples[::-1])) == first
    for seed in (1, 2):
        shuffled = random.Random(seed).sample(examples, len(examples))
        assert bytes_of(events(kit, shuffled)) == first
    for workers in (2, 4):
        assert bytes_of(events(kit, examples[::-1], workers=workers, few=0)) == first


def test_asaba_is_one_event_and_dates_the_undated(kit: Kit, examples):
    """Told by several, copies once; the dispatch known to May is of 21 or 22 May by its Wednesday."""
    found = events(kit, examples).merged
    (asaba,) = (
        e for e in found.events
        if e.type == "COERCE" and e.where and e.where.name == "Asaba" and len(e.reports) > 1
    )  # fmt: skip
    assert asaba.when == "2020-05-21"
    assert len(asaba.origins) >= 2
    (dating,) = found.datings
    assert (dating.dispatch, dating.published) == (
        "07-sans-jour-menaces",
        "2020-05-21/2020-05-22",
    )
    # Thursday's taking and Wednesday's retreat both date it; and the taking is denied in the open.
    through = {(e.type, e.when) for e in found.events if e.id in dating.through}
    assert through == {("COERCE", "2020-05-21"), ("RETREAT", "2020-05-20")}
    (denied,) = (c for c in asaba.contradictions if c.field == "status")
    assert {side.value for side in denied.sides} == {"asserted", "denied"}


def test_the_wire_on_watiya_is_one_origin(kit: Kit, examples):
    """The agency, its copy and its short form are one source."""
    found = events(kit, examples).merged
    (taken,) = (
        e for e in found.events
        if len(e.reports) > 2 and any(o.source == "01-agence-watiya" for o in e.origins)
        and e.type == "COERCE"
    )  # fmt: skip
    (origin,) = taken.origins
    assert len(origin.dispatches) == 3


def test_two_seeds_alone_leave_three_thursdays(kit: Kit, seeds):
    """Seed-000, of Saturday 23 May, already has the threat: 7, 14 or 21 May, and Vigie says so."""
    found = events(kit, seeds).merged
    (dating,) = found.datings
    assert dating.dispatch == "seed-002"
    assert "2020-05-28" not in dating.candidates
    assert any("2020-05-07|2020-05-14|2020-05-21" in why for why in dating.why)
    assert any(
        e.candidates == ("2020-05-07", "2020-05-14", "2020-05-21") for e in found.events
    )


def test_dated_wires_date_the_seed(kit: Kit, examples, seeds):
    """With the wires on Asaba, its Thursday is 21 May and its Wednesday the 20th."""
    found = events(kit, [*examples, *seeds]).merged
    dating = next(d for d in found.datings if d.dispatch == "seed-002")
    assert dating.published == "2020-05-21/2020-05-22"
    own = {r.id for s in seeds if s.dispatch.id == "seed-002" for r in s.reports}
    days = {e.when for e in found.events if own & set(e.reports) and e.when}
    assert {"2020-05-20", "2020-05-21"} <= days


def test_the_merge_gold_holds_on_the_examples(kit: Kit, examples, seeds):
    """B-cubed and the precision of pairs stay above what was promised."""
    readings = [*examples, *seeds]
    acts, _ = merges.gold_acts("examples", readings)
    found = merges.score(acts, [e.reports for e in events(kit, readings).merged.events])
    assert found["b3"] >= 0.85
    assert found["pair precision"] >= 0.95


def test_the_merge_gold_holds_on_another_crisis(kit: Kit):
    """The same on the Sahel set, and its undated dispatch is dated through the others."""
    readings = merges.read_set("sahel", kit)
    acts, _ = merges.gold_acts("sahel", readings)
    found = events(kit, readings).merged
    score = merges.score(acts, [e.reports for e in found.events])
    assert score["b3"] >= 0.85
    assert score["pair precision"] >= 0.95
    (dating,) = found.datings
    assert dating.dispatch == "11-sans-date-sahel"
    assert dating.published is not None
    assert dating.published.startswith("2022-09-1")


@pytest.mark.shared
def test_the_merge_gold_holds_on_posts(kit: Kit, shared: Path):
    """The same on posts and articles of 2011 to 2013."""
    readings = merges.read_set("posts", kit)
    acts, _ = merges.gold_acts("posts", readings)
    found = merges.score(acts, [e.reports for e in events(kit, readings).merged.events])
    assert found["b3"] >= 0.85
    assert found["pair precision"] >= 0.95
