"""Doors, exports. The dispatches as references: BibTeX and CSL-JSON (Zotero, pandoc).

A date has the precision it is known with: a dispatch of May 2020 is cited as of May 2020.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.json_out import json_list
from vigie.doors.exports.names import plain_name
from vigie.records import Dispatch

# What TeX would run; a backslash first, for the others bring some.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def write_bibtex(chosen: Chosen) -> Iterator[bytes]:
    """Dispatches as BibTeX entries (@misc, which every style knows)."""
    for reading, _ in chosen.readings():
        yield bibtex(reading.dispatch).encode()


def write_csl(chosen: Chosen) -> Iterator[bytes]:
    """Dispatches as CSL-JSON items."""
    return json_list(csl(reading.dispatch) for reading, _ in chosen.readings())


def bibtex(dispatch: Dispatch) -> str:
    """A dispatch as an entry; fields that are not known are not there."""
    meta = dispatch.meta
    year, month, day = _date(meta.published)
    url = _url(dispatch)
    fields = {
        "author": " and ".join(f"{{{_tex(a)}}}" for a in _authors(dispatch)),
        "title": f"{{{_tex(meta.title or dispatch.id)}}}",
        "howpublished": _tex(meta.outlet or meta.agency or ""),
        "year": year, "month": month and str(int(month)),
        "date": "-".join(part for part in (year, month, day) if part),
        "url": url and "".join("" if c in "{}\\ \n" else c for c in url),
        "urldate": (dispatch.given.fetched or "")[:10], "langid": meta.language or "",
    }  # fmt: skip
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{plain_name(dispatch.id)},\n" + ",\n".join(lines) + "\n}\n\n"


def csl(dispatch: Dispatch) -> dict[str, Any]:
    """A dispatch as a newspaper article."""
    meta = dispatch.meta
    item: dict[str, Any] = {
        "id": dispatch.id, "type": "article-newspaper", "title": meta.title or dispatch.id,
        "container-title": meta.outlet or meta.agency, "language": meta.language,
        "URL": _url(dispatch), "section": meta.section,
        "author": [{"literal": name} for name in _authors(dispatch)],
        "issued": _parts(meta.published), "accessed": _parts(dispatch.given.fetched),
    }  # fmt: skip
    return {name: value for name, value in item.items() if value}


def _authors(dispatch: Dispatch) -> tuple[str, ...]:
    """Who signs: people, else the agency."""
    meta = dispatch.meta
    return meta.authors or ((meta.agency,) if meta.agency else ())


def _url(dispatch: Dispatch) -> str:
    return dispatch.meta.url or dispatch.given.url or ""


def _parts(day: str | None) -> dict[str, Any] | None:
    parts = [int(part) for part in _date(day) if part]
    return {"date-parts": [parts]} if parts else None


def _date(day: str | None) -> list[str]:
    """Year, month, day of a date cut anywhere; what is not known is empty."""
    parts = [p for p in (day or "")[:10].split("-") if p.isdigit()]
    return [*parts, "", "", ""][:3]


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in " ".join(text.split()))
