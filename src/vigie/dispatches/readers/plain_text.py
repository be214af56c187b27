"""Dispatches room, readers. Plain text: one file, one dispatch, its name the file's."""

from __future__ import annotations

from collections.abc import Iterator

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.bytes_in import decode, is_binary
from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.records import Given, Issue, RawDispatch


def read_text(
    data: bytes, name: str, *, limits: Limits = LIMITS, given: Given | None = None
) -> Iterator[RawDispatch | Issue]:
    """The dispatch that some bytes are."""
    if len(data) > limits.text_bytes:
        yield issues.too_long(name, len(data), limits.text_bytes)
    elif not data.strip():
        yield issues.empty(name)
    elif is_binary(data):
        yield issues.binary(name)
    else:
        text, odd = decode(data, name)
        yield from odd
        yield RawDispatch(id=name, text=text, given=given or Given())
