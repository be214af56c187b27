"""Dispatches room, readers. CSV and TSV: a row a dispatch, columns told by their names.

Flow: the first lines give encoding, separator and header; rows then stream. Which names mean
what is data: knowledge/columns.yaml.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.bytes_in import is_binary
from vigie.dispatches.readers.jsonl import given_of
from vigie.dispatches.readers.limits import Limits
from vigie.dispatches.tape import plain
from vigie.knowledge.loaders import HOME
from vigie.knowledge.yaml import read_yaml
from vigie.records import Issue, RawDispatch

_SEPARATORS = ",;\t|"
_HEAD = 65_536


def read_table(
    handle: BinaryIO, name: str, file_name: str, limits: Limits, depth: int
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of a table, in row order."""
    head = handle.peek(_HEAD)[:_HEAD] if isinstance(handle, io.BufferedReader) else b""
    if not head.strip():
        yield issues.empty(name)
        return
    if is_binary(head):
        yield issues.binary(name)
        return
    encoding = _encoding(head)
    first = head.decode(encoding, "replace").lstrip("\ufeff").splitlines() or [""]
    separator = max(_SEPARATORS, key=first[0].count)
    # A field may be as long as a dispatch; csv's own limit is a sixteenth of that.
    csv.field_size_limit(max(limits.text_bytes, csv.field_size_limit()))
    text = io.TextIOWrapper(handle, encoding, errors="replace", newline="")
    rows = csv.reader(text, delimiter=separator)
    header = _header(next(rows, []))
    if "text" not in header.values():
        yield issues.malformed(
            name, "csv-without-text", ", ".join(first)[:80], "a column named text"
        )
        return
    if encoding == "cp1252":
        yield Issue(
            dispatch_id=name, kind="encoding-not-utf8", found=encoding, expected="utf-8",
            done=f"read as {encoding}",
        )  # fmt: skip
    yield from _rows(rows, header, name, limits)


def _rows(
    rows: Any, header: dict[int, str], name: str, limits: Limits
) -> Iterator[RawDispatch | Issue]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as e:
            yield issues.malformed(
                f"{name}:{number}", "csv-malformed", str(e), "a row of cells"
            )
            continue
        if any(cells):
            yield _dispatch(cells, header, f"{name}:{number}", limits)


def _dispatch(
    cells: list[str], header: dict[int, str], where: str, limits: Limits
) -> RawDispatch | Issue:
    row: dict[str, Any] = {}
    for k, cell in enumerate(cells):
        if k in header and cell.strip():
            row.setdefault(header[k], cell)
    text = row.get("text")
    name = str(row.get("id", where))
    if text is None:
        return issues.malformed(
            name, "csv-without-text", f"{len(cells)} cells", "a cell of text"
        )
    if len(text) > limits.text_bytes:
        return issues.too_long(name, len(text), limits.text_bytes)
    if "authors" in row:
        row["authors"] = [a.strip() for a in row["authors"].split(";") if a.strip()]
    return RawDispatch(id=name, text=text, given=given_of(row))


def _header(cells: list[str]) -> dict[int, str]:
    """Which column holds what; for one meaning the first listed name wins."""
    names = [_bare(cell) for cell in cells]
    found: dict[int, str] = {}
    for meaning, forms in read_yaml(HOME / "columns.yaml").items():
        rank = next((names.index(f) for f in map(_bare, forms) if f in names), None)
        if rank is not None:
            found.setdefault(rank, meaning)
    return found


def _bare(name: str) -> str:
    return "".join(c for c in plain(name).lower() if c.isalnum())


def _encoding(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        head[: max(0, len(head) - 4)].decode("utf-8")
    except UnicodeDecodeError as e:
        if e.start < len(head) - 8:
            return "cp1252"
    return "utf-8-sig"
