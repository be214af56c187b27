"""Doors, Python. `vigie.open(record)`: a record as tables, charts and files.

Flow: filters, the words of `vigie timeline` → `Chosen` → rows → polars, pandas or Arrow; charts
are Altair's. The libraries are of the extra `tables`, loaded when a frame or chart is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec

from vigie.doors.exports.arrow import arrow_table, extra
from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.formats import export as export_as
from vigie.doors.exports.tables import TABLES, Row, table_rows
from vigie.errors import BadRequest
from vigie.store.record import Record
from vigie.views.events import Wanted
from vigie.views.quotes import quotes

if TYPE_CHECKING:
    from vigie.doors.python.charts import Charts

FILTERS = tuple(
    f for f in Wanted.__struct_fields__ if f not in ("order", "limit", "cursor")
)


class Rows:
    """Rows of one table. Walk them, or take them as a frame; the columns are in docs/exports.md."""

    def __init__(self, table: str, rows: list[Row]) -> None:
        self.table = table
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<{len(self)} {self.table}: .polars(), .pandas(), .arrow(), or a loop>"

    def arrow(self) -> Any:
        """The rows as a pyarrow Table."""
        return arrow_table(self._rows, TABLES[self.table])

    def polars(self) -> Any:
        """The rows as a polars DataFrame."""
        return extra("polars", "a polars frame").from_arrow(self.arrow())

    def pandas(self) -> Any:
        """The rows as a pandas DataFrame; lists stay lists.

        Raises:
            BadRequest: pandas is not installed; it is not of our extras.
        """
        table = self.arrow()
        try:
            return table.to_pandas()
        except ImportError as e:
            raise BadRequest(
                "a pandas frame needs pandas; run: pip install pandas, or take .polars()"
            ) from e


class Opened:
    """An open record. Use as a context manager, or close it.

    Filters are those of `vigie timeline`: since, until, actor, dyad, place, country, types, quad,
    status, story, min_origins, contradicted, said_only, text.

    Args:
        path: A record made by `vigie build` or `vigie.build`.

    Raises:
        NotARecord: the file is no record of ours, or is not there.
    """

    def __init__(self, path: str | Path) -> None:
        self.record = Record(Path(path))

    def __enter__(self) -> Opened:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.record.close()

    def events(self, **filters: Any) -> Rows:
        """What happened, in order of time, the undated last."""
        return self._rows("events", filters)

    def reports(self, **filters: Any) -> Rows:
        """What each dispatch says of the events, with the words."""
        return self._rows("reports", filters)

    def actors(self, **filters: Any) -> Rows:
        """Who has a part in the events."""
        return self._rows("actors", filters)

    def quotes(
        self, *, speaker: str | None = None, about: str | None = None,
        since: str | None = None,
    ) -> Rows:  # fmt: skip
        """Who said what; the filters are those of `vigie quotes`."""
        return Rows(
            "quotes", [*quotes(self.record, speaker=speaker, about=about, since=since)]
        )

    def export(
        self, to: str, out: str | Path | None = None, *, table: str | None = None,
        **filters: Any,
    ) -> bytes:  # fmt: skip
        """The events in one of the formats of `vigie export`, as bytes; also to a file if named."""
        data = b"".join(export_as(self.choose(filters), to, table=table))
        if out is not None:
            Path(out).write_bytes(data)
        return data

    @property
    def chart(self) -> Charts:
        """Charts of the record: `.timeline()`, `.bars()`, `.dyads()`, `.figures()`."""
        from vigie.doors.python.charts import Charts

        return Charts(self)

    def choose(self, filters: dict[str, Any]) -> Chosen:
        """The events that filters choose.

        Raises:
            BadRequest: there is no filter of that name, or its value is of another kind.
        """
        for name in filters.keys() - set(FILTERS):
            raise BadRequest(f"no filter '{name}'; write one of: {', '.join(FILTERS)}.")
        types = filters.get("types", ())
        asked = filters | {"types": [types] if isinstance(types, str) else list(types)}
        try:
            return Chosen(self.record, msgspec.convert(asked, Wanted))
        except msgspec.ValidationError as e:
            raise BadRequest(f"a filter is not of its kind: {e}.") from e

    def _rows(self, table: str, filters: dict[str, Any]) -> Rows:
        return Rows(table, list(table_rows(self.choose(filters), table)))


def open_record(path: str | Path) -> Opened:
    """Open a record to ask it for tables and charts.

    Args:
        path: A record made by `vigie build` or `vigie.build`.

    Raises:
        NotARecord: the file is no record of ours, or is not there.
    """
    return Opened(path)
