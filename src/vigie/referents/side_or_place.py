"""Referents room. Is the name of a country or a capital a side here, or only a place? Asked once.

Flow: a name with the words around it (`Candidate`) → `Verdict`, with its reason. Who reads actors
asks it of countries and capitals (mentions.py) and writes the answer on the mention (`acts`); who
reads places takes that answer, and asks only of names that are no mention. "en Libye" is a place,
"la Libye accuse" a side; "à Ankara" a place, "Ankara a annoncé" a government. A lesser town is
always a place.
"""

from __future__ import annotations

import msgspec

from vigie.knowledge.folding import fold
from vigie.records import Notes
from vigie.referents.places.rules import PlaceRules
from vigie.referents.places.spans import Candidate, goes_on, is_bracketed

# Relations under which a bare name is the one who acts or is acted upon.
_SUBJECT = ("nsubj", "csubj")
_OBJECT = ("obj", "iobj")
_MISREAD_OBJECT = ("xcomp", "nmod")  # what a parser may make of a bare name behind a verb
_LIST_REACH = 6  # tokens of "Paris, Berlin et Rome"
_ASIDE = 25  # tokens of an aside between a name and its verb
_COMMA, _STOPS = ",", frozenset(".!?;:")


class Verdict(msgspec.Struct, frozen=True):
    """Whether a name is a side, and why; a country that is struck is a side and a place."""

    side: bool
    why: str
    struck: bool = False

    @property
    def place(self) -> bool:
        """Whether the name is a place, be it a side as well."""
        return self.struck or not self.side


def side_or_place(
    notes: Notes, rules: PlaceRules, name: Candidate, *, country: bool, capital: bool,
    contained: bool = False, last: Candidate | None = None,
) -> Verdict:  # fmt: skip
    """Whether a country or a capital stands for those who govern it.

    Args:
        notes: The dispatch.
        rules: Word lists of the language.
        name: The name and what stands around it.
        country: Whether the name is a country's.
        capital: Whether it is a capital's, and no country's.
        contained: Whether the text says where the name lies ("Tripoli, au Liban").
        last: The name before, where that is a place: "à Homs (Syrie)", "à Homs et Damas".
    """
    if last is not None and goes_on(notes, rules, last, name):
        return Verdict(False, "goes on from a place")
    if fold(name.name) in rules.seats:
        at = name.prep in ("at", "to", "on")
        return Verdict(not at, "seat where something is" if at else "seat of a power")
    if not country and not capital:
        return Verdict(False, "neither country nor capital")
    if contained and not country:
        return Verdict(False, "the text says where it lies")
    told = last is not None and is_bracketed(notes, rules, last, name)
    if told and country and not name.article:
        return Verdict(False, "says where a place lies")
    if name.border or name.frame or name.noun >= 0 or name.part or name.near:
        return Verdict(False, "border, part, noun of a place or distance")
    if name.prep == "at":
        return Verdict(False, "where something is")
    if name.prep == "to":
        given = country and _is_given_to(notes, name, rules)
        return Verdict(given, "receives" if given else "where something goes")
    if name.prep == "of":
        side = _of_side(notes, name, rules, country=country)
        return Verdict(side, "whose it is" if side else "of a place")
    if name.prep == "on":
        return Verdict(country, "what is spoken of" if country else "what is hit")
    return _by_part(notes, rules, name, country=country)


def _by_part(notes: Notes, rules: PlaceRules, name: Candidate, *, country: bool) -> Verdict:
    """The answer from the part the name plays in its clause."""
    head = _head(notes, name)
    token = notes.tokens[head]
    governor = notes.tokens[token.head]
    if name.prep in ("party", "between"):
        toward = notes.tokens[name.prep_at].low in rules.toward
        if not country and toward and governor.lemma in rules.motion_verbs:
            return Verdict(False, "where someone goes")
        side = country or not _is_between_towns(notes, name, rules)
        return Verdict(side, "with or against" if side else "between towns")
    undergoes = token.rel in _OBJECT or token.dep == "nsubj:pass"  # "Damas a été bombardée"
    if undergoes and country and governor.lemma in rules.striking_verbs:
        return Verdict(True, "struck", struck=True)
    if undergoes and governor.lemma in rules.motion_verbs:
        return Verdict(False, "left, taken or hit")
    if country:
        return Verdict(True, "country in a clause")
    if not name.prep and _runs_into_verb(notes, name, rules):
        return Verdict(True, "acts")
    if not name.prep and _lacks_subject(notes, name):
        return Verdict(True, "acts, words set between it and its verb")
    if token.rel in _SUBJECT:
        acts = governor.pos in ("VERB", "AUX") and governor.lemma not in rules.town_verbs
        return Verdict(acts, "acts" if acts else "the town itself")
    bare = token.rel in _OBJECT or (not name.prep and token.rel in _MISREAD_OBJECT)
    side = bare and governor.lemma in rules.party_object_verbs
    return Verdict(side, "acted upon" if side else "the town itself")


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


def _lacks_subject(notes: Notes, candidate: Candidate) -> bool:
    """Whether a bare name between commas is the subject that the sentence's verb lacks.

    "Mardi, Londres, alliée d'Oslo, a fermé ses ports": the parser hangs the name anywhere.
    """
    tokens, start, end = notes.tokens, candidate.tok_start, candidate.tok_end
    if not 0 < start < end < len(tokens) - 1 or tokens[end + 1].text[:1].isupper():
        return False
    if {tokens[start - 1].text, tokens[end].text} != {_COMMA}:
        return False
    for verb in tokens[end + 1 : end + _ASIDE]:
        if verb.text in _STOPS or verb.block != tokens[start].block:
            break
        main = verb.pos == "VERB" and (verb.head == verb.i or verb.rel == "parataxis")
        if main and (verb.has("VerbForm=Fin") or notes.child(verb.i, "aux") is not None):
            subjects = notes.children(verb.i, "nsubj", "csubj", "expl")
            return all(t.i > verb.i for t in subjects)
    return False


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
    if governor.lemma in rules.reflexive_verbs and notes.child(governor.i, "expl") is None:
        return False  # "attaquer un village au X", but "s'attaquer au X"
    return governor.i != token.i and governor.lemma in rules.receiving_verbs


def _of_side(
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
