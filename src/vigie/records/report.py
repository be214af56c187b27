"""Records room. A report: what one dispatch says happened. An event rests on one or more."""

from __future__ import annotations

import msgspec

from vigie.records.span import Span

STATUSES = ("asserted", "denied", "announced", "attempted", "alleged", "hypothetical")


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """Another place of the same dispatch that tells the same act."""

    span: Span
    trigger: Span


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """A number told of an act: who was killed, wounded, arrested… and how many.

    `low` and `high` bound it, `best` is the number said, None where only a bound is ("au moins dix":
    low 10). `claimant` is an actor key, None for the outlet itself.
    """

    what: str
    span: Span
    low: int | None = None
    best: int | None = None
    high: int | None = None
    unit: str | None = None
    claimant: str | None = None
    why: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One happening, as one dispatch tells it.

    `told_on` is the day it was said ("a déclaré jeudi"), apart from `when` and from publication.
    `actors`, `recipients` and `said_by` are actor keys; `when` is the date of the act with its kept
    precision, `candidates` the days it may be; `where` a place name. `rule` is the lexicon entry
    that coded it; `why` its reasons in reading order. `cameo` is the closest CAMEO code, root or
    leaf, `goldstein` its value (-10 to 10); `contexts` PLOVER's. `confidence` is the calibrated
    chance, 0 to 1, that type and sides are right; None where it was not computed. `content` are
    the words that say what is asked, refused, threatened, accused of; None where no words do.
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
    sizes: tuple[Size, ...] = ()
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    goldstein: float | None = None
    confidence: float | None = None
    told_on: str | None = None
    content: Span | None = None
    rule: str = ""
    why: tuple[str, ...] = ()
    made_by: str = ""
