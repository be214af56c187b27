"""The chance that a report is right: a number between 0 and 1 that follows its traits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vigie.flow.kit import Kit
from vigie.flow.plan import read_one
from vigie.knowledge.loaders import load_pack
from vigie.records import Given, RawDispatch
from vigie.reports.confidence import Chances, load_chances

CHANCES = load_chances(load_pack("fr"))


@given(st.lists(st.sampled_from(sorted(CHANCES.weights)), unique=True))
def test_a_chance_lies_between_none_and_certain(traits: list[str]) -> None:
    assert 0 <= CHANCES.of(traits) <= 1


def test_weights_add_up_in_log_odds() -> None:
    """An unknown trait weighs nothing; a weight of ln 3 turns even odds into three to one."""
    chances = Chances(intercept=0.0, weights={"a": 1.0986})
    assert chances.of(["unknown"]) == 0.5
    assert chances.of(["a"]) == 0.75


def test_both_sides_from_the_grammar_are_surer_than_none() -> None:
    """The shipped table has learnt what anyone expects."""
    weights = CHANCES.weights
    assert weights["sides=direct>direct"] > weights["sides=none>none"]


def test_every_report_is_given_a_chance(kit: Kit) -> None:
    text = "L'armée turque a bombardé la ville d'Idleb. Des milliers de personnes ont manifesté à Paris."
    reading = read_one(RawDispatch(id="c", text=text, given=Given(language="fr")), kit)
    assert reading.reports
    assert all(r.confidence is not None and 0 < r.confidence < 1 for r in reading.reports)
