"""Referents room, times. Answers of one sentence → the same, once they agree with each other.

"« Nous partirons demain », a-t-il dit mercredi": that tomorrow is Thursday, whatever the day of the
dispatch. "Hier, le 9 juin": two names of one day say one day. "Vers 5 heures, jeudi": that hour is
of Thursday. Only the same sentence is asked.
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
_MAX_APPOSED = 2  # tokens between two names of one day: "demain, le 30 mars"
_DAY = len("2020-05-23")


def moved_to_saying(
    notes: Notes, founds: Sequence[Found], answers: Sequence[Answer], grammar: TimeGrammar
) -> list[Answer]:
    """The answers, with those inside a quotation reckoned from the day it was said."""
    out = list(answers)
    today = cal.read_anchor(notes.dispatch.anchor)
    if today is None or today.day is None:
        return out
    quoted = {
        n for n, f in enumerate(founds) if _points(f) and _is_quoted(notes, f, grammar)
    }
    for n in quoted:
        said = _day_of_saying(notes, founds, answers, n, quoted, today.day)
        day = cal.first_day(out[n].value)
        if said is not None and day is not None:
            moved = (day - (today.day - said)).isoformat()
            out[n] = out[n]._replace(value=moved + (out[n].value or "")[len(moved) :])
    return out


def reconciled(
    notes: Notes, founds: Sequence[Found], answers: Sequence[Answer], grammar: TimeGrammar
) -> list[Answer]:
    """Two names of one day agree on the surer; an hour takes the day named after it."""
    out = list(answers)
    for n in range(len(founds) - 1):
        left, right = founds[n], founds[n + 1]
        if _sent(notes, left) != _sent(notes, right):
            continue
        if not (_is_day(out[n]) and _is_day(out[n + 1])):
            continue
        if left.rule.op == "clock":
            first = not any(
                _is_day(a) and _sent(notes, f) == _sent(notes, left)
                for f, a in zip(founds[:n], out[:n], strict=True)
            )
            if first and right.rule.op != "clock":
                out[n] = _on_day_of(out[n], out[n + 1])
        elif _are_one_day(notes, left, right, grammar):
            lower, higher = sorted((n, n + 1), key=lambda k: _sureness(founds[k]))
            if _sureness(founds[lower]) < _sureness(founds[higher]):
                out[lower] = _on_day_of(out[lower], out[higher])
    return out


def _sent(notes: Notes, found: Found) -> int:
    return notes.tokens[found.start].sent


def _is_day(answer: Answer) -> bool:
    return (
        answer.value is not None and "/" not in answer.value and len(answer.value) >= _DAY
    )


def _on_day_of(answer: Answer, other: Answer) -> Answer:
    value, day = answer.value or "", other.value or ""
    return answer._replace(value=day[:_DAY] + value[_DAY:], anchor=other.anchor)


def _are_one_day(notes: Notes, left: Found, right: Found, grammar: TimeGrammar) -> bool:
    """Whether two days stand in apposition: "hier, jeudi 16 août", "vendredi (demain)"."""
    gap = notes.tokens[left.end : right.start]
    return len(gap) <= _MAX_APPOSED and all(t.low in grammar.lists["apposed"] for t in gap)


def _sureness(found: Found) -> int:
    """Which of two names of one day is believed: a date, then a distance, then a weekday."""
    if found.rule.op in ("date", "full") and found.worth("MONTH"):
        return 3
    if found.rule.op in ("today", "shift", "this-day"):
        return 2
    return 1 if found.rule.op == "weekday" else 4


def _points(found: Found) -> bool:
    return found.rule.op in _POINTING and (found.rule.args or ("doc",))[-1] == "doc"


def _day_of_saying(
    notes: Notes, founds: Sequence[Found], answers: Sequence[Answer], n: int,
    quoted: set[int], today: date,
) -> date | None:  # fmt: skip
    """The day named in the same sentence outside the quotation, if it is just past."""
    sent = notes.tokens[founds[n].start].sent
    for k, found in enumerate(founds):
        if (
            k in quoted
            or found.rule.op not in _NAMING
            or notes.tokens[found.start].sent != sent
        ):
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
