"""Doors, web. Bars as plain SVG: where each stands, in points.

Flow: `Bars` → columns with their blocks → the templates. Colours are the style sheet's, by class;
nothing here depends on the browser, and nothing needs a script.
"""

from __future__ import annotations

import math

import msgspec

from vigie.views.bars import Bars

QUADS = ("VC", "MC", "VX", "MX")
ABOVE, BELOW = ("MC", "VC"), ("MX", "VX")  # from the axis outwards: deeds next to it
WIDE, HIGH = 960, 220  # points of the bars' drawing
ABOVE_BARS, BELOW_BARS = 18, 38  # points kept for the words above and below


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a bar: its quad class and where it stands."""

    quad: str
    y: float
    height: float


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A bar: its days, its blocks, and how many events it holds."""

    start: str
    end: str
    x: float
    width: float
    total: int
    blocks: tuple[Block, ...]
    quads: dict[str, int]
    label: bool = False


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Bars above (cooperation) and below (conflict) an axis; `up` and `down` its highest values."""

    columns: tuple[Column, ...]
    axis: float
    up: int
    down: int
    step: str
    wide: int = WIDE
    high: int = HIGH


def chart_of(found: Bars) -> Chart:
    """The bars as a drawing: cooperation rises from the axis, conflict hangs from it."""
    ups = [sum(b.quads.get(q, 0) for q in ABOVE) for b in found.bars]
    downs = [sum(b.quads.get(q, 0) for q in BELOW) for b in found.bars]
    up, down = max(ups, default=0), max(downs, default=0)
    unit = (HIGH - ABOVE_BARS - BELOW_BARS) / max(1, up + down)
    axis = ABOVE_BARS + up * unit
    pitch = WIDE / max(1, len(found.bars))
    every = max(1, math.ceil(len(found.bars) / 9))
    columns = []
    for n, bar in enumerate(found.bars):
        blocks = []
        edge = axis
        for quad in ABOVE:
            height = bar.quads.get(quad, 0) * unit
            edge -= height
            blocks += [Block(quad=quad, y=round(edge, 2), height=round(height, 2))] * (
                height > 0
            )
        edge = axis + 1
        for quad in BELOW:
            height = bar.quads.get(quad, 0) * unit
            blocks += [Block(quad=quad, y=round(edge, 2), height=round(height, 2))] * (
                height > 0
            )
            edge += height
        columns.append(
            Column(
                start=bar.start, end=bar.end, x=round(n * pitch, 2),
                width=round(min(pitch - min(2.0, pitch / 5), 44), 2), total=sum(bar.quads.values()),
                blocks=tuple(blocks), quads=bar.quads, label=n % every == 0,
            )
        )  # fmt: skip
    return Chart(
        columns=tuple(columns), axis=round(axis, 2), up=up, down=down, step=found.step
    )
