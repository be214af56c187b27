"""Laws of what changed: by day, by reading, by decision; never what was there before."""

from __future__ import annotations

from pathlib import Path

import pytest

from views import made_events as made
from vigie.errors import BadRequest
from vigie.records import Decision
from vigie.store.events import add_decision
from vigie.store.record import Record
from vigie.views.changed import Detail, Since, changed


@pytest.mark.parametrize(
    ("since", "found"),
    [
        (Since(day="2020-05-22"), {"e1asaba": "new", "e2menace": "new"}),
        (Since(day="2020-05-23"), {"e1asaba": "contradicted"}),
        (Since(day="2020-05-25"), {"e1asaba": "corrected"}),
        (Since(day="2020-05-26"), {}),
        (Since(reading=0), {"e1asaba": "new", "e2menace": "new"}),
        (Since(reading=1), {"e1asaba": "contradicted", "e2menace": "grown"}),
        (Since(reading=3), {"e1asaba": "corrected"}),
        (Since(reading=4), {}),
    ],
)
def test_each_event_changes_by_what_came_after(
    tmp_path: Path, since: Since, found: dict[str, str]
):
    with Record(made.made_record(tmp_path / "r.vigie")) as record:
        changes = changed(record, since)
    assert {c.event.id: c.kind for c in changes.changes} == found
    assert (changes.reading, changes.decision) == (4, 0)


def test_the_values_that_came_stand_beside_those_before(tmp_path: Path):
    with Record(made.made_record(tmp_path / "r.vigie")) as record:
        (change,) = changed(record, Since(day="2020-05-23")).changes
    assert change.reports == ("r5", "r6")
    assert change.details == (
        Detail(field="status", before="asserted", after="denied", by="ANL"),
        Detail(field="killed", before="12", after="≥20", by="lby.gna"),
    )


def test_a_reading_by_a_newer_maker_is_no_news(tmp_path: Path):
    """The same reports, read again, are told by nobody new."""
    import msgspec

    with Record(made.made_record(tmp_path / "r.vigie"), write=True) as record:
        again = [msgspec.structs.replace(r, made_by="test/2") for r in made.readings()]
        list(record.add((made.key_of(r), r) for r in again))
        assert changed(record, Since(reading=4)).changes == ()


def test_a_person_s_word_is_a_correction(tmp_path: Path):
    with Record(made.made_record(tmp_path / "r.vigie"), write=True) as record:
        add_decision(
            record,
            Decision(kind="correct", target="e2menace", by="ada", at="2020-06-01T09:00:00Z",
                     field="when", value='"2020-05-21"', seen="null"),
        )  # fmt: skip
        for since in (
            Since(decision=0),
            Since(day="2020-06-01"),
            Since(reading=4, decision=0),
        ):
            (change,) = changed(record, since).changes
            assert (change.kind, change.event.id) == ("corrected", "e2menace")
            assert change.details[0].by == "ada"
        assert changed(record, Since(reading=4, decision=1)).changes == ()


@pytest.mark.parametrize("since", [Since(), Since(day="hier")])
def test_since_nothing_or_no_day_is_refused(tmp_path: Path, since: Since):
    with (
        Record(made.made_record(tmp_path / "r.vigie")) as record,
        pytest.raises(BadRequest, match="2020-05-21"),
    ):
        changed(record, since)
