"""Doors, REST. The API alone, without the pages: for a machine that only asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from vigie.doors.rest.routes import handlers, openapi
from vigie.doors.rest.serving import ON_ERROR, Served
from vigie.doors.web.anchor import anchored
from vigie.doors.web.headers import add_headers, hosts, is_known
from vigie.store.record import Record


def make_app(
    record: Path, *, tokens: Path | None = None, host: str = "127.0.0.1",
    allowed: tuple[str, ...] = (),
) -> Litestar:  # fmt: skip
    """The API of a record, read-only unless a file of tokens is given.

    Args:
        record: Its file.
        tokens: The file of tokens that allow writing.
        host: The name or address the server listens on.
        allowed: Other names it answers to.

    Raises:
        NotARecord: the file is no record.
    """
    Record(record).close()
    known = hosts(host, *allowed)

    def check_host(asking: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        if not is_known(asking.headers.get("host", ""), known):
            raise PermissionDeniedException(
                "this server does not answer to that name; start it with --allow-host NAME."
            )

    app = Litestar(
        route_handlers=list(handlers), openapi_config=openapi, exception_handlers=ON_ERROR,
        before_send=[add_headers], guards=[check_host], lifespan=[anchored(record)],
    )  # fmt: skip
    app.state.served = Served(record=record, tokens=tokens)
    return app
