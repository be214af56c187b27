"""Dispatches room, readers. Web addresses: what a page, a feed or a file on the web holds.

Flow: URL → `Fetcher` → the reader of its kind. A feed gives its entries; their pages are not
fetched. Pages are kept under the user's cache folder, to ask only whether they changed.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.records import Given, Issue, RawDispatch

if TYPE_CHECKING:
    from vigie.dispatches.fetch import Fetcher

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
    from vigie.dispatches.fetch import Fetcher, Manners
    from vigie.dispatches.readers.pick import read_stream
    from vigie.dispatches.readers.web_page import read_page

    fetcher = fetcher or Fetcher(Manners(max_bytes=limits.page_bytes), cache_folder())
    found = fetcher.get(url)
    if isinstance(found, Issue):
        yield found
        return
    if found.kind in _PAGES:
        beside = Given(url=found.url, fetched=found.fetched)
        yield from read_page(
            found.body, url, limits=limits, beside=beside, charset=found.charset
        )
        return
    name = Path(urlsplit(found.url).path).name
    yield from read_stream(
        io.BufferedReader(io.BytesIO(found.body)), url, name, limits=limits
    )


def cache_folder() -> Path:
    """Where pages are kept between runs: XDG_CACHE_HOME/vigie, else ~/.cache/vigie."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "vigie" / "pages"
