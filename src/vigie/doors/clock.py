"""Doors. The clock: only a door may look at it, so that what the rooms do can be done again."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The instant, ISO 8601 to the second, in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
