"""Store room. Versions: a number that rises each time what is worked out from readings changes.

A reader who holds an answer about events learns from it, in one row, whether it still stands:
readings and decisions are added all the time, and change no event until the next merge.
"""

from __future__ import annotations

import sqlite3

from vigie.store.record import Record

EVENTS = "events"
TABLE = "versions (part TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID"


def raise_version(record: Record, part: str = EVENTS) -> None:
    """Say that a part has changed; to be called in the transaction that changes it."""
    record.db.execute(f"CREATE TABLE IF NOT EXISTS {TABLE}")
    record.db.execute(
        "INSERT INTO versions VALUES (?, 1) "
        "ON CONFLICT (part) DO UPDATE SET version = version + 1", (part,),
    )  # fmt: skip


def version_of(record: Record, part: str = EVENTS) -> int | None:
    """The version of a part; None in a record whose merges did not count them."""
    try:
        found = record.rows("SELECT version FROM versions WHERE part = ?", (part,))
    except sqlite3.OperationalError:  # there is no such table
        return None
    return int(found[0][0]) if found else None
