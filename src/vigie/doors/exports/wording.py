"""Doors, exports. An event in a line of plain words, for the formats that people read.

Words come from the interface and the ontology, in the interface's language.
"""

from __future__ import annotations

from functools import cache

from vigie.doors.exports.tables import bounds_words
from vigie.doors.interface import language, say
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.records import Event


@cache
def ontology() -> Ontology:
    """The ontology shipped with this version, read once."""
    return load_ontology()


def label(event: Event) -> str:
    """Name of the event's type, with its mode."""
    name = ontology().label(event.type, language())
    return f"{name} ({event.mode})" if event.mode else name


def headline(event: Event) -> str:
    """What, who → whom, where, how sure: "Agression (aerial) : ANL → GNA, Tripoli [démenti]"."""
    who = ", ".join(p.name for p in event.actors)
    whom = ", ".join(p.name for p in event.recipients)
    line = label(event)
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
    names = {v.party: v.name for v in event.voices if v.party}
    names |= {p.actor: p.name for p in (*event.actors, *event.recipients)}
    out = []
    for f in event.figures:
        claimant = names.get(f.claimant or "", f.claimant) or f.dispatch
        told = f", {f.told}" if f.told else ""
        out.append(f"{f.what} {bounds_words(f.low, f.best, f.high)} ({claimant}{told})")
    return list(dict.fromkeys(out))
