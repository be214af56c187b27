"""Doors, web. The network as plain SVG: nodes, their names where they are free, links as curves.

Flow: `Network` (places from 0 to 1) → points → the template.
"""

from __future__ import annotations

import math

import msgspec

from vigie.doors.web.drawn import WIDE
from vigie.views.network import Network

NET = 640
LETTER, LONGEST_NAME = 7.0, 34  # points of a letter; letters of a name that are drawn


class Knot(msgspec.Struct, frozen=True, kw_only=True):
    """A node in points; `label` is where its name goes, and from which of its ends."""

    id: str
    name: str
    x: float
    y: float
    size: float
    events: int
    label: tuple[float, float, str]


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """A link as a curve that starts and ends at the rims of its nodes."""

    left: str
    right: str
    path: str
    width: float
    quad: str
    events: int
    quads: dict[str, int]


def draw_network(found: Network) -> tuple[tuple[Knot, ...], tuple[Edge, ...]]:
    """Nodes and links in points; each link bends to its right, so that both ways are seen."""
    most = max((n.events for n in found.nodes), default=1)
    knots: dict[str, Knot] = {}
    spots = {
        n.id: (round(90 + n.x * (WIDE - 180), 1), round(30 + n.y * (NET - 60), 1),
               round(4 + 10 * math.sqrt(n.events / most), 1))
        for n in found.nodes
    }  # fmt: skip
    taken = [(x - size, y - size, x + size, y + size) for x, y, size in spots.values()]
    for n in found.nodes:
        x, y, size = spots[n.id]
        knots[n.id] = Knot(
            id=n.id, name=n.name, x=x, y=y, size=size, events=n.events,
            label=_label(spots[n.id], min(len(n.name), LONGEST_NAME), taken),
        )  # fmt: skip
    top = max((k.events for k in found.links), default=1)
    edges = []
    for link in found.links:
        if link.left == link.right:
            continue
        quad = max(link.quads, key=lambda q: (link.quads[q], q))
        edges.append(
            Edge(
                left=link.left, right=link.right, path=_curve(knots[link.left], knots[link.right]),
                width=round(1 + 5 * math.sqrt(link.events / top), 1), quad=quad,
                events=link.events, quads=link.quads,
            )
        )  # fmt: skip
    return tuple(knots.values()), tuple(edges)


def _label(
    spot: tuple[float, float, float], letters: int,
    taken: list[tuple[float, float, float, float]],
) -> tuple[float, float, str]:  # fmt: skip
    """Where a name lies free of nodes and of other names: right, left, below, above, else right."""
    x, y, size = spot
    wide = LETTER * letters
    tries = (
        (x + size + 4, y + 4, "start", x + size + 4), (x - size - 4, y + 4, "end", x - size - 4 - wide),
        (x, y + size + 14, "middle", x - wide / 2), (x, y - size - 6, "middle", x - wide / 2),
    )  # fmt: skip
    free = [
        (lx, ly, anchor, (left, ly - 10, left + wide, ly + 3))
        for lx, ly, anchor, left in tries
        if left > 2 and left + wide < WIDE - 2
        and not any(
            left < b[2] and left + wide > b[0] and ly - 10 < b[3] and ly + 3 > b[1] for b in taken
        )
    ]  # fmt: skip
    if not free:
        return round(tries[0][0], 1), round(tries[0][1], 1), "start"
    lx, ly, anchor, box = free[0]
    taken.append(box)
    return round(lx, 1), round(ly, 1), anchor


def _curve(a: Knot, b: Knot) -> str:
    dx, dy = b.x - a.x, b.y - a.y
    far = math.hypot(dx, dy) or 1.0
    ux, uy = dx / far, dy / far
    bend = 0.12 * far
    mx, my = (a.x + b.x) / 2 - uy * bend, (a.y + b.y) / 2 + ux * bend
    x1, y1 = a.x + ux * a.size, a.y + uy * a.size
    x2, y2 = b.x - ux * (b.size + 4), b.y - uy * (b.size + 4)
    return f"M{x1:.1f},{y1:.1f}Q{mx:.1f},{my:.1f} {x2:.1f},{y2:.1f}"
