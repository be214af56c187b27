"""Doors, interface. Fields of an event and what is counted of it, in the reader's words.

Flow: `Event` → the words that the command line and the page both print.
"""

from __future__ import annotations

from vigie.doors.interface import say
from vigie.records import Event
from vigie.views.events import bounds

COUNTED = frozenset((
    "killed", "wounded", "missing", "arrested", "abducted", "displaced", "deported", "freed",
    "convicted", "protesters", "troops", "hostages",
))  # fmt: skip
FIELDS = {
    "status": "col.status", "when": "col.when", "where": "col.where", "actors": "col.who",
    "recipients": "col.whom", "type": "col.what", "mode": "review.field.mode",
    "actor": "col.who", "recipient": "col.whom", "said_by": "col.source",
    "trigger": "why.trigger",
}  # fmt: skip


def field_words(field: str) -> str:
    """Name of a field of an event, or of what is counted, for people."""
    if field in COUNTED:
        return say(f"size.{field}")
    return say(FIELDS[field]) if field in FIELDS else field


def latest(event: Event) -> list[str]:
    """What was counted, each with the values told, first to last, equal ones once."""
    told: dict[str, list[str]] = {}
    for figure in event.figures:
        told.setdefault(figure.what, []).append(bounds(figure))
    return [
        f"{field_words(what)} {' → '.join(dict.fromkeys(values))}"
        for what, values in told.items()
    ]


def party_names(event: Event) -> dict[str, str]:
    """Names of who has a part or a word in an event, by id."""
    names = {v.party: v.name for v in event.voices if v.party}
    return names | {p.actor: p.name for p in (*event.actors, *event.recipients)}
