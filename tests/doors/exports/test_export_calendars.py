"""Laws of calendars and timelines: dates keep their precision; icalendar reads ours back."""

from __future__ import annotations

import json
from datetime import date

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from vigie.doors.exports.ical import FOLD, _fold, _text
from vigie.store.record import Record


def entries(data: bytes) -> dict[str, icalendar.Event]:
    return {str(e["UID"]): e for e in icalendar.Calendar.from_ical(data).walk("VEVENT")}


def test_a_known_day_is_a_whole_day(record: Record, out):
    taken = entries(out(record, "ics"))["e1asaba@vigie"]
    assert (taken["DTSTART"].dt, taken["DTEND"].dt) == (
        date(2020, 5, 21),
        date(2020, 5, 22),
    )
    assert taken["STATUS"] == "CONFIRMED"
    assert str(taken["LOCATION"]) == "Asaba"


def test_what_is_not_one_day_spans_all_it_may_be(dirty: Record, out):
    """A month is tentative from its first to its last day, and says so in its summary."""
    found = entries(out(dirty, "ics"))
    month = found["d1@vigie"]
    assert (month["DTSTART"].dt, month["DTEND"].dt) == (date(2020, 5, 1), date(2020, 6, 1))
    assert month["STATUS"] == "TENTATIVE"
    assert str(month["X-VIGIE-WHEN"]) == "2020-05"
    assert str(month["SUMMARY"]).startswith("(2020-05)")
    threat = found["e2menace@vigie"]
    assert "2020-05-07 or 2020-05-14" in str(threat["SUMMARY"])
    assert "d0@vigie" not in found  # undated


def test_every_line_has_75_octets_at_most(dirty: Record, out):
    for line in out(dirty, "ics").split(b"\r\n"):
        assert len(line) <= FOLD
        line.decode()  # no letter is cut in two


@given(st.text(max_size=200))
def test_folded_words_come_back(words: str):
    """Folding and escaping lose nothing but the kind of line end."""
    folded = _fold(f"SUMMARY:{_text(words)}".encode())
    plain = (
        folded.replace(b"\r\n ", b"").decode().removesuffix("\r\n").removeprefix("SUMMARY:")
    )
    assert plain == _text(words)
    assert all(len(line) <= FOLD for line in folded.split(b"\r\n"))


def test_timelinejs_dates_are_as_precise_as_known(dirty: Record, out):
    slides = {s["unique_id"]: s for s in json.loads(out(dirty, "timelinejs"))["events"]}
    assert slides["e1asaba"]["start_date"] == {"year": 2020, "month": 5, "day": 21}
    assert slides["d1"]["start_date"] == {"year": 2020, "month": 5}
    assert slides["d3"]["start_date"] == {"year": 2020}
    assert slides["d2"]["end_date"] == {"year": 2020, "month": 5, "day": 22}
    assert "d0" not in slides


def test_timelinejs_runs_no_html_of_ours(dirty: Record, out):
    """TimelineJS shows text as HTML: a name with marks in it is escaped."""
    assert "<b>" not in out(dirty, "timelinejs").decode()
