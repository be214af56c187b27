"""Dispatches room, readers. News sitemaps: titles, days and addresses, without the articles.

A title is a dispatch of one sentence; a sitemap that has none gives only issues.
"""

from __future__ import annotations

from collections.abc import Iterator

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.dispatches.readers.web_page import precise
from vigie.dispatches.readers.xml_in import local, parse, said
from vigie.records import Given, Issue, RawDispatch


def read_sitemap(
    data: bytes, name: str, *, limits: Limits = LIMITS
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of a news sitemap, one a title."""
    root = parse(data, name)
    if isinstance(root, Issue):
        yield root
        return
    rank = 0
    for url in root:
        if local(url) not in ("url", "sitemap"):
            continue
        rank += 1
        address, title = said(url, "loc"), said(url, "title")
        where = address or f"{name}:{rank}"
        if not title or local(url) == "sitemap":
            yield issues.malformed(
                where, "sitemap-without-title", local(url), "a news:title"
            )
            continue
        yield RawDispatch(
            id=where, text=title,
            given=Given(
                url=address, outlet=said(url, "name"), title=title,
                published=precise(said(url, "publication_date")), language=said(url, "language"),
            ),
        )  # fmt: skip
    if not rank:
        yield issues.empty(name)
