"""Laws of the command line: what a stranger types, and what a wrong request gets."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from doors.prompt import typed
from vigie.doors.interface import LANGUAGES, _words, say

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "dispatches"


def vigie(
    *words: str, text: str | bytes = b"", lang: str = "en"
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a user would, in a process of its own."""
    import os

    data = text.encode() if isinstance(text, str) else text
    return subprocess.run(
        [sys.executable, "-m", "vigie.doors.cli.main", *words],
        input=data, capture_output=True, check=False, env={**os.environ, "VIGIE_LANG": lang},
    )  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "crisis.vigie"
    done = typed("build", str(EXAMPLES), "-o", str(path))
    assert done.returncode == 0, done.stderr
    return path


def test_the_interface_says_the_same_in_both_languages():
    """French and English hold the same keys, with the same blanks."""
    english, french = (_words(lang) for lang in LANGUAGES)
    assert english.keys() == french.keys()
    for key, words in english.items():
        assert _blanks(words) == _blanks(french[key]), key


def _blanks(words: str) -> set[str]:
    """Names of what fills blanks; a word in two forms, "{n:event|events}", is the language's own."""
    return set(re.findall(r"{(\w+)}", words))


@pytest.mark.parametrize(
    "command",
    ["read", "build", "timeline", "show", "why", "quotes", "search", "issues", "code"],
)
def test_each_help_holds_an_example(command: str):
    assert b"vigie " + command.encode() in typed(command, "--help").stdout
    assert "Exemple" in _words("fr")[f"{command}.help"]


def test_the_help_is_in_the_language_of_the_machine():
    assert "Exemple" in vigie("read", "--help", lang="fr").stdout.decode()


def test_read_gives_a_reading_a_line_in_input_order():
    rows = [
        {"id": "b", "text": "L'armée a bombardé Sirte jeudi.", "published": "2020-05-22"},
        {
            "id": "a",
            "text": "Des étudiants ont manifesté à Alger.",
            "published": "2020-05-22",
        },
    ]
    done = vigie("read", "-", "--json", text="\n".join(json.dumps(r) for r in rows))
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["id"] for r in readings] == ["b", "a"]
    assert [r["raw"] for r in readings] == [r["text"] for r in rows]
    report = readings[0]["reports"][0]
    assert (report["type"], report["when"]) == ("ASSAULT", "2020-05-21")
    assert (
        rows[0]["text"][report["trigger"]["start"] : report["trigger"]["end"]] == "bombardé"
    )


def test_a_line_that_is_not_json_loses_nothing_else():
    good = json.dumps({"id": "a", "text": "Des étudiants ont manifesté lundi à Alger."})
    done = typed("read", "-", "--json", text=f'{{"id": "x"\n{good}\n')
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a"]
    assert done.returncode == 0
    assert done.stderr.strip()
    assert (
        typed("read", "-", "--json", "--strict", text=f'{{"id": "x"\n{good}\n').returncode
        == 2
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 40),
        (
            "latin.txt",
            "L'armée a bombardé Sirte à l'aube, a annoncé le ministère.".encode("latin-1"),
        ),
        ("big.txt", ("Une phrase. " * 450_000).encode()),
    ],
)
def test_odd_files_are_issues_never_crashes(tmp_path: Path, name: str, data: bytes):
    """Empty, binary, wrong encoding, 5 MB: one line each, and the file beside is read."""
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(
        "Des étudiants ont manifesté lundi à Alger.", "utf-8"
    )
    done = typed("read", str(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    ids = [json.loads(line)["id"] for line in done.stdout.splitlines()]
    assert "good" in ids
    assert b"Traceback" not in done.stderr
    assert typed("read", str(tmp_path), "--json", "--strict").returncode == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("timeline", "none.vigie"), "vigie build"),
        (("read", "nowhere"), "name a file"),
        (("build", str(EXAMPLES), "-o", "/no/such/folder/r.vigie"), "make it first"),
        (("timeline", str(ROOT / "README.md")), "not a record"),
        (("read", str(EXAMPLES), "--model", "no_such_model"), "no_such_model"),
        (("read", str(EXAMPLES), "--language", "oc"), "packs/fr"),
    ],
)
def test_a_wrong_request_gets_one_sentence_that_says_the_cure(
    words: tuple[str, ...], said: str
):
    done = typed(*words)
    assert done.returncode == 2
    message = done.stderr.decode().strip()
    assert said in message
    assert len(message.splitlines()) == 1


def test_a_wrong_request_ends_the_process_with_2_and_one_line():
    done = vigie("timeline", str(ROOT / "README.md"))
    assert done.returncode == 2
    assert done.stderr.decode().startswith("vigie: ")
    assert len(done.stderr.decode().splitlines()) == 1


def test_the_timeline_is_in_order_and_sourced(record: Path):
    """Events by their first day, each resting on reports and origins; reports likewise."""
    done = typed("timeline", str(record), "--json")
    events = [json.loads(x) for x in done.stdout.splitlines()]
    days = [e["starts"] for e in events if e["starts"]]
    assert days == sorted(days)
    assert all(e["reports"] and e["origins"] for e in events)
    rows = [json.loads(x) for x in reports_of(record)]
    days = [r["when"] for r in rows if r["when"]]
    assert days == sorted(days)
    assert all(r["dispatch"] and r["words"] for r in rows)


def reports_of(record: Path) -> list[bytes]:
    """Lines of the view of reports."""
    return typed("timeline", str(record), "--reports", "--json").stdout.splitlines()


def test_a_copy_is_told_alike(record: Path):
    """The wire and its copy in another outlet give the same fields, folded on one line."""
    shown = typed("timeline", str(record), "--reports").stdout.decode()
    assert say("timeline.also") in " ".join(shown.split())


def test_why_walks_back_to_the_words(record: Path):
    rows = [json.loads(x) for x in reports_of(record)]
    done = typed("why", rows[0]["report"][:9], "-r", str(record))
    assert done.returncode == 0, done.stderr
    assert f"fr:{rows[0]['type']}"[:4] in done.stdout.decode()
    missing = typed("why", "rzzz", "-r", str(record))
    assert missing.returncode == 2


def test_show_prints_the_dispatch_with_its_tables(record: Path):
    done = typed("show", "06-tripoli-matin-repli", "-r", str(record), lang="fr")
    assert done.returncode == 0, done.stderr
    words = done.stdout.decode()
    assert "Ce qui s'est passé" in words
    assert typed("show", "nobody", "-r", str(record)).returncode == 2


def test_search_and_quotes_find_what_is_there(record: Path):
    assert "watiya" in typed("search", str(record), "base aérienne").stdout.decode()
    said = typed(
        "quotes", str(record), "--speaker", "jaroushi", "--json"
    ).stdout.splitlines()
    assert any("cibles" in json.loads(row)["words"] for row in said)
