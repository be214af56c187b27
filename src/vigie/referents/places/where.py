"""Referents room, places. Where the act that a token tells took place.

Syntax first: the place nearest in the tree of the act's own sentence, the words that take up a
place again ("dans le pays", "la ville") counting as that place. Then what a reader carries on
from: the place last named in the paragraph, then the frame of the dispatch (frame.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from msgspec import structs

from vigie.records import Notes, Place
from vigie.referents.places.frame import Frame, frame_of_places
from vigie.referents.places.rules import PlaceRules
from vigie.referents.places.spans import is_mark
from vigie.referents.times.tense import is_pluperfect

FINE = {"site": 0, "district": 1, "city": 1, "area": 2, "admin1": 2, "country": 3}
# Costs of a step away from the trigger, in tree edges; chosen on the gold dev split.
OUTSIDE = 1.5  # the place is not below the trigger
OTHER_CLAUSE = 2.0  # a finite clause lies between the two
BEFORE = 0.5  # French puts the place of an act after it more often than before
NOMINAL = 0.5  # "les rebelles de Homs" is less of a place than "à Homs"
FROM_AFAR = 4.0  # "près de X", "à 50 km de X": X is not where it happened
TOKEN_APART = 0.04  # the tree may err: of two equals the one that stands closer
PATIENT = 1.0  # credit of a place that is itself taken, shelled, left
NEAR_TOKENS = 11  # "à X, dans le Y": the two names stand this close
ORIGIN = 0.4  # "les rebelles de X ont attaqué Y": X says who they are
SOURCE = 1.0  # "s'envoler de X pour Y": where one comes from is the lesser place
RELATIVE_AT = 3.2  # "X, où ils doivent discuter": the act of the clause is there
CARRIED_SENTENCES = 2  # how far back a place in the same paragraph still holds
LONG_AGO_DAYS = 31  # an act so far from the dispatch is no part of its story
FRAMED = "frame of the dispatch"
NAMED = "named in the sentence"
CARRIED = "named earlier in the paragraph"
_REGIONS = ("admin1", "area")
_DAY = len("2020-05-23")
_POINTS = ("site", "district", "city")
_DOERS = ("nsubj", "obl:agent")
_PATIENTS = ("nsubj:pass", "obj")
_CLAUSES = ("ccomp", "advcl", "acl", "parataxis", "csubj")


def pick_where(
    notes: Notes, places: Sequence[Place], trigger: int, *, frame: Frame | None = None,
    rules: PlaceRules | None = None, speakers: Collection[str | None] | None = None,
    day: str | None = None,
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
        day: When the act took place, where that is known.
    """
    if not 0 <= trigger < len(notes.tokens):
        return None, "no such token"
    frame = frame or frame_of_places(notes, places)
    if rules is not None:
        places = [p for p in places if not _is_home(notes, p, rules)]
    start, end = notes.sents[notes.tokens[trigger].sent]
    here = [p for p in places if start <= p.tok_start < end]
    if rules is not None:
        here += _taken_up(notes, places, frame, rules, start, end)
    if here:
        best = min(here, key=lambda p: (_cost(notes, p, trigger, rules), p.tok_start))
        best = _finest(here, best)
        return _town_of_mark(notes, best, frame, rules) or (best, NAMED)
    old = _is_long_ago(notes, day)
    where, why = _carried(notes, places, trigger, frame, rules, home_only=old)
    if why != FRAMED and not (old and frame.lead):
        return where, why
    if speakers is not None and not _speaks_there(frame, speakers):
        return None, "spoken, and no word says where"
    if frame.lead and frame.country is not None and old:
        return frame.country, FRAMED
    return where, why


def _town_of_mark(
    notes: Notes, place: Place, frame: Frame, rules: PlaceRules | None
) -> tuple[Place, str] | None:
    """The town of the dispatch, for what is only near one of its sites: "près de la gare"."""
    town = frame.place
    if rules is None or town is None or town.precision != "city":
        return None
    mark = place.precision in ("site", "district") and place.country in (None, town.country)
    return (town, FRAMED) if mark and is_mark(notes, place.tok_start, rules) else None


def _is_long_ago(notes: Notes, day: str | None) -> bool:
    """Whether a day, a month or a year lies far before the dispatch."""
    today = (notes.dispatch.anchor or "")[:_DAY]
    start = (day or "").partition("/")[0][:_DAY]
    if len(today) < _DAY or not start:
        return False
    if len(start) < _DAY:
        return start < today[: len(start)]
    apart = date.fromisoformat(today) - date.fromisoformat(start)
    return apart.days > LONG_AGO_DAYS


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
        place = _antecedent(places, i, what, frame)
        if place is not None:
            yield structs.replace(
                place, tok_start=i, tok_end=i + 1, span=notes.span(i, i + 1)
            )


def _antecedent(
    places: Sequence[Place], i: int, what: str, frame: Frame | None
) -> Place | None:
    if what == "country":
        return frame.country if frame else None
    if what == "capital":
        seats = frame.seats if frame else ()
        return next((p for p in seats if p.tok_start == i), None)
    alike = _REGIONS if what == "admin1" else (what,)
    same = [p for p in places if p.tok_start < i and p.precision in alike]
    return same[-1] if same else None


def _cost(notes: Notes, place: Place, trigger: int, rules: PlaceRules | None) -> float:
    """Steps from the trigger to the place in the tree, with what makes them dearer."""
    head = _head(notes, place)
    if rules is not None and _is_told_there(notes, trigger, place, rules):
        return RELATIVE_AT
    up = [trigger, *(t.i for t in notes.ancestors(trigger))]
    rank = {i: n for n, i in enumerate(up)}
    steps, clauses, i = 0, 0, head
    origin = False
    while i not in rank:
        token = notes.tokens[i]
        origin |= i != head and token.dep in _DOERS and token.head in rank
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
    cost += ORIGIN if origin else 0.0
    cost += FROM_AFAR if place.radius_km and place.precision in _POINTS else 0.0
    cost += TOKEN_APART * abs(place.tok_start - trigger)
    token = notes.tokens[head]
    if token.head == trigger and token.dep in _PATIENTS:
        cost -= PATIENT
    if token.rel == "obl" and rules is not None and _is_source(notes, head, rules):
        cost += SOURCE
    return cost + (NOMINAL if token.rel == "nmod" else 0.0)


def _is_told_there(notes: Notes, trigger: int, place: Place, rules: PlaceRules) -> bool:
    """Whether the act is that of a clause on the place: "X, où ils doivent discuter"."""
    at = notes.tokens[place.tok_end : place.tok_end + 2]  # a comma may stand between
    opening = next((t for t in at if t.low in rules.relative_at), None)
    if opening is None or opening.i > trigger or at[0].text not in (",", opening.text):
        return False
    up = (trigger, *(t.i for t in notes.ancestors(trigger)))
    clause = next((i for i in up if notes.tokens[i].rel in _CLAUSES), None)
    return clause is not None and clause > opening.i


def _is_home(notes: Notes, place: Place, rules: PlaceRules) -> bool:
    """Whether a place only says where someone hails from: "des camions venus du Sénégal"."""
    k = place.tok_start - 1
    while k > 0 and notes.tokens[k].low in rules.articles:
        k -= 1
    return (
        k > 0
        and notes.tokens[k].low in rules.of
        and notes.tokens[k - 1].low in rules.hailing
    )


def _is_source(notes: Notes, head: int, rules: PlaceRules) -> bool:
    return any(t.low in rules.of for t in notes.children(head, "case"))


def _finest(here: Sequence[Place], best: Place) -> Place:
    """Of places each of which lies in the next ("à X, dans le Y"), the finest."""
    for _ in here:
        finer = next((p for p in here if _is_finer(p, best)), None)
        if finer is None:
            break
        best = finer
    return best


def _is_finer(place: Place, best: Place) -> bool:
    """Whether a place is a finer name of where another one is."""
    finer = FINE[place.precision] < FINE[best.precision]
    if {place.precision, best.precision} == {"city", "district"}:
        finer = place.tok_start < best.tok_start  # "quartier de X à Y", "Y, dans le Z"
    same = place.country is None or place.country == best.country
    pinned = place.lat is None or (place.lat, place.lon) == (best.lat, best.lon)
    if place.radius_km and place.precision in _POINTS and not pinned:
        return False  # only a mark to count from, and no square by its town's pin
    first, last = sorted((place, best), key=lambda p: p.tok_start)
    return finer and same and last.tok_start - first.tok_end < NEAR_TOKENS


def _head(notes: Notes, place: Place) -> int:
    inside = range(place.tok_start, place.tok_end)
    for i in inside:
        if notes.tokens[i].head not in inside or notes.tokens[i].head == i:
            return i
    return place.tok_start


def _carried(
    notes: Notes, places: Sequence[Place], trigger: int, frame: Frame,
    rules: PlaceRules | None, *, home_only: bool,
) -> tuple[Place | None, str]:  # fmt: skip
    """The place of the sentences before, else the frame.

    A place that its sentence names beside its own act ("alors que le roi est soigné à Londres")
    holds only in the country of the dispatch, and so does any place for what happened long ago.
    The place of what is looked back to ("avait été blessé à X") holds for that alone.
    """
    token, back = notes.tokens[trigger], is_pluperfect(notes, trigger)
    home = frame.country.country if frame.country else None
    for sent in range(token.sent - 1, token.sent - CARRIED_SENTENCES - 1, -1):
        if sent < 0 or notes.tokens[notes.sents[sent][0]].block != token.block:
            break
        start, end = notes.sents[sent]
        there = [
            p for p in places
            if start <= p.tok_start < end and (back or not _is_before(notes, p))
        ]  # fmt: skip
        at_home = [
            p
            for p in there
            if home in (None, p.country)
            and not (rules and is_mark(notes, p.tok_start, rules))
        ]
        staged = [p for p in there if _is_staged(notes, p)] if not home_only else at_home
        staged = staged or at_home
        if staged:
            best = _finest(staged, staged[-1])
            return _town_of_mark(notes, best, frame, rules) or (best, CARRIED)
    if frame.place is not None:
        return frame.place, FRAMED
    return None, "no place named"


def _is_before(notes: Notes, place: Place) -> bool:
    """Whether a place is that of an act told in the pluperfect."""
    return any(is_pluperfect(notes, t.i) for t in notes.ancestors(_head(notes, place)))


def _is_staged(notes: Notes, place: Place) -> bool:
    """Whether a sentence plays at the place, which is in its main clause."""
    i = _head(notes, place)
    while notes.tokens[i].head != i:
        if notes.tokens[i].rel in _CLAUSES:
            return False
        i = notes.tokens[i].head
    return True
