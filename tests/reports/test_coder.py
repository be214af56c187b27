"""Laws of the coder, one construction of French at a time, through the shipped pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vigie.flow.kit import Kit
from vigie.flow.plan import explain_one, read_one
from vigie.knowledge.yaml import read_yaml
from vigie.records import Given, RawDispatch, Reading

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).with_name("coder_cases.yaml"))


def read(kit: Kit, text: str) -> Reading:
    given = Given(published="2020-05-22", language="fr")
    return read_one(RawDispatch(id="case", text=text, given=given), kit)


def names(reading: Reading, keys: tuple[str, ...]) -> str:
    actors = reading.referents.actors
    return " | ".join(n for k in keys for n in (actors[k].name, *actors[k].names))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_each_construction_gives_its_act(kit: Kit, case: dict[str, Any]):
    """The type, the doer and the one done to, whatever the voice or the word class."""
    reading = read(kit, case["text"])
    coded = [
        (r.type, names(reading, r.actors), names(reading, r.recipients))
        for r in reading.reports
    ]
    if case["type"] is None:
        assert coded == []
        return
    fit = [r for r in reading.reports if r.type in case["type"].split("|")]
    assert fit, f"no {case['type']} among {coded}"
    for role, field in (("who", "actors"), ("whom", "recipients")):
        wanted = case.get(role, "*")
        if wanted == "*":
            continue
        sides = [names(reading, getattr(r, field)) for r in fit]
        if wanted is None:
            assert any(side == "" for side in sides), (role, coded)
        else:
            assert any(wanted.lower() in side.lower() for side in sides), (role, coded)
    if "said_by" in case:
        cited = [reading.referents.actors[r.said_by].name for r in fit if r.said_by]
        assert any(case["said_by"] in name for name in cited), coded


def test_every_field_points_into_the_raw_text(kit: Kit):
    """Spans lie in the raw text, and a trigger lies in its clause."""
    text = "Connectez-vous pour lire.\n\nL'armée a bombardé Sirte jeudi, a dit un porte-parole."
    reading = read(kit, text)
    assert reading.reports
    for r in reading.reports:
        assert r.span.covers(r.trigger)
        assert r.trigger.text(text) == "bombardé"


def test_a_word_set_aside_says_why(kit: Kit):
    """Why not: the sense that was seen and the condition that failed."""
    raw = RawDispatch(
        id="x", text="Le chômage frappe les jeunes.", given=Given(language="fr")
    )
    asides = explain_one(raw, kit).asides
    assert any(aside.words == "frappe" and aside.reason for aside in asides)


def test_the_same_act_told_twice_is_one_report(kit: Kit):
    """Title and body tell one act: one report, the other telling kept beside it."""
    text = (
        "L'armée a bombardé Sirte\n\nL'armée libyenne a bombardé jeudi la ville de Sirte, "
        "faisant fuir des familles."
    )
    given = Given(published="2020-05-22", language="fr", title="L'armée a bombardé Sirte")
    reading = read_one(RawDispatch(id="x", text=text, given=given), kit)
    bombed = [r for r in reading.reports if r.type == "ASSAULT"]
    assert len(bombed) == 1
    assert len(bombed[0].also) == 1


def test_protests_in_two_cities_are_two_reports(kit: Kit):
    """What is told in two places, each named by its own sentence, is not one act."""
    text = (
        "Des étudiants ont manifesté jeudi à Sfax contre le gouvernement. "
        "Des étudiants ont manifesté jeudi à Bizerte contre le gouvernement."
    )
    protests = [r for r in read(kit, text).reports if r.type == "PROTEST"]
    assert {r.where for r in protests} == {"Sfax", "Bizerte"}


def test_killed_and_wounded_in_one_breath_is_one_blow(kit: Kit):
    """Two verbs of violence hung on each other are one act, with all its victims."""
    text = "Les rebelles ont tué deux soldats et blessé un policier jeudi à Gao."
    reading = read(kit, text)
    blows = [r for r in reading.reports if r.type == "ASSAULT"]
    assert len(blows) == 1
    hurt = names(reading, blows[0].recipients)
    assert "soldats" in hurt
    assert "policier" in hurt


def test_deaths_are_violence_only_where_violence_is_told(kit: Kit):
    """A toll without a cause is an attack's where the dispatch tells one, else nobody's."""
    toll = "Les secours ont compté onze morts jeudi soir."
    assert not read(kit, toll).reports
    told = read(kit, f"L'armée a bombardé la ville de Saada. {toll}")
    assert any(r.trigger.text(told.dispatch.raw) == "morts" for r in told.reports) or any(
        t.trigger.text(told.dispatch.raw) == "morts" for r in told.reports for t in r.also
    )


def test_a_side_inferred_says_so(kit: Kit):
    """A side the clause does not name carries the reason it was given."""
    text = "Les rebelles ont attaqué la police à Gao. L'ONU a condamné ces violences."
    accused = next(r for r in read(kit, text).reports if r.type == "ACCUSE")
    assert accused.recipients
    assert any("inferred" in reason for reason in accused.why)


def test_reading_twice_gives_the_same(kit: Kit):
    """Same input and kit, same output, ids included."""
    text = "Les rebelles ont attaqué la police lundi à Goma, selon un témoin."
    assert read(kit, text) == read(kit, text)
