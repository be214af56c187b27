"""Doors, command line. `vigie export`: a record in the files of other tools."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from vigie.doors.cli.arguments import RecordFile
from vigie.doors.cli.common import errors, open_record
from vigie.doors.cli.filters import filtered
from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.formats import FORMATS, find_format
from vigie.doors.exports.formats import export as export_as
from vigie.doors.interface import say
from vigie.errors import BadRequest
from vigie.views.events import Wanted

NAMES = ", ".join(one.name for one in FORMATS)


@filtered
def export(
    record: RecordFile,
    to: Annotated[str, typer.Option("--to", help=say("export.to", formats=NAMES))],
    out: Annotated[str, typer.Option("--out", "-o", help=say("export.file"))] = "-",
    table: Annotated[str | None, typer.Option(help=say("export.table"))] = None,
    *,
    wanted: Wanted,
) -> None:
    """A record in the files of other tools."""
    if out == "-" and find_format(to).binary and sys.stdout.isatty():
        raise BadRequest(say("export.binary", format=to))
    with open_record(record) as store:
        chosen = Chosen(store, wanted)
        size = _write(export_as(chosen, to, table=table), out)
    told = errors()
    for key, n in sorted(chosen.tally.items()):
        told.print(say(key, n=n), style="dim", markup=False)
    if out != "-":
        told.print(say("export.done", file=out, format=to, size=size), markup=False)


def _write(pieces: Iterator[bytes], out: str) -> int:
    """Write to a file, whole or not at all, or to standard output; the number of bytes.

    Raises:
        BadRequest: the file cannot be written.
    """
    if out == "-":
        return sum(sys.stdout.buffer.write(piece) for piece in pieces)
    path = Path(out)
    if path.is_dir() or not path.parent.is_dir():
        raise BadRequest(
            f"{path} cannot be written; name a file in a folder that is there."
        )
    try:
        with NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            kept = Path(file.name)
            try:
                size = sum(file.write(piece) for piece in pieces)
            except BaseException:
                kept.unlink()
                raise
        kept.chmod(0o644)
        kept.replace(path)
    except OSError as e:
        raise BadRequest(
            f"{path} cannot be written ({e.strerror}); name another file."
        ) from e
    return size
