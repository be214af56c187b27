"""Doors, web. The map as plain SVG: outlines, places and how far around they may be, in points.

Flow: `Where` and a `View` → paths and rings → the template. A plate carrée, narrowed to the view's
latitude, so that distances hold near its middle.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec

from vigie.errors import BadRequest
from vigie.knowledge.loaders import HOME
from vigie.views.map import Where

MAP_WIDE, MAP_HIGH = 960, 560
FAINT = 1.6  # points: steps of an outline shorter than this are not seen
AROUND = 240  # points around the drawing that are drawn too, for those who drag it
ZOOMS = 8
WIDEST = 40.0  # degrees: a wider country does not decide where the map looks
POLE = -85.0  # a ring that touches it goes round the pole, and crosses no meridian
KM_A_DEGREE = 111.32


class View(msgspec.Struct, frozen=True):
    """Where the map looks: its middle in degrees, and how close (0: the world)."""

    lon: float
    lat: float
    zoom: int

    @property
    def degrees(self) -> float:
        """Width of the map in degrees of longitude at the equator of the projection."""
        return 360.0 / 2.0**self.zoom

    @property
    def scale(self) -> float:
        """Points a degree of latitude; longitude is narrowed by the cosine of the middle."""
        return MAP_WIDE / self.degrees

    @property
    def narrow(self) -> float:
        """What a degree of longitude is worth here in degrees of latitude."""
        return math.cos(math.radians(self.lat)) if self.zoom > 1 else 1.0

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Degrees → points of the drawing."""
        x = MAP_WIDE / 2 + (lon - self.lon) * self.narrow * self.scale
        y = MAP_HIGH / 2 - (lat - self.lat) * self.scale
        return round(x, 1), round(y, 1)

    def moved(self, right: float, up: float, closer: int) -> View:
        """The view a step away, in widths and heights of the map; within the world."""
        tall = MAP_HIGH / self.scale
        lon = self.lon + right * self.degrees / self.narrow
        lat = self.lat + up * tall
        return View(
            round((lon + 180) % 360 - 180, 3), round(max(-80.0, min(80.0, lat)), 3),
            max(0, min(ZOOMS, self.zoom + closer)),
        )  # fmt: skip


WORLD = View(10.0, 20.0, 0)


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """A country: its outline as an SVG path, its events, its shade (1 to 4), its name's place."""

    code: str
    path: str
    events: int
    shade: int
    at: tuple[float, float] | None


class Ring(msgspec.Struct, frozen=True, kw_only=True):
    """A place: a dot of `size` where it is known, an ellipse for how far around it may be."""

    name: str
    country: str | None
    precision: str
    quad: str
    events: int
    x: float
    y: float
    size: float
    rx: float
    ry: float
    label: bool


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """The map: all outlines, those with events, places; `unseen` have no degrees or lie outside."""

    view: View
    land: str
    areas: tuple[Area, ...]
    rings: tuple[Ring, ...]
    scale_km: int
    scale_points: float
    wide: int = MAP_WIDE
    high: int = MAP_HIGH


def read_view(settings: dict[str, str]) -> View | None:
    """Where an address asks the map to look; None where it does not say.

    Raises:
        BadRequest: lon, lat or zoom is no number of the right range.
    """
    if not settings.keys() & {"lon", "lat", "zoom"}:
        return None
    values = []
    for name, low, high, usual in (
        ("lon", -180.0, 180.0, "10"), ("lat", -80.0, 80.0, "20"), ("zoom", 0.0, float(ZOOMS), "0"),
    ):  # fmt: skip
        text = settings.get(name, usual)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise BadRequest(
                f"{name} is a number from {low:g} to {high:g}; '{text}' is none."
            )
        values.append(value)
    return View(values[0], values[1], int(values[2]))


def best_view(found: Where) -> View:
    """The closest view that holds every place and every country with events but the widest."""
    points = [(d.lon, d.lat) for d in found.dots if d.lon is not None and d.lat is not None]
    boxes = [_outlines()[code][0][1] for code in found.countries if code in _outlines()]
    for west, south, east, north in boxes:
        if east - west < WIDEST or (len(boxes) == 1 and not points):
            points += [(west, south), (east, north)]
    if not points:
        return WORLD
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    for zoom in range(5, 0, -1):
        view = View(round(lon, 2), round(lat, 2), zoom)
        if (max(lons) - min(lons)) * view.narrow <= view.degrees * 0.9 and (
            max(lats) - min(lats) <= MAP_HIGH / view.scale * 0.9
        ):
            return view
    return WORLD


def draw_map(found: Where, view: View) -> Drawn:
    """The map of what was found, as seen from a view."""
    most = max((sum(q.values()) for q in found.countries.values()), default=1)
    areas = []
    for code, quads in found.countries.items():
        events = sum(quads.values())
        path = _path(code, view)
        shade = min(4, 1 + int(3.99 * math.log1p(events) / math.log1p(most)))
        areas.append(
            Area(code=code, path=path, events=events, shade=shade, at=_middle(code, view))
        )
    km = _round_km(MAP_WIDE / 6 / view.scale * KM_A_DEGREE)
    return Drawn(
        view=view, land=_land(view), areas=tuple(areas), rings=tuple(_rings(found, view, areas)),
        scale_km=km, scale_points=round(km / KM_A_DEGREE * view.scale, 1),
    )  # fmt: skip


def draw_world() -> None:
    """Read the outlines and draw them all once: what the first map would wait for."""
    _land(WORLD)


def _rings(found: Where, view: View, areas: list[Area]) -> Iterator[Ring]:
    """Places within the drawing, the ones with most events last, so that they are on top.

    A name that would lie on another's, or on a country's, is left to the table.
    """
    taken = [
        (x - 50, y - 14, x + 50, y + 5) for area in areas if area.at for x, y in (area.at,)
    ]
    out = []
    for dot in found.dots:
        if dot.lat is None or dot.lon is None:
            continue
        x, y = view.point(dot.lon, dot.lat)
        if not (-60 < x < MAP_WIDE + 60 and -60 < y < MAP_HIGH + 60):
            continue
        reach = (dot.radius_km or 0.0) / KM_A_DEGREE * view.scale
        stretch = view.narrow / max(0.1, math.cos(math.radians(dot.lat)))
        size = 3.0 + 2.2 * math.sqrt(dot.events)
        box = (x + 4, y - 9, x + 14 + 7.0 * len(dot.name), y + 7)
        clear = all(
            box[0] > b[2] or box[2] < b[0] or box[1] > b[3] or box[3] < b[1] for b in taken
        )
        taken += [box] * clear
        out.append(
            Ring(
                name=dot.name, country=dot.country, precision=dot.precision,
                quad=max(dot.quads, key=lambda q: (dot.quads[q], q)), events=dot.events, x=x,
                y=y, size=round(min(size, 24.0), 1), rx=round(reach * stretch, 1), ry=round(reach, 1),
                label=clear,
            )
        )  # fmt: skip
    yield from reversed(out)


@lru_cache(maxsize=32)
def _land(view: View) -> str:
    return "".join(_path(code, view) for code in _outlines())


def _path(code: str, view: View) -> str:
    """A country's rings that reach into the view or its surroundings, as an SVG path."""
    out = []
    for ring, (west, south, east, north) in _outlines().get(code, ()):
        left, low = view.point(west, south)
        right, high = view.point(east, north)
        seen = _is_near(left, high) or _is_near(right, low) or (
            right > -AROUND and left < MAP_WIDE + AROUND and low > -AROUND and high < MAP_HIGH + AROUND
        )  # fmt: skip
        if seen and max(right - left, low - high) > 2 * FAINT:
            out.append(_line(ring, view))
    return "".join(out)


def _line(ring: list[tuple[float, float]], view: View) -> str:
    """A ring in whole points, each from the one before; coarse where it is out of sight."""
    parts: list[str] = []
    x = y = 0
    for lon, lat in ring:
        px, py = view.point(lon, lat)
        least = FAINT if _is_near(px, py) else AROUND / 8
        if parts and abs(px - x) + abs(py - y) < least:
            continue
        dx, dy = round(px) - x, round(py) - y
        parts.append(f"{dx} {dy}" if not parts else f"{dx},{dy}")
        x, y = x + dx, y + dy
    return f"M{parts[0]}l{' '.join(parts[1:])}z" if len(parts) > 2 else ""


def _is_near(x: float, y: float) -> bool:
    """Whether a point is in the drawing or so near that a drag shows it."""
    return -AROUND < x < MAP_WIDE + AROUND and -AROUND < y < MAP_HIGH + AROUND


_Shape = tuple[list[tuple[float, float]], tuple[float, float, float, float]]


@cache
def _outlines() -> dict[str, list[_Shape]]:
    """Rings of each country in degrees, each with its west, south, east and north."""
    content = msgspec.json.decode((HOME / "gazetteers" / "outlines.json").read_bytes())
    grid = content["points_a_degree"]
    out: dict[str, list[_Shape]] = {}
    for code, rings in content["rings"].items():
        for steps in rings:
            x = y = 0
            ring = []
            for dx, dy in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + dx, y + dy
                ring.append((x / grid, y / grid))
            out.setdefault(code, []).extend(_unwrapped(ring))
    return out


def _unwrapped(ring: list[tuple[float, float]]) -> Iterator[_Shape]:
    """A ring as shapes; one that crosses the antimeridian is drawn whole at both its sides."""
    turn, before = 0.0, ring[0][0]
    whole = []
    for lon, lat in ring:
        if abs(lon - before) > 180 and min(p[1] for p in ring) > POLE:
            turn += 360.0 if lon < before else -360.0
        before = lon
        whole.append((lon + turn, lat))
    lats = [p[1] for p in whole]
    for shift in (0.0, -360.0, 360.0):
        moved = [(lon + shift, lat) for lon, lat in whole]
        lons = [p[0] for p in moved]
        if shift == 0.0 or (_is_past(lons) and min(lons) < 180 and max(lons) > -180):
            yield moved, (min(lons), min(lats), max(lons), max(lats))


def _is_past(lons: list[float]) -> bool:
    """Whether any part of a ring lies past the antimeridian, on either copy."""
    return min(lons) < -180 or max(lons) > 180


def _middle(code: str, view: View) -> tuple[float, float] | None:
    """Where a country's name goes: the middle of what is seen of its largest ring."""
    shapes = _outlines().get(code, ())
    seen = [
        point
        for ring, _ in shapes[:1]
        for lon, lat in ring
        for point in (view.point(lon, lat),)
        if 0 < point[0] < MAP_WIDE and 0 < point[1] < MAP_HIGH
    ]
    if not seen:
        return None
    xs, ys = [p[0] for p in seen], [p[1] for p in seen]
    return round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)


def _round_km(km: float) -> int:
    """The roundest number of kilometres not above this: 1, 2 or 5 and zeros."""
    ten = 10 ** int(math.log10(max(1.0, km)))
    return max(int(n * ten) for n in (1, 2, 5) if n * ten <= max(1.0, km))
