"""Doors, command line. `vigie brief`: what matters of a record as footnoted sentences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vigie.doors.cli.common import open_record
from vigie.doors.interface import language, say
from vigie.views.brief import MOST
from vigie.views.brief import brief as brief_of
from vigie.views.brief_pages import to_html, to_markdown
from vigie.views.events import Wanted


def brief(
    record: Annotated[Path, typer.Argument(help=say("arg.record"), show_default=False)],
    since: Annotated[str | None, typer.Option(help=say("opt.since"))] = None,
    until: Annotated[str | None, typer.Option(help=say("opt.until"))] = None,
    actor: Annotated[str | None, typer.Option(help=say("opt.actor"))] = None,
    place: Annotated[str | None, typer.Option(help=say("opt.place"))] = None,
    story: Annotated[str | None, typer.Option(help=say("opt.story"))] = None,
    type_: Annotated[list[str] | None, typer.Option("--type", help=say("opt.type"))] = None,
    min_origins: Annotated[int, typer.Option(min=0, help=say("opt.min_origins"))] = 0,
    limit: Annotated[int, typer.Option(min=1, help=say("brief.limit"))] = MOST,
    tongue: Annotated[
        str | None, typer.Option("--language", help=say("brief.language"))
    ] = None,
    html: Annotated[bool, typer.Option("--html", help=say("brief.html"))] = False,
    json: Annotated[bool, typer.Option("--json", help=say("brief.json"))] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=say("brief.out"))] = None,
) -> None:
    """What matters of a record as footnoted sentences."""
    wanted = Wanted(
        since=since, until=until, actor=actor, place=place, story=story,
        types=tuple(t.upper() for t in type_ or ()), min_origins=min_origins,
    )  # fmt: skip
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
