"""Knowledge room. A row of the knowledge base: one actor, its names, its offices with their years.

Flow: kb_source.py makes rows of data lines; kb.py finds them by name; the referents room asks a
row what it was on the day of the dispatch.
"""

from __future__ import annotations

import msgspec

# Offices of a state. Who has left one is a former official; who has left a party or a rebel
# force is still what he was as far as anyone knows.
OFFICES = ("GOV", "MIL", "LEG", "JUD", "COP", "SPY")
FORMER = "ELI"


class Term(msgspec.Struct, frozen=True, array_like=True):
    """What an actor was from `start` to `end` (ISO 8601 year or month; "" is open)."""

    country: str | None
    sector: str | None
    start: str = ""
    end: str = ""
    role: str | None = None

    def covers(self, when: int | str) -> bool:
        """Whether a year, month or day may lie within the term, at the coarser precision."""
        day = str(when)
        if self.start[: len(day)] > day:
            return False
        return not self.end or day[: len(self.end)] <= self.end

    def is_over(self, when: int | str) -> bool:
        """Whether the term had surely ended."""
        day = str(when)
        return bool(self.end) and day[: len(self.end)] > self.end


class KbRow(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One actor. `country`, `sector` and `role` are those of its latest term.

    `country` is alpha-3, IGO, NGO or None (several, or unknown); `years` the first and last of
    all terms ("" is open). `seat` marks a building or town that stands for a power, and may as
    well be a place; `stands_for` is the id of the actor meant ("Ankara" → "TUR"), where it has one.
    `minor` rows give way to others of the same name.
    """

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    role: str | None
    years: tuple[str, str]
    forms: tuple[str, ...]
    terms: tuple[Term, ...]
    source: str
    stands_for: str | None = None
    seat: bool = False
    minor: bool = False

    def term_at(self, when: int | str | None) -> Term | None:
        """The term that covers a year or date; of several the latest listed; None if none."""
        if when is None:
            return self.terms[-1]
        return next((t for t in reversed(self.terms) if t.covers(when)), None)

    def sector_at(self, when: int | str | None) -> str | None:
        """Sector in a year or on a date (ISO): ELI after office, None before it.

        An organisation keeps its sector outside its years: its name alone carries it.
        """
        term = self.term_at(when)
        if term is not None:
            return term.sector
        past = [t for t in self.terms if when is not None and t.is_over(when)]
        if self.kind != "PER":
            return (past or self.terms)[-1].sector
        if past:
            return FORMER if past[-1].sector in OFFICES else past[-1].sector
        return None if self.terms[0].sector in OFFICES else self.terms[0].sector

    def country_at(self, when: int | str | None) -> str | None:
        """Country (or IGO, NGO) in a year or on a date: the nearest term's outside all of them."""
        term = self.term_at(when)
        if term is None:
            past = [t for t in self.terms if when is not None and t.is_over(when)]
            term = past[-1] if past else self.terms[0]
        return term.country

    def role_at(self, when: int | str | None) -> str | None:
        """Role in a year or on a date; None outside all terms."""
        term = self.term_at(when)
        return None if term is None else term.role

    def fit(self, when: int | str | None) -> int:
        """How well a row suits a date: 3 in its years, 2 undated, 1 after them, 0 before."""
        term = self.term_at(when)
        if term is not None and term.sector != FORMER:
            return 3 if term.start or term.end else 2
        return 1 if when is None or any(t.is_over(when) for t in self.terms) else 0
