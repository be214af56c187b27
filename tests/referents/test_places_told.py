"""Laws of names that are places whatever the tagger thought."""

from __future__ import annotations

import pytest

from vigie.annotations.notes import annotate
from vigie.annotations.pipeline import load_tagger
from vigie.knowledge.loaders import load_pack
from vigie.records import Actor, Block, Dispatch, Entity, Mention, Meta, Place, Span
from vigie.referents.places import load_places
from vigie.referents.places.told import with_told_places, without_towns


@pytest.mark.parametrize(
    ("text", "is_place"),
    [
        ("L'armée a pris Zougara, une petite ville du nord.", True),
        ("Les rebelles ont perdu Zougara, à une trentaine de kilomètres de Sirte.", True),
        ("Le gouvernement a limogé Zougara, un ministre influent.", False),
        ("Le gouvernement a limogé Zougara, à la surprise de tous.", False),
    ],
)
def test_a_name_that_is_called_a_place_is_one(text: str, is_place: bool) -> None:
    """What the sentence says outweighs the tagger's label; other appositions change nothing."""
    pack = load_pack("fr")
    dispatch = Dispatch(
        id="x", raw=text, text=text, starts=(0,), shifts=(0,),
        blocks=(Block(start=0, end=len(text), kind="body"),), cuts=(), meta=Meta(),
    )  # fmt: skip
    notes = annotate(dispatch, load_tagger(), "m")
    (at,) = (t.i for t in notes.tokens if t.text == "Zougara")
    notes.ents[:] = [Entity(at, at + 1, "PER")]
    (name,) = with_told_places(notes, load_places(pack)).ents
    assert (name.label == "LOC") is is_place


def test_a_person_who_is_only_a_town_is_none() -> None:
    """A name tagged as a person, always a place of the map, said to be nobody: no actor."""
    text = "L'armée a bombardé Gharyan. Ali Gharyan, ministre, a protesté."
    (first, town), (second, whole) = (
        (text.index("Gharyan"), text.index("Gharyan") + 7),
        (text.index("Ali"), text.index("Ali") + 11),
    )
    mentions = tuple(
        Mention(
            span=Span(start, end), kind="PER", actor=key, tok_start=0, tok_end=1, head=0, how="name"
        )
        for start, end, key in ((first, town, "town"), (second, whole, "man"))
    )  # fmt: skip
    actors = {
        "town": Actor(
            key="town",
            name="Gharyan",
            names=("Gharyan",),
            kind="PER",
            why=("main country: title",),
        ),
        "man": Actor(
            key="man",
            name="Ali Gharyan",
            names=("Ali Gharyan",),
            kind="PER",
            why=("role 'ministre'",),
        ),
    }
    place = Place(
        span=Span(first, town), tok_start=4, tok_end=5, name="Gharyan", country="LBY", lat=32.2,
        lon=13.0, precision="city",
    )  # fmt: skip
    left, known = without_towns(mentions, actors, (place,))
    assert [m.actor for m in left] == ["man"]
    assert set(known) == {"man"}
    assert set(without_towns(mentions, actors, ())[1]) == {"town", "man"}
