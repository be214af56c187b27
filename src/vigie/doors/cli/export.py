"""Doors, command line. `vigie export`: a record in the files of other tools."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from vigie.doors.cli.common import errors, open_record
from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.formats import FORMATS, find_format
from vigie.doors.exports.formats import export as export_as
from vigie.doors.interface import say
from vigie.errors import BadRequest
from vigie.views.events import Wanted

NAMES = ", ".join(one.name for one in FORMATS)


def export(
    record: Annotated[Path, typer.Argument(help=say("arg.record"), show_default=False)],
    to: Annotated[str, typer.Option("--to", help=say("export.to", formats=NAMES))],
    out: Annotated[str, typer.Option("--out", "-o", help=say("export.file"))] = "-",
    table: Annotated[str | None, typer.Option(help=say("export.table"))] = None,
    since: Annotated[str | None, typer.Option(help=say("opt.since"))] = None,
    until: Annotated[str | None, typer.Option(help=say("opt.until"))] = None,
    type_: Annotated[list[str] | None, typer.Option("--type", help=say("opt.type"))] = None,
    actor: Annotated[str | None, typer.Option(help=say("opt.actor"))] = None,
    dyad: Annotated[
        tuple[str, str] | None, typer.Option(help=say("opt.dyad"), show_default=False)
    ] = None,
    place: Annotated[str | None, typer.Option(help=say("opt.place"))] = None,
    country: Annotated[str | None, typer.Option(help=say("opt.country"))] = None,
    status: Annotated[str | None, typer.Option(help=say("opt.status"))] = None,
    story: Annotated[str | None, typer.Option(help=say("opt.story"))] = None,
    min_origins: Annotated[int, typer.Option(min=0, help=say("opt.min_origins"))] = 0,
    contradicted: Annotated[
        bool, typer.Option("--contradicted", help=say("opt.contradicted"))
    ] = False,
    text: Annotated[str | None, typer.Option(help=say("opt.words"))] = None,
) -> None:
    """A record in the files of other tools."""
    wanted = Wanted(
        since=since, until=until, types=tuple(t.upper() for t in type_ or ()), actor=actor,
        dyad=dyad, place=place, country=country, status=status, story=story,
        min_origins=min_origins, contradicted=contradicted, text=text,
    )  # fmt: skip
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
