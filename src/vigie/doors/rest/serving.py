"""Doors, REST. How an answer is made: the record opened, JSON or CSV, its ETag, its errors.

Each thread keeps the record open: SQLite's log lets any number of readers read while one writes. An ETag is the hash of the very bytes, so that it is never wrong.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, NotFoundException
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Schema,
)

from vigie.doors.exports.csv_table import csv_lines
from vigie.doors.exports.tables import columns
from vigie.doors.web.anchor import reading
from vigie.errors import BadRequest, VigieError
from vigie.store.record import Record

JSON, CSV = "application/json", "text/csv"
FORMATS = ("json", "csv")
BUSY_SECONDS = 5.0  # what a writer waits for another before it gives up

Asking = Request[Any, Any, Any]


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """What a server serves: the record, the file of tokens, and who reviews without a token.

    With neither `tokens` nor `reviewer` the server only reads.
    """

    record: Path
    tokens: Path | None = None
    reviewer: str | None = None


class Problem(msgspec.Struct, frozen=True):
    """Why there is no answer, and what would work, in one sentence."""

    error: str


class Missing(BadRequest):
    """What was asked for by its name is not there."""


class Busy(VigieError):
    """Somebody else is writing to the record."""


PROBLEMS = {
    code: ResponseSpec(data_container=Problem, description=words, generate_examples=False)
    for code, words in (
        (400, "What was asked cannot be done; the sentence says what would."),
        (404, "There is nothing of that name."),
        (503, "The record cannot be read or written now; ask again."),
    )
}


@dataclass
class Listing(Operation):
    """A route whose answer is also to be had as CSV, in the schema."""

    def __post_init__(self) -> None:
        """Say so."""
        known = (self.responses or {})["200"]
        if isinstance(known, OpenAPIResponse) and known.content is not None:
            known.content[CSV] = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))


def served(request: Asking) -> Served:
    """What this server serves."""
    found: Served = request.app.state.served
    return found


@contextmanager
def opened(request: Asking) -> Iterator[Record]:
    """This thread's record, for the time of a request."""
    with reading(served(request).record) as record:
        yield record


@contextmanager
def opened_to_write(request: Asking) -> Iterator[Record]:
    """The record, open to append to.

    Raises:
        Busy: a build holds it.
    """
    path = served(request).record
    Record(path).close()  # a record that is not there is not made
    try:
        with Record(path, write=True) as record:
            record.db.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
            yield record
    except sqlite3.OperationalError as e:
        raise Busy(f"somebody is writing to {path} ({e}); ask again in a moment.") from e


# --- answers -----------------------------------------------------------------------------


def wants_csv(request: Asking, format_: str | None) -> bool:
    """Whether CSV was asked for, by `format` first, else by the Accept header."""
    return format_ == "csv" or (format_ is None and _prefers_csv(request))


def answer(request: Asking, body: Any) -> Response[Any]:
    """A record, or a page of them, as JSON."""
    cursor = getattr(body, "next", None)
    return _response(request, msgspec.json.encode(body), JSON, cursor)


def answer_csv(
    request: Asking, row: type[Any], rows: Iterable[Any], cursor: str | None = None
) -> Response[Any]:
    """Rows as CSV; formulas are defused, the way to the next page is in the Link header."""
    names = list(columns(row))
    cells = ([getattr(one, name) for name in names] for one in rows)
    body = b"".join(csv_lines(names, cells, Counter()))
    return _response(request, body, CSV, cursor)


def _response(
    request: Asking, body: bytes, media: str, cursor: str | None
) -> Response[Any]:
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if cursor:
        asked = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
        query = urlencode([*asked, ("cursor", cursor)])
        headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'
    known = request.headers.get("if-none-match", "")
    if any(one.strip().removeprefix("W/") in (tag, "*") for one in known.split(",")):
        return Response(None, status_code=304, headers=headers, media_type=media)
    return Response(body, headers=headers, media_type=media)


def _prefers_csv(request: Asking) -> bool:
    """Whether the Accept header puts CSV before JSON."""
    best = {CSV: 0.0, JSON: 0.0}
    for part in request.headers.get("accept", "*/*").split(","):
        kind, *parameters = (p.strip() for p in part.split(";"))
        weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            value = float(weight)
        except ValueError:
            continue
        for known in best:
            if kind in (known, f"{known.partition('/')[0]}/*", "*/*"):
                best[known] = max(best[known], value)
    return best[CSV] > best[JSON]


# --- cursors of plain lists --------------------------------------------------------------


def cut(
    rows: Sequence[Any], limit: int, cursor: str | None
) -> tuple[list[Any], str | None]:
    """A page of a list that is whole in memory, and the cursor of the page after.

    Raises:
        BadRequest: the cursor is not one of ours.
    """
    start = read_cursor(cursor)
    page = list(rows[start : start + limit])
    return page, next_cursor(start, limit, len(rows))


def next_cursor(start: int, limit: int, total: int) -> str | None:
    """The cursor of the page after; None on the last."""
    return write_cursor(start + limit) if start + limit < total else None


def write_cursor(place: int) -> str:
    """A place in a list, as a cursor."""
    return base64.urlsafe_b64encode(f"at {place}".encode()).decode().rstrip("=")


def read_cursor(cursor: str | None) -> int:
    """The place a cursor stands for; 0 without one.

    Raises:
        BadRequest: it is not one of ours.

    >>> read_cursor(write_cursor(50))
    50
    """
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        place = int(text.removeprefix("at ")) if text.startswith("at ") else -1
    except (binascii.Error, ValueError):
        place = -1
    if not 0 <= place < 2**53:
        raise BadRequest(f"'{cursor}' is no cursor; take 'next' from the page before.")
    return place


# --- errors ------------------------------------------------------------------------------


def on_vigie_error(request: Asking, error: VigieError) -> Response[Problem]:
    """What was raised on purpose, as one sentence."""
    code = {Missing: 404, Busy: 503}.get(type(error), 400)
    return problem(str(error), code)


def on_http_error(request: Asking, error: HTTPException) -> Response[Problem]:
    """What Litestar refuses (a bad parameter, another method), as one sentence."""
    words = error.detail
    if isinstance(error.extra, list) and error.extra:
        words = "; ".join(_refusal(e) for e in error.extra if "message" in e)
    if isinstance(error, NotFoundException):
        words = f"there is nothing at {request.url.path}; see /api/openapi.json"
    return problem(words, error.status_code, dict(error.headers or {}))


def _refusal(found: Mapping[str, str]) -> str:
    """A parameter that was refused, with what it takes."""
    name, words = found.get("key", "the body"), found["message"]
    if "regex" in words:
        words = "not a date; write 2020, 2020-05 or 2020-05-21"
    return f"{name}: {words}"


def on_busy(request: Asking, error: sqlite3.Error) -> Response[Problem]:
    """The file is held or broken; nothing was written."""
    return problem(f"the record cannot be read now ({error}); ask again.", 503)


def problem(
    words: str, code: int, headers: dict[str, str] | None = None
) -> Response[Problem]:
    """A sentence and its status."""
    return Response(
        Problem(words), status_code=code, headers=headers or {}, media_type=JSON
    )


ON_ERROR: dict[Any, Any] = {
    VigieError: on_vigie_error, HTTPException: on_http_error, sqlite3.Error: on_busy,
}  # fmt: skip
__all__ = [
    "ON_ERROR", "PROBLEMS", "Asking", "Busy", "Listing", "Missing", "Problem", "Served", "answer",
    "answer_csv", "cut", "next_cursor", "opened", "opened_to_write", "read_cursor", "served", "wants_csv",
    "write_cursor",
]  # fmt: skip
