"""Store room. What a merge keeps for the next one: its inputs laid out, found by what they touch.

Flow: rows of bytes and names, as the corridor packs them → tables `laid_*` → the few rows that stand
near something. Nothing here is of its own: emptied, the next merge fills it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from vigie.records import Event, Reading
from vigie.store.events import decode_event
from vigie.store.record import Record, decode_reading

TABLES = (
    "state", "dispatches", "sightings", "sorts", "blocks", "cast", "reports", "slices",
    "sides", "narrowed", "datings", "beats",
)  # fmt: skip
_MANY = 500  # values of one question to SQLite


class Laid:
    """The tables `laid_*` of a record that is open for writing."""

    def __init__(self, record: Record) -> None:
        self.record, self._db = record, record.db
        sql = Path(__file__).with_name("schema_laid.sql").read_text(encoding="utf-8")
        if not record.rows("SELECT 1 FROM sqlite_master WHERE name = 'laid_beats'"):
            self._db.executescript(sql)

    def clear(self) -> None:
        """Forget all."""
        for table in TABLES:
            self._db.execute(f"DELETE FROM laid_{table}")

    def state(self, name: str) -> bytes | None:
        """A note of the last merge to the next."""
        found = self.record.rows("SELECT value FROM laid_state WHERE name = ?", (name,))
        return found[0][0] if found else None

    def put_state(self, **notes: bytes) -> None:
        """Leave notes."""
        self._db.executemany(
            "INSERT OR REPLACE INTO laid_state VALUES (?, ?)", notes.items()
        )

    def forget_state(self) -> None:
        """Take the notes away: a merge that stops half-way leaves none, and the next starts anew."""
        self._db.execute("DELETE FROM laid_state")

    # --- readings ------------------------------------------------------------------------

    def last_reading(self) -> int:
        """The rank of the last reading."""
        return int(self.record.rows("SELECT coalesce(max(rank), 0) FROM readings")[0][0])

    def read_since(self, rank: int) -> dict[str, int]:
        """Dispatches that were read after a rank, by name: the rank of the reading in force."""
        return dict(
            self.record.rows(
                "SELECT d.id, max(r.rank) FROM readings r JOIN dispatches d "
                "ON d.key = r.dispatch WHERE r.rank > ? GROUP BY d.id ORDER BY d.id", (rank,),
            )
        )  # fmt: skip

    def reading(self, rank: int) -> Reading:
        """A reading by its rank."""
        rows = self.record.rows("SELECT reading FROM readings WHERE rank = ?", (rank,))
        return decode_reading(rows[0][0])

    # --- rows, of any of the tables ------------------------------------------------------

    def put(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Add rows, or put them in the place of those of their key."""
        for some in _lots(rows):
            marks = ",".join("?" * len(some[0]))
            self._db.executemany(
                f"INSERT OR REPLACE INTO laid_{table} VALUES ({marks})", some
            )

    def drop(self, table: str, column: str, values: Iterable[object]) -> None:
        """Take away the rows that have one of some values in a column."""
        sql = f"DELETE FROM laid_{table} WHERE {column} = ?"
        self._db.executemany(sql, [(v,) for v in values])

    def of(
        self, table: str, wanted: str, column: str, values: Iterable[object]
    ) -> Iterator[tuple[Any, ...]]:
        """Columns of the rows that have one of some values in a column."""
        for some in _lots(values):
            marks = ",".join("?" * len(some))
            yield from self.record.rows(
                f"SELECT {wanted} FROM laid_{table} WHERE {column} IN ({marks})", some
            )

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.record.rows(f"SELECT count(*) FROM laid_{table}")[0][0])

    def all(self, table: str, wanted: str, order: str) -> Iterator[tuple[Any, ...]]:
        """Columns of all rows, in order."""
        yield from self._db.execute(f"SELECT {wanted} FROM laid_{table} ORDER BY {order}")

    # --- what stands near ----------------------------------------------------------------

    def first_sightings(self, sorts: Iterable[bytes]) -> dict[bytes, bytes]:
        """The first sighting of each sort, by id."""
        out = {}
        for sort in sorts:
            rows = self.record.rows(
                "SELECT sighting FROM laid_sightings WHERE sort = ? ORDER BY id LIMIT 1",
                (sort,),
            )
            if rows:
                out[sort] = rows[0][0]
        return out

    def sightings_of(self, actor: str) -> list[bytes]:
        """All sightings of an actor of the record, by id."""
        rows = self.record.rows(
            "SELECT g.sighting FROM laid_sorts s JOIN laid_sightings g ON g.sort = s.sort "
            "WHERE s.actor = ? ORDER BY g.id", (actor,),
        )  # fmt: skip
        return [row[0] for row in rows]

    def sightings(self) -> Iterator[tuple[str, bytes]]:
        """All sightings of each actor of the record, by actor and id."""
        yield from self._db.execute(
            "SELECT s.actor, g.sighting FROM laid_sorts s JOIN laid_sightings g "
            "ON g.sort = s.sort ORDER BY s.actor, g.id"
        )

    def actors_in(self, dispatch: str) -> dict[tuple[str, str], str]:
        """The record's actors in a dispatch, by dispatch and key."""
        rows = self.record.rows(
            "SELECT g.key, s.actor FROM laid_sightings g JOIN laid_sorts s ON s.sort = g.sort "
            "WHERE g.dispatch = ?", (dispatch,),
        )  # fmt: skip
        return {(dispatch, key): actor for key, actor in rows}

    def in_slice(self, number: int, layer: int) -> list[tuple[bytes, bytes | None]]:
        """Reports of a slice by id, each with the days that dating left it (of layer 2 only)."""
        if layer == 1:
            sql = (
                "SELECT p.seen, NULL FROM laid_slices s JOIN laid_reports p ON p.id = s.report "
                "WHERE s.slice = ? AND s.layer = 1 ORDER BY p.id"
            )
            return self.record.rows(sql, (number,))
        sql = (
            "SELECT p.seen, n.days FROM laid_slices s JOIN laid_reports p ON p.id = s.report "
            "LEFT JOIN laid_narrowed n ON n.report = s.report "
            "WHERE s.slice = ? AND s.layer = iif(n.days IS NULL, 1, 2) ORDER BY p.id"
        )
        return self.record.rows(sql, (number,))

    def events_of(self, reports: Iterable[str]) -> dict[str, str]:
        """The event of each report, as saved."""
        out: dict[str, str] = {}
        for some in _lots(reports):
            marks = ",".join("?" * len(some))
            out |= dict(
                self.record.rows(
                    f"SELECT report, event FROM event_reports WHERE report IN ({marks})",
                    some,
                )
            )
        return out

    def saved_events(self, names: Iterable[str]) -> Iterator[Event]:
        """Events as they were saved."""
        for some in _lots(names):
            marks = ",".join("?" * len(some))
            for (body,) in self.record.rows(
                "SELECT b.event FROM events e JOIN event_bodies b ON b.rank = e.rank "
                f"WHERE e.id IN ({marks}) ORDER BY e.id", some,
            ):  # fmt: skip
                yield decode_event(body)

    def stories(self) -> dict[str, str | None]:
        """The story of each event, as saved."""
        return dict(self.record.rows("SELECT id, story FROM events"))


def _lots(values: Iterable[Any]) -> Iterator[list[Any]]:
    lot: list[Any] = []
    for value in values:
        lot.append(value)
        if len(lot) == _MANY:
            yield lot
            lot = []
    if lot:
        yield lot
