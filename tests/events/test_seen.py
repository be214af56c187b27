"""Reports laid out: what is kept of them, and what their days are worth."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vigie.events.seen import RECENT_DAYS, Source, lay_out, sketch
from vigie.records import Actor, Block, Dispatch, Place, Reading, Referents, Report, Span


def reading(blocks: tuple[Block, ...] = (), **report: object) -> Reading:
    """A dispatch of one report."""
    raw = "Les troupes ont pris Asaba."
    base: dict[str, object] = {
        "id": "r1", "span": Span(0, 26), "trigger": Span(16, 20), "type": "COERCE",
        "mode": "seize", "status": "asserted", "actors": ("t",), "recipients": (), "when": None,
    }  # fmt: skip
    actor = Actor(key="t", name="troupes", names=("troupes",), kind="ORG", country="LBY")
    state = Actor(key="l", name="Libye", names=("Libye",), kind="GPE", country="LBY")
    town = Actor(key="a", name="Asaba", names=("Asaba",), kind="GPE", country="LBY")
    spot = Place(
        name="Asaba", span=Span(21, 26), tok_start=4, tok_end=5, country="LBY", lat=32.0,
        lon=12.9, precision="city",
    )  # fmt: skip
    return Reading(
        dispatch=Dispatch(
            id="d", raw=raw, text=raw, starts=(0,), shifts=(0,), blocks=blocks
        ),
        referents=Referents(
            mentions=(),
            actors={"t": actor, "l": state, "a": town},
            times=(),
            places=(spot,),
        ),
        reports=(Report(**{**base, **report}),),  # type: ignore[arg-type]
    )


IDS = {("d", "t"): "body:lby.troupes"}


def seen(told: str | None = "2020-05-22", **report: Any):
    """That report, laid out."""
    source = Source(dispatch="d", origin="d", name="d", told=told)
    (one,) = lay_out(reading(**report), IDS, source)
    return one


def test_a_day_of_its_own_is_dated_and_a_carried_one_is_not():
    """The reason that the coder gave decides."""
    assert seen(when="2020-05-21", why=("when: tree",)).dated
    assert not seen(when="2020-05-21", why=("when: carried",)).dated


def test_an_act_without_a_day_was_lately_done():
    """Between two weeks before and the telling; where that is unknown, nothing is."""
    one = seen()
    assert (one.days.count, one.dated) == (RECENT_DAYS + 1, False)
    assert not seen(told=None).days
    assert seen(status="announced").days.last > one.days.last


def test_an_act_without_a_day_was_done_before_it_was_said():
    """Of "lundi, le GNA a dit avoir pris": on that Monday or in the days before."""
    assert (
        seen(told="2020-05-22", told_on="2020-05-18").days.last
        == seen(told="2020-05-18").days.last
    )


def test_a_town_that_is_taken_is_where_it_was():
    """Whatever place the sentence names beside it; words said to a town may be said anywhere."""
    deed = seen(where="Tarhouna", recipients=("a",))
    assert deed.spot is not None
    assert (deed.spot.name, deed.placed) == ("Asaba", True)
    corrected = seen(where="Tarhouna", recipients=("a",), why=("where: ana says so",))
    assert corrected.spot is not None
    assert corrected.spot.name == "Tarhouna"  # a person's word outranks
    said = seen(where="Tarhouna", recipients=("a",), type="THREATEN")
    assert said.spot is not None
    assert said.spot.name == "Tarhouna"


def test_a_place_told_as_an_actor_only_is_that_country():
    """A name that no place bears keeps at least its country; a name of nothing has none."""
    spots = [seen(where=name).spot for name in ("Libye", "Nulle-Part")]
    assert [s and (s.country, s.precision) for s in spots] == [
        ("LBY", "country"),
        (None, "area"),
    ]


def test_what_stands_in_the_title_heads():
    """The title's act is marked, the body's is not."""
    assert not seen().heads
    assert seen(blocks=(Block(start=0, end=26, kind="title"),)).heads
    assert not seen(blocks=(Block(start=0, end=10, kind="title"),)).heads


def test_a_description_keeps_what_its_dispatch_calls_it():
    """The class is the record's, the words are the dispatch's."""
    assert seen().called == (("body:lby.troupes", "troupes"),)


def test_an_actor_nobody_linked_is_left_out():
    """A key without an id of the record is no side."""
    assert seen(actors=("t", "x"), said_by="x").doers == ("body:lby.troupes",)


@given(st.text(), st.text())
def test_a_sketch_holds_those_of_its_parts(a: str, b: str):
    """More words never take a bit away."""
    assert sketch(f"{a} {b}") & sketch(b) == sketch(b) or not b.strip()
