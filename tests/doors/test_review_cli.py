"""Laws of `vigie review` and `vigie token`: one word, one line; asked one by one; shown on demand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from views import made_events as made
from vigie.doors.cli.main import app
from vigie.doors.cli.review import as_json
from vigie.doors.interface import _words
from vigie.doors.rest.tokens import who_bears
from vigie.errors import VigieError
from vigie.flow.merging import merge_record
from vigie.store.record import Record


@pytest.fixture
def record(tmp_path: Path) -> str:
    """The record made by hand, merged by the machine."""
    path = made.made_record(tmp_path / "r.vigie", merged=False)
    with Record(path, write=True) as store:
        merge_record(store)
    return str(path)


def vigie(*words: str, typed: str = "") -> tuple[int, list[dict], str]:
    """Run a command: how it left, its lines of JSON, what it said beside."""
    env = {"VIGIE_LANG": "en", "COLUMNS": "200"}
    found = CliRunner().invoke(app, list(words), env=env, input=typed)
    if found.exception and not isinstance(found.exception, SystemExit):
        assert isinstance(found.exception, VigieError), found.exception
        return 2, [], str(found.exception)
    lines = [json.loads(x) for x in found.stdout.splitlines() if x.startswith("{")]
    return found.exit_code, lines, found.stderr


def test_one_word_is_one_line_and_stays(record: str):
    code, (line,), told = vigie(
        "review", record, "--by", "Aya", "--correct", "r2", "where", "Sirte"
    )
    assert (code, line["value"], line["seen"], line["by"]) == (0, '"Sirte"', "null", "Aya")
    assert "vigie merge" in told
    vigie("review", record, "--by", "Omar", "--accept", "r1", "--reject", "r4")
    vigie("review", record, "--by", "Omar", "--different", "r1", "r3")
    _, log, _ = vigie("review", record, "--show", "log")
    assert [d["kind"] for d in log] == ["correct", "accept", "reject", "different"]
    vigie("merge", record)
    with Record(Path(record)) as store:
        assert store.report("r2")[1].where == "Sirte"  # type: ignore[index]


def test_reports_are_asked_one_by_one(record: str):
    """Accept, correct (once wrongly), skip, note, quit."""
    typed = "a\nc\ntype\nBAKE\nc\ntype\nACCUSE\ns\nn\nà voir\nq\n"
    code, lines, told = vigie("review", record, "--by", "Aya", typed=typed)
    assert code == 0
    assert [(x["kind"], x["field"]) for x in lines] == [
        ("accept", None), ("correct", "type"), ("note", None)]  # fmt: skip
    assert "write one of" in told
    assert len(vigie("review", record, "--show", "queue")[1]) == 4


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (["--accept", "r1"], "--by"), (["--by", "A", "--accept", "r9"], "no report"),
        (["--show", "moon"], "queue"), (["--by", "A", "--add", "wire", "{"], "JSON"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_its_cure(record: str, words: list[str], cure: str):
    code, _, told = vigie("review", record, *words)
    assert (code, cure in told) == (2, True), told


@pytest.mark.parametrize("show", ["agreement", "precision", "gold", "conflicts"])
def test_each_list_is_lines_of_json(record: str, show: str):
    vigie("review", record, "--by", "Aya", "--accept", "r5")
    vigie("review", record, "--by", "Omar", "--reject", "r5")
    vigie("review", record, "--by", "Omar", "--accept", "r5")
    code, lines, _ = vigie("review", record, "--show", show)
    assert (code, bool(lines)) == (0, show != "conflicts")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("Sirte", '"Sirte"'), ("-", "null"), ("null", "null"), ('["ANL"]', '["ANL"]'),
     ("2020", '"2020"'), ("true", '"true"'), ('dit "non"', '"dit \\"non\\""'), ("[", '"["')],
)  # fmt: skip
def test_what_is_typed_becomes_json(typed: str, value: str):
    assert as_json(typed) == value


def test_a_token_is_shown_once_and_known(tmp_path: Path):
    file = tmp_path / "t.json"
    found = CliRunner().invoke(app, ["token", "Aya", "--tokens", str(file)])
    assert who_bears(found.stdout.strip(), file) == "Aya"


@pytest.mark.parametrize("command", ["review", "token"])
def test_each_help_holds_an_example(command: str):
    for lang, sign in (("en", "Example: "), ("fr", "Exemple : ")):
        assert f"{sign}vigie {command} " in _words(lang)[f"{command}.help"]
