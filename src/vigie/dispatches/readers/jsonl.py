"""Dispatches room, readers. JSON: one object, a list of them, or one a line (JSONL).

Flow: {"id", "text"} with url, outlet, title, published, language, authors beside → `RawDispatch`.
Gold rows, with `raw` and `given`, and Vigie's own readings read the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.bytes_in import decode
from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.dispatches.readers.ninjs import is_ninjs, read_item
from vigie.records import Given, Issue, RawDispatch

_WRAPPERS = ("articles", "dispatches", "items", "documents", "data", "results")
_TEXTS = ("raw", "text", "body", "content")
_TITLES = ("title", "headline")
_DATES = ("published", "date", "published_at", "publishedAt", "datePublished")


def read_json_lines(
    lines: Iterable[bytes], name: str, *, limits: Limits = LIMITS
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of JSON lines, one at a time; a bad line is an issue and the next is read."""
    for number, line in enumerate(lines, 1):
        if not line.strip(b" \t\r\n\x00\xef\xbb\xbf"):
            continue
        where = f"{name}:{number}"
        if len(line) > limits.file_bytes:
            yield issues.too_long(where, len(line), limits.file_bytes)
            continue
        yield from _one(line, where, limits)


def read_json(
    data: bytes, name: str, *, limits: Limits = LIMITS
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of a JSON document: an object, a list, or an object that holds the list."""
    content, odd = _parsed(data, name)
    yield from odd
    if odd and content is None:
        return
    for key in _WRAPPERS:
        if isinstance(content, dict) and isinstance(content.get(key), list):
            content = content[key]
    if isinstance(content, list):
        for rank, row in enumerate(content, 1):
            yield from read_row(row, f"{name}:{rank}", limits=limits)
    else:
        yield from read_row(content, name, limits=limits)


def read_row(
    row: Any, where: str, *, limits: Limits = LIMITS
) -> Iterator[RawDispatch | Issue]:
    """The dispatch of one JSON object."""
    if is_ninjs(row):
        yield from read_item(row, where, limits=limits)
        return
    text = _first(row, _TEXTS) if isinstance(row, dict) else None
    if text is None:
        yield issues.malformed(
            where, "json-without-text", type(row).__name__, 'an object with "id" and "text"'
        )
    elif not text.strip():
        yield issues.empty(_name(row, where))
    elif len(text) > limits.text_bytes:
        yield issues.too_long(_name(row, where), len(text), limits.text_bytes)
    else:
        yield RawDispatch(id=_name(row, where), text=_sound(text), given=given_of(row))


def given_of(row: dict[str, Any]) -> Given:
    """What came beside the text of an object, in `given` or next to it."""
    inner = row.get("given")
    beside = {**row, **inner} if isinstance(inner, dict) else row
    authors = beside.get("authors") or beside.get("author") or ()
    if isinstance(authors, str):
        authors = [authors]
    return Given(
        url=_first(beside, ("url", "link")),
        outlet=_first(beside, ("outlet", "source", "publisher")),
        title=_first(beside, _TITLES),
        published=_first(beside, _DATES),
        fetched=_first(beside, ("fetched",)),
        language=_first(beside, ("language", "lang")),
        section=_first(beside, ("section", "category")),
        authors=tuple(a for a in authors if isinstance(a, str))
        if isinstance(authors, list)
        else (),
    )


def _one(line: bytes, where: str, limits: Limits) -> Iterator[RawDispatch | Issue]:
    content, odd = _parsed(line, where)
    yield from odd
    if not (odd and content is None):
        yield from read_row(content, where, limits=limits)


def _parsed(data: bytes, where: str) -> tuple[Any, tuple[Issue, ...]]:
    odd: tuple[Issue, ...] = ()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text, odd = decode(data, where)
        data = text.encode()
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf")), odd
    except (msgspec.DecodeError, RecursionError) as e:
        return None, (*odd, issues.malformed(where, "json-malformed", str(e), "JSON"))


def _first(row: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = row.get(key)
        if isinstance(value, str) and (value or key in _TEXTS):
            return value
    return None


def _name(row: dict[str, Any], where: str) -> str:
    name = row.get("id")
    return str(name) if isinstance(name, str | int) and str(name) else where


def _sound(text: str) -> str:
    """Half surrogates, which JSON may spell and nothing can write, become the usual sign."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
