"""Reports room. Who fights whom in a dispatch: happenings → the side that a fight leaves out.

A dispatch of a war names its sides once and then tells of seizures, assaults and threats of one of
them. Adversaries are those whose own clauses set them against each other; whoever supports a side
is of it. Nothing is filled in where a side has adversaries of two sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from vigie.records import Actor, Mention, Notes
from vigie.reports.happening import Happening
from vigie.reports.implied import with_sides

BLOWS = ("ASSAULT", "COERCE")
FIGHT = ("ASSAULT", "THREATEN")
FRIENDLY = ("SUPPORT", "AID")
OF_WAR = (
    ("COERCE", "seize"),
    ("RETREAT", "disarm"),
)  # what one side of a war does to the other
PAIR = 2  # sides of "combats entre A et B"
STATE = ("GOV", "MIL")
REBELS = ("REB", "OPP", "PRE", "UAF")  # sectors of those who fight the ones in power
ARMED = (*REBELS, "GOV", "MIL", "COP", "PRM", "SPY")  # sectors that can be a side of a war

Camp = tuple[str | None, bool]  # a country, and whether it is those who fight its power


class War(msgspec.Struct, frozen=True, kw_only=True):
    """Who fights whom, who stands by whom, and who struck which unarmed people."""

    foes: Mapping[str, Counter[str]]
    allies: frozenset[tuple[str, str]]
    struck: Mapping[str, Counter[str]]


def read_war(happenings: Sequence[Happening], actors: Mapping[str, Actor]) -> War:
    """The sides of the war a dispatch tells, as its own clauses set them."""
    foes: dict[str, Counter[str]] = {}
    struck: dict[str, Counter[str]] = {}
    allies: set[tuple[str, str]] = set()
    for h in happenings:
        for a, b in _pairs(h):
            one, other = actors[a], actors[b]
            armed = _fights(one) and _fights(other) and _camp(one) != _camp(other)
            if h.type in FRIENDLY and armed and h.status != "denied":
                allies |= {(a, b), (b, a)}
            elif _is_fight(h) and armed:
                foes.setdefault(a, Counter())[b] += 1
                foes.setdefault(b, Counter())[a] += 1
            elif _is_fight(h) and other.sector and other.sector not in ARMED:
                struck.setdefault(a, Counter())[b] += 1
    return War(foes=foes, allies=frozenset(allies), struck=struck)


def with_adversaries(
    happenings: Iterable[Happening], war: War, actors: Mapping[str, Actor]
) -> list[Happening]:
    """Fights, threats and seizures with the adversary their clause leaves out."""
    out = []
    for h in happenings:
        if _is_fight(h) and len(h.actors) == 1 and not h.recipients:
            doer = h.actors[0]
            foe, reason = _adversary(doer, war, actors), "the adversary here"
            if foe is None and h.type in BLOWS and doer in war.struck:
                foe, reason = _first(war.struck[doer]), "whom it struck here"
            if foe is not None:
                h = with_sides(h, recipients=(foe,), reason=f"recipient inferred: {reason}")
        out.append(h)
    return out


def land_struck(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: Mapping[str, Actor]
) -> Happening:
    """A state that strikes in another's land strikes that land: "a bombardé des cibles en Syrie"."""
    homes = {actors[k].country for k in h.actors}
    power = all(actors[k].sector in STATE or _is_country(actors[k]) for k in h.actors)
    if h.type != "ASSAULT" or h.recipients or len(homes) != 1 or None in homes or not power:
        return h
    near = set(range(*h.clause))
    lands = {m.actor for m in mentions if m.head in near and m.kind == "GPE"
             and _is_country(actors[m.actor]) and not m.acts and notes.case(m.head)}  # fmt: skip
    lands = {k for k in lands if actors[k].country not in homes}
    if len(lands) != 1:
        return h
    return with_sides(
        h, recipients=tuple(lands), reason="recipient inferred: the land struck"
    )


def _adversary(doer: str, war: War, actors: Mapping[str, Actor]) -> str | None:
    """The adversary of a side, or of those it stands with, where all are of one side.

    Of several, the one of the doer's own country, then the one set against it most often.
    """
    mine = _camp(actors[doer])
    friends = {mine} | _with(mine, war, actors)
    against: Counter[str] = Counter()
    for key, count in war.foes.items():
        if _camp(actors[key]) in friends:
            against.update(count)
    against = Counter({k: n for k, n in against.items() if _camp(actors[k]) not in friends})
    if not against:
        return None
    lead = _camp(actors[_first(against)])
    theirs = {lead} | _with(lead, war, actors)
    if {_camp(actors[k]) for k in against} - theirs:
        return None
    sworn = [k for pair in war.allies for k in pair if _camp(actors[k]) in theirs]
    inside = Counter(k for k in (*against, *sworn) if actors[k].country == mine[0])
    return _first(inside or against)


def _with(camp: Camp, war: War, actors: Mapping[str, Actor]) -> set[Camp]:
    """Camps that stand by one."""
    pairs = ((_camp(actors[a]), _camp(actors[b])) for a, b in war.allies)
    return {other for one, other in pairs if one == camp}


def _pairs(h: Happening) -> list[tuple[str, str]]:
    if not h.recipients and len(h.actors) == PAIR and _is_fight(h):
        return [(h.actors[0], h.actors[1])]
    return [(a, b) for a in h.actors for b in h.recipients]


def _first(counts: Counter[str]) -> str:
    return min(counts, key=lambda k: (-counts[k], k))


def _is_fight(h: Happening) -> bool:
    return h.type in FIGHT or (h.type, h.mode) in OF_WAR


def _fights(actor: Actor) -> bool:
    """Whether an actor is a side of a war: under arms, in power, or a country by its name."""
    return actor.sector in ARMED or _is_country(actor)


def _is_country(actor: Actor) -> bool:
    return actor.kind == "GPE" and actor.sector is None and actor.country is not None


def _camp(actor: Actor) -> Camp:
    """The camp an actor is of: its country, and whether it fights those who hold it."""
    return actor.country, actor.sector in REBELS
