"""The whole merge: order, people's decisions, stories."""

from __future__ import annotations

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from made import ASABA, CAST, TARHOUNA, made, reports

from vigie.events.dating import Clock
from vigie.events.merge import merge_reports
from vigie.events.rulings import read_rulings
from vigie.knowledge.ontology_rules import load_ontology
from vigie.records import Decision

ONTOLOGY = load_ontology()
TAKEN = [
    made("r1", doers=["GNA"], spot=ASABA, when="2020-05-21", dispatch="a", told="2020-05-21"),
    made("r2", doers=["GNA"], spot=ASABA, when="2020-05-21", dispatch="b", told="2020-05-22"),
]  # fmt: skip


def merged(some, log=()):
    """Events, stories and datings."""
    clocks = {s.dispatch: Clock(dispatch=s.dispatch, given=s.source.told) for s in some}
    found = merge_reports(
        some,
        list(clocks.values()),
        CAST,
        read_rulings(log),
        ontology=ONTOLOGY,
        made_by="test",
    )
    return list(found.events), list(found.stories), list(found.datings)


def word(kind: str, target: str, **more: str | None) -> Decision:
    """A person's word."""
    return Decision(kind=kind, target=target, by="ana", at="2020-06-01", **more)


@settings(max_examples=40, deadline=None)
@given(reports(), st.randoms(use_true_random=False))
def test_order_changes_no_byte(some, luck: random.Random):
    """Three shuffles, the same bytes."""
    first = msgspec.msgpack.encode(merged(some))
    for _ in range(2):
        luck.shuffle(some)
        assert msgspec.msgpack.encode(merged(some)) == first


def test_a_persons_word_splits_and_its_undoing_joins():
    """Different, then same: the last word stands, and leaves what had been but for its name."""
    assert len(merged(TAKEN)[0]) == 1
    split = [word("different", "r2+r1")]
    assert len(merged(TAKEN, split)[0]) == 2
    again, *_ = merged(TAKEN, [*split, word("same", "r1+r2")])
    assert [e.reports for e in again] == [("r1", "r2")]
    assert any(j.by == "ana" for j in again[0].judgements)


def test_a_persons_word_joins_across_types():
    """Whatever the families, even where the scores say no."""
    retreat = made(
        "r5", type="RETREAT", mode=None, doers=["ANL"], spot=TARHOUNA, when="2020-06-05"
    )
    events, *_ = merged([*TAKEN, retreat], [word("same", "e1+e5")])
    assert [e.reports for e in events] == [("r1", "r2", "r5")]


def test_a_rejected_report_counts_no_more_and_comes_back():
    """Rejecting takes a report out of its event; accepting later brings it back."""
    assert merged(TAKEN, [word("reject", "r2")])[0][0].reports == ("r1",)
    assert merged(TAKEN, [word("reject", "e1")])[0] == []
    log = [word("reject", "r2"), word("accept", "r2")]
    assert merged(TAKEN, log) == merged(TAKEN)


def test_a_corrected_day_is_the_day():
    """Of a report, before the merge; of an event, after it."""
    far = merged(TAKEN, [word("correct", "r2", field="when", value='"2020-06-20"')])[0]
    assert len(far) == 2
    (event,) = merged(TAKEN, [word("correct", "e1", field="when", value='"2020-05-20"')])[0]
    assert (event.when, event.starts) == ("2020-05-20", "2020-05-20")
    assert (
        merged(TAKEN, [word("correct", "e1", field="when", value="{")])[0][0].when is None
    )


def test_a_dating_goes_with_the_judgement_it_rests_on():
    """A dispatch dated through an event is undated once a person takes it out of it."""
    thursdays = ("2020-05-07", "2020-05-14", "2020-05-21", "2020-05-28")
    month = made(
        "r7", doers=["GNA"], spot=ASABA, candidates=thursdays, dispatch="m", told="2020-05"
    )
    *_, datings = merged([*TAKEN, month])
    assert [d.dispatch for d in datings] == ["m"]
    apart = [word("different", "r1+r7"), word("different", "r2+r7")]
    assert merged([*TAKEN, month], apart)[2] == []


def test_events_of_one_crisis_are_one_story():
    """Two acts of a war run together; a far one months later does not."""
    war = made(
        "r3", doers=["ANL"], spot=TARHOUNA, type="ASSAULT", mode=None, when="2020-05-25"
    )
    late = made(
        "r4", doers=["TUR"], type="AID", mode=None, recipients=["USA"], when="2021-03-01"
    )
    armed = made("r6", doers=["ANL"], recipients=["GNA"], spot=ASABA, type="ASSAULT", mode=None,
                 when="2020-05-20")  # fmt: skip
    events, stories, _ = merged([*TAKEN, war, late, armed])
    (story,) = stories
    assert len(story.events) == 3
    assert "Asaba" in story.title
    assert {e.story for e in events} == {story.id, None}
