"""Doors, REST. The API alone, without the pages: for a machine that only asks."""

from __future__ import annotations

from pathlib import Path

from litestar import Litestar
from litestar.config.allowed_hosts import AllowedHostsConfig

from vigie.doors.rest.routes import handlers, openapi
from vigie.doors.rest.serving import ON_ERROR, Served
from vigie.doors.web.headers import HEADERS, hosts
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
    app = Litestar(
        route_handlers=list(handlers), openapi_config=openapi, exception_handlers=ON_ERROR,
        response_headers=HEADERS, allowed_hosts=AllowedHostsConfig(hosts(host, *allowed)),
    )  # fmt: skip
    app.state.served = Served(record=record, tokens=tokens)
    return app
