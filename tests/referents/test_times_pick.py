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
