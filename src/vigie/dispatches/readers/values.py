"""Dispatches room, readers. A value as a feed or a JSON file gives it → words, or nothing."""

from __future__ import annotations

from typing import Any


def said(value: Any) -> str | None:
    """The words of a value, trimmed; None for what is no words.

    >>> said("  Reuters "), said(""), said(3)
    ('Reuters', None, None)
    """
    return value.strip() if isinstance(value, str) and value.strip() else None
