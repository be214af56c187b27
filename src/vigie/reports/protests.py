"""Reports room. Protests: whose they are, whom they are against, what is said in them.

PLOVER codes what a street asks, denounces or applauds as the protest itself; a protest that is
struck or speaks stands for its protesters; one that names no target is against the government in
place. Each step takes happenings and gives happenings, with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from vigie.records import Actor, Mention, Notes
from vigie.reports.happening import Happening
from vigie.reports.implied import (
    Implied,
    implied_doer,
    main_country,
    nearest_doer,
    with_sides,
)  # fmt: skip
from vigie.reports.phrases import GATHERED
from vigie.reports.quotes_marks import PAIRS

DEMAND = ("REQUEST", "ACCUSE", "SUPPORT", "REJECT")
SEVERAL = 2  # protests that make a movement
CLOSE = 4  # words between a slogan and the name it is shouted at
STREET = "demo"  # the mode of a protest in the street
POWER = ("GOV", "MIL", "COP")  # sectors of those who put a protest down
ITS_PROTESTERS = "a protest is its protesters"
ASIDE = ("nmod", "obl")  # places of a sentence where an act is only mentioned


def is_power(doers: Sequence[Actor]) -> bool:
    """Whether all doers are of those who put protests down."""
    return all(actor.sector in POWER for actor in doers)


def gathered(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: dict[str, Actor],
    implied: Mapping[str, Implied],
) -> Happening:  # fmt: skip
    """A protest that is a side ("la marche a été dispersée") gives way to its protesters."""
    rule = implied["PROTEST"]

    def people(keys: tuple[str, ...]) -> tuple[str, ...]:
        out = []
        for key in keys:
            if key.startswith(GATHERED):
                near = nearest_doer(notes, h, mentions, actors, rule)
                key = near or implied_doer(rule, mentions, actors, "PROTEST")
            out.append(key)
        return tuple(dict.fromkeys(out))

    if h.type == "PROTEST" and h.actors and all(_is_state(actors[k]) for k in h.actors):
        key = implied_doer(
            rule, mentions, actors, "PROTEST", land=actors[h.actors[0]].country
        )
        h = with_sides(h, actors=(key,), reason="actor inferred: people, not their country")
    if not any(key.startswith(GATHERED) for key in (*h.actors, *h.recipients)):
        return h
    doers, sufferers = people(h.actors), people(h.recipients)
    sufferers = tuple(k for k in sufferers if k not in doers)
    if doers != h.actors:
        h = with_sides(h, actors=doers, reason=f"actor inferred: {ITS_PROTESTERS}")
    if sufferers != h.recipients:
        h = with_sides(
            h, recipients=sufferers, reason=f"recipient inferred: {ITS_PROTESTERS}"
        )
    return h


def _is_state(actor: Actor) -> bool:
    """Whether an actor is a country by its name: "la révolte syrienne"."""
    return actor.kind == "GPE" and actor.sector is None and actor.country is not None


def of_the_street(
    notes: Notes, h: Happening, mentions: Sequence[Mention], implied: Mapping[str, Implied]
) -> Happening:
    """What protesters ask, denounce or applaud as such is their protest (PLOVER)."""
    if h.type not in DEMAND or not h.actors:
        return h
    heads: dict[str, set[str]] = {}
    for m in mentions:
        heads.setdefault(m.actor, set()).add(notes.tokens[m.head].lemma)
    if all(heads.get(k, set()) & implied["PROTEST"].marchers for k in h.actors):
        return msgspec.structs.replace(
            h, type="PROTEST", mode=STREET, why=(*h.why, "said by those who protest")
        )
    return h


def demands(notes: Notes, happenings: list[Happening]) -> list[Happening]:
    """What a protest demands or denounces is no act of its own.

    PLOVER: a street demand is the PROTEST; whoever it is aimed at is the protest's target.
    """
    gone: set[int] = set()
    out: list[Happening] = []
    for h in happenings:
        if h.type == "PROTEST":
            said = [o for o in happenings if o.type in DEMAND and _is_demand(notes, o, h)]
            gone.update(o.tok for o in said)
            aimed = [k for o in said if o.type != "SUPPORT" for k in o.recipients]
            aimed = [k for k in dict.fromkeys(aimed) if k not in h.actors]
            if said:
                h = msgspec.structs.replace(h, bare=False)
            if aimed and not h.recipients:
                h = with_sides(
                    h,
                    recipients=tuple(aimed),
                    reason="recipient: whom the demand is aimed at",
                )
        out.append(h)
    return [h for h in out if h.tok not in gone or h.type not in DEMAND]


def _is_demand(notes: Notes, said: Happening, protest: Happening) -> bool:
    """Whether an act of speech hangs on a protest, or has it or its doers as subject."""
    a, b = notes.tokens[said.tok], notes.tokens[protest.tok]
    if a.sent != b.sent:
        return False
    if b.rel == "nsubj" and b.head == a.i:
        return True
    if any(above.i == b.i for above in notes.ancestors(a.i)):
        return not said.actors or set(said.actors) <= set(protest.actors) or a.rel == "acl"
    return bool(said.actors) and set(said.actors) == set(protest.actors)


def crackdown(
    happenings: list[Happening], actors: Mapping[str, Actor]
) -> list[Happening]:  # fmt: skip
    """Violence of those in power, without a victim, where a protest is told: its protesters."""
    crowds = [(h.tok, h.actors) for h in happenings if h.type == "PROTEST" and h.actors]
    out = []
    for h in happenings:
        power = len(h.actors) == 1 and actors[h.actors[0]].sector in POWER
        if h.type == "ASSAULT" and power and not h.recipients and crowds and not h.theme:
            crowd = min(crowds, key=lambda c: (abs(c[0] - h.tok), c[0]))[1]
            crowd = tuple(k for k in crowd if k not in h.actors)
            if crowd:
                h = with_sides(
                    h, recipients=crowd, reason="recipient inferred: those who protest"
                )
        out.append(h)
    return out


def target(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: Mapping[str, Actor],
    implied: Mapping[str, Implied],
) -> Happening:  # fmt: skip
    """A protest that names no target is against the government its dispatch speaks of.

    The one named most, of the country of the dispatch. Not so a march of support.
    """
    rule = implied.get(h.type)
    if h.type != "PROTEST" or h.recipients or rule is None:
        return h
    seat = _seat(notes, h, mentions, rule)
    if seat is not None:
        return with_sides(
            h, recipients=(seat,), reason="recipient: before whose door they stand"
        )
    chanted = _chanted(notes, h, mentions, rule)
    if chanted is not None:
        return with_sides(
            h, recipients=(chanted,), reason="recipient: whom they chant against"
        )
    aside = h.bare and notes.tokens[h.tok].rel in ASIDE
    if aside or _favours(notes, h, mentions, rule):
        return h
    power = _power_named(notes, h, mentions, actors)
    if power is None or power in h.actors:
        return h
    return with_sides(
        h, recipients=(power,), reason="recipient inferred: the government in place"
    )


def movement(
    notes: Notes, happenings: list[Happening], mentions: Sequence[Mention],
    actors: Mapping[str, Actor], implied: Mapping[str, Implied],
) -> list[Happening]:  # fmt: skip
    """A protest of a movement is against whom the dispatch says the movement is against.

    Only where several protests have a target, all of one country, one of them its government.
    """
    told = [h for h in happenings if h.type == "PROTEST" and h.recipients]
    aimed = [k for h in told for k in h.recipients]
    powers = Counter(k for k in aimed if actors[k].sector == "GOV")
    if len(told) < SEVERAL or not powers or len({actors[k].country for k in aimed}) > 1:
        return happenings
    power = min(powers, key=lambda k: (-powers[k], k))
    rule, out = implied["PROTEST"], []
    for h in happenings:
        open_ = h.type == "PROTEST" and not h.recipients and power not in h.actors
        if open_ and not _favours(notes, h, mentions, rule):
            h = with_sides(
                h, recipients=(power,),
                reason="recipient inferred: whom the movement is against",
            )  # fmt: skip
        out.append(h)
    return out


def _power_named(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: Mapping[str, Actor]
) -> str | None:
    """The government of the dispatch's country that the protest's own sentence names.

    The one named most often in the dispatch, where the sentence names several of it.
    """
    country, sent = main_country(mentions, actors), notes.tokens[h.tok].sent
    mine = [m for m in mentions if m.named and actors[m.actor].sector == "GOV"
            and country and actors[m.actor].country == country]  # fmt: skip
    here = {m.actor for m in mine if notes.tokens[m.head].sent == sent}
    counts = Counter(m.actor for m in mine)
    return min(here, key=lambda k: (-counts[k], k), default=None)


def _seat(
    notes: Notes, h: Happening, mentions: Sequence[Mention], rule: Implied
) -> str | None:
    """Whose house a protest gathers before: "devant l'ambassade de Syrie"."""
    near = set(range(*h.clause)) | set(notes.subtree(h.tok))
    houses = [m for m in mentions if m.head in near and m.actor not in h.actors]
    found = [m.actor for m in houses if notes.tokens[m.head].lemma in rule.before]
    return found[0] if found else None


def _chanted(
    notes: Notes, h: Happening, mentions: Sequence[Mention], rule: Implied
) -> str | None:
    """Who is named in a hostile slogan of the protest's sentence: "A bas X", "X, dégage"."""
    high, quoted = notes.sents[notes.tokens[h.tok].sent][1], False
    for k in range(h.tok, high):
        quoted = quoted or notes.tokens[k].text in PAIRS
        if quoted and notes.tokens[k].low in rule.slogans:
            near = [(abs(m.head - k), m.actor) for m in mentions
                    if m.named and abs(m.head - k) <= CLOSE and m.actor not in h.actors]  # fmt: skip
            if near:
                return min(near)[1]
    return None


def _favours(
    notes: Notes, h: Happening, mentions: Sequence[Mention], rule: Implied
) -> bool:
    """Whether a gathering is for someone: "en soutien à", "pro-X", by someone's supporters."""
    near = set(range(*h.clause)) | set(notes.subtree(h.tok))
    heads = {m.head for m in mentions if m.actor in h.actors}
    for k in near | heads:
        token = notes.tokens[k]
        if token.lemma in rule.favour or token.low in rule.favour:
            return True
        if rule.prefix and token.low.startswith(rule.prefix):
            return True
    return False
