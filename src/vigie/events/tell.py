"""Events room. A group of reports told as one `Event`: best values, with the reports behind each.

Flow: `Group` + its `Seen` + days narrowed by dating + `Cast` → `Event`. Values are chosen by how
many independent origins bear them, never averaged; what does not agree is kept beside, in
`disagree.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from math import log2, log10

import msgspec

from vigie.events.compare import Cast, judge, weigh_side
from vigie.events.days import (
    UNKNOWN,
    Days,
    days_of,
    read_days,
    say_days,
    write_days,
)
from vigie.events.disagree import find_contradictions
from vigie.events.groups import Group
from vigie.events.places import tightest
from vigie.events.seen import TOLD_AS_DONE, Seen
from vigie.knowledge.folding import fold
from vigie.knowledge.ontology_rules import Ontology
from vigie.records import Event, Figure, Judgement, Origin, Party, Spot, Voice
from vigie.records.report import STATUSES

HARM = ("killed", "wounded", "missing", "displaced", "abducted", "hostages", "arrested")
MOST_TIES = 40  # ties told of one event; a great one has thousands


class Teller(msgspec.Struct, frozen=True):
    """What every event is told with: the cast, the ontology, who judges, what people ruled."""

    cast: Cast
    ontology: Ontology
    made_by: str
    rulings: Mapping[tuple[str, str], Judgement] = {}


def event_id(reports: Sequence[str]) -> str:
    """Id of the event that rests on some reports: their smallest id's, so that it survives growth.

    >>> event_id(["r5c98a1", "r01b2c3"])
    'e01b2c3'
    """
    return "e" + min(reports).removeprefix("r")


def tell_event(
    group: Group, seen: Mapping[str, Seen], days: Mapping[str, Days], teller: Teller
) -> Event:
    """The event that a group of reports tells.

    Args:
        group: Ids of its reports, and the ties between them.
        seen: The reports, laid out, by id.
        days: Days of reports, where dating through shared events made them narrower.
        teller: What every event is told with.
    """
    told = [seen[name] for name in group.members]
    cast, ontology = teller.cast, teller.ontology
    type_ = _most(told, lambda s: s.type) or told[0].type
    mode = _most((s for s in told if s.type == type_), lambda s: s.mode)
    possible, dated_by, why = _when(told, days)
    when, candidates = write_days(possible)
    origins = _origins(told)
    figures = _figures(told)
    contradictions = find_contradictions(told, days, cast)
    weight, weight_why = _weight(ontology.score(type_, mode), origins, figures, dated_by)
    first, last = _told_span(told)
    return Event(
        id=event_id(group.members), type=type_, quad=ontology.rows[type_].quad, mode=mode,
        status=_most(told, lambda s: s.status, order=STATUSES) or told[0].status,
        actors=_parties(told, cast, "actors", lambda s: s.doers),
        recipients=_parties(told, cast, "recipients", lambda s: s.recipients),
        where=_where(told), when=when, candidates=candidates, when_why=why,
        when_inferred=possible.count > 0 and _all_inferred(told, "when", {s.id for s in told if s.days}),
        starts=possible.first_text, ends=possible.last_text,
        reports=group.members, origins=origins, voices=_voices(told, cast), figures=figures,
        contradictions=contradictions, judgements=_judgements(group, seen, teller),
        first_told=first, last_told=last, score=ontology.score(type_, mode), weight=weight,
        weight_why=weight_why,
    )  # fmt: skip


def _most(
    told: Iterable[Seen], ask: Callable[[Seen], str | None], order: Sequence[str] = ()
) -> str | None:
    """The value that most origins bear; of equals the first in the given order, or by name."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for one in told:
        value = ask(one)
        if value is not None:
            bearers[value].add(one.source.origin)
    rank = {value: n for n, value in enumerate(order)}
    return min(
        bearers, default=None,
        key=lambda v: (-len(bearers[v]), rank.get(v, len(rank)), v),
    )  # fmt: skip


def _when(
    told: Sequence[Seen], narrowed: Mapping[str, Days]
) -> tuple[Days, bool, tuple[str, ...]]:
    """Days that most origins leave possible, whether any words date it, and through whom."""
    dated = [(s, narrowed.get(s.id, s.days)) for s in told if s.dated and s.days]
    carried = [(s, s.days) for s in told if not s.dated and s.days.count == 1]
    for sure, some in ((True, dated), (False, carried)):
        if some:
            possible = _most_borne(some)
            before = _before_told(told, possible)
            why = [
                f"{s.dispatch}: {say_days(d)}" + ("" if s.days == d else f", of {say_days(s.days)}")
                for s, d in sorted(some, key=lambda p: (p[0].dispatch, p[0].id))
                if d.meets(before)
            ]  # fmt: skip
            if before != possible:
                why.append("told by then")
            return (
                before,
                sure,
                tuple(dict.fromkeys(why if sure else [*why, "carried over"])),
            )
    return UNKNOWN, False, ()


def _most_borne(some: Sequence[tuple[Seen, Days]]) -> Days:
    """The days that most origins hold possible: their crossing, where nobody disagrees."""
    by_days: dict[Days, set[str]] = defaultdict(set)
    for one, days in some:
        by_days[days].add(one.source.origin)
    tightest_first = sorted(by_days, key=lambda d: (d.count, d.first, d.mask))
    if len(tightest_first) == 1:
        return tightest_first[0]
    crossed = tightest_first[0]
    for days in tightest_first[1:]:
        if not crossed.meets(days):
            break
        crossed = crossed.cross(days)
    else:
        return crossed
    bearers: dict[int, set[str]] = defaultdict(set)
    for days, origins in by_days.items():
        for day in days.each():
            bearers[day] |= origins
    most = max(len(origins) for origins in bearers.values())
    return days_of(day for day, origins in bearers.items() if len(origins) == most)


def _before_told(told: Sequence[Seen], possible: Days) -> Days:
    """Days on which what was told as done had been done, unless that leaves none."""
    ends = [
        day.last for s in told
        if s.status in TOLD_AS_DONE and (day := read_days(s.source.told))
    ]  # fmt: skip
    if not ends or possible.last <= min(ends):
        return possible
    kept = [day for day in possible.each() if day <= min(ends)]
    return days_of(kept) if kept else possible


def _where(told: Sequence[Seen]) -> Spot | None:
    spots = [s.spot for s in told if s.spot and s.placed] or [
        s.spot for s in told if s.spot
    ]
    if not spots:
        return None
    best = tightest(spots)
    bearers = sorted(s.id for s in told if s.spot and s.spot.name == best.name)
    return msgspec.structs.replace(
        best, reports=tuple(bearers),
        inferred=_all_inferred(told, "where", bearers),
    )  # fmt: skip


def _all_inferred(told: Iterable[Seen], field: str, bearers: Container[str]) -> bool:
    """Whether none of the reports that bear a value, by their ids, says it in words."""
    return all(field in one.inferred for one in told if one.id in bearers)


def _parties(
    told: Sequence[Seen], cast: Cast, field: str, side: Callable[[Seen], tuple[str, ...]]
) -> tuple[Party, ...]:
    """The actors of one side, those whom most origins name first.

    A description ("les troupes") whose actor others name stands for that actor.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    origins: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for one in told:
        called = dict(one.called)
        for actor in side(one):
            bearers[actor].add(one.id)
            origins[actor].add(one.source.origin)
            names.setdefault(actor, called.get(actor, cast[actor].name))
    kept = sorted(a for a in bearers if cast[a].named)
    for actor in sorted(a for a in bearers if not cast[a].named):
        same = [
            k
            for k in kept
            if not bearers[k] & bearers[actor] and _stands_for(actor, k, names, cast)
        ]
        if same:
            bearers[same[0]] |= bearers.pop(actor)
            origins[same[0]] |= origins[actor]
        else:
            kept.append(actor)
    return tuple(
        Party(
            actor=a, name=names[a], country=cast[a].country, sector=cast[a].sector,
            kind=cast[a].kind, reports=tuple(sorted(bearers[a])),
            inferred=_all_inferred(told, field, bearers[a]),
        )
        for a in sorted(bearers, key=lambda a: (-len(origins[a]), a))
    )  # fmt: skip


def _stands_for(actor: str, other: str, names: Mapping[str, str], cast: Cast) -> bool:
    """Whether a description may be of another party of the event: the same words, or one camp."""
    if not cast[other].named:
        return fold(names[actor]) == fold(names[other])
    return weigh_side((actor,), (other,), cast) > 0


def _origins(told: Sequence[Seen]) -> tuple[Origin, ...]:
    by_source: dict[str, list[Seen]] = defaultdict(list)
    for one in told:
        by_source[one.source.origin].append(one)
    return tuple(
        Origin(
            source=source,
            name=min(some, key=lambda s: (s.dispatch != source, s.dispatch)).source.name,
            dispatches=tuple(sorted({s.dispatch for s in some})),
            reports=tuple(sorted(s.id for s in some)),
            credits=tuple(sorted({c for s in some for c in s.source.credits})),
        )
        for source, some in sorted(by_source.items())
    )


def _voices(told: Sequence[Seen], cast: Cast) -> tuple[Voice, ...]:
    """How each party tells it; outlets that cite nobody speak for themselves."""
    said: dict[tuple[str | None, str, str], list[str]] = defaultdict(list)
    for one in told:
        name = (
            cast[one.said_by].name if one.said_by else one.source.outlet or one.source.name
        )
        said[(one.said_by, name, one.status)].append(one.id)
    return tuple(
        Voice(party=party, name=name, status=status, reports=tuple(sorted(ids)))
        for (party, name, status), ids in sorted(
            said.items(), key=lambda row: (row[0][0] or "", row[0][1:])
        )
    )


def _figures(told: Sequence[Seen]) -> tuple[Figure, ...]:
    """All numbers told, in the order they were told."""
    rows = [
        Figure(
            what=size.what, low=size.low, best=size.best, high=size.high,
            claimant=size.claimant or one.said_by, told=one.source.told, report=one.id,
            dispatch=one.dispatch,
        )
        for one in told
        for size in one.sizes
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda f: (f.told or "~", f.what, f.report, f.best or 0)))


def _judgements(
    group: Group, seen: Mapping[str, Seen], teller: Teller
) -> tuple[Judgement, ...]:
    """Why the reports are one, and which others they may be one with."""
    out = []
    for tie, verdict in (
        *((tie, "same") for tie in group.ties[-MOST_TIES:]),
        *((tie, "unsure") for tie in group.doubts),
    ):
        left, right = seen.get(tie[1]), seen.get(tie[2])
        if (tie[1], tie[2]) in teller.rulings:
            out.append(teller.rulings[(tie[1], tie[2])])
        elif left and right:
            found = judge(left, right, teller.cast, teller.made_by)
            out.append(msgspec.structs.replace(found, verdict=verdict))
    return tuple(sorted(out, key=lambda j: (j.left, j.right)))


def _told_span(told: Sequence[Seen]) -> tuple[str | None, str | None]:
    days = sorted(s.source.told for s in told if s.source.told)
    return (days[0], days[-1]) if days else (None, None)


def _weight(
    score: float, origins: Sequence[Origin], figures: Sequence[Figure], dated: bool
) -> tuple[float, tuple[str, ...]]:
    """How much an event matters: origins, harm, how grave its type is; and why, in that order."""
    worst = Counter[str]()
    for figure in figures:
        worst[figure.what] = max(worst[figure.what], figure.best or figure.low or 0)
    harm = max(((worst[what], what) for what in HARM if worst[what]), default=(0, ""))
    weight = log2(1 + len(origins)) + abs(score) / 10 + log10(1 + harm[0])
    why = [f"origins: {len(origins)}", f"score: {score:g}"]
    if harm[0]:
        why.append(f"{harm[1]}: {harm[0]}")
    if not dated:
        weight *= 0.7
        why.append("no day of its own")
    return round(weight, 3), tuple(why)
