"""Referents room, places. Is this name a place here, or a party that acts?

"en Libye" is a place, "la Libye accuse" a party; "à Ankara" a place, "Ankara a annoncé" a
government. Only countries and capitals can be parties: a lesser town is always a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.records import Mention, Notes
from vigie.referents.places.rules import PlaceRules
from vigie.referents.places.spans import Candidate

# Relations under which a bare name is the one who acts or is acted upon.
_SUBJECT = ("nsubj", "csubj")
_OBJECT = ("obj", "iobj")
_MISREAD_OBJECT = ("xcomp", "nmod")  # what a parser may make of a bare name behind a verb
_LIST_REACH = 6  # tokens of "Paris, Berlin et Rome"


def is_party(
    notes: Notes, candidate: Candidate, rules: PlaceRules, acting: Mapping[int, Mention],
    *, contained: bool = False, after_place: bool = False,
) -> bool:  # fmt: skip
    """Whether a country or a capital stands for those who govern it.

    Args:
        notes: The dispatch.
        candidate: The name and what stands around it.
        rules: Word lists of the language.
        acting: Mentions of countries that act, by each of their tokens.
        contained: Whether the text says where the name lies ("Tripoli, au Liban").
        after_place: Whether a place stands just before ("à Homs (Syrie)").
    """
    if fold(candidate.name) in rules.seats:
        return candidate.prep not in ("at", "to", "on")
    country = any(t.kind == "country" for t in candidate.found)
    capital = not country and fold(candidate.name) in rules.capitals
    if not country and not capital:
        return False
    if (contained and not country) or (country and after_place and not candidate.article):
        return False
    if (
        candidate.border
        or candidate.frame
        or candidate.noun >= 0
        or candidate.part
        or candidate.near
    ):
        return False
    if candidate.prep == "at":
        return False
    if candidate.prep == "to":
        return country and _is_given_to(notes, candidate, rules)
    if candidate.prep == "of":
        return _of_party(notes, candidate, rules, country=country)
    if candidate.prep == "on":
        return country
    head = _head(notes, candidate)
    token = notes.tokens[head]
    governor = notes.tokens[token.head]
    if candidate.prep in ("party", "between"):
        toward = notes.tokens[candidate.prep_at].low in rules.toward
        going = capital and toward and governor.lemma in rules.motion_verbs
        return not going and (country or not _is_between_towns(notes, candidate, rules))
    undergoes = token.rel in _OBJECT or token.dep == "nsubj:pass"  # "Damas a été bombardée"
    if undergoes and governor.lemma in rules.motion_verbs:
        return False
    if capital and not candidate.prep and _runs_into_verb(notes, candidate, rules):
        return True
    if capital and token.rel in _SUBJECT:
        acts = governor.pos in ("VERB", "AUX") and governor.lemma not in rules.town_verbs
        return acts or head in acting
    if capital:
        bare = token.rel in _OBJECT or (not candidate.prep and token.rel in _MISREAD_OBJECT)
        return bare and governor.lemma in rules.party_object_verbs
    return True


def _runs_into_verb(notes: Notes, candidate: Candidate, rules: PlaceRules) -> bool:
    """Whether a finite verb that is no passive follows at once, whatever the tree says of it."""
    tokens, i = notes.tokens, candidate.tok_end
    stop = min(len(tokens), i + _LIST_REACH)
    while i < stop and (tokens[i].low in rules.joins or tokens[i].text[:1].isupper()):
        i += 1  # "Paris, Berlin et Rome ont ..."
    if i >= stop or tokens[i - 1].low in rules.joins or not tokens[i].has("VerbForm=Fin"):
        return False
    verb = tokens[i] if tokens[i].pos == "VERB" else tokens[tokens[i].head]
    passive = any(t.dep == "aux:pass" for t in notes.children(verb.i, "aux"))
    return verb.pos == "VERB" and not passive and verb.lemma not in rules.town_verbs


def _is_between_towns(notes: Notes, candidate: Candidate, rules: PlaceRules) -> bool:
    """Whether a capital stands beside a lesser town: "entre Damas et Lattaquié"."""
    tokens, end = notes.tokens, candidate.tok_end
    if end + 1 >= len(tokens) or tokens[end].low not in rules.joins:
        return False
    other = tokens[end + 1]
    return other.text[:1].isupper() and fold(other.text) not in rules.capitals


def _is_given_to(notes: Notes, candidate: Candidate, rules: PlaceRules) -> bool:
    """Whether the country receives: "à la Turquie", "livrer aux Etats-Unis"."""
    if candidate.article in rules.dative_article:
        return True
    token = notes.tokens[_head(notes, candidate)]
    governor = notes.tokens[token.head]
    return governor.i != token.i and governor.lemma in rules.receiving_verbs


def _of_party(
    notes: Notes, candidate: Candidate, rules: PlaceRules, *, country: bool
) -> bool:
    k = candidate.prep_at
    if k == 0 or notes.tokens[k - 1].sent != notes.tokens[k].sent:
        return False  # "De Bahreïn, un lecteur écrit…"
    before = notes.tokens[k - 1] if k > 0 else None
    governor = notes.tokens[notes.tokens[_head(notes, candidate)].head]
    if governor.pos == "PROPN" and not candidate.article:
        return False  # "Salma, de Bahreïn"
    heads = [t for t in (before, governor) if t is not None]
    if any(t.low in rules.person_of for t in heads):
        return False
    if not candidate.article and governor.lemma in rules.moved_nouns:
        heads.append(notes.tokens[governor.head])  # "retirer ses troupes d'Afghanistan"
    if any(t.lemma in rules.motion_verbs for t in heads):
        return False
    if country:
        spatial = rules.spatial_nouns
        return not any(t.lemma in spatial or t.low in spatial for t in heads)
    return any(t.lemma in rules.party_nouns for t in heads)


def _head(notes: Notes, candidate: Candidate) -> int:
    """The token of the name by which the tree holds it."""
    inside = range(candidate.tok_start, candidate.tok_end)
    for i in inside:
        if notes.tokens[i].head not in inside or notes.tokens[i].head == i:
            return i
    return candidate.tok_start


def acting_tokens(mentions: Sequence[Mention]) -> dict[int, Mention]:
    """Tokens of the countries and capitals that the actor room holds to act."""
    return {
        i: m
        for m in mentions
        if m.kind == "GPE" and m.acts and m.named
        for i in range(m.tok_start, m.tok_end)
    }
