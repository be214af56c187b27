"""Referents room. What each actor is: evidence gathered onto clusters, strongest first.

Flow: names grouped → clusters with what their names say → the offices said beside persons, then
what is known of them, then trades and ranks → their bodies. The dispatch's own country comes last (actors_land.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.kb_row import FORMER
from vigie.records import Notes, Token
from vigie.referents.actors_frame import BEYOND, place_country
from vigie.referents.actors_sides import TRADES, Reader, Side, known_side
from vigie.referents.coref import Cluster
from vigie.referents.coref_names import row_of
from vigie.referents.coref_pronouns import Link
from vigie.referents.mentions import Found
from vigie.referents.mentions_tagged import Name
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import Phrase
from vigie.referents.roles_titles import shared_titles

ACCOUNT = "@"
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zÀ-ÿ]+")  # "JusticeForYemen" → its words
MIN_PART = 4
ACCOUNT_WHY = "account on a network"


def make_clusters(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Sequence[Name], roots: Sequence[int],
    main: str | None,
) -> list[Cluster]:  # fmt: skip
    """One cluster for each group of names, with what is known of it apart from any role."""
    made: dict[int, Cluster] = {}
    out = []
    anchor = notes.dispatch.anchor
    for name, root in zip(names, roots, strict=True):
        cluster = made.get(root)
        if cluster is None:
            kind = "GPE" if name.kind == "LOC" else name.kind
            cluster = made[root] = Cluster(kind, Side())
            cluster.named = True
        if name.kind == "PER":
            cluster.kind = "PER"
        cluster.folds.add(name.folded)
        cluster.side = cluster.side.or_else(_own_side(notes, kb, who, name, main))
        if name.kind == "ORG" and name.end - name.start > 1:
            found = who.noun_at(notes.tokens, name.start, name.end)
            if found is not None and not found[0].weak:
                cluster.bodies.add(found[0].body)
        if name.kind != "PER":
            cluster.plural = cluster.plural or _is_plural(notes, name)
        row = row_of(name, anchor)
        if row is not None and cluster.kb is None:
            cluster.kb = row.stands_for or row.id
        out.append(cluster)
    return out


def describe(
    notes: Notes, kb: KnowledgeBase, who: Who, reader: Reader, names: Sequence[Name], phrases: Sequence[Phrase],
    titles: Mapping[int, int], by_name: Sequence[Cluster],
) -> None:  # fmt: skip
    """Give each person the sides that the text says, then those that are known."""
    held: list[tuple[Cluster, str]] = []  # accounts of whom nothing else is known
    offices: dict[int, set[str]] = {id(cluster): set() for cluster in by_name}
    for p, k in titles.items():
        if not phrases[p].former:
            offices[id(by_name[k])].add(fold(phrases[p].noun.lemma).split()[0])
    for p, k in sorted(titles.items(), key=lambda t: (phrases[t[0]].former, t[0])):
        phrase, side = phrases[p], reader.side(p)
        if who.stem(phrase.noun.lemma) in who.same_office:
            side = _same_office(side, _office_before(notes, names, by_name, phrase.head))
        side = _with_nation(side, phrase, known_side(names[k], notes.dispatch.anchor))
        if side.strong and side.sector not in TRADES:
            by_name[k].side = by_name[k].side.or_else(side)
    for k, name in enumerate(names):
        if name.kind == "PER":
            now = known_side(name, notes.dispatch.anchor, offices[id(by_name[k])])
            if now.sector != FORMER:
                by_name[k].side = by_name[k].side.or_else(now)
            if not by_name[k].side.sector and notes.tokens[name.start].text[0] == ACCOUNT:
                held.append((by_name[k], notes.text(name.start, name.end)))
            nation = _nation_before(notes, kb, who, name.start)
            by_name[k].side = by_name[k].side.or_else(
                Side(country=nation, why=("nationality",) if nation else ())
            )
    known = [
        (k, known_side(n, notes.dispatch.anchor, offices[id(by_name[k])]))
        for k, n in enumerate(names)
        if n.kind == "PER"
    ]
    said = [
        (k, _with_nation(reader.side(p), phrases[p], Side()))
        for p, k in sorted(titles.items())
    ]
    shared = shared_titles(notes, who, names, phrases)
    said += [(k, _of_each(notes, kb, reader, p, phrases[p])) for k, p in shared.items()]
    for k, side in [*((k, s) for k, s in said if s.strong), *known, *said]:
        by_name[k].side = by_name[k].side.or_else(side)
    for cluster, text in held:
        land = account_country(kb, text)
        cluster.side = cluster.side.or_else(
            Side(country=land, sector="CVL", why=(ACCOUNT_WHY,))
        )


def _same_office(side: Side, office: Side) -> Side:
    """What a counterpart is: of his own country, in the office of the other."""
    sector = office.sector or side.sector
    return msgspec.structs.replace(side, sector=sector, role=None, strong=True)


def _of_each(
    notes: Notes, kb: KnowledgeBase, reader: Reader, p: int, phrase: Phrase
) -> Side:
    """What a plural title says of each it names: "les présidents turc et russe" no country."""
    words = notes.tokens[phrase.start : phrase.reach]
    nations = {c for t in words if t.text.islower() for c in kb.demonym(t.low)}
    side = msgspec.structs.replace(reader.side(p), role=None)
    return msgspec.structs.replace(side, country=None) if len(nations) > 1 else side


def _with_nation(side: Side, phrase: Phrase, known: Side) -> Side:
    """What a title in a body of no state says, with the nation of a person who is known.

    Who has left such a body is of his nation again, and "une ONG féminine" is of the land it is
    met in: there the title says no country.
    """
    if side.country not in BEYOND:
        return side
    if side.country == "NGO" and known.country and known.country not in BEYOND:
        return msgspec.structs.replace(
            side, country=known.country, why=side.why + known.why
        )
    some = side.country == "NGO" and not phrase.named and phrase.noun.kind == "PER"
    return msgspec.structs.replace(side, country=None) if some or phrase.former else side


def _nation_before(notes: Notes, kb: KnowledgeBase, who: Who, start: int) -> str | None:
    """Country of an inhabitant named right before a person: "le Yéménite X", ", russe X"."""
    tokens = notes.tokens
    if start < 2 or (
        fold(tokens[start - 2].text) not in who.words["determiners"]
        and not (tokens[start - 2].text == "," and tokens[start - 1].text.islower())
    ):
        return None
    found = kb.demonym(tokens[start - 1].low)
    return found[0] if len(found) == 1 else None


def _office_before(
    notes: Notes, names: Sequence[Name], by_name: Sequence[Cluster], head: int
) -> Side:
    """Office of the last person named before in the sentence: whose counterpart is spoken of."""
    sent = notes.tokens[head].sent
    for k in range(len(names) - 1, -1, -1):
        name = names[k]
        if (
            name.start < head
            and notes.tokens[name.start].sent == sent
            and name.kind == "PER"
        ):
            side = by_name[k].side
            return (
                side
                if side.sector
                else side.or_else(known_side(name, notes.dispatch.anchor))
            )
    return Side()


def learn_bodies(fixed: Mapping[int, Cluster], phrases: Sequence[Phrase]) -> None:
    """What a person is called anywhere may recall him anywhere."""
    for p, cluster in fixed.items():
        cluster.bodies.add(phrases[p].noun.body)


def affiliate(
    notes: Notes, who: Who, names: Sequence[Name], phrases: Sequence[Phrase],
    titles: Mapping[int, int], by_name: Sequence[Cluster],
) -> None:  # fmt: skip
    """A person's body set behind the name or the trade: "X, de l'Observatoire Y", "juge à la Y"."""
    bodies = {n.start: by_name[k] for k, n in enumerate(names) if n.kind == "ORG"}
    for p, k in sorted(titles.items()):
        i = phrases[p].reach
        if by_name[k].kind != "PER" or phrases[p].former or i + 1 >= len(notes.tokens):
            continue
        if fold(notes.tokens[i].text) in who.words["at_work"]:
            body = bodies.get(i + 1) or bodies.get(i + 2)
            if body is not None and body.side.country:
                by_name[k].side = by_name[k].side.or_else(body.side)
    for k, name in enumerate(names):
        if name.kind != "PER":
            continue
        i = name.end
        if i < len(notes.tokens) and notes.tokens[i].text in (",", "("):
            i += 1
        if i + 1 < len(notes.tokens) and fold(notes.tokens[i].text) in who.words["of"]:
            i += 2 if notes.tokens[i + 1].pos == "DET" else 1
            if i in bodies:
                by_name[k].side = by_name[k].side.or_else(bodies[i].side)


def employ(
    phrases: Sequence[Phrase], titles: Mapping[int, int], by_name: Sequence[Cluster],
    founds: Sequence[Found], clusters: Sequence[Cluster],
) -> None:  # fmt: skip
    """A person's body described in the title: "le responsable de l'organisation, X"."""
    at = {
        f.start: k for k, f in enumerate(founds) if f.phrase is not None and f.kind == "ORG"
    }
    for p, k in titles.items():
        phrase, cluster = phrases[p], by_name[k]
        if cluster.side.country or cluster.kind != "PER":
            continue
        for i in range(phrase.noun_end, phrase.reach):
            if i not in at or not clusters[at[i]].side.country:
                continue
            body = clusters[at[i]]
            if body.named or body.side.country not in BEYOND:
                cluster.side = cluster.side.or_else(body.side)
            break


def inherit(
    who: Who, phrases: Sequence[Phrase], founds: Sequence[Found],
    clusters: Sequence[Cluster], links: Sequence[Link],
) -> None:  # fmt: skip
    """Give what is someone's the country of whose it is: "ses forces", "chef de son armée".

    "Son voisin" is of another land, whoever it is.
    """
    owners = {
        link.token: clusters[link.found] for link in links if link.how == "possessive"
    }
    for found, cluster in zip(founds, clusters, strict=True):
        if found.phrase is None or cluster.named or cluster.side.country:
            continue
        phrase = phrases[found.phrase]
        by = next(
            (i for i in (phrase.by, *range(phrase.start, phrase.reach)) if i in owners),
            None,
        )
        if by is None or who.stem(phrase.noun.lemma) in who.elsewhere:
            continue
        country = owners[by].side.country
        cluster.side = cluster.side.or_else(Side(country=country, why=("possessive",)))


def _is_plural(notes: Notes, name: Name) -> bool:
    """Whether a name is plural by its article or its own form: "les Talibans"."""
    before = notes.tokens[name.start - 1] if name.start else notes.tokens[name.start]
    return any(
        t.has("Number=Plur") and t.pos != "VERB" for t in (before, notes.tokens[name.start])
    ) and before.pos in ("DET", "ADP", "NUM")


def _own_side(
    notes: Notes, kb: KnowledgeBase, who: Who, name: Name, main: str | None
) -> Side:
    """What a name says by itself: its country, its row, the noun and adjectives it is made of."""
    country = place_country(notes, kb, name)
    if name.kind in ("GPE", "LOC"):
        return Side(country=country, why=("country",))
    if name.kind == "PER":
        return Side()
    side = known_side(name, notes.dispatch.anchor)
    if name.kind == "ORG" and not side.country:
        side = side.or_else(_parent(notes, kb, who, name))
    if name.kind == "GROUP":
        found = kb.demonym(notes.text(name.start, name.end))
        country = country or (main if main in found else None)
        sector = None if side.sector else "CVL"
        return side.or_else(Side(country=country, sector=sector, why=("inhabitants",)))
    tokens = notes.tokens[name.start : name.end]
    nouns = [who.noun_at(notes.tokens, name.start, name.end)]
    noun = nouns[0][0] if nouns[0] and len(tokens) > 1 else None
    nations = list(_nations(kb, who, tokens))
    words = Side(
        country=nations[0] if nations else noun.country if noun else None,
        sector=noun.sector if noun and noun.sector else _adjective(notes, who, name),
        why=(f"words of '{notes.text(name.start, name.end)}'",),
    )
    return side.or_else(words)


def _nations(kb: KnowledgeBase, who: Who, tokens: Sequence[Token]) -> Iterator[str]:
    """Countries that a body's name speaks of: adjectives first, then names, capitals, towns."""
    told = {f[0] for t in tokens if len(f := kb.demonym(t.low)) == 1}
    if len(told) > 1:
        return  # "Forum syro-américain": of which of the two is not said
    yield from told
    for token in tokens:
        country = kb.country(token.text)
        if country:
            yield country
    for token in tokens:
        seat = kb.seat(token.text) if token.text[:1].isupper() else None
        if seat is not None and seat.country:
            yield seat.country
    for before, token in pairwise(tokens):  # "université de Caen"
        town = kb.town(token.text) if token.text[:1].isupper() else None
        if town and fold(before.text) in who.words["of"]:
            yield town


def account_country(kb: KnowledgeBase, text: str) -> str | None:
    """The one country that an account or a page bears in its name: "@Amani_Lebanon"."""
    parts = _PARTS.findall(text)
    found = {c for p in parts if len(p) >= MIN_PART and (c := kb.country(p))}
    return found.pop() if len(found) == 1 else None


def _adjective(notes: Notes, who: Who, name: Name) -> str | None:
    """Sector that an adjective in a body's name gives: "Association des leaders religieux"."""
    stems = (who.stem(t.low) for t in notes.tokens[name.start + 1 : name.end])
    return next((who.adjectives[s] for s in stems if s in who.adjectives), None)


def _parent(notes: Notes, kb: KnowledgeBase, who: Who, name: Name) -> Side:
    """Country of the known body in a name's complement: "Mission de la Ligue arabe"."""
    tokens, anchor = notes.tokens, notes.dispatch.anchor
    for k in range(name.start + 1, name.end - 1):
        if fold(tokens[k].text) in who.words["of"]:
            rows = kb.find(notes.text(k + 1, name.end), anchor)
            if rows:
                return Side(country=rows[0].country_at(anchor), why=(f"of {rows[0].id}",))
    return Side()
