"""Views room. Reports and quotes a page at a time, for records too large to be read whole.

Flow: filters → ranks of rows in SQL, from the cursor on → only the readings of that page.
"""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache
from typing import Annotated, Any

import msgspec

from vigie.errors import BadRequest
from vigie.records import Reading, Report, as_said
from vigie.store.record import LATEST, Record, decode_reading
from vigie.views.quotes import QuoteRow, check_day, quotes_of
from vigie.views.reports import Asked, clauses, fits, is_narrow

Rank = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
KEPT = 16  # readings decoded and held: reports of a page often share their dispatch


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """Reports with the readings they stand in; `next` is the cursor of the page after."""

    rows: tuple[tuple[Reading, Report], ...]
    total: int
    next: str | None = None


class QuotePage(msgspec.Struct, frozen=True, kw_only=True):
    """Quotes; `next` is the cursor of the page after."""

    rows: tuple[QuoteRow, ...]
    next: str | None = None


def report_page(
    record: Record, asked: Asked, limit: int, cursor: str | None = None
) -> ReportPage:
    """Reports in order of their first day, the undated last.

    Raises:
        BadRequest: a day is not ISO 8601, or the cursor not one of ours.
    """
    where, values = clauses(record, asked)
    fit = f"FROM reports p WHERE {' AND '.join(where)}"
    (total,) = record.rows(f"SELECT count(*) {fit}", values)[0]
    after = ""
    start: tuple[str, ...] = _read(cursor, tuple[str, str, Rank]) if cursor else ()
    by_said = asked.said_only and is_narrow(
        asked
    )  # the tables do not know what is inferred
    if cursor and not by_said:
        after = " AND (coalesce(p.starts, '~'), p.id, p.rank) > (?, ?, ?)"
    rows = record.rows(
        f"SELECT coalesce(p.starts, '~') AS k, p.id, p.rank, p.reading {fit}{after} "
        "ORDER BY k, p.id, p.rank LIMIT ?",
        (*values, *(start if after else ()), -1 if by_said else limit + 1),
    )  # fmt: skip

    @lru_cache(maxsize=KEPT)
    def reading_at(rank: int) -> Reading:
        return decode_reading(
            record.rows("SELECT reading FROM readings WHERE rank = ?", (rank,))[0][0]
        )

    def told(name: str, rank: int) -> tuple[Reading, Report]:
        reading = reading_at(rank)
        report = next(r for r in reading.reports if r.id == name)
        return reading, as_said(report) if asked.said_only else report

    if by_said:
        rows = [row for row in rows if fits(*told(row[1], row[3]), asked)]
        total, rows = len(rows), [row for row in rows if row[:3] > start]
    page = rows[:limit]
    return ReportPage(
        rows=tuple(told(name, rank) for _, name, _, rank in page),
        total=total, next=_write(page[-1][:3]) if len(rows) > limit else None,
    )  # fmt: skip


def quote_page(
    record: Record, limit: int, cursor: str | None = None, *, speaker: str | None = None,
    about: str | None = None, since: str | None = None,
) -> QuotePage:  # fmt: skip
    """Quotes in the order their dispatches came and the text runs.

    Raises:
        BadRequest: `since` is no day, or the cursor not one of ours.
    """
    check_day(since)
    rank, skip = _read(cursor, tuple[Rank, Rank]) if cursor else (0, 0)
    found: list[QuoteRow] = []
    for at, blob in record.db.execute(
        f"SELECT rank, reading FROM readings WHERE rank IN ({LATEST}) AND rank >= ? "
        "ORDER BY rank", (rank,),
    ):  # fmt: skip
        rows = quotes_of(decode_reading(blob), speaker=speaker, about=about, since=since)
        for n, row in enumerate(rows):
            if at == rank and n < skip:
                continue
            if len(found) == limit:
                return QuotePage(rows=tuple(found), next=_write((at, n)))
            found.append(row)
    return QuotePage(rows=tuple(found))


def _write(place: tuple[object, ...]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _read(cursor: str, kind: Any) -> Any:
    try:
        data = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(data, type=kind)
    except (binascii.Error, msgspec.DecodeError, ValueError) as e:
        raise BadRequest(
            f"'{cursor}' is no cursor; take 'next' from the page before."
        ) from e
