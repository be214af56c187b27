"""Dispatches room, readers. Lines of a binary file, none of them longer than memory can bear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO


def bounded_lines(handle: BinaryIO, longest: int) -> Iterator[bytes]:
    """Lines of a file; of one that is too long, the first `longest` + 1 bytes, and its rest is skipped."""
    while line := handle.readline(longest + 1):
        if len(line) > longest and not line.endswith(b"\n"):
            while (more := handle.readline(longest)) and not more.endswith(b"\n"):
                pass
        yield line
