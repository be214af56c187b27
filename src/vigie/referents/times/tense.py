"""Referents room, times. Which way a clause looks, read from its verb: back, ahead, or neither.

"Jeudi" in a past clause is behind, in a future clause ahead. The tree may be wrong, so several weak
cues are asked in turn: the words before, then each governor upwards until one of them tells.
"""

from __future__ import annotations

from typing import NamedTuple

from vigie.records import Notes, Token
from vigie.referents.times.grammar import TimeGrammar

BACK, NOW, AHEAD = -1, 0, 1
_MAX_CLIMB = 10
_VERBAL = ("VERB", "AUX")


class Outlook(NamedTuple):
    """Which way the clause looks (None: no verb tells), and the verb that told."""

    side: int | None
    verb: int | None = None


def outlook(notes: Notes, start: int, end: int, grammar: TimeGrammar) -> Outlook:
    """Which way the clause around a time expression looks."""
    lists = grammar.lists
    reach = 2 if start > 1 and notes.tokens[start - 1].pos == "ADP" else 1
    before = {t.low for t in notes.tokens[max(0, start - reach) : start]}
    if before & lists["ahead_before"]:
        return Outlook(AHEAD)
    if before & lists["back_before"]:
        return Outlook(BACK)
    beside = notes.tokens[start - 1] if start else None
    if beside is not None and beside.low in lists["ahead_forms"] and beside.rel == "acl":
        return Outlook(
            AHEAD, beside.i
        )  # "la réunion prévue mercredi", wherever the tree puts it
    head = head_of(notes, start, end)
    look = _climb(notes, head, grammar)
    if before & lists["goal_before"] and _is_ahead_form(
        notes.tokens[notes.tokens[head].head], lists
    ):
        return Outlook(AHEAD, look.verb)
    if before & lists["ahead_unless_past"] and look.side != BACK:
        return Outlook(AHEAD, look.verb)
    return look


def verb_side(notes: Notes, verb: Token, grammar: TimeGrammar) -> int | None:
    """Which way one verb looks by its own form and its auxiliaries; None if it does not tell."""
    finite = _finite(notes, verb)
    if finite is not None:
        return _finite_side(notes, verb, finite, grammar)
    if verb.has("VerbForm=Part"):
        if _is_ahead_form(verb, grammar.lists):
            return AHEAD
        return (
            BACK
            if verb.has("Tense=Past") and verb.rel in ("acl", "amod", "advcl")
            else None
        )
    if verb.has("VerbForm=Inf") and notes.child(verb.i, "aux") is not None:
        return BACK  # "avoir tué"
    return None


def is_pluperfect(notes: Notes, verb: int) -> bool:
    """Whether a verb is told as done before what the dispatch tells: "avait tué"."""
    return any(
        t.has("Tense=Imp") and t.dep != "aux:pass" for t in notes.children(verb, "aux")
    )


def is_background(notes: Notes, i: int) -> bool:
    """Whether a token is of what a sentence only looks back to, or says of a noun."""
    for token in (notes.tokens[i], *notes.ancestors(i)):
        if token.rel == "acl" or is_pluperfect(notes, token.i):
            return True
    return False


def head_of(notes: Notes, start: int, end: int) -> int:
    """The token of a stretch that is governed from outside it."""
    for k in range(start, end):
        if not start <= notes.tokens[k].head < end or notes.tokens[k].head == k:
            return k
    return start


def _climb(notes: Notes, i: int, grammar: TimeGrammar) -> Outlook:
    tokens, lists = notes.tokens, grammar.lists
    pending = False  # an infinitive below: what governs it may put it in the future
    own: int | None = i
    for _ in range(_MAX_CLIMB):
        token = tokens[i]
        if token.pos in _VERBAL or token.has("VerbForm=") or notes.child(i, "aux"):
            if pending and token.lemma in lists["ahead_verbs"]:
                return Outlook(AHEAD, own)
            own = i if own is None or tokens[own].pos not in _VERBAL else own
            side = verb_side(notes, token, grammar)
            if side is not None:
                return Outlook(side, i)
            if token.has("VerbForm=Inf"):
                pending = True
                if _marked(notes, i, lists["back_marks"]):
                    return Outlook(BACK, i)
        elif (copula := notes.child(i, "cop")) is not None:
            side = _finite_side(notes, token, copula, grammar)
            if side is not None:
                return Outlook(side, i)
        if token.head == i:
            break
        i = token.head
    return Outlook(None)


def _marked(notes: Notes, i: int, words: frozenset[str]) -> bool:
    return any(t.low in words for t in notes.children(i, "mark", "case"))


def _finite(notes: Notes, verb: Token) -> Token | None:
    if verb.has("VerbForm=Fin"):
        return verb
    return next(
        (t for t in notes.children(verb.i, "aux", "cop") if t.has("VerbForm=Fin")), None
    )


def _finite_side(
    notes: Notes, verb: Token, finite: Token, grammar: TimeGrammar
) -> int | None:
    compound = finite.i != verb.i and finite.dep != "cop" and finite.dep != "aux:pass"
    compound = compound or (finite.dep == "aux:tense") or _is_perfect(notes, verb, grammar)
    leads_ahead = finite.i == verb.i and verb.lemma in grammar.lists["ahead_verbs"]
    if finite.has("Mood=Cnd") or _ends(finite, grammar.lists["conditional_endings"]):
        return BACK if compound else AHEAD
    if finite.has("Tense=Fut") or _is_future_form(finite, grammar.lists):
        return AHEAD
    if finite.has("Tense=Past") or _ends(finite, grammar.lists["past_endings"]):
        return BACK
    if finite.has("Tense=Imp"):
        return AHEAD if leads_ahead and notes.child(verb.i, "xcomp") else BACK
    if finite.has("Mood=Sub"):
        return BACK if compound else None
    if compound or _has_perfect(notes, verb):
        return BACK
    if leads_ahead and notes.child(verb.i, "xcomp") is not None:
        return AHEAD
    if finite.i != verb.i and _is_ahead_form(verb, grammar.lists):
        return AHEAD  # "est prévu jeudi"
    if finite.dep == "aux:pass" or verb.lemma in grammar.lists["saying"]:
        return BACK
    return NOW


def _ends(token: Token, endings: frozenset[str]) -> bool:
    return token.low.endswith(tuple(endings))


def _is_future_form(token: Token, lists: dict[str, frozenset[str]]) -> bool:
    """Whether the letters tell a future: an infinitive and an ending, or a sure ending."""
    stem = token.lemma.removesuffix("e")
    whole = token.low.startswith(stem) and token.low[len(stem) :] in lists["future_endings"]
    return whole or _ends(token, lists["sure_future_endings"])


def _is_ahead_form(verb: Token, lists: dict[str, frozenset[str]]) -> bool:
    return verb.low in lists["ahead_forms"] or verb.lemma in lists["ahead_participles"]


def _is_perfect(notes: Notes, verb: Token, grammar: TimeGrammar) -> bool:
    """Whether a participle with "to be" is a perfect that the parser may call a passive."""
    if not verb.has("VerbForm=Part") and verb.low not in grammar.lists["be_perfects"]:
        return False
    return (
        verb.low in grammar.lists["be_perfects"] or notes.child(verb.i, "expl") is not None
    )


def _has_perfect(notes: Notes, verb: Token) -> bool:
    """Whether a tense auxiliary stands beside a passive one: "a été tué"."""
    return any(t.dep == "aux:tense" for t in notes.children(verb.i, "aux"))
