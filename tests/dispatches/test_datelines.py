"""Datelines: the day gets its year from publication, the place its usual spelling."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.dispatches.datelines import (
    contradicts,
    far_apart,
    find_dateline,
    full_day,
    place_name,
)
from vigie.dispatches.tape import plain


@pytest.mark.parametrize(
    ("written", "name"),
    [("GENEVE", "Genève"), ("LE CAIRE", "Le Caire"), ("PORT-AU-PRINCE", "Port-au-Prince"), ("N’DJAMENA", "N'Djamena"),
     ("BEYROUTH/DAMAS", "Beyrouth"), ("SAINT-JEAN-DU-MARONI", "Saint-Jean-du-Maroni"), ("Sidi Bouzid", "Sidi Bouzid")],
)  # fmt: skip
def test_capitals_come_down(written, name, residue):
    assert place_name(written, residue.grammar) == name


@pytest.mark.parametrize(
    ("day", "published", "whole"),
    [("--05-23", "2020-05-23T21:29", "2020-05-23"), ("--12-31", "2021-01-01", "2020-12-31"),
     ("--01-02", "2020-12-31", "2021-01-02"), ("--05-23", "2020-05", "2020-05-23"), ("--05-23", None, None),
     ("--02-29", "2021", None), ("2019-01-01", None, "2019-01-01"), (None, "2020", None)],
)  # fmt: skip
def test_the_year_comes_from_publication_or_not_at_all(day, published, whole):
    assert full_day(day, published) == whole


@given(near=st.dates(date(1990, 1, 1), date(2040, 12, 31)), shift=st.integers(-150, 150))
def test_a_day_without_a_year_lands_by_publication(near, shift):
    """Within half a year of publication, the right year is found."""
    told = date.fromordinal(near.toordinal() + shift)
    if (told.month, told.day) != (2, 29):
        assert full_day(f"--{told:%m-%d}", near.isoformat()) == told.isoformat()


@pytest.mark.parametrize(
    ("day", "published", "clash"),
    [("2020-05-23", "2020-05-23", False), ("2020-05-23", "2020-05", False), ("2020-05-23", "2020-06-01", False),
     ("2020-05-23", "2020-05-20", True), ("2019-05-23", "2020-05-23", True), ("2019-05-23", "2020-05", True)],
)  # fmt: skip
def test_a_dateline_long_before_or_after_publication_clashes(day, published, clash):
    assert contradicts(day, published) is clash


def test_dates_of_publication_a_day_apart_are_one():
    assert not far_apart("2020-05-23T23:50", "2020-05-24T00:10Z")
    assert far_apart("2020-05-23", "2020-05-26")


@pytest.mark.parametrize(
    "text",
    ["ISTANBUL, 23 mai (Reuters) -", "ISTANBUL , 23 mai ( Reuters )  - ", "ISTANBUL,23 MAI (REUTERS)-Le", "Istanbul, le 23 mai (Reuters) –"],
)  # fmt: skip
def test_spaces_and_capitals_do_not_matter(text, residue):
    found = find_dateline(text, plain(text), 0, len(text), residue.grammar)
    assert found is not None
    assert (found.place, found.day) == ("Istanbul", "--05-23")


@given(text=st.text(max_size=80))
def test_no_text_raises(text, residue):
    find_dateline(text, plain(text), 0, len(text), residue.grammar)
