"""Referents room, places. Names that are places, whatever the tagger thought.

Flow: notes + the pack's words for places → notes whose names in apposition to such a word
("Asaba, une petite ville du nord"), followed by a distance ("Asaba, à 50 km de Tripoli") or behind
words for what lies around a place ("aux abords d'Asaba") are labelled as places wherever they
stand, before anyone asks who or where. And once places are known: mentions and
actors → the same without those persons of whom nothing is said but a place's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vigie.records import Actor, Entity, Mention, Notes, Place, Token
from vigie.referents.places.rules import PlaceRules

PLACE = "LOC"
MAIN = "main country: "  # a reason that is about the dispatch, not about the actor
LONGEST = 3  # words of a name that an apposition may explain
BETWEEN = 2  # adjectives that may stand before the noun ("une petite ville")
FIGURE = 5  # words that a distance may take ("une cinquantaine de kilomètres")


def with_told_places(notes: Notes, rules: PlaceRules) -> Notes:
    """The notes, names that are called a town, a village… labelled as places."""
    told = {
        notes.text(e.tok_start, e.tok_end)
        for e in notes.ents
        if (e.label != PLACE and _is_called_place(notes, rules, e))
        or _is_surrounded(notes, rules, e)
    }
    if not told:
        return notes
    ents = [
        Entity(e.tok_start, e.tok_end, PLACE)
        if notes.text(e.tok_start, e.tok_end) in told
        else e
        for e in notes.ents
    ]
    return Notes(notes.dispatch, notes.tokens, notes.sents, ents, notes.model)


def without_towns(
    mentions: Sequence[Mention], actors: Mapping[str, Actor], places: Sequence[Place]
) -> tuple[tuple[Mention, ...], dict[str, Actor]]:
    """Mentions and actors, those left out that the tagger took for persons and are known places.

    A person goes whose every mention by name is the whole name of a place on the map, and of whom no
    role, no knowledge and no link says anything ("les abords de Gharyan").
    """
    spots = {(p.span.start, p.span.end) for p in places if p.lat is not None}
    elsewhere = {
        m.actor for m in mentions if m.named and (m.span.start, m.span.end) not in spots
    }
    towns = {
        key
        for key, actor in actors.items()
        if actor.kind == "PER" and key not in elsewhere
        and all(reason.startswith(MAIN) for reason in actor.why)
    }  # fmt: skip
    return (
        tuple(m for m in mentions if m.actor not in towns),
        {key: actor for key, actor in actors.items() if key not in towns},
    )


def _is_called_place(notes: Notes, rules: PlaceRules, name: Entity) -> bool:
    """Whether a comma and what tells a place follow a name."""
    tokens, k = notes.tokens, name.tok_end
    stop = notes.sents[tokens[name.tok_start].sent][1]
    if name.tok_end - name.tok_start > LONGEST or k >= stop or tokens[k].text != ",":
        return False
    after = tokens[k + 1 : min(stop, k + 2 + FIGURE)]
    return _is_place_noun(after, rules) or _is_distance(after, rules)


def _is_surrounded(notes: Notes, rules: PlaceRules, name: Entity) -> bool:
    """Whether a short name stands behind a word for what lies around a place: "des environs de X"."""
    k = name.tok_start
    if k < 2 or name.tok_end - k > LONGEST or notes.tokens[k - 1].low not in rules.of:
        return False
    around = notes.tokens[k - 2]
    return around.sent == notes.tokens[k].sent and around.low in rules.outskirts


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
    """A preposition, and a distance or a direction soon after it: "à 50 km", "au sud de Y"."""
    if not after or after[0].low not in rules.to:
        return False
    if any(t.low in rules.directions for t in after[1:BETWEEN]):
        return True
    units = rules.distance_units
    return any(t.lemma in units or t.low in units for t in after[1:])
