"""The records room: the nouns of the house. Frozen, checked, and importing nothing but errors."""

from vigie.records.actor import Actor, Mention
from vigie.records.card import ActorCard, RoleSpan
from vigie.records.dispatch import Block, Cut, Dispatch, Given, Meta, RawDispatch
from vigie.records.event import (
    Contradiction,
    Dating,
    Decision,
    Event,
    Figure,
    Judgement,
    Origin,
    Party,
    Reason,
    Side,
    Spot,
    Story,
    Voice,
)  # fmt: skip
from vigie.records.gold import as_gold
from vigie.records.inferred import (
    as_said,
    event_as_said,
    inferred_fields,
    inferred_of,
    reading_as_said,
)
from vigie.records.issue import Issue
from vigie.records.lineage import Kin, Lineage
from vigie.records.notes import Entity, Notes, Token
from vigie.records.place import Place
from vigie.records.quote import Quote
from vigie.records.reading import Reading, Referents
from vigie.records.report import Report, Size, Telling
from vigie.records.span import Span
from vigie.records.when import When

__all__ = [
    "Actor", "ActorCard", "Block", "Contradiction", "Cut", "Dating", "Decision", "Dispatch", "Entity", "Event",
    "Figure", "Given", "Issue", "Judgement", "Kin", "Lineage", "Mention", "Meta", "Notes", "Origin",
    "Party", "Place", "Quote", "RawDispatch", "Reading", "Reason", "Referents", "Report", "RoleSpan", "Side",
    "Size", "Span", "Spot", "Story", "Telling", "Token", "Voice", "When", "as_gold", "as_said",
    "event_as_said", "inferred_fields", "inferred_of", "reading_as_said",
]  # fmt: skip
