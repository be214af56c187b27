"""Dispatches room, readers. Web pages: the article of a page, and what the page says of it.

Flow: bytes → text → one tree → what the page tells (`told.py`), its article where it stands plain
(`article.py`), else trafilatura's → `RawDispatch`. A date that is only guessed at is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.bytes_in import decode, is_binary
from vigie.dispatches.readers.extras import extra
from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.dispatches.readers.markup import words_of
from vigie.dispatches.readers.told import Told, told_by
from vigie.records import Given, Issue, RawDispatch

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.I)
_ARTICLE = re.compile(r"<(article|main)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_MIDNIGHT = re.compile(r"T00:00(?::00)?(?:\.0+)?(?:Z|[+-]00:?00)?$")
_DAY = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?$"
)
FEWEST_LETTERS = 120  # less than this is a cookie wall, not an article
WHOLE = (
    0.7  # of the body that a page's JSON-LD gives, what an article of that page must have
)


def read_page(
    data: bytes,
    name: str,
    *,
    limits: Limits = LIMITS,
    beside: Given | None = None,
    charset: str | None = None,
) -> Iterator[RawDispatch | Issue]:
    """The dispatch of one page.

    Args:
        data: The page's bytes.
        name: What to call it.
        limits: How much is too much.
        beside: What is known from elsewhere (url, day of fetch); it fills what the page lacks.
        charset: The encoding the server named, if any.
    """
    if len(data) > limits.page_bytes:
        yield issues.too_long(name, len(data), limits.page_bytes)
        return
    if is_binary(data):
        yield issues.binary(name)
        return
    declared = _CHARSET.search(data[:4096])
    page, odd = decode(
        data, name, charset or (declared[1].decode("ascii") if declared else None)
    )
    yield from odd
    tree = _tree(page)
    told = Told() if tree is None else told_by(tree)
    body = _body(page, tree, told)
    if len(body) < FEWEST_LETTERS:
        yield issues.malformed(
            name, "page-without-article", f"{len(body)} letters", "an article"
        )
        return
    title = told.title
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    yield RawDispatch(id=name, text=text, given=_given(tree, told, beside or Given()))


def read_html(
    handle: BinaryIO, name: str, file_name: str, limits: Limits, depth: int
) -> Iterator[RawDispatch | Issue]:
    """The dispatch of an HTML file."""
    data = handle.read(limits.page_bytes + 1)
    if not data.strip():
        yield issues.empty(name)
    else:
        yield from read_page(data, name, limits=limits)


def precise(value: str | None) -> str | None:
    """An ISO date as the page gives it, midnight sharp being "hour unknown".

    >>> precise("2021-03-12T00:00:00Z"), precise("2021-03-12 14:05"), precise("hier")
    ('2021-03-12', '2021-03-12T14:05', None)
    """
    value = (value or "").strip()
    if not _DAY.match(value) or value[5:7] == "00":
        return None
    value = value.replace(" ", "T")
    return value[:10] if _MIDNIGHT.search(value) else value


def _tree(page: str) -> Any | None:
    """The tree of a page, without its comments; None where there is no element at all."""
    html, etree = extra("lxml.html", "web pages"), extra("lxml.etree", "web pages")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = page.replace("\x00", "").encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _body(page: str, tree: Any | None, told: Told) -> str:
    """The article: the plain one, else trafilatura's, else the page's JSON-LD or <article>.

    Tables are data and left out, but for old pages that are laid out in one.
    """
    from vigie.dispatches.readers.article import plain_article

    inner = told.body or ""
    plain = (tree is not None and plain_article(tree)) or ""
    if len(plain) >= max(FEWEST_LETTERS, WHOLE * len(inner)):
        return plain
    text = _extracted(page, tables=False)
    if len(text) < FEWEST_LETTERS and "<table" in page:
        text = _extracted(page, tables=True).replace("|", " ")
    if len(text) >= FEWEST_LETTERS:
        return "\n\n".join(line for line in text.split("\n") if line.strip())
    if len(inner) >= FEWEST_LETTERS:
        return words_of(inner) if "<" in inner else inner
    article = _ARTICLE.search(page)
    return words_of(article[0]) if article else text


def _extracted(page: str, *, tables: bool) -> str:
    trafilatura = extra("trafilatura", "web pages")
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        found = trafilatura.bare_extraction(
            page,
            favor_precision=True,
            include_comments=False,
            with_metadata=False,
            include_tables=tables,
        )
    except (LxmlError, ValueError, RecursionError, TypeError, AttributeError):
        return ""  # markup that the extractor cannot bear; the fallbacks are plainer
    return (found.text or "") if found else ""


def _given(tree: Any | None, told: Told, beside: Given) -> Given:
    authors = (told.author or "").split(";")
    found = precise(told.published) or (None if tree is None else _found_date(tree))
    return Given(
        url=beside.url or told.url,
        outlet=told.outlet or beside.outlet,
        title=told.title,
        published=found or beside.published,
        fetched=beside.fetched,
        language=told.language or beside.language,
        authors=tuple(a.strip() for a in authors if a.strip() and not a.startswith("http")),
        section=told.section or beside.section,
    )


def _found_date(tree: Any) -> str | None:
    """Htmldate's date, from marked-up places only: its wider search guesses."""
    from lxml.etree import LxmlError

    htmldate = extra("htmldate", "web pages")
    try:
        found = htmldate.find_date(
            tree,
            extensive_search=False,
            original_date=True,
            outputformat="%Y-%m-%dT%H:%M%z",
        )
    except (
        LxmlError,
        ValueError,
        RecursionError,
        TypeError,
        AttributeError,
        OverflowError,
    ):
        return None
    return precise(found)
