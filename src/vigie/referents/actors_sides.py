"""Referents room. Country and sector: read off role phrases, then off what is known, with reasons.

Flow: phrases, names with their clusters → a `Side` for each. The order is that of the evidence:
the dispatch's own words, the knowledge base at the day of the dispatch, the plain meaning of
the noun. A country that only the dispatch as a whole suggests is added last, and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb_row import FORMER, KbRow
from vigie.records import Notes
from vigie.referents.coref_names import row_of
from vigie.referents.mentions_tagged import Name
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import Phrase

# Staff of international bodies bear no sector but as soldiers and judges (gold ruling 11).
_IGO_SECTORS = frozenset({"MIL", "JUD"})
ARMED = frozenset({"REB", "PRM", "OPP", "CRM"})  # whose forces are not a state's


# What one is by creed, trade or party says less of one's part in events than an office that is
# known: "le conservateur X" who is a minister.
TRADES = frozenset({"PTY", "REL", "EDU", "BUS", "CVL", "AGR", "LAB"})


NO_DAY = "of which time is not said"


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """What words or knowledge say of an actor. `strong` when an office or a body was said."""

    country: str | None = None
    sector: str | None = None
    role: str | None = None
    strong: bool = False
    why: tuple[str, ...] = ()

    def or_else(self, other: Side) -> Side:
        """This side, completed by another where it is silent and the other does not clash."""
        country = self.country or other.country
        sector = self.sector or (
            other.sector
            if not self.strong or not self.country or other.country == self.country
            else None
        )
        gained = other.why if (country, sector) != (self.country, self.sector) else ()
        return Side(
            country=country,
            sector=_bounded(country, sector),
            role=self.role or other.role,
            strong=self.strong or other.strong,
            why=self.why + gained,
        )


def known_side(name: Name, anchor: str | None, said: Collection[str] = ()) -> Side:
    """What the knowledge base says of a name on the day of the dispatch.

    Args:
        name: With the rows it may mean.
        anchor: The day, None where it is not known.
        said: Folded first words of the offices that the dispatch itself gives the person.
    """
    row = row_of(name, anchor)
    if row is None:
        return Side()
    if anchor is None and row.kind == "PER":
        return _undated(row, said)
    country, sector = row.country_at(anchor), row.sector_at(anchor)
    return Side(
        country=country, sector=_bounded(country, sector), role=row.role_at(anchor),
        why=(f"known as {row.id}",),
    )  # fmt: skip


def _undated(row: KbRow, said: Collection[str]) -> Side:
    """What a person was, on no known day: in the office that is said, else what never changed."""
    held = [t for t in row.terms if t.role and fold(t.role).split()[0] in said]
    terms = held or row.terms
    countries, sectors, roles = (
        {t.country for t in terms}, {t.sector for t in terms}, {t.role for t in terms},
    )  # fmt: skip
    country = terms[0].country if len(countries) == 1 else None
    sector = terms[0].sector if len(sectors) == 1 else None
    return Side(
        country=country, sector=_bounded(country, sector),
        role=terms[0].role if len(roles) == 1 else None,
        why=(f"known as {row.id}", *(() if sector else (NO_DAY,))),
    )  # fmt: skip


class Holder(Protocol):
    """Whoever has a side that grows as evidence comes in."""

    side: Side


class Reader:
    """Reads sides off the phrases of one dispatch.

    Args:
        notes: The dispatch.
        who: The pack.
        phrases: All of them, in reading order.
        names: All names; `holders` are the actors they name, whose sides may still grow.
        main: The dispatch's own country, to choose between the two Congos.
        lands: Countries that the dispatch plainly names, for the same.
    """

    def __init__(
        self, notes: Notes, who: Who, phrases: Sequence[Phrase], names: Sequence[Name],
        holders: Sequence[Holder], main: str | None, *, lands: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.home, self._lands = main, lands
        self._notes, self._who, self._phrases = notes, who, phrases
        self._holders = {n.start: h for n, h in zip(names, holders, strict=True)}

    def side(self, p: int) -> Side:
        """Country, sector and role that a phrase says."""
        phrase = self._phrases[p]
        noun, who = phrase.noun, self._who
        country, why = self._country(phrase)
        sides = [self._holders[k].side for k in phrase.named if k in self._holders]
        body = next((s for s in sides if s.sector or s.country in ("IGO", "NGO")), None)
        nested = self._nested(p)
        sector, strong = noun.sector, not noun.inherits
        if noun.inherits:
            if body is not None or nested is not None:
                sector = next((s.sector for s in (body, nested) if s and s.sector), None)
                strong = True
            elif phrase.sector:
                sector, strong = phrase.sector, True
            elif sector == "GOV" and self._is_of_some_body(phrase, country):
                sector = None  # "le président de la commission", of La Poste, of a club
        beside = who.stem(noun.lemma) in who.elsewhere  # "les voisins du Tchad"
        if country is None and not beside:
            for found in (*sides, nested):
                if found is not None and found.country:
                    country, why = found.country, found.why
                    break
        held = self._holders.get(phrase.person) if phrase.person is not None else None
        person = held.side if held is not None else None
        if person is not None and noun.kind == "ORG":
            country = country or person.country
        if (
            noun.kind == "ORG" and sector == "MIL"
        ):  # "les forces du Hezbollah" are no army's
            theirs = (s.sector for s in (person, body, nested) if s and s.sector in ARMED)
            sector = next(theirs, sector)
        if country is None and noun.country:
            country, why = noun.country, (f"noun '{noun.lemma}'",)
        if (
            sector is None
            and noun.of_state
            and country
            and len(country) == 3
            and country != "IGO"
        ):
            sector = noun.of_state if country != "NGO" else None
        if (
            phrase.former
            and sector in who.office_sectors
            and phrase.kind in ("PER", "GROUP")
        ):
            sector = FORMER
        role = self._notes.text(phrase.start, phrase.reach)
        return Side(
            country=country, sector=_bounded(country, sector), role=role,
            strong=strong or bool(country), why=(*why, f"role '{role}'"),
        )  # fmt: skip

    def _is_of_some_body(self, phrase: Phrase, country: str | None) -> bool:
        """Whether an office is held in something that no word of ours and no country names."""
        notes = self._notes
        if country or phrase.named or phrase.noun_end >= phrase.reach:
            return False
        return fold(notes.tokens[phrase.noun_end].text) in self._who.words["of"]

    def _country(self, phrase: Phrase) -> tuple[str | None, tuple[str, ...]]:
        found = phrase.countries
        if not found:
            return None, ()
        if len(found) == 1:
            return found[0], ("adjective",)
        if self.home in found:
            return self.home, ("adjective, main country",)
        near = [c for c in found if c in self._lands]
        return (near[0], ("adjective, country named",)) if len(near) == 1 else (None, ())

    def _nested(self, p: int) -> Side | None:
        """Side of the phrase that stands in the complement: "du ministère"."""
        phrase = self._phrases[p]
        for k in range(p + 1, len(self._phrases)):
            inner = self._phrases[k]
            if inner.head >= phrase.reach:
                return None
            if inner.noun.kind != "PER" or inner.plural:
                return self.side(k)
        return None


def _bounded(country: str | None, sector: str | None) -> str | None:
    if country == "IGO" and sector not in _IGO_SECTORS:
        return None
    return sector
