"""Doors, command line. Arguments that several commands take, each with its help, once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vigie.doors.interface import say

RecordFile = Annotated[Path, typer.Argument(help=say("arg.record"), show_default=False)]
RecordOption = Annotated[Path, typer.Option("--record", "-r", help=say("arg.record"))]
Inputs = Annotated[list[str], typer.Argument(help=say("arg.inputs"), show_default=False)]
Follow = Annotated[bool, typer.Option("--follow", help=say("opt.follow"))]
AllowHost = Annotated[list[str] | None, typer.Option(help=say("opt.allow_host"))]
Language = Annotated[str, typer.Option(help=say("opt.language"))]
Model = Annotated[str | None, typer.Option(help=say("opt.model"))]
AsJson = Annotated[bool, typer.Option("--json", help=say("opt.json"))]
AsLines = Annotated[bool, typer.Option("--json", help=say("opt.jsonl"))]
