"""Referents room, places. Names that the sentence itself calls places, whatever the tagger thought.

Flow: notes + the pack's words for places → notes whose names in apposition to such a word
("Asaba, une petite ville du nord") are labelled as places, before anyone asks who or where.
"""

from __future__ import annotations

from vigie.records import Entity, Notes
from vigie.referents.places.rules import PlaceRules

PLACE = "LOC"
LONGEST = 3  # words of a name that an apposition may explain
BETWEEN = 2  # adjectives that may stand before the noun ("une petite ville")


def with_told_places(notes: Notes, rules: PlaceRules) -> Notes:
    """The notes, names that are called a town, a village… labelled as places."""
    told = [e.label != PLACE and _is_called_place(notes, rules, e) for e in notes.ents]
    if not any(told):
        return notes
    ents = [
        Entity(e.tok_start, e.tok_end, PLACE) if is_told else e
        for e, is_told in zip(notes.ents, told, strict=True)
    ]
    return Notes(notes.dispatch, notes.tokens, notes.sents, ents, notes.model)


def _is_called_place(notes: Notes, rules: PlaceRules, name: Entity) -> bool:
    """Whether a comma, maybe an article and adjectives, and a word for a place follow a name."""
    tokens, k = notes.tokens, name.tok_end
    stop = notes.sents[tokens[name.tok_start].sent][1]
    if name.tok_end - name.tok_start > LONGEST or k >= stop or tokens[k].text != ",":
        return False
    k += 1
    if k < stop and tokens[k].pos == "DET":
        k += 1
    for _ in range(BETWEEN):
        if k < stop and tokens[k].pos == "ADJ" and tokens[k].low not in rules.place_nouns:
            k += 1
    return k < stop and tokens[k].pos == "NOUN" and tokens[k].lemma in rules.place_nouns
