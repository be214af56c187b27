"""Referents room, times: what a dispatch says of when, and which of it dates an act."""

from vigie.referents.times.find import find_times, load_times
from vigie.referents.times.grammar import TimeGrammar
from vigie.referents.times.pick import pick_when

__all__ = ["TimeGrammar", "find_times", "load_times", "pick_when"]
