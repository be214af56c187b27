"""The doors for those who extend the coder: why not, a pack of one's own, an entry tried."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from vigie import reports
from vigie.doors.cli.reasons import PLAIN, plain
from vigie.doors.interface import _words, speaking
from vigie.doors.interface.labels import reason_words

TEXT = "Des miliciens ont sulfaté un convoi de l'ONU à Goma. Il a attaqué un projet de loi."
ENTRY = '- {verb: sulfater, mode: firearms, example: "Ils ont sulfaté un convoi."}\n'


def vigie(*words: str, lang: str = "en", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a user would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "vigie.doors.cli.main", *words], capture_output=True, check=False,
        env={**os.environ, "VIGIE_LANG": lang, "COLUMNS": "160", **more},
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of one dispatch, its record, and a pack of one's own."""
    home = tmp_path_factory.mktemp("own")
    (home / "text.txt").write_text(TEXT, encoding="utf-8")
    (home / "own" / "triggers").mkdir(parents=True)
    (home / "own" / "triggers" / "ASSAULT.yaml").write_text(ENTRY, encoding="utf-8")
    done = vigie("build", str(home / "text.txt"), "-o", str(home / "x.vigie"))
    assert done.returncode == 0, done.stderr
    return home


def test_an_entry_is_tried_over_files_and_records(folder: Path) -> None:
    """Both give the same change, in its sentence."""
    entries = str(folder / "own" / "triggers" / "ASSAULT.yaml")
    rows = []
    for corpus in ("text.txt", "x.vigie"):
        done = vigie("pack", "try", entries, str(folder / corpus), "--json")
        assert done.returncode == 0, done.stderr
        rows.append([json.loads(line) for line in done.stdout.splitlines()])
    assert rows[0] == rows[1]
    assert [(r["kind"], r["report"]["type"]) for r in rows[0]] == [("gained", "ASSAULT")]


def test_an_own_pack_reads_on(folder: Path) -> None:
    """With --pack the record is read anew, for its maker is another."""
    path = str(folder / "own.vigie")
    first = vigie("build", str(folder / "text.txt"), "-o", path)
    again = vigie(
        "--pack", str(folder / "own"), "build", str(folder / "text.txt"), "-o", path
    )
    assert first.returncode == again.returncode == 0, again.stderr
    assert b"1 new" in again.stdout


def test_why_not_names_the_word_the_entry_and_the_condition(folder: Path) -> None:
    """In both languages, and only for the sentences asked for."""
    record = str(folder / "x.vigie")
    at = f"{TEXT.index('Il a')}-{len(TEXT)}"
    done = vigie("whynot", "text", "-r", record, "--at", at, lang="fr")
    shown = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "fr:ASSAULT:attaquer" in shown
    assert "exclut" in shown
    assert "miliciens" not in shown


def test_a_wrong_request_gets_its_cure(folder: Path) -> None:
    record = str(folder / "x.vigie")
    for words, cure in (
        (("whynot", "text", "-r", record, "--at", "9-3"), b"--at 120-260"),
        (("whynot", "nobody", "-r", record), b"vigie search"),
        (("pack", "try", "nowhere.yaml", record), b"is not there"),
        (("--pack", "nowhere", "code", "--text", "x"), b"is no pack"),
    ):
        done = vigie(*words)
        assert done.returncode == 2, words
        assert cure in done.stderr, (words, done.stderr)


def test_each_reason_of_the_coder_has_its_sentence() -> None:
    """Every reason that the code can give is said in words, in both languages."""
    for lang in ("en", "fr"):
        assert all(f"whynot.{key}" in _words(lang) for _, key in PLAIN)
    for reason in (
        "without obj feu/flamme",
        "subj is none of force",
        "told by lancer",
        "an auxiliary",
    ):
        assert plain(reason) != reason


def test_no_reason_written_in_the_coder_is_left_without_words() -> None:
    """Whatever a refusal says, and however a side was found, has words in both languages."""
    rooms = Path(reports.__file__).parent
    text = "\n".join(path.read_text("utf-8") for path in sorted(rooms.glob("*.py")))
    refused = set(re.findall(r"""(?:reason=|\bno\()\s*"([a-z][^"]*)\"""", text))
    sides = {r for r in refused if r.startswith(("actor", "recipient", "all who meet"))}
    refused -= sides
    found = set(re.findall(r"""return \w+, \("([a-z][^"]* [^"]*)",\)""", text))
    assert len(refused) > 15, "the pattern no longer finds them"
    assert len(sides) > 8
    assert len(found) > 5
    with speaking("fr"):
        assert {r for r in refused if plain(r) == r} == set()
        assert {r for r in sides if reason_words(r).endswith(r.split(": ")[-1])} == set()
        assert {
            how for how in found
            if all(reason_words(f"{role}: {how}").endswith(how) for role in ("actor", "recipient"))
        } == set()  # fmt: skip
