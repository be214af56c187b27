"""Doors, command line. `vigie claims`: one happening as each party tells it."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from vigie.doors.cli.arguments import AsLines, RecordFile
from vigie.doors.cli.common import STATUS_STYLE, console, open_record
from vigie.doors.interface import say
from vigie.doors.interface.labels import type_label
from vigie.views.claims import Claim, Told
from vigie.views.claims import claims as told_of


def claims(
    record: RecordFile,
    party: Annotated[str | None, typer.Option(help=say("claims.party"))] = None,
    about: Annotated[str | None, typer.Option(help=say("claims.about"))] = None,
    since: Annotated[str | None, typer.Option(help=say("claims.since"))] = None,
    everything: Annotated[bool, typer.Option("--all", help=say("claims.all"))] = False,
    json: AsLines = False,
) -> None:
    """One happening as each party tells it."""
    with open_record(record) as store:
        found = told_of(store, party=party, about=about, since=since, everything=everything)
    if json:
        for told in found:
            sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
        return
    if not found:
        print(say("claims.none" if everything else "claims.none_shared"))
    out = console()
    for told in found:
        out.print(_head(told))
        for claim in told.claims:
            out.print(_line(claim))


def _head(told: Told) -> Text:
    """What happened, to go by what all its claims share."""
    sides = " → ".join(", ".join(side) or "–" for side in (told.actors, told.recipients))
    parts = [told.when or "–", type_label(told.type), sides, told.where, told.event]
    head = Text("\n" + "  ".join(part for part in parts if part), style="bold")
    return (
        head.append(f"  {say('claims.disputed')}", style="magenta")
        if told.disputed
        else head
    )


def _line(claim: Claim) -> Text:
    """Who says it, how, in which words, where."""
    line = Text(f"  {claim.party or say('claims.own')}  ", style="yellow")
    line.append(say(f"status.{claim.status}"), style=STATUS_STYLE[claim.status] or "green")
    day = f" ({say('claims.told_on', day=claim.told_on)})" if claim.told_on else ""
    line.append(f"{day}  {claim.words}", style="not bold default")
    source = " ".join(x for x in (claim.published, claim.outlet, claim.dispatch) if x)
    return line.append(f"  [{source}]", style="dim")
