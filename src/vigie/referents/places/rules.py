"""Referents room, places. What a language pack knows of place names, compiled once.

Flow: `packs/<language>/places.yaml` → `PlaceRules`, handed to every step of this folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.folding import fold
from vigie.knowledge.gazetteer import FOLDER
from vigie.knowledge.loaders import Pack
from vigie.knowledge.yaml import read_yaml

_WORDS = (
    "at", "to", "on",
    "amid",
    "toward",
    "moved_nouns",
    "brackets", "of", "articles", "joins", "party_prepositions", "dative_article",
    "receiving_verbs", "reflexive_verbs", "striking_verbs", "motion_verbs", "party_object_verbs", "spatial_nouns", "party_nouns",
    "town_verbs", "person_of", "directions", "borders", "distance_units", "near", "glued_kinds",
    "inside_names", "between", "site_kinds", "named_after_kinds", "in_town_kinds",
    "relative_at", "such_as", "fused_of", "outskirts", "hailing",
)  # fmt: skip


class PlaceRules(msgspec.Struct, frozen=True, kw_only=True):
    """Sets of small-letter words, named as in the pack; names are folded."""

    at: frozenset[str]
    to: frozenset[str]
    on: frozenset[str]
    amid: frozenset[str]
    toward: frozenset[str]
    moved_nouns: frozenset[str]
    brackets: frozenset[str]
    of: frozenset[str]
    bare_to: frozenset[str]
    articles: frozenset[str]
    joins: frozenset[str]
    party_prepositions: frozenset[str]
    dative_article: frozenset[str]
    receiving_verbs: frozenset[str]
    reflexive_verbs: frozenset[str]
    striking_verbs: frozenset[str]
    motion_verbs: frozenset[str]
    party_object_verbs: frozenset[str]
    spatial_nouns: frozenset[str]
    party_nouns: frozenset[str]
    town_verbs: frozenset[str]
    person_of: frozenset[str]
    directions: frozenset[str]
    borders: frozenset[str]
    distance_units: frozenset[str]
    near: frozenset[str]
    glued_kinds: frozenset[str]
    inside_names: frozenset[str]
    between: frozenset[str]
    site_kinds: frozenset[str]
    named_after_kinds: frozenset[str]
    in_town_kinds: frozenset[str]
    relative_at: frozenset[str]
    such_as: frozenset[str]
    fused_of: frozenset[str]
    outskirts: frozenset[str]
    hailing: frozenset[str]
    numbers: Mapping[str, float]
    precisions: Mapping[str, str]  # kind of place → precision
    place_nouns: Mapping[str, str]  # word → kind
    taken_up: Mapping[str, str]  # word → what kind of place it takes up again
    wary: frozenset[str]
    never: frozenset[str]
    capitals: frozenset[str]
    seats: frozenset[str]
    demonyms: Mapping[str, str]  # every form → alpha-3


def load_places(pack: Pack) -> PlaceRules:
    """Compile the pack's place words.

    Raises:
        BadKnowledge: the file lacks a list.
    """
    raw = pack.read("places")
    try:
        words = {key: frozenset(w.lower() for w in raw[key]) for key in _WORDS}
        return PlaceRules(
            **words,
            place_nouns={
                form: kind
                for kind, nouns in raw["place_nouns"].items()
                for word in nouns
                for form in (word, fold(word))  # "Etat", "Ile" lose their accent
            },
            numbers={w: float(n) for w, n in raw["numbers"].items()},
            precisions=read_yaml(FOLDER / "kinds.yaml"),
            taken_up={w: what for what, words_ in raw["taken_up"].items() for w in words_},
            wary=frozenset(fold(entry["name"]) for entry in raw["wary"]),
            never=frozenset(fold(name) for name in raw["never"]),
            bare_to=frozenset(raw["bare_to"]),
            seats=frozenset(fold(name) for name in raw["seats"]),
            capitals=frozenset(fold(name) for name in raw["capitals"]),
            demonyms=_demonyms(raw),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise BadKnowledge(f"{pack.language}/places.yaml", e, "a list of words") from e


def _demonyms(raw: Any) -> dict[str, str]:
    out: dict[str, str] = {}
    for masculine, country in raw["demonyms"].items():
        for first, *others in raw["inflections"]:
            if masculine.endswith(first or ""):
                stem = masculine[: len(masculine) - len(first or "")]
                for ending in (first or "", *others):
                    out.setdefault(stem + ending, country)
                break
    return out
