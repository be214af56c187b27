"""The API of the record made by hand, with a token and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("litestar", reason="the extra 'web' is not installed")

from litestar.testing import TestClient

from vigie.doors.rest.app import make_app
from vigie.doors.rest.tokens import new_token
from views import made


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record made by hand."""
    return made.made_record(tmp_path_factory.mktemp("rest") / "r.vigie")


@pytest.fixture(scope="module")
def token(record: Path) -> str:
    """Aya's token, in a file beside the record."""
    return new_token("Aya", record.with_name("tokens.json"))


@pytest.fixture(scope="module")
def client(record: Path, token: str) -> Iterator[TestClient]:
    """The API, that takes Aya's word."""
    app = make_app(record, tokens=record.with_name("tokens.json"))
    with TestClient(app, base_url="http://localhost") as found:
        yield found
