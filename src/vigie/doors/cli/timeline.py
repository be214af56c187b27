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
from vigie.knowledge.ontology_rules import load_ontology
from vigie.views.timeline import Asked, Row
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
    shown = rows[:limit] if limit else rows
    if json:
        for row in shown:
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
    elif not rows:
        print(say("timeline.empty"))
    else:
        _print(shown, rows)


def _print(shown: list[Row], rows: list[Row]) -> None:
    out = console()
    ontology = load_ontology()
    tongue = language()
    table = Table(box=None, padding=(0, 1), header_style="dim", title=say("timeline.title"),
                  title_justify="left", title_style="bold")  # fmt: skip
    for column in ("when", "what", "who", "whom", "where", "words", "dispatch"):
        table.add_column(say(f"col.{column}"), overflow="fold",
                         no_wrap=column == "when", ratio=3 if column == "words" else None)  # fmt: skip
    last = None
    for row in shown:
        when = row.when or (" | ".join(row.candidates) if row.candidates else "–")
        what = Text(ontology.label(row.type, tongue), style=QUAD_STYLE[ontology.rows[row.type].quad])
        if row.mode:
            what.append(f" ({row.mode})", style="dim")
        if row.status != "asserted":
            what.append(f"\n{say(f'status.{row.status}')}", style=STATUS_STYLE[row.status])
        source = Text(row.dispatch)
        if row.said_by:
            source.append(f"\n{say('col.source')} {row.said_by}", style="italic dim")
        table.add_row(
            "" if when == last else when, what, ", ".join(row.actors) or "–",
            ", ".join(row.recipients) or "–", row.where or "", row.words, source,
        )  # fmt: skip
        last = when
    out.print(table)
    out.print(
        say(
            "timeline.count", shown=len(shown), total=len(rows),
            dispatches=len({r.dispatch for r in rows}),
            undated=sum(1 for r in rows if not r.when),
        ),
        style="dim",
    )  # fmt: skip
