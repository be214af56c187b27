"""The laws of dating: what French says of when, and what it does not."""

from __future__ import annotations

import pytest

from times_cases import found_in, grammar, read_case, split_case
from vigie.knowledge.loaders import load_pack


def _listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


RULES = load_pack("fr").read("times")["rules"]
EXAMPLES = [(r["rule"], c) for r in RULES for c in _listed(r.get("example"))]
COUNTERS = [(r["rule"], c) for r in RULES for c in _listed(r.get("not"))]


@pytest.mark.parametrize(("rule", "case"), EXAMPLES)
def test_every_rule_reads_its_own_example(rule: str, case: str) -> None:
    """Each expression of an example is found, whole, with its value."""
    found = found_in(case)
    for wanted in split_case(case)[2]:
        assert wanted in found, found


@pytest.mark.parametrize(("rule", "case"), COUNTERS)
def test_every_rule_leaves_its_counter_example(rule: str, case: str) -> None:
    """A rule finds nothing in the sentence it must not read."""
    _, times = read_case(case)
    assert rule not in [t.rule for t in times]
