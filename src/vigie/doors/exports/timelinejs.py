"""Doors, exports. TimelineJS JSON: dated events, each date as precise as it is known."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.json_out import json_document
from vigie.doors.exports.wording import days, figures, headline
from vigie.doors.interface.labels import event_label
from vigie.records import Event
from vigie.views.behind import Opening

PARTS = ("year", "month", "day")


def write_timelinejs(chosen: Chosen) -> Iterator[bytes]:
    """Events as the slides of a timeline; the undated are left out and counted."""
    return json_document({}, "events", _slides(chosen))


def _slides(chosen: Chosen) -> Iterator[dict[str, Any]]:
    for event, opening in chosen.opened():
        if not event.starts:
            chosen.tally["export.undated"] += 1
            continue
        yield slide(event, opening)


def slide(event: Event, opening: Opening) -> dict[str, Any]:
    """A dated event as a slide; its words are escaped, for TimelineJS reads them as HTML."""
    first, _, last = (event.when or f"{event.starts}/{event.ends or ''}").partition("/")
    text = [f"<p>« {escape(opening.words)} »</p>"] if opening.words else []
    text += [f"<p>{escape(line)}</p>" for line in figures(event)]
    text.append(f"<p>{escape(', '.join(o.name for o in event.origins))}</p>")
    out: dict[str, Any] = {
        "unique_id": event.id, "start_date": _date(first), "display_date": days(event),
        "group": event_label(event).partition(" (")[0],
        "text": {"headline": escape(headline(event)), "text": "".join(text)},
    }  # fmt: skip
    if last and last != first:
        out["end_date"] = _date(last)
    return out


def _date(day: str) -> dict[str, int]:
    return {name: int(part) for name, part in zip(PARTS, day[:10].split("-"), strict=False)}
