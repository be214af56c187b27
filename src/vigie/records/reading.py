"""Records room. Everything Vigie can say from one dispatch alone."""

from __future__ import annotations

import msgspec

from vigie.records.actor import Actor, Mention
from vigie.records.dispatch import Dispatch
from vigie.records.issue import Issue
from vigie.records.place import Place
from vigie.records.quote import Quote
from vigie.records.report import Report
from vigie.records.when import When


class Referents(msgspec.Struct, frozen=True, kw_only=True):
    """Who, when and where of one dispatch, before anything is said of what happened."""

    mentions: tuple[Mention, ...]
    actors: dict[str, Actor]
    times: tuple[When, ...]
    places: tuple[Place, ...]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One dispatch, read. `lemmas` are its words as full-text search folds them."""

    dispatch: Dispatch
    referents: Referents
    quotes: tuple[Quote, ...] = ()
    reports: tuple[Report, ...] = ()
    issues: tuple[Issue, ...] = ()
    lemmas: str = ""
    made_by: str = ""
