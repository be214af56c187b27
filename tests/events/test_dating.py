"""Dispatches dated through the events they share."""

from __future__ import annotations

from made import ASABA, made

from vigie.events.dating import Clock, date_dispatches, is_weekday
from vigie.events.days import read_days, write_days

THURSDAYS = ("2020-05-07", "2020-05-14", "2020-05-21", "2020-05-28")
TUESDAYS = ("2020-05-05", "2020-05-12", "2020-05-19", "2020-05-26")
MONTH = Clock(dispatch="m", given="2020-05",
              weekdays=(read_days(None, THURSDAYS), read_days(None, TUESDAYS)))  # fmt: skip
OWN = made(
    "r1", dispatch="m", doers=["GNA"], spot=ASABA, candidates=THURSDAYS, told="2020-05"
)
TUESDAY = made(
    "r2", dispatch="m", type="RETREAT", mode=None, candidates=TUESDAYS, told="2020-05"
)


def date(*others, clocks=()):
    """The dating of the dispatch known to the month, and the days of its reports."""
    found = date_dispatches(
        {"e1": [OWN, *others], "e2": [TUESDAY]},
        [
            MONTH,
            *(Clock(dispatch=s.dispatch, given=s.source.told) for s in others),
            *clocks,
        ],
    )
    return {d.dispatch: d for d in found.datings}, found.days


def test_a_dispatch_is_no_ground_for_itself():
    """Alone with its own candidates, nothing is known."""
    assert date() == ({}, {})


def test_who_tells_it_earlier_bounds_it():
    """A dispatch of the 23rd that tells the act leaves the Thursdays before, no closer."""
    dating, days = date(made("r3", dispatch="w", dated=False, told="2020-05-23"))
    assert write_days(days["r1"]) == (None, THURSDAYS[:3])
    assert "2020-05-28" not in dating["m"].candidates
    assert "r2" not in days or len(days["r2"].each()) > 1
    assert "2020-05-23" in dating["m"].why[0]


def test_a_dated_wire_dates_the_rest_of_the_dispatch():
    """Its Thursday is the 21st; so it was published then or soon after, and its Tuesday is the 19th."""
    dating, days = date(made("r3", dispatch="w", when="2020-05-21", told="2020-05-21"))
    assert dating["m"].published == "2020-05-21/2020-05-22"
    assert dating["m"].through == ("e1",)
    assert write_days(days["r1"])[0] == "2020-05-21"
    assert write_days(days["r2"])[0] == "2020-05-19"


def test_wires_that_disagree_date_nothing():
    """Two dated tellings on two days give no day, only that it was told by then."""
    _, days = date(
        made("r3", dispatch="w", when="2020-05-14", told="2020-05-22"),
        made("r4", dispatch="x", when="2020-05-21", told="2020-05-22"),
    )
    assert write_days(days["r1"])[1] == THURSDAYS[:3]


def test_a_day_that_does_not_fit_is_said_and_not_forced():
    """A wire of a Friday, merged by mistake, changes nothing."""
    found, days = date(made("r3", dispatch="w", when="2020-04-17", told="2020-04-18"))
    assert found == {}
    assert days == {}


def test_dating_goes_on_from_what_was_dated():
    """A third dispatch, known to the month, is dated through the second one; not the other way."""
    third = made(
        "r9", dispatch="t", type="RETREAT", mode=None, candidates=TUESDAYS, told="2020-05"
    )
    found = date_dispatches(
        {
            "e1": [OWN, made("r3", dispatch="w", when="2020-05-21", told="2020-05-21")],
            "e2": [TUESDAY, third],
        },
        [MONTH, Clock(dispatch="w", given="2020-05-21"),
         Clock(dispatch="t", given="2020-05", weekdays=(read_days(None, TUESDAYS),))],
    )  # fmt: skip
    by_name = {d.dispatch: d for d in found.datings}
    assert by_name["t"].through == ("e2",)
    assert write_days(found.days["r9"])[0] == "2020-05-19"
    assert by_name["m"].through == ("e1",)


def test_two_undated_dispatches_do_not_date_each_other():
    """No day comes out of two that have none."""
    other = made("r8", dispatch="n", candidates=THURSDAYS, told="2020-05")
    found, days = date(other)
    assert found == {}
    assert days == {}


def test_only_days_a_week_apart_are_one_weekday():
    """Two days in a row are an interval."""
    assert is_weekday(read_days(None, THURSDAYS))
    assert not is_weekday(read_days("2020-05-21/2020-05-22"))
    assert not is_weekday(read_days("2020-05-21"))
