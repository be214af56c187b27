"""Views room. Logs: what was odd in the input and what people said of it, a page at a time.

Flow: filters → rows of the store's two append-only logs, in the order they came; `total` counts
all that fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from vigie.records import Decision, Issue
from vigie.store.record import Record


def issue_page(
    record: Record, start: int, limit: int, *, kind: str | None = None
) -> tuple[list[Issue], int]:
    """Issues from a place on, and how many fit in all."""
    rows, total = _page(record, "issues", "issue", start, limit, {"kind": kind})
    return [msgspec.json.decode(row, type=Issue) for row in rows], total


def decision_page(
    record: Record, start: int, limit: int, *, target: str | None = None,
    by: str | None = None, kind: str | None = None,
) -> tuple[list[Decision], int]:  # fmt: skip
    """Decisions from a place on, and how many fit in all."""
    asked = {"target": target, "by": by, "kind": kind}
    rows, total = _page(record, "decisions", "decision", start, limit, asked)
    return [msgspec.json.decode(row, type=Decision) for row in rows], total


def _page(
    record: Record, table: str, column: str, start: int, limit: int,
    asked: dict[str, str | None],
) -> tuple[Sequence[Any], int]:  # fmt: skip
    if not record.rows("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)):
        return [], 0  # a record of format 1 has no decisions
    held = {name: value for name, value in asked.items() if value is not None}
    where = " AND ".join(f"{name} = ?" for name in held) or "1"
    values = tuple(held.values())
    rows = record.rows(
        f"SELECT {column} FROM {table} WHERE {where} ORDER BY rank LIMIT ? OFFSET ?",
        (*values, limit, start),
    )
    (total,) = record.rows(f"SELECT count(*) FROM {table} WHERE {where}", values)[0]
    return [row[0] for row in rows], total
