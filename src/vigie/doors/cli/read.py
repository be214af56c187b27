"""Doors, command line. `vigie read`: a reading a dispatch, for eyes or as JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import msgspec
import typer

from vigie.doors.cli.arguments import AllowHost, AsJson, Follow, Inputs, Language, Model
from vigie.doors.cli.common import console, inputs, warn
from vigie.doors.cli.filters import SaidOnly
from vigie.doors.interface import say
from vigie.records import Issue, RawDispatch, Reading, as_gold, reading_as_said


def read(
    paths: Inputs,
    json: AsJson = False,
    said_only: SaidOnly = False,
    strict: Annotated[bool, typer.Option("--strict", help=say("opt.strict"))] = False,
    follow: Follow = False,
    allow_host: AllowHost = None,
    language: Language = "fr",
    model: Model = None,
) -> None:
    """Read dispatches and print a reading of each."""
    entries = inputs(paths, follow=follow, allowed=allow_host or ())
    from vigie.flow.kit import open_kit
    from vigie.flow.plan import read_many

    odd: list[Issue] = []
    kit = open_kit(language, model)

    def dispatches() -> Iterator[RawDispatch]:
        for entry in entries:
            if isinstance(entry, Issue):
                odd.append(entry)
                warn(entry)
            else:
                yield entry

    for reading in read_many(dispatches(), kit):
        odd += reading.issues
        _print(reading_as_said(reading) if said_only else reading, json)
    if strict and odd:
        raise typer.Exit(2)


def _print(reading: Reading, json: bool) -> None:
    if json:
        sys.stdout.write(msgspec.json.encode(as_gold(reading)).decode() + "\n")
    else:
        from vigie.doors.cli.page import page

        out = console()
        for part in page(reading):
            out.print(part)
