"""Dispatches room, readers. What a page says of its article: JSON-LD first, then meta tags.

Flow: the tree of a page → `told_by` → `Told`: title, day, outlet, authors, section, as the page
gives them, nothing guessed. Dates keep the page's precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import msgspec

_KINDS = re.compile(
    r"(?:News|Reportage|Blog|Analysis|Background|Opinion|Review)?(?:Article|BlogPosting|Posting)$"
)
_CRUMBS = "BreadcrumbList"
_META_KEYS = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "published": ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
                  "pubdate"),
    "modified": ("article:modified_time", "datemodified", "og:updated_time"),
    "outlet": ("og:site_name", "application-name"),
    "author": ("author", "article:author", "dc.creator"),
    "url": ("og:url",),
    "section": ("article:section", "section", "dc.subject"),
}  # fmt: skip
LONGEST_SECTION = 40  # characters: longer, it is a title or a list of subjects
_DEEPEST = 6  # objects inside objects of JSON-LD


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A page's own words on its article; None where it says nothing."""

    title: str | None = None
    published: str | None = None
    modified: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    section: str | None = None
    language: str | None = None
    body: str | None = None


def told_by(tree: Any) -> Told:
    """What the page of a tree says of its article."""
    said: dict[str, str] = {}
    crumbs: list[str] = []
    for thing in _all_things(tree):
        kinds = thing.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if _CRUMBS in kinds:
            crumbs = crumbs or _crumbs(thing)
        elif not said and any(_KINDS.search(str(kind)) for kind in kinds):
            said = _article_of(thing)
    for field, words in _metas(tree).items():
        said.setdefault(field, words)
    if "title" not in said and (title := _shown_title(tree)):
        said["title"] = title
    crumbs = crumbs or _shown_crumbs(tree)
    section = said.get("section") or _section(crumbs, said.get("title"))
    said.pop("section", None)
    if section and len(section) <= LONGEST_SECTION:
        said["section"] = section
    language = (tree.get("lang") or "").strip()
    if language:
        said.setdefault("language", language)
    return Told(**said)


def _shown_title(tree: Any) -> str | None:
    """The page's heading, else the title of its window."""
    for tag in ("h1", "title"):
        for element in tree.iter(tag):
            if words := " ".join("".join(element.itertext()).split()):
                return words
    return None


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        key = tag.get("property") or tag.get("name") or tag.get("itemprop")
        words = (tag.get("content") or "").strip()
        if key and words:
            found.setdefault(key.lower(), words)
    out = {}
    for field, keys in _META_KEYS.items():
        words = next((found[key] for key in keys if key in found), "")
        if words:
            out[field] = words
    return out


def _all_things(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of a page's JSON-LD blocks that can be read."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        words = script.text
        try:
            content = msgspec.json.decode(unescape(words) if "&quot;" in words else words)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            continue
        yield from _things(content, 0)


def _things(content: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(content, list):
        for item in content:
            yield from _things(item, depth + 1)
    elif isinstance(content, dict):
        yield content
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item",
                    "breadcrumb"):  # fmt: skip
            yield from _things(content.get(key), depth + 1)


def _article_of(thing: dict[str, Any]) -> dict[str, str]:
    pairs = {
        "title": thing.get("headline"), "published": thing.get("datePublished"),
        "modified": thing.get("dateModified"), "body": thing.get("articleBody"),
        "outlet": _names(thing.get("publisher")), "author": _names(thing.get("author")),
        "language": thing.get("inLanguage"), "url": thing.get("url"),
        "section": _first(thing.get("articleSection")),
    }  # fmt: skip
    return {
        k: unescape(v).strip() for k, v in pairs.items() if isinstance(v, str) and v.strip()
    }


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _names(value: Any) -> str | None:
    if isinstance(value, list):
        return "; ".join(n for v in value if (n := _names(v))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) and not value.startswith("http") else None


def _crumbs(thing: dict[str, Any]) -> list[str]:
    """Names of a JSON-LD trail, the home page first."""
    items = thing.get("itemListElement")
    out = []
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            inner = item.get("item")
            name = item.get("name") or (
                inner.get("name") if isinstance(inner, dict) else None
            )
            out.append(" ".join(name.split()) if isinstance(name, str) else "")
    return out


def _shown_crumbs(tree: Any) -> list[str]:
    """Names of the trail that a page shows its readers."""
    for element in tree.iter("nav", "ol", "ul", "div"):
        named = " ".join(element.get(key) or "" for key in ("class", "id", "aria-label"))
        if "breadcrumb" in named.lower():
            links = (" ".join("".join(a.itertext()).split()) for a in element.iter("a"))
            return [words for words in links if words]
    return []


def _section(crumbs: list[str], title: str | None) -> str | None:
    """The deepest of the crumbs that is neither the home page nor the article itself."""
    own = (title or "").strip().lower()
    inner = [c for c in crumbs[1:] if c and not own.startswith(c.lower().rstrip(".… "))]
    return inner[-1] if inner else None
