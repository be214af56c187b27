"""Doors, exports. GeoJSON (RFC 7946): where events were, no more precisely than is known.

A town or a site is a point. What is known as an area with a radius ("à 50 km au sud de Gao") is
a disc. A country, a region or a sea without a radius has no geometry: a pin in its middle would
be false; `precision` and `country` say what is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.json_out import json_document
from vigie.doors.exports.wording import days, headline
from vigie.records import Event, Spot

PINNED = ("site", "district", "city")  # precisions that a point can stand for
CORNERS = 32  # of a disc: under 1 % from a true one
KM_PER_DEG = 111.195  # of latitude, on a sphere of 6371 km
DECIMALS = 5  # a metre: more would be noise


def write_geojson(chosen: Chosen) -> Iterator[bytes]:
    """Events as a collection of features."""
    head = {"type": "FeatureCollection", "name": "vigie"}
    return json_document(head, "features", (feature(e, chosen) for e in chosen.events()))


def feature(event: Event, chosen: Chosen) -> dict[str, Any]:
    """An event as a feature; its geometry is null where it has no honest one."""
    shape = geometry(event.where) if event.where else None
    if shape is None:
        chosen.tally["export.no_geometry"] += 1
    where = event.where
    return {
        "type": "Feature", "id": event.id, "geometry": shape,
        "properties": {
            "title": headline(event), "when": days(event), "starts": event.starts,
            "ends": event.ends, "type": event.type, "quad": event.quad, "mode": event.mode,
            "status": event.status, "actors": [p.name for p in event.actors],
            "recipients": [p.name for p in event.recipients],
            "place": where.name if where else None,
            "country": where.country if where else None,
            "precision": where.precision if where else None,
            "radius_km": where.radius_km if where else None,
            "origins": len(event.origins),
            "contradictions": [c.field for c in event.contradictions],
            "story": event.story, "weight": event.weight,
        },
    }  # fmt: skip


def geometry(spot: Spot) -> dict[str, Any] | None:
    """A point, a disc, or nothing; positions are longitude, latitude.

    >>> geometry(Spot(name="Libye", country="LBY", lat=27.0, lon=17.0, precision="country"))
    """
    if spot.lat is None or spot.lon is None or spot.precision == "country":
        return None
    if spot.radius_km:
        ring = disc(spot.lat, spot.lon, spot.radius_km)
        return {"type": "Polygon", "coordinates": [ring]} if ring else None
    if spot.precision not in PINNED:
        return None
    return {
        "type": "Point",
        "coordinates": [round(spot.lon, DECIMALS), round(spot.lat, DECIMALS)],
    }


def disc(lat_deg: float, lon_deg: float, radius_km: float) -> list[list[float]]:
    """A closed ring, counter-clockwise; empty where it would cross a pole or the 180th meridian."""
    high = radius_km / KM_PER_DEG
    if abs(lat_deg) + high >= 89:  # there a degree of longitude is nothing
        return []
    wide = high / math.cos(math.radians(lat_deg))
    if abs(lon_deg) + wide > 180:  # RFC 7946 asks that it be cut there
        return []
    ring = []
    for n in range(CORNERS):
        turn = 2 * math.pi * n / CORNERS
        ring.append(
            [round(lon_deg + wide * math.cos(turn), DECIMALS),
             round(lat_deg + high * math.sin(turn), DECIMALS)]
        )  # fmt: skip
    return [*ring, ring[0]]
