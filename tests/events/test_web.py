"""The web of reports: same groups in any order; people outrank it."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from made import ASABA, CAST, TARHOUNA, made, reports

from vigie.events.groups import Rulings
from vigie.events.web import merge

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
