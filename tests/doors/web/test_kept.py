"""Laws of what is held: worked out once for all, of the state asked, or said to be of another."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

pytest.importorskip("litestar", reason="the pages need vigie[web]")

from litestar.testing import TestClient

from views import made_events as made
from vigie.doors.web import kept as room
from vigie.doors.web.anchor import reading
from vigie.doors.web.app import make_app
from vigie.doors.web.kept import Kept, state_of
from vigie.errors import NotARecord
from vigie.records import RawDispatch
from vigie.store.events import save_events
from vigie.store.record import Record, dispatch_key
from vigie.store.versions import raise_version, version_of


def test_an_answer_is_worked_out_once_for_all_who_ask() -> None:
    """Twenty at once, one works; all are given the same."""
    kept, works, gate = Kept(), [], threading.Event()

    def work() -> str:
        works.append(1)
        gate.wait(5)
        return "answer"

    given: list[object] = []
    askers = [
        threading.Thread(target=lambda: given.append(kept.get("q", (1,), work)))
        for _ in range(20)
    ]
    for one in askers:
        one.start()
    gate.set()
    for one in askers:
        one.join()
    assert given == [("answer", None)] * 20
    assert len(works) == 1


def test_while_one_works_the_others_have_the_last_and_are_told_its_moment() -> None:
    """Nobody waits for an answer that is being renewed; nobody takes the last for the new."""
    kept, begun, gate = Kept(), threading.Event(), threading.Event()
    assert kept.get("q", (1,), lambda: "old") == ("old", None)

    def renew() -> str:
        begun.set()
        gate.wait(5)
        return "new"

    one = threading.Thread(target=lambda: kept.get("q", (2,), renew))
    one.start()
    begun.wait(5)
    answer, moment = kept.get("q", (2,), lambda: "never")
    assert answer == "old"
    assert moment is not None
    gate.set()
    one.join()
    assert kept.get("q", (2,), lambda: "never") == ("new", None)


def test_what_is_quick_is_never_of_another_state() -> None:
    """Only what takes long is given again after a change."""
    kept = Kept()
    for n in range(5):
        assert kept.get("q", (n,), lambda n=n: n) == (n, None)


def test_the_oldest_goes_when_there_are_too_many() -> None:
    """What is held is bounded."""
    kept = Kept()
    for n in range(room.MOST + 10):
        kept.put(n, (1,), n)
    assert kept.peek(0, (1,)) is None
    assert kept.peek(room.MOST + 9, (1,)) == room.MOST + 9


def test_readings_leave_the_state_of_events_and_a_merge_changes_it(tmp_path: Path) -> None:
    """A build that adds readings empties nothing; events saved as they were change nothing."""
    path = made.made_record(tmp_path / "r.vigie")
    with Record(path, write=True) as record:
        before = state_of(record)
        raw = RawDispatch(id="more", text="Rien.")
        reading = made.readings()[0]
        list(record.add([(dispatch_key(raw), reading)]))
        assert state_of(record) == before
        held = version_of(record)
        raise_version(record)
        assert version_of(record) == (held or 0) + 1
        assert state_of(record) != before


def test_a_page_is_that_of_the_record_as_it_is(tmp_path: Path) -> None:
    """A page held is given again byte for byte; after events change it is another."""
    path = made.made_record(tmp_path / "r.vigie")
    with TestClient(make_app(path), base_url="http://127.0.0.1") as client:
        first = client.get("/events").text
        assert client.get("/events").text == first
        with Record(path, write=True) as record:
            save_events(record, made.EVENTS[:1], made.CARDS, made.STORIES)
        after = client.get("/events").text
        assert "e2menace" in first
        assert "e2menace" not in after


def test_an_earlier_record_goes_by_its_file(tmp_path: Path) -> None:
    """Where merges were not counted, any change of the file is one of the state."""
    path = made.made_record(tmp_path / "r.vigie")
    with Record(path, write=True) as record:
        record.db.execute("DROP TABLE IF EXISTS versions")
        before = state_of(record)
        reading = made.readings()[0]
        list(record.add([("another", reading)]))
        assert state_of(record) != before


def test_a_thread_keeps_its_record_until_another_file_stands_there(tmp_path: Path) -> None:
    """One connection serves visit after visit; a new file, or an error, gets a new one."""
    path = made.made_record(tmp_path / "r.vigie")
    with reading(path) as first, reading(path) as inner:
        assert inner is not first  # a visit within a visit
    with reading(path) as again:
        assert again is first
        assert again.rows("SELECT 1") == [(1,)]
    other = made.made_record(tmp_path / "other.vigie")
    other.replace(path)
    with reading(path) as moved:
        assert moved is not first
    with pytest.raises(ValueError, match="odd"), reading(path):
        raise ValueError("odd")
    with reading(path) as fresh:
        assert fresh is not moved
        assert fresh.rows("SELECT 1") == [(1,)]
    path.unlink()
    with pytest.raises(NotARecord), reading(path):
        pass
