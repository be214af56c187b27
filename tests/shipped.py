"""The shipped kit, loaded once a process, however it is asked for."""

from __future__ import annotations

from functools import cache

from vigie.flow.kit import Kit, open_kit


@cache
def shipped_kit() -> Kit:
    """French pack, shipped model."""
    return open_kit()
