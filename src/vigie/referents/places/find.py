"""Referents room, places. Notes → the places a dispatch names as places.

Flow: candidates (spans.py) → which are parties rather than places (parties.py) → which bearer of
the name is meant (resolve.py) → `Place` rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import structs

from vigie.knowledge.folding import fold
from vigie.knowledge.gazetteer import Gazetteer, Toponym
from vigie.records import Issue, Mention, Notes, Place, Span
from vigie.referents.places.context import country_weights
from vigie.referents.places.parties import acting_tokens, is_party
from vigie.referents.places.resolve import Choice, choose_all
from vigie.referents.places.rules import PlaceRules
from vigie.referents.places.spans import Candidate, find_candidates

NEAR_KM = 15.0  # what "près de" leaves open
PART_KM = 300.0  # what "le nord du Mali" leaves open
_NAME_POS = ("PROPN", "X", "NOUN")
_WIDE = frozenset({"country", "admin1", "area"})


def find_places(
    notes: Notes, mentions: Sequence[Mention], gazetteer: Gazetteer, rules: PlaceRules
) -> tuple[tuple[Place, ...], tuple[Issue, ...]]:
    """The places of a dispatch, in reading order, and the names no place was found for.

    Args:
        notes: The dispatch.
        mentions: What the actor room found; may be empty.
        gazetteer: Where names are looked up.
        rules: Word lists of the language.
    """
    candidates = _relabel(find_candidates(notes, gazetteer, rules))
    weights = country_weights(notes, candidates, rules)
    choices = choose_all(notes, candidates, gazetteer, rules, weights)
    acting = acting_tokens(mentions)
    persons = _persons(notes)
    places: list[Place] = []
    issues: list[Issue] = []
    last: tuple[int, bool] = (-1, False)
    for n, candidate in enumerate(candidates):
        party = is_party(notes, candidate, rules, acting)
        listed = last[1] and _joined(notes, last[0], candidate, rules)
        party = party and not listed
        kept = not party and not _is_person(notes, candidate, persons)
        kept = kept and _is_named_place(notes, candidate, choices[n], rules, listed=listed)
        last = (candidate.tok_end, kept)
        if kept:
            place = _place(notes, candidate, choices[n], rules)
            places.append(place)
            if choices[n].toponym is None:
                issues.append(_unknown(notes, place))
    return tuple(places), tuple(issues)


def _relabel(candidates: list[Candidate]) -> list[Candidate]:
    """A name the tagger once calls a place is one throughout, unless it is mostly a person."""
    votes: dict[str, Counter[str | None]] = {}
    for c in candidates:
        votes.setdefault(c.name, Counter())[c.label] += 1
    out = []
    for c in candidates:
        seen = votes[c.name]
        loc = seen["LOC"] and seen["LOC"] >= seen["PER"]
        out.append(structs.replace(c, label="LOC") if loc and c.found else c)
    return out


def _joined(notes: Notes, end: int, candidate: Candidate, rules: PlaceRules) -> bool:
    """Whether the name goes on a list: "en Tunisie et Egypte" has one "en" for two."""
    if end < 0 or end >= candidate.tok_start:
        return False
    gap = notes.tokens[end : candidate.span_start]
    if candidate.article and candidate.prep != "of":
        return False  # "en France, puis l'Allemagne": a new subject
    small = rules.joins | rules.articles | rules.of
    return 0 < len(gap) <= 3 and all(t.low in small for t in gap) and gap[0].low in rules.joins


def _persons(notes: Notes) -> frozenset[str]:
    """Last words of the dispatch's persons: whoever was "Khalifa Haftar" may come as "Haftar"."""
    return frozenset(
        notes.tokens[e.tok_end - 1].low for e in notes.ents if e.label == "PER"
    )


def _is_person(notes: Notes, candidate: Candidate, persons: frozenset[str]) -> bool:
    known = candidate.label != "PER" and any(t.people == 0 or t.main for t in candidate.found)
    return not known and notes.tokens[candidate.tok_end - 1].low in persons


def _is_named_place(
    notes: Notes, candidate: Candidate, choice: Choice, rules: PlaceRules, *, listed: bool
) -> bool:
    """Whether a name that is no party is a place at all, rather than a person, a firm, a word."""
    top = choice.toponym
    placed = candidate.prep in ("at", "to") or candidate.noun >= 0 or candidate.part
    if fold(candidate.name) in rules.never:
        return False
    if candidate.frame and top is not None:
        return True
    if _has_stray_article(candidate, top):
        return candidate.noun >= 0
    if candidate.label in ("PER", "ORG") or fold(candidate.name) in rules.wary:
        return top is not None and (placed or listed) and _stands_whole(notes, candidate, rules)
    if candidate.label == "LOC":
        return top is not None or placed
    if candidate.noun >= 0:
        return True
    if top is None or notes.tokens[candidate.tok_start].pos not in _NAME_POS:
        return False
    return placed or listed or top.precision in _WIDE or candidate.prep == "of"


def _has_stray_article(candidate: Candidate, top: Toponym | None) -> bool:
    """ "la Marine", "la Défense": a town bears no article but its own."""
    if not candidate.article or top is None or top.kind not in ("city", "village"):
        return False
    return fold(top.name) == fold(candidate.name) or not top.main


def _stands_whole(notes: Notes, candidate: Candidate, rules: PlaceRules) -> bool:
    """Whether the name is not a piece of a longer one: "Paris" in "Banque de Paris"."""
    if candidate.kind in rules.site_kinds:
        return True
    for ent in notes.ents:
        if ent.tok_start <= candidate.tok_start < ent.tok_end:
            return ent.tok_start >= candidate.span_start and ent.tok_end <= candidate.tok_end
    return True


def _place(notes: Notes, candidate: Candidate, choice: Choice, rules: PlaceRules) -> Place:
    top = choice.toponym
    start = candidate.span_start
    precision = _precision(candidate, top, rules)
    radius = candidate.radius_km
    if radius is None and candidate.near and precision not in _WIDE:
        radius = NEAR_KM
    if candidate.part and top is not None and top.precision in _WIDE:
        start, precision, radius = candidate.prep_at - 1, "area", PART_KM
    span = notes.span(start, candidate.tok_end)
    if notes.tokens[start].text.startswith("#"):
        span = Span(span.start + 1, span.end)
    return Place(
        span=span, tok_start=start, tok_end=candidate.tok_end,
        name=_name(notes, start, candidate, top), country=choice.country,
        lat=top.lat if top else None, lon=top.lon if top else None,
        precision=precision, radius_km=radius, why=choice.why,
    )  # fmt: skip


def _precision(candidate: Candidate, top: Toponym | None, rules: PlaceRules) -> str:
    if top is None:
        return "site" if candidate.kind in rules.site_kinds else "area"
    if top.kind == "city" and candidate.kind in ("admin1", "district"):
        return candidate.kind
    if top.kind == "city" and candidate.span_start < candidate.tok_start:
        return "site"
    return top.precision


def _name(notes: Notes, start: int, candidate: Candidate, top: Toponym | None) -> str:
    """The name as the dispatch writes it; a country named otherwise bears its usual name."""
    words = notes.text(start, candidate.tok_end).lstrip("#")
    shouted = words.isupper() and len(words) > 4
    if top is not None and top.kind == "country" and start == candidate.tok_start and shouted:
        return top.name
    return words


def _unknown(notes: Notes, place: Place) -> Issue:
    return Issue(
        dispatch_id=notes.dispatch.id, kind="place-unknown", found=place.name,
        expected="a place of the gazetteer", done="kept the name without coordinates",
        span=place.span,
    )  # fmt: skip
