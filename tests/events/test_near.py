"""The web around some reports: what a look at the whole would show there, and no more looked at."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from made import ASABA, CAST, TARHOUNA, made, reports

from vigie.events.groups import Group, Rulings
from vigie.events.near import Near, ShelfStock
from vigie.events.seen import Face
from vigie.events.shelf import Shelf
from vigie.events.web import merge

ASABA_TAKEN = [
    made("r1", doers=["GNA"], spot=ASABA, when="2020-05-21", dispatch="a"),
    made("r2", doers=["GNA"], recipients=["ANL"], spot=ASABA, when="2020-05-21", dispatch="b"),
]  # fmt: skip
ELSEWHERE = made("r4", doers=["GNA"], spot=TARHOUNA, when="2020-06-05", dispatch="d")


def near(some, cast=CAST, rulings: Rulings | None = None) -> Near:
    """The web of some reports."""
    return Near(ShelfStock(Shelf(some)), cast, rulings or Rulings())


def brought_up(
    before, after, changed, casts=(CAST, CAST), ruled=(None, None)
) -> list[Group]:
    """The groups before, those that what changed may touch made anew."""
    old, new = near(before, casts[0], ruled[0]), near(after, casts[1], ruled[1])
    stale = old.around(changed) | new.around(changed)
    fresh = new.groups(stale)
    touched = {m for g in fresh for m in g.members} | set(changed)
    left = [g for g in merge(before, casts[0], ruled[0]) if touched.isdisjoint(g.members)]
    return sorted([*left, *fresh], key=lambda g: g.members)


@settings(max_examples=60, deadline=None)
@given(reports(), st.integers(0, 14), st.randoms(use_true_random=False))
def test_growing_is_starting_anew(some, cut: int, luck: random.Random):
    """A few reports now and the rest later give what all at once give, whatever the order."""
    luck.shuffle(some)
    changed = [s.id for s in some[cut:]]
    assert brought_up(some[:cut], some, changed) == merge(some, CAST)


@settings(max_examples=60, deadline=None)
@given(reports(), st.integers(0, 14))
def test_what_is_taken_away_leaves_no_trace(some, cut: int):
    """Reports taken away give what the others alone give."""
    changed = [s.id for s in some[:cut]]
    assert brought_up(some, some[cut:], changed) == merge(some[cut:], CAST)


@settings(max_examples=60, deadline=None)
@given(reports(), reports(), st.integers(0, 14))
def test_what_is_changed_is_as_if_it_had_been_so(some, others, cut: int):
    """Reports that are laid out anew under their ids give what the new ones give."""
    now = {s.id: s for s in some} | {s.id: s for s in others[:cut]}
    changed = [s.id for s in others[:cut]]
    after = list(now.values())
    assert brought_up(some, after, changed) == merge(after, CAST)


@settings(max_examples=40, deadline=None)
@given(reports(), st.data())
def test_a_word_taken_back_leaves_no_trace(some, data):
    """What people say of two reports, said or no longer said, is as if it had always been so."""
    names = st.sampled_from([s.id for s in some])
    pairs = data.draw(st.lists(st.tuples(names, names), max_size=2))
    kept = tuple((a, b) for a, b in pairs if a < b)
    said = Rulings(same=kept[:1], different=frozenset(kept[1:]) - set(kept[:1]))
    changed = [name for pair in kept for name in pair]
    assert brought_up(some, some, changed, ruled=(None, said)) == merge(some, CAST, said)
    assert brought_up(some, some, changed, ruled=(said, None)) == merge(some, CAST)


def test_a_new_cast_is_what_it_would_have_been():
    """More known of an actor gives the groups of a web that knew it from the start."""
    vague = {**CAST, "GNA": Face("GNA", "ORG", None, None, True)}
    some = [*ASABA_TAKEN, ELSEWHERE]
    changed = [s.id for s in some if "GNA" in s.doers]
    assert brought_up(some, some, changed, casts=(vague, CAST)) == merge(some, CAST)


def test_only_the_neighbourhood_is_looked_at():
    """A report of May asks for slices of May, whatever else there is."""
    asked: list[int] = []

    class Watched(ShelfStock):
        def in_slice(self, number: int):
            asked.append(number)
            return super().in_slice(number)

    many = [
        made(f"x{n}", doers=["GNA"], spot=TARHOUNA, when=f"2018-{n:02}-05")
        for n in range(1, 13)
    ]
    stock = Watched(Shelf([*ASABA_TAKEN, *many]))
    (group,) = Near(stock, CAST, Rulings()).groups(["r1"])
    assert group.members == ("r1", "r2")
    assert len(set(asked)) == 1
