"""Events room. The shelf: reports packed small, each found by its rank, by its id, by its slice.

Flow: `Seen` in any order → `Shelf`, in the order of their ids. A million reports stand in some
300 bytes each; whoever compares them unpacks a slice at a time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from vigie.events.blocks import clause_of, slices_of
from vigie.events.days import Days
from vigie.events.seen import Seen

_LARGE = 1 << 64  # of sets of days that reach further than this packs as a number
_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_decode = msgspec.msgpack.Decoder(tuple[Seen, bytes]).decode


def pack(one: Seen) -> bytes:
    """A report in bytes."""
    days = one.days
    if days.mask < _LARGE:
        return _encode((one, b""))
    mask = days.mask.to_bytes((days.mask.bit_length() + 7) // 8, "big")
    return _encode((msgspec.structs.replace(one, days=Days(days.first, 0)), mask))


def unpack(packed: bytes) -> Seen:
    """The report that was packed."""
    one, mask = _decode(packed)
    if not mask:
        return one
    days = Days(one.days.first, int.from_bytes(mask, "big"))
    return msgspec.structs.replace(one, days=days)


class Shelf(Mapping[str, Seen]):
    """Reports by id; of two with one id the last counts.

    `ids` and `packed` go together, by rank; `slices` are the ranks in each slice, in order;
    `clauses` the clause of each.
    """

    def __init__(self, seen: Iterable[Seen]) -> None:
        ids: list[str] = []
        packed: list[bytes] = []
        slices: list[tuple[int, ...]] = []
        clauses = array("q")
        for one in seen:
            ids.append(one.id)
            packed.append(pack(one))
            slices.append(slices_of(one))
            clauses.append(clause_of(one))
        order = _last_of_each(ids)
        self.ids: Sequence[str] = [ids[n] for n in order]
        self.packed: Sequence[bytes] = [packed[n] for n in order]
        self.clauses = array("q", (clauses[n] for n in order))
        self.slices: dict[int, array[int]] = {}
        for rank, n in enumerate(order):
            for number in slices[n]:
                self.slices.setdefault(number, array("I")).append(rank)

    def __getitem__(self, name: str) -> Seen:
        return self.at(self.rank(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def at(self, rank: int) -> Seen:
        """A report by its rank."""
        return unpack(self.packed[rank])

    def rank(self, name: str) -> int:
        """The rank of a report.

        Raises:
            KeyError: it is not here.
        """
        rank = bisect_left(self.ids, name)
        if rank == len(self.ids) or self.ids[rank] != name:
            raise KeyError(name)
        return rank


def _last_of_each(ids: Sequence[str]) -> list[int]:
    """Places in the order of ids, the last one of each id."""
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return [
        n for place, n in enumerate(order)
        if place + 1 == len(order) or ids[order[place + 1]] != ids[n]
    ]  # fmt: skip
