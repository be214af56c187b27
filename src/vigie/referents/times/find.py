"""Referents room, times. Notes → every time expression with its value.

match.py finds the stretches, join.py puts a day and its hour together, resolve.py dates them, and
agree.py lets those of one sentence agree.
"""

from __future__ import annotations

from vigie.knowledge.loaders import Pack
from vigie.records import Issue, Notes, When
from vigie.referents.times.agree import moved_to_saying, reconciled
from vigie.referents.times.context import Answer, Context
from vigie.referents.times.grammar import TimeGrammar, compile_grammar
from vigie.referents.times.join import join_times
from vigie.referents.times.match import Found, match_times
from vigie.referents.times.resolve import OPS, resolve


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
    founds = join_times(notes, match_times(notes, grammar), grammar)
    answers = [resolve(context, found) for found in founds]
    answers = moved_to_saying(notes, founds, answers, grammar)
    answers = reconciled(notes, founds, answers, grammar)
    times = tuple(_when(notes, f, a) for f, a in zip(founds, answers, strict=True))
    return times, tuple(context.issues)


def _when(notes: Notes, found: Found, answer: Answer) -> When:
    return When(
        span=notes.span(found.start, found.end), tok_start=found.start, tok_end=found.end,
        value=answer.value, grain=answer.grain, timex=found.rule.timex, rule=found.rule.name,
        anchor=answer.anchor, candidates=answer.candidates,
    )  # fmt: skip
