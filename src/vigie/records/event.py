"""Records room. An event: what the record holds to have happened, resting on one report or more.

Flow: reports of many dispatches + lineages + people's judgements → `Event` (events room); a
`Story` is a stream of events on one crisis. Nothing here is averaged: each value keeps the
reports it rests on, and what is contradicted stays in the open.
"""

from __future__ import annotations

import msgspec


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One ground of a judgement: what was compared, how much it weighs, what stood on each side.

    `score` is a weight of evidence (log odds, natural): above 0 for "same", below for "different".
    """

    what: str
    score: float
    left: str = ""
    right: str = ""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """Whether two things (reports, actors) are one; ids in order, `left` < `right`.

    `by` is a maker ("vigie/1.0") or a person; a person's word outranks a score.
    """

    left: str
    right: str
    verdict: str
    score: float = 0.0
    by: str = ""
    reasons: tuple[Reason, ...] = ()


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A side of an event. `actor` is its id in the record, the same in all dispatches.

    `inferred`: none of its reports names it there in words, all infer it (records/inferred.py).
    """

    actor: str
    name: str
    country: str | None = None
    sector: str | None = None
    kind: str = "ORG"
    reports: tuple[str, ...] = ()
    inferred: bool = False


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where an event was, as closely as its reports allow; degrees WGS 84, None when unknown.

    `inferred`: all its reports take it over from elsewhere in their dispatch.
    """

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = "area"
    radius_km: float | None = None
    reports: tuple[str, ...] = ()
    inferred: bool = False


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """One independent source: a lineage's first dispatch and all that descend from it.

    `name` is the agency where it signs, else the outlet, else the dispatch's id. `credits` are
    agencies it names as its source without sharing a text with them here: whether it is
    independent of those is not known.
    """

    source: str
    name: str
    dispatches: tuple[str, ...]
    reports: tuple[str, ...]
    credits: tuple[str, ...] = ()


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """How one party tells the event: `status` as in reports; `party` None for the outlet itself."""

    party: str | None
    name: str
    status: str
    reports: tuple[str, ...]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A number told of the event, with who claims it and when it was told.

    `what` is killed, wounded, arrested, displaced, missing, protesters, hostages, troops…; `best` None when
    only a bound is said ("au moins dix": low 10). `told` is the telling dispatch's publication.
    """

    what: str
    low: int | None
    best: int | None
    high: int | None
    claimant: str | None
    told: str | None
    report: str
    dispatch: str


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the values that a contradiction opposes."""

    value: str
    parties: tuple[str, ...]
    reports: tuple[str, ...]
    since: str | None = None


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """Values that cannot all be true: `field` is status, when, where, actors or a figure's name."""

    field: str
    sides: tuple[Side, ...]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What the record holds to have happened.

    `id` comes from its first report (smallest id), so that it survives growth. `when` is the
    tightest ISO 8601 value consistent with its reports ("2020-05-21", "2020-05-21/2020-05-22",
    "2020-05"); `candidates` the days it may be when more than one is left and they are not an
    interval; `when_why` says through what it was dated. `starts`, `ends` are the first and last
    possible day; `when_inferred`: no report of it names its day. `score` is PLOVER's; `novelty` and `weight` say why a timeline shows it.
    """

    id: str
    type: str
    quad: str
    mode: str | None = None
    status: str = "asserted"
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    where: Spot | None = None
    when: str | None = None
    candidates: tuple[str, ...] = ()
    when_why: tuple[str, ...] = ()
    when_inferred: bool = False
    starts: str | None = None
    ends: str | None = None
    reports: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    voices: tuple[Voice, ...] = ()
    figures: tuple[Figure, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    first_told: str | None = None
    last_told: str | None = None
    score: float = 0.0
    weight: float = 0.0
    weight_why: tuple[str, ...] = ()
    story: str | None = None


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """A stream of events on one crisis: its title, its main actors (record ids), its span."""

    id: str
    title: str
    actors: tuple[str, ...]
    places: tuple[str, ...]
    events: tuple[str, ...]
    starts: str | None = None
    ends: str | None = None


class Dating(msgspec.Struct, frozen=True, kw_only=True):
    """What shared events say of a dispatch's own day: `published` tightened from `given`.

    `through` are the events (ids) that did it, `why` the chain in words.
    """

    dispatch: str
    given: str | None
    published: str | None
    candidates: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A person's word on the record: appended, never changed, replayed after each rerun.

    `kind` is accept, reject, correct, same, different, add or note; `target` an id of report or
    event (for same/different: two report ids joined by "+"); `field` and `value` (JSON) what is
    corrected; `seen` (JSON) what stood there, so that a rerun that changed it shows a conflict.
    """

    kind: str
    target: str
    by: str
    at: str
    field: str | None = None
    value: str | None = None
    seen: str | None = None
    note: str | None = None
