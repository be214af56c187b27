"""Reports room. Sides the clause leaves out and the dispatch gives: happenings → fuller ones.

An analyst who reads "les manifestations continuent" knows that protesters protest; who reads
"trois hommes ont été arrêtés" under a title on the police knows by whom; who reads "le gouvernement
a pris la base" in a dispatch of his war with an army knows from whom. Each such side is marked as
inferred in `why`, and none is inferred where two answers would do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.loaders import Pack
from vigie.records import Actor, Mention, Notes
from vigie.reports.happening import Happening

NEXT = 1  # sentences after an attack in which its toll is told
DEMAND = ("REQUEST", "ACCUSE", "SUPPORT", "REJECT")
FIGHT = ("ASSAULT", "THREATEN")


class Implied(msgspec.Struct, frozen=True, kw_only=True):
    """The doer a type of act implies: the nouns that name it, the name and sector it takes."""

    heads: frozenset[str]
    name: str | None
    sectors: frozenset[str]
    modes: frozenset[str]
    favour: frozenset[str]
    prefix: str | None


def load_implied(pack: Pack) -> dict[str, Implied]:
    """Doers implied by types of act, by type."""
    return {
        type_: Implied(
            heads=frozenset(row.get("heads") or ()), name=row.get("name"),
            sectors=frozenset(row.get("sectors") or ()), modes=frozenset(row.get("modes") or ()),
            favour=frozenset(row.get("favour") or ()), prefix=row.get("prefix"),
        )
        for type_, row in pack.read("implied").items()
    }  # fmt: skip


def complete(
    notes: Notes, happenings: Sequence[Happening], mentions: Sequence[Mention],
    actors: Mapping[str, Actor], implied: Mapping[str, Implied],
) -> tuple[list[Happening], dict[str, Actor]]:  # fmt: skip
    """Happenings with the sides the dispatch gives, and the actors with those implied."""
    known = dict(actors)
    out = _demands(notes, list(happenings))
    out = [_doer(notes, h, mentions, known, implied) for h in out]
    foes = _foes(out)
    out = _tolls(notes, out)
    out = _adversaries(out, foes)
    out = [_together(notes, h, mentions) for h in out]
    out = [_target(notes, h, mentions, known, implied) for h in out]
    return _accused(out), known


def _demands(notes: Notes, happenings: list[Happening]) -> list[Happening]:
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
                h = _with(
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


def _doer(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: dict[str, Actor],
    implied: Mapping[str, Implied],
) -> Happening:  # fmt: skip
    rule = implied.get(h.type)
    if h.actors or rule is None or (rule.modes and h.mode not in rule.modes):
        return h
    near = _nearest(notes, h, mentions, actors, rule)
    if near:
        return _with(h, actors=(near,), reason=f"actor inferred: {actors[near].name}")
    if rule.name is None:
        return h
    key = f"implied-{rule.name}"
    if key not in actors:
        country = _main_country(mentions, actors)
        actors[key] = Actor(
            key=key, name=rule.name, names=(rule.name,), kind="GROUP", country=country,
            sector=next(iter(sorted(rule.sectors)), None), why=(f"implied by {h.type}",),
        )  # fmt: skip
    return _with(h, actors=(key,), reason=f"actor implied by {h.type}")


def _nearest(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: Mapping[str, Actor],
    rule: Implied,
) -> str | None:  # fmt: skip
    """The actor that fits the rule: by its noun, the one named nearest; by sector, the only one."""
    by_noun: list[tuple[int, str]] = []
    by_sector: set[str] = set()
    for m in mentions:
        if m.actor in h.recipients or not m.named:
            continue
        if (
            notes.tokens[m.head].lemma in rule.heads
            or notes.tokens[m.head].low in rule.heads
        ):
            by_noun.append((abs(m.head - h.tok), m.actor))
        if not rule.heads and actors[m.actor].sector in rule.sectors:
            by_sector.add(m.actor)
    if by_noun:
        return min(by_noun)[1]
    return by_sector.pop() if len(by_sector) == 1 else None


def _main_country(mentions: Sequence[Mention], actors: Mapping[str, Actor]) -> str | None:
    """The only country, or the one named at least twice as often as any other."""
    counts: dict[str, int] = {}
    for m in mentions:
        country = actors[m.actor].country
        if country and len(country) == 3 and country not in ("IGO", "NGO"):
            counts[country] = counts.get(country, 0) + 1
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
        return ranked[0][0]
    return None


def _tolls(notes: Notes, happenings: list[Happening]) -> list[Happening]:
    """The dead told just after an attack are the attack's: its doers are theirs."""
    out: list[Happening] = []
    for h in happenings:
        if h.type == "ASSAULT" and not h.actors and h.recipients and out:
            last = next(
                (o for o in reversed(out) if o.type == "ASSAULT" and o.actors), None
            )
            if last is not None and _follows(notes, last, h) and last.status == h.status:
                doers = tuple(k for k in last.actors if k not in h.recipients)
                if doers:
                    h = _with(
                        h, actors=doers, reason="actor inferred: the attack told before"
                    )
        out.append(h)
    return out


def _follows(notes: Notes, before: Happening, after: Happening) -> bool:
    a, b = notes.tokens[before.tok], notes.tokens[after.tok]
    return 0 <= b.sent - a.sent <= NEXT and a.block == b.block


def _foes(happenings: list[Happening]) -> dict[str, set[tuple[str, ...]]]:
    """Who fights whom, as the clauses themselves say."""
    foes: dict[str, set[tuple[str, ...]]] = {}
    for h in happenings:
        if h.type in FIGHT and h.actors and h.recipients:
            for a in h.actors:
                foes.setdefault(a, set()).add(h.recipients)
            for b in h.recipients:
                foes.setdefault(b, set()).add(h.actors)
    return foes


def _adversaries(
    happenings: list[Happening], foes: Mapping[str, set[tuple[str, ...]]]
) -> list[Happening]:
    """Who fights whom in this dispatch fills the side left out of a fight or a seizure."""
    out = []
    for h in happenings:
        seizes = h.type == "COERCE" and h.mode == "seize"
        if (h.type == "ASSAULT" or seizes) and h.actors and not h.recipients:
            sides = set().union(*(foes.get(a, set()) for a in h.actors))
            if len(sides) == 1:
                (foe,) = sides
                h = _with(
                    h, recipients=foe, reason="recipient inferred: the adversary here"
                )
        out.append(h)
    return out


def _together(notes: Notes, h: Happening, mentions: Sequence[Mention]) -> Happening:
    """Those who meet or talk are all doers (PLOVER: both parties of a CONSULT are actors).

    A meeting named in passing ("lors d'un entretien avec X") is also its sentence's subject's.
    """
    if h.type != "CONSULT" or h.mode == "visit":
        return h
    doers = h.actors
    if not doers and h.recipients:
        subject = _subject_above(notes, h.tok, mentions)
        doers = (subject,) if subject and subject not in h.recipients else ()
    both = tuple(dict.fromkeys((*doers, *h.recipients)))
    if len(both) < 2 or not h.recipients:
        return h
    return _with(h, actors=both, recipients=(), reason="all who meet are actors")


def _subject_above(notes: Notes, tok: int, mentions: Sequence[Mention]) -> str | None:
    heads = {m.head: m.actor for m in mentions}
    for above in notes.ancestors(tok):
        for kid in notes.children(above.i, "nsubj"):
            if kid.i in heads:
                return heads[kid.i]
    return None


def _target(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: Mapping[str, Actor],
    implied: Mapping[str, Implied],
) -> Happening:  # fmt: skip
    """A protest that names no target is against the government its dispatch speaks of.

    The one named most, of the country of the dispatch. Not so a march of support.
    """
    rule = implied.get(h.type)
    if (
        h.type != "PROTEST"
        or h.recipients
        or rule is None
        or _favours(notes, h, mentions, rule)
    ):
        return h
    country = _main_country(mentions, actors)
    counts: dict[str, int] = {}
    for m in mentions:
        actor = actors[m.actor]
        if actor.sector == "GOV" and country and actor.country == country and m.named:
            counts[m.actor] = counts.get(m.actor, 0) + 1
    if not counts:
        return h
    target = min(counts, key=lambda k: (-counts[k], k))
    if target in h.actors:
        return h
    return _with(
        h, recipients=(target,), reason="recipient inferred: the government in place"
    )


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


def _accused(happenings: list[Happening]) -> list[Happening]:
    """What is denounced was done by someone: the doer of the violence told, where only one is."""
    doers = {
        k
        for h in happenings
        if h.type in ("ASSAULT", "COERCE") and not h.bare
        for k in h.actors
    }
    out = []
    for h in happenings:
        blamed = doers - set(h.actors)
        if h.type == "ACCUSE" and h.actors and not h.recipients and len(blamed) == 1:
            h = _with(
                h, recipients=tuple(blamed), reason="recipient inferred: the doer told here"
            )
        out.append(h)
    return out


def _with(
    h: Happening, *, reason: str, actors: tuple[str, ...] | None = None,
    recipients: tuple[str, ...] | None = None,
) -> Happening:  # fmt: skip
    return msgspec.structs.replace(
        h, actors=h.actors if actors is None else actors,
        recipients=h.recipients if recipients is None else recipients, why=(*h.why, reason),
    )  # fmt: skip
