"""Referents room, times. Notes → every time expression with its value.

match.py finds the stretches, `_joined` puts a day and its hour together, resolve.py dates them,
`_reconciled` makes two names of one day agree.
"""

from __future__ import annotations

from vigie.knowledge.loaders import Pack
from vigie.records import Issue, Notes, Token, When
from vigie.referents.times.context import Answer, Context
from vigie.referents.times.grammar import TimeGrammar, compile_grammar
from vigie.referents.times.match import Found, match_times
from vigie.referents.times.quoted import moved_to_saying
from vigie.referents.times.resolve import OPS, resolve

_MAX_GAP = 4  # tokens between a day and its hour: "samedi, peu après 21h30"
_MAX_APPOSED = 2  # tokens between two names of one day: "demain, le 30 mars"
_HOUR_OPS = ("clock", "part")
_DAY = len("2020-05-23")


def load_times(pack: Pack) -> TimeGrammar:
    """The compiled time grammar of a language.

    Raises:
        BadKnowledge: the pack has no such file, or a rule is malformed.
    """
    return compile_grammar(pack, OPS)


def find_times(
    notes: Notes, grammar: TimeGrammar
) -> tuple[tuple[When, ...], tuple[Issue, ...]]:
    """Every time expression of a dispatch, in reading order, and what was odd."""
    context = Context(notes, grammar)
    founds = _joined(notes, match_times(notes, grammar), grammar)
    answers = [resolve(context, found) for found in founds]
    answers = moved_to_saying(notes, founds, answers, grammar)
    answers = _reconciled(notes, founds, answers, grammar)
    times = tuple(_when(notes, f, a) for f, a in zip(founds, answers, strict=True))
    return times, tuple(context.issues)


def _when(notes: Notes, found: Found, answer: Answer) -> When:
    return When(
        span=notes.span(found.start, found.end), tok_start=found.start, tok_end=found.end,
        value=answer.value, grain=answer.grain, timex=found.rule.timex, rule=found.rule.name,
        anchor=answer.anchor, candidates=answer.candidates,
    )  # fmt: skip


def _reconciled(
    notes: Notes, founds: list[Found], answers: list[Answer], grammar: TimeGrammar
) -> list[Answer]:
    """Two names of one day agree on the surer; an hour takes the day named after it."""
    out = list(answers)
    for n in range(len(founds) - 1):
        left, right = founds[n], founds[n + 1]
        if notes.tokens[left.start].sent != notes.tokens[right.start].sent:
            continue
        if left.rule.op == "clock" and _is_day(out[n + 1]) and _is_day(out[n]):
            earlier = any(
                _is_day(a) and notes.tokens[f.start].sent == notes.tokens[left.start].sent
                for f, a in zip(founds[:n], out[:n], strict=True)
            )
            if not earlier and right.rule.op != "clock":
                out[n] = _on_day_of(out[n], out[n + 1])
        elif (
            _are_one_day(notes, left, right, grammar)
            and _is_day(out[n])
            and _is_day(out[n + 1])
        ):
            weak, sure = (n, n + 1) if _sureness(left) < _sureness(right) else (n + 1, n)
            if _sureness(founds[weak]) < _sureness(founds[sure]):
                out[weak] = _on_day_of(out[weak], out[sure])
    return out


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
    gap = notes.tokens[left.end : right.start]
    if (
        len(gap) > _MAX_GAP
        or notes.tokens[left.start].sent != notes.tokens[right.start].sent
    ):
        return None
    if any(t.low not in grammar.lists["glue"] for t in gap):
        return None
    hours = [f for f in (left, right) if f.rule.op in _HOUR_OPS]
    if len(hours) == 1 and not _is_new_clause(gap, right):
        hour = hours[0]
        day = right if hour is left else left
        if (
            day.rule.grain in ("day", "night")
            and day.extra is None
            and day.rule.op != "none"
        ):
            return day._replace(start=left.start, end=right.end, extra=hour)
    if len(hours) == 2 and not gap and left.rule.op == "clock":
        return left._replace(end=right.end)
    if not gap and left.rule.args[-1:] == ("doc",) and right.rule.op == "weekday":
        return left._replace(end=right.end)
    if (
        not gap
        and left.rule.op in ("today", "this-day")
        and right.rule.op in ("weekday", "date")
    ):
        return left._replace(end=right.end)
    return None


def _is_new_clause(gap: list[Token], right: Found) -> bool:
    """A bare comma joins no hour to a day: "à 15 heures" after it does, "soir" does not."""
    return len(gap) == 1 and gap[0].text == "," and right.from_tok == right.start
