"""Two places: one, within, near, apart."""

from __future__ import annotations

import msgspec
import pytest
from made import ASABA, LIBYA, TARHOUNA

from vigie.events.places import distance_km, place_keys, spots_clash, tightest, weigh_places
from vigie.records import Spot

ROME = Spot(name="Rome", country="ITA", lat=41.89, lon=12.48, precision="city")


def test_precision_orders_the_weights():
    """One town says more than one country, a country says nothing of a town, far towns say no."""
    town = weigh_places(ASABA, ASABA, sure=True)
    land = weigh_places(LIBYA, LIBYA, sure=True)
    within = weigh_places(LIBYA, ASABA, sure=True)
    apart = weigh_places(ASABA, TARHOUNA, sure=True)
    assert town > land > within > apart
    assert weigh_places(ASABA, None, sure=True) == 0


def test_two_spellings_of_one_spot_are_one():
    """Degrees decide where names differ."""
    other = msgspec.structs.replace(ASABA, name="Al-Asabaa", lat=32.04)
    assert weigh_places(ASABA, other, sure=True) == weigh_places(ASABA, ASABA, sure=True)
    assert set(place_keys(ASABA)) & set(place_keys(other))


def test_a_place_carried_over_weighs_less():
    """Both for and against."""
    for other in (ASABA, TARHOUNA):
        sure, unsure = (weigh_places(ASABA, other, sure=s) for s in (True, False))
        assert abs(unsure) < abs(sure)


@pytest.mark.parametrize(("a", "b", "clash"), [(ASABA, LIBYA, False), (ASABA, ROME, True),
                                               (ASABA, TARHOUNA, True), (ASABA, ASABA, False)])  # fmt: skip
def test_nothing_is_in_two_countries_or_two_far_towns(a: Spot, b: Spot, clash: bool):
    """A country and a town of it do not clash."""
    assert spots_clash(a, b) is spots_clash(b, a) is clash


def test_the_tightest_spot_stands():
    """Of a country and a town, the town."""
    assert tightest([LIBYA, ASABA, LIBYA]) == ASABA


def test_distance_crosses_the_date_line():
    """179° E and 179° W are neighbours."""
    east = Spot(name="a", lat=0.0, lon=179.5)
    west = Spot(name="b", lat=0.0, lon=-179.5)
    assert distance_km(east, west) == pytest.approx(111.2, abs=1)
