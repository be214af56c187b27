"""Laws of status: whether an act is told as done, denied, to come, tried, or only thought of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from said_kit import people, quoted, read, rules, speech

from vigie.errors import BadKnowledge
from vigie.knowledge.loaders import Pack, load_pack
from vigie.knowledge.yaml import read_yaml
from vigie.records import Notes
from vigie.records.report import STATUSES
from vigie.reports.status import Verdict, load_status, status_of

CASES: list[dict[str, str]] = read_yaml(Path(__file__).with_name("status_cases.yaml"))
DATA: dict[str, list[dict[str, Any]]] = load_pack("fr").read("status")
ENTRIES = [
    (
        row.get("word") or row["words"],
        row["gives"] if field == "example" else "asserted",
        row[field],
    )
    for part in ("governors", "before", "own", "adverbs")
    for row in DATA[part]
    for field in ("example", "not")
    if field in row
]


def act_of(notes: Notes, start: int, end: int) -> int:
    """The token between the brackets that carries the act."""
    inside = [t for t in notes.tokens if start <= t.start < end]
    return next((t.i for t in inside if t.pos in ("VERB", "NOUN")), inside[0].i)


def verdict(text: str, *, agents: tuple[str, ...] = ()) -> Verdict:
    """The verdict on the act in brackets."""
    start, end = text.index("["), text.index("]") - 1
    notes, quotes = quoted(text.replace("[", "").replace("]", ""))
    _, actors = people(notes)
    act = act_of(notes, start, end)
    return status_of(notes, quotes, act, rules(), speech(), agents, actors)


def test_there_are_enough_sentences_and_half_are_traps():
    """A rule of scope is only known by what it leaves alone."""
    assert len({case["text"] for case in CASES}) >= 250
    told_plainly = sum(case["is"] == "asserted" for case in CASES)
    counter_examples = sum(status == "asserted" for _, status, _ in ENTRIES)
    assert 2 * (told_plainly + counter_examples) >= len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:70])
def test_each_way_of_telling_gives_its_status(case: dict[str, str]):
    """Doubt, denial and time count where they bear on the act, and nowhere else."""
    found = verdict(case["text"], agents=tuple(case.get("by", "").split()))
    assert found.status == case["is"], found.why


@pytest.mark.parametrize(("word", "status", "text"), ENTRIES)
def test_every_example_of_the_pack_holds(word: str, status: str, text: str):
    """Each entry gives its status in its example, and none in its counter-example."""
    found = verdict(text)
    assert found.status == status, (word, found.why)


def test_what_one_tells_of_ones_own_side_is_asserted():
    """An official who tells of his own side's act asserts it; of the other side's, alleges it."""
    text = "L'armée affirme que les rebelles ont [pillé] le village."
    assert verdict(text, agents=("rebelles",)).status == "alleged"
    assert verdict(text, agents=("armée",)).status == "asserted"


def test_whoever_is_cited_is_named():
    """An act inside reported words is said by the one who utters them."""
    assert (
        verdict("Le maire a déclaré que la foule avait [brûlé] le pont.").said_by == "maire"
    )
    assert verdict("« La foule a [brûlé] le pont », a déclaré le maire.").said_by == "maire"
    assert verdict("Selon le maire, la foule a [brûlé] le pont.").said_by == "maire"


def test_the_dispatch_speaks_for_itself_outside_quotes():
    """An act beside someone's words, not in them, is told by the dispatch."""
    text = "La foule a [brûlé] le pont. « C'est un crime odieux », a déclaré le maire."
    assert verdict(text).said_by is None


def test_a_status_says_why():
    """Whatever is not plainly asserted carries its reason."""
    for case in CASES:
        found = verdict(case["text"], agents=tuple(case.get("by", "").split()))
        assert found.status in STATUSES
        assert found.why or found.status == "asserted"


def test_an_unknown_status_refuses_to_start(tmp_path: Path):
    """A pack that gives a status nobody knows is malformed."""
    for name in ("support", "conjugation", "speech"):
        source = load_pack("fr").folder / f"{name}.yaml"
        (tmp_path / f"{name}.yaml").write_bytes(source.read_bytes())
    text = (load_pack("fr").folder / "status.yaml").read_text(encoding="utf8")
    bad = text.replace("gives: attempted", "gives: tried", 1)
    (tmp_path / "status.yaml").write_text(bad, encoding="utf8")
    with pytest.raises(BadKnowledge):
        load_status(Pack("xx", tmp_path))


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="aàé'’ «»\"“”?!.,;:\nnepasquesi", max_size=60))
def test_no_text_however_strange_raises(text: str):
    """Every token of any text has a verdict."""
    if not text.strip():
        return
    notes = read(text)
    for token in notes.tokens:
        found = status_of(notes, (), token.i, rules(), speech())
        assert found.status in STATUSES
