"""Knowledge room. The gazetteer: name → the places on earth that bear it.

Flow: `gazetteer_build.py` makes one read-only SQLite file at set-up; rooms ask it for a name
that they already know to be a name (40 of 74 common French words are somebody's village). An
answer is every bearer of the name; which one is meant is for the referents room to say.

Run as a module it builds the file: `python -m vigie.knowledge.gazetteer`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import Path

import msgspec

from vigie.errors import BadRequest
from vigie.knowledge.folding import fold
from vigie.knowledge.name_keys import NameKeys, edits, load_name_keys

FOLDER = Path(__file__).parent / "gazetteers"
DEFAULT = FOLDER / "places.sqlite"
FORMAT = "3"  # of the file; raise it when its tables change
KEPT_ANSWERS = 20_000  # names remembered per gazetteer: a day's news repeats the same ones
# A name spelled otherwise is believed the same when no more than this share of it differs.
MAX_EDIT_SHARE = 0.3


class Toponym(msgspec.Struct, frozen=True, kw_only=True):
    """One bearer of a name. `main` is false where the name asked is only a by-name of it.

    `country` is alpha-3 (dependencies fold into their state), None for seas and areas that
    span several. `people` is the population, 0 where it is not known.
    """

    id: int
    name: str
    country: str | None
    lat: float
    lon: float
    kind: str
    precision: str
    people: int = 0
    main: bool = True


class Gazetteer:
    """Read-only look-ups by name. Not to be shared between threads."""

    def __init__(self, db: sqlite3.Connection, keys: NameKeys) -> None:
        self._db = db
        self._keys = keys
        self._found: dict[str, tuple[Toponym, ...]] = {}
        self._loose: dict[tuple[str, str], tuple[Toponym, ...]] = {}
        self.countries: dict[str, Toponym] = {}
        for row in db.execute(_ROWS + " WHERE kind = 'country' ORDER BY id"):
            place = _toponym(row, main=True)
            self.countries.setdefault(place.country or "", place)

    def find(self, name: str) -> tuple[Toponym, ...]:
        """Every place that bears the name, articles and accents aside, most peopled first."""
        key = fold(name)
        found = self._found.get(key)
        if found is None:
            found = self._read(key)
            bare = self._keys.bare(key)
            if not found and bare != key:
                found = self._read(bare)
            if len(self._found) < KEPT_ANSWERS:
                self._found[key] = found
        return found

    def find_like(self, name: str, countries: Collection[str]) -> tuple[Toponym, ...]:
        """Places of the given countries whose name is the same to the ear, nearest first.

        Without a country there is no answer: a skeleton alone matches anything.
        """
        folded = fold(name)
        found = (p for c in sorted(set(countries)) for p in self._alike(folded, c))
        return tuple(found)

    def country(self, code: str) -> Toponym | None:
        """The row of a country, by alpha-3 code."""
        return self.countries.get(code)

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def _read(self, key: str) -> tuple[Toponym, ...]:
        row = self._db.execute("SELECT places FROM form WHERE key = ?", (key,)).fetchone()
        return self._places(row[0]) if row else ()

    def _alike(self, folded: str, country: str) -> tuple[Toponym, ...]:
        known = self._loose.get((folded, country))
        if known is None:
            known = self._search_alike(folded, country)
            if len(self._loose) < KEPT_ANSWERS:
                self._loose[(folded, country)] = known
        return known

    def _search_alike(self, folded: str, country: str) -> tuple[Toponym, ...]:
        skeleton = self._keys.skeleton(folded)
        if not skeleton:
            return ()
        ask = "SELECT forms FROM skeleton WHERE country = ? AND key = ?"
        row = self._db.execute(ask, (country, skeleton)).fetchone()
        if not row:
            return ()
        bare = self._keys.bare(folded)
        heard = country in self._keys.by_ear
        most = max(1, int((len(bare) - 1) * MAX_EDIT_SHARE)) if heard else 1
        apart: dict[int, int] = {}
        for entry in row[0].split(";"):
            number, _, form = entry.partition(":")
            gap = edits(bare, form, most=most)
            if gap <= most:
                apart[int(number)] = min(gap, apart.get(int(number), gap))
        places = self._places(",".join(str(-i) for i in apart)) if apart else ()
        return tuple(sorted(places, key=lambda p: (apart[p.id], -p.people, p.id)))

    def _places(self, ids: str) -> tuple[Toponym, ...]:
        wanted = [int(i) for i in ids.split(",")]
        marks = ",".join("?" * len(wanted))
        rows = self._db.execute(f"{_ROWS} WHERE id IN ({marks})", [abs(i) for i in wanted])
        by_id = {row[0]: row for row in rows}
        return tuple(_toponym(by_id[abs(i)], main=i > 0) for i in wanted if abs(i) in by_id)


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """Open the compiled gazetteer, read only.

    Raises:
        BadRequest: the file is not there or is of another version; the cure is in the sentence.
    """
    file = path or DEFAULT
    cure = "build it with: python -m vigie.knowledge.gazetteer"
    if not file.is_file():
        raise BadRequest(f"no gazetteer at {file}; {cure}")
    try:
        db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        row = db.execute("SELECT value FROM about WHERE key = 'format'").fetchone()
    except sqlite3.DatabaseError as e:
        raise BadRequest(f"{file} is not a gazetteer ({e}); {cure}") from e
    if not row or row[0] != FORMAT:
        db.close()
        raise BadRequest(f"{file} was built by another version of Vigie; {cure}")
    return Gazetteer(db, load_name_keys())


def ensure_gazetteer(path: Path | None = None) -> bool:
    """Build the gazetteer unless the one there was made from the same sources.

    Returns:
        Whether it was built anew.
    """
    from vigie.knowledge.gazetteer_build import compile_gazetteer, sources_hash

    file = path or DEFAULT
    if file.is_file():
        try:
            db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            row = db.execute("SELECT value FROM about WHERE key = 'sources'").fetchone()
            db.close()
        except sqlite3.DatabaseError:
            row = None
        if row and row[0] == sources_hash():
            return False
    compile_gazetteer(file)
    return True


_ROWS = "SELECT id, name, country, lat, lon, kind, precision, people FROM place"


def _toponym(
    row: tuple[int, str, str, float, float, str, str, int], *, main: bool
) -> Toponym:
    number, name, country, lat, lon, kind, precision, people = row
    return Toponym(
        id=number, name=name, country=country or None, lat=lat, lon=lon, kind=kind,
        precision=precision, people=people, main=main,
    )  # fmt: skip


if __name__ == "__main__":
    ensure_gazetteer()
