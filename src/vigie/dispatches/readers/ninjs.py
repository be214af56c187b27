"""Dispatches room, readers. IPTC ninjs: a news item as a JSON object, one or many packed together.

Flow: an object with `headline`/`headlines` and `body_text`/`body_xhtml`/`bodies` → `RawDispatch`.
Versions 1 and 2 of the standard are read; an item of pictures only is an issue.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.dispatches.readers.markup import words_of
from vigie.dispatches.readers.values import said
from vigie.records import Given, Issue, RawDispatch

_MARKS = (
    "body_text",
    "body_xhtml",
    "bodies",
    "versioncreated",
    "versionCreated",
    "pubstatus",
    "pubStatus",
)


def is_ninjs(row: Any) -> bool:
    """Whether an object is a ninjs item and not one of ours."""
    return isinstance(row, dict) and "text" not in row and any(key in row for key in _MARKS)


def read_item(
    row: dict[str, Any], where: str, *, limits: Limits = LIMITS
) -> Iterator[RawDispatch | Issue]:
    """The dispatch of a ninjs item."""
    name = (
        str(row.get("uri") or row.get("altids") or where)
        if isinstance(row.get("uri"), str)
        else where
    )
    if row.get("pubstatus", row.get("pubStatus")) == "canceled":
        yield issues.malformed(name, "item-cancelled", "canceled", "an item that is usable")
        return
    body = _body(row)
    if not body:
        yield issues.malformed(
            name, "json-without-text", "no body", "body_text, body_xhtml or bodies"
        )
    elif len(body) > limits.text_bytes:
        yield issues.too_long(name, len(body), limits.text_bytes)
    else:
        title = _value(row, "headlines", "headline") or said(row.get("title"))
        text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
        yield RawDispatch(id=name, text=text, given=_given(row, title))


def _given(row: dict[str, Any], title: str | None) -> Given:
    by = said(row.get("byline")) or said(row.get("by"))
    return Given(
        url=next((u for u in (said(row.get("uri")),) if u and u.startswith("http")), None),
        outlet=said(row.get("copyrightholder")) or said(row.get("provider")),
        title=title,
        published=said(row.get("versioncreated")) or said(row.get("versionCreated"))
        or said(row.get("firstcreated")) or said(row.get("firstCreated")),
        language=said(row.get("language")),
        authors=(by,) if by else (),
    )  # fmt: skip


def _body(row: dict[str, Any]) -> str:
    if text := said(row.get("body_text")):
        return text
    if markup := said(row.get("body_xhtml")):
        return words_of(markup)
    bodies = (
        [b for b in row.get("bodies", ()) if isinstance(b, dict)]
        if isinstance(row.get("bodies"), list)
        else []
    )
    for body in sorted(
        bodies, key=lambda b: "html" in str(b.get("contentType", b.get("contenttype", "")))
    ):
        if value := said(body.get("value")):
            return words_of(value) if "<" in value else value
    return ""


def _value(row: dict[str, Any], many: str, one: str) -> str | None:
    rows = row.get(many)
    if isinstance(rows, list):
        main = [r for r in rows if isinstance(r, dict) and said(r.get("value"))]
        main.sort(key=lambda r: r.get("role") not in (None, "main"))
        if main:
            return said(main[0].get("value"))
    return said(row.get(one))
