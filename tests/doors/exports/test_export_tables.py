"""Laws of the tables: the same rows in CSV, Parquet and frames; formulas defused; columns told."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.csv_table import DEFUSED, FORMULAS, csv_lines
from vigie.doors.exports.formats import export
from vigie.doors.exports.tables import TABLES, columns
from vigie.store.record import Record
from vigie.views.events import Wanted

DOC = Path(__file__).resolve().parents[3] / "docs" / "exports.md"


@pytest.mark.parametrize("table", TABLES)
def test_csv_and_parquet_hold_the_same(table: str, record: Record, out):
    """Read back by polars and pyarrow, cell for cell; lists are joined in CSV."""
    held = pq.read_table(io.BytesIO(out(record, "parquet", table=table))).to_pylist()
    told = pl.read_csv(out(record, "csv", table=table), infer_schema=False).to_dicts()
    assert [list(row) for row in told] == [list(row) for row in held]
    assert bool(held) == (table != "quotes")  # the small record cites nobody
    for left, right in zip(told, held, strict=True):
        for name, cell in right.items():
            flat = " | ".join(cell) if isinstance(cell, list) else cell
            if isinstance(flat, bool):
                flat = str(flat).lower()
            assert (left[name] or "") == ("" if flat is None else str(flat)), name


def test_the_first_event_is_told_in_its_columns(record: Record, out):
    rows = pq.read_table(io.BytesIO(out(record, "parquet"))).to_pylist()
    assert [r["id"] for r in rows] == ["e2menace", "e1asaba", "e3sansjour"]
    taken = rows[1]
    assert (taken["killed_least"], taken["killed_most"]) == (12, 20)
    assert taken["origins"] == 3
    assert taken["contradictions"] == ["status"]
    assert taken["words"] == "Le GNA a pris jeudi la ville d'Asaba à l'ANL"
    assert rows[2]["starts"] is None


def test_reports_point_back_to_their_words(record: Record, out):
    """`start` and `end` are offsets of the text as received."""
    for row in pq.read_table(
        io.BytesIO(out(record, "parquet", table="reports"))
    ).to_pylist():
        reading = record.reading_of(row["dispatch"])
        assert reading is not None
        words = reading.dispatch.raw[row["start"] : row["end"]]
        assert " ".join(words.split()) == row["words"]


def test_quotes_point_back_to_their_words(dirty: Record, out):
    (row,) = pq.read_table(io.BytesIO(out(dirty, "parquet", table="quotes"))).to_pylist()
    reading = dirty.reading_of(row["dispatch"])
    assert reading is not None
    words = reading.dispatch.raw[row["start"] : row["end"]]
    assert " ".join(words.split()) == row["words"]
    assert row["speaker"] == "Gouvernement d'union nationale"
    line = out(dirty, "csv", table="quotes").split(b"\r\n")[1]
    assert b"'=HYPERLINK" in line


def test_an_empty_table_keeps_its_columns(record: Record, out):
    data = out(record, "parquet", since="1999", until="1999")
    assert pq.read_table(io.BytesIO(data)).column_names == list(columns(TABLES["events"]))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_in_the_docs(table: str):
    text = DOC.read_text(encoding="utf-8")
    for name in columns(TABLES[table]):
        assert f"`{name}`" in text, name


def test_cells_that_would_run_are_defused_and_counted(dirty: Record):
    chosen = Chosen(dirty, Wanted())
    data = b"".join(export(chosen, "csv")).decode()
    cells = [cell for row in csv.reader(io.StringIO(data)) for cell in row]
    words = [cell for cell in cells if not _is_number(cell)]
    assert not any(cell.startswith(FORMULAS) for cell in words)
    assert chosen.tally[DEFUSED] == sum(cell.startswith("'") for cell in cells) > 0


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=3), max_size=4))
def test_whatever_is_written_comes_back(rows: list[list[str]]):
    """Any text survives CSV, but for the apostrophe before a formula."""
    tally: Counter[str] = Counter()
    data = b"".join(csv_lines(["a"], rows, tally)).decode("utf-8")
    back = list(csv.reader(io.StringIO(data, newline="")))[1:]
    plain = [[c[1:] if c.startswith("'") and c[1:].startswith(FORMULAS) else c for c in row]
             for row in back]  # fmt: skip
    assert plain == [[c[1:] if c.startswith("'") and c[1:].startswith(FORMULAS) else c
                      for c in row] for row in rows]  # fmt: skip


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
