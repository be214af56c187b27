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
FIGHT = ("ASSAULT", "THREATEN")


class Implied(msgspec.Struct, frozen=True, kw_only=True):
    """The doer a type of act implies: the nouns that name it, the name and sector it takes."""

    heads: frozenset[str]
    name: str | None
    sectors: frozenset[str]
    modes: frozenset[str]


def load_implied(pack: Pack) -> dict[str, Implied]:
    """Doers implied by types of act, by type."""
    return {
        type_: Implied(
            heads=frozenset(row.get("heads") or ()), name=row.get("name"),
            sectors=frozenset(row.get("sectors") or ()), modes=frozenset(row.get("modes") or ()),
        )
        for type_, row in pack.read("implied").items()
    }  # fmt: skip


def complete(
    notes: Notes, happenings: Sequence[Happening], mentions: Sequence[Mention],
    actors: Mapping[str, Actor], implied: Mapping[str, Implied],
) -> tuple[list[Happening], dict[str, Actor]]:  # fmt: skip
    """Happenings with the sides the dispatch gives, and the actors with those implied."""
    known = dict(actors)
    out = [_doer(notes, h, mentions, known, implied) for h in happenings]
    out = _tolls(notes, out)
    return _adversaries(out), known


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
        if notes.tokens[m.head].lemma in rule.heads or notes.tokens[m.head].low in rule.heads:
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
            last = next((o for o in reversed(out) if o.type == "ASSAULT" and o.actors), None)
            if last is not None and _follows(notes, last, h) and last.status == h.status:
                doers = tuple(k for k in last.actors if k not in h.recipients)
                if doers:
                    h = _with(h, actors=doers, reason="actor inferred: the attack told before")
        out.append(h)
    return out


def _follows(notes: Notes, before: Happening, after: Happening) -> bool:
    a, b = notes.tokens[before.tok], notes.tokens[after.tok]
    return 0 <= b.sent - a.sent <= NEXT and a.block == b.block


def _adversaries(happenings: list[Happening]) -> list[Happening]:
    """Who fights whom in this dispatch fills the side left out of a fight or a seizure."""
    foes: dict[str, set[tuple[str, ...]]] = {}
    for h in happenings:
        if h.type in FIGHT and h.actors and h.recipients:
            for a in h.actors:
                foes.setdefault(a, set()).add(h.recipients)
            for b in h.recipients:
                foes.setdefault(b, set()).add(h.actors)
    out = []
    for h in happenings:
        seizes = h.type == "COERCE" and h.mode == "seize"
        if (h.type == "ASSAULT" or seizes) and h.actors and not h.recipients:
            sides = set().union(*(foes.get(a, set()) for a in h.actors))
            if len(sides) == 1:
                (foe,) = sides
                h = _with(h, recipients=foe, reason="recipient inferred: the adversary here")
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
