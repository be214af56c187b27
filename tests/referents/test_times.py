"""The laws of dating: what French says of when, and what it does not."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from times_cases import bare_notes, found_in, grammar, notes_of, read_case, split_case

from vigie.errors import BadKnowledge
from vigie.knowledge.loaders import Pack, load_pack
from vigie.knowledge.yaml import read_yaml
from vigie.referents.times import find_times, load_times

_ISO = re.compile(
    r"\d{4}(-\d\d(-\d\d(T\d\d:\d\dZ?)?)?)?(/\d{4}(-\d\d(-\d\d)?)?)?$"
)  # a value or an interval of two
RULES = load_pack("fr").read("times")["rules"]
TABLE = read_yaml(Path(__file__).with_name("times_cases.yaml"))
CASES = [(group, case) for group, cases in TABLE.items() for case in cases]


def _listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


EXAMPLES = [(r["rule"], c) for r in RULES for c in _listed(r.get("example"))]
COUNTERS = [(r["rule"], c) for r in RULES for c in _listed(r.get("not"))]


@pytest.mark.parametrize(("rule", "case"), EXAMPLES)
def test_every_rule_reads_its_own_example(rule: str, case: str) -> None:
    """Each expression of an example is found, whole, with its value."""
    found = found_in(case)
    for wanted in split_case(case)[2]:
        assert wanted in found, (rule, found)


@pytest.mark.parametrize(("rule", "case"), COUNTERS)
def test_every_rule_leaves_its_counter_example(rule: str, case: str) -> None:
    """A rule finds nothing in the sentence it must not read."""
    _, times = read_case(case)
    assert rule not in [t.rule for t in times]


@pytest.mark.parametrize(("group", "case"), CASES, ids=[c for _, c in CASES])
def test_what_dispatches_say_of_when(group: str, case: str) -> None:
    """Every marked expression is found with its value, and nothing else bears one."""
    wanted = split_case(case)[2]
    found = found_in(case)
    assert [v for _, v in found if v] == [v for _, v in wanted if v], (group, found)
    for expression, _ in wanted:
        assert any(expression in w or w in expression for w, _ in found), found
    if group.endswith("not times"):
        assert found == []


def test_a_month_for_an_anchor_leaves_a_weekday_its_candidates() -> None:
    """A weekday of a dispatch known to the month is one of its four or five days."""
    _, (when,) = read_case("2020-05 La Turquie a mis en garde [jeudi]() contre l'attaque.")
    assert when.value is None
    assert when.candidates == ("2020-05-07", "2020-05-14", "2020-05-21", "2020-05-28")


@pytest.mark.parametrize(
    ("anchor", "days"),
    [("2020-05", 4), ("2022-09", 5), ("2020", 0), ("-", 0)],
)
def test_the_coarser_the_anchor_the_fewer_the_candidates(anchor: str, days: int) -> None:
    """A month offers its four or five days of that name; a year or nothing offers none."""
    _, (when,) = read_case(
        f"{anchor} La Turquie a mis en garde [jeudi]() contre l'attaque."
    )
    assert (when.value, len(when.candidates)) == (None, days)
    assert all(date.fromisoformat(day).isoweekday() == 4 for day in when.candidates)


def test_no_anchor_leaves_no_candidates() -> None:
    """Without a day to speak from, a weekday is nothing more than its name."""
    _, (when,) = read_case("- La Turquie a mis en garde [jeudi]() contre toute attaque.")
    assert (when.value, when.candidates, when.anchor) == (None, (), None)


def test_the_dateline_outranks_the_publication() -> None:
    """A dispatch speaks from its dateline's day, even when it is published the day after."""
    notes = notes_of(
        "Le ministre est arrivé hier.", "2020-05-24", dateline_date="2020-05-22"
    )
    assert [t.value for t in find_times(notes, grammar())[0]] == ["2020-05-21"]


def test_a_weekday_that_belies_its_date_is_an_issue() -> None:
    """The date is kept, within a year of the dispatch, and the disagreement written down."""
    notes = notes_of("Il a été arrêté mardi 22 janvier.", "2016-11-07")
    times, issues = find_times(notes, grammar())
    assert [t.value for t in times] == ["2016-01-22"]
    assert [i.kind for i in issues] == ["weekday-mismatch"]


@pytest.mark.parametrize("day", ["30 février", "31 avril 2012", "32/01/2012", "45/13/2012"])
def test_a_day_that_does_not_exist_is_an_issue(day: str) -> None:
    """An impossible date has no value, and an issue says so."""
    times, issues = find_times(
        notes_of(f"Le rapport est daté du {day}.", "2012-05-01"), grammar()
    )
    assert [t.value for t in times] == [None]
    assert [i.kind for i in issues] == ["day-impossible"]


@pytest.mark.parametrize("text", ["", " ", "…", "Le", "en", "du", "Il y a"])
def test_a_text_cut_short_reads_as_nothing(text: str) -> None:
    """A phrase that breaks off names no day."""
    times, issues = find_times(bare_notes(text.split(), "2020-05-22"), grammar())
    assert not [t for t in times if t.value and t.rule != "in-the-night"]
    assert issues == ()


WORDS = st.sampled_from([
    *sorted(grammar().words), "3", "12", "31", "2011", "30", "29", "2012", "21h30", "23/05/2020",
    "99/99/9999", "0", "00", "'68", "25:99", "2011-2012", "9-3", "3-9", "99999", "²", "٣", "1/1/0000",
    "9999", "0000-00-00", "’", "«", "»", "(", ")",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    words=st.lists(WORDS, max_size=14),
    day=st.sampled_from(["2020-05-23", "2020-02-29T21:00", "2020-05", "2020", "0001-01-01", "-",
                         "9999-12-31", "2020-13-45", "hier"]),
)  # fmt: skip
def test_no_text_however_strange_raises(words: list[str], day: str) -> None:
    """Any row of words gives times in order, apart, and with values that are ISO 8601."""
    notes = bare_notes(words, day)
    times, _ = find_times(notes, grammar())
    for left, right in itertools.pairwise(times):
        assert left.tok_end <= right.tok_start
    for when in times:
        assert when.value is None or _ISO.match(when.value), when
        assert when.tok_start < when.tok_end


@settings(max_examples=60, deadline=None)
@given(
    day=st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    weekday=st.sampled_from(
        ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    ),
)
def test_a_bare_weekday_stays_within_the_week_before(day: date, weekday: str) -> None:
    """Looking back spans seven days, the day itself included."""
    (when,), _ = find_times(bare_notes(["attentat", weekday], day.isoformat()), grammar())
    assert 0 <= (day - date.fromisoformat(when.value or "")).days < 7


def test_the_same_text_gives_the_same_times() -> None:
    """Reading twice changes nothing."""
    notes = notes_of("Le 3 mai 2011, il a fui. Le lendemain, il était pris.", "2012-01-01")
    assert find_times(notes, grammar()) == find_times(notes, grammar())


def test_a_malformed_rule_stops_the_house(tmp_path: Path) -> None:
    """A rule that asks for what nobody does is refused, by its name."""
    for name in ("times", "times_feasts"):
        source = load_pack("fr").folder / f"{name}.yaml"
        text = source.read_text(encoding="utf8").replace(
            "value: weekday habit", "value: guess"
        )
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf8")
    with pytest.raises(BadKnowledge, match="weekday"):
        load_times(Pack("fr", tmp_path))
