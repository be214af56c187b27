"""The cast: one face and one card an actor, whatever order it was seen in."""

from __future__ import annotations

from vigie.events.cast import cast_of
from vigie.events.identity import ActorSeen
from vigie.records import Actor


def seen(dispatch: str, name: str, day: str | None, **more: str) -> ActorSeen:
    """One sighting of an actor called `k` in its dispatch."""
    actor = Actor(key="k", name=name, names=(name,), kind="PER", **more)
    return ActorSeen(dispatch, actor, day)


SIGHTINGS = [
    seen("a", "Haftar", "2020-05-18", country="LBY", role="maréchal"),
    seen("b", "Khalifa Haftar", "2020-05-21", country="LBY", sector="REB"),
    seen("c", "Khalifa Haftar", None, country="EGY"),
]
IDS = {(d, "k"): "lby.khalifa-haftar" for d in "abc"}


def test_what_most_dispatches_say_stands():
    """Name, country and sector by count; first and last day; roles with theirs."""
    faces, (card,) = cast_of(SIGHTINGS, IDS)
    assert faces["lby.khalifa-haftar"].country == "LBY"
    assert (card.name, card.sector, card.dispatches) == ("Khalifa Haftar", "REB", 3)
    assert (card.first, card.last) == ("2020-05-18", "2020-05-21")
    assert [(r.role, r.first) for r in card.roles] == [("maréchal", "2020-05-18")]


def test_order_changes_nothing():
    """Sightings reversed give the same cast."""
    assert cast_of(SIGHTINGS[::-1], IDS) == cast_of(SIGHTINGS, IDS)


def test_classes_are_not_named():
    """A class of people and someone unknown have no name of their own."""
    ids = {("a", "k"): "group:LBY-CVL", ("b", "k"): "one:b#k", ("c", "k"): "person:egy.x"}
    faces, _ = cast_of(SIGHTINGS, ids)
    assert {i: f.named for i, f in faces.items()} == {
        "group:LBY-CVL": False, "one:b#k": False, "person:egy.x": True,
    }  # fmt: skip
