"""Doors, web. What an address asks: its query becomes a `Wanted`, and a `Wanted` an address again.

Flow: the query of a request → `Asked` (the filters, the page's own settings, the language) →
links that keep what was asked and change one thing. The filters bear the words of the command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

import msgspec

from vigie.doors.interface import LANGUAGES
from vigie.errors import BadRequest
from vigie.views.events import Wanted

Query = Sequence[tuple[str, str]]

FILTERS = (
    "since", "until", "actor", "dyad", "place", "country", "type", "quad", "status", "story",
    "min_origins", "contradicted", "said_only", "text",
)  # fmt: skip
PAGING = ("order", "limit", "cursor")
# Settings of single pages: where the map looks, what the network joins, what is searched, marked.
SETTINGS = ("lon", "lat", "zoom", "level", "q", "at", "lang")
YES = ("1", "on", "true", "yes")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The query of one address, and the language it is answered in.

    `spoken` is whether the address names the language: links then name it too.
    """

    wanted: Wanted
    settings: dict[str, str]
    pairs: tuple[tuple[str, str], ...]
    lang: str
    spoken: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set."""
        return any(name in FILTERS for name, _ in self.pairs)

    def value(self, name: str) -> str:
        """The first value given to a name, or nothing."""
        return next((v for k, v in self.pairs if k == name), "")

    def values(self, name: str) -> list[str]:
        """All the values given to a name."""
        return [v for k, v in self.pairs if k == name]

    def link(self, path: str, *parts: str, **query: object) -> str:
        """An address: path, names quoted whole, query; the language where it was asked for."""
        where = "/".join([path.rstrip("/"), *(quote(p, safe="") for p in parts)]) or "/"
        pairs = [(k, str(v)) for k, v in query.items() if v not in (None, "")]
        if self.wanted.said_only and "said_only" not in query:  # holds from page to page
            pairs.append(("said_only", "1"))
        return _address(where, [*pairs, *self._own()])

    def same(self, path: str, *, without: Sequence[str] = (), **query: object) -> str:
        """An address with the filters asked for, some changed or taken away (`None`)."""
        drop = {*query, *without, *PAGING, *SETTINGS}
        kept = [(k, v) for k, v in self.pairs if k not in drop]
        new = [(k, str(v)) for k, v in query.items() if v not in (None, "")]
        return _address(path, [*kept, *new, *self._own(new)])

    def here(self, path: str, **query: object) -> str:
        """This very address, some of it changed."""
        kept = [(k, v) for k, v in self.pairs if k not in query]
        return _address(
            path, kept + [(k, str(v)) for k, v in query.items() if v is not None]
        )

    def _own(self, given: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
        named = any(k == "lang" for k, _ in given)
        return [("lang", self.lang)] if self.spoken and not named else []


def read_query(query: Query, accepted: str = "") -> Asked:
    """What a query asks; empty fields, as a form sends them, ask nothing.

    Args:
        query: Names and values, in order.
        accepted: The Accept-Language header, for the language when the query names none.

    Raises:
        BadRequest: a name is not known, or a value cannot be one.
    """
    pairs = tuple((k, v.strip()) for k, v in query if v.strip())
    known = (*FILTERS, *PAGING, *SETTINGS)
    for name, _ in pairs:
        if name not in known:
            raise BadRequest(f"no filter '{name}'; the filters are: {', '.join(FILTERS)}.")
    lang = next((v for k, v in pairs if k == "lang"), None)
    if lang is not None and lang not in LANGUAGES:
        raise BadRequest(f"no language '{lang}'; write one of: {', '.join(LANGUAGES)}.")
    return Asked(
        wanted=_wanted(pairs), settings={k: v for k, v in pairs if k in SETTINGS},
        pairs=pairs, lang=lang or best_language(accepted), spoken=lang is not None,
    )  # fmt: skip


def best_language(accepted: str) -> str:
    """The language of ours that a browser prefers; English where it names none of them.

    >>> best_language("de, fr-CA;q=0.8, en;q=0.5")
    'fr'
    """
    ranked = []
    for rank, part in enumerate(accepted.split(",")):
        tag, _, weight = part.strip().partition(";q=")
        code = tag[:2].lower()
        if code in LANGUAGES:
            ranked.append((-_number(weight, 1.0), rank, code))
    return min(ranked, default=(0.0, 0, LANGUAGES[0]))[2]


def _wanted(pairs: Query) -> Wanted:
    one = dict(reversed(pairs))  # the first value of a name counts
    dyad = [v for k, v in pairs if k == "dyad"]
    if dyad and len(dyad) != 2:
        raise BadRequest("dyad takes two names; for one alone write it as actor.")
    return Wanted(
        since=one.get("since"), until=one.get("until"), actor=one.get("actor"),
        dyad=(dyad[0], dyad[1]) if dyad else None, place=one.get("place"),
        country=one.get("country"),
        types=tuple(v.upper() for k, v in pairs if k == "type"),
        quad=one.get("quad"), status=one.get("status"), story=one.get("story"),
        min_origins=_whole("min_origins", one.get("min_origins", "0")),
        contradicted=one.get("contradicted", "").lower() in YES,
        said_only=one.get("said_only", "").lower() in YES, text=one.get("text"),
        order=one.get("order", "time"), limit=_whole("limit", one.get("limit", "50")),
        cursor=one.get("cursor"),
    )  # fmt: skip


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest(f"{name} is a whole number; '{text}' is none.")
    return int(text)


def _number(text: str, usual: float) -> float:
    try:
        return float(text)
    except ValueError:
        return usual


def _address(path: str, pairs: Query) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
