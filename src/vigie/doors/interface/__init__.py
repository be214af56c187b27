"""Doors. What the interface says, in French and in English: `say("timeline.empty")`.

The language is that of VIGIE_LANG, else of the machine's locale, else English. The words are data
(`en.yaml`, `fr.yaml`); a test holds the two files to the same keys.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from vigie.knowledge.yaml import read_yaml

LANGUAGES = ("en", "fr")

_asked: ContextVar[str | None] = ContextVar("language asked for", default=None)


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Within it, the interface speaks one of `LANGUAGES`, for this thread or task only."""
    token = _asked.set(lang)
    try:
        yield
    finally:
        _asked.reset(token)


def language() -> str:
    """Language of the interface."""
    asked = _asked.get()
    if asked is not None:
        return asked
    for name in ("VIGIE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")[:2].lower()
        if value in LANGUAGES:
            return value
    return "en"


def say(key: str, **values: object) -> str:
    """A sentence of the interface, its blanks filled."""
    return _words(language())[key].format(**values)


@cache
def _words(lang: str) -> dict[str, str]:
    words: dict[str, str] = read_yaml(Path(__file__).with_name(f"{lang}.yaml"))
    return words
