"""Referents room, times. Acts told by their distance from another: "deux jours après l'attentat".

Flow: notes, times, an act's trigger, what dates an act → the day of the act that the distance is
counted from or to, where the words say how far. "Au lendemain de" is a distance of a day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import structs

from vigie.records import Notes, When
from vigie.referents.times import days as cal
from vigie.referents.times.grammar import TimeGrammar

Picked = tuple[When | None, str]
APART = "apart"  # the reason: so far from the act of its sentence
_BETWEEN = ("DET", "ADJ", "NUM")  # what may stand between the distance and its noun
_OF_NOUN = ("acl", "nmod")  # "le début des manifestations", "le discours où il a promis"
_CLAUSE = ("VERB", "AUX")


def date_apart(
    notes: Notes, times: Sequence[When], trigger: int, grammar: TimeGrammar,
    pick: Callable[[Sequence[When], int], Picked],
) -> Picked | None:  # fmt: skip
    """The expression that sets an act apart from that of its sentence, with its value.

    Args:
        notes: The dispatch.
        times: Its time expressions.
        trigger: Token that carries the act.
        grammar: Words that count time, and on which side of a noun they put an act.
        pick: What of some expressions dates the act of another token.

    Returns:
        None where no words set the act apart, or it has a date of its own; no expression where
        they do not say how far.
    """
    sent, own = notes.tokens[trigger].sent, set(notes.subtree(trigger))
    if any(t.value and t.tok_start in own for t in times):
        return None
    for when in times:
        if when.tok_start > trigger or notes.tokens[when.tok_start].sent != sent:
            continue
        side = _side(notes, when, grammar)
        noun = _noun_after(notes, when) if side else None
        if noun is None or not _is_below(notes, trigger, noun):
            continue
        unit, count = _distance(notes, when, grammar)
        if unit is None:
            continue
        below = set(notes.subtree(noun))
        others = [t for t in times if t.tok_start not in below]
        main, _ = pick(others, _governor(notes, noun))
        value = _moved(notes, main, unit, count and side * count)
        return structs.replace(when, value=value, candidates=()) if value else None, APART
    return None


def _side(notes: Notes, when: When, grammar: TimeGrammar) -> int:
    """-1 where what follows lies before the act of the sentence, 1 where after, else 0."""
    words = {t.low for t in notes.tokens[when.tok_start : when.tok_end]}
    if when.value is not None:
        return 0
    if words & grammar.lists["apart_before"]:
        return -1
    return 1 if words & grammar.lists["apart_after"] else 0


def _noun_after(notes: Notes, when: When) -> int | None:
    """The noun a distance is counted from, right behind it."""
    for token in notes.tokens[when.tok_end :]:
        if token.pos not in _BETWEEN:
            return token.i if token.pos in ("NOUN", "PROPN") else None
    return None


def _is_below(notes: Notes, trigger: int, noun: int) -> bool:
    """Whether an act is the noun's, or of what is said of it."""
    for token in (notes.tokens[trigger], *notes.ancestors(trigger)):
        if token.i == noun:
            return True
        if token.rel not in _OF_NOUN and token.i != trigger:
            return False
    return False


def _distance(
    notes: Notes, when: When, grammar: TimeGrammar
) -> tuple[str | None, int | None]:
    """The unit and how many (None: not said); no unit for hours, which change no day."""
    worths = [
        grammar.words.get(t.low, {}) for t in notes.tokens[when.tok_start : when.tok_end]
    ]
    if any("SMALL" in w for w in worths):
        return None, None
    unit = next((w["UNIT"] for w in worths if "UNIT" in w), None)
    counts = [int(w["NUM"]) for w in worths if "NUM" in w]
    if unit is None:
        return "day", 1  # "au lendemain de"
    return unit, sum(counts) if counts else None


def _governor(notes: Notes, noun: int) -> int:
    """The verb above a noun, whose act is dated in its own right."""
    above = (t.i for t in notes.ancestors(noun) if t.pos in _CLAUSE)
    return next(above, noun)


def _moved(notes: Notes, main: When | None, unit: str, count: int | None) -> str | None:
    """A day, a week, a month or a year so far from the main act, or from the dispatch."""
    base = main.value.rpartition("/")[2] if main and main.value else notes.dispatch.anchor
    anchor = cal.read_anchor(base)
    return cal.moved(anchor, unit, count) if count is not None else None
