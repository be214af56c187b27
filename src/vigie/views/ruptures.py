"""Views room. Ruptures: the days or weeks at which a rate of events changes, by an open formula.

Counts are taken as Poisson, their rate the same within a stretch and proportional to what was
read (`exposure`: dispatches). The stretches are those with the least total cost, found exactly
(PELT: optimal partition with pruning). See docs/indicators.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import msgspec

# Price of one more stretch: PRICE × ln(number of bins), near the modified BIC of Zhang and
# Siegmund (2007). Chosen on 200 series; measured on 1,000 others of 100 bins, one event in ten
# dispatches (docs/indicators.md): without a change 3 sees one in 0.6 % and 2 in 9.5 %; where rates
# double, 3 finds the bin within three in 71 % and 2 in 73 %.
PRICE = 3.0
SHORTEST = 2  # bins a stretch holds: one odd day is no rupture


class Rupture(msgspec.Struct, frozen=True, kw_only=True):
    """A change at the start of bin `at`: rates (events per unit of exposure) before and after.

    `gain` is how much better two rates fit than one, price paid: a difference of deviance.
    """

    at: int
    before: float
    after: float
    gain: float


def ruptures(counts: Sequence[int], exposure: Sequence[float]) -> tuple[Rupture, ...]:
    """Where the rate changes, in order; none where no change is worth its price.

    Args:
        counts: Events of each bin.
        exposure: What was read in each bin, 0 or more; a bin without tells nothing.

    Raises:
        ValueError: the two are not of one length.

    >>> [r.at for r in ruptures([1, 0, 1, 1, 0, 9, 8, 9, 10], [1.0] * 9)]
    [5]
    """
    if len(counts) != len(exposure):
        raise ValueError(f"{len(counts)} counts, {len(exposure)} exposures")
    n = len(counts)
    if n < 2 * SHORTEST:
        return ()
    events, read = _sums(counts), _sums(exposure)

    def cost(start: int, end: int) -> float:
        """Deviance of one rate over start..end, up to a term that no partition changes."""
        k, e = events[end] - events[start], read[end] - read[start]
        return -2 * k * log(k / e) if k > 0 and e > 0 else 0.0

    price = PRICE * log(n)
    best, last = [-price] + [float("inf")] * n, [0] * (n + 1)
    doomed: dict[int, int] = {0: n + SHORTEST}  # open starts, and the end that shuts each
    for end in range(SHORTEST, n + 1):
        for start in [s for s, shut in doomed.items() if shut <= end]:
            del doomed[start]
        tried = [(best[s] + cost(s, end) + price, s) for s in doomed if end - s >= SHORTEST]
        best[end], last[end] = min(tried)
        for value, start in tried:
            if (
                value - price > best[end]
            ):  # a cut at `end` beats it, once a stretch fits after
                doomed[start] = min(doomed[start], end + SHORTEST)
        doomed[end + 1 - SHORTEST] = n + SHORTEST
    return _between(_cuts(last, n), n, events, read, price)


def _sums(values: Sequence[float]) -> list[float]:
    out = [0.0]
    for value in values:
        out.append(out[-1] + value)
    return out


def _cuts(last: list[int], n: int) -> list[int]:
    cuts, at = [], n
    while at:
        at = last[at]
        cuts.append(at)
    return sorted(cuts)[1:]


def _between(
    cuts: list[int], n: int, events: list[float], read: list[float], price: float
) -> tuple[Rupture, ...]:
    """Rates on either side of each cut, and what the cut is worth."""
    edges = [0, *cuts, n]
    out = []
    for left, at, right in zip(edges, edges[1:], edges[2:], strict=False):
        k1, e1 = events[at] - events[left], read[at] - read[left]
        k2, e2 = events[right] - events[at], read[right] - read[at]
        fit = sum(2 * k * log(k / e) for k, e in ((k1, e1), (k2, e2)) if k and e)
        whole = 2 * (k1 + k2) * log((k1 + k2) / (e1 + e2)) if k1 + k2 and e1 + e2 else 0.0
        out.append(
            Rupture(at=at, before=k1 / e1 if e1 else 0.0, after=k2 / e2 if e2 else 0.0,
                    gain=fit - whole - price)
        )  # fmt: skip
    return tuple(out)
