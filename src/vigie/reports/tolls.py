"""Reports room. Of which act a number is told, and who claims it: counted people → `Size`s.

Flow: `Counted`s of a dispatch + its reports → sizes by report. A number goes with its own verb
where that is a trigger, else with the nearest fit act of its sentence, else, for a toll, with the
act told just before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from vigie.knowledge.lexicon import Lexicon
from vigie.records import Notes, Report, Size
from vigie.reports.sizes import Counted, find_sizes
from vigie.reports.sizes_rules import SizeRules, What

BACK = 2  # sentences after an act in which its toll may still be told


def sizes_of(
    notes: Notes, reports: Sequence[Report], lexicon: Lexicon, rules: SizeRules,
    claimant: Callable[[int], str | None],
) -> dict[str, tuple[Size, ...]]:  # fmt: skip
    """Sizes of each report, by its id; a number is told of one act at most.

    Args:
        notes: The dispatch, parsed.
        reports: Its reports.
        lexicon: The language's nouns and their classes.
        rules: How the language counts.
        claimant: Whom the dispatch cites for what stands at a token.
    """
    if not reports:
        return {}
    out: dict[str, dict[Size, None]] = {}
    homes = _homes(notes, reports)
    for counted in find_sizes(notes, lexicon, rules):
        home = _home(notes, counted, homes, rules)
        if home is None:
            continue
        report, reason = home
        size = _size(notes, counted, reason, claimant(counted.anchor) or report.said_by)
        own = out.setdefault(report.id, {})
        if not any(_alike(size, other) for other in own):
            own[size] = None
    return {key: tuple(sizes) for key, sizes in out.items()}


def _size(notes: Notes, counted: Counted, reason: str, claimant: str | None) -> Size:
    count = counted.count
    return Size(
        what=counted.what, span=notes.span(count.start, count.end), low=count.low,
        best=count.best, high=count.high, unit=counted.unit, claimant=claimant,
        why=f"{counted.why}; {reason}",
    )  # fmt: skip


def _alike(a: Size, b: Size) -> bool:
    """Whether a number is told again, in the title and in the body."""
    return (a.what, a.low, a.best, a.high, a.claimant) == (
        b.what, b.low, b.best, b.high, b.claimant,
    )  # fmt: skip


class _Telling(msgspec.Struct, frozen=True):
    """One place where a report is told: its tokens, clause and trigger."""

    report: Report
    tok: int
    words: range
    clause: range


def _homes(notes: Notes, reports: Sequence[Report]) -> list[_Telling]:
    """Every telling of every report, in reading order."""
    start_of = {t.start: t.i for t in notes.tokens}
    end_of = {t.end: t.i + 1 for t in notes.tokens}
    out = []
    for report in reports:
        places = [
            (report.trigger, report.span),
            *((t.trigger, t.span) for t in report.also),
        ]
        for trigger, span in places:
            words = range(start_of[trigger.start], end_of[trigger.end])
            clause = range(start_of[span.start], end_of[span.end])
            out.append(_Telling(report, words[0], words, clause))
    return sorted(out, key=lambda home: home.tok)


def _home(
    notes: Notes, counted: Counted, homes: Sequence[_Telling], rules: SizeRules
) -> tuple[Report, str] | None:
    """The act a number is told of, and why: its own word, its sentence, the sentence before."""
    what = rules.what[counted.what]
    for home in homes:
        if counted.anchor in home.words and home.report.type in what.types:
            return home.report, "its own verb"
    sent = notes.tokens[counted.anchor].sent
    start, end = notes.sents[sent]
    fit = [h for h in homes if h.report.type in what.types]
    here = [h for h in fit if start <= h.tok < end]
    if here:
        return min(
            here, key=lambda h: _distance(notes, counted, h, what)
        ).report, "sentence"
    if not what.carries:
        return None
    block = notes.tokens[counted.anchor].block
    near = [
        h for h in fit
        if sent - BACK <= notes.tokens[h.tok].sent < sent
        and block - notes.tokens[h.tok].block <= 1
    ]  # fmt: skip
    return (near[-1].report, "told before") if near else None


def _distance(
    notes: Notes, counted: Counted, home: _Telling, what: What
) -> tuple[bool, int, int]:
    """How far an act is from a number: in its clause first, then of the best type, then words."""
    return (
        counted.anchor not in home.clause,
        what.types.index(home.report.type),
        abs(home.tok - counted.anchor),
    )
