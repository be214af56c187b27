"""Laws of places: which names are places, where they lie, where an act took place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.annotations.notes import annotate
from vigie.annotations.pipeline import Tagger, load_tagger
from vigie.errors import BadKnowledge
from vigie.knowledge.gazetteer import Gazetteer, open_gazetteer
from vigie.knowledge.loaders import Pack, load_pack
from vigie.knowledge.yaml import read_yaml
from vigie.records import (
    Block,
    Dispatch,
    Meta,
    Notes,
    Place,
    Token,
)
from vigie.referents.places import (
    PlaceReading,
    PlaceRules,
    load_places,
    pick_where,
    read_places,
)
from vigie.referents.places.context import km_between

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).with_name("places_cases.yaml"))
PACK_CASES: list[dict[str, Any]] = load_pack("fr").read("places")["cases"]
WARY: list[dict[str, str]] = load_pack("fr").read("places")["wary"]


class Tools(NamedTuple):
    """What the laws below are tried with."""

    tagger: Tagger
    gazetteer: Gazetteer
    rules: PlaceRules


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools(load_tagger(None), open_gazetteer(), load_places(load_pack("fr")))


def dispatch(text: str, title: str | None = None) -> Dispatch:
    raw = f"{title}\n\n{text}" if title else text
    head = len(title) if title else 0
    blocks = [Block(start=0, end=head, kind="title")] if title else []
    body = head + 2 if title else 0
    blocks.append(Block(start=body, end=len(raw), kind="body"))
    return Dispatch(
        id="case", raw=raw, text=raw, starts=(0,), shifts=(0,), blocks=tuple(blocks)
    )


def notes_of(tools: Tools, text: str, title: str | None = None) -> Notes:
    return annotate(dispatch(text, title), tools.tagger, "test")


def read(tools: Tools, text: str, title: str | None = None) -> PlaceReading:
    notes = notes_of(tools, text, title)
    return read_places(notes, (), tools.gazetteer, tools.rules)


def where(
    tools: Tools, text: str, trigger: str, title: str | None = None
) -> tuple[str | None, str]:
    """Name of the place of the act that a word tells, and the reason."""
    notes = notes_of(tools, text, title)
    reading = read_places(notes, (), tools.gazetteer, tools.rules)
    at = max(t.i for t in notes.tokens if t.text == trigger)
    place, why = pick_where(
        notes, reading.places, at, frame=reading.frame, rules=tools.rules
    )
    return (place.name if place else None), why


def near(place: Place, lat: str, lon: str) -> bool:
    if place.lat is None or place.lon is None:
        return False
    return abs(place.lat - float(lat)) <= 1 and abs(place.lon - float(lon)) <= 1


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_each_name_is_placed_where_a_reader_places_it(tools: Tools, case: dict[str, Any]):
    """Name, country and degrees of each place; parties and persons are none."""
    found = list(read(tools, case["text"], case.get("title")).places)
    for name, country, lat, lon in case["places"]:
        hit = next((p for p in found if p.name == name), None)
        assert hit is not None, f"{name} is not among {[p.name for p in found]}"
        assert hit.country == country
        assert near(hit, lat, lon), hit
    if not case["places"]:
        assert found == []
    assert not {p.name for p in found} & set(case.get("absent", []))


@pytest.mark.parametrize("case", PACK_CASES, ids=lambda c: c["example"][:60])
def test_each_construction_of_the_pack_holds(tools: Tools, case: dict[str, Any]):
    """The pack's own examples: which names are places, in reading order."""
    assert [p.name for p in read(tools, case["example"]).places] == case["places"]


@pytest.mark.parametrize("entry", WARY, ids=lambda e: e["name"])
def test_a_wary_name_needs_a_word_that_places_it(tools: Tools, entry: dict[str, str]):
    """A name that is a person's too is a place only where words say so."""
    assert entry["name"] in [p.name for p in read(tools, entry["example"]).places]
    assert entry["name"] not in [p.name for p in read(tools, entry["not"]).places]


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("Des tirs ont été entendus à 50 km au sud de Gao.", 50),
        ("Des tirs ont été entendus à 120 kilomètres de Gao.", 120),
        ("Des tirs ont été entendus à une trentaine de kilomètres de Gao.", 30),
        ("Des tirs ont été entendus près de Gao.", 15),
        ("Des tirs ont été entendus à Gao.", None),
        ("Des tirs ont été entendus à 1.200 km au nord de Gao.", 1200),
        ("Des tirs ont été entendus à 7,5 km de Gao.", 7.5),
        ("Des tirs ont été entendus à une cinquantaine de kilomètres à l’est de Gao.", 50),
        ("Des tirs ont été entendus aux abords de Gao.", 15),
        ("Des tirs ont été entendus non loin de Gao.", 15),
        ("Des tirs ont été entendus au sud de Gao.", 50),
    ],
)
def test_a_distance_is_kept_as_doubt(tools: Tools, text: str, km: float | None):
    """The town stays the place named; how far from it is the radius."""
    (place,) = read(tools, text).places
    assert (place.name, place.radius_km) == ("Gao", km)


def test_between_two_towns_each_leaves_half_the_way_open(tools: Tools):
    """No point is invented on the road: two towns, and the doubt of half their distance."""
    gao, ansongo = read(tools, "Un convoi a sauté entre Gao et Ansongo.").places
    assert (gao.name, ansongo.name) == ("Gao", "Ansongo")
    assert gao.radius_km == ansongo.radius_km
    assert 40 < (gao.radius_km or 0) < 50


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Les combats ont gagné l'ouest de la Libye.", [("ouest de la Libye", "LBY")]),
        ("Les villes de l'Ouest libyen sont privées d'eau.", [("Ouest", "LBY")]),
        ("En Libye, plusieurs villes de l’Ouest sont tombées.", [("Libye", "LBY"), ("Ouest", "LBY")]),
        ("Plusieurs villes de l'Ouest sont tombées.", [("Ouest", None)]),
        ("Deux soldats sont morts à la frontière entre le Mali et le Niger.", [("Mali", "MLI"), ("Niger", "NER")]),
    ],
)  # fmt: skip
def test_a_part_or_a_border_is_an_area(
    tools: Tools, text: str, wanted: list[tuple[str, str | None]]
):
    """An area with a radius, of the country that is meant, or of none where none is known."""
    found = read(tools, text).places
    assert [(p.name, p.country) for p in found] == wanted
    last = found[-1]
    assert (last.precision, last.radius_km) == ("area", 300)
    assert (last.lat is None) == (last.country is None)


@pytest.mark.parametrize(
    "text",
    [
        "Les pourparlers entre le Mali et le Niger ont échoué.",
        "L'Ouest a dénoncé la décision de la Russie.",
        "La Communauté des États d'Afrique de l'Ouest a protesté.",
        "Washington, Paris et Londres ont condamné l'attaque.",
        "Le Kremlin a démenti ; la Maison Blanche n'a pas commenté.",
        "Ankara a mis en garde Damas.",
    ],
)
def test_who_acts_under_a_place_name_is_no_place(tools: Tools, text: str):
    """Metonyms and camps are parties: no pin for them."""
    assert not [p for p in read(tools, text).places if p.name != "Afrique de l'Ouest"]


def reported_from(tools: Tools, place: str, text: str, trigger: str) -> str | None:
    """Where an act took place, in a dispatch whose dateline was cut."""
    raw = f"{place} (Reuters) - {text}"
    start = len(raw) - len(text)
    note = Dispatch(
        id="case", raw=raw, text=text, starts=(0,), shifts=(start,),
        blocks=(Block(start=0, end=len(text), kind="body"),), meta=Meta(dateline_place=place),
    )  # fmt: skip
    notes = annotate(note, tools.tagger, "test")
    found = read_places(notes, (), tools.gazetteer, tools.rules)
    at = max(t.i for t in notes.tokens if t.text == trigger)
    where, _ = pick_where(notes, found.places, at, frame=found.frame, rules=tools.rules)
    return where.name if where else None


def test_the_dateline_is_only_where_the_reporter_is(tools: Tools):
    """It frames a dispatch that names no place, in small letters; any place named outranks it."""
    assert (
        reported_from(tools, "TRIPOLI", "Des hommes armés ont tué un juge.", "tué")
        == "Tripoli"
    )
    body = "Les combats ont repris à Misrata. Deux hommes ont été tués."
    assert reported_from(tools, "TRIPOLI", body, "tués") == "Misrata"
    body = "L'armée syrienne a tué un opposant."
    assert reported_from(tools, "BEYROUTH", body, "tué") == "Syrie"


def test_an_unknown_village_keeps_its_name_only(tools: Tools):
    """No coordinates are guessed; the country is what the text says holds it."""
    reading = read(tools, "Vingt personnes ont été tuées à Tin-Zibalkaten, au Mali.")
    place = reading.places[0]
    assert (place.name, place.country, place.lat) == ("Tin-Zibalkaten", "MLI", None)
    assert [i.kind for i in reading.issues] == ["place-unknown"]
    alone = read(tools, "Vingt personnes ont été tuées à Tin-Zibalkaten.").places
    assert all(p.country is None for p in alone)


def test_spans_point_into_the_raw_text(tools: Tools):
    """The span is the name as it was received, without the mark of a hashtag."""
    text = "Des heurts ont eu lieu en #Libye, à Syrte."
    for place in read(tools, text).places:
        assert place.span.text(text).lstrip("#") == place.name
        assert "#" not in place.span.text(text)


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("L'armée a bombardé Homs après avoir repris Alep.", "bombardé", "Homs"),
        ("L'armée a bombardé Homs après avoir repris Alep.", "repris", "Alep"),
        ("À Bunagana, dans le Nord-Kivu, trois civils ont été tués.", "tués", "Bunagana"),
        ("Un attentat a tué dix personnes à Halfaya, près de Hama.", "tué", "Halfaya"),
        ("Les combats ont repris à Gao. Dix soldats sont morts.", "morts", "Gao"),
        ("Des gens ont défilé place Zarboukh à Téhéran.", "défilé", "place Zarboukh"),
        ("Les combats font rage au Yémen. La répression s'étend dans tout le pays.", "répression", "Yémen"),
        ("L'armée est entrée à Sirte. Elle a détruit des maisons de la ville.", "détruit", "Sirte"),
    ],
)  # fmt: skip
def test_an_act_is_placed_by_syntax_then_by_what_precedes(
    tools: Tools, text: str, trigger: str, wanted: str
):
    """The clause's own place first, then the words that take one up, then the paragraph's."""
    assert where(tools, text, trigger)[0] == wanted


def test_the_title_frames_what_names_no_place(tools: Tools):
    """The country of "Mali : …" holds for the body where it says nothing else."""
    title = "Mali : l'armée prend le pouvoir"
    name, why = where(tools, "La junte a dissous les institutions.", "dissous", title)
    assert (name, why) == ("Mali", "frame of the dispatch")


@pytest.mark.parametrize(
    ("speakers", "wanted"),
    [
        (None, "Russie"),
        ({"RUS"}, "Russie"),
        ({"BEL"}, None),
        (set(), None),
        ({None}, None),
        ({"BEL", "RUS"}, "Russie"),
    ],
)
def test_words_are_not_placed_by_a_foreign_frame(
    tools: Tools, speakers: set[str | None] | None, wanted: str | None
):
    """A summons by Belgium told in a dispatch on Russia was not in Russia."""
    title = "Raids de la Russie : la Russie nie"
    text = "L'ambassadeur a été convoqué."
    assert framed(tools, title, text, "convoqué", speakers) == wanted


def test_a_title_says_where_words_were_spoken(tools: Tools):
    """A title such as "Mali : …" is the dispatch's own word, whoever speaks."""
    title = "Mali : les prix montent"
    assert framed(tools, title, "Le patron a été critiqué.", "critiqué", {"FRA"}) == "Mali"


def framed(
    tools: Tools, title: str, text: str, trigger: str, speakers: set[str | None] | None
) -> str | None:
    """Where an act of speech was, by the speakers' countries."""
    notes = notes_of(tools, text, title)
    found = read_places(notes, (), tools.gazetteer, tools.rules)
    at = max(t.i for t in notes.tokens if t.text == trigger)
    where, _ = pick_where(
        notes, found.places, at, frame=found.frame, rules=tools.rules, speakers=speakers
    )
    return where.name if where else None


def test_without_any_place_nothing_is_picked(tools: Tools):
    """No place is better than a guessed one."""
    assert where(tools, "Deux hommes ont été arrêtés jeudi.", "arrêtés")[0] is None


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["à", "de", "la", "ville", "Paris", "#Mali", "km", "50", ",", ":", "et", "Tripoli", "É"]
        ),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_no_sequence_of_words_raises(tools: Tools, words: Sequence[str]):
    """Broken trees and odd orders are read all the same, twice alike."""
    notes = odd_notes(words)
    first = read_places(notes, (), tools.gazetteer, tools.rules)
    assert first == read_places(notes, (), tools.gazetteer, tools.rules)
    for i in range(len(notes.tokens)):
        pick_where(notes, first.places, i, frame=first.frame, rules=tools.rules)


def odd_notes(words: Sequence[str]) -> Notes:
    """Notes with a flat tree and no tagger, as bad as they come."""
    raw = " ".join(words)
    tokens, at = [], 0
    for i, word in enumerate(words):
        pos = "PROPN" if word[:1].isupper() or word[:1] == "#" else "NOUN"
        tokens.append(
            Token(i, word, word, pos, "", "dep", 0, at, at + len(word), 0, 0, True)
        )
        at += len(word) + 1
    return Notes(dispatch(raw), tokens, [(0, len(tokens))], [], "none")


def test_a_pack_without_its_lists_is_refused(tmp_path: Path):
    """File, entry, what was expected."""
    (tmp_path / "places.yaml").write_text("at: [à]\n", "utf-8")
    with pytest.raises(BadKnowledge, match=r"places\.yaml"):
        load_places(Pack("xx", tmp_path))


def test_distance_on_the_globe():
    """Bamako lies some 2,850 km from Algiers, and nowhere from itself."""
    assert km_between(12.65, -8.0, 12.65, -8.0) == 0
    assert 2700 < km_between(12.65, -8.0, 36.75, 3.05) < 3000
