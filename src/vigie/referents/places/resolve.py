"""Referents room, places. Which of a name's bearers a dispatch means.

One name has one bearer in a dispatch, unless the text says otherwise ("Tripoli, au Liban"). The
bearer is chosen by what the text says of its kind, by the countries the dispatch is about, by the
places already sure, and last by how well the place is known. When nothing speaks for a little
known place, none is chosen: no place is better than a guessed one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
from msgspec import structs

from vigie.knowledge.folding import fold
from vigie.knowledge.gazetteer import Gazetteer, Toponym
from vigie.records import Notes
from vigie.referents.places.context import Weights, km_between, nearest_km
from vigie.referents.places.rules import PlaceRules
from vigie.referents.places.spans import Candidate

# Scores are in the unit of one power of ten of population.
OWN_ROW = 5.0  # a hand-written row is there because the news names it
COUNTRY = 7.5
MANY_COUNTRIES = 6.0  # a sea, a desert, "le Golfe"
CONTEXT = 3.5  # a place of the country the dispatch is about, against any other
CONTAINED = 6.0  # the text itself says which country or region it lies in
KIND_AGREES = 2.0
KIND_DIFFERS = -2.5
BYNAME = -1.0  # the name asked is not the one the place usually goes by
PLAIN_SITE = -0.6  # "à Jénine" is the town, not the camp that bears its name
NEIGHBOUR = 1.0
NEIGHBOUR_KM = 200.0
# A place outside the countries the dispatch is about must be this well known: where words say that
# it is a place (50,000 people), where only the tagger says so, where nothing does (a million).
PLACED_ABROAD = 4.7
LABEL_ABROAD = 5.4
BARE_ABROAD = 6.0
ONLY_ONE = 1.2  # credit of a name that one place in the world bears
CONTAINED_KM = 400.0  # from a town to the label point of the region that holds it
LONG_ENOUGH = 6  # letters a name needs to be known by ear after "de" alone
MOST_LIKE_COUNTRIES = 3  # countries in which a name is looked for by ear


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The bearer chosen for a name (None: not known), and why.

    `at_hand` says that it lies in a country the dispatch is about, `contained` that the text
    names the country or region it lies in; `inside` is the town or
    region that the text says holds a place not known itself.
    """

    toponym: Toponym | None
    country: str | None
    why: str
    at_hand: bool = False
    contained: bool = False
    inside: Toponym | None = None


def choose_all(
    notes: Notes, candidates: Sequence[Candidate], gazetteer: Gazetteer, rules: PlaceRules,
    weights: Weights,
) -> dict[int, Choice]:  # fmt: skip
    """The bearer of each candidate, by its rank."""
    holders = [_holder(notes, candidates, n, rules) for n in range(len(candidates))]
    groups: dict[tuple[str, str], list[int]] = {}
    for n, candidate in enumerate(candidates):
        holder = holders[n]
        inside = candidates[holder].name if holder is not None else ""
        groups.setdefault((fold(candidate.name), fold(inside)), []).append(n)
    told = {name: inside for name, inside in groups if inside}
    out: dict[int, Choice] = {}
    anchors: list[tuple[float, float]] = []
    for (name, inside), ranks in sorted(
        groups.items(), key=lambda g: _doubt(candidates, *g)
    ):
        first = candidates[ranks[0]]
        told_at = groups[(name, told[name])] if not inside and name in told else ranks
        holder = holders[told_at[0]]  # said once where it lies, then named alone
        kinds = {candidates[n].kind for n in ranks if candidates[n].kind}
        held_by: Sequence[Toponym] = ()
        if holder is not None:
            known = out[holder].toponym if holder in out else None
            held_by = (
                (known,) if known else () if holder in out else candidates[holder].found
            )
        placed = any(_is_placed(candidates[n]) for n in ranks)
        loc = any(candidates[n].label == "LOC" for n in ranks)
        credit = PLACED_ABROAD if placed else LABEL_ABROAD if loc else BARE_ABROAD
        choice = _choose(first, kinds, held_by, gazetteer, rules, weights, anchors, credit)
        if not inside:  # known from elsewhere, not said here
            choice = structs.replace(choice, contained=False)
        for n in ranks:
            out[n] = choice
        top = choice.toponym
        if top is not None and top.precision in ("city", "site", "district"):
            anchors.append((top.lat, top.lon))
    return out


def _doubt(
    candidates: Sequence[Candidate], name: tuple[str, str], ranks: list[int]
) -> tuple[bool, int, int]:
    """What holds others is settled first, then names with few bearers: they help the rest."""
    return bool(name[1]), len(candidates[ranks[0]].found) or 99, ranks[0]


def _choose(
    candidate: Candidate, kinds: set[str | None], held_by: Sequence[Toponym],
    gazetteer: Gazetteer, rules: PlaceRules, weights: Weights,
    anchors: Sequence[tuple[float, float]], credit: float,
) -> Choice:  # fmt: skip
    options = candidate.found or _in_countries(candidate.piece, weights)
    likely = sorted(weights, key=lambda c: (-weights[c], c))[:MOST_LIKE_COUNTRIES]
    held_in = _countries_of(held_by)
    scored = [
        (_score(t, kinds, held_by, weights, anchors, rules), -n, t)
        for n, t in enumerate(options)
    ]
    best = max(scored, default=None, key=lambda s: (s[0], s[1]))
    if best is not None and _is_credible(
        candidate, best[2], likely, held_in, credit, rules
    ):
        top = best[2]
        return Choice(
            toponym=top, country=top.country, why=_why(top, weights, held_in),
            at_hand=top.country in likely or top.country in held_in,
            contained=bool(held_in) and top.country in held_in,
        )  # fmt: skip
    heard = candidate.noun >= 0 or candidate.prep in ("at", "to", "on", "between", "of")
    heard = heard and (candidate.label == "LOC" or candidate.prep == "at")
    for country in [*held_in, *likely] if heard else ():
        alike = gazetteer.find_like(candidate.name, [country])
        if (
            candidate.prep == "of"
            and candidate.noun < 0
            and len(candidate.name) < LONG_ENOUGH
        ):
            alike = ()  # "le père de Saif" is of no town
        if (
            candidate.kind in rules.in_town_kinds
            or candidate.span_start < candidate.tok_start
        ):
            # "place Jackson", "le quartier de Midan" sound like no town
            alike = tuple(t for t in alike if t.kind not in ("city", "village"))
        if alike:
            return Choice(
                toponym=alike[0], country=country, why=f"sounds like {alike[0].name}"
            )
    if held_in:
        return Choice(
            toponym=None, country=held_in[0], why="not in the gazetteer; contained",
            inside=held_by[0] if held_by[0].precision == "city" else None,
        )  # fmt: skip
    return Choice(toponym=None, country=None, why="not in the gazetteer")


def _score(
    place: Toponym, kinds: set[str | None], held_by: Sequence[Toponym], weights: Weights,
    anchors: Sequence[tuple[float, float]], rules: PlaceRules,
) -> float:  # fmt: skip
    score = math.log10(place.people + 1) if place.people else OWN_ROW
    if place.kind == "country":
        score = COUNTRY
    elif place.country is None:
        score = MANY_COUNTRIES
    if not place.main:
        score += BYNAME if place.people < 1_000_000 else BYNAME / 2
    if weights and place.country:
        score += CONTEXT * weights.get(place.country, 0.0) / max(weights.values())
    if kinds:
        score += max(_kind_score(place, kind, rules) for kind in kinds if kind)
    elif place.kind in rules.site_kinds:
        score += PLAIN_SITE
    if any(_holds(holder, place) for holder in held_by):
        score += CONTAINED
    if place.kind != "country" and nearest_km(place, anchors) <= NEIGHBOUR_KM:
        score += NEIGHBOUR
    return score


def _kind_score(place: Toponym, kind: str, rules: PlaceRules) -> float:
    if place.kind == kind or {place.kind, kind} <= {"city", "village"}:
        return KIND_AGREES
    if place.kind == "country":
        return 2 * KIND_DIFFERS
    if kind in ("admin1", "district") and place.kind in ("area", "district", "admin1"):
        return KIND_AGREES
    if kind in rules.site_kinds and place.kind == "city":
        return 0.0  # "l'aéroport de Tripoli" is told of the town
    return KIND_DIFFERS if kind in ("city", "admin1") else 0.0


def _is_credible(
    candidate: Candidate, place: Toponym, likely: Sequence[str], held_in: Sequence[str],
    credit: float, rules: PlaceRules,
) -> bool:  # fmt: skip
    """Whether more than the name speaks for a place."""
    if (
        place.kind == "country"
        or place.country is None
        or place.precision in ("area", "admin1")
    ):
        return True
    if place.country in held_in or place.country in likely:
        return True
    if place.kind in rules.named_after_kinds and candidate.noun < 0:
        return False  # "les Martyrs" is a square in Tripoli only in news of Libya
    if candidate.span_start < candidate.tok_start and place.kind == "city":
        return False  # "place Jackson" is no town
    known = math.log10(place.people + 1) if place.people else OWN_ROW
    known += ONLY_ONE if place.main and len(candidate.found) == 1 else 0.0
    known += 0.0 if place.main or place.people >= 1_000_000 else BYNAME
    return known >= credit


def _is_placed(candidate: Candidate) -> bool:
    return (
        candidate.noun >= 0
        or candidate.prep in ("at", "to", "on", "between", "of")
        or candidate.frame
    )


def _in_countries(piece: Sequence[Toponym], weights: Weights) -> tuple[Toponym, ...]:
    return tuple(t for t in piece if t.country in weights)


def _holds(holder: Toponym, place: Toponym) -> bool:
    if holder.id == place.id:
        return False
    if holder.kind == "country":
        return holder.country == place.country
    near = km_between(holder.lat, holder.lon, place.lat, place.lon) <= CONTAINED_KM
    return near and holder.country in (place.country, None)


def _countries_of(held_by: Sequence[Toponym]) -> list[str]:
    seen = dict.fromkeys(t.country for t in held_by[:3] if t.country)
    return [c for c in seen if c]


def _why(place: Toponym, weights: Weights, held_in: Sequence[str]) -> str:
    if place.kind == "country":
        return "country name"
    if place.country in held_in:
        return "lies in the place named after it"
    if place.country in weights:
        return f"dispatch speaks of {place.country}"
    return "best known of that name"


def _holder(
    notes: Notes, candidates: Sequence[Candidate], n: int, rules: PlaceRules
) -> int | None:
    """Rank of the candidate that the text says holds this one: "à Bunagana, dans le Nord-Kivu"."""
    if n + 1 >= len(candidates):
        return None
    k = n + 1
    if _is_mark(candidates[k]) and k + 1 < len(candidates):
        k += 1  # "à X, au sud de Y, en Z": Z holds X
    here, then = candidates[n], candidates[k]
    tokens = notes.tokens
    gap = tokens[candidates[k - 1].tok_end : then.span_start]
    if then.frame or not gap or len(gap) > 6 or gap[-1].sent != tokens[here.tok_start].sent:
        return None
    if any(t.low in rules.joins - {","} or t.pos in ("VERB", "AUX", "CCONJ") for t in gap):
        return None
    wider = any(
        t.kind in ("country", "admin1", "area", "district", "city") for t in then.found
    )
    bracket = gap[0].text == "(" and len(gap) == 1
    inside = then.prep in ("at", "of", "to", "on") or bracket
    return k if wider and inside else None


def _is_mark(candidate: Candidate) -> bool:
    """Whether a name is only what a distance or a direction is counted from."""
    return candidate.near or candidate.beside or candidate.radius_km is not None
