"""Events room. The web: all reports of a record, tied to those that tell the same act, and grouped.

Flow: `Shelf` → its slices, by any number of processes → ties between atoms → components → groups.
What is held for a tie or an atom is a few numbers; reports are unpacked a slice or a batch of
components at a time. What a group is depends on its own component alone, so that the same reports
in any order, with any number of processes, give the same.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from vigie.events.compare import SAME, UNSURE, Cast, weigh
from vigie.events.groups import MOST_DOUBTS, Component, Group, Rulings, Tie, split
from vigie.events.seen import Seen
from vigie.events.shelf import Shelf, unpack
from vigie.events.slices import Slice

BATCH = 2_000  # reports a task: enough to be worth a message, few enough to be held
_KEPT = 4096  # reports that stay unpacked while a batch of components is split

_Shared = TypeVar("_Shared")
_Task = TypeVar("_Task")
_Answer = TypeVar("_Answer")
_Setting = tuple[Cast, Rulings]
_Ranks = NDArray[np.int64]
_Raw = tuple["array[int]", "array[int]", "array[int]", "array[float]"]


class Runner(Protocol):
    """Does a piece of work on each task, in order: in a plain loop, or on processes side by side.

    `shared` goes with every task; `size` is how many reports there are in all.
    """

    def __call__(
        self, work: Callable[[_Shared, _Task], _Answer], shared: _Shared,
        tasks: Iterable[_Task], size: int,
    ) -> Iterator[_Answer]:  # fmt: skip
        """The answers, in the order of the tasks."""


def run_in_turn(
    work: Callable[[_Shared, _Task], _Answer], shared: _Shared, tasks: Iterable[_Task],
    size: int,
) -> Iterator[_Answer]:  # fmt: skip
    """One task after the other, here."""
    return (work(shared, task) for task in tasks)


def group_reports(
    shelf: Shelf, cast: Cast, rulings: Rulings, run: Runner = run_in_turn
) -> list[Group]:
    """The groups of all reports, by their first member."""
    if not len(shelf):
        return []
    setting = (cast, rulings)
    web = _Ties(len(shelf))
    batches = list(_slice_batches(shelf))
    tasks = ([[shelf.packed[r] for r in ranks] for ranks in batch] for batch in batches)
    for batch, found in zip(batches, run(_tie, setting, tasks, len(shelf)), strict=True):
        for ranks, raw in zip(batch, found, strict=True):
            web.take(np.array(ranks, dtype=np.int64), raw)
    web.take_clauses(shelf, cast)
    web.close()
    members = web.members(shelf.ids)
    groups = [
        Group(members(group.members), group.ties, group.doubts)
        for group in _split_all(shelf, web, setting, run)
    ]
    return sorted(groups, key=lambda g: g.members)


def merge(seen: Iterable[Seen], cast: Cast, rulings: Rulings | None = None) -> list[Group]:
    """The groups of some reports, by their first member."""
    return group_reports(Shelf(seen), cast, rulings or Rulings())


# --- ties --------------------------------------------------------------------------------


def _slice_batches(shelf: Shelf) -> Iterator[list[array[int]]]:
    """The slices, some at a time."""
    batch: list[array[int]] = []
    for number in sorted(shelf.slices):
        batch.append(shelf.slices[number])
        if sum(map(len, batch)) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _tie(setting: _Setting, batch: Sequence[Sequence[bytes]]) -> list[_Raw]:
    """For each slice: the chief of each of its reports; its ties, by places in the slice."""
    cast, rulings = setting
    out = []
    for packed in batch:
        one = Slice([unpack(p) for p in packed], cast, rulings.named)
        left, right, scores = array("I"), array("I"), array("d")
        for score, low, high in one.ties():
            left.append(low)
            right.append(high)
            scores.append(score)
        out.append((array("I", one.chiefs), left, right, scores))
    return out


class _Ties:
    """The chief of each report and the ties of all chiefs, as arrays of ranks."""

    def __init__(self, size: int) -> None:
        self.chief: _Ranks = np.arange(size)
        self._left, self._right, self._score = array("I"), array("I"), array("d")

    def take(self, ranks: _Ranks, raw: _Raw) -> None:
        """Add what was found in a slice that holds these reports."""
        chiefs, left, right, scores = raw
        self.chief[ranks] = ranks[np.array(chiefs, dtype=np.int64)]
        self._left.extend(ranks[np.array(left, dtype=np.int64)].tolist())
        self._right.extend(ranks[np.array(right, dtype=np.int64)].tolist())
        self._score.extend(scores)

    def take_clauses(self, shelf: Shelf, cast: Cast) -> None:
        """Add ties of those that bear one clause in one lineage, wherever they stand."""
        clauses = np.array(shelf.clauses, dtype=np.int64)
        chiefs = self.chiefs()
        order = chiefs[np.argsort(clauses[chiefs], kind="stable")]
        for start, stop in _runs(clauses[order]):
            some = order[start:stop].tolist()
            for n, low in enumerate(some):
                for high in some[n + 1 :]:
                    score = sum(weigh(shelf.at(low), shelf.at(high), cast))
                    if score >= UNSURE:
                        self._left.append(low)
                        self._right.append(high)
                        self._score.append(score)

    def close(self) -> None:
        """Keep each tie once, in order."""
        left = np.array(self._left, dtype=np.int64)
        right = np.array(self._right, dtype=np.int64)
        _, first = np.unique(left << 32 | right, return_index=True)
        self.left, self.right = left[first], right[first]
        self.score: NDArray[np.float64] = np.array(self._score)[first]
        self._left, self._right, self._score = array("I"), array("I"), array("d")

    def chiefs(self) -> _Ranks:
        """The ranks of all chiefs."""
        return np.flatnonzero(self.chief == np.arange(len(self.chief)))

    def members(self, ids: Sequence[str]) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """Tells which reports some chiefs stand for."""
        more: dict[str, list[str]] = defaultdict(list)
        for rank in np.flatnonzero(self.chief != np.arange(len(self.chief))).tolist():
            more[ids[self.chief[rank]]].append(ids[rank])

        def of(chiefs: Sequence[str]) -> tuple[str, ...]:
            rest = [m for c in chiefs if c in more for m in more[c]]
            return tuple(sorted((*chiefs, *rest))) if rest else tuple(chiefs)

        return of


# --- components --------------------------------------------------------------------------


def _split_all(shelf: Shelf, web: _Ties, setting: _Setting, run: Runner) -> Iterator[Group]:
    """The groups of all components, in terms of chiefs."""
    alone: list[Group] = []

    def tasks() -> Iterator[tuple[list[Component], dict[str, bytes]]]:
        batch: list[Component] = []
        rows: dict[str, bytes] = {}
        for whole in _components(shelf, web, setting[1]):
            if len(whole.chiefs) == 1:
                strongest = sorted(whole.ties, key=lambda tie: (-tie[0], tie[1], tie[2]))
                alone.append(Group(whole.chiefs, (), tuple(strongest[:MOST_DOUBTS])))
                continue
            batch.append(whole)
            rows |= {c: shelf.packed[shelf.rank(c)] for c in whole.chiefs}
            if len(rows) >= BATCH:
                yield batch, rows
                batch, rows = [], {}
        if batch:
            yield batch, rows

    for found in run(_split, setting, tasks(), len(shelf)):
        for group in found:  # what comes back shares the strings that are here
            own = {name: shelf.ids[shelf.rank(name)] for name in _named(group)}
            yield Group(
                tuple(own[m] for m in group.members), _shared(group.ties, own),
                _shared(group.doubts, own),
            )  # fmt: skip
    yield from alone


def _split(
    setting: _Setting, task: tuple[Sequence[Component], Mapping[str, bytes]]
) -> list[Group]:
    components, rows = task
    look = lru_cache(maxsize=_KEPT)(lambda name: unpack(rows[name]))
    return [group for whole in components for group in split(whole, look, *setting)]


def _components(shelf: Shelf, web: _Ties, rulings: Rulings) -> Iterator[Component]:
    """Chiefs that strong ties or people lead through, with all their ties."""
    ids = shelf.ids
    chiefs = web.chiefs()
    strong = web.score >= SAME
    links = list(zip(web.left[strong].tolist(), web.right[strong].tolist(), strict=True))
    links += [
        (shelf.rank(a), shelf.rank(b)) for a, b in rulings.same if a in shelf and b in shelf
    ]
    roots = _roots(len(shelf), links)
    order = chiefs[np.argsort(roots[chiefs], kind="stable")]
    ours, theirs = roots[web.left], roots[web.right]
    apart = np.flatnonzero(ours != theirs)  # doubts of two components
    numbers = np.concatenate((np.arange(len(ours)), apart))
    owners = np.concatenate((ours, theirs[apart]))
    by_owner = np.argsort(owners, kind="stable")
    numbers, owners = numbers[by_owner], owners[by_owner]
    firsts = np.searchsorted(owners, roots[order], side="left").tolist()
    lasts = np.searchsorted(owners, roots[order], side="right").tolist()
    bounds = np.flatnonzero(np.diff(roots[order], prepend=-1)).tolist()
    for start, stop in zip(bounds, [*bounds[1:], len(order)], strict=True):
        some = numbers[firsts[start] : lasts[start]]
        ties = zip(
            web.score[some].tolist(), web.left[some].tolist(), web.right[some].tolist(),
            strict=True,
        )  # fmt: skip
        yield Component(
            tuple(ids[r] for r in order[start:stop].tolist()),
            tuple((score, ids[low], ids[high]) for score, low, high in ties),
        )


def _roots(size: int, links: Iterable[tuple[int, int]]) -> _Ranks:
    """For each rank the smallest one that links lead to."""
    up = list(range(size))

    def root(n: int) -> int:
        while up[n] != n:
            up[n] = n = up[up[n]]
        return n

    for a, b in links:
        low, high = sorted((root(a), root(b)))
        up[high] = low
    return np.array([root(n) for n in range(size)], dtype=np.int64)


def _runs(values: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Stretches of two equal values or more."""
    edges = np.flatnonzero(np.diff(values)) + 1
    starts, stops = [0, *edges.tolist()], [*edges.tolist(), len(values)]
    return ((a, b) for a, b in zip(starts, stops, strict=True) if b - a > 1)


def _named(group: Group) -> Iterator[str]:
    yield from group.members
    for _, left, right in (*group.ties, *group.doubts):
        yield left
        yield right


def _shared(ties: Iterable[Tie], own: Mapping[str, str]) -> tuple[Tie, ...]:
    return tuple((score, own[left], own[right]) for score, left, right in ties)
