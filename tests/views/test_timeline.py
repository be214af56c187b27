"""Laws of the timeline: what weighs most, in order of time, with the words that tell it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from views import made_events as made
from vigie.errors import BadRequest
from vigie.store.events import save_events
from vigie.store.record import Record
from vigie.views.events import Wanted
from vigie.views.stories import stories
from vigie.views.timeline import timeline


def test_the_heaviest_are_kept_and_shown_in_order_of_time(tmp_path: Path):
    """Chosen by weight, then told as they happened; what was left out is counted."""
    with Record(made.made_record(tmp_path / "r.vigie")) as record:
        whole = timeline(record, Wanted())
        two = timeline(record, Wanted(), most=2)
        one = timeline(record, Wanted(), most=1)
    assert [line.event.id for line in whole.lines] == ["e2menace", "e1asaba", "e3sansjour"]
    assert whole.is_whole
    assert [line.event.id for line in two.lines] == ["e2menace", "e1asaba"]
    assert (two.total, two.least, two.is_whole) == (3, 1.5, False)
    assert [line.event.id for line in one.lines] == ["e1asaba"]


def test_a_line_bears_the_clause_that_tells_it_first(tmp_path: Path):
    with Record(made.made_record(tmp_path / "r.vigie")) as record:
        lines = {
            line.event.id: line for line in timeline(record, Wanted(), most=None).lines
        }
    taken = lines["e1asaba"]
    assert (taken.dispatch, taken.outlet) == ("wire", "Agence")
    assert taken.words == "Le GNA a pris jeudi la ville d'Asaba à l'ANL"
    assert lines["e3sansjour"].words is None


def test_a_denied_event_shows_the_denial(tmp_path: Path):
    """Its own status first, though another outlet told it earlier."""
    with Record(made.made_record(tmp_path / "r.vigie"), write=True) as record:
        save_events(
            record, [msgspec.structs.replace(made.TAKEN, status="denied")], made.CARDS
        )
        (line,) = timeline(record, Wanted()).lines
    assert line.dispatch == "deny"


def test_more_than_a_page_is_walked_to_the_end(tmp_path: Path):
    events = [
        msgspec.structs.replace(made.UNDATED, id=f"e{n:04}", weight=n / 7)
        for n in range(1203)
    ]
    with Record(made.made_record(tmp_path / "r.vigie"), write=True) as record:
        save_events(record, events, made.CARDS)
        assert len(timeline(record, Wanted(), most=None).lines) == 1203
        most = timeline(record, Wanted(), most=1100)
    assert len(most.lines) == 1100
    assert most.total == 1203
    assert most.least == pytest.approx(103 / 7)


def test_stories_are_counted_from_their_events(tmp_path: Path):
    with Record(made.made_record(tmp_path / "r.vigie")) as record:
        (row,) = stories(record)
        assert (row.story.id, row.events, row.dispatches, row.contradicted) == (
            "s1",
            2,
            4,
            1,
        )
        assert row.actors == ("ANL", "Gouvernement d'union nationale")
        assert stories(record, actor="anl") == [row]
        assert stories(record, actor="turquie") == []
        assert stories(record, least=3) == []


def test_without_events_stories_say_what_to_run(tmp_path: Path):
    with (
        Record(made.made_record(tmp_path / "r.vigie", merged=False)) as record,
        pytest.raises(BadRequest, match="vigie merge"),
    ):
        stories(record)
