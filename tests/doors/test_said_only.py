"""Laws of `--said-only` on every door: the same values left out, and marked where they are not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

pytest.importorskip("litestar", reason="the extra 'web' is not installed")

from litestar.testing import TestClient
from typer.testing import CliRunner

import vigie
from views import made_events as made
from views.test_views_said import guessed, inferring
from vigie.doors.cli.main import app
from vigie.doors.rest.app import make_app
from vigie.doors.web.app import make_app as make_pages
from vigie.records import as_gold, inferred_fields, reading_as_said
from vigie.store.events import save_events
from vigie.store.record import Record


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Dispatches whose reports infer who, when and where, and an event of them that does."""
    path = tmp_path_factory.mktemp("said") / "r.vigie"
    with Record(path, write=True) as record:
        list(record.add((made.key_of(r), guessed(r)) for r in made.readings()))
        events = (inferring(made.TAKEN), made.THREAT, made.UNDATED)
        save_events(record, events, made.CARDS, made.STORIES, made.DATINGS, made.LINEAGES)
    return path


def typed(*words: str) -> str:
    """What a command prints."""
    env = {"VIGIE_LANG": "en", "COLUMNS": "200"}
    found = CliRunner().invoke(app, list(words), env=env, catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


def lines(*words: str) -> list[Any]:
    """What a command prints as JSON Lines."""
    return [json.loads(line) for line in typed(*words).splitlines()]


@pytest.mark.parametrize("said", [False, True])
def test_every_door_gives_the_same_events(path: Path, said: bool):
    flag = ["--said-only"] if said else []
    key = {"said_only": "true"} if said else {}
    shown = {e["id"]: e for e in lines("timeline", str(path), "--json", *flag)}
    exported = {e["id"]: e for e in lines("export", str(path), "--to", "jsonl", *flag)}
    with TestClient(make_app(path), base_url="http://127.0.0.1") as client:
        served = {e["id"]: e for e in client.get("/api/events", params=key).json()["items"]}
        whole = client.get("/api/events/e1asaba", params=key).json()
    assert shown == exported == served
    assert whole["event"] == shown["e1asaba"]
    assert json.loads(typed("event", "e1asaba", "-r", str(path), "--json", *flag)) == whole
    with vigie.open(path) as record:
        rows = {row.id: row for row in record.events(said_only=said)}
    assert rows["e1asaba"].actors == tuple(a["name"] for a in shown["e1asaba"]["actors"])
    assert rows["e1asaba"].inferred == (() if said else ("actors", "when", "place"))
    assert (rows["e1asaba"].when is None) == said


def test_tables_name_the_columns_that_are_inferred(path: Path):
    def table(*words: str) -> list[dict[str, str]]:
        text = typed("export", str(path), "--to", "csv", "--table", "reports", *words)
        return list(csv.DictReader(io.StringIO(text)))

    taken = next(r for r in table() if r["id"] == "r1")
    assert taken["inferred"] == "actors | when | place"
    said = next(r for r in table("--said-only") if r["id"] == "r1")
    for column in ("inferred", "actors", "place", "when"):
        assert said[column] == ""
    left = set(taken) - {"inferred", "actors", "place", "when"}
    assert {k: taken[k] for k in left} == {k: said[k] for k in left}


def test_what_is_inferred_bears_a_word(path: Path):
    for words in (["timeline", str(path)], ["timeline", str(path), "--reports"],
                  ["event", "e1asaba", "-r", str(path)], ["show", "wire", "-r", str(path)],
                  ["why", "r1", "-r", str(path)]):  # fmt: skip
        assert "inferred" in typed(*words), words
    assert "inferred" not in typed("timeline", str(path), "--said-only")
    assert "(inferred)" not in typed("show", "wire", "-r", str(path), "--said-only")


def test_the_page_marks_and_leaves_out_what_is_inferred(path: Path):
    with TestClient(make_pages(path), base_url="http://127.0.0.1") as client:
        whole = client.get("/events/e1asaba?lang=en").text
        said = client.get("/events/e1asaba?lang=en&said_only=1").text
        listed = client.get("/events?lang=en&said_only=1").text
    assert whole.count("(inferred)") >= 3
    assert 'class="inferred"' in whole
    assert "(inferred)" not in said
    assert "said_only=1" in listed  # goes along to the event
    assert "(inferred)" not in listed


def test_a_reading_as_said_holds_no_inference():
    for reading in map(guessed, made.readings()):
        told = as_gold(reading)["reports"]
        assert all(row["inferred"] for row in told if row["actors"])
        after = reading_as_said(reading)
        assert not any(inferred_fields(r) for r in after.reports)
        assert msgspec.structs.replace(after, reports=reading.reports) == reading
