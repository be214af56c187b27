"""Laws of the whole street, one dispatch at a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vigie.flow.kit import Kit
from vigie.flow.plan import read_many, read_one
from vigie.records import Given, RawDispatch, as_gold


def test_a_month_only_dispatch_keeps_its_weekday_as_candidates(kit: Kit):
    """A "jeudi" of May 2020 is one of four days, and no day is invented."""
    raw = RawDispatch(
        id="m",
        text="Jeudi, les rebelles ont pris la ville de Sirte, selon un porte-parole.",
        given=Given(published="2020-05", language="fr"),
    )
    (report,) = read_one(raw, kit).reports
    assert report.when is None
    assert report.candidates == ("2020-05-07", "2020-05-14", "2020-05-21", "2020-05-28")


def test_what_lasts_takes_no_day_from_the_story(kit: Kit):
    """A state told in the present beside a dated act is not dated by it."""
    raw = RawDispatch(
        id="s",
        text="L'armée a bombardé Sirte jeudi. La Turquie soutient le gouvernement libyen.",
        given=Given(published="2020-05-22", language="fr"),
    )
    days = {r.type: r.when for r in read_one(raw, kit).reports}
    assert days["ASSAULT"] == "2020-05-21"
    assert days["SUPPORT"] is None


def test_readings_come_in_order_whatever_is_among_them(kit: Kit):
    texts = ["", "L'armée a bombardé Sirte.", "…", "Des étudiants ont manifesté à Alger."]
    raws = [RawDispatch(id=str(n), text=t) for n, t in enumerate(texts)]
    assert [r.dispatch.id for r in read_many(raws, kit)] == ["0", "1", "2", "3"]


@pytest.mark.shared
def test_the_seeds_are_read_as_a_careful_analyst_would(kit: Kit, shared: Path):
    """The two dispatches the project starts from: their chief facts, each in its words."""
    rows = [json.loads(x) for x in (shared / "gold/seeds.jsonl").open(encoding="utf-8")]
    readings = {
        r.dispatch.id: as_gold(r)
        for r in read_many((RawDispatch(id=x["id"], text=x["raw"]) for x in rows), kit)
    }
    wire, month = readings["seed-000"], readings["seed-002"]
    assert wire["meta"]["published"] == "2020-05-23T21:29"
    assert wire["meta"]["agency"] == "Reuters"
    calls = [r for r in wire["reports"] if r["type"] == "CONSULT"]
    assert calls
    assert calls[0]["when"] == "2020-05-23"
    taken = [r for r in month["reports"] if r["type"] == "COERCE" and r["where"] == "Asaba"]
    assert taken
    assert taken[0]["when"] is None
    assert taken[0]["candidates"][2] == "2020-05-21"
    speakers = {
        month["actors"][q["speaker"]]["name"] for q in month["quotes"] if q["speaker"]
    }
    assert {"Hami Aksoy", "Saqer al-Jaroushi", "Stephanie Williams"} <= speakers
