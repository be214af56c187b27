"""Doors, command line. `vigie serve`: the record as pages, on this machine."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from vigie.doors.cli.arguments import RecordFile
from vigie.doors.interface import say
from vigie.errors import BadRequest

NEEDED = ("litestar", "jinja2", "uvicorn")
PORT = 8620


def serve(
    record: RecordFile,
    host: Annotated[str, typer.Option(help=say("serve.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help=say("serve.port"))] = PORT,
    allow_host: Annotated[
        list[str] | None, typer.Option(help=say("serve.allow_host"))
    ] = None,
    reviewer: Annotated[str | None, typer.Option(help=say("serve.reviewer"))] = None,
    tokens: Annotated[Path | None, typer.Option(help=say("serve.tokens"))] = None,
) -> None:
    """The record as pages, on this machine."""
    if any(find_spec(name) is None for name in NEEDED):
        raise BadRequest(say("serve.needs"))
    import uvicorn

    from vigie.doors.web.app import make_app

    app = make_app(
        record, host=host, allowed=tuple(allow_host or ()), reviewer=reviewer, tokens=tokens
    )
    shown = f"[{host}]" if ":" in host else host
    print(say("serve.ready", url=f"http://{shown}:{port}/"), file=sys.stderr)
    uvicorn.run(
        app, host=host, port=port, log_level="warning", server_header=False,
        timeout_keep_alive=75,  # longer than a reader looks at a page
    )  # fmt: skip
