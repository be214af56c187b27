"""Laws of the record on disk."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.errors import BadRequest, NotARecord
from vigie.records import (
    Actor,
    Block,
    Dispatch,
    Issue,
    Meta,
    RawDispatch,
    Reading,
    Referents,
    Report,
    Span,
)
from vigie.store.record import Record, dispatch_key
from vigie.views.quotes import quotes
from vigie.views.reports import Asked, report_rows
from vigie.views.search import search

TEXT = "L'armée a bombardé Sirte jeudi. Les rebelles ont fui."


def reading(name: str = "a", when: str | None = "2020-05-21", text: str = TEXT) -> Reading:
    """A small reading with one report."""
    dispatch = Dispatch(
        id=name, raw=text, text=text, starts=(0,), shifts=(0,),
        blocks=(Block(start=0, end=len(text), kind="body"),), meta=Meta(published="2020-05-22"),
    )  # fmt: skip
    actors = {
        "army": Actor(
            key="army", name="armée", names=("armée",), kind="ORG", country="LBY"
        ),
        "rebels": Actor(key="rebels", name="rebelles", names=("rebelles",), kind="GROUP"),
    }
    report = Report(
        id=f"r{name}", span=Span(0, 30), trigger=Span(10, 18), type="ASSAULT", mode="aerial",
        status="asserted", actors=("army",), recipients=("rebels",), when=when, where="Sirte",
    )  # fmt: skip
    return Reading(
        dispatch=dispatch, reports=(report,), lemmas="le armée bombarder Sirte jeudi",
        referents=Referents(mentions=(), actors=actors, times=(), places=()), made_by="test/1",
    )  # fmt: skip


def key(name: str) -> str:
    return dispatch_key(RawDispatch(id=name, text=TEXT))


def test_what_goes_in_comes_out(tmp_path: Path):
    """The record gives back the reading it took, word for word."""
    path = tmp_path / "r.vigie"
    with Record(path, write=True) as record:
        assert list(record.add([(key("a"), reading())])) == [True]
    with Record(path) as record:
        assert record.reading_of("a") == reading()
        assert record.report("ra") == (reading(), reading().reports[0])


def test_the_same_dispatch_is_never_added_twice(tmp_path: Path):
    """A rerun adds nothing; a newer maker adds its own reading, and the newest is shown."""
    path = tmp_path / "r.vigie"
    newer = Reading(
        **{f: getattr(reading(), f) for f in Reading.__struct_fields__}
        | {"made_by": "test/2"}
    )
    with Record(path, write=True) as record:
        list(record.add([(key("a"), reading())]))
        assert list(record.add([(key("a"), reading())])) == [False]
        list(record.add([(key("a"), newer)]))
        assert [r.made_by for r in record.readings()] == ["test/2"]
        assert record.rows("SELECT count(*) FROM dispatches") == [(1,)]
        assert len(report_rows(record, Asked())) == 1


def test_nothing_can_be_changed_or_removed(tmp_path: Path):
    """Append-only is held by the file itself, not by good manners."""
    with Record(tmp_path / "r.vigie", write=True) as record:
        list(record.add([(key("a"), reading())]))
        for table in ("dispatches", "readings", "reports", "sides"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                record.db.execute(f"DELETE FROM {table}")
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                record.db.execute(f"UPDATE {table} SET rowid = rowid + 9")


def test_the_same_readings_give_the_same_bytes(tmp_path: Path):
    """Two records of the same readings are the same file."""
    files = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.vigie"
        with Record(path, write=True) as record:
            list(record.add((key(str(n)), reading(str(n))) for n in range(150)))
        files.append(path.read_bytes())
    assert files[0] == files[1]


def test_a_killed_build_keeps_what_was_written(tmp_path: Path):
    """An error in mid-build loses nothing that was added before it."""
    path = tmp_path / "r.vigie"

    def entries():
        for n in range(100):
            yield key(str(n)), reading(str(n))
        raise RuntimeError("the machine went down")

    with pytest.raises(RuntimeError), Record(path, write=True) as record:
        list(record.add(entries()))
    with Record(path) as record:
        assert record.rows("SELECT count(*) FROM readings") == [(100,)]


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database at all, only words", b"SQLite format 3\0" + b"\0" * 100],
)
def test_a_file_that_is_not_ours_is_refused_in_one_sentence(tmp_path: Path, content: bytes):
    """No stack of errors: one sentence, and the file is left as it was."""
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(NotARecord):
        Record(path)
    assert path.read_bytes() == content


def test_another_program_s_database_is_refused(tmp_path: Path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")
    for write in (False, True):
        with pytest.raises(NotARecord, match="not a record of Vigie"):
            Record(path, write=write)


def test_a_record_of_a_later_version_is_refused(tmp_path: Path):
    path = tmp_path / "r.vigie"
    Record(path, write=True).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(BadRequest, match="later version"):
        Record(path)


def test_a_missing_record_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(NotARecord, match="vigie build"):
        Record(tmp_path / "none.vigie")


def test_issues_are_kept_once_and_in_order(tmp_path: Path):
    odd = [
        Issue(dispatch_id=i, kind="empty", found="nothing", expected="text", done="skipped")
        for i in ("b", "a", "b")
    ]
    with Record(tmp_path / "r.vigie", write=True) as record:
        assert list(record.add(odd)) == [True, True, False]
        assert [i.dispatch_id for i in record.issues()] == ["b", "a"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(), ["2020-05-18/2020-05-24", "2020-05-21", None]),
        (Asked(since="2020-05-22"), ["2020-05-18/2020-05-24"]),
        (Asked(until="2020-05-20"), ["2020-05-18/2020-05-24"]),
        (Asked(since="2020-05", until="2020-05"), ["2020-05-18/2020-05-24", "2020-05-21"]),
        (Asked(types=("CONSULT",)), []),
        (
            Asked(actor="armée", place="sirte"),
            ["2020-05-18/2020-05-24", "2020-05-21", None],
        ),
        (Asked(status="denied"), []),
    ],
)
def test_the_view_of_reports_answers_what_is_asked(
    tmp_path: Path, asked: Asked, found: list[str | None]
):
    """Dated rows in order, undated last and only when no day was asked for."""
    with Record(tmp_path / "r.vigie", write=True) as record:
        days = {"a": "2020-05-21", "b": None, "c": "2020-05-18/2020-05-24"}
        list(record.add((key(n), reading(n, when)) for n, when in days.items()))
        assert [row.when for row in report_rows(record, asked)] == found


def test_a_day_that_is_no_date_is_refused(tmp_path: Path):
    with (
        Record(tmp_path / "r.vigie", write=True) as record,
        pytest.raises(BadRequest, match="2020-05-21"),
    ):
        report_rows(record, Asked(since="hier"))


def test_search_folds_accents_and_endings(tmp_path: Path):
    """Readers type inflected, unaccented words; the index holds lemmas."""
    with Record(tmp_path / "r.vigie", write=True) as record:
        list(record.add([(key("a"), reading())]))
        for words in ("bombardé", "bombarde Sirte", "armees", "ARMÉE"):
            assert [f.dispatch for f in search(record, words)] == ["a"], words
        assert search(record, "Tripoli") == []
        with pytest.raises(BadRequest):
            search(record, '"*(')


def test_quotes_of_nobody_are_none(tmp_path: Path):
    with Record(tmp_path / "r.vigie", write=True) as record:
        list(record.add([(key("a"), reading())]))
        assert quotes(record, speaker="Haftar") == []


@settings(max_examples=30, deadline=None)
@given(text=st.text(min_size=1, max_size=80))
def test_no_text_however_strange_is_lost(
    tmp_path_factory: pytest.TempPathFactory, text: str
):
    """Lone surrogates aside, which no UTF-8 file can hold, any text comes back."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    path = tmp_path_factory.mktemp("odd") / "r.vigie"
    odd = reading("odd", text=TEXT + text)
    with Record(path, write=True) as record:
        list(record.add([(dispatch_key(RawDispatch(id="odd", text=TEXT + text)), odd)]))
        assert record.reading_of("odd") == odd
