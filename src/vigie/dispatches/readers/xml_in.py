"""Dispatches room, readers. XML: what a file of it is, and a parse that fetches nothing.

Flow: bytes → entity check → by its root, a feed, a sitemap, NewsML-G2, NewsML 1 or NITF.
A file that declares entities is refused whole: that is how XML reads other files or grows
without end, and no news format needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.extras import extra
from vigie.dispatches.readers.limits import Limits
from vigie.records import Issue, RawDispatch

_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_ENTITY = re.compile(rb"<!ENTITY", re.I)
_FEEDS = ("rss", "feed", "rdf")
_SITEMAPS = ("urlset", "sitemapindex")
_LISTS = ("opml",)
_SEEN = 400_000  # bytes in which a root and its declarations stand


def read_xml(
    handle: BinaryIO, name: str, file_name: str, limits: Limits, depth: int
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of an XML file."""
    data = handle.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        yield issues.too_long(name, len(data), limits.file_bytes)
        return
    if not data.strip():
        yield issues.empty(name)
        return
    if has_entities(data):
        yield issues.entities(name)
        return
    kind = kind_of_xml(data)
    if kind == "feed":
        from vigie.dispatches.readers.feed import read_feed

        yield from read_feed(data, name, limits=limits)
    elif kind == "html":
        from vigie.dispatches.readers.web_page import read_page

        yield from read_page(data, name, limits=limits)
    elif kind == "sitemap":
        from vigie.dispatches.readers.sitemap import read_sitemap

        yield from read_sitemap(data, name, limits=limits)
    elif kind == "list":
        yield issues.malformed(
            name, "list-not-followed", "a list of feeds", "a feed, or --follow"
        )
    else:
        from vigie.dispatches.readers.newsml import read_news

        yield from read_news(data, name, limits=limits)


def has_entities(data: bytes) -> bool:
    """Whether some XML declares entities anywhere, be it in UTF-16."""
    wide = b"\x00" in data[:100]
    return _ENTITY.search(data.replace(b"\x00", b"") if wide else data) is not None


def kind_of_xml(data: bytes) -> str:
    """What some XML is by its root: "feed", "sitemap", "list" (OPML), or the root's own name."""
    root = _ROOT.search(data[:_SEEN].replace(b"\x00", b""))
    name = root[1].decode("ascii", "replace").lower() if root else ""
    for kind, roots in (("feed", _FEEDS), ("sitemap", _SITEMAPS), ("list", _LISTS)):
        if name in roots:
            return kind
    return name


def parse(data: bytes, name: str) -> Any | Issue:
    """The root element of some XML, or the issue that says why there is none."""
    tree = extra("defusedxml.ElementTree", "XML")
    common = extra("defusedxml.common", "XML")
    try:
        return tree.fromstring(data)
    except common.DefusedXmlException as e:
        return issues.malformed(
            name, "xml-with-entities", type(e).__name__, "XML that declares no entities"
        )
    except (tree.ParseError, ValueError, LookupError) as e:
        return issues.malformed(name, "xml-malformed", str(e), "well-formed XML")


def local(element: Any) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def under(element: Any, *names: str) -> Iterator[Any]:
    """Descendants with one of the names, in document order, whatever their namespace."""
    for child in element.iter():
        if local(child) in names:
            yield child


def said(element: Any, *names: str) -> str | None:
    """The words of the first descendant with one of the names that has any."""
    for name in names:
        for child in under(element, name):
            words = " ".join("".join(child.itertext()).split())
            if words:
                return words
    return None
