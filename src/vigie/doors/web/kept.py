"""Doors, web. Kept: answers that take long to work out, as long as what they are of has not changed.

Flow: question, state of the record → the answer held, or worked out now, by one thread for all.
Events change at a merge only, so that a build that adds readings empties nothing. Where they have
changed, those who ask while one works the new answer out are given the last one, with its moment;
so are, for a while, those who ask again what takes long. A page that shows such an answer says so.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import msgspec

from vigie.store.record import Record
from vigie.store.versions import version_of

MOST = 256  # answers held; the oldest one goes
SLOW_S = 0.2  # an answer that took longer is given again though events have changed…
REST = 20  # … for so many times what it took…
LONGEST_S = 60.0  # … and no longer than this

Answer = TypeVar("Answer")
State = tuple[object, ...]


class Held(msgspec.Struct, frozen=True):
    """An answer, the state it is of, when it was worked out (both clocks), how long that took."""

    answer: object
    state: State
    at: float
    moment: float
    took: float


class Kept:
    """Answers by question, of one record. Any number of threads may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: OrderedDict[object, Held] = OrderedDict()
        self._working: dict[object, Lock] = {}

    def get(
        self, question: object, state: State, work_out: Callable[[], Answer]
    ) -> tuple[Answer, float | None]:
        """The answer held, or worked out now.

        Args:
            question: What is asked; equal questions have equal answers.
            state: Of what is asked about; another state may have another answer.
            work_out: Finds the answer.

        Returns:
            The answer; and its moment (seconds since 1970) where it is of an earlier state.
        """
        with self._lock:
            held = self._held.get(question)
            working = self._working.setdefault(question, Lock())
        if held is not None and (held.state == state or _is_fresh(held)):
            return _given(held, state)
        if not working.acquire(blocking=held is None):
            return _given(held, state)  # somebody works the next one out
        try:
            with self._lock:
                held = self._held.get(question)
            if held is None or held.state != state:  # not worked out while we waited
                start = time.monotonic()
                answer = work_out()
                now = time.monotonic()
                held = Held(answer, state, now, time.time(), now - start)
                self._hold(question, held)
        finally:
            working.release()
        return _given(held, state)

    def peek(self, question: object, state: State) -> object | None:
        """The answer held of this very state, if there is one."""
        with self._lock:
            held = self._held.get(question)
            if held is None or held.state != state:
                return None
            self._held.move_to_end(question)
            return held.answer

    def put(self, question: object, state: State, answer: object) -> None:
        """Hold an answer that was worked out elsewhere."""
        self._hold(question, Held(answer, state, time.monotonic(), time.time(), 0.0))

    def _hold(self, question: object, held: Held) -> None:
        with self._lock:
            self._held[question] = held
            self._held.move_to_end(question)
            while len(self._held) > MOST:
                gone, _ = self._held.popitem(last=False)
                self._working.pop(gone, None)


def state_of(record: Record) -> State:
    """The state of a record's events; of its file, where its merges were not counted."""
    version = version_of(record)
    if version is not None:
        return (*_stamp(record.path)[:1], version)  # another file has other versions
    log = record.path.with_name(f"{record.path.name}-wal")
    return tuple(_stamp(file) for file in (record.path, log))


def _is_fresh(held: Held) -> bool:
    """Whether an answer took so long that it is given again though it is of an earlier state."""
    age = time.monotonic() - held.at
    return held.took > SLOW_S and age < min(LONGEST_S, REST * held.took)


def _given(held: Held | None, state: State) -> tuple[Any, float | None]:
    assert held is not None
    return held.answer, None if held.state == state else held.moment


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        found = file.stat()
    except OSError:
        return ()
    return (found.st_ino, found.st_mtime_ns, found.st_size)
