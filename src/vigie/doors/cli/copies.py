"""Doors, command line. `vigie copies`: which dispatches descend from one text, how, and why."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.arguments import RecordFile
from vigie.doors.cli.common import console, open_record
from vigie.doors.interface import say
from vigie.views.copies import CopyGroup, CopyRow
from vigie.views.copies import copies as groups_of

KIND_STYLE = {"source": "bold", "copy": "red", "shortened": "yellow", "update": "cyan"}
CHANGES = 8  # passages of a diff shown; --json gives them all


def copies(
    record: RecordFile,
    json: Annotated[bool, typer.Option("--json", help=say("copies.json"))] = False,
) -> None:
    """Which dispatches descend from one text, how, and why."""
    with open_record(record) as store:
        found = groups_of(store)
    if json:
        for group in found.groups:
            sys.stdout.write(msgspec.json.encode(group).decode() + "\n")
        return
    out = console()
    for group in found.groups:
        _print(group, out)
    related = sum(len(group.rows) for group in found.groups)
    out.print(say("copies.count", groups=len(found.groups), related=related,
                  independent=len(found.independent)), markup=False)  # fmt: skip
    if found.independent:
        out.print(say("copies.independent", names=", ".join(found.independent)), style="dim",
                  markup=False)  # fmt: skip


def why(row: CopyRow) -> str:
    """The reasons for a row's kind, in words."""
    if row.of is None:
        return ""
    parts = [say("copies.borrowed", percent=round(100 * row.borrowed), of=row.of)]
    parts.append(say("copies.kept", percent=round(100 * row.kept)))
    if row.same_agency:
        parts.append(say("copies.agency", agency=row.same_agency))
    if row.same_page:
        parts.append(say("copies.page"))
    return "; ".join(parts)


def _print(group: CopyGroup, out: Console) -> None:
    title = say("copies.title", source=group.source) + (
        f" ({group.agency})" if group.agency else ""
    )
    table = Table(title=Text(title), title_justify="left", title_style="bold", box=None,
                  padding=(0, 1), header_style="dim")  # fmt: skip
    for column in ("col.kind", "col.dispatch", "col.when", "copies.why"):
        table.add_column(say(column), overflow="fold")
    for row in group.rows:
        kind = Text(say(f"copies.{row.kind}"), style=KIND_STYLE[row.kind])
        table.add_row(kind, Text(row.dispatch), row.published or "–", Text(why(row)))
    out.print(table)
    for row in group.rows:
        for change in row.changes[:CHANGES]:
            sign, style = ("+", "green") if change.kind == "added" else ("-", "red strike")
            out.print(Text(f"   {sign} ").append(change.words, style=style))
        if (more := len(row.changes) - CHANGES) > 0:
            out.print(say("copies.more", n=more), style="dim", markup=False)
    out.print()
