"""Laws of other event schemes: PLOVER, GDELT, ACLED and FollowTheMoney say no more than we know."""

from __future__ import annotations

import csv
import io
import json

import followthemoney
import pytest
from followthemoney import model

from vigie.doors.exports.acled import COLUMNS as ACLED
from vigie.doors.exports.acled import kind_of
from vigie.doors.exports.gdelt import COLUMNS as GDELT
from vigie.records import Event, Party, Spot
from vigie.store.record import Record


def gdelt(data: bytes) -> list[dict[str, str]]:
    lines = data.decode().splitlines()
    return [dict(zip(GDELT, line.split("\t"), strict=True)) for line in lines]


def acled(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_plover_has_its_fields(record: Record, out):
    rows = {r["id"]: r for r in map(json.loads, out(record, "plover").splitlines())}
    taken = rows["e1asaba"]
    assert (taken["event"], taken["mode"], taken["quad_code"]) == ("COERCE", "seize", 4)
    assert (taken["date"], taken["enddate"]) == ("2020-05-21", None)
    assert taken["event_loc"]["resolution"] == 4
    assert [d["low"] for d in taken["dead"]] == [12, 20]
    assert taken["event_text"] == "pris"
    info = taken["text_info"]
    reading = record.reading_of(info["sequence"])
    assert reading is not None
    assert reading.dispatch.raw[info["start"] : info["end"]] == taken["text"]
    assert rows["e3sansjour"]["date"] is None


def test_gdelt_has_61_columns_and_no_day_it_does_not_know(dirty: Record, out):
    rows = gdelt(out(dirty, "gdelt"))
    assert len(GDELT) == 61
    taken = next(r for r in rows if r["NumSources"] == "3")
    assert taken["SQLDATE"] == "20200521"
    assert (taken["Actor1Code"], taken["Actor2Code"]) == ("LBYGOV", "LBYREB")
    assert (taken["QuadClass"], taken["NumSources"], taken["NumArticles"]) == (
        "4",
        "3",
        "4",
    )
    months = [r for r in rows if not r["SQLDATE"] and r["MonthYear"] == "202005"]
    assert months
    assert {r["ActionGeo_Lat"] for r in months} == {""}  # a country has no coordinates
    assert len({r["GLOBALEVENTID"] for r in rows}) == len(rows)


def test_gdelt_leaves_out_what_is_denied(dirty: Record, out):
    assert b"XXX" not in out(dirty, "gdelt", status="denied")


def test_acled_has_its_columns_and_scope(record: Record, out):
    """A town taken is in, a threat and an aid are not."""
    (row,) = acled(out(record, "acled"))
    assert list(row) == list(ACLED)
    assert (row["event_type"], row["sub_event_type"]) == (
        "Battles",
        "Government regains territory",
    )
    assert (row["event_date"], row["time_precision"], row["geo_precision"]) == (
        "2020-05-21", "1", "1",
    )  # fmt: skip
    assert (row["actor1"], row["inter1"], row["inter2"]) == (
        "Gouvernement d'union nationale", "State forces", "Rebel group",
    )  # fmt: skip
    assert row["fatalities"] == "12"
    assert row["iso"] == "434"


CIVILIANS = Party(actor="c", name="c", country="LBY", sector="CVL")
REBELS = Party(actor="r", name="r", country="LBY", sector="REB")
LIBYA = Spot(name="x", country="LBY")


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (Event(id="a", type="ASSAULT", quad="MX", recipients=(REBELS,), where=LIBYA),
         ("Battles", "Armed clash")),
        (Event(id="a", type="ASSAULT", quad="MX", recipients=(CIVILIANS,)),
         ("Violence against civilians", "Attack")),
        (Event(id="a", type="ASSAULT", quad="MX"), ("", "")),
        (Event(id="a", type="ASSAULT", quad="MX", mode="drone"),
         ("Explosions/Remote violence", "Air/drone strike")),
        (Event(id="a", type="COERCE", quad="MX", mode="seize", actors=(REBELS,)),
         ("Battles", "Non-state actor overtakes territory")),
        (Event(id="a", type="PROTEST", quad="MX", mode="riot"),
         ("Riots", "Violent demonstration")),
        (Event(id="a", type="PROTEST", quad="MX"), ("Protests", "Peaceful protest")),
        (Event(id="a", type="PROTEST", quad="MX", mode="strike"), None),
        (Event(id="a", type="COERCE", quad="MX", mode="curfew"), None),
        (Event(id="a", type="ACCUSE", quad="VX"), None),
    ],
)  # fmt: skip
def test_acled_kinds_say_what_the_sides_settle(event: Event, kind: tuple[str, str] | None):
    """Who is hit decides between battle and violence against civilians; unknown, neither is said."""
    assert kind_of(event) == kind


@pytest.mark.parametrize("which", ["record", "dirty"])
def test_followthemoney_accepts_every_entity(
    which: str, out, request: pytest.FixtureRequest
):
    """Each value is of its property's kind; no id comes twice."""
    data = out(request.getfixturevalue(which), "ftm")
    entities = [
        followthemoney.model.get_proxy(json.loads(line)) for line in data.splitlines()
    ]
    ids = {e.id for e in entities}
    assert len(ids) == len(entities)
    for entity in entities:
        schema = model.get(entity.schema.name)
        assert schema is not None
        for prop, value in entity.itervalues():
            assert prop.type.validate(value), (entity.id, prop.name, value)


def test_followthemoney_events_are_proven_by_articles(record: Record, out):
    rows = {r["id"]: r for r in map(json.loads, out(record, "ftm").splitlines())}
    event = rows["vigie-event-e1asaba"]
    for name in (*event["properties"]["involved"], *event["properties"]["proof"]):
        assert name in rows
    assert event["properties"]["country"] == ["ly"]
    assert rows["vigie-actor-tur"]["schema"] == "PublicBody"
    assert not any("bodyText" in r["properties"] for r in rows.values())
