"""Reports room. The doer an act implies where its clause names none, and how it is found.

Flow: `implied.yaml` → `Implied` rules, by type; a rule and a dispatch's mentions → an actor key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.loaders import Pack
from vigie.records import Actor, Mention, Notes
from vigie.reports.happening import Happening


class Implied(msgspec.Struct, frozen=True, kw_only=True):
    """The doer a type of act implies: the nouns that name it, the name and sector it takes."""

    heads: frozenset[str]
    name: str | None
    sectors: frozenset[str]
    modes: frozenset[str]
    favour: frozenset[str]
    before: frozenset[str]
    marchers: frozenset[str]
    slogans: frozenset[str]
    prefix: str | None


def load_implied(pack: Pack) -> dict[str, Implied]:
    """Doers implied by types of act, by type."""
    return {
        type_: Implied(
            heads=frozenset(row.get("heads") or ()), name=row.get("name"),
            sectors=frozenset(row.get("sectors") or ()), modes=frozenset(row.get("modes") or ()),
            favour=frozenset(row.get("favour") or ()),
            before=frozenset(row.get("before") or ()),
            marchers=frozenset(row.get("marchers") or ()),
            slogans=frozenset(row.get("slogans") or ()), prefix=row.get("prefix"),
        )
        for type_, row in pack.read("implied").items()
    }  # fmt: skip


def nearest_doer(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: Mapping[str, Actor],
    rule: Implied,
) -> str | None:  # fmt: skip
    """The actor that fits the rule: by its noun, the one named nearest; by sector, the only one."""
    by_noun: list[tuple[int, str]] = []
    by_sector: dict[str, int] = {}
    for m in mentions:
        if m.actor in h.recipients or not m.named:
            continue
        if (
            notes.tokens[m.head].lemma in rule.heads
            or notes.tokens[m.head].low in rule.heads
        ):
            by_noun.append((abs(m.head - h.tok), m.actor))
        if not rule.heads and actors[m.actor].sector in rule.sectors:
            by_sector[m.actor] = min(
                abs(m.head - h.tok), by_sector.get(m.actor, m.head + h.tok)
            )
    if by_noun:
        return min(by_noun)[1]
    homes = {actors[k].country for k in by_sector}
    near = sorted(by_sector, key=lambda k: (by_sector[k], k))
    return near[0] if len(homes) == 1 else None


def implied_doer(
    rule: Implied, mentions: Sequence[Mention], actors: dict[str, Actor], type_: str
) -> str:
    """Key of the doers a type of act implies, made where the dispatch never names them."""
    key = f"implied-{rule.name}"
    if key not in actors and rule.name is not None:
        actors[key] = Actor(
            key=key, name=rule.name, names=(rule.name,), kind="GROUP",
            country=main_country(mentions, actors),
            sector=next(iter(sorted(rule.sectors)), None), why=(f"implied by {type_}",),
        )  # fmt: skip
    return key


def main_country(mentions: Sequence[Mention], actors: Mapping[str, Actor]) -> str | None:
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


def with_sides(
    h: Happening, *, reason: str, actors: tuple[str, ...] | None = None,
    recipients: tuple[str, ...] | None = None,
) -> Happening:  # fmt: skip
    """A happening with other sides, and the reason beside those it had."""
    return msgspec.structs.replace(
        h, actors=h.actors if actors is None else actors,
        recipients=h.recipients if recipients is None else recipients, why=(*h.why, reason),
    )  # fmt: skip
