"""Events room. The web around some reports: what it is there, without looking at the rest.

Flow: ids of reports + a `Stock` that fetches what may meet them → the atoms whose groups may hang
on them → the groups of these. What is fetched is the slices they stand in, then those of whatever a
strong tie leads to; the groups are those that `web.group_reports` makes of the whole stock.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from vigie.events.blocks import clause_of, slices_of
from vigie.events.compare import SAME, UNSURE, Cast, weigh
from vigie.events.groups import Component, Group, Rulings, Tie, split
from vigie.events.seen import Seen
from vigie.events.shelf import Shelf
from vigie.events.slices import Slice

_KEPT = 64  # slices that stay open


class Stock(Protocol):
    """Reports that can be fetched by where they may meet others, each lot in the order of ids."""

    def find(self, name: str) -> Seen | None:
        """One of them by its id."""

    def in_slice(self, number: int) -> Sequence[Seen]:
        """All that stand in a slice."""

    def with_clause(self, clause: int) -> Sequence[Seen]:
        """All that bear a clause in a lineage."""


class Near:
    """The web of a stock, looked at here and there.

    Args:
        stock: All reports.
        cast: What is known of each actor.
        rulings: People's judgements.
    """

    def __init__(self, stock: Stock, cast: Cast, rulings: Rulings) -> None:
        self._stock, self._cast, self._rulings = stock, cast, rulings
        self._slice = lru_cache(maxsize=_KEPT)(self._open)
        self._known_ties: dict[str, dict[str, float]] = {}
        self._ruled: dict[str, set[str]] = defaultdict(set)
        for left, right in rulings.same:
            if stock.find(left) is not None and stock.find(right) is not None:
                self._ruled[left].add(right)
                self._ruled[right].add(left)

    def around(self, names: Iterable[str]) -> set[str]:
        """Reports whose groups may hang on the given ones: these, those alike, the chiefs tied to them."""
        out: set[str] = set()
        for name in sorted(set(names)):
            one = self._stock.find(name)
            if one is None:
                continue
            members = self._atom(one)
            chief = members[0]
            out.update(members, self._ties(chief), self._ruled.get(chief, ()))
        return out

    def groups(self, names: Iterable[str]) -> list[Group]:
        """The groups of all components that hold one of the given reports, by their first member."""
        done: set[str] = set()
        out: list[Group] = []
        for name in sorted(set(names)):
            one = self._stock.find(name)
            if one is None or (chief := self._atom(one)[0]) in done:
                continue
            linked = self._linked(chief)
            done |= linked
            whole = Component(tuple(sorted(linked)), self._ties_among(linked))
            for group in split(whole, self._look, self._cast, self._rulings):
                members = sorted(
                    m for c in group.members for m in self._atom(self._look(c))
                )
                out.append(Group(tuple(members), group.ties, group.doubts))
        return sorted(out, key=lambda g: g.members)

    def _open(self, number: int) -> Slice:
        return Slice(self._stock.in_slice(number), self._cast, self._rulings.named)

    def _look(self, name: str) -> Seen:
        one = self._stock.find(name)
        if one is None:
            raise KeyError(name)
        return one

    def _atom(self, one: Seen) -> list[str]:
        """The reports alike in all that counts, the chief first."""
        held = self._slice(slices_of(one)[0])
        chief = held.chiefs[_place(held, one.id)]
        return [held.rows[n].id for n, c in enumerate(held.chiefs) if c == chief]

    def _ties(self, chief: str) -> dict[str, float]:
        """The ties of an atom: score by the other's chief."""
        found = self._known_ties.get(chief)
        if found is None:
            found = self._known_ties[chief] = self._find_ties(self._look(chief))
        return found

    def _find_ties(self, one: Seen) -> dict[str, float]:
        found: dict[str, float] = {}
        for number in slices_of(one):
            held = self._slice(number)
            for score, n in held.ties_of(_place(held, one.id)):
                found[held.rows[n].id] = score
        for other in self._stock.with_clause(clause_of(one)):
            if other.id in found or other.id == one.id or self._atom(other)[0] != other.id:
                continue
            a, b = (one, other) if one.id < other.id else (other, one)
            score = sum(weigh(a, b, self._cast))
            if score >= UNSURE:
                found[other.id] = score
        return found

    def _linked(self, start: str) -> set[str]:
        """All atoms that strong ties, or people, lead to."""
        found, stack = {start}, [start]
        while stack:
            chief = stack.pop()
            strong = {o for o, score in self._ties(chief).items() if score >= SAME}
            for other in (strong | self._ruled.get(chief, set())) - found:
                found.add(other)
                stack.append(other)
        return found

    def _ties_among(self, chiefs: set[str]) -> tuple[Tie, ...]:
        """All ties of some atoms, each once."""
        return tuple(
            (score, min(a, b), max(a, b))
            for a in sorted(chiefs)
            for b, score in self._ties(a).items()
            if a < b or b not in chiefs
        )


class ShelfStock:
    """A shelf as a stock."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._clauses: dict[int, list[int]] = defaultdict(list)
        for rank, clause in enumerate(shelf.clauses):
            self._clauses[clause].append(rank)

    def find(self, name: str) -> Seen | None:
        """One of them by its id."""
        return self._shelf.get(name)

    def in_slice(self, number: int) -> Sequence[Seen]:
        """All that stand in a slice."""
        return [self._shelf.at(rank) for rank in self._shelf.slices.get(number, ())]

    def with_clause(self, clause: int) -> Sequence[Seen]:
        """All that bear a clause in a lineage."""
        return [self._shelf.at(rank) for rank in self._clauses.get(clause, ())]


def _place(held: Slice, name: str) -> int:
    return bisect_left(held.rows, name, key=lambda one: one.id)
