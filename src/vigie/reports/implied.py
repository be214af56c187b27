"""Reports room. The doer an act implies where its clause names none, and how it is found.

Flow: `implied.yaml` → `Implied` rules, by type; a rule and a dispatch's mentions → an actor key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.loaders import Pack
from vigie.records import Actor, Mention, Notes
from vigie.reports.happening import Happening

NEAR = 3  # sentences after the police are named in which those arrested are theirs


class Implied(msgspec.Struct, frozen=True, kw_only=True):
    """The doer a type of act implies: the nouns that name it, the name and sector it takes."""

    heads: frozenset[str]
    name: str | None
    sectors: frozenset[str]
    modes: frozenset[str]
    favour: frozenset[str]
    before: frozenset[str]
    inside: frozenset[str]
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
            inside=frozenset(row.get("inside") or ()),
            marchers=frozenset(row.get("marchers") or ()),
            slogans=frozenset(row.get("slogans") or ()), prefix=row.get("prefix"),
        )
        for type_, row in pack.read("implied").items()
    }  # fmt: skip


def nearest_doer(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: Mapping[str, Actor],
    rule: Implied,
) -> str | None:  # fmt: skip
    """The actor that fits the rule: by its noun, the one named nearest; by sector, the only one.

    By sector, only within `NEAR` sentences before the act: whoever is named farther off did other things.
    """
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
        apart = notes.tokens[h.tok].sent - notes.tokens[m.head].sent
        if not rule.heads and actors[m.actor].sector in rule.sectors and 0 <= apart <= NEAR:
            by_sector[m.actor] = min(
                abs(m.head - h.tok), by_sector.get(m.actor, m.head + h.tok)
            )
    if by_noun:
        return min(by_noun)[1]
    homes = {actors[k].country for k in by_sector}
    near = sorted(by_sector, key=lambda k: (by_sector[k], k))
    return near[0] if len(homes) == 1 else None


def implied_doer(
    rule: Implied, mentions: Sequence[Mention], actors: dict[str, Actor], type_: str, *,
    land: str | None = None,
) -> str:  # fmt: skip
    """Key of the doers a type of act implies, made where the dispatch never names them.

    They are of the land the act is told of in, where its clause names one, else of the dispatch's.
    """
    home = main_country(mentions, actors)
    away = land is not None and land != home
    key = f"implied-{rule.name}" + (f"-{land}" if away else "")
    if key not in actors and rule.name is not None:
        actors[key] = Actor(
            key=key, name=rule.name, names=(rule.name,), kind="GROUP",
            country=land if away else home,
            sector=next(iter(sorted(rule.sectors)), None), why=(f"implied by {type_}",),
        )  # fmt: skip
    return key


def land_of(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: Mapping[str, Actor],
    rule: Implied,
) -> str | None:  # fmt: skip
    """The country whose name, or a city's of it, hangs on an act or its verb as where it is."""
    over = notes.tokens[h.tok].head
    lands = {
        actors[m.actor].country for m in mentions
        if m.kind == "GPE" and m.named and m.actor not in h.recipients
        and notes.tokens[m.head].head in (h.tok, over)
        and notes.tokens[m.head].rel in ("obl", "nmod") and notes.case(m.head) in rule.inside
    }  # fmt: skip
    return next(iter(lands)) if len(lands) == 1 else None


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
