"""Referents room, times. Which time expression dates an act.

The tree is asked first: how far the expression stands from the act's trigger, each arc at its price
(a conjunct is near, the clause of a verb of saying far). Where the sentence has no date, the act
falls on the last day that the text has named before it: a story stays in its day until it says
otherwise. That is an inference, and the reason says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from vigie.records import Notes, Token, When
from vigie.referents.times.apart import date_apart
from vigie.referents.times.grammar import TimeGrammar
from vigie.referents.times.tense import head_of, is_background, is_pluperfect

# What one arc costs on the way from an expression to a trigger. An arc into another finite clause
# costs most: its day is seldom ours. Chosen on 783 dated reports (dev and dev_reports).
_ARC = {
    "conj": 0.6, "xcomp": 0.4, "obj": 0.6, "nsubj": 0.7, "obl": 0.7, "nmod": 0.7, "acl": 1.2,
    "advcl": 1.4, "ccomp": 2.6, "parataxis": 2.2, "appos": 0.8, "amod": 0.6, "advmod": 0.3,
    "aux": 0.1, "cop": 0.1, "fixed": 0.1, "flat": 0.1, "dep": 1.0, "iobj": 0.7, "dislocated": 0.8,
}  # fmt: skip
_OTHER_ARC = 1.0
_RELATIVE = 2.2  # a relative clause, seen from its noun
_UPHILL = 0.3  # a time above the trigger frames it less surely than one below
_WORD = 0.01  # a token in between: breaks ties
_TREE_REACH = 3.4  # dearer than this, the way through the tree proves nothing
_FOREIGN = 10.0
_CARRY_SENTS = 3  # a day named so few sentences ago is still the day of the story
_CIRCUMSTANCE = ("obl", "advmod")  # "en marge du sommet qui se tenait jeudi"
_DAY = len("2020-05-23")
_MAX_CLIMB = 30


def pick_when(
    notes: Notes, times: Sequence[When], trigger: int, grammar: TimeGrammar | None = None
) -> tuple[When | None, str]:
    """The time expression that dates the act, and why.

    Args:
        notes: The dispatch that was read.
        times: Its time expressions, in reading order, as `find_times` gives them.
        trigger: Token that carries the act.
        grammar: Words that count time; without them no act is dated by its distance.

    Returns:
        The expression and the reason, from the surest: "tree" (it stands by the act), "apart"
        (so far from the act of its sentence: "deux jours après l'attentat"), "sentence"
        (it is the nearest of the sentence), "carried" (named a few sentences before), "story"
        (the last day named, further back); None and "none" where the text names no day before.
    """
    apart = grammar and date_apart(
        notes, times, trigger, grammar, lambda some, verb: _pick(notes, some, verb)
    )
    when, why = apart or _pick(notes, times, trigger)
    if when is None or when.value is None or "T" not in when.value:
        return when, why
    days = dict.fromkeys(end[:_DAY] for end in when.value.split("/"))
    return structs.replace(when, value="/".join(days)), why  # an act is told by the day


def _pick(notes: Notes, times: Sequence[When], trigger: int) -> tuple[When | None, str]:
    """The expression that dates the act, its clock kept."""
    sent = notes.tokens[trigger].sent
    here = [t for t in times if notes.tokens[t.tok_start].sent == sent and _is_dated(t)]
    if not here:
        return _carried(notes, times, trigger)
    up = _way_up(notes, trigger)
    cost, n = min((_cost(notes, when, trigger, up), n) for n, when in enumerate(here))
    if cost < _TREE_REACH:
        return here[n], "tree"
    if cost < _FOREIGN:
        return here[n], "sentence"
    return _carried(notes, times[: times.index(here[0])], trigger)


def _carried(notes: Notes, times: Sequence[When], trigger: int) -> tuple[When | None, str]:
    """The last single day or night named before the act, unless its verb steps out of the story."""
    if is_pluperfect(notes, trigger):
        return None, "none"
    today = (notes.dispatch.anchor or "")[:_DAY]
    before = [
        t for t in times
        if t.tok_start < trigger and _names_a_day(t) and not _is_later(t, today)
    ]  # fmt: skip
    if not before:
        return None, "none"
    told = [
        t
        for t in before
        if not is_background(notes, head_of(notes, t.tok_start, t.tok_end))
    ]
    before = told or before
    gap = notes.tokens[trigger].sent - notes.tokens[before[-1].tok_start].sent
    return before[-1], "carried" if gap <= _CARRY_SENTS else "story"


def _names_a_day(when: When) -> bool:
    return when.value is not None and len(when.value.partition("/")[0]) >= _DAY


def _is_later(when: When, today: str) -> bool:
    """Whether a day lies after the dispatch: no act that is told as done falls there."""
    return len(today) == _DAY and (when.value or "")[:_DAY] > today


def _is_dated(when: When) -> bool:
    return when.value is not None or bool(when.candidates)


def _way_up(notes: Notes, trigger: int) -> dict[int, float]:
    """Every token above the trigger with the cost of going there."""
    costs, i, cost = {trigger: 0.0}, trigger, 0.0
    for _ in range(_MAX_CLIMB):
        token = notes.tokens[i]
        if token.head == i:
            break
        cost += _arc(token.dep)
        i = token.head
        costs[i] = cost
    return costs


def _cost(notes: Notes, when: When, trigger: int, up: dict[int, float]) -> float:
    """Cost of the way from an expression to the trigger through the tree."""
    i = head_of(notes, when.tok_start, when.tok_end)
    cost = 0.0
    first = True
    for _ in range(_MAX_CLIMB):
        if i in up:
            above = up[i] + (_UPHILL if up[i] else 0.0)
            return cost + above + _WORD * abs(when.tok_start - trigger)
        token = notes.tokens[i]
        if token.head == i:
            break
        if _is_beside(notes, token, trigger):
            cost += _FOREIGN
        cost += 0.0 if first else _arc(token.dep)
        first = False
        i = token.head
    return 2 * _TREE_REACH + _WORD * abs(when.tok_start - trigger)


def _is_beside(notes: Notes, token: Token, trigger: int) -> bool:
    """Whether what a token heads has a day of its own: done before the act, or said of a noun."""
    if is_pluperfect(notes, token.i) and not is_pluperfect(notes, trigger):
        return True
    if token.rel != "acl" or token.head == trigger:
        return False
    told_of = token.dep == "acl:relcl" and notes.child(token.i, "aux") is not None
    return told_of or not _is_circumstance(notes, token.head)


def _is_circumstance(notes: Notes, i: int) -> bool:
    """Whether a noun, or the one it completes, says in what the act took place."""
    above = (notes.tokens[i], *notes.ancestors(i))
    noun = next((t for t in above if t.rel != "nmod"), above[-1])
    return noun.rel in _CIRCUMSTANCE and noun.dep != "obl:arg"


def _arc(dep: str) -> float:
    if dep == "acl:relcl":
        return _RELATIVE
    return _ARC.get(dep.partition(":")[0], _OTHER_ARC)
