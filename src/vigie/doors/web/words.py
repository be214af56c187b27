"""Doors, web. Words and templates: what Jinja2 may call, escaped by default, in the reader's language."""

from __future__ import annotations

from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from vigie.doors.interface import LANGUAGES, say
from vigie.doors.interface.fields import field_words, latest
from vigie.doors.interface.labels import (
    act_label,
    country_name,
    event_label,
    ground_words,
    label,
    reason_words,
    side_words,
    type_label,
)
from vigie.doors.web.days import clock, day_words, short_day, weekday
from vigie.doors.web.fields import elsewhere, sentence
from vigie.doors.web.vega import vega_version
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
        "bounds": bounds, "act_label": act_label, "side_words": side_words, "vega": vega_version(), "sentence": sentence, "elsewhere": elsewhere,
    }  # fmt: skip
    found.filters |= {
        "day": day_words, "weekday": weekday, "short_day": short_day, "label": type_label,
        "event_label": event_label, "field": field_words, "country": country_name,
        "number": number, "latest": latest, "clock": clock,
        "reason": reason_words, "ground": ground_words, "sector": partial(label, "sector"), "mode": partial(label, "mode"), "issue": partial(label, "issue"),
    }  # fmt: skip
    return found


@cache
def versions() -> dict[str, str]:
    """Files of `static/` by name, each with the beginning of its hash, for its address."""
    files = sorted((HERE / "static").iterdir())
    return {f.name: sha256(f.read_bytes()).hexdigest()[:10] for f in files if f.is_file()}


def number(value: int) -> str:
    """A whole number as the language groups it: 12 400, 12,400."""
    return f"{value:,}".replace(",", say("web.thousands"))
