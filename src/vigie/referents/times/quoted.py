"""Referents room, times. Words that point, inside a quotation: they speak from the day of saying.

"« Nous partirons demain », a-t-il dit mercredi": that tomorrow is Thursday, whatever the day of the
dispatch. Only the same sentence is asked, and only a day of the week before the dispatch.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from vigie.records import Notes
from vigie.referents.times import days as cal
from vigie.referents.times.context import Answer
from vigie.referents.times.grammar import TimeGrammar
from vigie.referents.times.match import Found

_POINTING = ("today", "shift", "this-day")
_NAMING = ("weekday", "date", "shift")
_WEEK_DAYS = 7


def moved_to_saying(
    notes: Notes, founds: Sequence[Found], answers: Sequence[Answer], grammar: TimeGrammar
) -> list[Answer]:
    """The answers, with those inside a quotation reckoned from the day it was said."""
    out = list(answers)
    today = cal.read_anchor(notes.dispatch.anchor)
    if today is None or today.day is None:
        return out
    quoted = {n for n, f in enumerate(founds) if _points(f) and _is_quoted(notes, f, grammar)}
    for n in quoted:
        said = _day_of_saying(notes, founds, answers, n, quoted, today.day)
        day = cal.first_day(out[n].value)
        if said is not None and day is not None:
            moved = (day - (today.day - said)).isoformat()
            out[n] = out[n]._replace(value=moved + (out[n].value or "")[len(moved) :])
    return out


def _points(found: Found) -> bool:
    return found.rule.op in _POINTING and (found.rule.args or ("doc",))[-1] == "doc"


def _day_of_saying(
    notes: Notes, founds: Sequence[Found], answers: Sequence[Answer], n: int,
    quoted: set[int], today: date,
) -> date | None:  # fmt: skip
    """The day named in the same sentence outside the quotation, if it is just past."""
    sent = notes.tokens[founds[n].start].sent
    for k, found in enumerate(founds):
        if k in quoted or found.rule.op not in _NAMING or notes.tokens[found.start].sent != sent:
            continue
        day = cal.first_day(answers[k].value)
        if day is not None and timedelta(0) <= today - day < timedelta(days=_WEEK_DAYS):
            return day
    return None


def _is_quoted(notes: Notes, found: Found, grammar: TimeGrammar) -> bool:
    """Whether a quotation opened in this paragraph is still open here."""
    opened, closed = grammar.lists["quote_open"], grammar.lists["quote_close"]
    block = notes.tokens[found.start].block
    for k in range(found.start - 1, -1, -1):
        token = notes.tokens[k]
        if token.block != block or token.text in closed:
            return False
        if token.text in opened:
            return True
    return False
