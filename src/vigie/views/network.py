"""Views room. Network: who does how much to whom, by quad class, and where each stands in a drawing.

Flow: `Wanted` → pairs of a doer and a receiver with their events → the actors with most of them →
a layout that is the same each time (a circle, then springs). Doers of one event who have no
receiver act with each other: that pair is counted once, in order of their ids.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from vigie.store.events import need_events
from vigie.store.record import Record
from vigie.views.events import Wanted, check, clauses
from vigie.views.said import over

MOST = 36  # actors drawn: more are not read, and hide the others
MOST_LINKS = 120  # links drawn, those with most events: of more, none can be followed
ROUNDS = 200  # of springs: the drawing no longer moves by a point after these
LEVELS = ("actor", "country")


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """An actor or a country; `x` and `y` from 0 to 1."""

    id: str
    name: str
    country: str | None
    events: int
    x: float = 0.5
    y: float = 0.5


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What `left` did to `right`, in events by quad class."""

    left: str
    right: str
    events: int
    quads: dict[str, int]


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """Actors with most events first, links likewise; `others` and `rest` count those not given."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    others: int = 0
    rest: int = 0


def network(
    record: Record, wanted: Wanted, *, level: str = "actor", most: int = MOST
) -> Network:
    """The actors with most events among those that fit, and what passed between them.

    Those of them that deal with none of the others are left out.

    Args:
        record: Where to look.
        wanted: What to look for; its order, limit and cursor are not used.
        level: "actor", or "country" for the countries of the actors.
        most: How many actors at most.

    Raises:
        BadRequest: the record holds no events, or what is wanted cannot be asked.
    """
    need_events(record)
    check(record, wanted)
    parts = _parts(record, wanted, level)
    top = [name for name, _ in parts[:most]]
    every = _links(record, wanted, level, top, top)
    links = every[:MOST_LINKS]
    linked = {name for k in links if k.left != k.right for name in (k.left, k.right)}
    kept = [(name, n) for name, n in parts[:most] if name in linked]
    spots = layout([name for name, _ in kept], {(k.left, k.right): k.events for k in links})
    return Network(
        nodes=tuple(_node(record, name, n, spots[name], level) for name, n in kept),
        links=tuple(k for k in links if {k.left, k.right} <= linked),
        others=len(parts) - len(kept),
        rest=len(every) - len(links),
    )


def dealings(record: Record, wanted: Wanted, actor: str, most: int = 12) -> Network:
    """Whom an actor deals with most, and how; the layout is left out.

    Raises:
        BadRequest: the record holds no events, or what is wanted cannot be asked.
    """
    need_events(record)
    check(record, wanted)
    both = (
        *_links(record, wanted, "actor", [actor], None),
        *_links(record, wanted, "actor", None, [actor]),
    )
    links = sorted(
        {(k.left, k.right): k for k in both}.values(),
        key=lambda k: (-k.events, k.left, k.right),
    )[:most]
    names = dict.fromkeys(name for k in links for name in (k.left, k.right))
    return Network(
        nodes=tuple(_node(record, name, 0, (0.5, 0.5), "actor") for name in names),
        links=tuple(links),
    )


def layout(
    names: list[str], weights: dict[tuple[str, str], int]
) -> dict[str, tuple[float, float]]:
    """Where each name stands, from 0 to 1 both ways: linked ones near, others apart.

    The same names and weights give the same places, to the third decimal.
    """
    count = len(names)
    if count < 3:
        return {name: (0.3 + 0.4 * k, 0.5) for k, name in enumerate(names)}
    rank = {name: k for k, name in enumerate(names)}
    pull = np.zeros((count, count))
    for (a, b), n in weights.items():
        if a != b:
            pull[rank[a], rank[b]] += math.log1p(n)
            pull[rank[b], rank[a]] += math.log1p(n)
    turn = 2 * np.pi * np.arange(count) / count
    spots = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    ideal = 2.0 / math.sqrt(count)
    for step in range(ROUNDS):
        gaps = spots[:, None, :] - spots[None, :, :]
        far = np.maximum(np.hypot(gaps[..., 0], gaps[..., 1]), 0.01)
        push = (ideal**2 / far**2)[..., None] * gaps
        hold = (pull * far / ideal)[..., None] * gaps
        move = push.sum(axis=1) - 0.5 * hold.sum(axis=1) - 0.3 * spots
        size = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)[:, None]
        spots = spots + move / size * np.minimum(size, 0.1 * (1 - step / ROUNDS))
    low, high = spots.min(axis=0), spots.max(axis=0)
    scaled = (spots - low) / np.maximum(high - low, 1e-9)
    return {
        name: (round(float(scaled[k, 0]), 3), round(float(scaled[k, 1]), 3))
        for name, k in rank.items()
    }


def _parts(record: Record, wanted: Wanted, level: str) -> list[tuple[str, int]]:
    """Actors or countries by the number of events that fit they have a part in."""
    where, values = clauses(record, wanted)
    name, join, count = "s.actor", "", "count(*)"
    if level == "country":
        name, count = "a.country", "count(DISTINCT s.event)"
        join = "JOIN actors a ON a.id = s.actor "
    fit = (
        f"AND s.event IN (SELECT rank FROM events WHERE {' AND '.join(where)})"
        if where
        else ""
    )
    sql = (
        f"SELECT {name}, {count} FROM event_sides s {join}"
        f"WHERE s.side IN ('actor', 'recipient') AND {name} IS NOT NULL {fit} "
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    rows = record.rows(over(sql, said_only=wanted.said_only), values)
    return [(str(a), int(n)) for a, n in rows]


def _links(
    record: Record, wanted: Wanted, level: str, left: list[str] | None,
    right: list[str] | None,
) -> list[Link]:  # fmt: skip
    """What those of `left` (None: anyone) do to those of `right`, most events first."""
    where, values = clauses(record, wanted)
    one, two, join, count = "l.actor", "r.actor", "", "count(*)"
    if level == "country":
        one, two, count = "a.country", "b.country", "count(DISTINCT l.event)"
        join = "JOIN actors a ON a.id = l.actor JOIN actors b ON b.id = r.actor "
    held = (
        [f"l.event IN (SELECT rank FROM events WHERE {' AND '.join(where)})"]
        if where
        else []
    )
    for column, names in ((one, left), (two, right)):
        held.append(
            f"{column} IN ({','.join('?' * len(names))})" if names is not None
            else f"{column} IS NOT NULL"
        )  # fmt: skip
        values = [*values, *(names or ())]
    sql = (
        f"SELECT {one}, {two}, e.quad, {count} FROM event_sides l "
        "JOIN event_sides r ON r.event = l.event AND (r.side = 'recipient' OR (r.side = 'actor' "
        "AND r.actor > l.actor AND NOT EXISTS (SELECT 1 FROM event_sides n "
        f"WHERE n.event = l.event AND n.side = 'recipient'))) {join}"
        f"JOIN events e ON e.rank = l.event WHERE l.side = 'actor' AND {' AND '.join(held)} "
        "GROUP BY 1, 2, 3"
    )
    rows = record.rows(over(sql, said_only=wanted.said_only), values)
    quads: dict[tuple[str, str], dict[str, int]] = {}
    for a, b, quad, n in rows:
        quads.setdefault((a, b), {})[quad] = n
    links = [
        Link(left=a, right=b, events=sum(by.values()), quads=dict(sorted(by.items())))
        for (a, b), by in quads.items()
    ]
    return sorted(links, key=lambda k: (-k.events, k.left, k.right))


def _node(
    record: Record, name: str, events: int, spot: tuple[float, float], level: str
) -> Node:
    if level == "country":
        return Node(id=name, name=name, country=name, events=events, x=spot[0], y=spot[1])
    found = record.rows("SELECT name, country FROM actors WHERE id = ?", (name,))
    label, country = found[0] if found else (name, None)
    return Node(id=name, name=label, country=country, events=events, x=spot[0], y=spot[1])
