"""Doors, command line. `vigie quotes`: who said what, in a record."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from vigie.doors.cli.arguments import AsLines, RecordFile
from vigie.doors.cli.common import console, open_record
from vigie.doors.interface import say
from vigie.views.quotes import QuoteRow
from vigie.views.quotes import quotes as rows_of


def quotes(
    record: RecordFile,
    speaker: Annotated[str | None, typer.Option(help=say("opt.speaker"))] = None,
    about: Annotated[str | None, typer.Option(help=say("opt.about"))] = None,
    since: Annotated[str | None, typer.Option(help=say("opt.since"))] = None,
    json: AsLines = False,
) -> None:
    """Who said what."""
    with open_record(record) as store:
        rows = rows_of(store, speaker=speaker, about=about, since=since)
    if json:
        for row in rows:
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
        return
    if not rows:
        print(say("quotes.none"))
        return
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for column in ("speaker", "quote", "dispatch"):
        table.add_column(say(f"col.{column}"), overflow="fold")
    for row in rows:
        words = f"« {row.words} »" if row.direct else row.words
        table.add_row(_speaker(row), words, f"{row.dispatch} {row.published or ''}".strip())
    console().print(table)


def _speaker(row: QuoteRow) -> str:
    """Who speaks, and what is known beside: for whom, to whom, where, when, through whom."""
    known = (
        ("quotes.for", "name", row.principal), ("quotes.to", "name", row.addressee),
        ("quotes.on", "day", row.said_on), ("quotes.relay", "name", row.relay),
    )  # fmt: skip
    beside = [say(key, **{blank: value}) for key, blank, value in known if value]
    beside = [row.venue, *beside] if row.venue else beside
    return (row.speaker or "–") + (f" ({', '.join(beside)})" if beside else "")
