"""Laws of the commands on events: what a stranger types, and what is shown."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from views import made_events as made
from vigie.doors.cli.main import app
from vigie.doors.interface import _words
from vigie.errors import VigieError


class Done(msgspec.Struct, frozen=True):
    """What a command printed, and how it left."""

    stdout: str
    stderr: str
    returncode: int


def vigie(*words: str) -> Done:
    """Run a command in this process; what it raises is one sentence and 2, as `main` has it."""
    env = {"VIGIE_LANG": "en", "COLUMNS": "200"}
    found = CliRunner().invoke(app, list(words), env=env)
    if found.exception and not isinstance(found.exception, SystemExit):
        assert isinstance(found.exception, VigieError), found.exception
        return Done(found.stdout, str(found.exception), 2)
    return Done(found.stdout, found.stderr, found.exit_code)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The record made by hand, its events merged."""
    return str(made.made_record(tmp_path_factory.mktemp("cli") / "r.vigie"))


@pytest.mark.parametrize(
    "command", ["timeline", "event", "brief", "changed", "dyads", "stories"]
)
def test_each_help_holds_an_example(command: str):
    assert f"vigie {command} " in vigie(command, "--help").stdout
    assert f"Exemple : vigie {command} " in _words("fr")[f"{command}.help"]


def test_the_timeline_shows_doubt_and_origins(record: str):
    """Candidate days, a contradiction, the figures told, the number of origins."""
    shown = vigie("timeline", record).stdout
    assert "2020-05-?? (07 14 21)" in shown
    for words in ("≠ status", "killed 12 → ≥20", "3 independent sources", "3 events of 3"):
        assert words in shown


def test_the_timeline_says_what_it_chose(record: str):
    shown = vigie("timeline", record, "--limit", "1").stdout
    assert "1 event of 3, the heaviest" in shown
    assert "e2menace" not in shown
    assert "e2menace" in vigie("timeline", record, "--dyad", "Turquie", "ANL").stdout
    assert "e3sansjour" not in vigie("timeline", record, "--min-origins", "1").stdout


def test_a_line_of_json_an_event(record: str):
    rows = [
        json.loads(line) for line in vigie("timeline", record, "--json").stdout.splitlines()
    ]
    assert [row["id"] for row in rows] == ["e2menace", "e1asaba", "e3sansjour"]
    (whole,) = vigie("event", "e1", "-r", record, "--json").stdout.splitlines()
    assert {row["report"] for row in json.loads(whole)["tellings"]} == {
        "r1",
        "r3",
        "r5",
        "r6",
    }


def test_reports_are_still_there_one_by_one(record: str):
    shown = vigie("timeline", record, "--reports", "--type", "threaten").stdout
    assert "La Turquie a menacé l'ANL" in shown
    assert "1 of 2 reports" in shown
    refused = vigie("timeline", record, "--reports", "--min-origins", "2")
    assert refused.returncode == 2
    assert "--reports" in refused.stderr


def test_a_record_not_merged_shows_its_reports_and_says_so(tmp_path: Path):
    path = str(made.made_record(tmp_path / "r.vigie", merged=False))
    shown = vigie("timeline", path).stdout
    assert "no events yet" in shown
    assert "La Turquie a menacé l'ANL" in shown
    assert vigie("stories", path).returncode == 2


def test_an_event_shows_each_report_in_its_sentence(record: str):
    shown = vigie("event", "e1", "-r", record).stdout
    for words in (
        "qui a perdu douze hommes.",
        "[r1, r3]",
        "denied  ANL",
        "status: asserted",
    ):
        assert words in shown
    assert vigie("event", "zz", "-r", record).returncode == 2


def test_the_brief_is_markdown_or_one_page(record: str, tmp_path: Path):
    assert (
        "[^1]: Agence, wire, 22 mai 2020"
        in vigie("brief", record, "--language", "fr").stdout
    )
    page = tmp_path / "brief.html"
    done = vigie("brief", record, "--html", "-o", str(page))
    assert "2 sentences refused" in done.stderr
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_what_changed_says_how_to_ask_next_time(record: str):
    shown = vigie("changed", record, "--since", "2020-05-23").stdout
    assert "contradicted" in shown
    assert "--since #4.0" in shown
    assert "0 changes of 0" in vigie("changed", record, "--since", "#4.0").stdout
    assert vigie("changed", record, "--since", "#x").returncode == 2


def test_dyads_are_a_table_or_rows(record: str):
    assert "2020" in vigie("dyads", record, "--by", "day", "--least", "1", "--json").stdout
    assert "LBY → LBY" in vigie("dyads", record, "--least", "1").stdout
    assert vigie("dyads", record, "--by", "year").returncode == 2


def test_merging_a_merged_record_changes_nothing(tmp_path: Path):
    """The first merge makes events of the reports, the second finds them so."""
    path = str(made.made_record(tmp_path / "r.vigie", merged=False))
    assert "0 changed, 0 gone, 0 unchanged" in vigie("merge", path).stdout
    assert "0 new events, 0 changed, 0 gone" in vigie("merge", path).stdout
    assert "events" in vigie("timeline", path, "--all").stdout
    assert vigie("merge", str(tmp_path / "none.vigie")).returncode == 2
