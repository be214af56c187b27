"""Laws of events on disk: derived, repeatable, given back as taken; decisions only grow."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from views import made_events as made
from vigie.errors import BadRequest
from vigie.records import Decision
from vigie.store.events import (
    Saved,
    add_decision,
    all_actors,
    all_datings,
    all_events,
    all_lineages,
    all_stories,
    decisions,
    find_event,
    has_events,
    need_events,
    save_events,
)
from vigie.store.record import Record


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as db:
        return list(db.iterdump())


def test_what_was_saved_comes_back(tmp_path: Path):
    """Events by id, actors by id, and all that stands beside them."""
    with Record(made.made_record(tmp_path / "r.vigie")) as record:
        assert list(all_events(record)) == list(made.EVENTS)
        assert sorted(all_actors(record), key=lambda a: a.id) == sorted(
            made.CARDS, key=lambda a: a.id
        )
        assert tuple(all_stories(record)) == made.STORIES
        assert tuple(all_datings(record)) == made.DATINGS
        assert tuple(all_lineages(record)) == made.LINEAGES


def test_the_order_given_does_not_change_a_byte(tmp_path: Path):
    files = []
    for n in range(3):
        path = tmp_path / f"{n}.vigie"
        with Record(path, write=True) as record:
            list(record.add((made.key_of(r), r) for r in made.readings()))
            events, cards = list(made.EVENTS), list(made.CARDS)
            random.Random(n).shuffle(events)
            random.Random(n).shuffle(cards)
            save_events(record, events, cards, made.STORIES, made.DATINGS, made.LINEAGES)
        files.append(path.read_bytes())
    assert files[0] == files[1] == files[2]


def test_saving_again_touches_nothing(tmp_path: Path):
    path = made.made_record(tmp_path / "r.vigie")
    before = dump(path)
    with Record(path, write=True) as record:
        saved = save_events(
            record, made.EVENTS, made.CARDS, made.STORIES, made.DATINGS, made.LINEAGES
        )
    assert saved == Saved(same=3)
    assert dump(path) == before


def test_only_what_changed_is_written(tmp_path: Path):
    """A changed event replaces itself, one not given goes, its rows with it."""
    path = made.made_record(tmp_path / "r.vigie")
    heavier = msgspec.structs.replace(made.TAKEN, weight=9.0, recipients=())
    with Record(path, write=True) as record:
        assert save_events(record, [heavier, made.THREAT], made.CARDS) == Saved(
            changed=1, gone=1, same=1
        )
        assert {e.id: e.weight for e in all_events(record)} == {
            "e1asaba": 9.0,
            "e2menace": 1.5,
        }
        sides = record.rows(
            "SELECT side, actor FROM event_sides s JOIN events e ON e.rank = s.event WHERE id = 'e1asaba'"
        )
        assert ("recipient", "lby.lna") not in sides
        assert record.rows("SELECT count(*) FROM event_sides WHERE event = 3") == [(0,)]
        assert list(all_stories(record)) == []


def test_a_neighbourhood_is_saved_without_the_rest(tmp_path: Path):
    """With the ids that are gone, events not given stay."""
    with Record(made.made_record(tmp_path / "r.vigie"), write=True) as record:
        saved = save_events(record, [made.TAKEN], made.CARDS, gone=["e2menace", "unknown"])
        assert saved == Saved(same=1, gone=1)
        assert [e.id for e in all_events(record)] == ["e1asaba", "e3sansjour"]


@settings(max_examples=20, deadline=None)
@given(steps=st.lists(st.sets(st.integers(0, 2)), min_size=1, max_size=4))
def test_the_last_save_is_what_stands(
    tmp_path_factory: pytest.TempPathFactory, steps: list[set[int]]
):
    """Whatever was saved before, the tables hold what was given last."""
    path = made.made_record(tmp_path_factory.mktemp("s") / "r.vigie", merged=False)
    with Record(path, write=True) as record:
        for step in steps:
            save_events(record, [made.EVENTS[i] for i in step], made.CARDS)
        assert list(all_events(record)) == [made.EVENTS[i] for i in sorted(steps[-1])]
        ranks = record.rows("SELECT rank FROM events ORDER BY rank")
        assert record.rows("SELECT rowid FROM event_search ORDER BY rowid") == ranks


def test_a_save_that_fails_leaves_the_last_good_state(tmp_path: Path):
    path = made.made_record(tmp_path / "r.vigie")
    before = dump(path)

    def broken():
        yield msgspec.structs.replace(made.TAKEN, weight=99.0)
        raise RuntimeError("the merge went down")

    with Record(path, write=True) as record, pytest.raises(RuntimeError):
        save_events(record, broken())
    assert dump(path) == before


def test_an_event_answers_to_the_beginning_of_its_id(tmp_path: Path):
    with Record(made.made_record(tmp_path / "r.vigie")) as record:
        assert find_event(record, "e1") == made.TAKEN
        assert find_event(record, "zz") is None
        assert find_event(record, "") is None
        with pytest.raises(BadRequest, match="several events begin with e"):
            find_event(record, "e")


def test_decisions_are_kept_in_order_and_never_changed(tmp_path: Path):
    first = Decision(
        kind="reject", target="r2", by="ada", at="2020-06-01T10:00:00Z", note="no"
    )
    second = Decision(
        kind="correct", target="e1asaba", by="ada", at="2020-06-02T10:00:00Z", field="when",
        value='"2020-05-22"', seen='"2020-05-21"',
    )  # fmt: skip
    with Record(made.made_record(tmp_path / "r.vigie"), write=True) as record:
        assert [add_decision(record, d) for d in (first, second)] == [1, 2]
        save_events(record, [])
        assert decisions(record) == [first, second]
        assert decisions(record, "r2") == [first]
        for sql in ("DELETE FROM decisions", "UPDATE decisions SET by = 'eve'"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                record.db.execute(sql)


@pytest.mark.parametrize(
    "fields", [{"kind": "approve"}, {"value": "{oops"}, {"seen": "nope"}]
)
def test_a_decision_that_cannot_be_read_back_is_refused(
    tmp_path: Path, fields: dict[str, str]
):
    row = {
        "kind": "correct",
        "target": "r1",
        "by": "ada",
        "at": "2020-06-01T10:00:00Z",
    } | fields
    with (
        Record(made.made_record(tmp_path / "r.vigie"), write=True) as record,
        pytest.raises(BadRequest),
    ):
        add_decision(record, Decision(**row))


def test_a_record_of_format_1_opens_and_is_given_the_tables_on_write(tmp_path: Path):
    """Read, it holds no events, and says what to run; opened to write, it can hold them."""
    path = made.made_record(tmp_path / "r.vigie", merged=False)
    as_format_1(path)
    with Record(path) as record:
        assert not has_events(record)
        assert list(all_events(record)) == decisions(record) == []
        assert len(list(record.readings())) == 4
        with pytest.raises(BadRequest, match="vigie merge"):
            need_events(record)
    with Record(path, write=True) as record:
        save_events(record, made.EVENTS, made.CARDS)
        assert has_events(record)
        assert len(list(record.add((made.key_of(r), r) for r in made.readings()))) == 4


def as_format_1(path: Path) -> None:
    """Take from a record what format 1 had not."""
    with sqlite3.connect(path) as db:
        for table in ("decisions", "events", "event_bodies", "event_reports", "event_sides", "event_search",
                      "actors", "actor_search", "stories", "datings", "lineages"):  # fmt: skip
            db.execute(f"DROP TABLE {table}")
        db.execute("DROP INDEX reports_by_reading")
        for column in ("words", "goldstein"):
            db.execute(f"ALTER TABLE reports DROP COLUMN {column}")
        db.execute("PRAGMA user_version = 1")
