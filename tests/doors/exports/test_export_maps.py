"""Laws of GeoJSON: what RFC 7946 asks, and no pin that is not known."""

from __future__ import annotations

import itertools
import json
import math

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.doors.exports.geojson import disc, geometry
from vigie.records import Spot
from vigie.store.record import Record

# RFC 7946, as much of it as we write: a position is longitude then latitude, a ring is closed.
_POSITION = {"type": "array", "prefixItems": [{"type": "number", "minimum": -180, "maximum": 180},
                                              {"type": "number", "minimum": -90, "maximum": 90}],
             "minItems": 2, "items": False}  # fmt: skip
_POINT = {"type": "object", "properties": {"type": {"const": "Point"}, "coordinates": _POSITION},
          "required": ["type", "coordinates"], "additionalProperties": False}  # fmt: skip
_POLYGON = {"type": "object", "properties": {"type": {"const": "Polygon"}, "coordinates": {
    "type": "array", "items": {"type": "array", "minItems": 4, "items": _POSITION}}},
    "required": ["type", "coordinates"], "additionalProperties": False}  # fmt: skip
SCHEMA = {
    "type": "object", "required": ["type", "features"],
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"items": {
        "type": "object", "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"}, "id": {"type": "string"},
            "properties": {"type": "object"},
            "geometry": {"oneOf": [{"type": "null"}, _POINT, _POLYGON]},
        },
    }}},
}  # fmt: skip


def features(data: bytes) -> dict[str, dict]:
    found = json.loads(data)
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
    return {f["id"]: f for f in found["features"]}


def test_a_town_is_a_point_with_its_precision(record: Record, out):
    town = features(out(record, "geojson"))["e1asaba"]
    assert town["geometry"] == {"type": "Point", "coordinates": [13.0, 32.0]}
    assert town["properties"]["precision"] == "city"


def test_a_country_has_no_pin_though_coordinates_are_known(dirty: Record, out):
    """Nor has a region without a radius, nor a disc over the 180th meridian."""
    found = features(out(dirty, "geojson"))
    assert found["d1"]["geometry"] is None
    assert found["d1"]["properties"]["precision"] == "country"
    assert found["d3"]["geometry"] is None
    assert found["d3"]["properties"]["radius_km"] == 200
    assert found["d4"]["geometry"] is None


def test_a_known_radius_is_a_disc(dirty: Record, out):
    shape = features(out(dirty, "geojson"))["d2"]["geometry"]
    ring = shape["coordinates"][0]
    assert ring[0] == ring[-1]
    east = max(lon for lon, _ in ring)
    assert east * 111.195 * math.cos(math.radians(16)) == pytest.approx(50, rel=0.01)


@given(lat=st.floats(-85, 85), lon=st.floats(-170, 170), km=st.floats(1, 60))
def test_rings_are_closed_and_run_counter_clockwise(lat: float, lon: float, km: float):
    ring = disc(lat, lon, km)
    if not ring:
        return
    pairs = list(itertools.pairwise(ring))
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) > -1e-6 or km < 2
    assert ring[0] == ring[-1]
    assert all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring)


@pytest.mark.parametrize("precision", ["country", "admin1", "area"])
def test_no_area_is_a_point(precision: str):
    assert geometry(Spot(name="x", lat=1.0, lon=1.0, precision=precision)) is None
