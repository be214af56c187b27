"""Sets of days: read, crossed, written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.events.days import (
    UNKNOWN,
    days_of,
    gap_days,
    read_days,
    say_days,
    span_of,
    write_days,
)

DAYS = st.integers(date(1990, 1, 1).toordinal(), date(2030, 1, 1).toordinal())
SETS = st.builds(
    lambda first, steps: days_of(first + s for s in steps),
    DAYS, st.sets(st.integers(0, 60), min_size=1, max_size=9),
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "count"),
    [("2020-05-21", 1), ("2020-02", 29), ("2020", 366), ("2020-05-21T21:30", 1),
     ("2020-05-18/2020-05-24", 7), ("2020-05-18T10:00/2020-05-19", 2)],
)  # fmt: skip
def test_a_value_has_the_days_its_precision_leaves(value: str, count: int):
    """A month is all its days, an hour is its day."""
    assert read_days(value).count == count


@pytest.mark.parametrize(
    "value",
    [None, "", "soon", "2020-13", "2020-02-30", "20-05-2020", "2020-05-24/2020-05-18",
     "1900/2020", "2020-W21", "/", "0000-00-00", "2020-05-21/"],
)  # fmt: skip
def test_what_is_no_date_leaves_nothing_known(value: str | None):
    """A malformed date, or a stretch too long to compare by, is unknown; nothing raises."""
    days = read_days(value)
    assert days == UNKNOWN or value == "2020-05-21/"


@given(st.text(max_size=24))
def test_no_text_raises(value: str):
    """Any string may stand where a date should."""
    read_days(value, (value, value))


@given(SETS)
def test_what_is_written_is_read_back(days):
    """Value and candidates say the set exactly."""
    assert read_days(*write_days(days)) == days
    assert say_days(days)


@given(SETS, SETS)
def test_crossing_is_that_of_sets(a, b):
    """`cross`, `meets` and `gap_days` agree with plain sets of days."""
    ours, theirs = set(a.each()), set(b.each())
    assert set(a.cross(b).each()) == ours & theirs
    assert a.meets(b) == bool(ours & theirs)
    assert gap_days(a, b) == min(abs(x - y) for x in ours for y in theirs)


@given(DAYS, st.integers(0, 399))
def test_a_stretch_holds_its_ends(first: int, more: int):
    """Both ends are possible days."""
    days = span_of(first, first + more)
    assert (days.first, days.last, days.count) == (first, first + more, more + 1)
    assert first in days
    assert first + more + 1 not in days
