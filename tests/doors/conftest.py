"""What the tests of the doors share: commands typed in this process read with one kit."""

from __future__ import annotations

import os

import pytest

from shipped import shipped_kit
from vigie.flow import kit as kits
from vigie.flow.kit import Kit
from vigie.knowledge.layers import VARIABLE


@pytest.fixture(autouse=True)
def one_kit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped kit is loaded once a session, not once a command; others as asked."""
    load = kits.open_kit

    def opened(language: str = "fr", model: str | None = None) -> Kit:
        if (language, model) != ("fr", None) or os.environ.get(VARIABLE):
            return load(language, model)
        return shipped_kit()

    monkeypatch.setattr(kits, "open_kit", opened)
