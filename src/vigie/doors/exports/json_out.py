"""Doors, exports. JSON as it goes out: a line an item, or one document whose items stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from vigie.doors.exports.chosen import Chosen

_encode = msgspec.json.encode


def write_jsonl(chosen: Chosen) -> Iterator[bytes]:
    """Each event whole, as the record holds it, a line each: nothing is lost."""
    return json_lines(chosen.events())


def json_lines(items: Iterable[Any]) -> Iterator[bytes]:
    """One JSON value a line."""
    for item in items:
        yield _encode(item) + b"\n"


def json_document(head: Any, key: str, items: Iterable[Any]) -> Iterator[bytes]:
    """One JSON object: the fields of `head`, then `key`, a list with an item a line."""
    opened = _encode(head)[:-1]
    yield opened + (b"," if head else b"") + _encode(key) + b":["
    yield from _list(items)
    yield b"\n]}\n"


def json_list(items: Iterable[Any]) -> Iterator[bytes]:
    """One JSON list, an item a line."""
    yield b"["
    yield from _list(items)
    yield b"\n]\n"


def _list(items: Iterable[Any]) -> Iterator[bytes]:
    for n, item in enumerate(items):
        yield (b",\n" if n else b"\n") + _encode(item)
