"""Doors, command line. `vigie issues`: what was odd in the input, counted and listed."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from vigie.doors.cli.arguments import AsLines, RecordFile
from vigie.doors.cli.common import console, open_record
from vigie.doors.interface import say


def issues(
    record: RecordFile,
    kind: Annotated[str | None, typer.Option(help=say("opt.kind"))] = None,
    json: AsLines = False,
) -> None:
    """List and count what was odd."""
    with open_record(record) as store:
        found = [i for i in store.issues() if kind is None or i.kind == kind]
    if json:
        for issue in found:
            sys.stdout.write(msgspec.json.encode(issue).decode() + "\n")
        return
    if not found:
        print(say("issues.none"))
        return
    out = console()
    counts = Table(box=None, padding=(0, 1), header_style="dim")
    counts.add_column(say("col.kind"))
    counts.add_column(say("col.count"), justify="right")
    for name, count in sorted(Counter(i.kind for i in found).items()):
        counts.add_row(name, str(count))
    out.print(counts)
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for column in ("dispatch", "kind", "found", "done"):
        table.add_column(say(f"col.{column}"), overflow="fold")
    for issue in found:
        table.add_row(issue.dispatch_id, issue.kind, issue.found, issue.done)
    out.print(table)
