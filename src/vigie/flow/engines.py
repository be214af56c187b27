"""The corridor's engines: the same reading on one process or several, results in input order.

The unit of work is a batch of dispatches. A worker loads its own kit once. Results come back in
the order the dispatches went in, so a record is the same bytes whatever the number of workers.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from vigie.annotations.notes import (
    BATCH,
)  # a worker's share is the tagger's: same sums, same bytes
from vigie.flow.kit import Kit, open_kit
from vigie.flow.plan import read_many, read_one
from vigie.records import RawDispatch, Reading

AHEAD = 3  # batches in flight for each worker

_kit: Kit | None = None  # one for each worker process, set by `_start`


def each(
    raws: Iterable[RawDispatch],
    *,
    workers: int,
    language: str = "fr",
    model: str | None = None,
) -> Iterator[Reading]:
    """Readings of dispatches, in order, by that many processes.

    Args:
        raws: Dispatches, taken as they are needed.
        workers: Number of processes; 1 reads in this one.
        language: The language to read.
        model: Another spaCy pipeline than the one shipped.
    """
    if workers <= 1:
        yield from read_many(raws, open_kit(language, model))
        return
    source = iter(raws)
    context = multiprocessing.get_context("spawn")  # fork and BLAS threads do not mix
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_start, initargs=(language, model)
    ) as pool:
        waiting: deque[Future[list[Reading]]] = deque()
        while True:
            while len(waiting) < workers * AHEAD and (batch := list(islice(source, BATCH))):
                waiting.append(pool.submit(_work, batch))
            if not waiting:
                return
            yield from waiting.popleft().result()


def _start(language: str, model: str | None) -> None:
    global _kit
    _kit = open_kit(language, model)


def _work(batch: list[RawDispatch]) -> list[Reading]:
    assert _kit is not None
    return list(read_many(batch, _kit))


__all__ = ["each", "read_one"]
