"""Laws of the review views: what is due, how far people agree, how right rules are, gold."""

from __future__ import annotations

from pathlib import Path

import made_events as made
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.flow.deciding import decide
from vigie.flow.merging import merge_record
from vigie.records import Decision
from vigie.store.record import Record
from vigie.views.review import (
    agreement,
    cohen,
    decided_gold,
    krippendorff,
    precision,
    queue,
    wilson,
)


def said(kind: str, target: str, by: str = "Aya", **fields: str) -> Decision:
    return Decision(kind=kind, target=target, by=by, at="2026-01-02T03:04:05Z", **fields)


@pytest.fixture
def record(tmp_path: Path):
    """The record made by hand; its reports are by two rules."""
    path = tmp_path / "r.vigie"
    with Record(path, write=True) as found:
        rows = []
        for r in made.readings():
            reports = tuple(
                msgspec.structs.replace(
                    p, rule="take" if p.type == "COERCE" else "threaten"
                )
                for p in r.reports
            )
            rows.append((made.key_of(r), msgspec.structs.replace(r, reports=reports)))
        list(found.add(rows))
        merge_record(found)
        yield found


def due(record: Record, **asked: object) -> list[str]:
    return [d.telling.report for d in queue(record, **asked)]  # type: ignore[arg-type]


def test_the_heaviest_events_come_first_and_each_report_once(record: Record):
    names = due(record)
    assert sorted(names) == ["r1", "r2", "r3", "r4", "r5", "r6"]
    assert [d.weight for d in queue(record)] == sorted(
        (d.weight for d in queue(record)), reverse=True
    )
    assert due(record, limit=2) == names[:2]
    assert set(due(record, rule="threaten")) == {"r2", "r4"}


def test_what_is_judged_is_no_longer_due_but_to_others(record: Record):
    decide(record, said("accept", "r1"))
    decide(record, said("note", "r2", note="à voir"))
    assert "r1" not in due(record)
    assert "r2" in due(record)
    assert "r1" not in due(record, by="Aya")
    assert "r1" in due(record, by="Omar")


def test_people_agree_field_by_field():
    """Two who correct alike agree; a third answer lowers it."""
    log = [
        said("correct", "r1", "Aya", field="type", value='"COERCE"'),
        said("correct", "r1", "Omar", field="type", value='"COERCE"'),
        said("correct", "r2", "Aya", field="type", value='"AID"'),
        said("accept", "r2", "Omar", seen='{"type":"ACCUSE"}'),
        said("same", "r1+r2", "Aya"),
        said("different", "r1+r2", "Omar"),
        said("reject", "r3", "Aya"),
    ]
    found = {a.question: a for a in agreement(log)}
    assert set(found) == {"type", "report", "pair"}
    assert found["type"].items == 2
    assert found["type"].alpha is not None
    assert 0 < found["type"].alpha < 1
    assert found["pair"].alpha == pytest.approx(0)
    assert found["report"].people == ("Aya", "Omar")
    assert agreement([]) == []


def test_alpha_is_that_of_the_book():
    """Krippendorff's example of three coders with values missing, named values: 0.691."""
    units = [
        "22",
        "11",
        "33",
        "334",
        "444",
        "13",
        "22",
        "11",
        "11",
        "33",
        "33",
        "34",
        "1",
        "3",
    ]
    assert krippendorff([list(u) for u in units]) == pytest.approx(0.691, abs=0.001)
    assert krippendorff([]) is None
    assert krippendorff([["a", "a"], ["a", "a"]]) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=30))
def test_agreement_is_never_above_one_nor_below_minus_one(rows: list[tuple[str, str]]):
    for value in (cohen(rows), krippendorff([list(r) for r in rows])):
        assert value is None or -1 - 1e-9 <= value <= 1 + 1e-9
    if rows and len({v for r in rows for v in r}) > 1 and all(a == b for a, b in rows):
        assert cohen(rows) == pytest.approx(1)
        assert krippendorff([list(r) for r in rows]) == pytest.approx(1)


@given(st.integers(0, 50), st.integers(1, 50))
def test_bounds_hold_the_share(right: int, judged: int):
    right = min(right, judged)
    low, high = wilson(right, judged)
    assert 0 <= low <= right / judged + 1e-9
    assert right / judged - 1e-9 <= high <= 1


def test_precision_counts_what_was_right_as_it_stood(record: Record):
    """A corrected day is no fault of the rule that coded the act; a corrected type is."""
    decide(record, said("accept", "r1"))
    decide(record, said("correct", "r3", field="when", value='"2020-05-20"'))
    decide(record, said("accept", "r3"))
    decide(record, said("correct", "r5", field="type", value='"ASSAULT"'))
    decide(record, said("reject", "r2"))
    merge_record(record)
    found = {p.rule: (p.right, p.judged) for p in precision(record)}
    assert found == {"take": (2, 3), "threaten": (0, 1)}


def test_gold_holds_only_dispatches_that_were_seen_whole(record: Record):
    decide(record, said("accept", "r1"))
    assert decided_gold(record) == []
    decide(record, said("reject", "r2"))
    decide(record, said("correct", "r5", field="status", value='"asserted"'))
    merge_record(record)
    rows = {row["id"]: row for row in decided_gold(record)}
    assert set(rows) == {"wire", "deny"}
    assert [r["id"] for r in rows["wire"]["reports"]] == ["r1"]
    assert rows["deny"]["reports"][0]["status"] == "asserted"
    assert rows["deny"]["annotated"] == ["reports"]
    span = rows["wire"]["reports"][0]["trigger"]
    assert rows["wire"]["raw"][span["start"] : span["end"]] == span["text"] == "pris"
