"""Is a country or a capital a side or a place: one question, one answer, for both who ask it."""

from __future__ import annotations

import itertools

import pytest
from who_kit import Read, base, dispatch, forms, read, tagger, words

from vigie.annotations.notes import annotate_many
from vigie.knowledge.gazetteer import open_gazetteer
from vigie.referents.mentions_names import find_names
from vigie.referents.places import read_places
from vigie.referents.places.spans import Candidate, around
from vigie.referents.side_or_place import Verdict, side_or_place


def asked(text: str, name: str, *, country: bool) -> Verdict:
    """The verdict on a name of a sentence."""
    got = read(text)
    at = next(t.i for t in got.notes.tokens if t.text == name)
    rules = words().places
    here = around(got.notes, rules, at, at + 1, None, ())
    return side_or_place(got.notes, rules, here, country=country, capital=not country)


@pytest.mark.parametrize(
    ("text", "name", "country", "side", "why"),
    [
        ("La Libye accuse ses voisins.", "Libye", True, True, "country in a clause"),
        ("Des combats ont éclaté en Libye.", "Libye", True, False, "where something is"),
        ("Ankara a annoncé un retrait.", "Ankara", False, True, "acts"),
        ("Mercredi, Ankara, alliée de Bakou, a menacé Erevan.", "Ankara", False, True, "acts, words set between it and its verb"),
        ("Les ministres se voient à Ankara.", "Ankara", False, False, "where something goes"),
        ("L'Otan quittera l'Afghanistan.", "Afghanistan", True, False, "left, taken or hit"),
        ("Il a livré des armes à la Syrie.", "Syrie", True, True, "receives"),
        ("Le nord du Mali est calme.", "Mali", True, False, "border, part, noun of a place or distance"),
        ("Un vote sur la Syrie a eu lieu.", "Syrie", True, True, "what is spoken of"),
    ],
)  # fmt: skip
def test_each_answer_names_its_reason(
    text: str, name: str, country: bool, side: bool, why: str
):
    """A verdict is a yes or a no with the cue that gave it."""
    verdict = asked(text, name, country=country)
    assert (verdict.side, verdict.why) == (side, why)


def test_a_country_that_is_struck_is_a_side_and_a_place():
    """Whom a raid strikes is also where it struck; who is accused is nowhere."""
    struck = asked("Des avions ont bombardé la Libye.", "Libye", country=True)
    assert (struck.side, struck.place) == (True, True)
    accused = asked("Des ministres ont accusé la Libye.", "Libye", country=True)
    assert (accused.side, accused.place) == (True, False)


def test_a_list_goes_on_as_it_began():
    """Behind one "en", the second country of a list is a place too."""
    got = read("Des combats ont éclaté en Libye et Syrie.")
    assert [got.mention(n).acts for n in ("Libye", "Syrie")] == [False, False]


TEXTS = (
    "La Turquie a livré des drones à la Libye, et des combats ont éclaté en Syrie.",
    "Paris et Londres ont condamné l'attaque menée au Mali, près de Gao.",
    "Le Tchad a retiré ses troupes du Niger ; Niamey a protesté auprès de l'ONU à New York.",
    "Entre Moscou et Kiev, la ligne est coupée. La frontière entre le Mali et le Niger est fermée.",
    "L'Iran menace Israël ; les habitants de Téhéran ont fui vers le nord de l'Iran.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_both_rooms_give_one_answer(text: str):
    """What the actors hold to be a side is no place for the places, and the other way round."""
    got = read(text)
    reading = read_places(got.notes, got.mentions, open_gazetteer(), words().places)
    pinned = {i for p in reading.places for i in range(p.tok_start, p.tok_end)}
    named = [m for m in got.mentions if m.kind == "GPE" and m.how == "name"]
    assert named
    for mention in named:
        assert mention.acts != (mention.tok_start in pinned), got.text(mention)


def test_the_answer_does_not_depend_on_the_mentions_given():
    """Asked without the actors, the places answer the same."""
    made = annotate_many([dispatch(t) for t in TEXTS], tagger(), "vigie-fr@test", forms())
    for notes in made:
        got = Read(notes)
        alone = read_places(notes, (), open_gazetteer(), words().places)
        beside = read_places(notes, got.mentions, open_gazetteer(), words().places)
        assert [p.name for p in alone.places] == [p.name for p in beside.places]


def test_every_name_gets_an_answer():
    """Whatever stands around it, a name is one or the other, and a reason is given."""
    got = read(" ".join(TEXTS))
    rules = words().places
    names = [n for n in find_names(got.notes, base(), words()) if n.kind in ("GPE", "LOC")]
    for name, country in itertools.product(names, (True, False)):
        here: Candidate = around(got.notes, rules, name.start, name.end, None, ())
        found = side_or_place(got.notes, rules, here, country=country, capital=not country)
        assert found.why
        assert found.place or found.side


def test_a_town_between_commas_is_no_power_where_the_verb_has_a_subject():
    """« Dans la capitale, Ankara, la police a tiré »: the police did."""
    verdict = asked("Dans la capitale, Ankara, la police a tiré.", "Ankara", country=False)
    assert not verdict.side
