"""Dispatches room, readers. Following: the pages that feeds, sitemaps and lists of feeds name.

Flow: a file or an address → what it lists → each page, fetched politely and read, with what the
list says of it beside. A page that cannot be had is an issue, and what the feed gave of it is
read in its stead. Each address is asked once a run; lists inside lists have an end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from vigie.dispatches.fetch import Fetched, Fetcher
from vigie.dispatches.readers import issues
from vigie.dispatches.readers.address import is_url, read_fetched, usual_fetcher
from vigie.dispatches.readers.feed import read_feed
from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.dispatches.readers.pick import read_file, stem
from vigie.dispatches.readers.sitemap import listed
from vigie.dispatches.readers.xml_in import has_entities, kind_of_xml, parse, under
from vigie.records import Given, Issue, RawDispatch

Found = Iterator[RawDispatch | Issue]

LISTS = ("feed", "sitemap", "list")
DEEPEST = 3  # a list of feeds, a feed, a page; an index of sitemaps, a sitemap, a page
MOST_PAGES = 1000  # pages a run: at a call a second and a host, a quarter of an hour


def follow_path(
    path: str, fetcher: Fetcher | None = None, *, limits: Limits = LIMITS
) -> Found:
    """Every dispatch of a file or an address, and of the pages it lists.

    Args:
        path: A feed, a sitemap or an OPML list; anything else is read as without following.
        fetcher: Who asks; by default one with our usual manners.
        limits: How much is too much.
    """
    walk = _Walk(fetcher or usual_fetcher(limits), limits)
    if is_url(path):
        found = walk.fetcher.get(path)
        if isinstance(found, Issue):
            yield found
        elif kind_of_xml(found.body) in LISTS:
            yield from walk.listed(found.body, found.url, 1)
        else:
            yield from read_fetched(found, path, limits=limits)
        return
    with Path(path).open("rb") as handle:
        data = handle.read(limits.file_bytes + 1)
    if len(data) <= limits.file_bytes and kind_of_xml(data[:4096]) in LISTS:
        yield from walk.listed(data, Path(path).name, 1)
    else:
        yield from read_file(Path(path), stem(Path(path).name), limits=limits)


class _Walk:
    """One run: who asks, and the addresses asked so far."""

    def __init__(self, fetcher: Fetcher, limits: Limits) -> None:
        self.fetcher, self.limits = fetcher, limits
        self.seen: set[str] = set()
        self.pages = 0

    def listed(self, data: bytes, name: str, depth: int) -> Found:
        """What a list names, page by page and list by list, in its order."""
        if has_entities(data):
            yield issues.entities(name)
            return
        kind = kind_of_xml(data)
        if kind == "feed":
            for item in read_feed(data, name, limits=self.limits):
                if isinstance(item, Issue):
                    yield item
                else:
                    yield from self.page(name, item.given, item)
            return
        root = parse(data, name)
        if isinstance(root, Issue):
            yield root
        elif kind == "list":
            for outline in under(root, "outline"):
                yield from self.inner(name, outline.get("xmlUrl"), depth)
        else:
            for what, beside in listed(root):
                if what == "sitemap":
                    yield from self.inner(name, beside.url, depth)
                else:
                    yield from self.page(name, beside, None)

    def inner(self, base: str, url: str | None, depth: int) -> Found:
        """A list that a list names."""
        found = self.ask(base, url)
        if found is None:
            return
        if isinstance(found, Issue):
            yield found
        elif kind_of_xml(found.body) not in LISTS:
            yield issues.malformed(
                found.url,
                "list-of-other-kind",
                found.kind or "no kind",
                "a feed or a sitemap",
            )
        elif depth >= DEEPEST:
            yield issues.malformed(
                found.url, "list-too-deep", f"{depth + 1} deep", f"at most {DEEPEST}"
            )
        else:
            yield from self.listed(found.body, found.url, depth + 1)

    def page(self, base: str, beside: Given, entry: RawDispatch | None) -> Found:
        """A page that a list names; what the list gave of it where it cannot be had."""
        if beside.url is None and entry is not None:
            yield entry
            return
        if self.pages >= MOST_PAGES:
            if self.pages == MOST_PAGES:
                self.pages += 1
                yield issues.malformed(
                    base, "follow-too-many", f"over {MOST_PAGES} pages",
                    f"at most {MOST_PAGES} pages a run",
                )  # fmt: skip
            return
        found = self.ask(base, beside.url)
        if found is None:
            return
        self.pages += 1
        if isinstance(found, Issue):
            items: list[RawDispatch | Issue] = [found]
        else:
            items = [*read_fetched(found, found.url, limits=self.limits, beside=beside)]
        yield from items
        if entry is not None and not any(isinstance(i, RawDispatch) for i in items):
            yield entry

    def ask(self, base: str, url: str | None) -> Fetched | Issue | None:
        """The answer of an address, asked once; None when it is empty or was asked before."""
        if not url or not url.strip():
            return None
        address = urljoin(base, url.strip()) if is_url(base) else url.strip()
        if address in self.seen:
            return None
        self.seen.add(address)
        return self.fetcher.get(address)
