"""The corridor. What a merge keeps of readings, and hands to the next merge: packed, and back.

Flow: `Reading` → sightings, days, sketch, reports, each a row of the desk (`store/laid.py`) → a stock of
reports, a cast, texts and clocks as the rooms ask for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import msgspec
import numpy as np

import vigie
from vigie.dispatches.copies import Text
from vigie.dispatches.sketches import Sketch, sketch
from vigie.events.blocks import clause_of, slices_of
from vigie.events.cast import card_of, face_of
from vigie.events.dating import Clock, is_weekday
from vigie.events.days import Days, read_days
from vigie.events.identity import ActorSeen, Sort
from vigie.events.seen import Face, Seen
from vigie.events.shelf import pack, unpack
from vigie.records import ActorCard, Dispatch, Meta, Reading
from vigie.store.laid import Laid

UPDATE_NOTE = "update note"  # reason of the cut of "(Actualisé avec réactions)"
# What a merge is made by: where any of it changes, all is merged anew.
_MADE_OF = ("events/*.py", "flow/*.py", "dispatches/copies.py", "dispatches/sketches.py",
            "knowledge/folding.py", "knowledge/ontology/*.yaml")  # fmt: skip

encode = msgspec.msgpack.Encoder(order="deterministic").encode
read_card = msgspec.msgpack.Decoder(ActorCard).decode
read_sighting = msgspec.msgpack.Decoder(ActorSeen).decode
read_sort = msgspec.msgpack.Decoder(Sort).decode
_read_days = msgspec.msgpack.Decoder(tuple[int, bytes]).decode


class TextKept(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a dispatch: the days it names, its meta, its sketch."""

    given: str | None
    weekdays: tuple[tuple[int, bytes], ...]
    meta: Meta
    updates: bool
    pairs: bytes
    small: bytes


_read_text = msgspec.msgpack.Decoder(TextKept).decode


@lru_cache(maxsize=1)
def engine() -> bytes:
    """A digest of the code and data that merging is made of."""
    home = Path(vigie.__file__).parent
    digest = hashlib.sha256(vigie.__version__.encode())
    for path in sorted(p for pattern in _MADE_OF for p in home.glob(pattern)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def told_on(dispatch: Dispatch) -> str | None:
    """The day a dispatch was published, else that of its dateline."""
    return dispatch.meta.published or dispatch.meta.dateline_date


def clock_of(reading: Reading) -> Clock:
    """A dispatch's own days."""
    days = (read_days(None, t.candidates) for t in reading.referents.times if t.candidates)
    return Clock(
        dispatch=reading.dispatch.id, given=told_on(reading.dispatch),
        weekdays=tuple(d for d in days if is_weekday(d)),
    )  # fmt: skip


def sightings_of(reading: Reading) -> list[ActorSeen]:
    """The actors of a dispatch."""
    d = reading.dispatch
    return [
        ActorSeen(d.id, actor, told_on(d)) for actor in reading.referents.actors.values()
    ]


def updates(reading: Reading) -> bool:
    """Whether a dispatch says itself that it updates another."""
    return any(cut.reason == UPDATE_NOTE for cut in reading.dispatch.cuts)


def keep_text(reading: Reading) -> bytes:
    """What is kept of a dispatch, packed."""
    clock = clock_of(reading)
    (own,) = sketch([reading.dispatch.text])
    return encode(
        TextKept(
            clock.given, tuple((d.first, _mask(d)) for d in clock.weekdays),
            reading.dispatch.meta, updates(reading), own.pairs.tobytes(), own.small.tobytes(),
        )
    )  # fmt: skip


def text_of(name: str, kept: bytes) -> Text:
    """A dispatch as it is compared with others."""
    one = _read_text(kept)
    own = Sketch(np.frombuffer(one.pairs, np.uint32), np.frombuffer(one.small, np.uint32))
    return Text(name, own, one.meta, one.updates)


def kept_clock(name: str, kept: bytes) -> Clock:
    """A dispatch's own days, as they were kept."""
    one = _read_text(kept)
    days = tuple(Days(first, int.from_bytes(mask, "big")) for first, mask in one.weekdays)
    return Clock(dispatch=name, given=one.given, weekdays=days)


def is_coarse(clock: Clock) -> bool:
    """Whether a dispatch is known to a month, say, and may be dated through others."""
    return read_days(clock.given).count > 1


def pack_days(days: Days) -> bytes:
    """A set of days in bytes."""
    return encode((days.first, _mask(days)))


def unpack_days(packed: bytes) -> Days:
    """The days that were packed."""
    first, mask = _read_days(packed)
    return Days(first, int.from_bytes(mask, "big"))


def put_reports(desk: Laid, rows: Iterable[Seen]) -> None:
    """Lay reports on the desk."""
    for some in _lots(rows):
        desk.put("reports", ((s.id, s.dispatch, clause_of(s), pack(s)) for s in some))
        desk.put("slices", ((n, 1, s.id) for s in some for n in slices_of(s)))
        desk.put("sides", ((k, s.id) for s in some for k in named_in(s)))


def drop_reports(desk: Laid, names: Iterable[str]) -> None:
    """Take reports off the desk."""
    gone = list(names)
    desk.drop("reports", "id", gone)
    for table in ("slices", "sides", "narrowed"):
        desk.drop(table, "report", gone)


def put_narrowed(desk: Laid, days: Mapping[str, Days]) -> None:
    """Keep the days that dating left some reports, and where they stand by them."""
    desk.put("narrowed", ((name, pack_days(days[name])) for name in sorted(days)))
    found = desk.of("reports", "id, seen", "id", sorted(days))
    now = (msgspec.structs.replace(unpack(seen), days=days[name]) for name, seen in found)
    desk.put("slices", ((n, 2, s.id) for s in now for n in slices_of(s)))


def drop_narrowed(desk: Laid, names: Iterable[str]) -> None:
    """Forget what dating left some reports."""
    gone = list(names)
    desk.drop("narrowed", "report", gone)
    desk.drop("slices", "report", gone)
    held = desk.of("reports", "seen", "id", gone)
    desk.put(
        "slices",
        ((n, 1, s.id) for (b,) in held for s in (unpack(b),) for n in slices_of(s)),
    )


def named_in(seen: Seen) -> list[str]:
    """Actors that a report names."""
    said = (seen.said_by,) if seen.said_by else ()
    return sorted({*seen.doers, *seen.recipients, *said})


class DeskStock:
    """The reports on the desk, as their own words date them (layer 1) or others do (layer 2)."""

    def __init__(self, desk: Laid, layer: int) -> None:
        self._desk, self._layer = desk, layer
        self._found: dict[str, Seen | None] = {}

    def find(self, name: str) -> Seen | None:
        """One of them by its id."""
        if name not in self._found:
            rows = [seen for (seen,) in self._desk.of("reports", "seen", "id", [name])]
            self._found[name] = next(iter(self._dated(rows)), None)
        return self._found[name]

    def in_slice(self, number: int) -> Sequence[Seen]:
        """All that stand in a slice."""
        return [
            _dated(seen, days) for seen, days in self._desk.in_slice(number, self._layer)
        ]

    def with_clause(self, clause: int) -> Sequence[Seen]:
        """All that bear a clause in a lineage."""
        rows = self._desk.of("reports", "seen", "clause", [clause])
        return self._dated(seen for (seen,) in rows)

    def _dated(self, rows: Iterable[bytes]) -> list[Seen]:
        out = [unpack(seen) for seen in rows]
        if self._layer == 2:
            held = dict(
                self._desk.of("narrowed", "report, days", "report", [s.id for s in out])
            )
            out = [
                msgspec.structs.replace(s, days=unpack_days(held[s.id]))
                if s.id in held
                else s
                for s in out
            ]
        return sorted(out, key=lambda s: s.id)


class DeskCast(dict[str, Face]):
    """The cast on the desk, a face at a time.

    Args:
        desk: Where the cards lie.
        now: Cards that are not on the desk yet.
    """

    def __init__(
        self, desk: Laid, now: Mapping[str, ActorCard | None] | None = None
    ) -> None:
        super().__init__({k: face_of(card) for k, card in (now or {}).items() if card})
        self._desk = desk

    def __missing__(self, actor: str) -> Face:
        for (card,) in self._desk.of("cast", "card", "actor", [actor]):
            self[actor] = face_of(read_card(card))
            return self[actor]
        raise KeyError(actor)


def desk_cards(desk: Laid) -> Iterator[ActorCard]:
    """The cards of all actors, by id."""
    for name, sightings in groupby(desk.sightings(), key=lambda row: row[0]):
        yield card_of(name, (read_sighting(b) for _, b in sightings))


def _dated(seen: bytes, days: bytes | None) -> Seen:
    one = unpack(seen)
    return one if days is None else msgspec.structs.replace(one, days=unpack_days(days))


def _mask(days: Days) -> bytes:
    return days.mask.to_bytes((days.mask.bit_length() + 7) // 8, "big")


def _lots(rows: Iterable[Seen]) -> Iterator[list[Seen]]:
    lot: list[Seen] = []
    for one in rows:
        lot.append(one)
        if len(lot) == 1000:
            yield lot
            lot = []
    yield lot
