"""The mode that the words about an act give it, where its own word says none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vigie.errors import BadKnowledge
from vigie.flow.kit import Kit
from vigie.flow.plan import read_one
from vigie.knowledge.loaders import Pack, load_pack
from vigie.knowledge.ontology_rules import load_ontology
from vigie.records import Given, RawDispatch, Token
from vigie.reports.modes import load_modes, mode_of

DATA = load_pack("fr").read("modes")
ROWS = [(type_, row) for type_, of in DATA.items() for row in of["rows"]]
MODES = load_modes(load_pack("fr"), load_ontology())


def told(kit: Kit, text: str) -> set[tuple[str, str | None]]:
    raw = RawDispatch(id="m", text=text, given=Given(published="2024-05-15", language="fr"))
    return {(r.type, r.mode) for r in read_one(raw, kit).reports}


def words(text: str) -> list[Token]:
    return [
        Token(i, w, w, "NOUN", "", "dep", i, i, i + 1, 0, 0, True)
        for i, w in enumerate(text.split())
    ]


@pytest.mark.parametrize(
    ("type_", "row"), ROWS, ids=lambda v: v if isinstance(v, str) else v["mode"]
)
def test_every_example_of_the_pack_takes_its_mode(
    kit: Kit, type_: str, row: dict[str, Any]
):
    """Each row's example is told with its mode; its counter-example is not."""
    assert (type_, row["mode"]) in told(kit, row["example"])
    if "not" in row:
        assert (type_, row["mode"]) not in told(kit, row["not"])


def test_the_mode_of_the_word_itself_stands():
    """An act whose own word says how keeps it, unless the row is laid over that mode."""
    clause = words("avion bombe")
    assert mode_of("ASSAULT", "abduct", clause, [], MODES) == ("abduct", "")
    assert mode_of("ASSAULT", "heavy-weapons", clause, [], MODES)[0] == "aerial"


def test_the_first_row_wins_in_a_clause_and_the_first_word_in_a_content():
    """A suicide bomber's bomb is a suicide attack; a demand is what it says first."""
    assert (
        mode_of("ASSAULT", None, words("bombe kamikaze"), [], MODES)[0] == "suicide-attack"
    )
    asked = words("négocier libération")
    assert mode_of("REQUEST", None, words("libération"), asked, MODES)[0] == "meet"


def test_a_type_without_rows_is_left_alone():
    """No row, no word: the mode stays what it was."""
    assert mode_of("CONSULT", None, words("bombe"), words("bombe"), MODES) == (None, "")
    assert mode_of("ASSAULT", None, words("paix"), [], MODES) == (None, "")


@pytest.mark.parametrize(
    "odd",
    [
        {"where": "elsewhere", "rows": []},
        {"where": "clause", "rows": [{"mode": "tickle", "words": ["a"]}]},
    ],
)
def test_a_place_or_a_mode_that_does_not_exist_is_refused(
    tmp_path: Path, odd: dict[str, Any]
):
    """A malformed file stops the start and says where."""
    (tmp_path / "modes.yaml").write_text(json.dumps({"ASSAULT": odd}), "utf-8")
    with pytest.raises(BadKnowledge):
        load_modes(Pack("fr", tmp_path), load_ontology())
