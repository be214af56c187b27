"""Doors, command line. `vigie show`: a dispatch of a record, its evidence marked."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer

from vigie.doors.cli.arguments import AsJson, RecordOption
from vigie.doors.cli.common import console, open_record
from vigie.doors.cli.filters import SaidOnly
from vigie.doors.cli.page import page
from vigie.doors.interface import say
from vigie.errors import BadRequest
from vigie.records import as_gold, reading_as_said


def show(
    dispatch: Annotated[str, typer.Argument(help=say("arg.dispatch"), show_default=False)],
    record: RecordOption,
    said_only: SaidOnly = False,
    json: AsJson = False,
) -> None:
    """Show a dispatch with its evidence marked."""
    with open_record(record) as store:
        reading = store.reading_of(dispatch)
    if reading is None:
        raise BadRequest(say("show.missing", name=dispatch, path=record))
    if said_only:
        reading = reading_as_said(reading)
    if json:
        sys.stdout.write(msgspec.json.encode(as_gold(reading)).decode() + "\n")
        return
    out = console()
    for part in page(reading):
        out.print(part)
