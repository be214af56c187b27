"""Views room. The timeline: what happened, what matters of it, in order of time, with its words.

Flow: `Wanted` → the heaviest events that fit → those in order of time → a line each, with the
clause that tells it first. An event without a day stands at the end; the day of publication
never stands in for the day of the act.
"""

from __future__ import annotations

import msgspec

from vigie.records import Event
from vigie.store.record import Record
from vigie.views.behind import opening_of
from vigie.views.events import MOST, Wanted, list_events

SHOWN = 60  # events: what a person reads in a sitting


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An event, and the clause that tells it first: as its own outlet's word if one does."""

    event: Event
    words: str | None = None
    dispatch: str | None = None
    outlet: str | None = None


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """The lines chosen of `total` events; `least` is the smallest weight among them."""

    lines: tuple[Line, ...]
    total: int
    least: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out."""
        return len(self.lines) == self.total


def timeline(record: Record, wanted: Wanted, most: int | None = SHOWN) -> Timeline:
    """The events that matter most among those that fit, in order of time.

    Args:
        record: Where to look.
        wanted: What to look for; its order, limit and cursor are not used.
        most: How many; None: all of them. Weight chooses: independent origins, sizes, novelty.

    Raises:
        BadRequest: the record holds no events, or what is wanted cannot be asked.
    """
    events: list[Event] = []
    total, cursor = 0, None
    while most is None or len(events) < most:
        limit = MOST if most is None else min(MOST, most - len(events))
        page = list_events(
            record,
            msgspec.structs.replace(wanted, order="weight", limit=limit, cursor=cursor),
        )
        events += page.events
        total, cursor = max(total, page.total), page.next
        if cursor is None:
            break
    least = min((e.weight for e in events), default=0.0)
    ordered = sorted(events, key=lambda e: (e.starts or "~", e.ends or "~", e.id))
    return Timeline(
        lines=tuple(_line(record, e) for e in ordered), total=total, least=least
    )


def _line(record: Record, event: Event) -> Line:
    first = opening_of(record, event)
    return Line(
        event=event, words=first.words, dispatch=first.dispatch, outlet=first.outlet
    )
