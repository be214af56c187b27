"""Referents room. Which "de" is a noun's own: "la police des frontières", "accuse la police de vol".

Flow: a noun of ours and the preposition behind it → whether what follows is of the verb above, or
of no body at all. The parser hangs nearly every "de" on the noun before it; verbs that take one
of their own, and what a body of a state may be of, are data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.records import Notes, Token
from vigie.referents.mentions_tagged import STATES
from vigie.referents.roles import Noun, Who

Names = Mapping[int, tuple[int, int, str]]
PLACES = ("GPE", "LOC")
_ARGUMENTS = frozenset({"obj", "iobj", "obl"})


def is_foreign(notes: Notes, who: Who, names: Names, noun: Noun, head: int, k: int) -> bool:
    """Whether the complement that opens at a preposition is no part of the phrase.

    Args:
        notes: The dispatch, parsed.
        who: The pack's words.
        names: For each token inside a name: first token, token after, kind.
        noun: The noun of the phrase.
        head: Its token.
        k: The preposition.
    """
    tokens = notes.tokens
    start, article = _opens(tokens, k)
    if start >= len(tokens):
        return False
    place = _is_place(tokens, who, names, start)
    verbs = _verbs(notes, head)
    if place and verbs & who.words["away_verbs"]:
        return noun.sector != "GOV" or names.get(start, (0, 0, ""))[2] != "GPE"
    if place or start in names or _is_body(tokens, who, start):
        return False
    if verbs & who.words["about_verbs"]:
        return who.stem(noun.lemma) not in who.portfolios
    state = noun.kind == "ORG" and noun.sector in STATES
    return state and article and who.stem(noun.lemma) not in who.portfolios


def owned_end(notes: Notes, who: Who, start: int, end: int) -> int:
    """Where a tagged body's name ends, a "de" that is not its own left out."""
    found = who.noun_at(notes.tokens, start, end)
    if found is None or found[0].kind == "PER":
        return end
    noun, stop = found
    for k in range(stop, end):
        if fold(notes.tokens[k].text) in who.words["of"] and is_foreign(
            notes, who, {}, noun, start, k
        ):
            return k
    return end


def _opens(tokens: Sequence[Token], k: int) -> tuple[int, bool]:
    """Where the noun behind a preposition begins, and whether an article stands before it."""
    article = tokens[k].low not in ("de", "d'")
    k += 1
    while k < len(tokens) and tokens[k].pos == "DET":
        k, article = k + 1, True
    return k, article


def _is_place(tokens: Sequence[Token], who: Who, names: Names, start: int) -> bool:
    held = names.get(start, (0, 0, ""))[2] in PLACES
    return held or who.stem(_noun(tokens, start).low) in who.place_nouns


def _is_body(tokens: Sequence[Token], who: Who, start: int) -> bool:
    """Whether what follows is someone, a name's word, or what bodies are commonly of."""
    noun = _noun(tokens, start)
    if noun.text[:1].isupper() or who.stem(noun.low) in who.domains:
        return True
    return any(who.single(tokens[i]) is not None for i in range(start, noun.i + 1))


def _noun(tokens: Sequence[Token], start: int) -> Token:
    """The noun that adjectives stand before: "de la deuxième ville"."""
    for token in tokens[start : start + 3]:
        if token.pos != "ADJ" and not token.text.isdigit():
            return token
    return tokens[start]


def _verbs(notes: Notes, head: int) -> frozenset[str]:
    """Lemma of the verb that a noun completes."""
    token = notes.tokens[head]
    above = notes.tokens[token.head]
    if token.rel not in _ARGUMENTS or above.pos != "VERB":
        return frozenset()
    return frozenset({fold(above.lemma)})
