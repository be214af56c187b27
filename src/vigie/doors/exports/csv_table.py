"""Doors, exports. CSV: a table with a header, UTF-8, safe to open in a spreadsheet.

A cell of words that a spreadsheet would run as a formula gets an apostrophe before it, and is
counted. Lists are joined by " | "; a bar inside an item becomes "¦".
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.tables import TABLES, columns, table_rows

JOINED = " | "
# What starts a formula in Excel, LibreOffice or Google Sheets; their full-width twins too.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
DEFUSED = "export.defused"

Cell = str | int | float | bool | tuple[str, ...] | None


def write_csv(chosen: Chosen, table: str = "events") -> Iterator[bytes]:
    """A table as CSV, line by line."""
    rows = table_rows(chosen, table)
    names = list(columns(TABLES[table]))
    return csv_lines(names, ([getattr(r, n) for n in names] for r in rows), chosen.tally)


def csv_lines(
    names: Iterable[str], rows: Iterable[Iterable[Cell]], tally: Counter[str]
) -> Iterator[bytes]:
    """Lines of a table (RFC 4180), the header first; formulas defused and counted."""
    yield _line(list(names))
    for row in rows:
        yield _line([safe_text(cell, tally) for cell in row])


def safe_text(cell: Cell, tally: Counter[str]) -> str:
    """A cell in words that no spreadsheet runs; numbers stay numbers, minus sign included."""
    text = cell_text(cell)
    if isinstance(cell, int | float) or not text.startswith(FORMULAS):
        return text
    tally[DEFUSED] += 1
    return "'" + text


def cell_text(cell: Cell) -> str:
    """A cell in words: nothing for None, true or false, lists joined."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, tuple):
        return JOINED.join(item.replace("|", "¦") for item in cell)
    return str(cell)


def _line(cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()
