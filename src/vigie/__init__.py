"""Vigie reads French news dispatches into a record that can be trusted.

The whole public face:

    open_kit   load what it takes to read (pack, model, gazetteer), once
    read       readings of texts or raw dispatches, in order
    build      dispatches into a record on disk
    open       a record as tables (polars, pandas, Arrow), charts (Altair) and files of other tools
    Record     an open record
    timeline, quotes, search      questions to a record
    RawDispatch, Given, Reading, Report, Quote, Actor, Issue, as_gold      the nouns

>>> import vigie
>>> kit = vigie.open_kit()
>>> (reading,) = vigie.read(["L'armée a bombardé la ville de Sirte."], kit)
>>> [(r.type, r.mode, r.status) for r in reading.reports]
[('ASSAULT', 'aerial', 'asserted')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from vigie.doors.python.opened import open_record as open
    from vigie.flow.building import build_record as build
    from vigie.flow.kit import open_kit
    from vigie.flow.reading import read
    from vigie.records import (
        Actor,
        Given,
        Issue,
        Quote,
        RawDispatch,
        Reading,
        Report,
        as_gold,
    )
    from vigie.store.record import Record
    from vigie.views.quotes import quotes
    from vigie.views.search import search
    from vigie.views.timeline import timeline

__all__ = [
    "Actor", "Given", "Issue", "Quote", "RawDispatch", "Reading", "Record", "Report", "as_gold",
    "build", "open", "open_kit", "quotes", "read", "search", "timeline",
]  # fmt: skip

_WHERE = {
    "build": ("vigie.flow.building", "build_record"),
    "open": ("vigie.doors.python.opened", "open_record"),
    "open_kit": ("vigie.flow.kit", "open_kit"),
    "read": ("vigie.flow.reading", "read"),
    "Record": ("vigie.store.record", "Record"),
    "quotes": ("vigie.views.quotes", "quotes"),
    "search": ("vigie.views.search", "search"),
    "timeline": ("vigie.views.timeline", "timeline"),
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for: spaCy takes a second, a record does not."""
    from importlib import import_module

    if name in _WHERE:
        module, inner = _WHERE[name]
        return getattr(import_module(module), inner)
    if name in __all__:
        return getattr(import_module("vigie.records"), name)
    raise AttributeError(f"module 'vigie' has no attribute '{name}'")
