"""Laws of `vigie export`: a file whole or not at all, remarks apart from bytes, one sentence a fault."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from views import made_events as made
from vigie.doors.cli.export import export
from vigie.doors.cli.timeline import timeline

SHOWING = {
    "limit",
    "everything",
    "reports",
    "json",
}  # how a timeline is shown, not what is chosen


def vigie(*words: str, lang: str = "en") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "vigie.doors.cli.main", *words],
        capture_output=True, check=False, env={**os.environ, "VIGIE_LANG": lang},
    )  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.made_record(tmp_path_factory.mktemp("record") / "small.vigie")


def test_a_file_is_written_and_what_is_left_out_is_said(path: Path, tmp_path: Path):
    out = tmp_path / "x.ics"
    done = vigie("export", str(path), "--to", "ics", "-o", str(out))
    assert done.returncode == 0
    assert done.stdout == b""
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert b"1 undated event left out" in done.stderr
    assert list(tmp_path.iterdir()) == [out]


def test_standard_output_holds_the_bytes_and_nothing_else(path: Path, tmp_path: Path):
    out = tmp_path / "x.jsonl"
    vigie("export", str(path), "--to", "jsonl", "-o", str(out))
    done = vigie("export", str(path), "--to", "jsonl")
    assert done.stdout == out.read_bytes()
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 3


def test_filters_are_those_of_the_timeline(path: Path):
    """Same names, same events."""
    ours, theirs = (set(inspect.signature(f).parameters) for f in (export, timeline))
    assert theirs - SHOWING <= ours
    asked = ["--type", "threaten", "--since", "2020-05-01", "--dyad", "Turquie", "ANL"]
    exported = vigie("export", str(path), "--to", "jsonl", *asked).stdout
    shown = vigie("timeline", str(path), "--json", *asked).stdout
    assert json.loads(exported)["id"] == json.loads(shown)["id"] == "e2menace"


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (("--to", "xls"), b"csv, parquet"),
        (("--to", "csv", "--since", "mai"), b"2020-05-21"),
        (("--to", "csv", "-o", "/nowhere/at/all.csv"), b"folder that is there"),
        (("--to", "html", "--table", "events"), b"drop --table"),
    ],
)
def test_a_wrong_request_is_one_sentence(words: tuple[str, ...], cure: bytes, path: Path):
    done = vigie("export", str(path), *words)
    assert done.returncode == 2
    assert done.stdout == b""
    assert cure in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_file_that_fails_leaves_the_old_one(path: Path, tmp_path: Path):
    out = tmp_path / "kept.csv"
    out.write_text("before")
    assert vigie(
        "export", str(path), "--to", "csv", "--since", "x", "-o", str(out)
    ).returncode
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("command", ["export", "annotations"])
def test_each_help_holds_an_example(command: str):
    assert b"vigie " + command.encode() in vigie(command, "--help").stdout
    assert "Exemple" in vigie(command, "--help", lang="fr").stdout.decode()
