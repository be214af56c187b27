"""Referents room, times. Notes → every time expression with its value.

match.py finds the stretches, `_joined` puts a day and its hour together, resolve.py dates them.
"""

from __future__ import annotations

from vigie.records import Issue, Notes, When
from vigie.referents.times.grammar import TimeGrammar
from vigie.referents.times.match import Found, match_times
from vigie.referents.times.resolve import Resolver

_MAX_GAP = 4  # tokens between a day and its hour: "samedi, peu après 21h30"
_HOUR_OPS = ("clock", "part")


def find_times(notes: Notes, grammar: TimeGrammar) -> tuple[tuple[When, ...], tuple[Issue, ...]]:
    """Every time expression of a dispatch, in reading order, and what was odd."""
    resolver = Resolver(notes, grammar)
    times = []
    for found in _joined(notes, match_times(notes, grammar), grammar):
        answer = resolver.resolve(found)
        if answer.value is None and found.rule.op in _HOUR_OPS and found.rule.tail:
            continue
        times.append(
            When(
                span=notes.span(found.start, found.end), tok_start=found.start,
                tok_end=found.end, value=answer.value, grain=answer.grain,
                timex=found.rule.timex, rule=found.rule.name, anchor=answer.anchor,
                candidates=answer.candidates,
            )
        )  # fmt: skip
    return tuple(times), tuple(resolver.issues)


def _joined(notes: Notes, founds: list[Found], grammar: TimeGrammar) -> list[Found]:
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
    """A list of days as its days, unless each follows the one before: then it is one stretch."""
    doms = [(int(w), k) for s, w, k in found.caps if s == "DD"]
    values = [d for d, _ in doms]
    if found.rule.op != "days" or values == list(range(values[0], values[0] + len(values))):
        return [found]
    shared = tuple(c for c in found.caps if c[0] in ("MONTH", "YEAR"))
    parts = []
    for n, (dom, k) in enumerate(doms):
        end = found.end if n == len(doms) - 1 else k + 1
        start = k if n else found.start
        parts.append(found._replace(start=start, end=end, caps=(("DD", str(dom), k), *shared)))
    return parts


def _whole(notes: Notes, left: Found, right: Found, grammar: TimeGrammar) -> Found | None:
    gap = notes.tokens[left.end : right.start]
    if len(gap) > _MAX_GAP or notes.tokens[left.start].sent != notes.tokens[right.start].sent:
        return None
    if any(t.low not in grammar.lists["glue"] for t in gap):
        return None
    hours = [f for f in (left, right) if f.rule.op in _HOUR_OPS]
    if len(hours) == 1 and not _is_new_clause(gap, right):
        hour = hours[0]
        day = right if hour is left else left
        if day.rule.grain in ("day", "night") and day.extra is None and day.rule.op != "none":
            return day._replace(start=left.start, end=right.end, extra=hour)
    if len(hours) == 2 and not gap and left.rule.op == "clock":
        return left._replace(end=right.end)
    if not gap and left.rule.args[-1:] == ("doc",) and right.rule.op == "weekday":
        return left._replace(end=right.end)
    if not gap and left.rule.op in ("today", "this-day") and right.rule.op in ("weekday", "date"):
        return left._replace(end=right.end)
    return None


def _is_new_clause(gap: list[object], right: Found) -> bool:
    """A bare comma joins a day only to a clock time: "demain, à 15 heures"."""
    return len(gap) == 1 and str(getattr(gap[0], "text", "")) == "," and right.from_tok == right.start
