"""Doors, command line. `vigie timeline`: what happened, in order of time, with its sources."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.common import QUAD_STYLE, STATUS_STYLE, console, open_record
from vigie.doors.interface import language, say
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.views.timeline import Asked, Row, folded
from vigie.views.timeline import timeline as rows_of


def timeline(
    record: Annotated[Path, typer.Argument(help=say("arg.record"), show_default=False)],
    since: Annotated[str | None, typer.Option(help=say("opt.since"))] = None,
    until: Annotated[str | None, typer.Option(help=say("opt.until"))] = None,
    type_: Annotated[list[str] | None, typer.Option("--type", help=say("opt.type"))] = None,
    actor: Annotated[str | None, typer.Option(help=say("opt.actor"))] = None,
    place: Annotated[str | None, typer.Option(help=say("opt.place"))] = None,
    status: Annotated[str | None, typer.Option(help=say("opt.status"))] = None,
    limit: Annotated[int | None, typer.Option(min=1, help=say("opt.limit"))] = None,
    json: Annotated[bool, typer.Option("--json", help=say("opt.jsonl"))] = False,
) -> None:
    """What happened, in order of time."""
    asked = Asked(
        since=since, until=until, types=tuple(t.upper() for t in type_ or ()), actor=actor,
        place=place, status=status,
    )  # fmt: skip
    with open_record(record) as store:
        rows = rows_of(store, asked)
    if json:
        for row in rows[:limit]:
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
    elif not rows:
        print(say("timeline.empty"))
    else:
        _print(folded(rows)[:limit], rows)


def grid(shown: list[Row]) -> Table:
    """Rows as a table for eyes: a day, then what was done on it."""
    ontology = load_ontology()
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    last = None
    for row in shown:
        when = _when(row)
        table.add_row("" if when == last else when, _line(row, ontology))
        last = when
    return table


def _print(shown: list[Row], rows: list[Row]) -> None:
    out = console()
    out.print(grid(shown))
    out.print(
        say(
            "timeline.count", shown=len(shown), total=len(rows),
            dispatches=len({r.dispatch for r in rows}),
            undated=sum(1 for r in rows if not r.when),
        ),
        style="dim",
    )  # fmt: skip


def _when(row: Row) -> str:
    """The day, or the days it may be, or a dash: never more precise than the words."""
    if row.when:
        start, _, end = row.when.partition("/")
        near = end[:8] == start[:8] and len(end) == len(start) == 10
        return f"{start}/{end[8:]}" if near else row.when
    if row.candidates:
        return f"{row.candidates[0][:7]}-?? ({' '.join(c[8:] for c in row.candidates)})"
    return "–"


def _line(row: Row, ontology: Ontology) -> Text:
    """What, who → whom, where; the words; the source."""
    text = Text()
    what = ontology.label(row.type, language())
    text.append(what, style=QUAD_STYLE[ontology.rows[row.type].quad])
    if row.mode:
        text.append(f" ({row.mode})", style="dim")
    text.append(f"  {', '.join(row.actors) or '–'}")
    if row.recipients:
        text.append(f" → {', '.join(row.recipients)}")
    if row.where:
        text.append(f"  · {row.where}", style="green")
    if row.status != "asserted":
        text.append(f"  [{say(f'status.{row.status}')}]", style=STATUS_STYLE[row.status])
    text.append(f"\n« {row.words} »", style="italic")
    source = f"  {row.dispatch}" + (f", {row.outlet}" if row.outlet else "")
    if row.said_by:
        source += f" · {say('col.source')} {row.said_by}"
    if row.also_in:
        source += f" · {say('timeline.also')} {', '.join(row.also_in)}"
    text.append(source, style="dim")
    return text
