"""Laws of `vigie clean` and `vigie copies`: no model for the first, groups and reasons for both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "dispatches"
COPY = EXAMPLES / "02-courrier-watiya-copie.txt"


def vigie(
    *words: str, text: str = "", lang: str = "en"
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a user would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "vigie.doors.cli.main", *words], input=text.encode(),
        capture_output=True, check=False, env={**os.environ, "VIGIE_LANG": lang},
    )  # fmt: skip


@pytest.mark.parametrize("command", ["clean", "copies"])
def test_each_help_holds_an_example(command: str):
    assert b"vigie " + command.encode() in vigie(command, "--help").stdout
    assert "Exemple" in vigie(command, "--help", lang="fr").stdout.decode()


def test_clean_gives_the_text_and_each_cut_with_its_rule():
    (row,) = [
        json.loads(x) for x in vigie("clean", str(COPY), "--json").stdout.splitlines()
    ]
    assert "Lire aussi" not in row["text"]
    assert "Partager sur" not in row["text"]
    for cut in row["cut"]:
        assert row["raw"][cut["start"] : cut["end"]] == cut["text"]
        assert cut["reason"]
        assert cut["rule"]
    assert "related titles" in {cut["reason"] for cut in row["cut"]}
    assert row["meta"]["published"] == "2020-05-18T18:42"


def test_clean_explains_its_cuts_to_eyes():
    shown = vigie("clean", str(COPY), "--explain", lang="fr").stdout.decode()
    assert "motif" in shown
    assert "publication stamp" in shown
    assert "Publié le 18 mai 2020" in shown  # struck through, and still there
    assert "motif" not in vigie("clean", str(COPY), lang="fr").stdout.decode()


def test_clean_loads_no_tagger():
    code = (
        "import sys; from vigie.doors.cli.main import app\n"
        f"app(['clean', {str(COPY)!r}, '--json'], standalone_mode=False)\n"
        "assert 'spacy' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    "text",
    ["", "[bold]L'armée[/nope] a bombardé la ville de Sirte jeudi.", "\x00\x01" * 50],
)
def test_clean_bears_odd_input(text: str):
    for option in ("--json", "--explain"):
        done = vigie("clean", "-", option, text=text)
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [(("clean", "nowhere"), "name a file"), (("copies", "none.vigie"), "vigie build"),
     (("clean", str(COPY), "--language", "oc"), "packs/oc")],
)  # fmt: skip
def test_a_wrong_request_gets_one_sentence_that_says_the_cure(
    words: tuple[str, ...], said: str
):
    done = vigie(*words)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_copies_shows_the_groups_and_why(tmp_path: Path):
    """The wire, its copy and its short version; the update with what came; the rest alone."""
    path = tmp_path / "r.vigie"
    files = sorted(str(p) for p in EXAMPLES.glob("0[1-6]*.txt"))
    assert vigie("build", *files, "-o", str(path)).returncode == 0
    groups = [
        json.loads(x) for x in vigie("copies", str(path), "--json").stdout.splitlines()
    ]
    kinds = {row["dispatch"][:2]: row["kind"] for group in groups for row in group["rows"]}
    assert kinds["03"] == "shortened"
    assert kinds["05"] == "update"
    assert "06" not in kinds
    shown = " ".join(vigie("copies", str(path), lang="fr").stdout.decode().split())
    assert "mise à jour" in shown
    assert "+ L'ambassadeur russe Vassili Nebenzia" in shown
    assert "Indépendantes : 06-tripoli" in shown
