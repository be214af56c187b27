"""Doors, exports. The codes that other tools name countries and languages by, from ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from vigie.knowledge.yaml import read_yaml


class Codes(msgspec.Struct, frozen=True):
    """A country's codes; None where that system has none for it."""

    alpha2: str | None = None
    fips: str | None = None
    numeric: str | None = None


def codes_of(country: str | None) -> Codes:
    """Codes of a country by its alpha-3 code; none at all for IGO, NGO or an unknown one."""
    return _table().get(country or "", Codes())


def language3(language: str | None) -> str | None:
    """ISO 639-3 code of a language from its ISO 639-1 code; None for one we do not know."""
    return _languages().get(language or "")


@cache
def _languages() -> dict[str, str]:
    rows: dict[str, str] = read_yaml(Path(__file__).with_name("language_codes.yaml"))
    return rows


@cache
def _table() -> dict[str, Codes]:
    rows = read_yaml(Path(__file__).with_name("country_codes.yaml"))
    return {name: Codes(*row) for name, row in rows.items()}
