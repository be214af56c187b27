"""Referents room, places. Where the act that a token tells took place.

Syntax first: the nearest place in the tree of the act's own sentence. Then what a reader carries
on from: the place last said to hold an act in the paragraph, then the frame of the dispatch (the
place its title or its first paragraph sets). Nothing in this file knows which language it reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from vigie.records import Notes, Place

_FINE = {"site": 0, "district": 1, "city": 1, "area": 2, "admin1": 2, "country": 3}
# Costs of a step away from the trigger, in tree edges; chosen on the gold dev split.
OUTSIDE = 1.5  # the place is not below the trigger
OTHER_CLAUSE = 2.0  # a finite clause lies between the two
AFTER = 0.5  # French puts the place of an act after it more often than before
NOMINAL = 0.5  # "les rebelles de Homs" is less of a place than "à Homs"
_CLAUSES = ("ccomp", "advcl", "acl", "parataxis", "csubj")


def pick_where(
    notes: Notes, places: Sequence[Place], trigger: int
) -> tuple[Place | None, str]:
    """The place of the act whose trigger is a token, and the reason.

    Args:
        notes: The dispatch.
        places: What `find_places` found in it.
        trigger: Index of the token that carries the act.
    """
    if not places or not 0 <= trigger < len(notes.tokens):
        return None, "no place named"
    sent = notes.tokens[trigger].sent
    here = [p for p in places if notes.tokens[p.tok_start].sent == sent]
    if here:
        best = min(here, key=lambda p: (_cost(notes, p, trigger), p.tok_start))
        return _finest(notes, here, best), "named in the sentence"
    return _carried(notes, places, trigger)


def _cost(notes: Notes, place: Place, trigger: int) -> float:
    head = _head(notes, place)
    up = [trigger, *(t.i for t in notes.ancestors(trigger))]
    rank = {i: n for n, i in enumerate(up)}
    steps, clauses, i = 0, 0, head
    while i not in rank:
        token = notes.tokens[i]
        clauses += token.rel in _CLAUSES
        steps += 1
        i = token.head
        if token.head == token.i:
            return 99.0
    climbed = rank[i]
    clauses += sum(notes.tokens[k].rel in _CLAUSES for k in up[:climbed])
    cost = steps + climbed + OTHER_CLAUSE * clauses
    cost += OUTSIDE if climbed else 0.0
    cost += AFTER if place.tok_start < trigger else 0.0
    return cost + (NOMINAL if notes.tokens[head].rel == "nmod" else 0.0)


def _finest(notes: Notes, here: Sequence[Place], best: Place) -> Place:
    """Of two places one of which lies in the other ("à X, dans le Y"), the finer."""
    for place in here:
        finer = _FINE[place.precision] < _FINE[best.precision]
        same = place.country is not None and place.country == best.country
        near = abs(place.tok_start - best.tok_start) <= 8
        if finer and same and near:
            best = place
    return best


def _head(notes: Notes, place: Place) -> int:
    inside = range(place.tok_start, place.tok_end)
    for i in inside:
        if notes.tokens[i].head not in inside or notes.tokens[i].head == i:
            return i
    return place.tok_start


def _carried(
    notes: Notes, places: Sequence[Place], trigger: int
) -> tuple[Place | None, str]:
    block = notes.tokens[trigger].block
    before = [p for p in places if p.tok_start < trigger]
    same = [p for p in before if notes.tokens[p.tok_start].block == block]
    if same:
        return same[-1], "named earlier in the paragraph"
    if before:
        return before[0], "frame of the dispatch"
    return None, "no place named before"
