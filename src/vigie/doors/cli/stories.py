"""Doors, command line. `vigie stories`: the streams of events of a record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from vigie.doors.cli.common import console, open_record
from vigie.doors.interface import say
from vigie.views.stories import stories as stories_of


def stories(
    record: Annotated[Path, typer.Argument(help=say("arg.record"), show_default=False)],
    actor: Annotated[str | None, typer.Option(help=say("opt.actor"))] = None,
    least: Annotated[int, typer.Option(min=1, help=say("stories.least"))] = 2,
    json: Annotated[bool, typer.Option("--json", help=say("opt.jsonl"))] = False,
) -> None:
    """The streams of events of a record."""
    with open_record(record) as store:
        rows = stories_of(store, actor=actor, least=least)
    if json:
        for row in rows:
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
        return
    if not rows:
        print(say("stories.none"))
        return
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for column in ("stories.id", "stories.title", "col.when", "col.who", "stories.events"):
        table.add_column(say(column), overflow="fold")
    for row in rows:
        story = row.story
        count = say("stories.count", events=row.events, dispatches=row.dispatches)
        if row.contradicted:
            count += say("stories.contradicted", n=row.contradicted)
        span = "/".join(dict.fromkeys(d for d in (story.starts, story.ends) if d)) or "–"
        table.add_row(story.id, story.title, span, ", ".join(row.actors), count)
    console().print(table, markup=False)
