"""What the tests of the readers share."""

import pytest

from vigie.dispatches.readers import read_path
from vigie.dispatches.readers.limits import Limits
from vigie.records import Issue, RawDispatch


@pytest.fixture
def read(tmp_path):
    """Everything a file of some bytes gives: its dispatches, and the kinds of its issues."""

    def reader(name, data, **limits):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        found = list(read_path(path, limits=Limits(**limits)))
        return (
            [f for f in found if isinstance(f, RawDispatch)],
            [f.kind for f in found if isinstance(f, Issue)],
        )

    return reader
