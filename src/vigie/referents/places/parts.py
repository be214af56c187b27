"""Referents room, places. Parts of a country that bear no name of their own: "villes de l'Ouest".

A capitalised direction is a place only where a noun of places stands before it, or a demonym after
("l'Ouest libyen"): by itself "l'Ouest" is a camp. It is an area of the country meant, kept with a
radius and never as a point of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from vigie.knowledge.gazetteer import Gazetteer
from vigie.records import Notes, Place
from vigie.referents.places.frame import Frame
from vigie.referents.places.rules import PlaceRules

PART_KM = 300.0  # what "le nord du Mali" leaves open
_SETTLED = ("city", "admin1")  # kinds of nouns that say a part is a place


def find_parts(
    notes: Notes, places: Sequence[Place], frame: Frame, gazetteer: Gazetteer,
    rules: PlaceRules,
) -> Iterator[Place]:  # fmt: skip
    """The parts of countries that a dispatch names by their direction, in reading order."""
    taken = {i for p in places for i in range(p.tok_start, p.tok_end)}
    for token in notes.tokens:
        i = token.i
        if token.low not in rules.directions or not token.text[0].isupper() or i in taken:
            continue
        if i == 0 or token.text.isupper() or notes.tokens[i - 1].low not in rules.articles:
            continue
        code = _people_after(notes, i, rules)
        if code is None and _is_settled(notes, i, rules):
            code = _meant(notes, places, frame, i)
        if code is not None:
            yield _part(notes, i, code, gazetteer)


def _meant(notes: Notes, places: Sequence[Place], frame: Frame, i: int) -> str:
    """The country a direction is part of: that of the place before it, or of most; "" if none.

    A country that only acts is no scene: with the Turks in Libya "l'Ouest" is not Turkey's.
    """
    block = notes.tokens[i].block
    named = [(p, p.country) for p in places if p.country]
    before = [
        c for p, c in named if p.tok_start < i and notes.tokens[p.tok_start].block == block
    ]
    if before:
        return before[-1]
    scenes = Counter(c for _, c in named)
    for country, times in scenes.most_common(1):
        if 2 * times > len(named):
            return country
    home = frame.country.country if frame.country else None
    return home if home and (not scenes or home in scenes) else ""


def _people_after(notes: Notes, i: int, rules: PlaceRules) -> str | None:
    """The country whose demonym stands after a direction: "l'Ouest libyen"."""
    if i + 1 >= len(notes.tokens) or notes.tokens[i + 1].text[:1].isupper():
        return None
    return rules.demonyms.get(notes.tokens[i + 1].low)


def _is_settled(notes: Notes, i: int, rules: PlaceRules) -> bool:
    """Whether "villes de" or the like stands before the article of a direction."""
    if i < 3 or notes.tokens[i - 2].low not in rules.of:
        return False
    return rules.place_nouns.get(notes.tokens[i - 3].low) in _SETTLED


def _part(notes: Notes, i: int, code: str, gazetteer: Gazetteer) -> Place:
    row = gazetteer.country(code) if code else None
    return Place(
        span=notes.span(i, i + 1), tok_start=i, tok_end=i + 1, name=notes.tokens[i].text,
        country=code or None, lat=row.lat if row else None, lon=row.lon if row else None,
        precision="area", radius_km=PART_KM, why="a part of the country meant",
    )  # fmt: skip
