"""Views room. Network: who does how much to whom, by quad class, and where each stands in a drawing.

Flow: `Wanted` → pairs of a doer and a receiver with their events → the actors with most of them →
a layout that is the same each time (a circle, then springs). Doers of one event who have no
receiver act with each other: that pair is counted once, in order of their ids.
"""

from __future__ import annotations

import math
from collections import Counter

import msgspec
import numpy as np

from vigie.store.events import need_events
from vigie.store.record import Record
from vigie.views.events import Wanted, check, clauses

MOST = 36  # actors drawn: more are not read, and hide the others
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
    """Actors with most events first, links likewise; `hidden` counts the links not given."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    hidden: int = 0


def network(
    record: Record, wanted: Wanted, *, level: str = "actor", most: int = MOST
) -> Network:
    """The actors with most events among those that fit, and what passed between them.

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
    quads: dict[tuple[str, str], Counter[str]] = {}
    degree: Counter[str] = Counter()
    for left, right, quad, n in _pairs(record, wanted, level):
        quads.setdefault((left, right), Counter())[quad] += n
        degree.update({left: n})
        if right != left:
            degree.update({right: n})
    kept = sorted(degree, key=lambda a: (-degree[a], a))[:most]
    inside = {
        pair: held for pair, held in quads.items() if pair[0] in kept and pair[1] in kept
    }
    spots = layout(kept, {pair: held.total() for pair, held in inside.items()})
    return Network(
        nodes=tuple(_node(record, a, degree[a], spots[a], level) for a in kept),
        links=tuple(
            Link(left=a, right=b, events=held.total(), quads=dict(sorted(held.items())))
            for (a, b), held in sorted(
                inside.items(), key=lambda item: (-item[1].total(), item[0])
            )
        ),
        hidden=len(quads) - len(inside),
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


def _pairs(record: Record, wanted: Wanted, level: str) -> list[tuple[str, str, str, int]]:
    """Doer, receiver, quad class and number of events."""
    where, values = clauses(record, wanted)
    left, right, join = "l.actor", "r.actor", ""
    if level == "country":
        left, right = "a.country", "b.country"
        join = "JOIN actors a ON a.id = l.actor JOIN actors b ON b.id = r.actor "
    return record.rows(
        f"WITH fit AS MATERIALIZED (SELECT rank, quad FROM events WHERE {' AND '.join(where) or '1'}) "
        f"SELECT {left} AS one, {right} AS two, f.quad, count(DISTINCT f.rank) "
        "FROM fit f JOIN event_sides l ON l.event = f.rank AND l.side = 'actor' "
        "JOIN event_sides r ON r.event = f.rank AND (r.side = 'recipient' OR (r.side = 'actor' "
        "AND r.actor > l.actor AND NOT EXISTS (SELECT 1 FROM event_sides n "
        f"WHERE n.event = f.rank AND n.side = 'recipient'))) {join}"
        "WHERE one IS NOT NULL AND two IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", values,
    )  # type: ignore[return-value]  # fmt: skip


def _node(
    record: Record, name: str, events: int, spot: tuple[float, float], level: str
) -> Node:
    if level == "country":
        return Node(
            id=name, name=name, country=name, events=events, x=spot[0], y=spot[1]
        )
    found = record.rows("SELECT name, country FROM actors WHERE id = ?", (name,))
    label, country = found[0] if found else (name, None)
    return Node(
        id=name, name=label, country=country, events=events, x=spot[0], y=spot[1]
    )
