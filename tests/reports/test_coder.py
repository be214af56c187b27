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
    _, refused = explain_one(raw, kit)
    assert any(word == "frappe" and reason for word, _, reason in refused)


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


def test_reading_twice_gives_the_same(kit: Kit):
    """Same input and kit, same output, ids included."""
    text = "Les rebelles ont attaqué la police lundi à Goma, selon un témoin."
    assert read(kit, text) == read(kit, text)
