"""Dispatches room, readers. News sitemaps: titles, days and addresses, without the articles.

A title is a dispatch of one sentence; a sitemap that has none gives only issues.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
    for kind, beside in listed(root):
        rank += 1
        where = beside.url or f"{name}:{rank}"
        if beside.title is None or kind == "sitemap":
            yield issues.malformed(where, "sitemap-without-title", kind, "a news:title")
        else:
            yield RawDispatch(id=where, text=beside.title, given=beside)
    if not rank:
        yield issues.empty(name)


def listed(root: Any) -> Iterator[tuple[str, Given]]:
    """What a sitemap lists: "url" or "sitemap", and what it says of each."""
    for url in root:
        kind = local(url)
        if kind not in ("url", "sitemap"):
            continue
        yield kind, Given(
            url=said(url, "loc"), outlet=said(url, "name"), title=said(url, "title"),
            published=precise(said(url, "publication_date")), language=said(url, "language"),
        )  # fmt: skip
