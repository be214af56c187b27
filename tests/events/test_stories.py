"""Stories: what is of one affair goes together, and what only shares a country does not."""

from __future__ import annotations

import random

from vigie.events.stories import SILENT_DAYS, find_stories
from vigie.records import Event, Origin, Party, Spot

WAR = {"country": "MLI", "sector": "REB"}


def event(
    name: str, day: str, *, dispatch: str, country: str = "MLI", **sides: object
) -> Event:
    """An event of one dispatch, in a country."""
    origin = Origin(
        source=dispatch, name=dispatch, dispatches=(dispatch,), reports=(f"r{name}",)
    )
    return Event(
        id=f"e{name}", type="ASSAULT", quad="MX", when=day, starts=day, ends=day, first_told=day,
        where=Spot(name=country, country=country, precision="country"), origins=(origin,), **sides,
    )  # type: ignore[arg-type]  # fmt: skip


def homes(*events: Event) -> dict[str, str]:
    """The story of each event."""
    return find_stories(events)[1]


def test_what_one_dispatch_tells_of_a_country_is_one_story():
    """Acts that name nobody in common are of one affair for the one who tells them together."""
    a, b = event("1", "2022-09-05", dispatch="d1"), event("2", "2022-09-08", dispatch="d1")
    assert len(set(homes(a, b).values())) == 1
    assert not homes(a, event("3", "2022-09-08", dispatch="d2"))


def test_a_dispatch_that_tells_of_two_countries_leaves_them_two():
    """A round-up of the world binds nothing."""
    a = event("1", "2022-09-05", dispatch="d1")
    assert not homes(a, event("2", "2022-09-05", dispatch="d1", country="BFA"))


def test_a_strife_goes_on_until_it_is_silent():
    """Armed acts of one country are one story, till none is told for long."""
    rebels = (Party(actor="x", name="x", **WAR),)
    a = event("1", "2022-09-05", dispatch="d1", actors=rebels)
    soon = event(
        "2", "2022-09-25", dispatch="d2", actors=(Party(actor="y", name="y", **WAR),)
    )
    late = event("3", "2022-12-25", dispatch="d3", actors=rebels)
    assert set(homes(a, soon, late)) == {"e1", "e2"}
    assert SILENT_DAYS < 90


def test_stories_do_not_depend_on_order():
    """Any shuffle, the same stories."""
    events = [
        event(
            str(n),
            f"2022-09-{1 + n % 28:02}",
            dispatch=f"d{n % 7}",
            country=("MLI", "BFA")[n % 2],
        )
        for n in range(40)
    ]
    shuffled = random.Random(3).sample(events, len(events))
    assert find_stories(events) == find_stories(shuffled)
