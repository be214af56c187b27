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
    """A sentence of the interface, its blanks filled.

    A word that goes with a number stands in its blank in both its forms, singular first:
    "{n} {n:event|events}". Which numbers are singular is the language's (`singular`).

    >>> with speaking("fr"):
    ...     [say("web.map.n", n=n) for n in (0, 1, 2)]
    ['0 événement', '1 événement', '2 événements']
    """
    return _words(language())[key].format(**{k: _Blank(v) for k, v in values.items()})


class _Blank:
    """What fills a blank; "one|many" as its format chooses by its number."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if not bar:
            return format(self.value, spec)
        number = "".join(filter(str.isdigit, str(self.value)))  # 12 400 was grouped before
        return one if number in _words(language())["singular"].split() else many


@cache
def _words(lang: str) -> dict[str, str]:
    words: dict[str, str] = read_yaml(Path(__file__).with_name(f"{lang}.yaml"))
    return words
