"""Events room. Groups: what the ties between some reports make of them.

Flow: a *component* (atoms that a chain of ties leads through) with its ties → groups. The
strongest ties go first; two groups become one when they agree on the whole and no two of their
reports clash. A group hangs on its component alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import msgspec

from vigie.events.compare import SAME, Cast, weigh
from vigie.events.seen import Seen

# Two groups become one when their reports agree on the whole, and no two of them clash.
AGREE_ON_THE_WHOLE = 0.0
CLASH = -7.0
MOST_ASKED = 10  # reports of each group that are asked
MOST_DOUBTS = 3  # kept with a group, the strongest

Tie = tuple[float, str, str]  # score, and the ids of the chiefs of two atoms, in order


class Rulings(msgspec.Struct, frozen=True):
    """What people said of pairs of reports, last word first heard; ids in order."""

    same: tuple[tuple[str, str], ...] = ()
    different: frozenset[tuple[str, str]] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """Reports that people spoke of: each is compared for itself."""
        return frozenset(chain.from_iterable((*self.same, *self.different)))


class Group(msgspec.Struct, frozen=True, gc=False):
    """Reports of one act, by id; `ties` made it, `doubts` are ties that did not."""

    members: tuple[str, ...]
    ties: tuple[Tie, ...] = ()
    doubts: tuple[Tie, ...] = ()


class Component(msgspec.Struct, frozen=True, gc=False):
    """Atoms that a chain of ties leads through: the ids of their chiefs, in order, and all their ties.

    A tie of an atom of another component, too weak to lead there, is a doubt.
    """

    chiefs: tuple[str, ...]
    ties: tuple[Tie, ...]


def split(
    whole: Component, look: Callable[[str], Seen], cast: Cast, rulings: Rulings
) -> Iterator[Group]:
    """The groups of a component, in terms of its chiefs.

    Args:
        whole: The component.
        look: A report by its id.
        cast: What is known of each actor.
        rulings: People's judgements, which outrank all scores.
    """
    knots = _Knots(whole.chiefs)
    ask = _Asking(knots, look, cast, rulings)
    inside = set(whole.chiefs)
    doubts: list[Tie] = []
    for left, right in rulings.same:
        if left in inside and right in inside and ask.may_join(left, right):
            knots.join((SAME, left, right))
    for tie in sorted(whole.ties, key=lambda tie: (-tie[0], tie[1], tie[2])):
        score, left, right = tie
        if score < SAME or left not in inside or right not in inside:
            doubts.append(tie)
        elif knots.are_apart(left, right):
            if ask.may_join(left, right) and ask.agree(left, right):
                knots.join(tie)
            else:
                knots.refuse(left, right)
                doubts.append(tie)
    for members, ties in knots.groups():
        own = set(members)
        loose = [t for t in doubts if (t[1] in own) != (t[2] in own)]
        yield Group(tuple(members), tuple(sorted(ties)), tuple(loose[:MOST_DOUBTS]))


class _Asking:
    """Whether two groups under way may be one."""

    def __init__(
        self, knots: _Knots, look: Callable[[str], Seen], cast: Cast, rulings: Rulings
    ) -> None:
        self._knots, self._look, self._cast = knots, look, cast
        self._apart = rulings.different
        self._put = frozenset(chain.from_iterable(rulings.same))

    def may_join(self, left: str, right: str) -> bool:
        """Whether nobody said that two of the reports are different."""
        apart, knots = self._apart, self._knots
        return not apart or not any(
            (min(x, y), max(x, y)) in apart for x in knots.of(left) for y in knots.of(right)
        )

    def agree(self, left: str, right: str) -> bool:
        """Whether two groups agree on the whole, and no two of their reports clash.

        Those that people put there are not asked.
        """
        put, knots = self._put, self._knots
        ours = [x for x in knots.of(left) if x == left or x not in put][:MOST_ASKED]
        theirs = [y for y in knots.of(right) if y == right or y not in put][:MOST_ASKED]
        if len(ours) == len(theirs) == 1:
            return True
        total = 0.0
        for x in ours:
            for y in theirs:
                low, high = (x, y) if x < y else (y, x)  # sums of floats know an order
                score = sum(weigh(self._look(low), self._look(high), self._cast))
                if score <= CLASH:
                    return False
                total += score
        return total >= AGREE_ON_THE_WHOLE * len(ours) * len(theirs)


class _Knots:
    """Groups of atoms that grow by pairs, each with the ties that made it."""

    def __init__(self, chiefs: Sequence[str]) -> None:
        self._home = {chief: n for n, chief in enumerate(chiefs)}
        self._members = {n: [chief] for n, chief in enumerate(chiefs)}
        self._made: dict[int, list[Tie]] = {n: [] for n in self._members}
        self._refused: set[tuple[int, int]] = set()
        self._next = len(chiefs)

    def of(self, chief: str) -> list[str]:
        """The group an atom is in, sorted."""
        return self._members[self._home[chief]]

    def are_apart(self, left: str, right: str) -> bool:
        """Whether two atoms are in two groups that have not refused each other yet."""
        x, y = self._home[left], self._home[right]
        return x != y and (min(x, y), max(x, y)) not in self._refused

    def refuse(self, left: str, right: str) -> None:
        """Keep two groups apart as long as neither grows."""
        x, y = self._home[left], self._home[right]
        self._refused.add((min(x, y), max(x, y)))

    def join(self, tie: Tie) -> None:
        """Make one group of two."""
        x, y = self._home[tie[1]], self._home[tie[2]]
        if x == y:
            return
        both = sorted(self._members.pop(x) + self._members.pop(y))
        self._made[self._next] = [*self._made.pop(x), *self._made.pop(y), tie]
        self._members[self._next] = both
        for chief in both:
            self._home[chief] = self._next
        self._next += 1

    def groups(self) -> Iterator[tuple[list[str], list[Tie]]]:
        """Groups with their ties."""
        for n, members in self._members.items():
            yield members, self._made[n]
