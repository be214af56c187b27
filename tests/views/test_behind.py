"""Laws of what stands behind events: each report in the reading that holds it last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from views import made_events as made
from vigie.store.events import save_events
from vigie.store.record import Record
from vigie.views.behind import (
    opening_of,
    readings_behind,
    readings_in_force,
    with_reports,
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(made.made_record(tmp_path / "small.vigie")) as opened:
        yield opened


def test_an_event_opens_with_the_outlets_own_word(record: Record):
    """The wire asserts it first; the denial and the later toll do not speak for the event."""
    opening = opening_of(record, made.TAKEN)
    assert (opening.dispatch, opening.outlet, opening.goldstein) == ("wire", "Agence", -9.0)
    assert opening.words == "Le GNA a pris jeudi la ville d'Asaba à l'ANL"
    assert opening_of(record, made.UNDATED).words is None


def test_an_event_opens_with_the_fullest_dated_wire(tmp_path: Path):
    """Not with a dispatch known to its month, though "2020-05" sorts before its days."""
    wire = next(r for r in made.readings() if r.dispatch.id == "wire")
    vague = msgspec.structs.replace(
        wire,
        dispatch=msgspec.structs.replace(
            wire.dispatch, id="a-vague",
            meta=msgspec.structs.replace(wire.dispatch.meta, published="2020-05"),
        ),
    )  # fmt: skip
    with Record(tmp_path / "v.vigie", write=True) as record:
        list(record.add((f"k-{r.dispatch.id}", r) for r in (vague, wire)))
        save_events(record, [made.TAKEN], made.CARDS)
        assert opening_of(record, made.TAKEN).dispatch == "wire"


def test_reports_come_by_publication(record: Record):
    ((_, told),) = with_reports(record, [made.TAKEN])
    assert [(r.dispatch.id, p.id) for r, p in told] == [
        ("wire", "r1"), ("copy", "r3"), ("deny", "r5"), ("late", "r6"),
    ]  # fmt: skip


def test_readings_come_once_whatever_the_order_of_events(record: Record):
    one, two = (
        [(r.dispatch.id, told) for r, told in readings_behind(record, events)]
        for events in (made.EVENTS, made.EVENTS[::-1])
    )
    assert one == two
    assert one[0] == ("wire", {"r1": "e1asaba", "r2": "e2menace"})
    assert len(one) == 4


def test_a_newer_maker_takes_the_place_of_an_older_one(tmp_path: Path):
    path = made.made_record(tmp_path / "twice.vigie")
    again = msgspec.structs.replace(made.readings()[0], made_by="newer")
    with Record(path, write=True) as record:
        list(record.add([(made.key_of(again), again)]))
    with Record(path) as record:
        held = {r.dispatch.id: r.made_by for r in readings_in_force(record)}
        ((_, told),) = with_reports(record, [made.THREAT])
    assert held == {"wire": "newer", "copy": "test", "deny": "test", "late": "test"}
    assert {r.made_by for r, _ in told} == {"newer", "test"}
