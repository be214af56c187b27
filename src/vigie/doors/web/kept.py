"""Doors, web. Kept: answers that take long to work out, until the record's file changes.

While a build writes, the file changes all the time: an answer that took long is then given again
for a while, rather than worked out for every visit. What is quick is always of this instant.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

import msgspec

MOST = 256  # answers held; the oldest unused one goes
SLOW_S = 0.2  # an answer that took longer may be given again though the file has changed…
REST = 20  # … for so many times what it took…
LONGEST_S = 60.0  # … and no longer than this

Answer = TypeVar("Answer")
Stamp = tuple[tuple[int, int], ...]


class Held(msgspec.Struct, frozen=True):
    """An answer, the state of the file it is of, when it was worked out, how long that took."""

    answer: object
    stamp: Stamp
    at: float
    took: float


class Kept:
    """Answers by question, of one file. Any number of threads may ask; one works an answer out."""

    def __init__(self, path: Path) -> None:
        self._files = (path, path.with_name(f"{path.name}-wal"))
        self._lock = Lock()
        self._held: OrderedDict[object, Held] = OrderedDict()
        self._working: dict[object, Lock] = {}

    def get(self, question: object, work_out: Callable[[], Answer]) -> Answer:
        """The answer held, or worked out now; those who ask meanwhile wait for it."""
        with self._lock:
            working = self._working.setdefault(question, Lock())
        with working:
            stamp = tuple(_state(file) for file in self._files)
            start = time.monotonic()
            held = self._held.get(question)
            if held is None or not _serves(held, stamp, start):
                answer = work_out()
                now = time.monotonic()
                held = Held(answer, stamp, now, now - start)
        with self._lock:
            self._held[question] = held
            self._held.move_to_end(question)
            while len(self._held) > MOST:
                gone, _ = self._held.popitem(last=False)
                self._working.pop(gone, None)
        return held.answer  # type: ignore[return-value]


def _serves(held: Held, stamp: Stamp, now: float) -> bool:
    """Whether an answer may be given: it is of this state, or took long and is not old."""
    if held.stamp == stamp:
        return True
    return held.took > SLOW_S and now - held.at < min(LONGEST_S, REST * held.took)


def _state(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
