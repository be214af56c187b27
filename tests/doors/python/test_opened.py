"""Laws of `vigie.open`: rows become frames, filters are those of the command line, charts draw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import vigie
from views import made_events as made
from vigie.doors.exports.tables import TABLES, EventRow, columns
from vigie.doors.python.opened import Opened
from vigie.errors import BadRequest, NotARecord


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Opened]:
    with vigie.open(made.made_record(tmp_path / "small.vigie")) as opened:
        yield opened


def test_rows_become_frames_of_the_same_columns(record: Opened):
    for table in TABLES:
        rows = getattr(record, table)()
        assert (
            rows.polars().columns
            == rows.arrow().column_names
            == list(columns(TABLES[table]))
        )
        assert rows.polars().height == rows.arrow().num_rows == len(rows)


def test_rows_can_be_walked(record: Opened):
    assert [row.id for row in record.events() if isinstance(row, EventRow)] == [
        "e2menace", "e1asaba", "e3sansjour",
    ]  # fmt: skip


def test_pandas_is_given_or_its_lack_is_said(record: Opened):
    try:
        import pandas
    except ImportError:
        with pytest.raises(BadRequest, match="pip install pandas"):
            record.events().pandas()
    else:
        assert isinstance(record.events().pandas(), pandas.DataFrame)


def test_filters_are_those_of_the_command_line(record: Opened):
    assert record.events(types="THREATEN").polars()["id"].to_list() == ["e2menace"]
    assert record.events(since="2020-05-20", types=["COERCE", "AID"]).polars().height == 1
    assert record.events(dyad=("country:TUR", "ANL")).polars()["id"].to_list() == [
        "e2menace"
    ]
    assert record.reports(types="COERCE").polars()["event"].unique().to_list() == [
        "e1asaba"
    ]
    assert record.actors(types="AID").polars()["id"].to_list() == ["lby.gna", "tur"]


def test_wrong_filters_say_the_cure(record: Opened):
    with pytest.raises(BadRequest, match="since, until, actor"):
        record.events(form="2020")
    with pytest.raises(BadRequest, match="kind"):
        record.events(since=2020)
    with pytest.raises(BadRequest, match="not a date"):
        record.events(since="mai 2020")
    with pytest.raises(NotARecord):
        vigie.open("nowhere.vigie")


def test_a_file_is_what_the_command_writes(record: Opened, tmp_path: Path):
    data = record.export("geojson", tmp_path / "x.geojson", types="COERCE")
    assert (tmp_path / "x.geojson").read_bytes() == data
    assert [f["id"] for f in json.loads(data)["features"]] == ["e1asaba"]


@pytest.mark.parametrize("name", ["timeline", "bars", "dyads", "figures"])
def test_charts_are_drawn_without_network(
    name: str, record: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Valid Vega-Lite, drawn to SVG by vl-convert, its data inside."""
    monkeypatch.setenv("VIGIE_LANG", "fr")
    chart = getattr(record.chart, name)()
    assert chart.to_dict()["$schema"].startswith("https://vega.github.io/schema/vega-lite")
    assert '"url"' not in chart.to_json()
    chart.save(tmp_path / "chart.svg")
    assert "<svg" in (tmp_path / "chart.svg").read_text(encoding="utf-8")


def test_the_timeline_is_as_wide_as_the_doubt(record: Opened):
    """Three candidate days: the mark runs from the first to the last."""
    (threat, taken) = record.chart.timeline().to_dict()["data"]["values"]
    assert (threat["start"], threat["end"]) == ("2020-05-07", "2020-05-21")
    assert taken["start"] == taken["end"] == "2020-05-21"


def test_figures_keep_bounds_and_claimants(record: Opened):
    rows = record.chart.figures().to_dict()["data"]["values"]
    assert [(r["claimant"], r["said"]) for r in rows] == [
        ("wire", "12"), ("Gouvernement d'union nationale", "20+"),
    ]  # fmt: skip


def test_bars_stand_on_the_axis_one_on_the_other(record: Opened):
    """Cooperation rises, conflict hangs, each block where the one before ends."""
    rows = record.chart.bars().to_dict()["data"]["values"]
    assert rows
    for row in rows:
        assert abs(row["high"] - row["low"]) == row["events"] > 0
        assert row["start"] <= row["end"]
    assert {r["high"] > 0 for r in rows if "coop" in r["quad"].lower()} <= {True}
    assert {r["high"] < 0 for r in rows if "confl" in r["quad"].lower()} <= {True}
