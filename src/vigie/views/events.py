"""Views room. Events: the questions people ask of what the record holds to have happened.

Flow: `Wanted` → SQL over the indexes → `Listing`, a page of events with the way to the next.
What the timeline, the page, the REST door and the exports all ask is asked here, once.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

import msgspec

from vigie.errors import BadRequest
from vigie.knowledge.lexicon import TYPES
from vigie.knowledge.ontology_rules import QUADS
from vigie.records import ActorCard, Event, Figure, Story, event_as_said
from vigie.records.report import STATUSES
from vigie.store.events import (
    all_stories,
    decode_event,
    find_event,
    need_events,
    words_query,
)
from vigie.store.record import Record
from vigie.views.said import need_said, over
from vigie.views.tellings import Evidence, TellingRow, telling_row, tellings

__all__ = [
    "Evidence", "Listing", "TellingRow", "Wanted", "bounds", "get_actor", "get_event", "is_iso", "list_actors",
    "list_events", "list_stories", "telling_row", "tellings",
]  # fmt: skip

ORDERS = {  # name: column, whether it runs down
    "time": ("starts", False), "weight": ("weight", True), "told": ("last_told", True),
}  # fmt: skip
# Events that meet a stretch of time: those that start in it, and those it cuts.
BETWEEN = (
    "rank IN (SELECT rank FROM events WHERE starts >= ? AND starts <= ? AND ends IS NOT NULL "
    "UNION ALL SELECT rank FROM events WHERE starts <> ends AND ends >= ? AND starts < ?)"
)
COUNTRY = "country:"  # "country:TUR" names every actor of a country
PAGE = 50  # events, where no limit is asked
MOST = 1000  # events a page may hold


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the events; empty fields ask nothing.

    `actor` and the two of `dyad` are an actor's id, words of any of its names, or "country:TUR";
    a dyad holds in either direction. `since` and `until` keep an event whose possible days meet
    them; the undated are left out when either is set. `said_only` leaves out the days, places and
    sides that no report says in words (views/said.py). `text` is words of its reports. `order` is
    time, weight (heaviest first) or told (last told first); `cursor` comes from a `Listing`.
    """

    since: str | None = None
    until: str | None = None
    actor: str | None = None
    dyad: tuple[str, str] | None = None
    place: str | None = None
    country: str | None = None
    types: tuple[str, ...] = ()
    quad: str | None = None
    status: str | None = None
    story: str | None = None
    min_origins: int = 0
    contradicted: bool = False
    said_only: bool = False
    text: str | None = None
    order: str = "time"
    limit: int = PAGE
    cursor: str | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A page of events; `total` counts all that fit, `next` is the cursor of the page after."""

    events: tuple[Event, ...]
    total: int
    next: str | None = None


def list_events(record: Record, wanted: Wanted) -> Listing:
    """The events that fit, in the order asked, a page at a time.

    Raises:
        BadRequest: the record holds no events; a day, type, status, order or cursor is not one.
    """
    need_events(record)
    check(record, wanted)
    where, values = clauses(record, wanted)
    total, rows = _page(record, wanted, where, values)
    page = rows[: wanted.limit]
    found = (decode_event(blob) for _, _, blob in page)
    return Listing(
        events=tuple(map(event_as_said, found) if wanted.said_only else found), total=total,
        next=_cursor(wanted.order, *page[-1][:2]) if len(rows) > len(page) else None,
    )  # fmt: skip


def get_event(record: Record, name: str) -> Event | None:
    """An event by its id or the beginning of it; None where there is none.

    Raises:
        BadRequest: the record holds no events, or several begin like this.
    """
    need_events(record)
    return find_event(record, name)


def get_actor(record: Record, name: str) -> ActorCard | None:
    """An actor by its id, else the one most told of among those whose names hold these words."""
    found = list_actors(record, name, limit=1)
    return found[0] if found else None


def list_actors(
    record: Record, words: str | None = None, *, limit: int = PAGE
) -> list[ActorCard]:
    """Actors in order of the number of events they have a part in.

    Args:
        record: Where to look.
        words: An id, words of any of its names, or "country:TUR"; None: all actors.
        limit: How many at most.
    """
    need_events(record)
    where, values = ("a.id IN (" + ",".join("?" * len(ids)) + ")", ids) if (
        ids := actor_ids(record, words) if words else []
    ) else ("1" if not words else "0", [])  # fmt: skip
    rows = record.rows(
        "SELECT a.actor FROM actors a LEFT JOIN event_sides s ON s.actor = a.id "
        f"WHERE {where} GROUP BY a.id ORDER BY count(DISTINCT s.event) DESC, a.id LIMIT ?",
        (*values, limit),
    )
    return [msgspec.json.decode(text, type=ActorCard) for (text,) in rows]


def list_stories(record: Record) -> list[Story]:
    """Stories by their first day, the undated last."""
    need_events(record)
    return list(all_stories(record))


def actor_ids(record: Record, words: str) -> list[str]:
    """Ids of the actors that words name: an id, a country ("country:TUR"), words of a name."""
    if words.startswith(COUNTRY):
        country = words.removeprefix(COUNTRY).upper()
        return [a for (a,) in record.rows(
            "SELECT id FROM actors WHERE country = ? ORDER BY id", (country,))]  # fmt: skip
    exact = record.rows("SELECT id FROM actors WHERE id = ?", (words,))
    if exact:
        return [words]
    query = words_query(words)
    return [a for (a,) in record.rows(
        "SELECT a.id FROM actor_search s JOIN actors a ON a.rank = s.rowid "
        "WHERE actor_search MATCH ? ORDER BY a.id", (query,))] if query else []  # fmt: skip


def bounds(figure: Figure) -> str:
    """A figure in short: "12", "≥20" (at least), "≤30" (at most), "10–20"."""
    if figure.best is not None:
        return str(figure.best)
    if figure.low is not None and figure.high is not None:
        return f"{figure.low}–{figure.high}"
    return f"≥{figure.low}" if figure.low is not None else f"≤{figure.high}"


def is_iso(day: str) -> bool:
    """Whether a day is written as ISO 8601, to the year, the month or the day."""
    return bool(re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", day))


def check(record: Record, wanted: Wanted) -> None:
    """Refuse what is no day, no code, no order, each with its cure; a user's own type is one.

    Raises:
        BadRequest: one of the fields cannot be asked for.
    """
    own = (
        {t for (t,) in record.rows("SELECT DISTINCT type FROM events")}
        if wanted.types
        else ()
    )
    if wanted.said_only:
        need_said(record)
    for name, day in (("since", wanted.since), ("until", wanted.until)):
        if day and not is_iso(day):
            raise BadRequest(
                f"--{name} {day} is not a date; write 2020, 2020-05 or 2020-05-21."
            )
    for name, value, known in (
        ("quad", wanted.quad, sorted(QUADS.values())), ("status", wanted.status, STATUSES),
        ("order", wanted.order, sorted(ORDERS)), *(("type", t, sorted({*TYPES, *own})) for t in wanted.types),
    ):  # fmt: skip
        if value and value not in known:
            raise BadRequest(f"no {name} '{value}'; write one of: {', '.join(known)}.")
    if not 1 <= wanted.limit <= MOST:
        raise BadRequest(f"a page holds 1 to {MOST} events; {wanted.limit} is outside.")


def clauses(record: Record, wanted: Wanted) -> tuple[list[str], list[Any]]:
    """The conditions a `Wanted` puts on the table of events, and their values."""
    where: list[str] = []
    values: list[Any] = []
    since, until = (
        wanted.since,
        wanted.until and wanted.until + "}",
    )  # "2020-05" holds all of May
    if since and until:
        where.append(BETWEEN)
        values += [since, until, since, since]
        since = until = None
    for clause, value in (
        ("ends >= ?", since), ("starts <= ?", until),
        ("country = ?", wanted.country and wanted.country.upper()),
        ("quad = ?", wanted.quad), ("status = ?", wanted.status), ("story = ?", wanted.story),
        ("origins >= ?", wanted.min_origins or None),
    ):  # fmt: skip
        if value:
            where.append(clause)
            values.append(value)
    if wanted.types:
        where.append(f"type IN ({','.join('?' * len(wanted.types))})")
        values += wanted.types
    if wanted.contradicted:
        where.append("contradicted = 1")
    for column, words in (("words", wanted.text), ("place", wanted.place)):
        if words:
            where.append(
                "rank IN (SELECT rowid FROM event_search WHERE event_search MATCH ?)"
            )
            values.append(_search(column, words))
    if (
        wanted.said_only and wanted.place
    ):  # the words of a place that is only inferred are none
        where.append("place IS NOT NULL")
    if wanted.actor:
        ids = actor_ids(record, wanted.actor)
        where.append(
            "rank IN (SELECT event FROM event_sides "
            f"WHERE actor IN ({_marks(ids)}) AND side IN ('actor', 'recipient'))"
        )
        values += ids
    if wanted.dyad:
        clause, more = _dyad(*(actor_ids(record, name) for name in wanted.dyad))
        where.append(clause)
        values += more
    return where, values


def _page(
    record: Record, wanted: Wanted, where: list[str], values: list[Any]
) -> tuple[int, list[tuple[Any, ...]]]:
    """How many events fit, and one more row (key, id, body) than the page holds, in order.

    What is found through other tables (sides, words) is found once, then counted and sorted;
    otherwise the indexes give the count and the order.
    """
    column, down = ORDERS[wanted.order]
    way, past = ("DESC", "<") if down else ("ASC", ">")
    fit, source, held = "", "events", where or ["1"]
    if any(clause.startswith("rank IN") for clause in where):
        fit = (
            f"fit AS MATERIALIZED (SELECT {column}, id, rank FROM events "
            f"WHERE {' AND '.join(where)}), "
        )
        source, held = "fit", ["1"]
    asked = [] if fit else values
    after = [f"({column}, id) {past} (?, ?)"] if wanted.cursor else []
    start = _read_cursor(wanted) if wanted.cursor else ()
    sql = (
        f"WITH {fit}page AS (SELECT {column} AS k, id, rank FROM {source} "
        f"WHERE {' AND '.join(held + after)} ORDER BY {column} {way}, id {way} LIMIT ?) "
        f"SELECT (SELECT count(*) FROM {source} WHERE {' AND '.join(held)}), p.k, p.id, b.event "
        f"FROM page p JOIN event_bodies b ON b.rank = p.rank ORDER BY p.k {way}, p.id {way}"
    )
    rows = record.rows(
        over(sql, said_only=wanted.said_only),
        (*(values if fit else []), *asked, *start, wanted.limit + 1, *asked),
    )
    return (rows[0][0] if rows else 0), [row[1:] for row in rows]


def _search(column: str, words: str) -> str:
    """Words as a question to one column of the full-text table.

    Raises:
        BadRequest: there is no word in them.
    """
    terms = re.findall(r"\w+", words)
    if not terms:
        raise BadRequest(
            f"there is no word to look for in '{words}'; write one, like: tripoli"
        )
    if column == "words":  # readers type inflected words: the first letters serve all forms
        terms = [t[: max(4, len(t) - 2)] for t in terms]
    asked = " AND ".join(f'"{term}"*' for term in terms)
    return f"{column} : ({asked})"


def _marks(ids: list[str]) -> str:
    return ",".join("?" * len(ids))


def _dyad(left: list[str], right: list[str]) -> tuple[str, list[str]]:
    """Both have a part in it, one of the two at least as a doer: A → B, B → A, or A with B."""
    return (
        "rank IN (SELECT l.event FROM event_sides l JOIN event_sides r ON r.event = l.event "
        f"WHERE l.actor IN ({_marks(left)}) AND r.actor IN ({_marks(right)}) AND "
        "((l.side = 'actor' AND r.side IN ('actor', 'recipient') AND l.actor <> r.actor) "
        "OR (l.side = 'recipient' AND r.side = 'actor')))",
        [*left, *right],
    )


def _cursor(order: str, key: object, name: str) -> str:
    data = msgspec.json.encode((order, key, name))
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _read_cursor(wanted: Wanted) -> tuple[Any, str]:
    text = wanted.cursor or ""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        order, key, name = msgspec.json.decode(data, type=tuple[str, str | float, str])
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError, ValueError) as e:
        raise BadRequest(f"'{text}' is no cursor; take 'next' from the page before.") from e
    if order != wanted.order:
        raise BadRequest(
            f"the cursor is of order '{order}'; ask with it, or without cursor."
        )
    return key, name
