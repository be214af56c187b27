"""Dispatches room, readers. NewsML-G2, NewsML 1 and NITF: how agencies send their wires.

Flow: a file of one item or of a message with many → one `RawDispatch` an item. Names of elements
are looked up whatever their namespace, for agencies differ in theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.dispatches.readers.markup import words_of
from vigie.dispatches.readers.web_page import precise
from vigie.dispatches.readers.xml_in import local, parse, said, under
from vigie.records import Given, Issue, RawDispatch

_ITEMS = ("newsItem", "NewsItem")
_TITLES = ("headline", "HeadLine", "hl1", "headLine", "title")
_DATES = (
    "contentCreated",
    "firstCreated",
    "versionCreated",
    "FirstCreated",
    "ThisRevisionCreated",
)
_BODIES = ("inlineXML", "inlineData", "body.content", "DataContent")
_BARE_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d{4})?")


def read_news(
    data: bytes, name: str, *, limits: Limits = LIMITS
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of a NewsML or NITF file."""
    root = parse(data, name)
    if isinstance(root, Issue):
        yield root
        return
    if local(root) == "nitf":
        yield _dispatch(root, name, limits)
        return
    items = list(under(root, *_ITEMS))
    if not items:
        yield issues.malformed(
            name, "xml-unknown", local(root), "NewsML, NITF, a feed or a sitemap"
        )
    for rank, item in enumerate(items, 1):
        yield _dispatch(item, name if len(items) == 1 else f"{name}:{rank}", limits)


def _dispatch(item: Any, where: str, limits: Limits) -> RawDispatch | Issue:
    name = item.get("guid") or said(item, "PublicIdentifier", "NewsItemId") or where
    status = next(
        (
            s.get("qcode", "") or s.get("FormalName", "")
            for s in under(item, "pubStatus", "Status")
        ),
        "",
    )
    if str(status).lower().rpartition(":")[2] in ("canceled", "cancelled", "withheld"):
        return issues.malformed(
            name, "item-cancelled", str(status), "an item that is usable"
        )
    body = _body(item)
    title = _title(item)
    if not body:
        return issues.malformed(
            name, "xml-without-text", local(item), "an item with words in it"
        )
    if len(body) > limits.text_bytes:
        return issues.too_long(name, len(body), limits.text_bytes)
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    return RawDispatch(id=str(name), text=text, given=_given(item, title))


def _title(item: Any) -> str | None:
    metas = list(under(item, "contentMeta", "NewsLines", "hedline", "head"))
    for meta in [*metas, item]:
        if title := said(meta, *_TITLES):
            return title
    return None


def _body(item: Any) -> str:
    for name in _BODIES:
        for holder in under(item, name):
            inner = next(under(holder, "body.content", "body"), holder)
            if words := _words(inner):
                return words
    return ""


def _words(holder: Any) -> str:
    """Paragraphs of an element; text that is itself escaped markup is read as such."""
    parts = [
        " ".join("".join(p.itertext()).split())
        for p in under(holder, "p", "li", "h2", "h3", "hl2")
    ]
    if any(parts):
        return "\n\n".join(part for part in parts if part)
    words = "".join(holder.itertext()).strip()
    return words_of(words) if words.startswith("<") else words


def _given(item: Any, title: str | None) -> Given:
    language = next(
        (e.get("tag") or e.get("FormalName") for e in under(item, "language", "Language")),
        None,
    )
    by = said(item, "by", "byline", "ByLine", "person")
    return Given(
        outlet=_provider(item),
        title=title,
        published=_published(item),
        language=language or item.get("{http://www.w3.org/XML/1998/namespace}lang"),
        authors=(by,) if by else (),
    )


def _provider(item: Any) -> str | None:
    for element in under(
        item, "provider", "infoSource", "Provider", "doc.copyright", "creditline"
    ):
        words = said(element, "name") or element.get("literal") or element.get("holder")
        words = words or next((p.get("FormalName") for p in under(element, "Party")), None)
        words = (
            words
            or element.get("qcode", "").rpartition(":")[2]
            or " ".join((element.text or "").split())
        )
        if words:
            return str(words)
    return None


def _published(item: Any) -> str | None:
    for name in _DATES:
        if found := _iso(said(item, name)):
            return found
    for element in under(item, "date.issue", "date.release", "story.date"):
        if found := _iso(element.get("norm")):
            return found
    return None


def _iso(value: str | None) -> str | None:
    """ISO 8601 of both ways of writing it: "20210312T140500Z" and "2021-03-12T14:05:00Z"."""
    found = _BARE_DAY.fullmatch((value or "").strip())
    if not found:
        return precise(value)
    year, month, day, hour, minute, _, zone = found.groups()
    zone = f"{zone[:3]}:{zone[3:]}" if zone and zone != "Z" else zone or ""
    return precise(f"{year}-{month}-{day}" + (f"T{hour}:{minute}{zone}" if hour else ""))
