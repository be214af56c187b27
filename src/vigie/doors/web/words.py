"""Doors, web. Words and templates: what Jinja2 may call, escaped by default, in the reader's language."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from vigie.doors.interface import LANGUAGES, language, say
from vigie.doors.interface.fields import field_words, latest
from vigie.doors.web.days import day_words, short_day, weekday
from vigie.doors.web.fields import elsewhere, sentence
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.knowledge.yaml import read_yaml
from vigie.records import Event
from vigie.views.events import bounds

HERE = Path(__file__).parent
SIGNS = {"VC": "△", "MC": "▲", "VX": "▽", "MX": "▼"}  # so that no colour is needed


@cache
def templates() -> Environment:
    """The templates, compiled once; an unknown name in one is an error, never a blank."""
    found = Environment(
        loader=PackageLoader("vigie.doors.web", "templates"), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.globals |= {
        "say": say, "signs": SIGNS, "versions": versions(), "languages": LANGUAGES,
        "bounds": bounds, "sentence": sentence, "elsewhere": elsewhere,
    }  # fmt: skip
    found.filters |= {
        "day": day_words, "weekday": weekday, "short_day": short_day, "label": type_label,
        "event_label": event_label, "field": field_words, "country": country_name,
        "number": number, "latest": latest,
    }  # fmt: skip
    return found


@cache
def versions() -> dict[str, str]:
    """Files of `static/` by name, each with the beginning of its hash, for its address."""
    files = sorted((HERE / "static").iterdir())
    return {f.name: sha256(f.read_bytes()).hexdigest()[:10] for f in files if f.is_file()}


@cache
def ontology() -> Ontology:
    """The ontology of this server, read once."""
    return load_ontology()


def type_label(code: str) -> str:
    """Name of a type; a type of somebody's own pack keeps its code."""
    known = ontology()
    return known.label(code, language()) if code in known.rows else code


def event_label(event: Event) -> str:
    """What was done, with its mode."""
    label = type_label(event.type)
    return f"{label} ({event.mode})" if event.mode else label


def country_name(code: str | None) -> str:
    """A country's name; a code we do not know is given as it is."""
    names = _countries().get(code or "")
    return names[language() == "en"] if names else code or ""


@cache
def codes_by_name() -> dict[str, str]:
    """Codes of countries by their names in every language of the interface."""
    return {name: code for code, names in _countries().items() for name in names}


def number(value: int) -> str:
    """A whole number as the language groups it: 12 400, 12,400."""
    return f"{value:,}".replace(",", say("web.thousands"))


@cache
def _countries() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = read_yaml(HERE / "countries.yaml")
    return rows
