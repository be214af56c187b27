"""Dispatches room, readers. Web addresses: what a page, a feed or a file on the web holds.

Flow: URL → `Fetcher` → the reader of its kind. A feed gives its entries; their pages are not
fetched (`follow.py` does that). Pages are kept under the user's cache folder, to ask only whether they changed.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import msgspec

from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.records import Given, Issue, RawDispatch

if TYPE_CHECKING:
    from vigie.dispatches.fetch import Fetched, Fetcher

_PAGES = ("text/html", "application/xhtml+xml")


def is_url(path: str) -> bool:
    """Whether an input is a web address.

    >>> is_url("https://journal.example/a"), is_url("notes/http.txt")
    (True, False)
    """
    return path.lower().startswith(("http://", "https://"))


def read_url(
    url: str, fetcher: Fetcher | None = None, *, limits: Limits = LIMITS
) -> Iterator[RawDispatch | Issue]:
    """Every dispatch of a web address.

    Args:
        url: Where to ask.
        fetcher: Who asks; by default one with our usual manners.
        limits: How much is too much.
    """
    fetcher = fetcher or usual_fetcher(limits)
    found = fetcher.get(url)
    if isinstance(found, Issue):
        yield found
    else:
        yield from read_fetched(found, url, limits=limits)


def usual_fetcher(
    limits: Limits = LIMITS, allowed: frozenset[str] = frozenset()
) -> Fetcher:
    """One who asks with our usual manners and remembers pages between runs.

    Args:
        limits: How much is too much.
        allowed: Hosts that may be private or of this machine, by name.
    """
    from vigie.dispatches.fetch import Fetcher, Manners

    manners = Manners(max_bytes=limits.page_bytes, allowed=allowed)
    return Fetcher(manners, cache_folder())


def read_fetched(
    found: Fetched, name: str, *, limits: Limits = LIMITS, beside: Given | None = None
) -> Iterator[RawDispatch | Issue]:
    """Every dispatch of an answer; `beside` is what is known of a page from elsewhere."""
    from vigie.dispatches.readers.pick import read_stream
    from vigie.dispatches.readers.web_page import read_page

    if found.kind in _PAGES:
        beside = msgspec.structs.replace(
            beside or Given(), url=found.url, fetched=found.fetched
        )
        yield from read_page(
            found.body, name, limits=limits, beside=beside, charset=found.charset
        )
        return
    file_name = Path(urlsplit(found.url).path).name
    stream = io.BufferedReader(cast(io.RawIOBase, io.BytesIO(found.body)))
    yield from read_stream(stream, name, file_name, limits=limits)


def cache_folder() -> Path:
    """Where pages are kept between runs: XDG_CACHE_HOME/vigie, else ~/.cache/vigie."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "vigie" / "pages"
