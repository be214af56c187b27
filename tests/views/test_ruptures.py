"""Laws of ruptures: exact, blind to what was not read, quiet where nothing changes."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.views.ruptures import PRICE, SHORTEST, ruptures


def poisson(rng: random.Random, mean: float) -> int:
    k, p = 0, rng.random()
    while p > math.exp(-mean):
        k, p = k + 1, p * rng.random()
    return k


def series(rng: random.Random, *, doubles: bool) -> tuple[list[int], list[float]]:
    read = [float(rng.randint(5, 30)) for _ in range(100)]
    rates = [0.2 if doubles and n >= 60 else 0.1 for n in range(100)]
    return [poisson(rng, e * rate) for e, rate in zip(read, rates, strict=True)], read


def least_cost(counts: list[int], read: list[float]) -> float:
    """Total cost of the best partition, tried one by one."""
    n = len(counts)
    price = PRICE * math.log(n)

    def cost(i: int, j: int) -> float:
        k, e = sum(counts[i:j]), sum(read[i:j])
        return -2 * k * math.log(k / e) if k and e else 0.0

    best = [-price] + [math.inf] * n
    for end in range(1, n + 1):
        best[end] = min(
            (best[s] + cost(s, end) + price for s in range(end - SHORTEST + 1)),
            default=math.inf,
        )
    return best[n]


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 12), st.integers(1, 20)), min_size=4, max_size=24
    )
)
def test_no_partition_is_better_than_the_one_found(rows: list[tuple[int, int]]):
    """Pruning loses nothing."""
    counts, read = [k for k, _ in rows], [float(e) for _, e in rows]
    edges = [0, *(r.at for r in ruptures(counts, read)), len(rows)]
    price = PRICE * math.log(len(rows))
    total = -price
    for i, j in itertools.pairwise(edges):
        k, e = sum(counts[i:j]), sum(read[i:j])
        total += price + (-2 * k * math.log(k / e) if k else 0.0)
        assert j - i >= SHORTEST
    assert total == pytest.approx(least_cost(counts, read))


def test_false_alarms_are_rare_and_doublings_are_found():
    """One series in a hundred without a change raises one; a doubling is found in most."""
    rng = random.Random(1)
    alarms = sum(bool(ruptures(*series(rng, doubles=False))) for _ in range(150))
    found = sum(
        any(abs(r.at - 60) <= 3 for r in ruptures(*series(rng, doubles=True)))
        for _ in range(100)
    )
    assert alarms <= 3
    assert found >= 65


def test_more_events_because_more_was_read_is_no_rupture():
    """Ten times the dispatches, ten times the events: the same rate."""
    counts, read = [2] * 20 + [20] * 20, [10.0] * 20 + [100.0] * 20
    assert ruptures(counts, read) == ()
    (only,) = ruptures(counts, [10.0] * 40)
    assert (only.at, only.before, only.after) == (20, 0.2, 2.0)
    assert only.gain > 0


@pytest.mark.parametrize("counts", [[], [1], [0, 9, 0], [0] * 50])
def test_too_little_or_nothing_gives_none(counts: list[int]):
    assert ruptures(counts, [1.0] * len(counts)) == ()


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="2 counts, 1 exposures"):
        ruptures([1, 2], [1.0])
