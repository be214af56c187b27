"""What the page asks of the record: bars, places, networks, figures, snippets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from views import made_events as made
from vigie.errors import BadRequest
from vigie.records import Event, Spot
from vigie.store.events import save_events
from vigie.store.record import Record
from vigie.views.bars import MOST_BARS, bars
from vigie.views.census import census, dating_of, events_of, kin_of
from vigie.views.events import Wanted
from vigie.views.map import where_told
from vigie.views.network import network
from vigie.views.snippets import find_words


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """The record made by hand, open for writing."""
    with Record(made.made_record(tmp_path / "r.vigie"), write=True) as found:
        yield found


def dated(n: int, day: str, **fields: object) -> Event:
    """An event of one day."""
    base: dict[str, object] = {"starts": day, "ends": day, "when": day}
    return msgspec.structs.replace(made.UNDATED, id=f"e9{n:04}", **(base | fields))


def test_bars_count_each_event_once(record: Record) -> None:
    """Drawn, loosely dated, undated: together they are all the events."""
    found = bars(record, Wanted())
    assert found.step == "day"
    assert [(b.start, b.quads) for b in found.bars] == [("2020-05-21", {"MX": 1})]
    assert (found.total, found.loose, found.undated) == (3, 1, 1)


@settings(deadline=None, max_examples=25)
@given(days=st.lists(st.dates().map(str), min_size=1, max_size=30))
def test_whatever_the_days_nothing_is_lost(
    days: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Bars, what is not drawn and why: the sum is the number of events, and bars follow each other."""
    events = [dated(n, day) for n, day in enumerate(days)]
    with Record(tmp_path_factory.mktemp("b") / "r.vigie", write=True) as held:
        save_events(held, events)
        found = bars(held, Wanted())
    drawn = sum(sum(b.quads.values()) for b in found.bars)
    assert drawn + found.loose + found.before + found.after == found.total == len(days)
    assert all(a.end < b.start for a, b in zip(found.bars, found.bars[1:], strict=False))


def test_the_step_fits_the_screen(record: Record) -> None:
    """Days where there is room, else weeks, months, years."""
    for last, step in (("2020-08-01", "day"), ("2021-12-01", "week"), ("2027-01-01", "month"), ("2090-01-01", "year")):  # fmt: skip
        save_events(record, [dated(1, "2020-05-01"), dated(2, last)])
        found = bars(record, Wanted())
        assert found.step == step
        assert len(found.bars) <= MOST_BARS + 1


def test_a_far_day_does_not_flatten_the_rest(record: Record) -> None:
    """One event of 1911 among many of a month is counted, and not drawn."""
    near = [dated(n, f"2020-05-{1 + n % 28:02}") for n in range(60)]
    save_events(record, [*near, dated(99, "1911-10-05")])
    found = bars(record, Wanted())
    assert found.step == "day"
    assert found.before == 1


def test_a_country_is_no_place(record: Record) -> None:
    """Spots known to the country only, or that bear a country's name, are of the country."""
    spots = [
        Spot(name="Libye", country="LBY", lat=27.0, lon=17.0, precision="country"),
        Spot(name="Libye", precision="area"), Spot(name="l'Ouest", precision="area"), None,
    ]  # fmt: skip
    save_events(record, [dated(n, "2020-05-01", where=s) for n, s in enumerate(spots)])
    found = where_told(record, Wanted(), {"Libye": "LBY"})
    assert found.countries == {"LBY": {"MC": 2}}
    assert [(d.name, d.lat, d.radius_km) for d in found.dots] == [("l'Ouest", None, None)]
    assert (found.nowhere, found.total) == (1, 4)


def test_a_network_counts_who_does_what_to_whom(record: Record) -> None:
    """One link a pair and a way, by quad class; doers without receiver act with each other."""
    found = network(record, Wanted())
    assert {(k.left, k.right): k.quads for k in found.links} == {
        ("lby.gna", "lby.lna"): {"MX": 1}, ("tur", "lby.lna"): {"VX": 1},
        ("tur", "lby.gna"): {"MC": 1},
    }  # fmt: skip
    both = dated(
        1, "2020-05-01", actors=(made.party("TUR"), made.party("GNA")), recipients=()
    )
    save_events(record, [both], made.CARDS)
    assert [(k.left, k.right) for k in network(record, Wanted()).links] == [
        ("lby.gna", "tur")
    ]
    assert [
        (k.left, k.right) for k in network(record, Wanted(), level="country").links
    ] == [("LBY", "TUR")]


def test_a_census_counts(record: Record) -> None:
    """Dispatches, events, those told by several, those contradicted."""
    found = census(record)
    assert (found.dispatches, found.events, found.shared, found.contradicted) == (
        4,
        3,
        1,
        1,
    )
    assert ("COERCE", 1) in found.types
    assert kin_of(record)["copy"].source == "wire"
    assert events_of(record, "copy") == {"r3": "e1asaba", "r4": "e2menace"}
    dating = dating_of(record, "wire")
    assert dating is not None
    assert dating.published == "2020-05-22"
    assert dating_of(record, "copy") is None


@pytest.mark.parametrize("words", ["prendre", "PRIS asaba", "représailles", "represaille"])
def test_a_snippet_is_of_the_text_itself(record: Record, words: str) -> None:
    """The passage stands in the raw text where it is said to, and the words found begin alike."""
    rows = find_words(record, words)
    for row in rows:
        reading = record.reading_of(row.dispatch)
        assert reading is not None
        raw = reading.dispatch.raw
        assert raw[row.start : row.start + len(row.words)] == row.words
        assert all(
            span.text(row.words)[:3].lower() in ("pri", "pre", "asa", "rep", "rép")
            for span in row.found
        )
    assert rows or words == "prendre"  # the made record's lemmas are its words


def test_no_word_no_search(record: Record) -> None:
    """Signs alone are no question."""
    with pytest.raises(BadRequest):
        find_words(record, "« … »")
