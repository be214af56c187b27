"""Referents room, places: the toponyms of a dispatch, where they lie, and where an act took place."""

from vigie.referents.places.find import PlaceReading, find_places, read_places
from vigie.referents.places.frame import Frame
from vigie.referents.places.rules import PlaceRules, load_places
from vigie.referents.places.where import pick_where

__all__ = [
    "Frame", "PlaceReading", "PlaceRules", "find_places", "load_places", "pick_where",
    "read_places",
]  # fmt: skip
