"""Laws of what a stranger is told to type: in `--help`, in README and in docs/, it works."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from vigie.doors.cli.main import app
from vigie.doors.interface import LANGUAGES, _words
from vigie.errors import BadRequest

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
)
COMMAND = get_command(app)
SHELL = re.compile(r"\s(?:>|\||&&|#)\s.*|\s#\s.*")  # what the shell takes, or a remark
# Serve until stopped, ask a person, write in a home, or read a file that nobody has.
NOT_RUN = ("serve ", "review ", "token ", "kb import", "build feeds.opml")


def commands() -> dict[str, object]:
    """Every command by its words: "timeline", "kb find"."""
    found: dict[str, object] = {}
    for name, one in COMMAND.commands.items():
        inner = getattr(one, "commands", None)
        found |= {f"{name} {k}": c for k, c in inner.items()} if inner else {name: one}
    return found


def typed(page: str) -> Iterator[str]:
    """What a page says to type: code in its lines, and lines that are code."""
    fence = False
    for line in page.splitlines():
        fence ^= line.lstrip().startswith("```")
        bare = line.strip().removeprefix("$ ")
        if bare.startswith("vigie ") and (fence or line.startswith(("    ", "$ "))):
            yield bare
        elif not fence:
            yield from re.findall(r"`(vigie [^`]+)`", line)


def split(line: str) -> tuple[str, list[str]]:
    """The command and its words, without those of the shell."""
    line = SHELL.sub("", line.replace("\\|", "|"))
    words = shlex.split(re.sub(r"[\[\]]", " ", line).replace("'[", "["))[1:]
    while words and words[0] in ("--pack",):
        words = words[2:]
    size = 2 if " ".join(words[:2]) in commands() else 1
    return " ".join(words[:size]), words[size:]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_each_command_and_flag_that_a_page_names_exists(path: Path):
    """A page that names what is not there fails here, with the line."""
    for line in typed(path.read_text("utf-8")):
        name, words = split(line)
        if name.startswith("--") or name in ("kb", "pack"):
            continue
        assert name in commands(), f"{path.name}: {line}"
        known = {o for p in commands()[name].params for o in (*p.opts, *p.secondary_opts)}
        for word in words:
            if word.startswith("-") and word != "-":
                assert word.split("=")[0] in {*known, "--help"}, f"{path.name}: {line}"


def test_each_command_has_a_place_in_the_pages():
    """Whoever reads README and docs/ meets every command."""
    told = {split(line)[0] for path in PAGES for line in typed(path.read_text("utf-8"))}
    assert not set(commands()) - told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_command_says_one_thing_and_an_example_that_parses(lang: str):
    """The help of a command is a sentence, then an example of that very command."""
    helps = {k: w for k, w in _words(lang).items() if re.search(r"(\.|_)help$", k)}
    named: set[str] = set()
    for key, words in helps.items():
        for line in re.findall(r"^.*?(vigie .+)$", words.partition("\n\n")[2], re.M):
            name, rest = split(line)
            assert name in commands(), key
            commands()[name].make_context(name, rest)
            named.add(name)
    assert named == set(commands())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the examples suppose it: the examples, and a record made of them."""
    home = tmp_path_factory.mktemp("stranger")
    (home / "examples").symlink_to(ROOT / "examples")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        done = CliRunner().invoke(
            app, ["build", "examples/dispatches", "-o", "crisis.vigie"]
        )
    assert done.exit_code == 0, done.output
    return home


def test_each_example_of_the_help_works_on_the_examples(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    """Typed in the order of the help, each ends well and prints or writes something."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("VIGIE_KB", str(home / "kb"))
    for key, words in _words("en").items():
        for line in re.findall(r"^.*?vigie (.+)$", words.partition("\n\n")[2], re.M):
            if not re.search(r"(\.|_)help$", key) or line.startswith(NOT_RUN):
                continue
            args = shlex.split(SHELL.sub("", line))
            if line.startswith("kb add"):  # what it adds must not stay in this process
                done = subprocess.run(
                    [sys.executable, "-m", "vigie.doors.cli.main", *args],
                    capture_output=True, check=False, text=True,
                )  # fmt: skip
                assert done.returncode == 0, f"{line}: {done.stderr}"
                continue
            ran = CliRunner().invoke(app, args)
            assert ran.exit_code == 0, f"{line}: {ran.output} {ran.exception!r}"
            if not line.startswith("annotations"):  # nothing was edited
                assert ran.output.strip(), line


@pytest.mark.parametrize(
    "words",
    [
        ("timeline", "--all"), ("timeline", "--json"), ("quotes",), ("quotes", "--json"),
        ("brief",), ("changed", "--since", "2020"), ("stories",), ("copies",),
    ],
)  # fmt: skip
def test_a_reader_who_leaves_ends_the_command_quietly(home: Path, words: tuple[str, ...]):
    """`vigie … | head` is no failure: code 0, nothing on standard error."""
    name, *rest = words
    args = [sys.executable, "-m", "vigie.doors.cli.main", name, str(home / "crisis.vigie")]
    with subprocess.Popen(
        [*args, *rest], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as one:
        assert one.stdout is not None
        assert one.stderr is not None
        one.stdout.close()
        said = one.stderr.read()
    assert (one.returncode, said) == (0, b"")


@pytest.mark.parametrize(
    "words",
    [
        ("claims", "--about", "personne d'ici"), ("claims", "--party", "Lune", "--all"),
        ("quotes", "--speaker", "personne d'ici"), ("stories", "--actor", "personne d'ici"),
        ("timeline", "--actor", "personne d'ici"), ("dyads", "--actor", "personne d'ici"),
        ("issues", "--kind", "none-such"),
    ],
)  # fmt: skip
def test_an_empty_answer_says_that_it_is_empty(home: Path, words: tuple[str, ...]):
    """Nothing found is said in a sentence on standard output, and is no failure."""
    name, *rest = words
    done = CliRunner().invoke(app, [name, str(home / "crisis.vigie"), *rest])
    assert done.exit_code == 0
    assert len(done.stdout.split()) >= 3


def test_a_person_comes_before_the_army_named_after_him(home: Path):
    """A name asked for is first a name of its own, then a part of others' names."""
    done = CliRunner().invoke(app, ["actor", "Haftar", str(home / "crisis.vigie")])
    first = done.stdout.splitlines()[0]
    assert "khalifa-haftar" in first


def test_words_shown_do_not_end_inside_a_quotation(home: Path):
    """What opens in a clause closes in it, where the mark is near."""
    done = CliRunner().invoke(
        app, ["timeline", str(home / "crisis.vigie"), "--reports", "--json"]
    )
    rows = [line for line in done.stdout.splitlines() if "«" in line]
    assert rows
    assert all(line.count("«") == line.count("»") for line in rows)


def test_a_day_that_is_none_is_refused():
    """A day of publication that cannot be read is not passed on in silence."""
    done = CliRunner().invoke(app, ["code", "--text", "x", "--published", "tomorrow"])
    assert isinstance(done.exception, BadRequest)
