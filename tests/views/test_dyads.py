"""Laws of dyads: counted once, in the bin that holds them, for what was read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from views import made_events as made
from vigie.errors import BadRequest
from vigie.records import Event
from vigie.store.events import save_events
from vigie.store.record import Record
from vigie.views.dyads import Counted, Dyad, dyads
from vigie.views.events import Wanted


def told(n: int, day: str, **fields: object) -> Event:
    base = {
        "id": f"x{n}", "when": day, "candidates": (), "starts": day, "ends": day, "score": -4.0,
    }  # fmt: skip
    return msgspec.structs.replace(made.THREAT, **(base | fields))


def counted(path: Path, events: list[Event], asked: Counted) -> list[Dyad]:
    made.made_record(path, merged=False)
    with Record(path, write=True) as record:
        save_events(record, events, made.CARDS)
        return dyads(record, asked)


def test_a_week_holds_its_events_and_what_was_read(tmp_path: Path):
    """21 May 2020 is in the week of Monday 18; four dispatches were read, three that week."""
    events = [told(1, "2020-05-21"), told(2, "2020-05-24"), told(3, "2020-05-26")]
    (dyad,) = counted(tmp_path / "r.vigie", events, Counted())
    assert (dyad.left, dyad.right, dyad.events, dyad.loose) == ("TUR", "LBY", 3, 0)
    assert [(b.start, b.events, b.plover, b.read, b.rate) for b in dyad.bins] == [
        ("2020-05-18", 2, -8.0, 3, 66.667), ("2020-05-25", 1, -4.0, 1, 100.0),
    ]  # fmt: skip
    assert dyad.goldstein == pytest.approx(3 * -4.4)


def test_days_without_events_are_there_where_something_was_read(tmp_path: Path):
    (dyad,) = counted(tmp_path / "r.vigie", [told(1, "2020-05-22")], Counted(by="day"))
    assert [(b.start, b.events, b.read) for b in dyad.bins] == [
        ("2020-05-22", 1, 2), ("2020-05-23", 0, 1), ("2020-05-24", 0, 0), ("2020-05-25", 0, 1),
    ]  # fmt: skip
    assert dyad.bins[2].rate is None


def test_what_is_dated_more_widely_than_a_bin_is_counted_apart(tmp_path: Path):
    events = [
        told(1, "2020-05-07", ends="2020-05-21"),
        told(2, "2020-05-21", starts=None, ends=None),
    ]
    (dyad,) = counted(tmp_path / "r.vigie", events, Counted())
    assert (dyad.events, dyad.loose, sum(b.events for b in dyad.bins)) == (2, 2, 0)


@pytest.mark.parametrize("status", ["denied", "announced", "hypothetical", "attempted"])
def test_what_has_not_taken_place_is_not_counted(tmp_path: Path, status: str):
    path = tmp_path / "r.vigie"
    assert counted(path, [told(1, "2020-05-21", status=status)], Counted()) == []
    with Record(path) as record:
        assert len(dyads(record, Counted(wanted=Wanted(status=status)))) == 1


def test_several_actors_of_a_country_are_one_event_of_its_dyad(tmp_path: Path):
    event = told(1, "2020-05-21", recipients=(made.party("LNA"), made.party("GNA")))
    (dyad,) = counted(tmp_path / "r.vigie", [event], Counted())
    assert dyad.events == 1


def test_those_who_act_together_act_on_each_other(tmp_path: Path):
    event = told(
        1, "2020-05-21", actors=(made.party("TUR"), made.party("GNA")), recipients=()
    )
    found = counted(tmp_path / "r.vigie", [event], Counted(level="actor"))
    names = {"Turquie", "Gouvernement d'union nationale"}
    assert {(d.left, d.right) for d in found} == {
        (a, b) for a in names for b in names if a != b
    }


def test_places_part_a_dyad_and_a_pair_can_be_asked_for(tmp_path: Path):
    path = tmp_path / "r.vigie"
    events = [
        told(1, "2020-05-21", where=made.TAKEN.where), told(2, "2020-05-21"),
        told(3, "2020-05-21", actors=(made.party("GNA"),)),
    ]  # fmt: skip
    split = counted(path, events, Counted(by_place=True))
    assert {(d.left, d.place) for d in split} == {
        ("TUR", "Asaba"), ("TUR", None), ("LBY", None),
    }  # fmt: skip
    with Record(path) as record:
        pair = Counted(level="actor", wanted=Wanted(dyad=("Turquie", "ANL")))
        assert [(d.left, d.right, d.events) for d in dyads(record, pair)] == [
            ("Turquie", "ANL", 2)
        ]


@pytest.mark.parametrize("asked", [Counted(by="year"), Counted(level="town")])
def test_what_cannot_be_counted_is_refused(tmp_path: Path, asked: Counted):
    with pytest.raises(BadRequest, match="write one of"):
        counted(tmp_path / "r.vigie", [told(1, "2020-05-21")], asked)
