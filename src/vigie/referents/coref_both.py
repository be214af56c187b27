"""Referents room. Words that stand for several at once: "ils" after "A et B", "les deux ministres".

Flow: mentions with their clusters → for a mention, those joined to it by "et"; for "les deux" and
a plural noun, "tous deux", "le second", a title shared by a list, those it fits. Where there are
not just as many as the words say, they recall nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.records import Notes, Token
from vigie.referents.coref import Cluster
from vigie.referents.mentions import Found
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import GOVERNMENT

REACH = 2  # sentences looked back: a pair told of longer ago has been left
PAIR = 2
_SIDE = frozenset({"nsubj", "nsubj:pass", "obl:agent", "obj", "iobj"})
_MORE = ("nmod", "amod", "acl", "appos")
Fits = Callable[[int], bool]


def joined(
    notes: Notes, founds: Sequence[Found], clusters: Sequence[Cluster],
    by_head: Mapping[int, int], k: int,
) -> tuple[int, ...]:  # fmt: skip
    """A mention and those that an "and" joins to it, each actor once; () where it stands alone."""
    first = notes.tokens[founds[k].head]
    if first.rel == "conj" and first.head in by_head:
        return ()  # the tail of a list is no list
    if _goes_on(notes, founds, clusters, k):
        return ()
    heads = notes.conjuncts(first.i)
    if not any(notes.child(h, "cc") for h in heads[1:]):
        return ()
    members = {
        id(clusters[by_head[h]]): by_head[h] for h in reversed(heads) if h in by_head
    }
    return tuple(sorted(members.values())) if len(members) == len(heads) else ()


def _goes_on(
    notes: Notes, founds: Sequence[Found], clusters: Sequence[Cluster], k: int
) -> bool:
    """Whether a comma and someone else stand right before, so that a longer list began there."""
    i = founds[k].start - 1
    while i > 0 and notes.tokens[i].pos == "DET":
        i -= 1
    if i <= 0 or notes.tokens[i].text != ",":
        return False
    return any(
        f.end == i and f.acts and c is not clusters[k]
        for f, c in zip(founds, clusters, strict=True)
    )


def counted(
    notes: Notes, who: Who, founds: Sequence[Found], clusters: Sequence[Cluster],
    by_head: Mapping[int, int],
) -> dict[int, tuple[int, ...]]:  # fmt: skip
    """Token of a counted noun ("les deux ministres") → ranks of the mentions it takes up."""
    out: dict[int, tuple[int, ...]] = {}
    tokens = notes.tokens
    for token in tokens[1:]:
        number = who.counts.get(token.low)
        if number is None or token.i + 1 >= len(tokens):
            continue
        before = fold(tokens[token.i - 1].text)
        if before in who.words["all_of"] and token.rel in _SIDE:
            noun, kinds = token, [_persons(clusters), _acting(founds, clusters)]
        elif before in who.words["definite"] and (after := _noun_after(notes, token.i + 1)):
            if notes.child(after.i, *_MORE) is not None:
                continue  # "les deux ministres de la Défense" may be of anywhere
            noun, kinds = after, _fit(who, after, founds, clusters)
        else:
            continue
        for fits in kinds:
            members = _last(notes, founds, clusters, by_head, token, number, fits)
            if members:
                out[noun.i] = members
                break
    return out


def ordinals(
    notes: Notes, who: Who, founds: Sequence[Found], clusters: Sequence[Cluster],
    by_head: Mapping[int, int],
) -> dict[int, tuple[int, ...]]:  # fmt: skip
    """Token of "le premier", "le second" → the rank of the one of two whom it takes up."""
    out: dict[int, tuple[int, ...]] = {}
    tokens = notes.tokens
    for token in tokens[1:-1]:
        rank = who.ordinals.get(token.low)
        article, after = tokens[token.i - 1], tokens[token.i + 1]
        if rank is None or fold(article.text) not in who.words["definite"]:
            continue
        lone = token.rel in _SIDE and after.pos not in ("NOUN", "ADJ", "PROPN", "NUM")
        if not lone or notes.child(token.i, *_MORE) is not None:
            continue
        for fits in (_persons(clusters), _acting(founds, clusters)):
            pair = _last(notes, founds, clusters, by_head, token, PAIR, fits)
            if pair:
                out[token.i] = (sorted(pair)[rank],)
                break
    return out


def shared(
    notes: Notes, founds: Sequence[Found], clusters: Sequence[Cluster]
) -> dict[int, tuple[int, ...]]:
    """Token of a plural title → the persons listed behind it: "les présidents turc et russe, A et B"."""
    people = {
        f.start: k
        for k, f in enumerate(founds)
        if clusters[k].kind == "PER" and f.name is not None
    }
    out: dict[int, tuple[int, ...]] = {}
    for found, cluster in zip(founds, clusters, strict=True):
        if cluster.kind != "GROUP" or cluster.named or found.phrase is None:
            continue
        members = _listed(notes, founds, people, found.end)
        if len(members) >= PAIR:
            out[found.head] = members
    return out


def neighbours(
    notes: Notes, who: Who, founds: Sequence[Found], clusters: Sequence[Cluster],
    owners: Mapping[int, int],
) -> dict[int, tuple[int, ...]]:  # fmt: skip
    """Token of "son voisin" → the country named last that is not the owner's, if there is one.

    Args:
        notes: The dispatch, parsed.
        who: The pack's words.
        founds: Mentions in reading order.
        clusters: Their actors in the making.
        owners: Possessive token → rank of the mention whose it is.
    """
    out: dict[int, tuple[int, ...]] = {}
    for token in notes.tokens:
        article = notes.child(token.i, "det")
        if who.stem(token.low) not in who.neighbours or article is None:
            continue
        k = owners.get(article.i)
        home = clusters[k].side.country if k is not None else None
        if home is None or token.has("Number=Plur"):
            continue
        for rank in range(len(founds) - 1, -1, -1):
            other = clusters[rank]
            back = token.sent - notes.tokens[founds[rank].head].sent
            if founds[rank].end > token.i or other.kind != "GPE" or back > REACH:
                continue
            if other.side.country != home:
                out[token.i] = (rank,)
                break
    return out


def _listed(
    notes: Notes, founds: Sequence[Found], people: Mapping[int, int], k: int
) -> tuple[int, ...]:
    """Persons of a list that stands right behind a title, a conjunction before the last."""
    tokens, out, closed = notes.tokens, [], False
    k += k < len(tokens) and tokens[k].text == ","
    while k in people:
        out.append(people[k])
        k = founds[people[k]].end
        if (
            closed
            or k >= len(tokens)
            or not (tokens[k].pos == "CCONJ" or tokens[k].text == ",")
        ):
            break
        closed = tokens[k].pos == "CCONJ"
        k += 1
    return tuple(out) if closed else ()


def _noun_after(notes: Notes, k: int) -> Token | None:
    token = notes.tokens[k]
    return token if token.pos == "NOUN" and token.has("Number=Plur") else None


def _persons(clusters: Sequence[Cluster]) -> Fits:
    return lambda k: clusters[k].kind == "PER" and clusters[k].named


def _acting(founds: Sequence[Found], clusters: Sequence[Cluster]) -> Fits:
    """Countries and bodies that act; those who only tell or judge are no side."""
    return lambda k: (
        founds[k].acts
        and clusters[k].kind != "PER"
        and clusters[k].side.sector not in ("JRN", "CVL")
        and clusters[k].side.country not in ("IGO", "NGO")
    )


def _country(founds: Sequence[Found], clusters: Sequence[Cluster]) -> Fits:
    """Countries that act by their name."""
    return lambda k: clusters[k].kind == "GPE" and founds[k].acts


def _ruling(founds: Sequence[Found], clusters: Sequence[Cluster]) -> Fits:
    """Countries that act, under their own name or as their government."""
    return lambda k: (
        founds[k].acts if clusters[k].kind == "GPE" else GOVERNMENT in clusters[k].bodies
    )


def _fit(
    who: Who, noun: Token, founds: Sequence[Found], clusters: Sequence[Cluster]
) -> list[Fits]:
    """Whom a noun may take up, the likeliest first: an office its holders, "pays" countries."""
    stem = who.stem(noun.low)
    countries: list[Fits] = []
    if stem in who.lands:
        countries = [_country(founds, clusters), _ruling(founds, clusters)]
    if stem in who.opponents:
        return [*countries, _acting(founds, clusters)]
    known = who.single(noun)
    if known is None or countries:
        return countries
    anyone = fold(noun.lemma) in who.words["anyone"]
    kind = "PER" if known.kind == "PER" else "ORG"
    return [
        lambda k: (
            clusters[k].kind == kind
            and (
                (anyone and kind == "PER")
                or known.body in clusters[k].bodies
                or _is_counterpart(who, clusters[k])
            )
        )
    ]


def _is_counterpart(who: Who, cluster: Cluster) -> bool:
    """Whether one is called someone's "homologue": of whatever office that one is."""
    return any(who.stem(body) in who.same_office for body in cluster.bodies)


def _last(
    notes: Notes, founds: Sequence[Found], clusters: Sequence[Cluster],
    by_head: Mapping[int, int], token: Token, number: int, fits: Callable[[int], bool],
) -> tuple[int, ...]:  # fmt: skip
    """The mentions last met that are as many as said, those of one list first."""
    met: dict[int, int] = {}
    for back in range(REACH + 1):
        here = [
            k for k, f in enumerate(founds)
            if f.end < token.i and token.sent - notes.tokens[f.head].sent == back and fits(k)
        ]  # fmt: skip
        for k in here:
            group = joined(notes, founds, clusters, by_head, k)
            if len(group) == number and all(map(fits, group)):
                return group
        for k in here:
            met.setdefault(id(clusters[k]), k)
        if len(met) >= number:
            return tuple(met.values()) if len(met) == number else ()
    return ()
