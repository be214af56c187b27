"""Laws of the network: networkx reads both files alike, an edge a pair and quad class."""

from __future__ import annotations

import io

import networkx as nx
import pytest

from vigie.doors.exports.chosen import Chosen, dyads
from vigie.doors.exports.formats import export
from vigie.store.record import Record
from vigie.views.events import Wanted

READERS = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}


@pytest.mark.parametrize("name", READERS)
def test_networkx_reads_who_did_what_to_whom(name: str, record: Record, out):
    graph = READERS[name](io.BytesIO(out(record, name)))
    assert graph.is_directed()
    assert set(graph.nodes) == {"lby.gna", "lby.lna", "tur"}
    assert graph.nodes["tur"]["label"] == "Turquie"
    assert graph.nodes["tur"]["country"] == "TUR"
    edges = {
        (a, b, data["quad"], int(data["weight"])) for a, b, data in graph.edges(data=True)
    }
    assert edges == {
        ("lby.gna", "lby.lna", "MX", 1), ("tur", "lby.lna", "VX", 1), ("tur", "lby.gna", "MC", 1)
    }  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_names_of_any_letters_make_nodes(name: str, dirty: Record, out):
    """Control characters, which XML cannot hold, are left out; the rest stays."""
    graph = READERS[name](io.BytesIO(out(dirty, name)))
    assert any("HYPERLINK" in data.get("label", "") for _, data in graph.nodes(data=True))


def test_doers_of_a_mutual_act_are_met_two_by_two(dirty: Record, out):
    """A, B and C consult: A–B, A–C, B–C; nobody consults with themselves."""
    event = next(e for e in Chosen(dirty, Wanted()).events() if e.id == "d2")
    assert len(dyads(event)) == 3
    assert all(a and b and a.actor != b.actor for a, b in dyads(event))


def test_an_unknown_side_makes_no_edge_and_is_counted(dirty: Record):
    chosen = Chosen(dirty, Wanted(types=("ASSAULT",)))
    list(export(chosen, "gexf"))
    assert chosen.tally["export.one_sided"] == 3
