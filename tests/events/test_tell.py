"""A group of reports told as one event."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from made import ASABA, CAST, LIBYA, made, reports

from vigie.events.groups import Group
from vigie.events.tell import Teller, event_id, tell_event
from vigie.events.web import merge
from vigie.knowledge.ontology_rules import load_ontology
from vigie.records import Event, Size, Span

TELLER = Teller(CAST, load_ontology(), "test")


def tell(*told):
    """The event of some reports."""
    seen = {s.id: s for s in told}
    return tell_event(Group(tuple(sorted(seen))), seen, {}, TELLER)


def killed(n: int, *, low: int | None = None) -> tuple[Size, ...]:
    """A toll."""
    return (Size(what="killed", span=Span(0, 1), best=n if low is None else None, low=low),)


def test_copies_count_once():
    """Ten copies of one wire are one origin; two outlets that saw it are two."""
    copies = [
        made(f"r{n}", dispatch=f"d{n}", origin="d0", doers=["GNA"]) for n in range(10)
    ]
    event = tell(*copies, made("rz", dispatch="other", doers=["GNA"]))
    assert [len(o.dispatches) for o in event.origins] == [10, 1]


def test_a_credit_without_a_shared_text_is_said():
    """Whether "Le Monde avec AFP" is independent of AFP is not known without AFP's text."""
    event = tell(made("r1", dispatch="lemonde", credits=("AFP",)))
    assert event.origins[0].credits == ("AFP",)


def test_when_is_the_tightest_that_all_allow():
    """A month, four Thursdays and an interval leave one day."""
    event = tell(
        made("r1", when="2020-05"),
        made("r2", candidates=("2020-05-07", "2020-05-14", "2020-05-21", "2020-05-28")),
        made("r3", when="2020-05-18/2020-05-24"),
    )
    assert (event.when, event.starts, event.ends) == (
        "2020-05-21",
        "2020-05-21",
        "2020-05-21",
    )
    assert not event.contradictions


def test_a_weekday_left_open_stays_candidates():
    """Nothing falls back in silence."""
    event = tell(made("r1", candidates=("2020-05-07", "2020-05-14")))
    assert event.when is None
    assert event.candidates == ("2020-05-07", "2020-05-14")


def test_most_origins_give_the_day_and_the_other_is_kept():
    """Two origins against one; copies of the one do not outvote them."""
    event = tell(
        made("r1", when="2020-05-21", dispatch="a"),
        made("r2", when="2020-05-21", dispatch="b"),
        *(
            made(f"r{n}", when="2020-05-22", dispatch=f"c{n}", origin="c")
            for n in range(3, 8)
        ),
    )
    assert event.when == "2020-05-21"
    (clash,) = event.contradictions
    assert clash.field == "when"
    assert {s.value for s in clash.sides} == {"2020-05-21", "2020-05-22"}


def test_it_was_before_it_was_told():
    """A May event told on the 10th was by then."""
    event = tell(made("r1", when="2020-05", told="2020-05-10"), made("r2", when="2020-05"))
    assert event.ends == "2020-05-10"


def test_a_denial_stays_in_the_open():
    """Who asserts, who denies, each with its reports; the status is what most origins say."""
    event = tell(
        made("r1", said_by="GNA"), made("r2", dispatch="x"),
        made("r3", status="denied", said_by="ANL", told="2020-05-22"),
    )  # fmt: skip
    assert event.status == "asserted"
    (clash,) = event.contradictions
    assert clash.field == "status"
    denied = next(s for s in clash.sides if s.value == "denied")
    assert (denied.parties, denied.since) == (("ANL",), "2020-05-22")
    assert {(v.party, v.status) for v in event.voices} >= {
        ("ANL", "denied"),
        ("GNA", "asserted"),
    }


def test_a_toll_that_grows_is_a_series():
    """Later and higher contradicts nothing; two claimants on one day do."""
    grows = tell(
        made("r1", sizes=killed(4), told="2020-05-21"),
        made("r2", sizes=killed(9), told="2020-05-22"),
    )
    assert [f.best for f in grows.figures] == [4, 9]
    assert not grows.contradictions
    claims = tell(
        made("r1", sizes=killed(4), said_by="GNA", told="2020-05-22"),
        made("r2", sizes=killed(12), said_by="ANL", told="2020-05-22"),
    )
    assert [c.field for c in claims.contradictions] == ["killed"]


def test_a_bound_contradicts_no_number_above_it():
    """A bound of ten and a twelve agree."""
    event = tell(
        made("r1", sizes=killed(0, low=10), said_by="GNA"),
        made("r2", sizes=killed(12), said_by="ANL"),
    )
    assert not event.contradictions


def test_a_description_stands_for_whom_others_name():
    """The troops beside the GNA are one party, with both reports behind it."""
    event = tell(made("r1", doers=["GNA"]), made("r2", doers=["body:lby.troupes"]))
    (party,) = event.actors
    assert (party.actor, party.reports) == ("GNA", ("r1", "r2"))


def test_the_tightest_place_stands():
    """Asaba rather than Libya."""
    event = tell(made("r1", spot=LIBYA), made("r2", spot=ASABA))
    assert event.where is not None
    assert (event.where.name, event.where.reports) == ("Asaba", ("r2",))


def test_the_id_survives_growth():
    """It is that of the smallest report."""
    assert event_id(["r2", "r1"]) == event_id(["r1", "r9"]) == "e1"


@settings(max_examples=60, deadline=None)
@given(reports())
def test_any_group_can_be_told(some):
    """Whatever the reports, an event comes out, the same twice, and it survives its encoding."""
    seen = {s.id: s for s in some}
    for group in merge(some, CAST):
        event = tell_event(group, seen, {}, TELLER)
        assert event == tell_event(group, seen, {}, TELLER)
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(event), type=Event) == event
        assert set(event.reports) == set(group.members)
        assert (event.starts or "") <= (event.ends or "")
        for party in (*event.actors, *event.recipients):
            assert set(party.reports) <= set(event.reports)
