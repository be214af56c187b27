"""Laws of where an act took place: its clause, what is taken up, the paragraph, the dispatch."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from vigie.annotations.notes import annotate
from vigie.annotations.pipeline import Tagger, load_tagger
from vigie.knowledge.gazetteer import Gazetteer, open_gazetteer
from vigie.knowledge.loaders import load_pack
from vigie.records import Block, Dispatch, Meta
from vigie.referents.places import PlaceRules, load_places, pick_where, read_places
from vigie.referents.places.told import with_told_places
from vigie.referents.places.where import CARRIED, FRAMED, NAMED


class Tools(NamedTuple):
    """What the laws below are tried with."""

    tagger: Tagger
    gazetteer: Gazetteer
    rules: PlaceRules


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools(load_tagger(None), open_gazetteer(), load_places(load_pack("fr")))


def where(
    tools: Tools, text: str, trigger: str, *, title: str = "", day: str | None = None,
    dateline: str | None = None,
) -> tuple[str | None, str]:  # fmt: skip
    """Place of the act that the last of a word tells, paragraphs parted by a bar; the reason."""
    parts = [p.strip() for p in (*([title] if title else []), *text.split("|"))]
    raw, blocks = "", []
    for part in parts:
        raw += "\n\n" if raw else ""
        kind = "title" if title and not blocks else "body"
        blocks.append(Block(start=len(raw), end=len(raw) + len(part), kind=kind))
        raw += part
    made = Dispatch(
        id="case", raw=raw, text=raw, starts=(0,), shifts=(0,), blocks=tuple(blocks),
        meta=Meta(published="2021-03-04", dateline_place=dateline),
    )  # fmt: skip
    notes = with_told_places(annotate(made, tools.tagger, "test"), tools.rules)
    found = read_places(notes, (), tools.gazetteer, tools.rules)
    at = max(t.i for t in notes.tokens if t.text == trigger)
    place, why = pick_where(
        notes, found.places, at, frame=found.frame, rules=tools.rules, day=day
    )
    return (place.name if place else None), why


LEAD = "Des mutins ont attaqué lundi une caserne de Bissau. | "


def test_the_only_town_of_the_lead_frames_the_story(tools: Tools):
    """What names no place is where the first sentence plays, not somewhere in the country."""
    text = LEAD + "Trois officiers de Guinée-Bissau ont été arrêtés."
    assert where(tools, text, "arrêtés") == ("Bissau", FRAMED)


def test_what_happened_long_ago_is_no_part_of_the_story(tools: Tools):
    """The town of the lead holds for its days; an older act is somewhere in the country."""
    text = LEAD + "Un ministre de Guinée-Bissau a été assassiné."
    assert where(tools, text, "assassiné", day="2021-03-01")[0] == "Bissau"
    assert where(tools, text, "assassiné", day="2009-03")[0] == "Guinée-Bissau"
    assert where(tools, text, "assassiné", day="2009-03-02")[0] == "Guinée-Bissau"


def test_two_towns_in_the_lead_frame_nothing(tools: Tools):
    """One cannot tell which of the two the story is in."""
    text = "Des rebelles ont attaqué Gao et Kidal, au Mali. | Trois soldats ont été tués."
    assert where(tools, text, "tués") == ("Mali", FRAMED)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Des heurts ont éclaté dans la capitale gabonaise. Deux hommes sont morts.", "Libreville"),
        ("Des heurts ont éclaté dans la capitale libyenne. Deux hommes sont morts.", "Tripoli"),
        ("Des heurts ont éclaté dans la capitale économique. Deux hommes sont morts.", None),
        ("Des heurts ont éclaté à 90 km de la capitale gabonaise. Deux hommes sont morts.", "Gabon"),
    ],
)  # fmt: skip
def test_a_capital_need_not_be_named(tools: Tools, text: str, wanted: str | None):
    """« La capitale gabonaise » is a town that is known; only a mark, or an image, is none."""
    assert where(tools, text, "heurts")[0] == wanted


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Ils ont quitté Oslo pour Bergen, où ils doivent négocier un accord signé à Riga.", "négocier", "Bergen"),
        ("Le ministre s'est envolé de Riga pour Oslo.", "envolé", "Oslo"),
        ("Deux hommes originaires de Gao ont été tués près de Tombouctou.", "tués", "Tombouctou"),
        ("La police de Lyon a arrêté à Marseille deux trafiquants.", "arrêté", "Marseille"),
        ("Un attentat a fait dix morts dans un marché de Maiduguri, capitale de l'Etat de Borno, dans le nord-est du Nigeria.", "attentat", "Maiduguri"),
    ],
)  # fmt: skip
def test_of_several_places_the_act_has_one(
    tools: Tools, text: str, trigger: str, wanted: str
):
    """Where it is done, not where its people come from; the finest of those that nest."""
    assert where(tools, text, trigger) == (wanted, NAMED)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("L'armée s'est déployée à Zvecan, dans le nord du Kosovo. Des heurts ont éclaté.", ("Zvecan", CARRIED)),
        ("Des camions venus du Sénégal ont été attaqués au Mali. Des heurts ont éclaté.", ("Mali", CARRIED)),
        ("Une marche a eu lieu à Bissau, alors que le président est soigné à Paris. Des heurts ont éclaté.", ("Bissau", CARRIED)),
    ],
)  # fmt: skip
def test_a_sentence_goes_on_where_the_last_one_plays(
    tools: Tools, text: str, wanted: tuple[str, str]
):
    """Its main clause says where, the finest name of it; not what is said beside."""
    assert where(tools, text, "heurts") == wanted


def test_near_a_site_of_the_town_is_in_the_town(tools: Tools):
    """« Près de la gare » is no place of its own where the town is known."""
    text = "Des milliers de gens ont défilé à Bruxelles. Des heurts ont éclaté près de la gare du Midi."
    assert where(tools, text, "heurts") == ("Bruxelles", FRAMED)


def test_a_region_is_taken_up(tools: Tools):
    """« La région » is the last one named, whatever the frame."""
    text = "La Kabylie est en deuil. La région est en grève depuis que des gendarmes ont tué un jeune."
    assert where(tools, text, "tué")[0] == "Kabylie"


def test_the_dateline_helps_a_town_that_is_named(tools: Tools):
    """A town named once, where the reporter is, frames the dispatch; named nowhere it does not."""
    text = (
        "Le chef rebelle a parlé. | Il vit à Bouaké. | Des soldats ivoiriens ont été tués."
    )
    assert where(tools, text, "tués", dateline="Bouaké")[0] == "Bouaké"
    assert where(tools, text, "tués")[0] == "Côte d'Ivoire"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("L'aviation a bombardé plusieurs villes, dont Kidal et Gao.", ["Kidal", "Gao"]),
        ("Les rebelles ont pris plusieurs villages, notamment Kiwanja et Rutshuru.", ["Kiwanja", "Rutshuru"]),
        ("Plusieurs localités arméniennes, au nombre desquelles Goris et Vardenis, ont été pilonnées.", ["Goris", "Vardenis"]),
        ("Plusieurs opposants, dont Paul Biya et Jean Kidal, ont été arrêtés.", []),
    ],
)  # fmt: skip
def test_samples_of_places_are_places(tools: Tools, text: str, wanted: list[str]):
    """After "plusieurs villes, dont" stand towns, whatever the tagger holds them for."""
    made = Dispatch(
        id="case", raw=text, text=text, starts=(0,), shifts=(0,),
        blocks=(Block(start=0, end=len(text), kind="body"),),
    )  # fmt: skip
    notes = annotate(made, tools.tagger, "test")
    found = read_places(notes, (), tools.gazetteer, tools.rules)
    assert [p.name for p in found.places] == wanted


def test_a_place_by_its_outskirts_is_one_throughout(tools: Tools):
    """A hamlet no gazetteer knows is a place where it stands alone too."""
    text = "L'armée a tiré aux abords de Zarbouka, un hameau. | Zarbouka est aux mains des rebelles."
    assert where(tools, text, "mains") == ("Zarbouka", NAMED)
