"""Doors, exports. What is being exported: the chosen events of a record, and what is behind them.

Flow: `Wanted` → pages of events → one at a time, in order of time; readings only where a format
asks for them. Nothing is held whole, so that a record of any size goes through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from vigie.events.compare import MUTUAL
from vigie.records import ActorCard, Event, Party, Reading, Report, as_said, reading_as_said
from vigie.store.events import all_actors
from vigie.store.record import Record
from vigie.views.behind import (
    Opening,
    opening_of,
    readings_behind,
    readings_in_force,
    with_reports,
)
from vigie.views.events import MOST, Wanted, list_events


class Chosen:
    """The events to export.

    Attributes:
        record: Where they are.
        wanted: What is asked of them; its order, limit and cursor are not used.
        tally: What was left out or changed on the way, by the key that says it to people
            ("export.undated"); a format counts, the door tells.
    """

    def __init__(self, record: Record, wanted: Wanted) -> None:
        self.record = record
        self.wanted = wanted
        self.tally: Counter[str] = Counter()

    def check(self) -> None:
        """Refuse what cannot be asked before the first byte leaves.

        Raises:
            BadRequest: the record holds no events, or what is wanted cannot be asked.
        """
        list_events(self.record, msgspec.structs.replace(self.wanted, limit=1, cursor=None))

    def events(self) -> Iterator[Event]:
        """The events in order of their first possible day, the undated last."""
        cursor: str | None = None
        while True:
            page = list_events(
                self.record,
                msgspec.structs.replace(
                    self.wanted, order="time", limit=MOST, cursor=cursor
                ),
            )
            yield from page.events
            cursor = page.next
            if cursor is None:
                return

    def opened(self) -> Iterator[tuple[Event, Opening]]:
        """The events, each with the clause that tells it first."""
        for event in self.events():
            yield event, opening_of(self.record, event)

    def told(self) -> Iterator[tuple[Event, list[tuple[Reading, Report]]]]:
        """The events, each with its reports and their readings."""
        for event, told in with_reports(self.record, self.events()):
            yield event, [(reading, self.shown(report)) for reading, report in told]

    def shown(self, report: Report) -> Report:
        """A report as it goes out: as said, where only that is wanted."""
        return as_said(report) if self.wanted.said_only else report

    @property
    def is_all(self) -> bool:
        """Whether nothing is asked of the events."""
        return self.wanted == Wanted(said_only=self.wanted.said_only)

    def readings(self) -> Iterator[tuple[Reading, dict[str, str]]]:
        """Readings behind the events, each once, with the event of each report that counts.

        When nothing is asked of the events, every dispatch of the record is given, those that
        tell no event included.
        """
        if not self.is_all:
            for reading, told in readings_behind(self.record, self.events()):
                yield self._shown(reading), told
            return
        events = {name: event.id for event in self.events() for name in event.reports}
        for reading in readings_in_force(self.record):
            told = {r.id: events[r.id] for r in reading.reports if r.id in events}
            yield self._shown(reading), told

    def _shown(self, reading: Reading) -> Reading:
        if not self.wanted.said_only:
            return reading
        return reading_as_said(reading)

    def actors(self) -> Iterator[ActorCard]:
        """Actors that have a part in the events, by id; all of the record's when all is wanted."""
        parts = {
            p.actor for e in self.events() for p in (*e.actors, *e.recipients)
        } if self.wanted != Wanted() else None  # fmt: skip
        for card in all_actors(self.record):
            if parts is None or card.id in parts:
                yield card


def dyads(event: Event) -> list[tuple[Party | None, Party | None]]:
    """Who did it to whom: each doer with each recipient; doers of a mutual act two by two.

    A side that is not known is None; an event always has one dyad at least.
    """
    doers, others = event.actors, event.recipients
    if event.type in MUTUAL and not others and len(doers) > 1:
        return [(a, b) for n, a in enumerate(doers) for b in doers[n + 1 :]]
    return [(a, b) for a in doers or (None,) for b in others or (None,)]
