"""Dispatches room, readers. RSS and Atom: an entry a dispatch, with what the feed says of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.extras import extra
from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.dispatches.readers.markup import words_of
from vigie.dispatches.readers.told import LONGEST_SECTION
from vigie.dispatches.readers.values import said
from vigie.dispatches.readers.xml_in import parse
from vigie.records import Given, Issue, RawDispatch

# Bytes of a feed that is no well-formed XML and is mended all the same; mending takes long.
LONGEST_BROKEN = 300_000


def read_feed(
    data: bytes, name: str, *, limits: Limits = LIMITS
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of a feed, in its order; a broken feed gives what can be read of it."""
    feedparser = extra("feedparser", "feeds")
    if len(data) > limits.page_bytes:
        yield issues.too_long(name, len(data), limits.page_bytes)
        return
    if len(data) > LONGEST_BROKEN and isinstance(odd := parse(data, name), Issue):
        yield odd
        return
    try:
        feed = feedparser.parse(io.BytesIO(data))  # a string could be taken for a URL
    except (ValueError, LookupError, AttributeError, RecursionError) as e:
        yield issues.malformed(name, "feed-malformed", str(e), "a feed that can be read")
        return
    if not feed.entries:
        found = str(feed.get("bozo_exception", "no entry"))
        yield issues.malformed(name, "feed-without-entries", found, "a feed with entries")
        return
    for rank, entry in enumerate(feed.entries, 1):
        yield _dispatch(entry, feed.feed, f"{name}:{rank}", limits)


def _dispatch(entry: Any, feed: Any, where: str, limits: Limits) -> RawDispatch | Issue:
    title = " ".join(words_of(entry.get("title", "")).split())
    body = _body(entry)
    name = said(entry.get("id")) or said(entry.get("link")) or where
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}".strip()
    if not text.strip():
        return issues.empty(name)
    if len(text) > limits.text_bytes:
        return issues.too_long(name, len(text), limits.text_bytes)
    authors = [a.get("name") for a in entry.get("authors", ()) if isinstance(a, dict)]
    return RawDispatch(
        id=name, text=text,
        given=Given(
            url=said(entry.get("link")), outlet=said(feed.get("title")), title=title or None,
            published=_instant(entry), language=said(feed.get("language")),
            authors=tuple(a for a in authors if a), section=_category(entry),
        ),
    )  # fmt: skip


def _body(entry: Any) -> str:
    """The longest of what the entry holds: full content where the feed gives it, else the summary."""
    parts = [part.get("value", "") for part in entry.get("content", ())] + [
        entry.get("summary", "")
    ]
    return max((words_of(part) for part in parts if part), key=len, default="")


def _category(entry: Any) -> str | None:
    """The first of an entry's categories that is a name and no list of subjects."""
    terms = (said(tag.get("term")) for tag in entry.get("tags", ()))
    return next(
        (t for t in terms if t and len(t) <= LONGEST_SECTION and "," not in t), None
    )


def _instant(entry: Any) -> str | None:
    for key in ("published_parsed", "updated_parsed"):
        when = entry.get(key)
        if when:
            return f"{when[0]:04}-{when[1]:02}-{when[2]:02}T{when[3]:02}:{when[4]:02}:{when[5]:02}Z"
    return None
