"""Referents room. Of which land an actor is that nothing names the country of.

Flow: actors without a country → where a person is said to be from, where a body sits, the only
scene of the sentence, the dispatch's own country; each with its reason. Whoever is said to be
from elsewhere, or of no one land, takes none: no country is better than a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.records import Notes
from vigie.records.actor import OF_NO_LAND
from vigie.referents.actors_evidence import account_country
from vigie.referents.actors_frame import WEAK, place_country
from vigie.referents.actors_origins import origins
from vigie.referents.actors_sides import TRADES, Side
from vigie.referents.coref import Cluster
from vigie.referents.mentions import Found
from vigie.referents.mentions_tagged import STATES, Name
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import GOVERNMENT, Phrase

ROAMING = ("JRN", "MED")
SEATED = STATES - {"MIL"}  # bodies that sit where they rule; armies go abroad


class Scenes(msgspec.Struct, frozen=True, kw_only=True):
    """Countries where things happen, by sentence and by paragraph; `frames` open a paragraph."""

    sents: Mapping[int, frozenset[str]]
    blocks: Mapping[int, frozenset[str]]
    frames: Mapping[int, str]
    acting: Mapping[int, frozenset[str]]


def place(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Sequence[Name], phrases: Sequence[Phrase],
    founds: Sequence[Found], clusters: Sequence[Cluster], by_name: Sequence[Cluster],
    main: tuple[str, str] | None,
) -> None:  # fmt: skip
    """Give actors without a country that of their origin, seat, sentence, or dispatch."""
    for k, country in origins(notes, kb, who, names).items():
        told = Side(country=country, why=("said to be from there",))
        by_name[k].side = by_name[k].side.or_else(told)
    _seat(notes, kb, who, names, founds, clusters)
    _bear(notes, kb, names, by_name)
    settings = scenes(notes, kb, who, names, founds)
    _like_the_last(notes, founds, clusters, settings)
    _set_apart(notes, who, phrases, founds, clusters)
    for found, cluster in zip(founds, clusters, strict=True):
        away = OF_NO_LAND in cluster.side.why or _is_posted(notes, who, found)
        if cluster.side.country or away or not _may_take(cluster, found):
            continue
        side = _of_the_land(notes, cluster, found, settings, main)
        if side is not None:
            cluster.side = cluster.side.or_else(side)


def scenes(
    notes: Notes,
    kb: KnowledgeBase,
    who: Who,
    names: Sequence[Name],
    founds: Sequence[Found],
) -> Scenes:
    """The countries where things happen: one that acts is no scene.

    A country that is named outranks a town: "à Tripoli, dans le nord du Liban". Whom "la Turquie
    a bombardé" is for that no Turk.
    """
    sides = {f.name for f in founds if f.acts}
    sents: dict[str, dict[int, frozenset[str]]] = {"GPE": {}, "LOC": {}}
    blocks: dict[int, frozenset[str]] = {}
    frames: dict[int, str] = {}
    acting: dict[int, frozenset[str]] = {}
    for k, name in enumerate(names):
        country = place_country(notes, kb, name) if name.kind in sents else None
        if country and k in sides:
            sent = notes.tokens[name.start].sent
            acting[sent] = acting.get(sent, frozenset()) | {country}
        if country and k not in sides:
            token, of_kind = notes.tokens[name.start], sents[name.kind]
            of_kind[token.sent] = of_kind.get(token.sent, frozenset()) | {country}
            blocks[token.block] = blocks.get(token.block, frozenset()) | {country}
            if _opens_block(notes, who, name.start):
                frames[token.block] = country
    return Scenes(
        sents=sents["LOC"] | sents["GPE"], blocks=blocks, frames=frames, acting=acting
    )


def _opens_block(notes: Notes, who: Who, start: int) -> bool:
    """Whether a paragraph begins with a place and a preposition: "À Moscou, …"."""
    tokens = notes.tokens
    if start < 1 or fold(tokens[start - 1].text) not in who.words["in_places"]:
        return False
    return start == 1 or tokens[start - 2].block != tokens[start].block


def _of_the_land(
    notes: Notes, cluster: Cluster, found: Found, settings: Scenes,
    main: tuple[str, str] | None,
) -> Side | None:  # fmt: skip
    """The dispatch's country where that is clear, else that of the only scene around."""
    token = notes.tokens[found.start]
    local = cluster.kind == "ORG" or not cluster.named
    near = settings.sents.get(token.sent, frozenset())
    around = settings.blocks.get(token.block, frozenset())
    role_less = cluster.kind == "PER" and cluster.named and not _has_part(cluster.side)
    clear = main is not None and main[1] not in WEAK
    frame = settings.frames.get(token.block)
    if frame is not None and near <= {frame} and cluster.side.sector in SEATED:
        return Side(country=frame, why=("where the paragraph opens",))
    if main is not None and clear and not (role_less and main[1] != "title"):
        return Side(country=main[0], why=(f"main country: {main[1]}",))
    if len(near) == 1 and local and not near & settings.acting.get(token.sent, frozenset()):
        return Side(country=next(iter(near)), why=("only place of the sentence",))
    if main is None or role_less:
        return None
    if len(around) == 1 and not near and local:
        return Side(country=next(iter(around)), why=("only place of the paragraph",))
    if cluster.kind == "PER" and cluster.named and cluster.side.sector in TRADES:
        return None  # where two lands are named as often, a private person may be of either
    return Side(country=main[0], why=(f"main country: {main[1]}",))


def _seat(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Sequence[Name],
    founds: Sequence[Found], clusters: Sequence[Cluster],
) -> None:  # fmt: skip
    """Give a state's body the country it sits in: "le ministère de la Défense à Paris"."""
    places = {n.start: n for n in names if n.kind in ("GPE", "LOC")}
    tokens = notes.tokens
    for found, cluster in zip(founds, clusters, strict=True):
        k = found.end
        if cluster.side.country or found.kind != "ORG" or cluster.side.sector not in SEATED:
            continue
        if k + 1 >= len(tokens) or fold(tokens[k].text) not in who.words["in_places"]:
            continue
        if _is_posted(notes, who, found):
            continue
        name = places.get(k + 1) or places.get(k + 2 if tokens[k + 1].pos == "DET" else -1)
        country = place_country(notes, kb, name) if name is not None else None
        if country:
            side = Side(country=country, why=("sits there",))
            cluster.side = cluster.side.or_else(side)


def _like_the_last(
    notes: Notes, founds: Sequence[Found], clusters: Sequence[Cluster], settings: Scenes
) -> None:
    """Give a ministry or a court the country of the one named before, if only one had any.

    Where the sentence names a place, that says more: "À Moscou, le ministère …".
    """
    said: dict[str, set[str]] = {}
    for found, cluster in zip(founds, clusters, strict=True):
        if found.kind != "ORG" or cluster.side.sector not in SEATED:
            continue
        for noun in {b.partition(" ")[0] for b in cluster.bodies} - {GOVERNMENT}:
            countries = said.setdefault(noun, set())
            if cluster.side.country:
                countries.add(cluster.side.country)
            elif len(countries) == 1 and not settings.sents.get(
                notes.tokens[found.start].sent
            ):
                side = Side(
                    country=next(iter(countries)), why=(f"like the other '{noun}'",)
                )
                cluster.side = cluster.side.or_else(side)


def _bear(
    notes: Notes, kb: KnowledgeBase, names: Sequence[Name], by_name: Sequence[Cluster]
) -> None:
    """Give a page that no one knows the country that its one word bears: "SyriaNow24"."""
    for name, cluster in zip(names, by_name, strict=True):
        one = name.end == name.start + 1 and name.kind in ("PER", "ORG", "MISC")
        text = notes.tokens[name.start].text
        made_up = one and not text[1:].islower()  # "Trinidad" may be a minister
        if made_up and not (name.rows or cluster.side.country or len(cluster.folds) > 1):
            country = account_country(kb, text)
            side = Side(country=country, why=("its name",) if country else ())
            cluster.side = cluster.side.or_else(side)


def _is_posted(notes: Notes, who: Who, found: Found) -> bool:
    """Whether a body sits abroad: "l'ambassade à Damas" is not Syrian for that."""
    return found.kind == "ORG" and who.stem(notes.tokens[found.head].low) in who.posted


def _has_part(side: Side) -> bool:
    """Whether a person plays a part in his land: an office, or a trade that was said of him.

    Whoever reports or heals goes where others fight; an account may be held anywhere.
    """
    if side.sector in TRADES:
        return side.role is not None
    return side.sector not in (None, *ROAMING)


def _may_take(cluster: Cluster, found: Found) -> bool:
    """Whether an actor without a country may take the dispatch's: who holds an office does."""
    if not cluster.named:
        return found.phrase is not None
    if cluster.kind == "GROUP":
        return True
    if cluster.kind == "PER":
        return cluster.kb is None
    return cluster.kind == "ORG" and cluster.side.sector is not None and cluster.kb is None


def _set_apart(
    notes: Notes, who: Who, phrases: Sequence[Phrase], founds: Sequence[Found],
    clusters: Sequence[Cluster],
) -> None:  # fmt: skip
    """Write down of whom no guess is to be made, here or by whoever reads the actors next."""
    first = {id(c): f for f, c in zip(reversed(founds), reversed(clusters), strict=True)}
    for cluster in clusters:
        found = first.pop(id(cluster), None)
        if found is None or cluster.side.country or cluster.named:
            continue
        if _is_from_elsewhere(notes, who, phrases, found):
            why = (*cluster.side.why, OF_NO_LAND)
            cluster.side = msgspec.structs.replace(cluster.side, why=why)


def _is_from_elsewhere(
    notes: Notes, who: Who, phrases: Sequence[Phrase], found: Found
) -> bool:
    """Whether a description is of no one land: "mercenaires étrangers", "les peuples"."""
    if found.phrase is None:
        return False
    phrase, tokens = phrases[found.phrase], notes.tokens
    if who.stem(phrase.noun.lemma) in who.elsewhere:
        return True
    if phrase.plural and fold(tokens[phrase.head].text) in who.words["many_lands"]:
        return True
    if (
        phrase.plural
        and not phrase.specified
        and who.stem(phrase.noun.lemma) in who.anywhere
    ):
        return True
    return any(who.stem(t.low) in who.elsewhere for t in notes.children(phrase.head))
