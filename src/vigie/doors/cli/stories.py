"""Doors, command line. `vigie stories`: the streams of events of a record."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from vigie.doors.cli.arguments import AsLines, RecordFile
from vigie.doors.cli.common import console, open_record
from vigie.doors.interface import say
from vigie.views.stories import StoryRow
from vigie.views.stories import stories as stories_of


def stories(
    record: RecordFile,
    actor: Annotated[str | None, typer.Option(help=say("opt.actor"))] = None,
    least: Annotated[int, typer.Option(min=1, help=say("stories.least"))] = 2,
    json: AsLines = False,
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
    out = console()
    for row in rows:
        out.print(_words(row))


def _words(row: StoryRow) -> Text:
    """A story on three lines: what it is about, when and how much, whom it is about."""
    text = Text(row.story.title, style="bold")
    days = (
        "/".join(dict.fromkeys(d for d in (row.story.starts, row.story.ends) if d)) or "–"
    )
    count = say("stories.count", events=row.events, dispatches=row.dispatches)
    if row.contradicted:
        count += say("stories.contradicted", n=row.contradicted)
    text.append(f"\n  {days}  {count}", style="not bold default")
    text.append(f"  {row.story.id}", style="not bold dim")
    return text.append(f"\n  {', '.join(row.actors)}", style="not bold default")
