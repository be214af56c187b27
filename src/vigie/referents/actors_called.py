"""Referents room. What an actor is called where it is shown: its fullest name, and whose it is.

Flow: clusters, possessives linked → the one name of each. The forms of the text stay beside it:
"son père" is shown as the father of whom the words mean.
"""

from __future__ import annotations

from collections.abc import Sequence

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.records import Notes
from vigie.referents.coref import Cluster
from vigie.referents.coref_pronouns import Link
from vigie.referents.mentions import Found
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import Phrase

VOWELS = frozenset("aeiou")


def name_of(cluster: Cluster) -> str:
    """The form an actor is best called by: a person's fullest, a body's most frequent."""
    forms = cluster.forms
    if cluster.kind == "PER" and cluster.named:
        return min(
            forms,
            key=lambda f: (
                f.startswith("@"),
                "." in f,
                -min(f.count(" "), 3),
                -forms[f],
                f,
            ),
        )
    return min(forms, key=lambda f: (-forms[f], -len(f), f))


def called(
    notes: Notes, kb: KnowledgeBase, who: Who, founds: Sequence[Found],
    clusters: Sequence[Cluster], phrases: Sequence[Phrase], links: Sequence[Link],
) -> dict[int, str]:  # fmt: skip
    """Name by which each cluster (by identity) is shown.

    A country goes by its own name rather than its capital's, what is someone's with the owner,
    where the same sentence named the owner before: further off one pronoun in five errs.
    """
    owners = {link.token: link.found for link in links if link.how == "possessive"}
    out = {id(c): _own(kb, c) for c in clusters}
    for found, cluster in zip(founds, clusters, strict=True):
        by = phrases[found.phrase].by if found.phrase is not None else None
        k = owners.get(by) if by is not None else None
        if k is None or cluster.named or not _is_sure(notes, founds[k], found, clusters[k]):
            continue
        if out[id(cluster)] == name_of(cluster):
            out[id(cluster)] = _whose(
                notes, who, name_of(cluster), founds[k], clusters[k], kb
            )
    return out


def _is_sure(notes: Notes, owner: Found, owned: Found, cluster: Cluster) -> bool:
    """Whether an owner is named, in the sentence, before what is owned."""
    if not cluster.named or cluster.kind == "GROUP" or owner.end > owned.start:
        return False
    return notes.tokens[owner.head].sent == notes.tokens[owned.head].sent


def _own(kb: KnowledgeBase, cluster: Cluster) -> str:
    if cluster.kind == "GPE":
        lands = [f for f in cluster.forms if kb.country(f) is not None]
        if lands:
            return min(lands, key=lambda f: (-cluster.forms[f], -len(f), f))
    return name_of(cluster)


def _whose(
    notes: Notes, who: Who, what: str, found: Found, owner: Cluster, kb: KnowledgeBase
) -> str:
    """A noun with whose it is, as the pack puts the two together."""
    whom = _own(kb, owner)
    vowel = fold(whom)[:1] in VOWELS
    if owner.kind == "PER":
        case = "person vowel" if vowel else "person"
    else:
        before = notes.tokens[found.start - 1].low if found.start else ""
        gender = who.article_genders.get(before) or (
            owner.gender if owner.kind == "GPE" else None
        )
        case = "Plur" if owner.plural else "vowel" if vowel else gender or ""
    return who.whose.get(case, who.whose["person"]).format(what=what, whom=whom)
