"""Views room. Census: what a record holds, in figures, and the values its filters may take."""

from __future__ import annotations

import msgspec

from vigie.records import Dating, Lineage
from vigie.store.events import all_lineages, need_events
from vigie.store.record import Record


class Census(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of a record; `types` and `countries` with their events, the most frequent first.

     `shared` are events told by two independent sources or more.
    .
    """

    dispatches: int
    outlets: int
    reports: int
    events: int
    shared: int
    contradicted: int
    actors: int
    stories: int
    types: tuple[tuple[str, int], ...]
    countries: tuple[tuple[str, int], ...]


def census(record: Record) -> Census:
    """The figures of a record.

    Raises:
        BadRequest: the record holds no events.
    """
    need_events(record)

    def one(sql: str) -> int:
        return int(record.rows(sql)[0][0] or 0)

    def by(column: str) -> tuple[tuple[str, int], ...]:
        return tuple(record.rows(
            f"SELECT {column}, count(*) FROM events WHERE {column} IS NOT NULL "
            "GROUP BY 1 ORDER BY 2 DESC, 1"
        ))  # fmt: skip

    return Census(
        dispatches=one("SELECT count(*) FROM dispatches"),
        outlets=one("SELECT count(DISTINCT outlet) FROM dispatches"),
        reports=one("SELECT count(*) FROM event_reports"),
        events=one("SELECT count(*) FROM events"),
        shared=one("SELECT count(*) FROM events WHERE origins > 1"),
        contradicted=one("SELECT count(*) FROM events WHERE contradicted = 1"),
        actors=one("SELECT count(*) FROM actors"),
        stories=one("SELECT count(*) FROM stories"),
        types=by("type"),
        countries=by("country"),
    )


def events_of(record: Record, dispatch: str) -> dict[str, str]:
    """Of each report of a dispatch's reading in force, the event that rests on it."""
    return dict(record.rows(
        "SELECT p.id, e.event FROM dispatches d JOIN readings r ON r.dispatch = d.key "
        "JOIN reports p ON p.reading = r.rank JOIN event_reports e ON e.report = p.id "
        "WHERE d.id = ?", (dispatch,),
    ))  # fmt: skip


def kin_of(record: Record) -> dict[str, Lineage]:
    """The lineage of each dispatch that shares a text with another."""
    return {kin.dispatch_id: held for held in all_lineages(record) for kin in held.kin}


def dating_of(record: Record, dispatch: str) -> Dating | None:
    """What shared events say of a dispatch's own day; None where they say nothing."""
    found = record.rows("SELECT dating FROM datings WHERE dispatch = ?", (dispatch,))
    return msgspec.msgpack.decode(found[0][0], type=Dating) if found else None
