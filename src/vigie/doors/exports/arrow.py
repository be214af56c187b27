"""Doors, exports. Arrow and Parquet: the same rows as the CSV, lists as lists, numbers as numbers.

Flow: rows → record batches → a Parquet file, or a table in memory. pyarrow is of the extra
`tables` and is loaded here only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.sink import Sink
from vigie.doors.exports.tables import TABLES, Row, columns, table_rows
from vigie.errors import BadRequest

BATCH = 5_000  # rows written at a time


def extra(module: str, purpose: str) -> Any:
    """A module of the extra `tables`.

    Raises:
        BadRequest: it is not installed; the sentence says how to install it.
    """
    try:
        return import_module(module)
    except ImportError as e:
        raise BadRequest(
            f"{purpose} needs {module.partition('.')[0]}, which is not installed; "
            "run: pip install 'vigie[tables]'"
        ) from e


def write_parquet(chosen: Chosen, table: str = "events") -> Iterator[bytes]:
    """A table as a Parquet file (zstd), a batch at a time."""
    pa = extra("pyarrow", "Parquet")
    parquet = extra("pyarrow.parquet", "Parquet")
    schema = arrow_schema(TABLES[table]) if table in TABLES else None
    rows = table_rows(chosen, table)
    sink = Sink()
    with parquet.ParquetWriter(pa.PythonFile(sink, "w"), schema, compression="zstd") as out:
        for batch in batches(rows, TABLES[table]):
            out.write_batch(batch)
            yield sink.take()
    yield sink.take()


def arrow_table(rows: Iterable[Row], kind: type[Row]) -> Any:
    """Rows as a pyarrow Table; one without rows has its columns all the same."""
    pa = extra("pyarrow", "Arrow")
    return pa.Table.from_batches(list(batches(rows, kind)), arrow_schema(kind))


def batches(rows: Iterable[Row], kind: type[Row]) -> Iterator[Any]:
    """Rows as record batches of at most `BATCH` rows."""
    pa = extra("pyarrow", "Arrow")
    schema = arrow_schema(kind)
    left = iter(rows)
    while chunk := list(islice(left, BATCH)):
        arrays = [
            pa.array([getattr(row, field.name) for row in chunk], field.type)
            for field in schema
        ]
        yield pa.record_batch(arrays, schema=schema)


def arrow_schema(kind: type[Row]) -> Any:
    """Names and types of a table's columns."""
    pa = extra("pyarrow", "Arrow")
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    return pa.schema([
        (name, pa.list_(pa.string()) if is_list else plain[cell])
        for name, (cell, is_list) in columns(kind).items()
    ])  # fmt: skip
