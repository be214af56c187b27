"""Doors, command line. `vigie annotations`: edited annotations come back as decisions."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vigie.doors.cli.arguments import RecordFile
from vigie.doors.cli.common import errors, warn
from vigie.doors.exports.back import decisions_from
from vigie.doors.interface import say
from vigie.records import Issue
from vigie.store.events import add_decision
from vigie.store.record import Record


def annotated(
    record: RecordFile,
    file: Annotated[Path, typer.Argument(help=say("annotations.file"), show_default=False)],
    by: Annotated[str, typer.Option(help=say("annotations.by"))],
    at: Annotated[str | None, typer.Option(help=say("annotations.at"))] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("annotations.dry"))
    ] = False,
) -> None:
    """Take in annotations edited in brat or INCEpTION."""
    when = at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    Record(record).close()  # a record that is not there is not made
    with Record(record, write=not dry_run) as store:
        found = list(decisions_from(store, file, by=by, at=when))
        made = 0
        for one in found:
            if isinstance(one, Issue):
                warn(one)
                continue
            made += 1
            if not dry_run:
                add_decision(store, one)
            sys.stdout.write(msgspec.json.encode(one).decode() + "\n")
    key = "annotations.shown" if dry_run else "annotations.done"
    errors().print(say(key, n=made, path=record), style="dim", markup=False)
