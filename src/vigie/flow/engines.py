"""The corridor's engines: the same reading on one process, several, or many machines.

The unit of work is a batch of dispatches. A worker loads its own kit once. Results come back in
the order the dispatches went in, so a record is the same bytes whatever the engine:

    Here         this process
    Processes    that many processes of this machine
    Cluster      the workers of a Dask scheduler (flow/cluster.py; `pip install vigie[scale]`)

A dispatch that cannot be read never stops the others. One that makes the reading fail, or its
worker die (out of memory, a fault below Python), is found by halving its batch, and kept unread
with an issue that says so.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import islice
from threading import Lock
from typing import Protocol

from vigie.annotations.notes import (
    BATCH,
)  # a worker's share is the tagger's: same sums, same bytes
from vigie.flow.kit import Kit, maker, open_kit
from vigie.flow.plan import read_many, read_one
from vigie.records import Dispatch, Issue, RawDispatch, Reading, Referents

AHEAD = 3  # batches in flight for each worker

# What a worker does with a batch: dispatches, the language, the model → readings in order.
Work = Callable[[list[RawDispatch], str, str | None], list[Reading]]


class Engine(Protocol):
    """Runs the reading of batches somewhere, in order."""

    def each(
        self, batches: Iterable[list[RawDispatch]], language: str, model: str | None
    ) -> Iterator[list[Reading]]:
        """Readings of each batch, in the order of the batches."""
        ...


def each(
    raws: Iterable[RawDispatch],
    *,
    workers: int = 1,
    language: str = "fr",
    model: str | None = None,
    engine: Engine | None = None,
) -> Iterator[Reading]:
    """Readings of dispatches, in order.

    Args:
        raws: Dispatches, taken as they are needed.
        workers: Number of processes of this machine; 1 reads in this one.
        language: The language to read.
        model: Another spaCy pipeline than the one shipped.
        engine: Where to read instead, such as a `Cluster`.
    """
    engine = engine or (Processes(workers) if workers > 1 else Here())
    for readings in engine.each(_batches(raws), language, model):
        yield from readings


class Here:
    """Reads in this process."""

    def each(
        self, batches: Iterable[list[RawDispatch]], language: str, model: str | None
    ) -> Iterator[list[Reading]]:
        """Readings of each batch, in order."""
        kit = open_kit(language, model)
        for batch in batches:
            yield _read(batch, kit)


class Processes:
    """Reads on several processes of this machine.

    Args:
        workers: Number of processes.
        work: What each does with a batch.
    """

    def __init__(self, workers: int, work: Work | None = None) -> None:
        self.workers = workers
        self.work = work or read_batch

    def each(
        self, batches: Iterable[list[RawDispatch]], language: str, model: str | None
    ) -> Iterator[list[Reading]]:
        """Readings of each batch, in order; a dead pool is replaced, and its batches read again."""
        source = iter(batches)
        waiting: deque[tuple[list[RawDispatch], Future[list[Reading]]]] = deque()
        pool = self._pool(self.workers)
        try:
            while True:
                for batch in islice(source, self.workers * AHEAD - len(waiting)):
                    waiting.append((batch, pool.submit(self.work, batch, language, model)))
                if not waiting:
                    return
                batch, future = waiting.popleft()
                try:
                    yield future.result()
                except BrokenProcessPool:  # one of those in flight did it: each on its own
                    pool.shutdown()
                    left = [batch, *(b for b, _ in waiting)]
                    waiting.clear()
                    for suspect in left:
                        yield self._alone(suspect, language, model)
                    pool = self._pool(self.workers)
        finally:
            pool.shutdown(cancel_futures=True)

    def _alone(
        self, batch: list[RawDispatch], language: str, model: str | None
    ) -> list[Reading]:
        """Read a batch that may kill its worker in a process of its own, halving it if it does."""
        try:
            with self._pool(1) as pool:
                return pool.submit(self.work, batch, language, model).result()
        except BrokenProcessPool:
            return in_halves(self._alone, batch, language, model)

    def _pool(self, workers: int) -> ProcessPoolExecutor:
        # fork and BLAS threads do not mix
        return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def in_halves(
    work: Work, batch: list[RawDispatch], language: str, model: str | None
) -> list[Reading]:
    """Readings of a batch that killed its worker: each half alone, the one dispatch unread."""
    if len(batch) == 1:
        return [unread(batch[0], maker(language, model), "its worker process died")]
    half = len(batch) // 2
    return [
        *work(batch[:half], language, model),
        *work(batch[half:], language, model),
    ]


def read_batch(batch: list[RawDispatch], language: str, model: str | None) -> list[Reading]:
    """A worker's work: readings of a batch; what fails is read one by one, and kept unread."""
    kit = _kit(language, model)
    with _reading:
        return _read(batch, kit)


def _read(batch: list[RawDispatch], kit: Kit) -> list[Reading]:
    # The one place that takes any fault: whatever is wrong with a dispatch, the run goes on.
    try:
        return list(read_many(batch, kit))
    except Exception as fault:
        if len(batch) == 1:
            return [unread(batch[0], kit.made_by, f"{type(fault).__name__}: {fault}")]
        return [reading for raw in batch for reading in _read([raw], kit)]


def unread(raw: RawDispatch, made_by: str, fault: str) -> Reading:
    """A dispatch that could not be read: kept as it came, with an issue and nothing else."""
    odd = Issue(
        dispatch_id=raw.id, kind="reading-failed", found=fault,
        expected="a text that can be read", done="kept the text as it came, read nothing in it",
    )  # fmt: skip
    dispatch = Dispatch(
        id=raw.id, raw=raw.text, text="", starts=(), shifts=(), blocks=(), given=raw.given
    )
    nobody = Referents(mentions=(), actors={}, times=(), places=())
    return Reading(dispatch=dispatch, referents=nobody, issues=(odd,), made_by=made_by)


@cache
def _kit(language: str, model: str | None) -> Kit:
    """A worker's kit, opened once."""
    return open_kit(language, model)


def _batches(raws: Iterable[RawDispatch]) -> Iterator[list[RawDispatch]]:
    """Dispatches by the tagger's share."""
    source = iter(raws)
    while batch := list(islice(source, BATCH)):
        yield batch


_reading = Lock()  # a worker with several threads reads with one at a time

__all__ = ["Engine", "Here", "Processes", "each", "read_one"]
