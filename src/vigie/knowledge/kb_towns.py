"""Knowledge room. Which country a town's name speaks of, where the name leaves no doubt.

Flow: the compiled gazetteer → folded name → country, for names whose bearer in one country is far
more peopled than those of all others. Where a thing happens is asked of the gazetteer itself;
this only tells whose "la police d'Antalya" is. Without a gazetteer the table is empty.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

MIN_PEOPLE = 50_000  # smaller towns share their name with too many others
MIN_LEAD = 10  # times as many people as any bearer elsewhere
MIN_LETTERS = 4  # shorter names are words of the language as often as towns
BY_NAME = 4  # a by-name counts for a quarter


def read_towns(path: Path) -> dict[str, str]:
    """Folded name → country, from a compiled gazetteer; empty where there is none."""
    asked = "SELECT id, country, people, kind FROM place"
    places = {number: tuple(rest) for number, *rest in _rows(path, asked)}
    out: dict[str, str] = {}
    for key, listed in _rows(path, "SELECT key, places FROM form ORDER BY key"):
        bearers = [
            (places[abs(n)], n > 0) for n in map(int, listed.split(",")) if abs(n) in places
        ]
        if len(key) >= MIN_LETTERS and (country := _only_country(bearers)):
            out[key] = country
    return out


def sources_of(path: Path) -> str:
    """The hash of what the gazetteer was made from, "" where there is none."""
    found = _rows(path, "SELECT value FROM about WHERE key = 'sources'")
    return str(found[0][0]) if found else ""


def _rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        return []
    try:
        return db.execute(sql).fetchall()
    except sqlite3.Error:
        return []
    finally:
        db.close()


def _only_country(
    bearers: Iterable[tuple[tuple[str | None, int, str], bool]],
) -> str | None:
    """The country whose bearer of a name leaves all others far behind, if any does."""
    most: dict[str, int] = {}
    for (country, people, kind), is_main in bearers:
        if kind == "country" or not country:
            return None
        weight = people if is_main else people // BY_NAME
        most[country] = max(most.get(country, 0), weight)
    (best, n), *rest = sorted(most.items(), key=lambda c: (-c[1], c[0])) or [("", 0)]
    clear = n >= MIN_PEOPLE and all(n >= MIN_LEAD * other for _, other in rest)
    return best if clear else None
