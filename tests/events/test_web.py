"""The web of reports: same groups in any order, at once or by and by; people outrank it."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from made import ASABA, CAST, TARHOUNA, made, reports

from vigie.events.seen import Face
from vigie.events.web import Rulings, Web, merge

ASABA_TAKEN = [
    made("r1", doers=["GNA"], spot=ASABA, when="2020-05-21", dispatch="a"),
    made("r2", doers=["GNA"], recipients=["ANL"], spot=ASABA, when="2020-05-21", dispatch="b"),
    made("r3", doers=["GNA"], spot=ASABA, candidates=("2020-05-14", "2020-05-21"), dispatch="c"),
]  # fmt: skip
ELSEWHERE = made("r4", doers=["GNA"], spot=TARHOUNA, when="2020-06-05", dispatch="d")


def members(groups) -> list[tuple[str, ...]]:
    """Groups as ids."""
    return [g.members for g in groups]


def test_tellings_of_one_act_make_one_group():
    """Three dispatches on Asaba, one on Tarhouna."""
    found = members(merge([*ASABA_TAKEN, ELSEWHERE], CAST))
    assert found == [("r1", "r2", "r3"), ("r4",)]


@settings(max_examples=40, deadline=None)
@given(reports(), st.randoms(use_true_random=False))
def test_order_changes_nothing(some, luck: random.Random):
    """Shuffled reports give the same groups, ties and doubts."""
    first = merge(some, CAST)
    luck.shuffle(some)
    assert merge(some, CAST) == first


@settings(max_examples=40, deadline=None)
@given(reports(), st.integers(0, 14), st.randoms(use_true_random=False))
def test_growing_by_and_by_is_growing_at_once(some, cut: int, luck: random.Random):
    """A few reports now and the rest later, in any order, give what all at once give."""
    whole = merge(some, CAST)
    luck.shuffle(some)
    web = Web(CAST)
    web.grow(some[:cut])
    web.grow(some[cut:])
    assert web.groups() == whole


@settings(max_examples=50, deadline=None)
@given(reports(), st.integers(0, 14))
def test_what_is_dropped_leaves_no_trace(some, cut: int):
    """Reports taken away give what the others alone give."""
    web = Web(CAST)
    web.grow(some)
    web.drop([s.id for s in some[:cut]])
    assert web.groups() == merge(some[cut:], CAST)


@settings(max_examples=40, deadline=None)
@given(reports())
def test_every_report_is_in_one_group(some):
    """None lost, none twice."""
    found = [m for g in merge(some, CAST) for m in g.members]
    assert sorted(found) == sorted(s.id for s in some)


@settings(max_examples=40, deadline=None)
@given(reports(), st.data())
def test_a_persons_word_outranks_any_score(some, data):
    """What people say is different is apart, what they say is the same together."""
    if len(some) < 2:
        return
    pair = data.draw(st.lists(st.sampled_from([s.id for s in some]), min_size=2, max_size=2,
                              unique=True))  # fmt: skip
    low, high = sorted(pair)
    apart = merge(some, CAST, Rulings(different=frozenset({(low, high)})))
    assert not any(low in g.members and high in g.members for g in apart)
    joined = merge(some, CAST, Rulings(same=((low, high),)))
    assert any(low in g.members and high in g.members for g in joined)


def test_a_new_report_touches_only_its_own():
    """Of two far acts, the group of the other is not made anew."""
    web = Web(CAST)
    web.grow([*ASABA_TAKEN, ELSEWHERE])
    web.grow(
        [made("r9", doers=["GNA"], spot=ASABA, when="2020-05-21", dispatch="z", words=3)]
    )
    assert web.touched < 5
    assert ("r1", "r2", "r3", "r9") in members(web.groups())


def test_a_new_cast_is_what_it_would_have_been():
    """More known of an actor gives the groups of a web that knew it from the start."""
    vague = {**CAST, "GNA": Face("GNA", "ORG", None, None, True)}
    web = Web(vague)
    web.grow([*ASABA_TAKEN, ELSEWHERE])
    web.recast(CAST)
    assert web.groups() == merge([*ASABA_TAKEN, ELSEWHERE], CAST)
