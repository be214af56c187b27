"""Events room. A report laid out to be compared with those of other dispatches.

Flow: `Reading` + record-wide actor ids + the dispatch's lineage → `Seen`, one for each report:
small, with nothing in it but what comparing and telling an event need. `Face` is what is known of
an actor of the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from zlib import crc32

import msgspec

from vigie.events.days import UNKNOWN, Days, read_days, span_of
from vigie.knowledge.folding import fold
from vigie.records import (
    Actor,
    Dispatch,
    Place,
    Reading,
    Report,
    Size,
    Spot,
    inferred_fields,
)

# An act told without a day was mostly done in the days before it is told, or is announced for the
# days after; this only says which reports are worth comparing with it.
RECENT_DAYS = 14
TOLD_AS_DONE = ("asserted", "denied", "alleged")
SURE_WHEN = ("when: tree", "when: sentence", "when: apart")
SURE_WHERE = "where: named in the sentence"
DONE_TO_TOWNS = frozenset({"ASSAULT", "COERCE", "RETREAT"})
TOWNS = ("site", "district", "city")
BY_HAND = " says so"  # ends the reason of a field that a person corrected
UNNAMED = ("group:", "one:", "body:")  # ids of classes, of the unknown, of described bodies
_STEM, _SHORTEST, _BITS = 5, 4, 64


class Face(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is known of an actor of the record; `named` is false for a class of people."""

    name: str
    kind: str
    country: str | None
    sector: str | None
    named: bool


class Source(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """Where a report stands: its dispatch, and the first dispatch of the lineage of that."""

    dispatch: str
    origin: str
    name: str
    told: str | None
    outlet: str | None = None
    credits: tuple[str, ...] = ()


class Seen(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One report, laid out.

    `doers`, `recipients` and `said_by` are record-wide ids; `days` the days it may have been,
    `dated` whether its own words say so; `placed` whether its sentence names the place. `words`
    is a sketch of the clause (one bit a stem), `text` a hash of it whole, with its trigger;
    `heads` whether it stands in the title; `called` what this dispatch calls those without a name ("group:LBY-CVL" → "des habitants");
    `inferred` the fields that no words of it give.
    """

    id: str
    source: Source
    type: str
    mode: str | None
    status: str
    doers: tuple[str, ...]
    recipients: tuple[str, ...]
    spot: Spot | None
    placed: bool
    days: Days
    dated: bool
    said_by: str | None
    sizes: tuple[Size, ...]
    rule: str
    words: int
    text: int
    called: tuple[tuple[str, str], ...] = ()
    heads: bool = False
    inferred: frozenset[str] = frozenset()

    @property
    def dispatch(self) -> str:
        """Id of its dispatch."""
        return self.source.dispatch


def lay_out(
    reading: Reading, ids: Mapping[tuple[str, str], str], source: Source
) -> Iterator[Seen]:
    """The reports of a reading, laid out.

    Args:
        reading: One dispatch, read.
        ids: Record-wide id of each actor, by dispatch and key, as `link_actors` gives them.
        source: The dispatch and its lineage.
    """
    places = {p.name: p for p in reversed(reading.referents.places)}
    body = _body_start(reading.dispatch)
    raw, name = reading.dispatch.raw, reading.dispatch.id

    actors = reading.referents.actors

    def called(report: Report) -> tuple[tuple[str, str], ...]:
        keys = (*report.actors, *report.recipients, *((report.said_by or ""),))
        known = ((ids[(name, k)], actors[k].name) for k in keys if (name, k) in ids)
        return tuple(sorted({(i, n) for i, n in known if i.startswith(UNNAMED)}))

    def who(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({ids[(name, k)] for k in keys if (name, k) in ids}))

    for report in reading.reports:
        days, dated = _days(report, source.told)
        clause = report.span.text(raw)
        town = _done_at(report, reading)
        spot = _spot(town or report.where, places, actors)
        yield Seen(
            id=report.id, source=source, type=report.type, mode=report.mode,
            status=report.status, doers=who(report.actors), recipients=who(report.recipients),
            spot=spot, placed=town is not None or SURE_WHERE in report.why, days=days, dated=dated,
            said_by=next(iter(who((report.said_by,) if report.said_by else ())), None),
            sizes=tuple(_claimed(s, ids, name) for s in report.sizes), rule=report.rule,
            words=sketch(clause),
            text=crc32(f"{fold(report.trigger.text(raw))}|{fold(clause)}".encode()),
            called=called(report), heads=report.trigger.start < body,
            inferred=_inferred(report, town),
        )  # fmt: skip


def _inferred(report: Report, town: str | None) -> frozenset[str]:
    """The fields no words give; a report without a day has one only from when it was told."""
    out = inferred_fields(report)
    if town is not None and "recipients" not in out:
        out -= {"where"}
    return out if report.when or report.candidates else out | {"when"}


def sketch(text: str) -> int:
    """The stems of a text, one bit each of 64: what two of them share is a fast likeness."""
    mask = 0
    for word in fold(text).split():
        if len(word) >= _SHORTEST:
            mask |= _bit(word[:_STEM])
    return mask


@lru_cache(maxsize=65536)
def _bit(stem: str) -> int:
    return 1 << crc32(stem.encode()) % _BITS


def _days(report: Report, told: str | None) -> tuple[Days, bool]:
    """Days of a report, and whether its own sentence gives them; else those before it was said."""
    days = read_days(report.when, report.candidates)
    if days:
        return days, any(w in SURE_WHEN for w in report.why)
    known = read_days(report.told_on) or read_days(told)
    if not known:
        return UNKNOWN, False
    ahead = 0 if report.status in TOLD_AS_DONE else RECENT_DAYS
    return span_of(known.first - RECENT_DAYS, known.last + ahead), False


def _body_start(dispatch: Dispatch) -> int:
    """Where the title ends and the text begins, in the raw text; 0 without a title."""
    ends = [
        dispatch.to_raw(b.start, b.end).end
        for b in dispatch.blocks if b.kind == "title" and b.start < b.end
    ]  # fmt: skip
    return max(ends, default=0)


def _done_at(report: Report, reading: Reading) -> str | None:
    """The one town a deed was done to: what is taken, shelled or left is where that was."""
    if report.type not in DONE_TO_TOWNS or len(report.recipients) != 1:
        return None
    if any(w.startswith("where: ") and w.endswith(BY_HAND) for w in report.why):
        return None
    actor = reading.referents.actors.get(report.recipients[0])
    name = fold(actor.name) if actor is not None else ""
    return next(
        (p.name for p in reading.referents.places
         if fold(p.name) == name and p.precision in TOWNS),
        None,
    )  # fmt: skip


def _spot(
    where: str | None, places: Mapping[str, Place], actors: Mapping[str, Actor]
) -> Spot | None:
    """A place by its name; one that is told as an actor only is the country of that name."""
    if where is None:
        return None
    place = places.get(where)
    if place is None:
        states = (a for a in actors.values() if a.kind == "GPE" and a.name == where)
        state = next((a.country for a in states if a.country), None)
        return Spot(name=where, country=state, precision="country" if state else "area")
    return Spot(
        name=place.name, country=place.country, lat=place.lat, lon=place.lon,
        precision=place.precision, radius_km=place.radius_km,
    )  # fmt: skip


def _claimed(size: Size, ids: Mapping[tuple[str, str], str], dispatch: str) -> Size:
    claimant = ids.get((dispatch, size.claimant)) if size.claimant else None
    return msgspec.structs.replace(size, claimant=claimant)
