"""Events room. Which reports are worth comparing: those that share a day and a side or a place.

Flow: `Seen` → `Keys` → `Blocks`, where it meets those that share a key. A report of a few possible
days is *fine*: it meets others of its days, and of the day before and after. One of a month or of
no day is *coarse*: it meets fine and coarse ones of its months, where two things agree and not one.
A report's keys come from itself alone, so that a new one changes nobody else's.

A key is a number: what kind it is, the day or month, 32 bits of what else is shared. Where two
unlike things fall on one number, two reports are compared for nothing. Two that share a key of days
or months stand in one *slice* as well, a family of types in one month: what is worth comparing can
be found a slice at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from zlib import crc32

import msgspec

from vigie.events.compare import FAMILY, Cast
from vigie.events.days import Days, span_of
from vigie.events.places import place_keys
from vigie.events.seen import Seen

FINE_DAYS = 8  # the weekdays of a month (5), a week
MOST_MONTHS = 13
CARRIED_DAYS = 3  # an act told after another may have been a little before it
_MONTH_BITS = 20  # a month counted from year 0 fits
_NEXT = 1 << 32  # from a key of one day to that of the next


class Keys(msgspec.Struct, frozen=True, gc=False):
    """What a report meets others under."""

    days: tuple[int, ...]  # of fine reports only
    months: tuple[int, ...]

    @property
    def fine(self) -> bool:
        """Whether the report's days are few."""
        return bool(self.days)


class Blocks:
    """Who stands under which key. A key that one report has holds its number, not a list."""

    def __init__(self) -> None:
        self._days: dict[int, int | list[int]] = {}
        self._fine: dict[int, int | list[int]] = {}
        self._coarse: dict[int, int | list[int]] = {}

    def met(self, keys: Keys) -> set[int]:
        """Those that a report of these keys meets."""
        out: set[int] = set()
        for key in keys.days:
            for near in (key - _NEXT, key, key + _NEXT):
                _add(out, self._days.get(near))
        for key in keys.months:
            _add(out, self._coarse.get(key))
            if not keys.fine:
                _add(out, self._fine.get(key))
        return out

    def put(self, number: int, keys: Keys) -> None:
        """Stand a report under its keys."""
        months = self._fine if keys.fine else self._coarse
        for block, some in ((self._days, keys.days), (months, keys.months)):
            for key in some:
                held = block.get(key)
                if held is None:
                    block[key] = number
                elif isinstance(held, int):
                    block[key] = [held, number]
                else:
                    held.append(number)


def keys_of(seen: Seen, cast: Cast) -> Keys:
    """The keys of a report."""
    family = FAMILY.get(seen.type, -1)
    sides = sorted({_state(k, cast) for k in (*seen.doers, *seen.recipients)})
    spots = place_keys(seen.spot) if seen.spot else ()
    days: tuple[int, ...] = ()
    when = _reach(seen)
    if 0 < when.count <= FINE_DAYS:
        marks = {_mark(f"{family}s{s}") for s in sides} | {
            _mark(f"{family}p{p}") for p in spots
        }
        # A fine report that shares nothing still stands somewhere, to be known as fine.
        rest = sorted(marks) or [_mark(f"{family}-{seen.id}")]
        days = tuple(day << 32 | mark for day in when.each() for mark in rest)
    pairs = {_mark(f"{family}{x}+{y}") for n, x in enumerate(sides) for y in sides[n + 1 :]}
    pairs |= {_mark(f"{family}{x}@{p}") for x in sides for p in spots}
    pairs |= {
        _mark(f"{family}={k}")
        for k in (*seen.doers, *seen.recipients)
        if _is_someone(k, cast)
    }
    return Keys(
        days=days,
        months=tuple(month << 32 | p for month in _months(when) for p in sorted(pairs)),
    )


def slices_of(seen: Seen) -> tuple[int, ...]:
    """The slices a report stands in; those of no day of one family stand in one."""
    return _slices(FAMILY.get(seen.type, -1), _reach(seen))


def clause_of(seen: Seen) -> int:
    """A number that the same clause has in two texts of one lineage; 64 bits, signed."""
    family = FAMILY.get(seen.type, -1)
    number = seen.text << 32 | _mark(f"{family}|{seen.source.origin}")
    return number - (1 << 63)


@lru_cache(maxsize=65536)
def _slices(family: int, when: Days) -> tuple[int, ...]:
    months = set(_months(when))
    if 0 < when.count <= FINE_DAYS:  # it meets those of the next day too
        months |= {_month(near) for day in when.each() for near in (day, day + 1)}
    return tuple((family + 1) << _MONTH_BITS | month for month in sorted(months or {0}))


def _reach(seen: Seen) -> Days:
    """The days a report meets others on."""
    when = seen.days
    if when.count == 1 and not seen.dated:  # the last day the text had named
        return span_of(when.first - CARRIED_DAYS, when.first)
    return when


def _add(out: set[int], held: int | list[int] | None) -> None:
    if isinstance(held, int):
        out.add(held)
    elif held is not None:
        out.update(held)


@lru_cache(maxsize=65536)
def _mark(text: str) -> int:
    return crc32(text.encode())


def _state(actor: str, cast: Cast) -> str:
    """The country an actor belongs to; beyond countries, itself."""
    country = cast[actor].country
    return (
        country
        if country and len(country) == 3 and country not in ("IGO", "NGO")
        else actor
    )


def _is_someone(actor: str, cast: Cast) -> bool:
    face = cast[actor]
    return face.named and face.kind in ("PER", "ORG")


def _months(days: Days) -> Iterator[int]:
    if not days:
        return
    first, last = _month(days.first), _month(days.last)
    if last - first < MOST_MONTHS:
        yield from range(first, last + 1)


@lru_cache(maxsize=8192)
def _month(day: int) -> int:
    then = date.fromordinal(day)
    return then.year * 12 + then.month
