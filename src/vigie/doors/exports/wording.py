"""Doors, exports. An event in a line of plain words, for the formats that people read.

Words come from the interface and the ontology, in the interface's language.
"""

from __future__ import annotations

from vigie.doors.exports.tables import bounds_words
from vigie.doors.interface import say
from vigie.doors.interface.fields import party_names
from vigie.doors.interface.labels import event_label
from vigie.records import Event


def headline(event: Event) -> str:
    """What, who → whom, where, how sure: "Violence (frappe aérienne) : ANL → GNA, Tripoli [démenti]"."""
    who = ", ".join(p.name for p in event.actors)
    whom = ", ".join(p.name for p in event.recipients)
    line = event_label(event)
    if who or whom:
        line += say("export.colon") + (who or "–") + (f" → {whom}" if whom else "")
    if event.where:
        line += f", {event.where.name}"
    if event.status != "asserted":
        line += f" [{say(f'status.{event.status}')}]"
    return line


def days(event: Event) -> str:
    """When, as closely as it is known: a day, a month, some days it may be, or "undated"."""
    if event.when:
        return event.when
    if event.candidates:
        return f" {say('export.or')} ".join(event.candidates)
    return say("timeline.undated")


def figures(event: Event) -> list[str]:
    """Each number told, with who claims it and when it was told, copies said once."""
    names = party_names(event)
    out = []
    for f in event.figures:
        claimant = names.get(f.claimant or "", f.claimant) or f.dispatch
        told = f", {f.told}" if f.told else ""
        out.append(f"{f.what} {bounds_words(f.low, f.best, f.high)} ({claimant}{told})")
    return list(dict.fromkeys(out))
