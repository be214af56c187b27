"""What the tests of the dispatches room share: the French rules, and texts of our own."""

import pytest

from vigie.dispatches.residue import Residue, load_residue
from vigie.knowledge.loaders import load_pack


@pytest.fixture(scope="session")
def residue() -> Residue:
    """The French rules, compiled once."""
    return load_residue(load_pack("fr"))
