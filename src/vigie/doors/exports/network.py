"""Doors, exports. The network of actors: GEXF (Gephi) and GraphML.

Flow: events → dyads → one edge for each (from, to, quad class) with the number of its events.
Events whose other side is not known make no edge; nodes are the actors of all chosen events.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

import msgspec

from vigie.doors.exports.chosen import Chosen, dyads
from vigie.records import Party

NODE = ("country", "sector", "kind")
NAMED = 20  # events an edge names, the first in time: its weight counts them all
EDGE = ("quad", "first", "last", "events")  # `weight` is the format's own in GEXF


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """What one actor did to another, of one quad class: how many events, from when to when."""

    source: str
    target: str
    quad: str
    count: int = 0
    first: str = ""
    last: str = ""
    events: tuple[str, ...] = ()


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """Nodes by id, edges by source, target and quad class."""

    nodes: dict[str, Party]
    edges: list[Edge]


def network(chosen: Chosen) -> Network:
    """The actors of the chosen events and what passed between them."""
    nodes: dict[str, Party] = {}
    held: dict[tuple[str, str, str], list[tuple[str, str | None, str | None]]] = {}
    for event in chosen.events():
        for party in (*event.actors, *event.recipients):
            nodes.setdefault(party.actor, party)
        for left, right in dyads(event):
            if left is None or right is None:
                chosen.tally["export.one_sided"] += 1
                continue
            key = (left.actor, right.actor, event.quad)
            held.setdefault(key, []).append((event.id, event.starts, event.ends))
    edges = [
        Edge(
            source=key[0], target=key[1], quad=key[2], count=len(told),
            first=min((s for _, s, _ in told if s), default=""),
            last=max((e for _, _, e in told if e), default=""),
            events=tuple(name for name, _, _ in told[:NAMED]),
        )
        for key, told in sorted(held.items())
    ]  # fmt: skip
    return Network(nodes=dict(sorted(nodes.items())), edges=edges)


def write_gexf(chosen: Chosen) -> Iterator[bytes]:
    """GEXF 1.2, which Gephi and networkx both read."""
    found = network(chosen)
    yield (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
        b"<meta><creator>Vigie</creator></meta>\n"
        b'<graph defaultedgetype="directed" mode="static">\n'
    )
    yield _gexf_columns("node", NODE) + _gexf_columns("edge", EDGE) + b"<nodes>\n"
    for name, party in found.nodes.items():
        values = _gexf_values(_node(party))
        yield f"<node id={_attr(name)} label={_attr(party.name)}>{values}</node>\n".encode()
    yield b"</nodes>\n<edges>\n"
    for n, edge in enumerate(found.edges):
        yield (
            f'<edge id="{n}" source={_attr(edge.source)} target={_attr(edge.target)} '
            f'label={_attr(edge.quad)} weight="{edge.count}">{_gexf_values(_edge(edge))}'
            "</edge>\n"
        ).encode()
    yield b"</edges>\n</graph>\n</gexf>\n"


def write_graphml(chosen: Chosen) -> Iterator[bytes]:
    """GraphML, with the same columns."""
    found = network(chosen)
    yield (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    )
    for kind, names in (("node", ("label", *NODE)), ("edge", (*EDGE, "weight"))):
        for name in names:
            type_ = "int" if name == "weight" else "string"
            yield (
                f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" '
                f'attr.type="{type_}"/>\n'
            ).encode()
    yield b'<graph id="vigie" edgedefault="directed">\n'
    for name, party in found.nodes.items():
        data = _graphml_data("node", {"label": party.name} | _node(party))
        yield f"<node id={_attr(name)}>{data}</node>\n".encode()
    for n, edge in enumerate(found.edges):
        data = _graphml_data("edge", _edge(edge) | {"weight": str(edge.count)})
        yield (
            f'<edge id="{n}" source={_attr(edge.source)} target={_attr(edge.target)}>'
            f"{data}</edge>\n"
        ).encode()
    yield b"</graph>\n</graphml>\n"


def _node(party: Party) -> dict[str, str]:
    return {
        "country": party.country or "",
        "sector": party.sector or "",
        "kind": party.kind,
    }


def _edge(edge: Edge) -> dict[str, str]:
    return {"quad": edge.quad, "first": edge.first, "last": edge.last,
            "events": " ".join(edge.events)}  # fmt: skip


def _gexf_columns(kind: str, names: tuple[str, ...]) -> bytes:
    rows = "".join(
        f'<attribute id="{n}" title="{name}" type="string"/>'
        for n, name in enumerate(names)
    )
    return f'<attributes class="{kind}">{rows}</attributes>\n'.encode()


def _gexf_values(values: dict[str, str]) -> str:
    cells = "".join(
        f'<attvalue for="{n}" value={_attr(value)}/>'
        for n, value in enumerate(values.values()) if value
    )  # fmt: skip
    return f"<attvalues>{cells}</attvalues>"


def _graphml_data(kind: str, values: dict[str, str]) -> str:
    return "".join(
        f'<data key="{kind}-{name}">{escape(printable(value))}</data>'
        for name, value in values.items() if value
    )  # fmt: skip


def _attr(text: str) -> str:
    return quoteattr(printable(text), {"\n": "&#10;", "\t": "&#9;"})


def printable(text: str) -> str:
    """A text without the control characters that XML cannot hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")
    )
