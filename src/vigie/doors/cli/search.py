"""Doors, command line. `vigie search`: dispatches by their words."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from vigie.doors.cli.arguments import RecordFile
from vigie.doors.cli.common import console, open_record
from vigie.doors.interface import say
from vigie.views.search import search as rows_of


def search(
    record: RecordFile,
    words: Annotated[str, typer.Argument(show_default=False)],
    limit: Annotated[int, typer.Option(min=1, help=say("opt.limit"))] = 20,
) -> None:
    """Find dispatches by their words."""
    with open_record(record) as store:
        rows = rows_of(store, words, limit)
    if not rows:
        print(say("search.none"))
        return
    out = console()
    for row in rows:
        text = Text(row.dispatch, style="bold")
        text.append(f"  {row.published or ''}", style="not bold dim")
        text.append(f"  {row.title or ''}\n", style="not bold default")
        out.print(text.append(f"  {row.snippet}", style="not bold dim"))
