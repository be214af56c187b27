"""Referents room, places. Where the act that a token tells took place.

Syntax first: the place nearest in the tree of the act's own sentence, the words that take up a
place again ("dans le pays", "la ville") counting as that place. Then what a reader carries on
from: the place last named in the paragraph, then the frame of the dispatch (frame.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import structs

from vigie.knowledge.folding import fold
from vigie.records import Notes, Place
from vigie.referents.places.frame import Frame, frame_of_places
from vigie.referents.places.rules import PlaceRules

FINE = {"site": 0, "district": 1, "city": 1, "area": 2, "admin1": 2, "country": 3}
# Costs of a step away from the trigger, in tree edges; chosen on the gold dev split.
OUTSIDE = 1.5  # the place is not below the trigger
OTHER_CLAUSE = 2.0  # a finite clause lies between the two
BEFORE = 0.5  # French puts the place of an act after it more often than before
NOMINAL = 0.5  # "les rebelles de Homs" is less of a place than "à Homs"
FROM_AFAR = 4.0  # "près de X", "à 50 km de X": X is not where it happened
TOKEN_APART = 0.04  # the tree may err: of two equals the one that stands closer
PATIENT = 1.0  # credit of a place that is itself taken, shelled, left
NEAR_TOKENS = 8  # "à X, dans le Y": the two names stand this close
CARRIED_SENTENCES = 2  # how far back a place in the same paragraph still holds
FRAMED = "frame of the dispatch"
_POINTS = ("site", "district", "city")
_PATIENTS = ("nsubj:pass", "obj")
_CLAUSES = ("ccomp", "advcl", "acl", "parataxis", "csubj")


def pick_where(
    notes: Notes, places: Sequence[Place], trigger: int, *, frame: Frame | None = None,
    rules: PlaceRules | None = None, speakers: Collection[str | None] | None = None,
) -> tuple[Place | None, str]:  # fmt: skip
    """The place of the act whose trigger is a token, and the reason.

    Args:
        notes: The dispatch.
        places: What `find_places` found in it.
        trigger: Index of the token that carries the act.
        frame: What the dispatch as a whole is set in, from `read_places`; made of the places
            alone when not given.
        rules: Word lists; without them "dans le pays" takes up nothing.
        speakers: For an act of speech, the countries of who speaks: a summons in Brussels told
            in a dispatch on Russia was not in Russia. None for acts done with hands.
    """
    if not 0 <= trigger < len(notes.tokens):
        return None, "no such token"
    frame = frame or frame_of_places(notes, places)
    start, end = notes.sents[notes.tokens[trigger].sent]
    here = [p for p in places if start <= p.tok_start < end]
    if rules is not None:
        here += _taken_up(notes, places, frame, rules, start, end)
    if here:
        best = min(here, key=lambda p: (_cost(notes, p, trigger), p.tok_start))
        return _finest(here, best), "named in the sentence"
    where, why = _carried(notes, places, trigger, frame)
    if why == FRAMED and speakers is not None and not _speaks_there(frame, speakers):
        return None, "spoken, and no word says where"
    return where, why


def _speaks_there(frame: Frame, speakers: Collection[str | None]) -> bool:
    """Whether words may have been spoken in the frame: its own words, or the speaker's country."""
    place = frame.place
    if frame.said or place is None or place.precision != "country":
        return True
    return place.country in speakers


def _taken_up(
    notes: Notes, places: Sequence[Place], frame: Frame | None, rules: PlaceRules,
    start: int, end: int,
) -> Iterator[Place]:  # fmt: skip
    """Places that the words of a sentence take up: "dans le pays", "de la ville"."""
    named = {i for p in places for i in range(p.tok_start - 3, p.tok_end)}
    for i in range(start + 1, end):
        what = rules.taken_up.get(notes.tokens[i].low)
        if what is None or i in named or notes.tokens[i - 1].low not in rules.articles:
            continue
        if i + 1 < end and notes.tokens[i + 1].low in rules.of:
            continue  # "la capitale de la province" is another one
        place = _antecedent(places, i, what, frame, rules)
        if place is not None:
            yield structs.replace(
                place, tok_start=i, tok_end=i + 1, span=notes.span(i, i + 1)
            )


def _antecedent(
    places: Sequence[Place], i: int, what: str, frame: Frame | None, rules: PlaceRules
) -> Place | None:
    before = [p for p in places if p.tok_start < i]
    country = frame.country if frame else None
    if what == "country":
        return country
    if what == "capital":
        seats = [p for p in before if fold(p.name) in rules.capitals]
        home = [p for p in seats if country and p.country == country.country]
        return (home or seats)[-1] if seats else None
    same = [p for p in before if p.precision == what]
    return same[-1] if same else None


def _cost(notes: Notes, place: Place, trigger: int) -> float:
    """Steps from the trigger to the place in the tree, with what makes them dearer."""
    head = _head(notes, place)
    up = [trigger, *(t.i for t in notes.ancestors(trigger))]
    rank = {i: n for n, i in enumerate(up)}
    steps, clauses, i = 0, 0, head
    while i not in rank:
        token = notes.tokens[i]
        clauses += token.rel in _CLAUSES
        steps += 1
        if token.head == i:
            return 99.0
        i = token.head
    climbed = rank[i]
    clauses += sum(notes.tokens[k].rel in _CLAUSES for k in up[:climbed])
    cost = steps + climbed + OTHER_CLAUSE * clauses
    cost += OUTSIDE if climbed else 0.0
    cost += BEFORE if place.tok_start < trigger else 0.0
    cost += FROM_AFAR if place.radius_km and place.precision in _POINTS else 0.0
    cost += TOKEN_APART * abs(place.tok_start - trigger)
    token = notes.tokens[head]
    if token.head == trigger and token.dep in _PATIENTS:
        cost -= PATIENT
    return cost + (NOMINAL if token.rel == "nmod" else 0.0)


def _finest(here: Sequence[Place], best: Place) -> Place:
    """Of two places one of which lies in the other ("à X, dans le Y"), the finer."""
    for place in here:
        finer = FINE[place.precision] < FINE[best.precision]
        if {place.precision, best.precision} == {"city", "district"}:
            finer = place.tok_start < best.tok_start  # "quartier de X à Y", "Y, dans le Z"
        same = place.country is None or place.country == best.country
        pinned = place.lat is None or (place.lat, place.lon) == (best.lat, best.lon)
        if place.radius_km and place.precision in _POINTS and not pinned:
            continue  # only a mark to count from, and no square by its town's pin
        if finer and same and abs(place.tok_start - best.tok_start) <= NEAR_TOKENS:
            best = place
    return best


def _head(notes: Notes, place: Place) -> int:
    inside = range(place.tok_start, place.tok_end)
    for i in inside:
        if notes.tokens[i].head not in inside or notes.tokens[i].head == i:
            return i
    return place.tok_start


def _carried(
    notes: Notes, places: Sequence[Place], trigger: int, frame: Frame | None
) -> tuple[Place | None, str]:
    token = notes.tokens[trigger]
    for place in reversed(places):
        if place.tok_start >= trigger:
            continue
        other = notes.tokens[place.tok_start]
        near = token.sent - other.sent <= CARRIED_SENTENCES
        if other.block == token.block and near:
            return place, "named earlier in the paragraph"
        break
    if frame is not None and frame.place is not None:
        return frame.place, FRAMED
    return None, "no place named"
