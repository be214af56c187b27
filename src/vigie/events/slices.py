"""Events room. A slice: reports of one family of types in one month, and which of them are tied.

Flow: `Seen` of a slice → *atoms* (reports alike in all that counts are one, called by its first
report, the *chief*) → keys → ties between atoms that meet. A tie hangs on its two atoms alone, and
reports alike stand in the same slices: so every slice may be read by itself, whole or in part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

from vigie.events.blocks import Blocks, Keys, keys_of
from vigie.events.compare import SAME, UNSURE, Cast, infers_recipients, weigh
from vigie.events.seen import Seen

_DISPATCH = 9  # place of the ground "dispatch" among the weights


class Slice:
    """Some reports, their atoms, and the blocks these stand in.

    Args:
        rows: The reports of the slice, all of them, by id.
        cast: What is known of each actor.
        apart: Reports that people spoke of: each is compared for itself.
    """

    def __init__(self, rows: Sequence[Seen], cast: Cast, apart: Collection[str]) -> None:
        self.rows = rows
        self._cast = cast
        self.chiefs = _chiefs(rows, cast, apart)
        self._blocks: Blocks | None = None

    def ties(self) -> Iterator[tuple[float, int, int]]:
        """Each tie of two atoms once: score, the places of the two chiefs, the lower first."""
        blocks = Blocks()
        for n, chief in enumerate(self.chiefs):
            if n != chief:
                continue
            keys = self._keys(n)
            for other in blocks.met(keys):
                score = self._weigh(other, n)
                if score >= UNSURE:
                    yield score, other, n
            blocks.put(n, keys)

    def ties_of(self, chief: int) -> Iterator[tuple[float, int]]:
        """The ties of one atom: score, and the place of the other chief."""
        for other in self._all().met(self._keys(chief)) - {chief}:
            score = self._weigh(min(chief, other), max(chief, other))
            if score >= UNSURE:
                yield score, other

    def _all(self) -> Blocks:
        if self._blocks is None:
            self._blocks = Blocks()
            for n, chief in enumerate(self.chiefs):
                if n == chief:
                    self._blocks.put(n, self._keys(n))
        return self._blocks

    def _keys(self, place: int) -> Keys:
        return keys_of(self.rows[place], self._cast)

    def _weigh(self, low: int, high: int) -> float:
        return sum(weigh(self.rows[low], self.rows[high], self._cast))


def _chiefs(rows: Sequence[Seen], cast: Cast, apart: Collection[str]) -> list[int]:
    """For each report the place of its atom's chief."""
    first: dict[object, int] = {}
    telling: dict[int, bool] = {}
    out: list[int] = []
    for n, one in enumerate(rows):
        chief = n if one.id in apart else first.setdefault(sign_of(one), n)
        if chief != n:
            known = telling.get(chief)
            if known is None:
                known = telling[chief] = is_telling(one, cast)
            chief = chief if known else n
        out.append(chief)
    return out


def sign_of(one: Seen) -> object:
    """All of a report that counts, but for whose it is and how it is worded."""
    spot = (one.spot.name, one.spot.country) if one.spot else None
    sizes = tuple((s.what, s.low, s.best, s.high) for s in one.sizes)
    return (
        one.type, one.mode, one.status, one.doers, one.recipients, spot, one.placed,
        one.days.first, one.days.mask, one.dated, sizes, infers_recipients(one),
    )  # fmt: skip


def is_telling(one: Seen, cast: Cast) -> bool:
    """Whether a report says enough for another that says just the same to be of the same act.

    The likeness of words is left out: it is not in the sign. Those who have no name ("des
    manifestants") say too little.
    """
    if not any(cast[k].named for k in (*one.doers, *one.recipients)):
        return False
    bare = msgspec.structs.replace(one, words=0, rule="", text=0)
    other = msgspec.structs.replace(bare, text=1)
    parts = weigh(bare, other, cast)
    return sum(parts) - parts[_DISPATCH] >= SAME
