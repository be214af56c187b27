"""Doors, command line. `vigie dyads`: who does how much to whom, by day or week."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.arguments import AsLines, RecordFile
from vigie.doors.cli.common import console, open_record
from vigie.doors.cli.filters import Actor, Pair, Quad, SaidOnly, Since, Until
from vigie.doors.interface import say
from vigie.views.dyads import Counted, Dyad
from vigie.views.dyads import dyads as dyads_of
from vigie.views.events import Wanted

BARS = " ▁▂▃▄▅▆▇█"
COLUMNS = 60  # bins drawn; --json gives them all


def dyads(
    record: RecordFile,
    by: Annotated[str, typer.Option(help=say("dyads.by"))] = "week",
    level: Annotated[str, typer.Option(help=say("dyads.level"))] = "country",
    since: Since = None,
    until: Until = None,
    actor: Actor = None,
    dyad: Pair = None,
    quad: Quad = None,
    said_only: SaidOnly = False,
    place: Annotated[bool, typer.Option("--place", help=say("dyads.place"))] = False,
    least: Annotated[int, typer.Option(min=1, help=say("dyads.least"))] = 2,
    limit: Annotated[int, typer.Option(min=1, help=say("opt.limit"))] = 30,
    json: AsLines = False,
) -> None:
    """Who does how much to whom, by day or week."""
    wanted = Wanted(
        since=since,
        until=until,
        actor=actor,
        dyad=dyad,
        quad=quad.upper() if quad else None,
        said_only=said_only,
    )
    counted = Counted(
        wanted=wanted, by=by, level=level, by_place=place, least=least, most=limit
    )
    with open_record(record) as store:
        rows = dyads_of(store, counted)
    if json:
        for row in rows:
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
    elif not rows:
        print(say("dyads.none"))
    else:
        console().print(_table(rows))
        console().print(say("dyads.method"), style="dim", markup=False)


def _table(rows: list[Dyad]) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    columns = ("dyads.dyad", "dyads.events", "dyads.plover", "dyads.goldstein", "dyads.series",
               "dyads.ruptures")  # fmt: skip
    for column in columns:
        table.add_column(say(column), overflow="fold")
    for row in rows:
        name = f"{row.left} → {row.right}" + (f" · {row.place}" if row.place else "")
        breaks = "; ".join(
            f"{b.start}: {b.before:.1f} → {b.after:.1f}" for b in row.ruptures
        )
        count = f"{row.events}" + (f" ({row.loose}?)" if row.loose else "")
        table.add_row(Text(name), count, f"{row.plover:+.1f}", f"{row.goldstein:+.1f}",
                      _bars(row), breaks or "–")  # fmt: skip
    return table


def _bars(row: Dyad) -> str:
    """Rates of the last bins as bars, a dot where nothing was read."""
    bins = row.bins[-COLUMNS:]
    top = max((b.rate or 0.0 for b in bins), default=0.0) or 1.0
    return "".join(
        "·" if b.rate is None else BARS[-(-int(8 * b.rate / top * 100) // 100)]
        for b in bins
    )
