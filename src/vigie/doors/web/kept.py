"""Doors, web. Kept: answers that take long to work out, until the record's file changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

MOST = 256  # answers held; the oldest unused one goes

Answer = TypeVar("Answer")
Stamp = tuple[tuple[int, int], ...]


class Kept:
    """Answers by question, for one state of one file. Any number of threads may ask."""

    def __init__(self, path: Path) -> None:
        self._files = (path, path.with_name(f"{path.name}-wal"))
        self._lock = Lock()
        self._stamp: Stamp = ()
        self._answers: OrderedDict[object, object] = OrderedDict()

    def get(self, question: object, work_out: Callable[[], Answer]) -> Answer:
        """The answer held, or worked out now; two threads may work out the same one."""
        stamp = tuple(_state(file) for file in self._files)
        with self._lock:
            if stamp != self._stamp:
                self._answers.clear()
                self._stamp = stamp
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]  # type: ignore[return-value]
        answer = work_out()
        with self._lock:
            if stamp == self._stamp:
                self._answers[question] = answer
                while len(self._answers) > MOST:
                    self._answers.popitem(last=False)
        return answer


def _state(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
