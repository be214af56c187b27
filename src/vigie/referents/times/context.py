"""Referents room, times. What is known while a dispatch's times are dated in reading order.

Words that point ("hier", "jeudi") are reckoned from the day of the dispatch; words that follow on
("le lendemain", "deux ans plus tard") from the last day the text itself has named.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from vigie.records import Issue, Notes
from vigie.referents.times import days as cal
from vigie.referents.times.grammar import TimeGrammar
from vigie.referents.times.match import Found
from vigie.referents.times.tense import Outlook, head_of, is_background, outlook

TEXT_REACH_SENTS = 6  # how far back "la veille" looks for the day it is the eve of
_UNDATING = ("clock", "part", "this-day", "feast")  # they name no day that others follow on
_WEEK_DAYS = 7
_DAY = len("2020-05-23")
_NO_YEAR = "0000"  # the calendar has none before the year 1


class Answer(NamedTuple):
    """A value with its grain; `candidates` where the anchor is too coarse to choose."""

    value: str | None
    grain: str
    anchor: str | None = None
    candidates: tuple[str, ...] = ()


class Context:
    """One dispatch, and what its text has named so far.

    Attributes:
        anchor: The day the dispatch speaks from, as far as it is known.
        named: The last value the text has named; `named_day` the last day.
        story_day: The last day named that the dispatch tells of, rather than looks back to.
        issues: What was odd on the way.
    """

    def __init__(self, notes: Notes, grammar: TimeGrammar) -> None:
        self.notes = notes
        self.grammar = grammar
        self.doc = notes.dispatch.anchor
        self.anchor = cal.read_anchor(self.doc)
        self.named: str | None = None
        self.named_day: date | None = None
        self.named_sent = 0
        self.story_day: date | None = None
        self.issues: list[Issue] = []
        self._year: int | None = None  # a year said in full, and the paragraph that said it
        self._year_block = -1

    @property
    def today(self) -> date | None:
        """The day of the dispatch, None if it is not known to the day."""
        return self.anchor.day if self.anchor else None

    def remember(self, found: Found, answer: Answer) -> None:
        """Keep what a stretch has named, for those that follow on from it."""
        if answer.value is None or found.rule.op in _UNDATING:
            return
        self.named = answer.value[:_DAY] if "T" in answer.value else answer.value
        self.named_sent = self.notes.tokens[found.start].sent
        day = cal.first_day(answer.value.rpartition("/")[2])
        if day is not None:
            self.named_day = day
            if self._is_of_story(found, day):
                self.story_day = day
        if found.worth("YEAR") or found.worth("FULL"):
            self._year = int(answer.value[:4])
            self._year_block = self.notes.tokens[found.start].block

    def _is_of_story(self, found: Found, day: date) -> bool:
        """Whether a day is of the last week, and its clause does not look back to it."""
        if self.today is None or not 0 <= (self.today - day).days < _WEEK_DAYS:
            return False
        return not is_background(self.notes, head_of(self.notes, found.start, found.end))

    def text_day(self, found: Found) -> date | None:
        """The last day named, if it is not too far back to be followed on from."""
        near = self.notes.tokens[found.start].sent - self.named_sent <= TEXT_REACH_SENTS
        return self.named_day if near else None

    def base(self, name: str) -> cal.Anchor | None:
        """What a distance is reckoned from: "doc" or "text"."""
        if name == "doc":
            return self.anchor
        return cal.read_anchor(self.named.partition("/")[0]) if self.named else None

    def look(self, found: Found) -> Outlook:
        """Which way the clause around a stretch looks."""
        return outlook(self.notes, found.start, found.end, self.grammar)

    def side(self, found: Found) -> int | None:
        """The same as -1, 0 or 1, after a word such as "dernier" if there is one."""
        direction = found.number("DIR")
        return direction if direction is not None else self.look(found).side

    def told_year(self, found: Found) -> int | None:
        """A year that the same paragraph has said in full, other than the dispatch's own."""
        if self.before(found) in self.grammar.lists["back_before"]:
            return None
        block = self.notes.tokens[found.start].block
        told = self._year if block == self._year_block else None
        return None if self.anchor and told == self.anchor.year else told

    def before(self, found: Found) -> str:
        """The word before a stretch, "" at the start."""
        return self.notes.tokens[found.start - 1].low if found.start else ""

    def answer(self, found: Found, value: str | None, *, doc: bool = True) -> Answer:
        """An answer with the grain of the rule or of the unit that was counted."""
        grain = found.rule.grain
        if grain == "unit":
            units = (found.worth(s) for s in ("UNIT", "SMALL", "STRETCH"))
            grain = next((u for u in units if u), "unit")
        if value is None or value[:4] <= _NO_YEAR:
            return Answer(None, grain)
        return Answer(value, grain, self.doc if doc else self.named)

    def day_answer(self, found: Found, day: date | None, *, doc: bool = True) -> Answer:
        """An answer that is one day."""
        return self.answer(found, day.isoformat() if day else None, doc=doc)

    def impossible(self, found: Found) -> Answer:
        """No value for a day that does not exist, and an issue that says so."""
        self._note(found, "day-impossible", "a day that exists", "left it undated")
        return Answer(None, "day")

    def mismatched(self, found: Found) -> None:
        """Write down that the day does not fall on the weekday that was said."""
        expected = "a weekday that agrees with its date"
        self._note(found, "weekday-mismatch", expected, "kept the date")

    def _note(self, found: Found, kind: str, expected: str, done: str) -> None:
        words = self.notes.text(found.start, found.end)
        span = self.notes.span(found.start, found.end)
        self.issues.append(
            Issue(
                dispatch_id=self.notes.dispatch.id, kind=kind, found=words, expected=expected,
                done=done, span=span,
            )
        )  # fmt: skip
