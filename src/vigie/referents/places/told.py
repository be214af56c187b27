"""Referents room, places. Names that the sentence itself calls places, whatever the tagger thought.

Flow: notes + the pack's words for places → notes whose names in apposition to such a word
("Asaba, une petite ville du nord") or followed by a distance ("Asaba, à 50 km de Tripoli") are
labelled as places, before anyone asks who or where.
"""

from __future__ import annotations

from collections.abc import Sequence

from vigie.records import Entity, Notes, Token
from vigie.referents.places.rules import PlaceRules

PLACE = "LOC"
LONGEST = 3  # words of a name that an apposition may explain
BETWEEN = 2  # adjectives that may stand before the noun ("une petite ville")
FIGURE = 5  # words that a distance may take ("une cinquantaine de kilomètres")


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
    """Whether a comma and what tells a place follow a name."""
    tokens, k = notes.tokens, name.tok_end
    stop = notes.sents[tokens[name.tok_start].sent][1]
    if name.tok_end - name.tok_start > LONGEST or k >= stop or tokens[k].text != ",":
        return False
    after = tokens[k + 1 : min(stop, k + 2 + FIGURE)]
    return _is_place_noun(after, rules) or _is_distance(after, rules)


def _is_place_noun(after: Sequence[Token], rules: PlaceRules) -> bool:
    """Maybe an article, a few adjectives, and a word for a place: "une petite ville"."""
    words = after[1:] if after and after[0].pos == "DET" else after
    for token in words[: BETWEEN + 1]:
        if token.pos == "NOUN":
            return token.lemma in rules.place_nouns
        if token.pos != "ADJ":
            return False
    return False


def _is_distance(after: Sequence[Token], rules: PlaceRules) -> bool:
    """A preposition, and a unit of distance soon after it: "à 50 km au sud"."""
    return (
        bool(after)
        and after[0].low in rules.to
        and any(
            t.lemma in rules.distance_units or t.low in rules.distance_units
            for t in after[1:]
        )
    )
