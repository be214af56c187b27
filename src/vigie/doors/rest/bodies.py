"""Doors, REST. The bodies of answers: a page of records, and one thing with what stands behind it.

A page holds `items`, `next` (the cursor of the page after; None on the last) and, where it is cheap
to know, `total`. The records themselves are those of the house: OpenAPI is written from them.
"""

from __future__ import annotations

from typing import Any

import msgspec

from vigie.doors.exports.tables import ReportRow
from vigie.flow.replaying import Conflict
from vigie.records import ActorCard, Decision, Event, Issue, Report
from vigie.views.actor import Known
from vigie.views.dyads import Dyad
from vigie.views.quotes import QuoteRow
from vigie.views.search import Found
from vigie.views.stories import StoryRow
from vigie.views.tellings import TellingRow


class EventPage(msgspec.Struct, frozen=True, kw_only=True):
    """Events."""

    items: tuple[Event, ...]
    total: int
    next: str | None = None


class WholeEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event, each report it rests on in its sentence, and what people said of it."""

    event: Event
    tellings: tuple[TellingRow, ...]
    decisions: tuple[Decision, ...]


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """Reports, a row each."""

    items: tuple[ReportRow, ...]
    total: int
    next: str | None = None


class WholeReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report, its fields tied to words, the event it is in, and what people said of it."""

    report: Report
    telling: TellingRow
    event: str | None
    decisions: tuple[Decision, ...]


class ActorPage(msgspec.Struct, frozen=True, kw_only=True):
    """Actors, those with most events first."""

    items: tuple[ActorCard, ...]
    next: str | None = None


class WholeActor(msgspec.Struct, frozen=True, kw_only=True):
    """The actors a name may mean, with why."""

    items: tuple[Known, ...]


class QuotePage(msgspec.Struct, frozen=True, kw_only=True):
    """Quotes."""

    items: tuple[QuoteRow, ...]
    next: str | None = None


class StoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Stories, those with most events first."""

    items: tuple[StoryRow, ...]
    total: int
    next: str | None = None


class FoundPage(msgspec.Struct, frozen=True, kw_only=True):
    """Dispatches that hold the words, best first."""

    items: tuple[Found, ...]
    next: str | None = None


class IssuePage(msgspec.Struct, frozen=True, kw_only=True):
    """What was odd in the input."""

    items: tuple[Issue, ...]
    total: int
    next: str | None = None


class DyadPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who does how much to whom."""

    items: tuple[Dyad, ...]
    next: str | None = None


class DecisionPage(msgspec.Struct, frozen=True, kw_only=True):
    """People's words, in the order they were given."""

    items: tuple[Decision, ...]
    total: int
    next: str | None = None


class ConflictList(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions that a rerun put in question."""

    items: tuple[Conflict, ...]


class Deciding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person's word to append; who and when come from the token and the clock.

    `value` is the corrected value, or the report to add; any JSON.
    """

    kind: str
    target: str
    field: str | None = None
    value: Any = None
    note: str | None = None
