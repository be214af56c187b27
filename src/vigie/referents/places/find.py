"""Referents room, places. Notes → the places a dispatch names as places.

Flow: candidates (spans.py) → which are parties rather than places (parties.py) → which bearer of
the name is meant (resolve.py) → `Place` rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec
from msgspec import structs

from vigie.knowledge.folding import fold
from vigie.knowledge.gazetteer import Gazetteer, Toponym
from vigie.records import Issue, Mention, Notes, Place, Span
from vigie.referents.places.context import country_weights, km_between
from vigie.referents.places.frame import Frame, frame_of
from vigie.referents.places.parts import PART_KM, find_parts
from vigie.referents.places.resolve import Choice, choose_all
from vigie.referents.places.rules import PlaceRules
from vigie.referents.places.spans import (
    KNOWN_TOWN,
    Candidate,
    find_candidates,
    goes_on,
    is_joined,
)
from vigie.referents.side_or_place import side_or_place

BIG_TOWN = 200_000
SHORTEST_SHOUT = 4  # letters; "RDC", "USA" are not shouted
NEAR_KM = 15.0  # what "près de" leaves open
BESIDE_KM = 50.0  # what "au sud de Gao" leaves open, no distance being said
_NAME_POS = ("PROPN", "X")
PLACING = ("at", "to", "on", "between")
_WIDE = frozenset({"country", "admin1", "area"})


class PlaceReading(msgspec.Struct, frozen=True, kw_only=True):
    """The places of a dispatch in reading order, the frame it is set in, the names unresolved."""

    places: tuple[Place, ...]
    frame: Frame
    issues: tuple[Issue, ...]


def find_places(
    notes: Notes, mentions: Sequence[Mention], gazetteer: Gazetteer, rules: PlaceRules
) -> tuple[tuple[Place, ...], tuple[Issue, ...]]:
    """The places of a dispatch and the names no place was found for; see `read_places`."""
    reading = read_places(notes, mentions, gazetteer, rules)
    return reading.places, reading.issues


def read_places(
    notes: Notes, mentions: Sequence[Mention], gazetteer: Gazetteer, rules: PlaceRules
) -> PlaceReading:
    """The places of a dispatch, and the frame it is set in.

    Args:
        notes: The dispatch.
        mentions: What the actor room found; may be empty.
        gazetteer: Where names are looked up.
        rules: Word lists of the language.
    """
    candidates = _relabel(find_candidates(notes, gazetteer, rules))
    weights = country_weights(notes, candidates, rules)
    choices = choose_all(notes, candidates, gazetteer, rules, weights)
    kept = _keep(notes, mentions, candidates, choices, rules)
    places = tuple(_place(notes, candidates[n], choices[n], rules) for n in kept)
    places = _between(notes, rules, places, [candidates[n] for n in kept])
    unknown = [p for p, n in zip(places, kept, strict=True) if choices[n].toponym is None]
    frame = frame_of(notes, places, candidates, weights, gazetteer, rules)
    parts = find_parts(notes, places, frame, gazetteer, rules)
    return PlaceReading(
        places=tuple(sorted((*places, *parts), key=lambda p: p.tok_start)),
        issues=tuple(_unknown(notes, p) for p in unknown), frame=frame,
    )  # fmt: skip


def _keep(
    notes: Notes, mentions: Sequence[Mention], candidates: Sequence[Candidate],
    choices: Mapping[int, Choice], rules: PlaceRules,
) -> list[int]:  # fmt: skip
    """Ranks of the candidates that are places here."""
    told = {
        i: m.acts
        for m in mentions
        if m.kind == "GPE" and m.how == "name"
        for i in range(m.tok_start, m.tok_end)
    }
    persons = _persons(notes, candidates)
    people = {m.tok_start for m in mentions if m.kind == "PER" and m.named}
    whole = {(m.tok_start, m.tok_end) for m in mentions if m.kind == "PER" and m.named}
    bodies = {
        fold(notes.text(m.tok_start, m.tok_end))
        for m in mentions
        if m.kind == "ORG" and m.named
    }
    kept: list[int] = []
    last: Candidate | None = None
    for n, candidate in enumerate(candidates):
        listed = last is not None and goes_on(notes, rules, last, candidate)
        country = any(t.kind == "country" for t in candidate.found)
        capital = not country and fold(candidate.name) in rules.capitals
        idle = told.get(candidate.tok_start) is False and (country or capital)
        party = not idle and not side_or_place(
            notes, rules, candidate, country=country, capital=capital,
            contained=choices[n].contained, last=last,
        ).place  # fmt: skip
        person = not listed and _is_person(notes, candidate, persons)
        person = person or (candidate.tok_start in people and not candidate.found)
        person = person or (candidate.prep not in PLACING and _is_within(candidate, whole))
        last = None
        if party or person or _is_body(candidate, bodies, rules):
            continue
        if _is_named_place(notes, candidate, choices[n], rules, listed=listed):
            kept.append(n)
            last = candidate
    return sorted((*kept, *_named_again(candidates, kept)))


def _named_again(candidates: Sequence[Candidate], kept: Sequence[int]) -> Iterator[int]:
    """Ranks of the names that an unknown place bears elsewhere: "X est tombé", after "à X"."""
    found = {fold(candidates[n].name) for n in kept if not candidates[n].found}
    for n, candidate in enumerate(candidates):
        if n not in kept and candidate.label == "LOC" and fold(candidate.name) in found:
            yield n


def _is_within(candidate: Candidate, names: Collection[tuple[int, int]]) -> bool:
    """Whether a name is a part of a longer one: "l'adjudant Tuo Fozié"."""
    return any(
        start <= candidate.tok_start and candidate.tok_end <= end
        for start, end in names
        if end - start > candidate.tok_end - candidate.tok_start
    )


def _is_body(candidate: Candidate, bodies: Collection[str], rules: PlaceRules) -> bool:
    """Whether a body is meant that a town happens to be called after: "au Hamas", "Cumhuriyet".

    Tagger and actors agree on it, or the actors alone where nothing says a place.
    """
    whole = fold(candidate.name) in bodies
    seat = candidate.noun >= 0 or fold(candidate.name) in rules.capitals
    small = all(t.people < KNOWN_TOWN for t in candidate.found)
    unplaced = candidate.prep not in PLACING and small
    return whole and (candidate.label == "ORG" or unplaced) and not seat


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


def _persons(notes: Notes, candidates: Sequence[Candidate]) -> frozenset[str]:
    """Last words of the dispatch's persons: whoever was "Khalifa Haftar" may come as "Haftar"."""
    towns = {(c.tok_start, c.tok_end) for c in candidates if c.found}
    return frozenset(
        notes.tokens[e.tok_end - 1].low
        for e in notes.ents
        if e.label == "PER" and e.tok_end - e.tok_start > 1
        if (e.tok_start, e.tok_end) not in towns
    )


def _is_person(notes: Notes, candidate: Candidate, persons: frozenset[str]) -> bool:
    if candidate.span_start < candidate.tok_start:
        return False
    known = candidate.label != "PER" and any(
        t.people == 0 or t.main for t in candidate.found
    )
    return not known and notes.tokens[candidate.tok_end - 1].low in persons


def _is_named_place(
    notes: Notes, candidate: Candidate, choice: Choice, rules: PlaceRules, *, listed: bool
) -> bool:
    """Whether a name that is no party is a place at all, rather than a person, a firm, a word."""
    top = choice.toponym
    placed = candidate.prep in PLACING or candidate.noun >= 0 or candidate.part
    placed = placed or candidate.near or _is_reached(notes, candidate, rules)
    common = fold(candidate.name) in rules.never and candidate.noun < 0
    if common or _is_bare_tag(notes, candidate):
        return False
    opens = notes.tokens[candidate.tok_start].low in rules.place_nouns
    if top is not None and (candidate.frame or opens):
        return True  # "Mali : …", "le port de Beyrouth"
    if _has_stray_article(candidate, top):
        return candidate.noun >= 0
    if top is None and candidate.span_start < candidate.tok_start:
        return not candidate.name.isupper()  # "l'hôtel Sahafi", whatever the tagger says
    if candidate.label in ("PER", "ORG") or fold(candidate.name) in rules.wary:
        if top is None or not (listed or _stands_whole(notes, candidate, rules)):
            return False
        if candidate.label == "PER" and placed and not _is_sure(candidate, choice):
            return False
        return (
            placed
            or listed
            or choice.contained
            or _outweighs_label(candidate, choice, rules)
        )
    if top is None:
        return _is_unknown_place(notes, candidate, rules, placed=placed)
    if candidate.label == "LOC" or candidate.noun >= 0:
        return True
    named = notes.tokens[candidate.tok_start].pos in _NAME_POS
    if not named and not (placed and candidate.prep):
        return False
    known = top.main and (top.people >= KNOWN_TOWN or top.people == 0)
    return placed or listed or (known and candidate.prep in ("party", "of"))


def _is_bare_tag(notes: Notes, candidate: Candidate) -> bool:
    """A hashtag outside the sentence says what a post is about, not where something is."""
    return notes.tokens[candidate.tok_start].text[:1] == "#" and not candidate.prep


def _is_reached(notes: Notes, candidate: Candidate, rules: PlaceRules) -> bool:
    """Whether a verb of moving or taking reaches the name: "s'emparer de Rutshuru"."""
    if candidate.prep != "of":
        return False
    token = notes.tokens[candidate.tok_start]
    return token.head != token.i and notes.tokens[token.head].lemma in rules.motion_verbs


def _is_sure(candidate: Candidate, choice: Choice) -> bool:
    """Whether a name that the tagger holds to be a person's is a place nonetheless."""
    hand_written = choice.toponym is not None and choice.toponym.people == 0
    return (
        choice.at_hand
        or choice.contained
        or candidate.noun >= 0
        or candidate.prep == "at"
        or hand_written
    )


def _outweighs_label(candidate: Candidate, choice: Choice, rules: PlaceRules) -> bool:
    """Whether the gazetteer knows better than the tagger: a known place of the country at hand."""
    top = choice.toponym
    if top is None or candidate.label != "ORG":
        return False
    if fold(candidate.name) in rules.capitals:
        return True
    if candidate.article and top.people == 0 and top.precision in _WIDE:
        return True  # "le Fezzan"
    if candidate.prep == "of" and not candidate.article and top.people >= BIG_TOWN:
        return True  # "tribunal de Lyon"
    if not choice.at_hand:
        return False
    hand_written = top.people == 0
    return hand_written or (candidate.prep == "of" and top.people >= KNOWN_TOWN)


def _is_unknown_place(
    notes: Notes, candidate: Candidate, rules: PlaceRules, *, placed: bool
) -> bool:
    """Whether a name no gazetteer knows is still a place: the words around must say so."""
    token = notes.tokens[candidate.tok_start]
    if candidate.name.isupper() or token.low in rules.place_nouns:
        return False
    sure = candidate.label == "LOC" or candidate.noun >= 0
    sure = sure and (candidate.prep != "on" or candidate.noun >= 0)
    return placed and sure and token.pos in _NAME_POS


def _has_stray_article(candidate: Candidate, top: Toponym | None) -> bool:
    """Whether an article tells against a town ("la Marine"): it bears none but its own."""
    if not candidate.article or top is None or top.kind not in ("city", "village"):
        return False
    return fold(top.name) == fold(candidate.name) or not top.main


def _stands_whole(notes: Notes, candidate: Candidate, rules: PlaceRules) -> bool:
    """Whether the name is not a piece of a longer one: "Paris" in "Banque de Paris"."""
    if candidate.kind in rules.site_kinds:
        return True
    for ent in notes.ents:
        if ent.tok_start <= candidate.tok_start < ent.tok_end:
            if notes.tokens[ent.tok_start].text[:1].islower():
                return ent.tok_end <= candidate.tok_end  # "tribunal de Lyon"
            return (
                ent.tok_start >= candidate.span_start and ent.tok_end <= candidate.tok_end
            )
    return True


def _place(notes: Notes, candidate: Candidate, choice: Choice, rules: PlaceRules) -> Place:
    top = choice.toponym
    start = candidate.span_start
    precision = _precision(candidate, top, rules)
    radius = candidate.radius_km
    if radius is None and candidate.near and precision not in _WIDE:
        radius = NEAR_KM
    elif radius is None and candidate.beside and precision not in _WIDE:
        radius = BESIDE_KM
    if candidate.border and precision in _WIDE:
        precision, radius = "area", PART_KM
    if candidate.part and top is not None and top.precision in _WIDE:
        start, precision, radius = candidate.prep_at - 1, "area", PART_KM
    at = top or (choice.inside if candidate.kind in rules.in_town_kinds else None)
    if top is None and at is not None:
        radius = NEAR_KM
    if start == candidate.tok_start and _has_own_article(notes, start, rules):
        start -= 1
    span = notes.span(start, candidate.tok_end)
    if notes.tokens[start].text.startswith("#"):
        span = Span(span.start + 1, span.end)
    return Place(
        span=span, tok_start=start, tok_end=candidate.tok_end,
        name=_name(notes, start, candidate, top), country=choice.country,
        lat=at.lat if at else None, lon=at.lon if at else None,
        precision=precision, radius_km=radius, why=choice.why,
    )  # fmt: skip


def _between(
    notes: Notes, rules: PlaceRules, places: tuple[Place, ...], names: Sequence[Candidate]
) -> tuple[Place, ...]:
    """Two towns between which something lies: each leaves half the way open."""
    out = list(places)
    for n in range(1, len(out)):
        left, right = out[n - 1], out[n]
        if not names[n - 1].prep == names[n].prep == "between":
            continue
        if left.precision in _WIDE or right.precision in _WIDE or left.lat is None:
            continue
        if left.lon is None or right.lat is None or right.lon is None:
            continue
        if is_joined(notes, rules, names[n - 1], names[n]):
            half = round(km_between(left.lat, left.lon, right.lat, right.lon) / 2, 1)
            out[n - 1] = structs.replace(left, radius_km=half)
            out[n] = structs.replace(right, radius_km=half)
    return tuple(out)


def _has_own_article(notes: Notes, start: int, rules: PlaceRules) -> bool:
    """Whether the article before is of the name: "à La Haye"."""
    if start == 0 or notes.tokens[start - 1].low not in rules.articles:
        return False
    first, _ = notes.sents[notes.tokens[start].sent]
    return notes.tokens[start - 1].text[:1].isupper() and start - 1 > first


def _precision(candidate: Candidate, top: Toponym | None, rules: PlaceRules) -> str:
    if top is None:
        return rules.precisions.get(candidate.kind or "area", "area")
    if top.kind == "city" and candidate.kind in ("admin1", "district"):
        return candidate.kind
    if top.kind == "city" and candidate.span_start < candidate.tok_start:
        return "site"
    return top.precision


def _name(notes: Notes, start: int, candidate: Candidate, top: Toponym | None) -> str:
    """The name as the dispatch writes it; a country named otherwise bears its usual name."""
    words = notes.text(start, candidate.tok_end).lstrip("#")
    shouted = words.isupper() and len(words) > SHORTEST_SHOUT
    if not shouted or top is None or start != candidate.tok_start:
        return words
    return top.name if top.kind == "country" or fold(top.name) == fold(words) else words


def _unknown(notes: Notes, place: Place) -> Issue:
    return Issue(
        dispatch_id=notes.dispatch.id, kind="place-unknown", found=place.name,
        expected="a place of the gazetteer", done="kept the name without coordinates",
        span=place.span,
    )  # fmt: skip
