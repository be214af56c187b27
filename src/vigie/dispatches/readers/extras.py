"""Dispatches room, readers. Extra packages: imported when first needed, with the cure if missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from vigie.errors import BadRequest


def extra(module: str, reading: str) -> Any:
    """A module of the extra `web`.

    Args:
        module: What to import ("feedparser").
        reading: What it is for, in the plural ("feeds").

    Raises:
        BadRequest: it is not installed; the sentence says how to install it.
    """
    try:
        return import_module(module)
    except ImportError as e:
        raise BadRequest(
            f"reading {reading} needs {module.partition('.')[0]}, which is not installed; "
            "pip install 'vigie[web]' brings it"
        ) from e
