"""Referents room. Descriptions and the actors they recall: "l'armée", "le ministre", "le groupe".

Flow: mentions in reading order → for each, a `Cluster`, the actor in the making. A name recalls by
its words (coref_names.py), a role phrase beside a name is that person, any other description
recalls the nearest actor that it fits in noun, country and complement, or begins a new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from vigie.records import Notes
from vigie.referents.actors_sides import Reader, Side
from vigie.referents.mentions import Found
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import Phrase

# Bodies whose fighters and members are the body itself when they act: "les rebelles du M23".
_RANKS = frozenset({"REB", "PRM", "OPP", "PTY", "CRM", "UAF"})


class Cluster:
    """An actor in the making: what it was called, and what has been said of it.

    Attributes:
        kind: PER, ORG, GPE or GROUP.
        side: Country and sector so far.
        forms: Words of its shown mentions, counted.
        bodies: What its nouns are listed under.
        details: Stems of what stood beside its nouns.
        gender: "Masc", "Fem" or None.
        plural: Whether the plural pronouns take it up.
        named: Whether it has a name of its own.
        kb: Row of the knowledge base it is, if one.
    """

    __slots__ = ("bodies", "details", "forms", "gender", "kb", "kind", "named", "plural", "side")

    def __init__(self, kind: str, side: Side) -> None:
        self.kind = kind
        self.side = side
        self.forms: Counter[str] = Counter()
        self.bodies: set[str] = set()
        self.details: frozenset[str] = frozenset()
        self.gender: str | None = None
        self.plural = kind == "GROUP"
        self.named = False
        self.kb: str | None = None


def link_descriptions(
    notes: Notes, who: Who, reader: Reader, founds: Sequence[Found], phrases: Sequence[Phrase],
    fixed: Mapping[int, Cluster], by_name: Mapping[int, Cluster],
) -> list[tuple[Cluster, str]]:  # fmt: skip
    """The cluster of each mention and how it was found.

    Args:
        notes: The dispatch.
        who: The pack.
        reader: Reads the sides of phrases.
        founds: Mentions in reading order.
        phrases: What `Found.phrase` counts.
        fixed: Phrase → cluster, where the text says so (titles, acronyms).
        by_name: Name → cluster; and by first token of the name, for complements.
    """
    starts = {f.start: f.name for f in founds if f.name is not None}
    recent: list[Cluster] = []
    out: list[tuple[Cluster, str]] = []
    for found in founds:
        if found.name is not None:
            cluster, how = by_name[found.name], "name"
        else:
            assert found.phrase is not None
            phrase = phrases[found.phrase]
            if found.phrase in fixed:
                cluster, how = fixed[found.phrase], "apposition"
            else:
                inner = [by_name[n] for k in phrase.named if (n := starts.get(k)) is not None]
                side = reader.side(found.phrase)
                cluster, how = _resolve(notes, who, phrase, side, inner, recent)
            _learn(notes, who, cluster, phrase)
        if cluster in recent:
            recent.remove(cluster)
        recent.append(cluster)
        out.append((cluster, how))
    return out


def details_of(notes: Notes, who: Who, phrase: Phrase) -> frozenset[str]:
    """Stems of the words that tell this body from another of its kind, countries apart."""
    tokens = notes.tokens
    return frozenset(
        who.stem(t.low)
        for t in tokens[phrase.noun_end : phrase.end]
        if t.pos in ("NOUN", "PROPN", "ADJ", "NUM") and not (phrase.countries and t.pos == "ADJ")
    )


def _resolve(
    notes: Notes, who: Who, phrase: Phrase, side: Side, inner: Sequence[Cluster],
    recent: Sequence[Cluster],
) -> tuple[Cluster, str]:  # fmt: skip
    if phrase.kind == "GROUP" and phrase.noun.kind == "PER" and inner and not phrase.former:
        body = inner[0]
        if body.kind == "ORG" and body.side.sector in _RANKS:
            return body, "members"
    details = details_of(notes, who, phrase)
    if phrase.definite is not False or phrase.kind != "PER":
        for cluster in reversed(recent):
            if _recalls(phrase, side, details, cluster):
                return cluster, "description"
    if phrase.definite and phrase.noun.stands_for and not (phrase.specified or phrase.plural):
        for cluster in reversed(recent):
            if cluster.named and cluster.kind == "ORG" and _stands_for(phrase, cluster):
                return cluster, "description"
    cluster = Cluster(phrase.kind, side)
    cluster.details = details
    return cluster, "new"


def _recalls(
    phrase: Phrase, side: Side, details: frozenset[str], cluster: Cluster
) -> bool:
    """Whether a description fits an actor already met."""
    if phrase.noun.body not in cluster.bodies or (phrase.kind == "PER") != (cluster.kind == "PER"):
        return False
    if phrase.noun.kind == "ORG" and (phrase.kind == "GROUP") != (cluster.kind == "GROUP"):
        return False
    if side.country and cluster.side.country and side.country != cluster.side.country:
        return False
    if phrase.kind == "PER" and (side.sector == "ELI") != (cluster.side.sector == "ELI"):
        return False
    return not details or not cluster.details or bool(details & cluster.details)


def _stands_for(phrase: Phrase, cluster: Cluster) -> bool:
    wanted = phrase.noun.stands_for
    return "any" in wanted or (cluster.side.sector or "") in wanted or (
        cluster.side.country in wanted
    )


def _learn(notes: Notes, who: Who, cluster: Cluster, phrase: Phrase) -> None:
    """What a phrase tells of how its actor may be recalled."""
    token = notes.tokens[phrase.head]
    if cluster.kind == "PER" or phrase.noun.kind != "PER" or phrase.kind == cluster.kind:
        cluster.bodies.add(phrase.noun.body)
    if phrase.kind == cluster.kind:
        cluster.plural = phrase.plural
        for gender in ("Masc", "Fem"):
            if token.has(f"Gender={gender}") and cluster.gender is None:
                cluster.gender = gender
