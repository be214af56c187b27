"""Doors, command line. `vigie brief`: what matters of a record as footnoted sentences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vigie.doors.cli.arguments import RecordFile
from vigie.doors.cli.common import open_record
from vigie.doors.cli.filters import filtered
from vigie.doors.interface import language, say
from vigie.views.brief import MOST
from vigie.views.brief import brief as brief_of
from vigie.views.brief_pages import to_html, to_markdown
from vigie.views.events import Wanted


@filtered
def brief(
    record: RecordFile,
    *,
    wanted: Wanted,
    limit: Annotated[int, typer.Option(min=1, help=say("brief.limit"))] = MOST,
    tongue: Annotated[
        str | None, typer.Option("--language", help=say("brief.language"))
    ] = None,
    html: Annotated[bool, typer.Option("--html", help=say("brief.html"))] = False,
    json: Annotated[bool, typer.Option("--json", help=say("brief.json"))] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=say("brief.out"))] = None,
) -> None:
    """What matters of a record as footnoted sentences."""
    with open_record(record) as store:
        found = brief_of(store, wanted, language=tongue or language(), most=limit)
    if json:
        text = msgspec.json.encode(found).decode() + "\n"
    else:
        text = to_html(found) if html else to_markdown(found)
    if out:
        out.write_text(text, encoding="utf-8")
        print(say("brief.written", path=out, events=found.events, refused=len(found.refused)),
              file=sys.stderr)  # fmt: skip
    else:
        sys.stdout.write(text)
