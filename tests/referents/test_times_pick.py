"""The laws of dating an act: the expression that stands by it, else the day of the story."""

from __future__ import annotations

import pytest
from times_cases import grammar, notes_of

from vigie.referents.times import find_times, pick_when

ACTS = [
    # day, text, trigger, value, reason
    ("2020-05-22", "Deux soldats ont été tués mardi dans une embuscade.", "tués", "2020-05-19", "tree"),
    ("2020-05-22", "L'attaque a eu lieu mardi dans le nord.", "attaque", "2020-05-19", "tree"),
    ("2020-05-22", "L'attaque de mardi a fait trois morts.", "attaque", "2020-05-19", "tree"),
    ("2020-05-22", "Mardi, l'armée a bombardé et incendié le village.", "incendié", "2020-05-19", "tree"),
    ("2020-05-22", "Le rapport publié mardi dénonce l'attentat du 3 mars 2019.", "attentat", "2019-03-03", "tree"),
    ("2020-05-22", "Le rapport publié mardi dénonce l'attentat du 3 mars 2019.", "publié", "2020-05-19", "tree"),
    ("2020-05-22", "Des hommes armés ont enlevé un prêtre mardi. Ils ont tué son chauffeur.", "tué", "2020-05-19", "carried"),
    ("2020-05-22", "Des hommes armés ont tué un prêtre.", "tué", None, "none"),
    ("2020-05-22", "Le sommet se tiendra mardi. Les rebelles ont tué un prêtre.", "tué", None, "none"),
    ("2020-05-22", "Deux soldats ont été tués mardi à 10 h dans une embuscade.", "tués", "2020-05-19", "tree"),
    ("2020-05-23", "Les rebelles affirment avoir tué jeudi dix soldats.", "tué", "2020-05-21", "tree"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "text", "trigger", "value", "reason"), ACTS)
def test_an_act_takes_the_day_that_stands_by_it(
    day: str, text: str, trigger: str, value: str | None, reason: str
) -> None:
    """The tree first, then the story; never the day of publication."""
    notes = notes_of(text, day)
    times, _ = find_times(notes, grammar())
    token = next(t.i for t in notes.tokens if t.text == trigger)
    when, why = pick_when(notes, times, token)
    assert (when.value if when else None, why) == (value, reason)


BACKGROUND = [
    # text, trigger, value: what is only looked back to gives its day to nothing else
    ("La police a arrêté samedi dix élus. Ils avaient été libérés lundi. Un juge a été interpellé.", "interpellé", "2020-05-16"),
    ("La police a arrêté samedi dix élus. Le coup d'État, qui date du 15 mai, l'inquiète. Un juge a été tué.", "tué", "2020-05-16"),
    ("La justice a condamné un homme arrêté en mai 2019 à Lyon.", "condamné", None),
    ("La justice a condamné un homme arrêté en mai 2019 à Lyon.", "arrêté", "2019-05"),
    ("En marge d'un sommet qui se tenait jeudi, les deux présidents se sont rencontrés.", "rencontrés", "2020-05-21"),
    ("Dans une ville que l'armée avait prise lundi, deux hommes ont été tués.", "tués", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "value"), BACKGROUND)
def test_a_day_looked_back_to_dates_nothing_else(
    text: str, trigger: str, value: str | None
) -> None:
    """The pluperfect, a relative clause and a participle keep their day to themselves."""
    assert value_of(text, trigger) == value


APART = [
    ("Des cadres ont été interpellés mardi, au lendemain de l'arrestation d'un élu.", "arrestation", "2020-05-18"),
    ("Des gens ont manifesté mardi, deux jours après l'assassinat du ministre.", "assassinat", "2020-05-17"),
    ("Des gens ont manifesté mardi, deux jours après l'assassinat du ministre.", "manifesté", "2020-05-19"),
    ("La police a arrêté mardi deux hommes à la veille de la manifestation.", "manifestation", "2020-05-20"),
    ("Deux mois après l'attaque, la police a arrêté mardi un suspect.", "attaque", "2020-03"),
    ("Quelques mois après l'attaque, la police a arrêté mardi un suspect.", "attaque", None),
    ("Un mois après l'attaque menée le 17 avril, la police a arrêté mardi un suspect.", "attaque", "2020-04-17"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "value"), APART)
def test_an_act_told_by_its_distance_lies_that_far(
    text: str, trigger: str, value: str | None
) -> None:
    """« Deux jours après » counts from the act of the sentence; a date of its own is surer."""
    assert value_of(text, trigger) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Mardi, la police a chargé la foule. En début de soirée, un étudiant a été tué.", "2020-05-19"),
        ("Mardi, la police a chargé la foule. Vers 22 heures, un étudiant a été tué.", "2020-05-19"),
        ("La police avait chargé mardi la foule. En début de soirée, un étudiant a été tué.", "2020-05-22"),
        ("La police avait chargé la foule le 3 mars. En début de soirée, un étudiant a été tué.", "2020-05-22"),
        ("En début de soirée, un étudiant a été tué.", "2020-05-22"),
    ],
)  # fmt: skip
def test_a_part_of_the_day_is_of_the_day_of_the_story(text: str, value: str) -> None:
    """« Dans la soirée » goes on from the day last told of, else it is the dispatch's own."""
    assert value_of(text, "tué") == value


def value_of(text: str, trigger: str) -> str | None:
    """The day of the act that a word tells, in a dispatch of 22 May 2020."""
    notes = notes_of(text, "2020-05-22")
    times, _ = find_times(notes, grammar())
    token = next(t.i for t in notes.tokens if t.text == trigger)
    when, _ = pick_when(notes, times, token, grammar())
    return when.value if when else None
