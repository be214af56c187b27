"""Store room. Events in and out, and people's decisions.

Flow: what the merge works out (events, actors, stories, datings, lineages) → `save_events` →
tables that are made anew where they changed, and only there; decisions are appended for ever.
What is written does not depend on the order it is given in.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from vigie.errors import BadRequest
from vigie.records import ActorCard, Dating, Decision, Event, Lineage, Story
from vigie.store.record import Record
from vigie.store.versions import raise_version

UNDATED = "~"  # sorts after every day
DECISIONS = ("accept", "reject", "correct", "same", "different", "add", "note")
BODIES = "FROM events e JOIN event_bodies b ON b.rank = e.rank"
NO_EVENTS = "{path} holds no events yet; run: vigie merge {path}"

_encode = msgspec.msgpack.Encoder().encode
_event = msgspec.msgpack.Decoder(Event).decode


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What a save did: events that are new, changed, taken away, and left as they were."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0


# --- in ----------------------------------------------------------------------------------


def save_events(
    record: Record, events: Iterable[Event],
    actors: Iterable[ActorCard] | Mapping[str, ActorCard | None] = (),
    stories: Iterable[Story] = (), datings: Iterable[Dating] = (),
    lineages: Iterable[Lineage] = (), *, gone: Iterable[str] | None = None,
) -> Saved:  # fmt: skip
    """Write what the merge found; rows that are already so are not touched.

    Args:
        record: Open for writing.
        events: All the record's events, or those that a merge made or changed.
        actors: All the actors that events name, with their forms; or, by id, those that changed
            and None for those that are named no more.
        stories: All of them.
        datings: All of them.
        lineages: All of them.
        gone: Ids of events that are no more; None: all those not given.

    Returns:
        How many events were new, changed, taken away, unchanged.
    """
    db = record.db
    known = dict(db.execute("SELECT id, rank FROM events"))
    counts: Counter[str] = Counter()
    given: set[str] = set()
    db.execute("BEGIN IMMEDIATE")
    before = db.total_changes
    try:
        for event in sorted(events, key=lambda e: e.id):
            given.add(event.id)
            counts[_put_event(record, event, known.get(event.id))] += 1
        for name in sorted(
            known.keys() - given if gone is None else set(gone) & known.keys()
        ):
            _drop_event(record, name, known[name])
            counts["gone"] += 1
        _put_actors(record, actors)
        for table, rows in (
            ("stories", {s.id: (s.id, s.starts, s.ends, _encode(s)) for s in stories}),
            ("datings", {d.dispatch: (d.dispatch, _encode(d)) for d in datings}),
            ("lineages", {k.source: (k.source, _encode(k)) for k in lineages}),
        ):
            _replace(record, table, rows)
        if db.total_changes != before:
            raise_version(record)
    except BaseException:
        db.execute("ROLLBACK")  # the record keeps its last good state
        raise
    db.execute("COMMIT")
    return Saved(**counts)


def add_decision(record: Record, decision: Decision) -> int:
    """Append a person's word; its rank in the log.

    Raises:
        BadRequest: its kind is not known, or a value is not JSON.
    """
    if decision.kind not in DECISIONS:
        raise BadRequest(
            f"'{decision.kind}' is no decision; write one of: {', '.join(DECISIONS)}."
        )
    for name, value in (("value", decision.value), ("seen", decision.seen)):
        try:
            json.loads(value or "null")
        except ValueError as e:
            raise BadRequest(f"the {name} of a decision is JSON; '{value}' is not.") from e
    put = record.db.execute(
        "INSERT INTO decisions (kind, target, by, at, decision) VALUES (?, ?, ?, ?, ?)",
        (
            decision.kind, decision.target, decision.by, decision.at,
            msgspec.json.encode(decision).decode(),
        ),
    )  # fmt: skip
    return put.lastrowid or 0


# --- out ---------------------------------------------------------------------------------


def has_events(record: Record) -> bool:
    """Whether the record holds events; one made before there were any, or not merged, does not."""
    return _has_tables(record) and bool(record.rows("SELECT 1 FROM events LIMIT 1"))


def need_events(record: Record) -> None:
    """Refuse a question on events where there are none.

    Raises:
        BadRequest: the record has readings only.
    """
    if not has_events(record):
        raise BadRequest(NO_EVENTS.format(path=record.path))


def all_events(record: Record) -> Iterator[Event]:
    """Every event, by id."""
    if _has_tables(record):
        for (blob,) in record.db.execute(f"SELECT b.event {BODIES} ORDER BY e.id"):
            yield _event(blob)


def find_event(record: Record, name: str) -> Event | None:
    """An event by its id or the beginning of it.

    Raises:
        BadRequest: several events begin like this.
    """
    found = record.rows(
        f"SELECT e.id, b.event {BODIES} WHERE e.id >= ? AND e.id < ? ORDER BY e.id LIMIT 9",
        (name, name + "\U0010ffff"),
    ) if name and _has_tables(record) else []  # fmt: skip
    exact = [row for row in found if row[0] == name]
    if len(found) > 1 and not exact:
        some = ", ".join(row[0] for row in found)
        raise BadRequest(f"several events begin with {name}: {some}; say more of it.")
    return _event((exact or found)[0][1]) if found else None


def decode_event(blob: bytes) -> Event:
    """An event from the column that holds it; for the views room."""
    return _event(blob)


def all_actors(record: Record) -> Iterator[ActorCard]:
    """Every actor of the record, by id."""
    if _has_tables(record):
        for (text,) in record.db.execute("SELECT actor FROM actors ORDER BY id"):
            yield msgspec.json.decode(text, type=ActorCard)


def all_stories(record: Record) -> Iterator[Story]:
    """Every story, by its first day; the undated last."""
    yield from _all(record, "stories", "story", Story, "coalesce(starts, '~'), id")


def all_datings(record: Record) -> Iterator[Dating]:
    """What events say of the day of each dispatch, by dispatch."""
    yield from _all(record, "datings", "dating", Dating, "dispatch")


def all_lineages(record: Record) -> Iterator[Lineage]:
    """Dispatches that descend from one text, by source."""
    yield from _all(record, "lineages", "lineage", Lineage, "source")


def decisions(record: Record, target: str | None = None) -> list[Decision]:
    """People's words in the order they were given: all, or those on one report or event."""
    if not _has_tables(record):
        return []
    where, values = ("WHERE target = ?", (target,)) if target else ("", ())
    rows = record.rows(f"SELECT decision FROM decisions {where} ORDER BY rank", values)
    return [msgspec.json.decode(text, type=Decision) for (text,) in rows]


def words_query(text: str) -> str | None:
    """Plain words as a question to a full-text table: all of them, each as a beginning."""
    terms = re.findall(r"\w+", text)
    return " ".join(f'"{t}"*' for t in terms) if terms else None


# --- helpers -----------------------------------------------------------------------------


def _has_tables(record: Record) -> bool:
    return bool(record.rows("SELECT 1 FROM sqlite_master WHERE name = 'events'"))


def _all(record: Record, table: str, column: str, kind: Any, order: str) -> Iterator[Any]:
    if _has_tables(record):
        for (blob,) in record.db.execute(f"SELECT {column} FROM {table} ORDER BY {order}"):
            yield msgspec.msgpack.decode(blob, type=kind)


def _put_event(record: Record, event: Event, rank: int | None) -> str:
    """Write an event unless it stands there so; what was done, as `Saved` says it."""
    db = record.db
    blob = _encode(event)
    if rank is not None:
        held = db.execute(
            "SELECT event FROM event_bodies WHERE rank = ?", (rank,)
        ).fetchone()
        if held[0] == blob:
            return "same"
        before = msgspec.structs.replace(_event(held[0]), story=event.story)
        if (
            _encode(before) == blob
        ):  # a story moves through many events, and nothing else of them
            db.execute("UPDATE events SET story = ? WHERE rank = ?", (event.story, rank))
            db.execute("UPDATE event_bodies SET event = ? WHERE rank = ?", (blob, rank))
            return "changed"
        _drop_event(record, event.id, rank)
    db.executemany(
        "INSERT INTO event_reports VALUES (?, ?)",
        [(event.id, report) for report in sorted(set(event.reports))],
    )
    where = event.where
    row = (
        rank, event.id, event.type, event.quad, event.status, event.starts or UNDATED,
        event.ends, where.name if where else None, where.country if where else None,
        event.story, len(event.origins), event.weight, event.score,
        _goldstein(record, event), bool(event.contradictions), event.first_told,
        event.last_told or "",
    )  # fmt: skip
    put = db.execute(f"INSERT INTO events VALUES ({','.join('?' * len(row))})", row)
    db.execute("INSERT INTO event_bodies VALUES (?, ?)", (put.lastrowid, blob))
    sides = {("actor", p.actor) for p in event.actors}
    sides |= {("recipient", p.actor) for p in event.recipients}
    sides |= {("said_by", v.party) for v in event.voices if v.party}
    db.executemany(
        "INSERT INTO event_sides VALUES (?, ?, ?)",
        [(put.lastrowid, side, actor) for side, actor in sorted(sides)],
    )
    db.executemany(
        "INSERT INTO event_inferred VALUES (?, ?, ?)",
        [(put.lastrowid, field, actor) for field, actor in _inferred(event)],
    )
    names = " ".join(p.name for p in (*event.actors, *event.recipients))
    told = db.execute(
        "SELECT DISTINCT p.words FROM event_reports e JOIN reports p ON p.id = e.report "
        "WHERE e.event = ? AND p.words IS NOT NULL ORDER BY p.words", (event.id,),
    ).fetchall()  # fmt: skip
    db.execute(
        "INSERT INTO event_search (rowid, words, place) VALUES (?, ?, ?)",
        (
            put.lastrowid,
            " ".join([names, *(w for (w,) in told)]),
            where.name if where else "",
        ),
    )
    return "new" if rank is None else "changed"


def _inferred(event: Event) -> list[tuple[str, str]]:
    """The fields (and the actors, where one of a side) that no report says in words."""
    out = {("actor", p.actor) for p in event.actors if p.inferred}
    out |= {("recipient", p.actor) for p in event.recipients if p.inferred}
    out |= {("when", "")} if event.when_inferred else set()
    out |= {("where", "")} if event.where and event.where.inferred else set()
    return sorted(out)


def _drop_event(record: Record, name: str, rank: int) -> None:
    for sql, value in (
        ("DELETE FROM events WHERE rank = ?", rank),
        ("DELETE FROM event_bodies WHERE rank = ?", rank),
        ("DELETE FROM event_search WHERE rowid = ?", rank),
        ("DELETE FROM event_sides WHERE event = ?", rank),
        ("DELETE FROM event_inferred WHERE event = ?", rank),
        ("DELETE FROM event_reports WHERE event = ?", name),
    ):
        record.db.execute(sql, (value,))


def _goldstein(record: Record, event: Event) -> float | None:
    """The Goldstein value that most of its reports of its type bear; of equals, the mildest."""
    rows = record.rows(
        "SELECT p.goldstein, count(DISTINCT p.id) FROM event_reports e "
        "JOIN reports p ON p.id = e.report "
        "WHERE e.event = ? AND p.type = ? AND p.goldstein IS NOT NULL GROUP BY 1",
        (event.id, event.type),
    )
    return min(rows, key=lambda r: (-r[1], abs(r[0]), r[0]))[0] if rows else None


def _put_actors(
    record: Record, actors: Iterable[ActorCard] | Mapping[str, ActorCard | None]
) -> None:
    """Make the table of actors that of these; rows that are so already stay."""
    db = record.db
    sql = "SELECT rank, id, actor FROM actors"
    if isinstance(actors, Mapping):
        cards = {name: card for name, card in actors.items() if card is not None}
        rows = [
            row for name in actors for row in db.execute(f"{sql} WHERE id = ?", (name,))
        ]
    else:
        cards = {card.id: card for card in actors}
        rows = db.execute(sql).fetchall()
    held = {name: (rank, text) for rank, name, text in rows}
    for name in sorted(held.keys() - cards.keys()):
        _drop_actor(record, held[name][0])
    for name in sorted(cards):
        card = cards[name]
        text = msgspec.json.encode(card).decode()
        rank, before = held.get(name, (None, None))
        if before == text:
            continue
        if rank is not None:
            _drop_actor(record, rank)
        put = db.execute(
            "INSERT INTO actors VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (rank, name, card.name, card.kind, card.country, card.sector, card.kb, text),
        )
        forms = " · ".join(dict.fromkeys((card.name, *card.names)))
        db.execute(
            "INSERT INTO actor_search (rowid, names) VALUES (?, ?)", (put.lastrowid, forms)
        )


def _drop_actor(record: Record, rank: int) -> None:
    record.db.execute("DELETE FROM actors WHERE rank = ?", (rank,))
    record.db.execute("DELETE FROM actor_search WHERE rowid = ?", (rank,))


def _replace(record: Record, table: str, rows: Mapping[str, tuple[object, ...]]) -> None:
    """Make a table these rows, the first column its key; rows that are so already stay."""
    db = record.db
    key = {"stories": "id", "datings": "dispatch", "lineages": "source"}[table]
    held = {row[0]: row for row in db.execute(f"SELECT * FROM {table}")}
    for name in sorted(held.keys() | rows.keys()):
        if held.get(name) == rows.get(name):
            continue
        db.execute(f"DELETE FROM {table} WHERE {key} = ?", (name,))
        if name in rows:
            marks = ",".join("?" * len(rows[name]))
            db.execute(f"INSERT INTO {table} VALUES ({marks})", rows[name])
