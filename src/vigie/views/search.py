"""Views room. Search: dispatches by their words, over lemmas, accents folded."""

from __future__ import annotations

import re
import sqlite3

import msgspec

from vigie.errors import BadRequest
from vigie.store.record import Record


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A dispatch that holds the words; the snippet is of lemmas, the words between brackets."""

    dispatch: str
    title: str | None
    published: str | None
    snippet: str


def search(record: Record, words: str, limit: int = 20) -> list[Found]:
    """Dispatches that hold all the words (as they stand or as their beginning), best first.

    Raises:
        BadRequest: there is no word to look for.
    """
    terms = re.findall(r"\w+", words)
    if not terms:
        raise BadRequest(
            "there is no word to look for; write one, like: vigie search R tripoli"
        )
    # A reader types inflected words, the index holds lemmas: the first letters serve both.
    query = " ".join(f'"{t[: max(4, len(t) - 2)]}"*' for t in terms)
    try:
        rows = record.rows(
            "SELECT d.id, d.title, d.published, snippet(search, 0, '[', ']', '…', 12) "
            "FROM search JOIN dispatches d ON d.rank = search.rowid "
            "WHERE search MATCH ? ORDER BY bm25(search), d.rank LIMIT ?",
            (query, limit),
        )
    except sqlite3.OperationalError as e:
        raise BadRequest(f"'{words}' cannot be searched ({e}); write plain words.") from e
    return [Found(dispatch=a, title=b, published=c, snippet=s) for a, b, c, s in rows]
