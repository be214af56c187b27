"""Whom pronouns and counted nouns recall, and what actors are called, on sentences of our own."""

from __future__ import annotations

import pytest
from who_kit import Read, read

from vigie.knowledge.gazetteer import open_gazetteer
from vigie.knowledge.loaders import load_pack
from vigie.referents.actors_sides import NO_DAY
from vigie.referents.places import load_places, read_places


def recalled(got: Read, word: str) -> list[str]:
    """Names of all whom a word stands for, in reading order."""
    hidden = [m for m in got.mentions if got.text(m) == word and not m.named]
    return [got.actors[m.actor].name for m in hidden]


def test_she_is_a_woman_and_no_council():
    """« Elle » passes over a council to the envoy: the title's ending and "Mme" say who she is."""
    got = read(
        "L'envoyée des Nations unies, Ingrid Solberg, a averti mardi le Conseil de sécurité. "
        "Mme Solberg a accusé plusieurs pays. Elle a appelé les belligérants à la retenue."
    )
    assert recalled(got, "Elle") == ["Ingrid Solberg"]


def test_a_place_is_no_she():
    """« En Syrie, et elle »: a country where things only happen is not taken up."""
    got = read("La torture continue en Syrie, et elle est connue de tous.")
    assert recalled(got, "elle") == []


def test_a_civility_stands_for_its_name():
    """« Mme X » is the subject that her name is."""
    got = read("Mme Lindqvist a rencontré le ministre norvégien. Elle a quitté Oslo jeudi.")
    assert recalled(got, "Elle") == ["Lindqvist"]


def test_they_are_all_of_a_list():
    """« Ils » after "A et son père" is both, never a crowd that the text names later."""
    got = read(
        "Le chanteur Karim Bashour et son père ont été arrêtés jeudi, alors qu'ils "
        "participaient à un défilé. Des manifestants tunisiens ont été dispersés."
    )
    assert recalled(got, "ils") == ["Karim Bashour", "père de Karim Bashour"]


def test_one_verb_has_two_parts():
    """« Il a parlé à X » is not X himself."""
    got = read(
        "Le ministre ghanéen Kwame Addo est arrivé. Il a parlé lundi à Issa Mahamoud."
    )
    assert recalled(got, "Il") == ["Kwame Addo"]


@pytest.mark.parametrize(
    ("text", "word", "names"),
    [
        (
            "Le ministre ghanéen Kwame Addo et son homologue togolais Yao Mensah se sont parlé "
            "lundi. Les deux ministres ont demandé une trêve.",
            "ministres",
            ["Kwame Addo", "Yao Mensah"],
        ),
        (
            "Le président ghanéen Kwame Addo a reçu le ministre Yao Mensah. Les deux hommes ont déjeuné.",
            "hommes",
            ["Kwame Addo", "Yao Mensah"],
        ),
        (
            "L'Iran et les Etats-Unis ont rompu. Les deux pays négociaient depuis un an.",
            "pays",
            ["Iran", "Etats-Unis"],
        ),
        (  # three were met, the words say two
            "L'Iran, la Russie et la Chine ont signé. Les deux pays se sont félicités.",
            "pays",
            [],
        ),
    ],
)
def test_the_two_are_the_two_met_last(text: str, word: str, names: list[str]):
    """« Les deux ministres » are those just named, and nobody where they are not two."""
    assert recalled(read(text), word) == names


def test_a_counterpart_over_a_slipped_comma():
    """« Son homologue, russe X, » is X: no one is called "homologue" beside him."""
    got = read(
        "Le ministre turc des Affaires étrangères, Selim Aktan, et son homologue, russe "
        "Pavel Gromov, se sont exprimés jeudi."
    )
    actor = got.actor("Pavel Gromov")
    assert (actor.country, actor.sector) == ("RUS", "GOV")
    assert [a.name for a in got.actors.values() if a.kind == "PER"] == [
        "Selim Aktan",
        "Pavel Gromov",
    ]


def test_what_is_someones_says_whose():
    """A counterpart, a father, troops are shown with whose they are; the words stay as they were."""
    got = read("Le président chilien Pedro Rojas a reçu jeudi son homologue péruvien.")
    actor = got.actor("homologue péruvien")
    assert (actor.name, actor.names) == (
        "homologue péruvien de Pedro Rojas",
        ("homologue péruvien",),
    )


def test_a_country_goes_by_its_own_name():
    """« Moscou » and "la Russie" are one, and called Russia."""
    got = read("Moscou a menacé. Moscou a démenti. La Russie a averti l'Otan.")
    assert got.actor("Moscou").name == "Russie"


def test_a_capital_is_no_patriarch():
    """A seat that is also a part of someone's name is the power that sits there."""
    got = read("Le ministre libyen a accusé la veille Moscou d'avoir livré des avions.")
    assert got.actor("Moscou").country == "RUS"


def test_a_short_surname_is_who_governs():
    """« Trump » alone is the president of the day, and nobody known when he governs not."""
    text = "Erdogan et Trump ont évoqué la Libye lors d'un appel."
    assert read(text, "2020-05-23").actor("Trump").kb == "usa.donald-trump"
    assert read(text, "2013-05-23").actor("Trump").kb is None


def test_words_choose_the_office_where_no_day_does():
    """Without a date, the office that is said is the one held; without either, none is."""
    said = read("Le président Ali Abdullah Saleh a refusé de partir.", None)
    assert said.actor("Ali Abdullah Saleh").sector == "GOV"
    bare = read("Des manifestants ont conspué Ali Abdullah Saleh à Sanaa.", None)
    actor = bare.actor("Ali Abdullah Saleh")
    assert (actor.country, actor.sector) == ("YEM", None)
    assert NO_DAY in actor.why


def places(text: str) -> list[tuple[str, str | None]]:
    """Names and countries of the places of a text, its actors read first."""
    got = read(text, "2020-05-21")
    rules = load_places(load_pack("fr"))
    found = read_places(got.notes, got.mentions, open_gazetteer(), rules).places
    return [(p.name, p.country) for p in found]


def test_a_known_person_is_no_place():
    """« Livré à Haftar depuis la Syrie »: whom the base knows as a person is nowhere."""
    assert places("Moscou a envoyé six avions à Haftar depuis la Syrie.") == [
        ("Syrie", "SYR")
    ]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("La Turquie a frappé Tripoli et des villes de l'Ouest. Ankara nie.", "LBY"),
        ("Deux armées étrangères se disputent des villes de l'Ouest.", None),
    ],
)
def test_a_part_is_of_the_country_told_as_a_place(text: str, country: str | None):
    """« L'Ouest » is of the land where things happen, not of those who act there; else of none."""
    assert ("Ouest", country) in places(text)


@pytest.mark.parametrize(
    ("text", "body", "sector"),
    [
        ("Les forces du Hezbollah ont tiré sur Haïfa.", "forces du Hezbollah", "REB"),
        ("L'aviation de l'ANL a bombardé Syrte.", "aviation de l'ANL", "REB"),
        ("L'armée de l'air française a bombardé Syrte.", "armée de l'air française", "MIL"),
    ],
)
def test_forces_are_of_those_who_hold_them(text: str, body: str, sector: str):
    """A body under arms has the sector of the armed group that holds it, else a state's."""
    assert read(text).actor(body).sector == sector
