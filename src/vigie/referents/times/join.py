"""Referents room, times. Stretches that stand side by side → one, where they name one time.

A day takes the hour beside it ("mardi soir vers 21h30"), a part of the day left alone is dropped,
a list of days that do not follow each other becomes its days.
"""

from __future__ import annotations

from vigie.records import Notes, Token
from vigie.referents.times.grammar import TimeGrammar
from vigie.referents.times.match import Found

_MAX_GAP = 4  # tokens between a day and its hour: "samedi, peu après 21h30"
_HOUR_OPS = ("clock", "part")
_POINTING = ("today", "this-day")


def join_times(notes: Notes, founds: list[Found], grammar: TimeGrammar) -> list[Found]:
    """Days with the hours that stand beside them made one; parts of a day left alone dropped."""
    out: list[Found] = []
    for found in founds:
        last = out[-1] if out else None
        whole = _whole(notes, last, found, grammar) if last is not None else None
        if whole is not None:
            out[-1] = whole
        else:
            out.append(found)
    kept = [f for f in out if not (f.rule.tail and f.from_tok == f.start)]
    return [part for f in kept for part in _parts(f)]


def _parts(found: Found) -> list[Found]:
    """A list of days or months as its items, unless each follows the one before."""
    item = {"days": "DD", "months-listed": "MONTH"}.get(found.rule.op)
    heads = [(int(w), k) for s, w, k in found.caps if s == item]
    values = [v for v, _ in heads]
    if item is None or values == list(range(values[0], values[0] + len(values))):
        return [found]
    shared = tuple(c for c in found.caps if c[0] in ("MONTH", "YEAR") and c[0] != item)
    parts = []
    for n, (value, k) in enumerate(heads):
        end = found.end if n == len(heads) - 1 else k + 1
        caps = ((item, str(value), k), *shared)
        parts.append(found._replace(start=k if n else found.start, end=end, caps=caps))
    return parts


def _whole(notes: Notes, left: Found, right: Found, grammar: TimeGrammar) -> Found | None:
    """The two stretches as one, if they name one time together."""
    gap = notes.tokens[left.end : right.start]
    tokens = notes.tokens
    if len(gap) > _MAX_GAP or tokens[left.start].sent != tokens[right.start].sent:
        return None
    if any(t.low not in grammar.lists["glue"] for t in gap):
        return None
    hours = [f for f in (left, right) if f.rule.op in _HOUR_OPS]
    if len(hours) == 1 and not _is_new_clause(gap, right):
        hour = hours[0]
        day = right if hour is left else left
        if _takes_hour(day, hour):
            return day._replace(start=left.start, end=right.end, extra=hour)
    if gap:
        return None
    if len(hours) == 2 and left.rule.op == "clock":
        return left._replace(end=right.end)
    points = left.rule.op in _POINTING or left.rule.args[-1:] == ("doc",)
    if points and right.rule.op in ("weekday", "date") and not right.worth("DIR"):
        return left._replace(end=right.end)
    return None


def _takes_hour(day: Found, hour: Found) -> bool:
    """Whether an hour may join a day: a clock time still may where a part of the day has."""
    if day.rule.grain not in ("day", "night") or day.rule.op == "none":
        return False
    return day.extra is None or (day.extra.rule.op == "part" and hour.rule.op == "clock")


def _is_new_clause(gap: list[Token], right: Found) -> bool:
    """A bare comma joins no hour to a day: "à 15 heures" after it does, "soir" does not."""
    return len(gap) == 1 and gap[0].text == "," and right.from_tok == right.start
