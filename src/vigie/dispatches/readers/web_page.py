"""Dispatches room, readers. Web pages: the article of a page, and what the page says of it.

Flow: bytes → text → trafilatura's article, JSON-LD and meta tags → `RawDispatch`. Dates keep the
precision the page gives; a date that is only guessed at is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, BinaryIO

import msgspec

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.bytes_in import decode, is_binary
from vigie.dispatches.readers.extras import extra
from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.dispatches.readers.markup import words_of
from vigie.records import Given, Issue, RawDispatch

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.I)
_JSON_LD = re.compile(
    r"<script[^>]+application/ld\+json[^>]*>(.*?)</script\s*>", re.I | re.S
)
_META = re.compile(r"<meta\b([^>]{1,2000})>", re.I)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([\w-]{2,12})", re.I)
_ARTICLE = re.compile(r"<(article|main)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_TITLE = re.compile(r"<(h1|title)\b[^>]*>(.*?)</\1\s*>", re.I | re.S)
_KINDS = re.compile(
    r"(?:News|Reportage|Blog|Analysis|Background|Opinion|Review)?(?:Article|BlogPosting|Posting)$"
)
_MIDNIGHT = re.compile(r"T00:00(?::00)?(?:\.0+)?(?:Z|[+-]00:?00)?$")
_DAY = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?$"
)
FEWEST_LETTERS = 120  # less than this is a cookie wall, not an article


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
    told = _told(page)
    body = _body(page, told) or ""
    if len(body) < FEWEST_LETTERS:
        yield issues.malformed(
            name, "page-without-article", f"{len(body)} letters", "an article"
        )
        return
    title = told.get("title") or _page_title(page)
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    yield RawDispatch(
        id=name, text=text, given=_given(page, told, title, beside or Given())
    )


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


def _body(page: str, told: dict[str, str]) -> str | None:
    """The article: trafilatura's, else the page's own JSON-LD, else its <article>.

    Tables are data and left out, but for old pages that are laid out in one.
    """
    text = _extracted(page, tables=False)
    if len(text) < FEWEST_LETTERS and "<table" in page:
        text = _extracted(page, tables=True).replace("|", " ")
    if len(text) >= FEWEST_LETTERS:
        return "\n\n".join(line for line in text.split("\n") if line.strip())
    inner = told.get("body") or ""
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


def _told(page: str) -> dict[str, str]:
    """What the page says of its article, JSON-LD first, then meta tags."""
    told = _json_ld(page)
    metas: dict[str, str] = {}
    for tag in _META.finditer(page[:200_000]):
        pairs = {
            k.lower(): unescape(a or b or c) for k, a, b, c in _ATTRIBUTE.findall(tag[1])
        }
        key = pairs.get("property") or pairs.get("name") or pairs.get("itemprop") or ""
        if "content" in pairs:
            metas.setdefault(key.lower(), pairs["content"].strip())
    for field, keys in _META_KEYS.items():
        for key in keys:
            if metas.get(key):
                told.setdefault(field, metas[key])
    return told


_META_KEYS = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "published": (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
    ),
    "modified": ("article:modified_time", "datemodified", "og:updated_time"),
    "outlet": ("og:site_name", "application-name"),
    "author": ("author", "article:author", "dc.creator"),
    "url": ("og:url",),
}


def _json_ld(page: str) -> dict[str, str]:
    for block in _JSON_LD.finditer(page):
        try:
            content = msgspec.json.decode(
                unescape(block[1]) if "&quot;" in block[1] else block[1]
            )
        except (msgspec.DecodeError, RecursionError):
            continue
        for thing in _things(content, 0):
            kinds = thing.get("@type")
            if any(
                _KINDS.search(str(k))
                for k in (kinds if isinstance(kinds, list) else [kinds])
            ):
                return _article_of(thing)
    return {}


def _things(content: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(content, list):
        for item in content:
            yield from _things(item, depth + 1)
    elif isinstance(content, dict):
        yield content
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _things(content.get(key), depth + 1)


def _article_of(thing: dict[str, Any]) -> dict[str, str]:
    pairs = {
        "title": thing.get("headline"), "published": thing.get("datePublished"),
        "modified": thing.get("dateModified"), "body": thing.get("articleBody"),
        "outlet": _names(thing.get("publisher")), "author": _names(thing.get("author")),
        "language": thing.get("inLanguage"), "url": thing.get("url"),
    }  # fmt: skip
    return {
        k: unescape(v).strip() for k, v in pairs.items() if isinstance(v, str) and v.strip()
    }


def _names(value: Any) -> str | None:
    if isinstance(value, list):
        return "; ".join(n for v in value if (n := _names(v))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) and not value.startswith("http") else None


def _given(page: str, told: dict[str, str], title: str | None, beside: Given) -> Given:
    language = _LANGUAGE.search(page[:5000])
    author = told.get("author", "")
    return Given(
        url=beside.url or told.get("url"),
        outlet=told.get("outlet") or beside.outlet,
        title=title,
        published=precise(told.get("published")) or _found_date(page) or beside.published,
        fetched=beside.fetched,
        language=told.get("language")
        or (language[1] if language else None)
        or beside.language,
        authors=tuple(
            a.strip() for a in author.split(";") if a.strip() and not a.startswith("http")
        ),
    )


def _found_date(page: str) -> str | None:
    """Htmldate's date, from marked-up places only: its wider search guesses."""
    from lxml.etree import LxmlError

    htmldate = extra("htmldate", "web pages")
    try:
        found = htmldate.find_date(
            page,
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


def _page_title(page: str) -> str | None:
    found = {
        kind.lower(): words_of(words) for kind, words in _TITLE.findall(page[:500_000])
    }
    title = found.get("h1") or found.get("title") or ""
    return " ".join(title.split()) or None
