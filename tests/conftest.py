"""What several tests share: one kit a session, dispatches made of a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from vigie.flow.kit import Kit, open_kit

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def kit() -> Kit:
    """The shipped kit: French pack, shipped model."""
    return open_kit()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real dispatches and gold; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared data at {SHARED}")
    return SHARED
