"""Knowledge room. Words and phrases of a pack, looked for among lemmas: whole words, in order.

Flow: phrases of a data file → `Phrases`, asked for all that stand in a stretch of tokens. A phrase
fits a token by its lemma or by its form, so that a pack may write either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from vigie.records import Token

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases with a value each, found by their first word."""

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in rows:
            words = tuple(phrase.lower().replace("'", "' ").split())
            self._by_first.setdefault(words[0], []).append((words, value))

    def found(self, tokens: Sequence[Token]) -> Iterator[tuple[str, T]]:
        """The words of the text and the value, for each phrase that stands in the tokens."""
        by_first = self._by_first
        for i, token in enumerate(tokens):
            rows = by_first.get(token.low, [])
            if token.lemma != token.low:
                rows = [*rows, *by_first.get(token.lemma, ())]
            for words, value in rows:
                run = tokens[i : i + len(words)]
                if len(run) == len(words) and all(
                    w in (t.low, t.lemma) for w, t in zip(words, run, strict=True)
                ):
                    yield " ".join(t.text for t in run), value
