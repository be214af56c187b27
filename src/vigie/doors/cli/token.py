"""Doors, command line. `vigie token`: a token for somebody who may write through the REST door."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vigie.doors.interface import say


def token(
    name: Annotated[str, typer.Argument(help=say("token.name"), show_default=False)],
    tokens: Annotated[Path | None, typer.Option(help=say("token.file"))] = None,
) -> None:
    """Make a token; it is shown once."""
    from vigie.doors.rest.tokens import default_file, new_token

    file = tokens or default_file()
    print(new_token(name, file))
    typer.echo(say("token.done", name=name, file=file), err=True)
