"""Two reports: what speaks for one act, what against."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from made import ASABA, CAST, LIBYA, TARHOUNA, made, reports

from vigie.events.compare import (
    GROUNDS,
    SAME,
    UNSURE,
    judge,
    verdict_of,
    weigh,
    weigh_side,
)
from vigie.events.groups import CLASH
from vigie.events.places import weigh_places
from vigie.events.seen import Face
from vigie.records import Size, Spot

BASE = {"doers": ["GNA"], "recipients": ["ANL"], "spot": ASABA, "when": "2020-05-21"}


def verdict(**changed: object) -> str:
    """The verdict on two reports that differ in the named fields only."""
    a = made("r1", **BASE)  # type: ignore[arg-type]
    b = made("r2", **{**BASE, **changed})  # type: ignore[arg-type]
    return verdict_of(sum(weigh(a, b, CAST)))


@pytest.mark.parametrize(
    "changed",
    [{}, {"recipients": []}, {"spot": LIBYA}, {"mode": None}, {"doers": ["body:lby.troupes"]},
     {"when": None, "candidates": ("2020-05-07", "2020-05-14", "2020-05-21", "2020-05-28")},
     {"when": "2020-05", "dated": True}, {"status": "denied"}],
    ids=str,
)  # fmt: skip
def test_tellings_that_say_less_are_the_same_act(changed: dict[str, object]):
    """A side left out, a wider place, a weekday, a denial: still the same act."""
    assert verdict(**changed) == "same"


@pytest.mark.parametrize(
    "changed",
    [{"when": "2020-05-28"}, {"spot": TARHOUNA, "when": "2020-05-22"}, {"mode": "arrest"},
     {"doers": ["TUR"], "recipients": ["USA"]}, {"when": "2020-06"},
     {"doers": ["ANL"], "recipients": ["GNA"], "spot": None}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_one_act_is_not(changed: dict[str, object]):
    """Another week, another town and day, another mode, other states: different."""
    assert verdict(**changed) == "different"


def test_a_country_alone_joins_nothing():
    """Two reports that share a country, a type and nothing else stay apart."""
    a = made("r1", type="ASSAULT", mode=None, spot=LIBYA)
    b = made("r2", type="ASSAULT", mode=None, spot=LIBYA)
    assert sum(weigh(a, b, CAST)) < UNSURE


def test_copied_words_join_whatever_else_is_read():
    """One sentence in two texts of one lineage is one report, though its day was misread."""
    a = made("r1", origin="wire", text=7, when="2020-05-18", doers=["GNA"])
    b = made("r2", origin="wire", text=7, when="2020-05-25", doers=["ANL"])
    assert sum(weigh(a, b, CAST)) >= SAME


def test_who_is_arrested_is_the_arrest():
    """Two texts on the arrest of one named person, by whom and when unsaid; not of "des manifestants"."""
    of_one, of_some = (
        sum(weigh(made("r1", mode="arrest", when=None, recipients=[k]),
                  made("r2", mode="arrest", when=None, recipients=[k]), CAST))
        for k in ("SARRAJ", "group:LBY-CVL")
    )  # fmt: skip
    assert of_one >= SAME
    assert of_some < UNSURE


def test_a_country_left_out_is_no_other_country():
    """One may say "la police" of that of the country; of anyone's sector it says nothing."""
    cast = {
        "police": Face("police", "ORG", None, "COP", False),
        "body:lby.police": Face("police", "ORG", "LBY", "COP", True),
        "people": Face("gens", "GROUP", None, "CVL", False),
    } | CAST
    assert weigh_side(("police",), ("body:lby.police",), cast) > 0
    assert weigh_side(("people",), ("group:LBY-CVL",), cast) == 0


def test_a_call_and_what_was_agreed_are_two_acts_of_one_text():
    """Two leaders do several things in one text; told by two texts, they may be one."""
    sides = {"doers": ["TRUMP", "ERDOGAN"], "when": "2020-05-23"}
    call = made("r1", type="CONSULT", mode="phone", dispatch="d", **sides)
    here, there = (
        made("r2", type="AGREE", mode=None, dispatch=d, **sides) for d in ("d", "e")
    )
    assert sum(weigh(call, here, CAST)) <= CLASH < UNSURE < sum(weigh(call, there, CAST))


def test_a_blow_and_its_answer_are_two_acts():
    """Who strikes in one is struck in the other: an ambush and the counter-attack of that day."""
    cast = {
        **CAST,
        "jihadists": Face("jihadistes", "GROUP", "LBY", "UAF", False),
        "terrorists": Face("terroristes", "GROUP", "LBY", "UAF", False),
        "army": Face("armée libyenne", "ORG", "LBY", "MIL", True),
    }
    told = partial(
        made, type="ASSAULT", mode=None, spot=ASABA, when="2020-05-21", rule="fr:x"
    )
    blow = told("r1", doers=["jihadists"], recipients=["body:lby.troupes"])
    answer = told("r2", doers=["army"], recipients=["terrorists"])
    again = told("r3", doers=["terrorists"], recipients=["army"])
    assert verdict_of(sum(weigh(blow, answer, cast))) != "same"
    assert sum(weigh(blow, again, cast)) > sum(weigh(blow, answer, cast)) + 2


def test_two_promises_of_other_deeds_are_two_acts():
    """To aid and to visit are both AGREE once they are announced."""
    vow = partial(
        made, type="AGREE", mode=None, status="announced", doers=["TUR"], recipients=["GNA"],
        spot=LIBYA, when="2020-05-21",
    )  # fmt: skip
    visit, aid = vow("r1", rule="fr:CONSULT:x"), vow("r2", rule="fr:AID:y")
    again = vow("r3", rule="fr:CONSULT:x")
    assert sum(weigh(visit, aid, CAST)) < sum(weigh(visit, again, CAST)) - 2


def test_a_region_may_hold_the_town():
    """A town told as its region speaks for one act, told as its country against."""
    region = Spot(
        name="Tripolitaine", country="LBY", lat=32.0, lon=13.0, precision="admin1"
    )
    assert (
        weigh_places(ASABA, region, sure=True) > 0 > weigh_places(ASABA, LIBYA, sure=True)
    )


def test_a_title_tells_again_what_its_text_tells():
    """Two acts of one kind in one text are mostly two, but for one of them in its title."""
    lead = made("r1", dispatch="d", doers=["GNA"], spot=ASABA, when="2020-05-21")
    title = {"dispatch": "d", "doers": ["GNA"], "spot": ASABA}
    assert sum(weigh(lead, made("r2", **title), CAST)) < SAME
    assert sum(weigh(lead, made("r2", **title, heads=True), CAST)) >= SAME
    other = made("r2", **title, heads=True, type="ASSAULT", mode="aerial")
    assert sum(weigh(lead, other, CAST)) < UNSURE


def test_two_marches_need_more_than_two_raids():
    """Streets fill day after day: a protest meets another by chance more than an attack does."""
    at = GROUNDS.index("chance")
    marches, raids = (
        weigh(made("r1", type=t, mode=None), made("r2", type=t, mode=None), CAST)[at]
        for t in ("PROTEST", "ASSAULT")
    )
    assert marches < raids


def test_figures_speak():
    """One toll told twice is a sign; tolls far apart speak against."""

    def told(n: int) -> tuple[Size, ...]:
        from vigie.records import Span

        return (Size(what="killed", span=Span(0, 1), best=n),)

    at = GROUNDS.index("figures")
    base = made("r1", sizes=told(58))
    assert weigh(base, made("r2", sizes=told(58)), CAST)[at] > 0
    assert weigh(base, made("r2", sizes=told(60)), CAST)[at] < 0
    assert weigh(base, made("r2", sizes=told(900)), CAST)[at] < -1


@given(reports(most=2))
def test_a_judgement_does_not_depend_on_who_is_asked_first(some):
    """Same score both ways, and the reasons add up to it."""
    a, b = some[0], some[-1]
    if a.id == b.id:
        return
    one, other = judge(a, b, CAST, "t"), judge(b, a, CAST, "t")
    assert one == other
    assert sum(r.score for r in one.reasons) == pytest.approx(one.score, abs=0.06)
    assert one.left < one.right
