"""Referents room, places. Which countries a dispatch is about, and how far places lie apart."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from vigie.knowledge.gazetteer import Toponym
from vigie.records import Notes
from vigie.referents.places.rules import PlaceRules
from vigie.referents.places.spans import Candidate

Weights = dict[str, float]  # alpha-3 → how much the dispatch speaks of it
# What each cue says of the country a dispatch is about. A title is written to say it; a demonym
# may belong to a mediator or a victim; a town that only one country has says it by itself.
FRAME_WEIGHT = 6.0
TITLE_WEIGHT = 3.0
NAME_WEIGHT = 2.0
DEMONYM_WEIGHT = 1.0
TOWN_WEIGHT = 1.0
KNOWN_TOWN = 100_000  # people; a namesake must be ten times smaller for the name to be sure
EARTH_KM = 6371.0


def country_weights(
    notes: Notes, candidates: Sequence[Candidate], rules: PlaceRules
) -> Weights:
    """How much the dispatch speaks of each country, by alpha-3 code."""
    weights: defaultdict[str, float] = defaultdict(float)
    for candidate in candidates:
        weight = NAME_WEIGHT
        if candidate.frame:
            weight = FRAME_WEIGHT
        elif notes.kind(candidate.tok_start) == "title":
            weight = TITLE_WEIGHT
        sure = _sure_country(candidate)
        if sure:
            town = all(t.kind != "country" for t in candidate.found)
            if not town:
                weights[sure] += weight
            elif candidate.prep in ("at", "to", "on") or candidate.kind == "city":
                weights[sure] += TOWN_WEIGHT
    for token in notes.tokens:
        country = rules.demonyms.get(token.low)
        if country and token.pos in ("ADJ", "NOUN", "PROPN"):
            weights[country] += DEMONYM_WEIGHT
    return dict(weights)


def _sure_country(candidate: Candidate) -> str | None:
    """The country a name can only belong to, or None."""
    found = candidate.found
    if not found:
        return None
    countries = {t.country for t in found if t.kind == "country"}
    if countries:
        return next(iter(countries)) if len(countries) == 1 else None
    if len({t.country for t in found}) == 1:
        big = found[0].people >= KNOWN_TOWN or any(t.people == 0 for t in found)
        return found[0].country if big else None
    first, second = found[0], next(t for t in found if t.country != found[0].country)
    sure = first.people >= KNOWN_TOWN and first.people >= 10 * max(1, second.people)
    return first.country if sure and second.people else None


def km_between(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance in km.

    >>> round(km_between(48.86, 2.35, 51.51, -0.13), -1)
    340.0
    """
    p, q = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((p - q) / 2) ** 2
    half += math.cos(p) * math.cos(q) * math.sin(math.radians(lon_a - lon_b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def nearest_km(place: Toponym, others: Sequence[tuple[float, float]]) -> float:
    """Distance to the nearest of some points; infinite when there is none."""
    return min((km_between(place.lat, place.lon, *o) for o in others), default=math.inf)
