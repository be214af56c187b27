"""Doors, exports. FollowTheMoney entities, a line each, for Aleph and its kin.

Flow: actors → Person, Organization, PublicBody or LegalEntity; dispatches → Article (no body:
the text is its outlet's); events → Event, which involves the ones and is proven by the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.codes import codes_of, language3
from vigie.doors.exports.json_out import json_lines
from vigie.doors.exports.names import plain_name
from vigie.doors.exports.wording import days, figures, headline
from vigie.records import ActorCard, Event, Reading
from vigie.views.behind import Opening

SCHEMATA = {"PER": "Person", "ORG": "Organization", "GPE": "PublicBody"}
PUBLIC = ("GOV", "MIL", "COP", "LEG", "JUD", "SPY")  # sectors of public bodies

Entity = dict[str, Any]


def write_ftm(chosen: Chosen) -> Iterator[bytes]:
    """Entities, those that others point to first."""
    yield from json_lines(actor_entity(card) for card in chosen.actors())
    yield from json_lines(article_entity(reading) for reading, _ in chosen.readings())
    yield from json_lines(event_entity(e, opening) for e, opening in chosen.opened())


def actor_entity(card: ActorCard) -> Entity:
    """An actor as a legal entity of the kind it is; nothing is said where the kind is not known."""
    schema = SCHEMATA.get(card.kind, "LegalEntity")
    if schema == "Organization" and card.sector in PUBLIC:
        schema = "PublicBody"
    country = (codes_of(card.country).alpha2 or "").lower()
    return _entity(
        _id("actor", card.id), schema, name=[card.name],
        alias=[n for n in card.names if n != card.name], country=[country],
        classification=[card.sector],
        wikidataId=[card.kb] if (card.kb or "").startswith("Q") else [],
        **({"position": [r.role for r in card.roles]} if schema == "Person" else {}),
    )  # fmt: skip


def article_entity(reading: Reading) -> Entity:
    """A dispatch as an article: what is known of it, not its text."""
    d = reading.dispatch
    return _entity(
        _id("dispatch", d.id), "Article", title=[d.meta.title or d.id], author=d.meta.authors,
        publisher=[d.meta.outlet or d.meta.agency], publishedAt=[d.meta.published],
        language=[language3(d.meta.language)], sourceUrl=[_web(d.meta.url or d.given.url)],
    )  # fmt: skip


def event_entity(event: Event, opening: Opening) -> Entity:
    """An event; days it may be stand in `date`, each on its own."""
    first, _, last = (event.when or "").partition("/")
    where = event.where
    country = codes_of(where.country).alpha2 if where else None
    return _entity(
        _id("event", event.id), "Event", name=[headline(event)], recordId=[event.id],
        startDate=[first], endDate=[last], date=event.candidates,
        location=[where.name if where else None], country=[(country or "").lower()],
        involved=[_id("actor", p.actor) for p in (*event.actors, *event.recipients)],
        proof=[_id("dispatch", d) for o in event.origins for d in o.dispatches],
        summary=[opening.words], description=figures(event),
        keywords=[event.type, event.quad, event.mode, event.status],
        notes=[f"when: {days(event)}", *(f"contradicted: {c.field}" for c in event.contradictions)],
    )  # fmt: skip


def _entity(id_: str, schema: str, /, **values: Any) -> Entity:
    """An entity; empty values leave no trace, equal ones stand once."""
    properties = {
        key: kept for key, given in values.items()
        if (kept := [v for v in dict.fromkeys(given) if v])
    }  # fmt: skip
    return {"id": id_, "schema": schema, "properties": properties}


def _id(kind: str, name: str) -> str:
    """An id in the letters that FollowTheMoney allows."""
    return f"vigie-{kind}-{plain_name(name)}"


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None
