"""Laws of the questions on events: what fits is found, once, in the order asked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from views import made_events as made
from vigie.errors import BadRequest
from vigie.records import Span
from vigie.store.events import save_events
from vigie.store.record import Record
from vigie.views.events import (
    Wanted,
    get_actor,
    get_event,
    is_iso,
    list_actors,
    list_events,
    list_stories,
    tellings,
)
from vigie.views.sentences import sentence_of


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The record made by hand, its events merged."""
    path = made.made_record(tmp_path_factory.mktemp("events") / "r.vigie")
    with Record(path) as record:
        yield record


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["e2menace", "e1asaba", "e3sansjour"]),
        (Wanted(order="weight"), ["e1asaba", "e2menace", "e3sansjour"]),
        (Wanted(order="told"), ["e1asaba", "e2menace", "e3sansjour"]),
        (Wanted(since="2020-05-22"), []),
        (Wanted(since="2020-05-10", until="2020-05-12"), ["e2menace"]),
        (Wanted(since="2020-05", until="2020-05"), ["e2menace", "e1asaba"]),
        (Wanted(until="2020-05-07"), ["e2menace"]),
        (Wanted(actor="turquie"), ["e2menace", "e3sansjour"]),
        (Wanted(actor="armee nationale"), ["e2menace", "e1asaba"]),
        (Wanted(actor="tur"), ["e2menace", "e3sansjour"]),
        (Wanted(actor="country:lby"), ["e2menace", "e1asaba", "e3sansjour"]),
        (Wanted(actor="personne"), []),
        (Wanted(actor="«»"), []),
        (Wanted(dyad=("Turquie", "ANL")), ["e2menace"]),
        (Wanted(dyad=("ANL", "Turquie")), ["e2menace"]),
        (Wanted(dyad=("country:TUR", "country:LBY")), ["e2menace", "e3sansjour"]),
        (Wanted(place="ASABA"), ["e1asaba"]),
        (Wanted(country="lby"), ["e1asaba"]),
        (Wanted(types=("AID", "THREATEN")), ["e2menace", "e3sansjour"]),
        (Wanted(quad="MX"), ["e1asaba"]),
        (Wanted(status="denied"), []),
        (Wanted(story="s1"), ["e2menace", "e1asaba"]),
        (Wanted(min_origins=2), ["e1asaba"]),
        (Wanted(contradicted=True), ["e1asaba"]),
        (Wanted(text="représaille"), ["e2menace"]),
        (Wanted(text="menacés ANL"), ["e2menace"]),
    ],
)
def test_events_are_found_by_what_is_asked(
    record: Record, wanted: Wanted, found: list[str]
):
    listing = list_events(record, wanted)
    assert [e.id for e in listing.events] == found
    assert listing.total == len(found)
    assert listing.next is None


@pytest.mark.parametrize("order", ["time", "weight", "told"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_hold_every_event_once_and_in_order(record: Record, order: str, limit: int):
    whole = list_events(record, Wanted(order=order)).events
    seen, cursor = [], None
    while True:
        page = list_events(record, Wanted(order=order, limit=limit, cursor=cursor))
        seen += page.events
        assert page.total == 3
        cursor = page.next
        if cursor is None:
            break
    assert tuple(seen) == whole


def test_equal_weights_are_paged_without_loss(tmp_path: Path):
    """Ties stand in order of id, and a page may end between two of them."""
    events = [msgspec.structs.replace(made.THREAT, id=f"e{n:02}") for n in range(20)]
    with Record(made.made_record(tmp_path / "r.vigie"), write=True) as record:
        save_events(record, events, made.CARDS)
        for order in ("time", "weight", "told"):
            seen, cursor = [], None
            while True:
                page = list_events(record, Wanted(order=order, limit=3, cursor=cursor))
                seen += [e.id for e in page.events]
                cursor = page.next
                if not cursor:
                    break
            assert sorted(seen) == [e.id for e in events]
            assert len({a < b for a, b in pairwise(seen)}) == 1


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(since="hier"), Wanted(until="2020-13"), Wanted(types=("FIGHT",)),
        Wanted(quad="XX"), Wanted(status="sure"), Wanted(order="size"), Wanted(limit=0),
        Wanted(cursor="!!"), Wanted(cursor="WyJhIl0"), Wanted(text="…"), Wanted(place="?"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(record: Record, wanted: Wanted):
    with pytest.raises(BadRequest):
        list_events(record, wanted)


def test_a_cursor_of_another_order_is_refused(record: Record):
    page = list_events(record, Wanted(limit=1))
    with pytest.raises(BadRequest, match="order 'time'"):
        list_events(record, Wanted(limit=1, order="weight", cursor=page.next))


@given(text=st.text(max_size=30))
def test_no_words_however_strange_break_a_question(record: Record, text: str):
    """They find something, or nothing, or are refused in a sentence."""
    for wanted in (
        Wanted(text=text),
        Wanted(actor=text),
        Wanted(place=text),
        Wanted(cursor=text),
    ):
        with contextlib.suppress(BadRequest):
            assert list_events(record, wanted).total >= 0


def test_actors_come_by_the_events_they_have_a_part_in(record: Record):
    assert [a.id for a in list_actors(record)] == ["lby.gna", "lby.lna", "tur"]
    assert [a.id for a in list_actors(record, "armee nationale")] == ["lby.lna"]
    assert len(list_actors(record, limit=2)) == 2
    assert list_actors(record, "xyz") == []
    card = get_actor(record, "anl")
    assert card is not None
    assert card.id == "lby.lna"
    assert get_actor(record, "nobody") is None
    assert list_stories(record) == list(made.STORIES)


def test_a_record_without_events_says_what_to_run(tmp_path: Path):
    with (
        Record(made.made_record(tmp_path / "r.vigie", merged=False)) as record,
        pytest.raises(BadRequest, match="vigie merge"),
    ):
        list_events(record, Wanted())


def test_tellings_stand_in_their_sentences_with_the_words_of_each_field(record: Record):
    """Rows by day told; evidence points at the very words."""
    event = get_event(record, "e1")
    assert event is not None
    rows = tellings(record, event)
    assert [(r.report, r.dispatch, r.status) for r in rows] == [
        ("r1", "wire", "asserted"), ("r3", "copy", "asserted"), ("r5", "deny", "denied"),
        ("r6", "late", "alleged"),
    ]  # fmt: skip
    assert rows[0].words.endswith("douze hommes.")
    assert rows[2].said_by == "ANL"
    fields = {(e.field, e.value, e.words) for e in rows[0].evidence}
    assert fields == {
        ("trigger", "COERCE", "pris"), ("actor", "Gouvernement d'union nationale", "GNA"),
        ("recipient", "ANL", "ANL"), ("when", "2020-05-21", "jeudi"),
        ("where", "Asaba", "Asaba"), ("killed", "12", "douze"),
    }  # fmt: skip
    for e in rows[0].evidence:
        assert e.span.text(made.WIRE) == e.words


def test_a_field_that_no_words_bear_has_no_evidence(record: Record):
    """The denial names no GNA: nothing is shown for it."""
    event = get_event(record, "e1")
    assert event is not None
    denied = next(r for r in tellings(record, event) if r.report == "r5")
    assert "actor" not in {e.field for e in denied.evidence}


@given(text=st.text(alphabet="aB .\n!»M«é ", min_size=1, max_size=120), data=st.data())
def test_a_sentence_holds_the_span_it_is_asked_for(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    assert sentence_of(text, span).covers(span)


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2020", True), ("2020-05", True), ("2020-05-21", True), ("2020-5", False),
     ("2020-13", False), ("hier", False), ("2020-05-21T10", False), ("", False)],
)  # fmt: skip
def test_days_are_iso(day: str, holds: bool):
    assert is_iso(day) is holds
