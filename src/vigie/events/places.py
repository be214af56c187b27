"""Events room. Two places: one, one within the other, near, or apart.

Precision counts: "en Libye" holds "à Asaba" without saying more, and "Tripoli" is a town of some
kilometres. Degrees are WGS 84, distances kilometres.
"""

from __future__ import annotations

from math import cos, hypot, radians

from vigie.knowledge.folding import fold
from vigie.records import Spot

FINE = ("site", "district", "city")
_SAME_SPOT = {
    "site": 2.2,
    "district": 2.1,
    "city": 2.0,
    "admin1": 1.2,
    "area": 0.6,
    "country": 0.3,
}
HOLDS, HOLDS_FINE, APART, NEARBY, OTHER_NAME, OTHER_COUNTRY = (
    0.3,
    -0.6,
    -3.5,
    -0.6,
    -1.0,
    -3.0,
)
ONE_SPOT_KM, NEAR_KM = 4.0, 30.0
_KM_A_DEGREE = 111.2
UNSURE_FOR, UNSURE_AGAINST = 0.6, 0.35  # a place carried over from another sentence


def weigh_places(a: Spot | None, b: Spot | None, *, sure: bool) -> float:
    """Weight of two places for one act; `sure` when both stand in the acts' own sentences."""
    if a is None or b is None:
        return 0.0
    found = _weigh(a, b)
    if sure:
        return found
    return found * (UNSURE_FOR if found > 0 else UNSURE_AGAINST)


def spots_clash(a: Spot, b: Spot) -> bool:
    """Whether nothing can be at both."""
    return _weigh(a, b) <= APART or bool(a.country and b.country and a.country != b.country)


def place_keys(spot: Spot) -> tuple[str, ...]:
    """Names by which reports of one spot meet; none for what is as wide as a country."""
    if spot.precision in ("country", "area"):
        return ()
    named = f"{spot.country}/{fold(spot.name)}"
    if spot.lat is None or spot.lon is None or spot.precision == "admin1":
        return (named,)
    return named, f"{spot.lat:.1f}/{spot.lon:.1f}"


def tightest(spots: list[Spot]) -> Spot:
    """The spot known most closely; of equals, the one most reports name, then by name."""
    names = [s.name for s in spots]
    order = ("site", "district", "city", "admin1", "area", "country")
    return min(
        spots,
        key=lambda s: (
            order.index(s.precision) if s.precision in order else len(order),
            s.radius_km or 0.0, -names.count(s.name), s.name, s.country or "",
        ),
    )  # fmt: skip


def _weigh(a: Spot, b: Spot) -> float:
    fine_a, fine_b = a.precision in FINE, b.precision in FINE
    if a is b or (a.name == b.name and a.country == b.country):
        return _SAME_SPOT.get(a.precision, 0.3)
    if a.country and b.country and a.country != b.country:
        return OTHER_COUNTRY
    if not (fine_a and fine_b):
        if not a.country or a.country != b.country:
            return 0.0
        if not (fine_a or fine_b):
            return HOLDS
        wide = b if fine_a else a
        # a town's act is seldom told as its country's; "le centre du Mali" may well hold it
        return HOLDS_FINE if wide.precision == "country" else HOLDS
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return OTHER_NAME
    apart = distance_km(a, b) - (a.radius_km or 0.0) / 2 - (b.radius_km or 0.0) / 2
    if apart <= ONE_SPOT_KM:
        return _SAME_SPOT["city"] if distance_km(a, b) <= ONE_SPOT_KM else HOLDS
    return NEARBY if apart <= NEAR_KM else APART


def distance_km(a: Spot, b: Spot) -> float:
    """Distance of two spots with degrees, near enough below a thousand kilometres."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        raise ValueError("a distance needs the degrees of both spots")
    wide = cos(radians((a.lat + b.lat) / 2))
    lon = abs(a.lon - b.lon)
    return hypot(a.lat - b.lat, min(lon, 360 - lon) * wide) * _KM_A_DEGREE
