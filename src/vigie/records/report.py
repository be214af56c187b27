"""Records room. A report: what one dispatch says happened. An event rests on one or more."""

from __future__ import annotations

import msgspec

from vigie.records.span import Span

STATUSES = ("asserted", "denied", "announced", "attempted", "alleged", "hypothetical")


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """Another place of the same dispatch that tells the same act."""

    span: Span
    trigger: Span


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One happening, as one dispatch tells it.

    `actors`, `recipients` and `said_by` are actor keys; `when` is the date of the act with its kept
    precision, `candidates` the days it may be; `where` a place name. `rule` is the lexicon entry
    that coded it; `why` its reasons in reading order.
    """

    id: str
    span: Span
    trigger: Span
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    when: str | None
    candidates: tuple[str, ...] = ()
    where: str | None = None
    said_by: str | None = None
    also: tuple[Telling, ...] = ()
    rule: str = ""
    why: tuple[str, ...] = ()
    made_by: str = ""
