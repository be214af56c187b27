"""Reports laid out: what is kept of them, and what their days are worth."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vigie.events.seen import RECENT_DAYS, Source, lay_out, sketch
from vigie.records import Actor, Dispatch, Reading, Referents, Report, Span


def reading(**report: object) -> Reading:
    """A dispatch of one report."""
    raw = "Les troupes ont pris Asaba."
    base: dict[str, object] = {
        "id": "r1", "span": Span(0, 26), "trigger": Span(16, 20), "type": "COERCE",
        "mode": "seize", "status": "asserted", "actors": ("t",), "recipients": (), "when": None,
    }  # fmt: skip
    actor = Actor(key="t", name="troupes", names=("troupes",), kind="ORG", country="LBY")
    return Reading(
        dispatch=Dispatch(id="d", raw=raw, text=raw, starts=(0,), shifts=(0,), blocks=()),
        referents=Referents(mentions=(), actors={"t": actor}, times=(), places=()),
        reports=(Report(**{**base, **report}),),  # type: ignore[arg-type]
    )


IDS = {("d", "t"): "body:lby.troupes"}


def seen(told: str | None = "2020-05-22", **report: object):
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
