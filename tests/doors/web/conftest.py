"""What the page's tests share: a made record, its app, a client that asks as a browser would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("litestar", reason="the pages need vigie[web]")

from litestar import Litestar
from litestar.testing import TestClient

from views import made_events as made
from vigie.doors.web.app import make_app


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record made by hand, merged."""
    return made.made_record(tmp_path_factory.mktemp("web") / "r.vigie")


@pytest.fixture(scope="session")
def client(record: Path) -> Iterator[TestClient[Litestar]]:
    """A client in French, on loopback."""
    with TestClient(make_app(record), base_url="http://127.0.0.1") as asking:
        asking.headers["accept-language"] = "fr"
        yield asking
