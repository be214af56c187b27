"""Referents room, places. Names given as samples of a kind: "plusieurs villes, dont Kidal et Gao".

Flow: notes, the first token of a name → the plural place noun that says what it is.
"""

from __future__ import annotations

from vigie.records import Notes
from vigie.referents.places.rules import PlaceRules

REACH = 6  # tokens from the noun to what opens its samples


def sampled_noun(notes: Notes, start: int, rules: PlaceRules) -> int:
    """Index of the place noun that a name is given as a sample of; -1 if there is none."""
    tokens = notes.tokens
    k = start - 1
    while k >= 0 and (tokens[k].low in rules.articles or tokens[k].low in rules.of):
        k -= 1
    if k < 0 or tokens[k].low not in rules.such_as or tokens[k].sent != tokens[start].sent:
        return -1
    for i in range(k - 1, max(-1, k - 1 - REACH), -1):
        token = tokens[i]
        if token.sent != tokens[start].sent or token.pos in ("VERB", "AUX"):
            break
        if token.low in rules.place_nouns and token.has("Number=Plur"):
            return i
    return -1
