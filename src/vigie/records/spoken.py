"""Records room. The values of a decision, as JSON: what a person says, and what stood there."""

from __future__ import annotations

from typing import Any

import msgspec


def to_json(value: Any) -> str:
    """A value as a decision holds it.

    >>> to_json(("Aya", None))
    '["Aya",null]'
    """
    return msgspec.json.encode(value).decode()


def from_json(text: str | None) -> Any:
    """What a decision's value holds; None for what is no JSON, or not there.

    >>> from_json('["Aya"]'), from_json("{"), from_json(None)
    (['Aya'], None, None)
    """
    try:
        return msgspec.json.decode(text or "null")
    except msgspec.DecodeError:
        return None
