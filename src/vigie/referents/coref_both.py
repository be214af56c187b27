"""Referents room. Words that stand for several at once: "ils" after "A et B", "les deux ministres".

Flow: mentions with their clusters → for a mention, those joined to it by "et"; for "les deux" and
a plural noun, the two last met that it fits. Where there are not just as many as the words say,
they recall nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.records import Notes, Token
from vigie.referents.coref import Cluster
from vigie.referents.mentions import Found
from vigie.referents.roles import Who

REACH = 2  # sentences looked back: a pair told of longer ago has been left


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
        f.end == i and c is not clusters[k] for f, c in zip(founds, clusters, strict=True)
    )


def counted(
    notes: Notes, who: Who, founds: Sequence[Found], clusters: Sequence[Cluster],
    by_head: Mapping[int, int],
) -> dict[int, tuple[int, ...]]:  # fmt: skip
    """Token of a counted noun ("les deux ministres") → ranks of the mentions it takes up."""
    out: dict[int, tuple[int, ...]] = {}
    for token in notes.tokens:
        number = who.counts.get(token.low)
        if number is None or not token.i or token.i + 1 >= len(notes.tokens):
            continue
        if fold(notes.tokens[token.i - 1].text) not in who.words["definite"]:
            continue
        noun = _noun_after(notes, token.i + 1)
        if noun is None or notes.child(noun.i, "nmod", "amod", "acl", "appos") is not None:
            continue  # "les deux ministres de la Défense" may be of anywhere
        fits = _fit(who, noun, founds, clusters)
        if fits is not None:
            members = _last(notes, founds, clusters, by_head, token, number, fits)
            if members:
                out[noun.i] = members
    return out


def _noun_after(notes: Notes, k: int) -> Token | None:
    token = notes.tokens[k]
    return token if token.pos == "NOUN" and token.has("Number=Plur") else None


def _fit(
    who: Who, noun: Token, founds: Sequence[Found], clusters: Sequence[Cluster]
) -> Callable[[int], bool] | None:
    """Whom a noun may take up: an office its holders, "pays" countries; None where it is neither."""
    if who.stem(noun.low) in who.lands:
        return lambda k: clusters[k].kind == "GPE" and founds[k].acts
    known = who.single(noun)
    if known is None or known.kind != "PER":
        return None
    anyone = fold(noun.lemma) in who.words["anyone"]
    return lambda k: (
        clusters[k].kind == "PER"
        and (
            anyone or known.body in clusters[k].bodies or _is_counterpart(who, clusters[k])
        )
    )


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
