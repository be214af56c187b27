"""Referents room. Weighing of whom a pronoun may recall.

Flow: candidates, nearest first → the best, if good enough. Nearness, being a subject, number and
gender, the same side of quotation marks, and what the two verbs tell: whoever is arrested is who
"had been" arrested, whoever denies is who was accused. Failing that, the only one who agrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.records import Notes, Token
from vigie.referents.coref import Cluster
from vigie.referents.coref_agree import fit_together, fits
from vigie.referents.mentions import Found
from vigie.referents.roles import Pronoun, Who

# Weights of the cues. A candidate needs MIN_WEIGHT: a subject of the sentence before reaches it
# alone, any other noun of that sentence does not.
SUBJECT, MAIN, PERSON = 3, 2, 1
PARALLEL = 2  # an object recalls an object: "a arrêté dix hommes. Elle les soupçonne…"
UNDERWENT = 5  # more than a main subject: "Ils ont enlevé dix hommes. Ils ont été relâchés"
OWN_CLAUSE = 4  # more than a main subject: "il a vu X, qui a perdu ses gens"
PERSONAL = 5  # lawyers are a person's: "le tribunal a condamné X. Ses avocats…"
SAME_SENTENCE, ONE_BACK, TWO_BACK = 2, 1, 0
QUOTE_CLASH, OUT_OF_QUOTE = -3, -5
MIN_WEIGHT = 3
REACH = 2  # sentences looked back
UNDERGOES = frozenset({"obj", "iobj", "nsubj:pass"})
_ARGUMENT = frozenset({"obj", "iobj", "obl:arg", "nsubj:pass", "nsubj"})
_STANDS = frozenset({"nsubj", "obj", "iobj"})
Candidate = tuple[int, tuple[int, ...]]


class Cast(msgspec.Struct, frozen=True, kw_only=True):
    """All who play in one dispatch, for the pronouns that recall them."""

    notes: Notes
    who: Who
    founds: Sequence[Found]
    clusters: Sequence[Cluster]
    by_head: Mapping[int, int]
    quoted: Sequence[bool]


def best(
    cast: Cast, pool: Sequence[Candidate], token: Token, agree: Pronoun, *, owner: bool
) -> tuple[int, ...]:
    """The mentions that fit a pronoun best, if any fit well enough; several for a plural."""
    found: tuple[int, ...] = ()
    top = MIN_WEIGHT - 1
    sole: set[int] = set()
    for head, members in pool:
        back = token.sent - cast.notes.tokens[head].sent
        if back > REACH:
            break
        same_verb = back == 0 and cast.notes.tokens[head].head == token.head
        if not owner and same_verb and head != token.i:
            continue  # two arguments of one verb are two actors
        agreed = _agreed(cast, head, members, agree)
        weight = agreed + _weigh(cast, head, members, token, owner=owner)
        if back == 1 and agreed >= 0 and len(members) == 1:
            sole.add(members[0])
        if weight > top:
            found, top = members, weight
    return found or (() if owner else _sole(cast, sole, token))


def is_subject(notes: Notes, who: Who, token: Token) -> bool:
    """Whether a mention's token is who does what its clause tells."""
    above = notes.tokens[token.head]
    if {above.low, fold(above.text)} & who.words["civilities"]:
        token = above  # "Mme X": the tree holds the name by its civility
    if token.rel == "conj" and token.head != token.i:
        token = notes.tokens[token.head]
    if token.rel in ("flat", "appos", "nmod") and token.head != token.i:
        governor = notes.tokens[token.head]
        return token.rel != "nmod" and governor.rel == "nsubj"
    return token.rel == "nsubj" or token.dep == "obl:agent"


def _agreed(cast: Cast, head: int, members: tuple[int, ...], agree: Pronoun) -> int:
    clusters = cast.clusters
    if len(members) > 1:
        return fit_together([clusters[k].gender for k in members], agree)
    return fits(cast.notes, clusters[members[0]], head, agree)


def _weigh(
    cast: Cast, head: int, members: tuple[int, ...], token: Token, *, owner: bool
) -> int:
    """What speaks for a candidate, agreement apart."""
    candidate = cast.notes.tokens[head]
    back = token.sent - candidate.sent
    weight = (SAME_SENTENCE, ONE_BACK, TWO_BACK)[back]
    if is_subject(cast.notes, cast.who, candidate):
        weight += SUBJECT + (MAIN if _is_main(cast.notes, candidate) else 0)
    if not owner and token.dep in UNDERGOES and _undergoes(cast.notes, candidate):
        weight += PARALLEL
    if not owner and token.dep == "iobj" and _is_addressed(cast, candidate):
        weight += PARALLEL
    if not owner and back <= 1 and _is_taken_up(cast, candidate, token):
        weight += UNDERWENT
    person = len(members) == 1 and cast.clusters[members[0]].kind == "PER"
    owned = cast.notes.tokens[token.head].lemma
    if owner and person and fold(owned) in cast.who.words["persons_own"]:
        weight += PERSONAL
    if owner and back == 0 and _rules_clause(cast, candidate, token):
        weight += OWN_CLAUSE
    if person:
        weight += PERSON
    if cast.quoted[head] != cast.quoted[token.i]:
        weight += QUOTE_CLASH if cast.quoted[token.i] else OUT_OF_QUOTE
    return weight


def _rules_clause(cast: Cast, candidate: Token, token: Token) -> bool:
    """Whether a relative pronoun is the subject of the clause that a possessive stands in."""
    if candidate.low not in cast.who.words["relatives"] or candidate.rel != "nsubj":
        return False
    return any(verb.i == candidate.head for verb in cast.notes.ancestors(token.i))


def _undergoes(notes: Notes, token: Token) -> bool:
    """Whether a noun is the object of a verb, or of the noun that is: "procéder à l'arrestation de X"."""
    above = notes.tokens[token.head]
    noun = token.rel == "nmod" and above.rel in ("obj", "obl") and above.pos == "NOUN"
    return token.dep in UNDERGOES or noun


def _is_addressed(cast: Cast, candidate: Token) -> bool:
    """Whether a noun is who is spoken to: "écrit au président, lui conseillant de partir"."""
    case = fold(cast.notes.case(candidate.i) or "")
    return candidate.rel in ("obl", "nmod") and case in cast.who.words["dative"]


def _is_taken_up(cast: Cast, candidate: Token, token: Token) -> bool:
    """Whether the pronoun's verb goes on with what was done to the candidate.

    A passive goes on with the object of a verb that is no meeting; a denial with the accused.
    """
    if candidate.rel != "obj" or token.rel != "nsubj":
        return False
    tokens, words = cast.notes.tokens, cast.who.words
    above, verb = tokens[candidate.head], tokens[token.head]
    if fold(verb.lemma) in words["answer_verbs"]:
        return fold(above.lemma) in words["charge_verbs"]
    return token.dep == "nsubj:pass" and fold(above.lemma) not in words["meeting_verbs"]


def _sole(cast: Cast, sole: set[int], token: Token) -> tuple[int, ...]:
    """The only one of the sentence before who agrees, where a verb of its own governs him."""
    one = len({id(cast.clusters[k]) for k in sole}) == 1
    if not one or token.rel not in _STANDS:
        return ()
    k = max(sole)
    kind, head = cast.clusters[k].kind, cast.notes.tokens[cast.founds[k].head]
    told = (
        head.rel == "obl"
        and fold(cast.notes.case(head.i) or "") in cast.who.words["dative"]
    )
    return (
        (k,) if kind in ("PER", "GROUP", "GPE") and (told or head.dep in _ARGUMENT) else ()
    )


def _is_main(notes: Notes, token: Token) -> bool:
    """Whether a subject is that of the main clause, or of one joined to it."""
    verb = notes.tokens[token.head]
    return verb.head == verb.i or (
        verb.rel == "conj" and notes.tokens[verb.head].head == verb.head
    )
