"""Referents room, places. The frame of a dispatch: where its acts happen unless it says otherwise.

A place that the dispatch comes back to (its title counts twice) frames it; else the only town of
its first sentence, else the country it speaks of most. Country and place are both kept, for "dans le pays" names the country even in
a dispatch on one town. "La capitale" is the town it is, named or not (seats.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.gazetteer import Gazetteer
from vigie.records import Notes, Place, Span
from vigie.referents.places.context import Weights
from vigie.referents.places.rules import PlaceRules
from vigie.referents.places.seats import find_seats
from vigie.referents.places.spans import Candidate

OFTEN = 2.0  # times a town must be named, the title counting twice
TOWN_SHARE = 0.5  # of all towns named
COUNTRY_SHARE = 0.4  # of all that is said of countries
_TOWNS = frozenset({"site", "district", "city"})


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """Where a dispatch is set: `place` its closest frame, `country` its country, or None.

    `said` when its own words say so: a title "Mali : …", a dateline. `seats` are the capitals
    that a common noun stands for ("la capitale tchadienne"), at the noun. `lead` when `place` is
    a town that only the first sentence names.
    """

    place: Place | None = None
    country: Place | None = None
    said: bool = False
    seats: tuple[Place, ...] = ()
    lead: bool = False


def frame_of(
    notes: Notes, places: Sequence[Place], candidates: Sequence[Candidate],
    weights: Weights, gazetteer: Gazetteer, rules: PlaceRules,
) -> Frame:  # fmt: skip
    """The frame of a dispatch, from the places found in it and the countries it speaks of."""
    country = _country(notes, candidates, weights, gazetteer, rules)
    opening = {c.tok_start for c in candidates if c.frame}
    framed = next((p for p in places if p.tok_start in opening), None)
    seats = find_seats(notes, places, country, gazetteer, rules)
    often = _town(notes, places)
    town = often or _lead_town(notes, (*places, *seats), country)
    place = town or framed or country
    if place is None and not places:
        place = _dateline(notes, gazetteer)
        return Frame(place=place, country=country, said=place is not None, seats=seats)
    return Frame(
        place=place, country=country, said=town is None and framed is not None, seats=seats,
        lead=town is not None and often is None,
    )  # fmt: skip


def _dateline(notes: Notes, gazetteer: Gazetteer) -> Place | None:
    """Where the reporter is: the last resort, for a dispatch that names no place at all."""
    dispatch = notes.dispatch
    name = dispatch.meta.dateline_place
    found = gazetteer.find(name) if name else ()
    at = dispatch.raw.find(name) if name else -1
    if name is None or not found or at < 0 or not notes.tokens:
        return None
    top = found[0]
    return Place(
        span=Span(at, at + len(name)), tok_start=0, tok_end=1, name=top.name,
        country=top.country, lat=top.lat, lon=top.lon, precision=top.precision,
        why="the dateline",
    )  # fmt: skip


def frame_of_places(notes: Notes, places: Sequence[Place]) -> Frame:
    """The frame that the places alone give: the country named most often as a place."""
    times = Counter(p.country for p in places if p.precision == "country")
    named = [p for p in places if p.precision == "country"]
    country = max(named, default=None, key=lambda p: (times[p.country], -p.tok_start))
    return Frame(place=_town(notes, places) or country, country=country)


def _town(notes: Notes, places: Sequence[Place]) -> Place | None:
    """The town a dispatch comes back to."""
    times: Counter[str] = Counter()
    first: dict[str, Place] = {}
    for place in places:
        if place.precision in _TOWNS:
            key = fold(place.name)
            times[key] += 2 if notes.kind(place.tok_start) == "title" else 1
            first.setdefault(key, place)
    if not times:
        return None
    told = sum(times.values())
    dateline = fold(notes.dispatch.meta.dateline_place or "")
    if dateline in times:
        times[dateline] += 1
    key, often = min(times.items(), key=lambda item: (-item[1], first[item[0]].tok_start))
    if often < OFTEN or often < TOWN_SHARE * told:
        return None
    return first[key]


def _lead_town(
    notes: Notes, places: Sequence[Place], country: Place | None
) -> Place | None:
    """The one town that the first sentence of the body names, at home or in the title."""
    lead = next(
        (range(*sent) for sent in notes.sents if notes.kind(sent[0]) != "title"), range(0)
    )
    titled = {fold(t.text) for t in notes.tokens if notes.kind(t.i) == "title"}
    home = country.country if country else ""
    towns = {
        fold(p.name): p
        for p in reversed(places)
        if p.tok_start in lead and p.precision == "city"
        if p.country == home or fold(p.name) in titled
    }
    return next(iter(towns.values())) if len(towns) == 1 else None


def _country(
    notes: Notes, candidates: Sequence[Candidate], weights: Weights,
    gazetteer: Gazetteer, rules: PlaceRules,
) -> Place | None:  # fmt: skip
    if not weights:
        return None
    code, weight = min(weights.items(), key=lambda item: (-item[1], item[0]))
    row = gazetteer.country(code)
    if row is None or weight < COUNTRY_SHARE * sum(weights.values()):
        return None
    where = _named_at(notes, candidates, code, rules)
    if where is None:
        return None
    return Place(
        span=notes.span(*where), tok_start=where[0], tok_end=where[1], name=row.name,
        country=code, lat=row.lat, lon=row.lon, precision="country",
        why="the dispatch speaks of it most",
    )  # fmt: skip


def _named_at(
    notes: Notes, candidates: Sequence[Candidate], code: str, rules: PlaceRules
) -> tuple[int, int] | None:
    """The first words that name a country, or the first that say its people."""
    for candidate in candidates:
        if any(t.kind == "country" and t.country == code for t in candidate.found):
            return candidate.tok_start, candidate.tok_end
    for token in notes.tokens:
        if rules.demonyms.get(token.low) == code:
            return token.i, token.i + 1
    return next(
        (
            (c.tok_start, c.tok_end)
            for c in candidates
            if any(t.country == code for t in c.found)
        ),
        None,
    )
