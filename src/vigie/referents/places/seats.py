"""Referents room, places. Capitals that a common noun stands for.

Flow: notes, places, the country of the dispatch → a place at each "la capitale", "la capitale
tchadienne". They are for placing acts: no toponym is read where none is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from vigie.knowledge.folding import fold
from vigie.knowledge.gazetteer import Gazetteer, Toponym
from vigie.records import Notes, Place
from vigie.referents.places.rules import PlaceRules
from vigie.referents.places.spans import KNOWN_TOWN, is_mark

CAPITAL = "capital"  # the pack's key for the words that take one up


def find_seats(
    notes: Notes, places: Sequence[Place], home: Place | None, gazetteer: Gazetteer,
    rules: PlaceRules,
) -> tuple[Place, ...]:  # fmt: skip
    """A place for each noun that stands for a capital, where one can tell which it is."""
    out = []
    for token in notes.tokens:
        if rules.taken_up.get(token.low) != CAPITAL or is_mark(notes, token.i, rules):
            continue
        after = notes.tokens[token.i + 1 : token.i + 2]
        if any(p.tok_start == token.i + 1 for p in places):
            continue  # "la capitale Tripoli" names it
        said = next((rules.demonyms.get(t.low) for t in after), None)
        if said is None and any(t.pos == "ADJ" or t.low in rules.of for t in after):
            continue  # "la capitale économique", "la capitale de la province"
        country = said or (home.country if home else None)
        seat = _seat(notes, places, token.i, country, gazetteer, rules) if country else None
        if seat is not None:
            out.append(seat)
    return tuple(out)


def _seat(
    notes: Notes, places: Sequence[Place], i: int, country: str, gazetteer: Gazetteer,
    rules: PlaceRules,
) -> Place | None:  # fmt: skip
    """The capital of a country: the one the text names, else the only one there is."""
    seats = _seats_of(country, gazetteer, rules)
    named = [p for p in places if p.country == country and fold(p.name) in seats]
    if named:
        top = seats[fold(named[-1].name)]
        name = top.name if named[-1].name.isupper() else named[-1].name
    elif len({t.id for t in seats.values()}) == 1:
        top = next(iter(seats.values()))
        words = {fold(t.text): t.text for t in notes.tokens if t.text[:1].isupper()}
        name = next((words[key] for key in seats if key in words), top.name)
    else:
        return None
    return Place(
        span=notes.span(i, i + 1), tok_start=i, tok_end=i + 1, name=name, country=country,
        lat=top.lat, lon=top.lon, precision=top.precision, why="the capital",
    )  # fmt: skip


def _seats_of(country: str, gazetteer: Gazetteer, rules: PlaceRules) -> dict[str, Toponym]:
    """Names of a country's capitals, with the town each is."""
    out = {}
    for key in sorted(rules.capitals):
        found = gazetteer.find(key)
        if found and found[0].country == country and found[0].people >= KNOWN_TOWN:
            out[key] = found[0]
    return out
