"""Referents room. The frame: which country a dispatch is about.

Flow: names, adjectives, known office-holders, the outlet → the dispatch's own country, with the
reason, or None where it is not clear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.kb_row import OFFICES
from vigie.records import Notes
from vigie.referents.coref_names import row_of
from vigie.referents.mentions_tagged import Name

# A country is the dispatch's own when it is named this many times as often as the next.
CLEAR_LEAD = 2.0
MIN_VOTES = 2.0
TITLE = 3.0  # a title says what the dispatch is about
ADJECTIVE = 0.5
# Whose naming shows what land is spoken of: those who govern it or would.
BEYOND = ("IGO", "NGO")
GOVERNED = "whose governors and parties are named"
WEAK = frozenset({GOVERNED})  # where several countries are named as often
AT_HOME = frozenset({*OFFICES, "PTY", "OPP"})


def main_country(
    notes: Notes, kb: KnowledgeBase, names: Sequence[Name]
) -> tuple[str, str] | None:
    """The one country the dispatch is about, and the reason; None where it is not clear.

    Countries that are named decide; where they leave it open, those whose governments and
    parties are named; where none is named at all, the outlet's readers need no telling.
    """
    first = names[0] if names and names[0].start == 0 else None
    if first is not None and first.end < len(notes.tokens):
        country = place_country(notes, kb, first)
        if country and notes.tokens[first.end].text == ":":  # "Mali : ..."
            return country, "title"
    votes: dict[str, float] = {}
    for country, weight in _named(notes, kb, names):
        votes[country] = votes.get(country, 0.0) + weight
    found = _leader(votes)
    if found is not None:
        return found, "only country that stands out"
    most = max(votes.values(), default=0.0)
    foremost = {c for c, n in votes.items() if n == most}
    for country in _governed(notes, names):
        votes[country] = votes.get(country, 0.0) + 1.0
    found = _leader(votes)
    if found is not None and (not foremost or found in foremost):
        return found, GOVERNED
    if len(votes) > 1:
        return None
    place = notes.dispatch.meta.dateline_place
    seat = kb.seat(place) if place else None
    if seat is not None and seat.country:
        return seat.country, "dateline"
    home = _outlet_country(notes, kb)
    return (home, "outlet") if home and set(votes) <= {home} else None


def place_country(notes: Notes, kb: KnowledgeBase, name: Name) -> str | None:
    """Country of a name that is a country, an inhabitant, a capital or a large town."""
    text = notes.text(name.start, name.end)
    if name.kind == "GPE":
        return kb.country(text) or (name.rows[0].country if name.rows else None)
    if name.kind == "GROUP":
        found = kb.demonym(text)
        return found[0] if len(found) == 1 else None
    if name.kind != "LOC":
        return None
    seat = kb.seat(text)
    return seat.country if seat is not None else kb.town(text)


def _named(
    notes: Notes, kb: KnowledgeBase, names: Sequence[Name]
) -> Iterator[tuple[str, float]]:
    """Countries that are named, by name or adjective, each with its weight."""
    for name in names:
        country = place_country(notes, kb, name)
        if country is not None:
            yield country, TITLE if notes.kind(name.start) == "title" else 1.0
    for token in notes.tokens:
        if token.pos == "ADJ" and token.text[:1].islower():
            found = kb.demonym(token.low)
            if len(found) == 1:
                yield found[0], TITLE if notes.kind(token.i) == "title" else ADJECTIVE


def _governed(notes: Notes, names: Sequence[Name]) -> Iterator[str]:
    """Countries of the office-holders and parties that are named and known."""
    anchor = notes.dispatch.anchor
    for name in names:
        row = row_of(name, anchor) if name.kind in ("PER", "ORG") else None
        if row is not None and row.sector_at(anchor) in AT_HOME:
            country = row.country_at(anchor)
            if country is not None and country not in BEYOND:
                yield country


def _leader(votes: dict[str, float]) -> str | None:
    if not votes:
        return None
    (best, n), *rest = sorted(votes.items(), key=lambda v: (-v[1], v[0]))
    return best if n >= MIN_VOTES and (not rest or n >= CLEAR_LEAD * rest[0][1]) else None


def _outlet_country(notes: Notes, kb: KnowledgeBase) -> str | None:
    """Country of the outlet, where it is a known one."""
    outlet = notes.dispatch.meta.outlet or notes.dispatch.given.outlet
    rows = kb.find(outlet) if outlet else ()
    known = {row.country for row in rows if row.sector == "JRN"} - {None}
    return known.pop() if len(known) == 1 else None
