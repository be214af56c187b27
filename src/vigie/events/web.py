"""Events room. The web: reports tied to those that tell the same act, and the groups they make.

Flow: `Seen` → *atoms* (reports alike in all that counts are one) → keys → ties between atoms that
meet → groups. What a group is depends on its own reports alone: adding some touches the groups
they meet and no other, and the same reports in any order, at once or by and by, give the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from vigie.events.blocks import Blocks, Keys, keys_of
from vigie.events.compare import SAME, UNSURE, Cast, weigh
from vigie.events.seen import Seen

# Two groups become one when their reports agree on the whole, and no two of them clash.
AGREE_ON_THE_WHOLE = 0.0
CLASH = -7.0
MOST_ASKED = 10  # reports of each group that are asked
MOST_DOUBTS = 3  # kept with a group, the strongest

Tie = tuple[float, str, str]  # score, and the ids of the two atoms, in order


class Rulings(msgspec.Struct, frozen=True):
    """What people said of pairs of reports, last word first heard; ids in order."""

    same: tuple[tuple[str, str], ...] = ()
    different: frozenset[tuple[str, str]] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """Reports that people spoke of: each is compared for itself."""
        return frozenset(chain.from_iterable((*self.same, *self.different)))


class Group(msgspec.Struct, frozen=True):
    """Reports of one act, by id; `ties` made it, `doubts` are ties that did not."""

    members: tuple[str, ...]
    ties: tuple[Tie, ...] = ()
    doubts: tuple[Tie, ...] = ()


class Web:
    """Reports and their groups, growing.

    Args:
        cast: What is known of each actor; shared with whoever adds to it.
        rulings: People's judgements, which outrank all scores.
    """

    def __init__(self, cast: Cast, rulings: Rulings | None = None) -> None:
        self._cast = cast
        self._rulings = rulings or Rulings()
        self._apart = self._rulings.named
        self._put = frozenset(chain.from_iterable(self._rulings.same))
        self._seen: dict[str, Seen] = {}
        self._sign: dict[str, object] = {}
        self._atoms: dict[object, set[str]] = {}
        self._chief: dict[object, str] = {}  # smallest id of an atom: what the others meet
        self._keys: dict[str, Keys] = {}
        self._blocks = Blocks()
        self._ties: dict[str, dict[str, float]] = defaultdict(dict)
        self._groups: dict[str, Group] = {}  # by chief, of each of its atoms
        self.touched = 0  # atoms whose groups the last growth made anew

    # --- growing -------------------------------------------------------------------------

    def grow(self, new: Iterable[Seen]) -> None:
        """Add reports; one whose id is known already takes the place of the former."""
        moved: set[object] = set()
        for one in new:
            old = self._seen.get(one.id)
            if old == one:
                continue
            if old is not None:
                moved.add(self._remove(one.id))
            moved.add(self._add(one))
        self._settle(moved)

    def drop(self, ids: Iterable[str]) -> None:
        """Take reports away."""
        self._settle({self._remove(i) for i in ids if i in self._seen})

    def recast(self, cast: Cast) -> None:
        """Take a new cast: reports that name an actor of whom more is known are compared anew."""
        hit = [
            one for one in self._seen.values()
            if any(self._cast.get(k) != cast.get(k) for k in (*one.doers, *one.recipients))
        ]  # fmt: skip
        self.drop([one.id for one in hit])
        self._cast = cast
        self.grow(hit)

    def groups(self) -> list[Group]:
        """All groups, by their first member."""
        found = {id(g): g for g in self._groups.values()}
        return sorted(found.values(), key=lambda g: g.members)

    def seen(self, report: str) -> Seen:
        """A report as it was laid out."""
        return self._seen[report]

    def _add(self, one: Seen) -> object:
        sign = _sign(one, self._cast) if one.id not in self._apart else one.id
        if sign not in self._atoms and not _is_telling(one, self._cast):
            sign = one.id
        self._seen[one.id] = one
        self._sign[one.id] = sign
        self._atoms.setdefault(sign, set()).add(one.id)
        return sign

    def _remove(self, name: str) -> object:
        sign = self._sign.pop(name)
        self._atoms[sign].discard(name)
        del self._seen[name]
        return sign

    def _settle(self, moved: set[object]) -> None:
        """Bring keys, ties and groups up to date with the atoms that changed."""
        stale: set[str] = set()
        fresh: set[str] = set()
        for sign in moved:
            chief, members = self._chief.get(sign), self._atoms[sign]
            now = min(members) if members else None
            if chief is not None:
                stale |= self._untie(chief)
            if now is None:
                del self._atoms[sign]
                self._chief.pop(sign, None)
                continue
            self._chief[sign] = now
            fresh.add(now)
        for chief in sorted(fresh):
            self._tie(chief)
            stale.update(self._ties.get(chief, ()))  # their doubts may be new
        self._regroup((stale | fresh) & self._keys.keys())

    def _untie(self, chief: str) -> set[str]:
        """Take an atom out of the blocks and ties; the atoms whose groups that may change."""
        group = self._groups.pop(chief, None)
        near = {self._chief[self._sign[m]] for m in group.members
                if m in self._sign and self._sign[m] in self._chief} if group else set()  # fmt: skip
        near |= set(self._ties.get(chief, ()))
        for other in self._ties.pop(chief, {}):
            self._ties[other].pop(chief, None)
        self._blocks.take(chief, self._keys.pop(chief))
        return near

    def _tie(self, chief: str) -> None:
        """Put an atom into its blocks and tie it to those it meets there."""
        one = self._seen[chief]
        keys = self._keys[chief] = keys_of(one, self._cast)
        met = self._blocks.met(keys)
        self._blocks.put(chief, keys)
        seen, cast = self._seen, self._cast
        for other in met:
            a, b = (one, seen[other]) if chief < other else (seen[other], one)
            score = sum(weigh(a, b, cast))
            if score >= UNSURE:
                self._ties[chief][other] = self._ties[other][chief] = score

    # --- grouping ------------------------------------------------------------------------

    def _regroup(self, atoms: set[str]) -> None:
        """Make anew the groups of all atoms that the given ones are tied to, near or far."""
        self.touched = 0
        pairs = self._ruled_pairs()
        done: set[str] = set()
        for start in sorted(atoms):
            if start in done:
                continue
            linked = self._linked(start, pairs)
            done |= linked
            self.touched += len(linked)
            for group, chiefs in self._split(sorted(linked)):
                for chief in chiefs:
                    self._groups[chief] = group

    def _ruled_pairs(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = defaultdict(list)
        for left, right in self._rulings.same:
            if left in self._seen and right in self._seen:
                out[left].append(right)
                out[right].append(left)
        return out

    def _linked(self, start: str, ruled: Mapping[str, Sequence[str]]) -> set[str]:
        """All atoms that a chain of ties leads to, doubtful ones included."""
        found, stack = {start}, [start]
        while stack:
            chief = stack.pop()
            strong = (o for o, score in self._ties.get(chief, {}).items() if score >= SAME)
            for other in chain(strong, ruled.get(chief, ())):
                if other not in found:
                    found.add(other)
                    stack.append(other)
        return found

    def _split(self, chiefs: list[str]) -> Iterator[tuple[Group, list[str]]]:
        """The groups of atoms that are tied: strongest ties first, none against a clash."""
        if len(chiefs) == 1 and not self._ties.get(chiefs[0]):
            yield self._group(chiefs, (), ()), chiefs
            return
        knots = _Knots(chiefs)
        inside = set(chiefs)
        doubts: list[Tie] = []
        for left, right in self._rulings.same:
            if left in inside and right in inside and self._may_join(knots, left, right):
                knots.join((SAME, left, right))
        for tie in self._ties_of(chiefs, inside):
            score, left, right = tie
            if score < SAME or left not in inside or right not in inside:
                doubts.append(tie)
            elif knots.are_apart(left, right):
                if self._may_join(knots, left, right) and self._agree(knots, left, right):
                    knots.join(tie)
                else:
                    knots.refuse(left, right)
                    doubts.append(tie)
        for members, ties in knots.groups():
            own = set(members)
            loose = [t for t in doubts if (t[1] in own) != (t[2] in own)]
            yield self._group(members, ties, loose[:MOST_DOUBTS]), members

    def _ties_of(self, chiefs: Sequence[str], inside: set[str]) -> list[Tie]:
        """Each tie of some atoms once, the strongest first."""
        ties = [
            (score, min(a, b), max(a, b))
            for a in chiefs
            for b, score in self._ties.get(a, {}).items()
            if a < b or b not in inside
        ]
        return sorted(ties, key=lambda tie: (-tie[0], tie[1], tie[2]))

    def _may_join(self, knots: _Knots, left: str, right: str) -> bool:
        """Whether nobody said that two of the reports are different."""
        apart = self._rulings.different
        return not apart or not any(
            (min(x, y), max(x, y)) in apart for x in knots.of(left) for y in knots.of(right)
        )

    def _agree(self, knots: _Knots, left: str, right: str) -> bool:
        """Whether two groups agree on the whole, and no two of their reports clash.

        Those that people put there are not asked.
        """
        put = self._put
        ours = [x for x in knots.of(left) if x == left or x not in put][:MOST_ASKED]
        theirs = [y for y in knots.of(right) if y == right or y not in put][:MOST_ASKED]
        if len(ours) == len(theirs) == 1:
            return True
        total = 0.0
        for x in ours:
            for y in theirs:
                score = self._score(x, y)
                if score <= CLASH:
                    return False
                total += score
        return total >= AGREE_ON_THE_WHOLE * len(ours) * len(theirs)

    def _score(self, x: str, y: str) -> float:
        low, high = (x, y) if x < y else (y, x)  # sums of floats know an order
        return sum(weigh(self._seen[low], self._seen[high], self._cast))

    def _group(
        self, chiefs: Iterable[str], ties: Iterable[Tie], doubts: Iterable[Tie]
    ) -> Group:
        members = sorted(chain.from_iterable(self._atoms[self._sign[c]] for c in chiefs))
        return Group(tuple(members), tuple(sorted(ties)), tuple(doubts))


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


def merge(seen: Iterable[Seen], cast: Cast, rulings: Rulings | None = None) -> list[Group]:
    """The groups of some reports, by their first member."""
    web = Web(cast, rulings)
    web.grow(seen)
    return web.groups()


def _sign(one: Seen, cast: Cast) -> object:
    """All of a report that counts, but for whose it is and how it is worded."""
    spot = (one.spot.name, one.spot.country) if one.spot else None
    sizes = tuple((s.what, s.low, s.best, s.high) for s in one.sizes)
    return (
        one.type, one.mode, one.status, one.doers, one.recipients, spot, one.placed,
        one.days.first, one.days.mask, one.dated, sizes,
    )  # fmt: skip


def _is_telling(one: Seen, cast: Cast) -> bool:
    """Whether a report says enough for another that says just the same to be of the same act.

    The likeness of words is left out: it is not in the sign. Those who have no name ("des
    manifestants") say too little.
    """
    if not any(cast[k].named for k in (*one.doers, *one.recipients)):
        return False
    bare = msgspec.structs.replace(one, words=0, rule="", text=0)
    other = msgspec.structs.replace(bare, text=1)
    parts = weigh(bare, other, cast)
    return sum(parts) - parts[9] >= SAME
