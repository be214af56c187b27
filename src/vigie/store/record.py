"""Store room. The record: readings in, readings and rows out, one SQLite file, append-only.

WAL lets any number of people read while a build writes. One writer adds readings in input order
and commits every `CHUNK`, so a killed build loses at most the chunk it was in and a rerun goes on
from there. A dispatch is known by the hash of what was received: a rerun adds nothing twice.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from vigie.errors import BadRequest, NotARecord
from vigie.records import Issue, RawDispatch, Reading, Report

APPLICATION = 0x56494749  # "VIGI", where SQLite lets a program sign its files
FORMAT = 3  # 1 had readings only, 2 not what is inferred: opened to write they get it
WITH_EVENTS = 2  # the first format with events
CHUNK = 64  # readings a commit: small enough to lose little, large enough to write fast

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Reading).decode


def dispatch_key(raw: RawDispatch) -> str:
    """Name of a dispatch by its content: what was received, and what came beside it."""
    content = msgspec.msgpack.encode((raw.id, raw.text, raw.given))
    return hashlib.sha256(content).hexdigest()[:24]


class Record:
    """An open record. Use as a context manager; readers never block the writer.

    Args:
        path: The file.
        write: Whether to add to it; it is made if it is not there.

    Raises:
        NotARecord: the file is no record of ours, or is not there to be read.
        BadRequest: it was made by a later version.
    """

    def __init__(self, path: Path, *, write: bool = False) -> None:
        self.path = path
        if not write and not path.is_file():
            raise NotARecord(f"there is no record at {path}; make one with 'vigie build'.")
        if path.is_dir():
            raise NotARecord(f"{path} is a folder; name the record's file.")
        if write and not path.parent.is_dir():
            raise BadRequest(f"the folder {path.parent} is not there; make it first.")
        try:
            self.db = self._open(write)
        except sqlite3.DatabaseError as e:
            raise NotARecord(f"{path} is not a record of Vigie ({e}).") from e

    def _open(self, write: bool) -> sqlite3.Connection:
        fresh = write and (not self.path.exists() or self.path.stat().st_size == 0)
        mode = "rwc" if write else "ro"
        where = f"{self.path.resolve().as_uri()}?mode={mode}"
        db = sqlite3.connect(where, uri=True, isolation_level=None)
        if fresh:
            db.execute("PRAGMA page_size = 8192")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {FORMAT}")
            db.executescript(
                f"BEGIN; {_schema('schema')} {_schema('schema_events')} COMMIT;"
            )
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            db.close()
            raise NotARecord(
                f"{self.path} is not a record of Vigie; name another file, or make a record "
                "with 'vigie build PATHS -o RECORD'."
            )
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > FORMAT:
            db.close()
            raise BadRequest(
                f"{self.path} was written by a later version (format {version}, this one knows "
                f"{FORMAT}); update vigie."
            )
        if write and version < FORMAT:
            lacking = UPGRADE if version < WITH_EVENTS else ""
            db.executescript(
                f"BEGIN; {lacking} {_schema('schema_events')} PRAGMA user_version = {FORMAT}; "
                "COMMIT;"
            )
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        return db

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """Close the file, its log folded in."""
        self.db.close()

    # --- in ------------------------------------------------------------------------------

    def holds(self, key: str, made_by: str) -> bool:
        """Whether a dispatch has already been read by this maker."""
        found = self.db.execute(
            "SELECT 1 FROM readings WHERE dispatch = ? AND made_by = ?", (key, made_by)
        ).fetchone()
        return found is not None

    def add(self, entries: Iterable[tuple[str, Reading] | Issue]) -> Iterator[bool]:
        """Add readings (with their dispatch's key) and issues, a commit every `CHUNK`.

        Yields:
            For each entry, whether it was new.
        """
        pending = 0
        self.db.execute("BEGIN IMMEDIATE")
        try:
            for entry in entries:
                new = (
                    self._issue(entry)
                    if isinstance(entry, Issue)
                    else self._reading(*entry)
                )
                pending += 1
                if pending == CHUNK:
                    self.db.execute("COMMIT")
                    self.db.execute("BEGIN IMMEDIATE")
                    pending = 0
                yield new
        finally:
            self.db.execute("COMMIT")

    def _reading(self, key: str, reading: Reading) -> bool:
        if self.holds(key, reading.made_by):
            return False
        d = reading.dispatch
        row = (key, d.id, d.meta.title, d.meta.outlet, d.meta.language, d.meta.published)
        put = self.db.execute(
            "INSERT OR IGNORE INTO dispatches (key, id, title, outlet, language, published) "
            "VALUES (?, ?, ?, ?, ?, ?)", row,
        )  # fmt: skip
        if put.rowcount == 1:
            self.db.execute(
                "INSERT INTO search (rowid, lemmas) VALUES (?, ?)",
                (put.lastrowid, reading.lemmas),
            )
        put = self.db.execute(
            "INSERT INTO readings (dispatch, made_by, reading) VALUES (?, ?, ?)",
            (key, reading.made_by, _encode(reading)),
        )
        for report in reading.reports:
            self._report(put.lastrowid or 0, reading, report)
        for issue in reading.issues:
            self._issue(issue)
        return True

    def _report(self, rank: int, reading: Reading, report: Report) -> None:
        starts = report.when.partition("/")[0] if report.when else None
        row = (
            report.id, rank, report.type, report.status, starts, report.when, report.where,
            report.said_by, report.goldstein,
            " ".join(report.span.text(reading.dispatch.raw).split()),
        )  # fmt: skip
        put = self.db.execute(
            "INSERT INTO reports (id, reading, type, status, starts, happened, place, said_by, "
            "goldstein, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row,
        )  # fmt: skip
        actors = reading.referents.actors
        said = (report.said_by,) if report.said_by else ()
        sides = [
            (put.lastrowid, side, actors[k].name, actors[k].country, actors[k].sector)
            for side, keys in (
                ("actor", report.actors), ("recipient", report.recipients), ("said_by", said),
            )
            for k in keys if k in actors
        ]  # fmt: skip
        self.db.executemany("INSERT INTO sides VALUES (?, ?, ?, ?, ?)", sides)

    def _issue(self, issue: Issue) -> bool:
        text = msgspec.json.encode(issue).decode()
        put = self.db.execute(
            "INSERT OR IGNORE INTO issues (dispatch, kind, issue) VALUES (?, ?, ?)",
            (issue.dispatch_id, issue.kind, text),
        )
        return put.rowcount == 1

    # --- out -----------------------------------------------------------------------------

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a question in SQL; for the views room."""
        return self.db.execute(sql, values).fetchall()

    def readings(self) -> Iterator[Reading]:
        """The latest reading of each dispatch, in the order the dispatches came."""
        for (blob,) in self.db.execute(
            f"SELECT reading FROM readings WHERE rank IN ({LATEST})"
        ):
            yield _decode(blob)

    def reading_of(self, dispatch_id: str) -> Reading | None:
        """The latest reading of a dispatch, by its name."""
        found = self.db.execute(
            "SELECT r.reading FROM readings r JOIN dispatches d ON d.key = r.dispatch "
            "WHERE d.id = ? ORDER BY r.rank DESC LIMIT 1", (dispatch_id,),
        ).fetchone()  # fmt: skip
        return _decode(found[0]) if found else None

    def report(self, report_id: str) -> tuple[Reading, Report] | None:
        """A report by its id or the beginning of it, with the reading it stands in.

        Raises:
            BadRequest: several reports begin like this.
        """
        found = self.db.execute(
            "SELECT DISTINCT id FROM reports WHERE id >= ? AND id < ? LIMIT 9",
            (report_id, report_id + "\U0010ffff"),
        ).fetchall()
        if len(found) > 1:
            some = ", ".join(row[0] for row in found)
            raise BadRequest(
                f"several reports begin with {report_id}: {some}; say more of it."
            )
        if not found:
            return None
        (blob,) = self.db.execute(
            "SELECT readings.reading FROM readings JOIN reports p ON p.reading = readings.rank "
            "WHERE p.id = ? ORDER BY readings.rank DESC LIMIT 1", found[0],
        ).fetchone()  # fmt: skip
        reading = _decode(blob)
        return reading, next(r for r in reading.reports if r.id == found[0][0])

    def issues(self) -> Iterator[Issue]:
        """All issues, in the order they were met."""
        for (text,) in self.db.execute("SELECT issue FROM issues ORDER BY rank"):
            yield msgspec.json.decode(text, type=Issue)


def decode_reading(blob: bytes) -> Reading:
    """A reading from the column that holds it; for the views room."""
    return _decode(blob)


LATEST = (
    "SELECT max(rank) FROM readings GROUP BY dispatch"  # ranks of the readings in force
)
# What the tables of format 1 lack. Readings of an earlier maker keep no words to search.
UPGRADE = """
ALTER TABLE reports ADD COLUMN goldstein REAL;
ALTER TABLE reports ADD COLUMN words TEXT;
CREATE INDEX reports_by_reading ON reports (reading);
"""


def _schema(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
