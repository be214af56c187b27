"""The corridor. Reading on many machines: batches go to the workers of a Dask scheduler.

Start `dask scheduler` on one machine and `dask worker tcp://that-machine:8786 --nthreads 1` on each
(with `pip install vigie[scale]` on all), then `vigie build … --scheduler tcp://that-machine:8786`.
Readings are the same as here: the workers' versions, packs and models are compared before the
first batch, and results are taken in order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from vigie.errors import BadRequest
from vigie.flow.engines import AHEAD, Work, in_halves, read_batch
from vigie.flow.kit import maker
from vigie.records import RawDispatch, Reading

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = "10s"  # how long a scheduler may take to answer


class Cluster:
    """Reads on the workers of a Dask scheduler.

    Args:
        scheduler: Its address, such as "tcp://127.0.0.1:8786".
        work: What each worker does with a batch.

    Raises:
        BadRequest: Dask is not installed, or nothing answers at the address.
    """

    def __init__(self, scheduler: str, work: Work = read_batch) -> None:
        self.client = _connect(scheduler)
        self.work = work

    def each(
        self, batches: Iterable[list[RawDispatch]], language: str, model: str | None
    ) -> Iterator[list[Reading]]:
        """Readings of each batch, in order.

        Raises:
            BadRequest: there is no worker, or one would read otherwise than this machine.
        """
        self._same_makers(language, model)
        workers = len(self.client.scheduler_info(n_workers=-1)["workers"])
        source = iter(batches)
        waiting: deque[tuple[list[RawDispatch], Future[list[Reading]]]] = deque()
        while True:
            for batch in islice(source, workers * AHEAD - len(waiting)):
                waiting.append((batch, self._submit(batch, language, model)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            yield self._taken(batch, future, language, model)

    def _submit(
        self, batch: list[RawDispatch], language: str, model: str | None
    ) -> Future[list[Reading]]:
        return self.client.submit(self.work, batch, language, model, pure=False)

    def _taken(
        self,
        batch: list[RawDispatch],
        future: Future[list[Reading]],
        language: str,
        model: str | None,
    ) -> list[Reading]:
        """A batch's readings; Dask names the batch whose workers died, and it is halved."""
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            return in_halves(self._whole, batch, language, model)

    def _whole(
        self, batch: list[RawDispatch], language: str, model: str | None
    ) -> list[Reading]:
        return self._taken(batch, self._submit(batch, language, model), language, model)

    def _same_makers(self, language: str, model: str | None) -> None:
        """Workers with another version, pack or model would make another record."""
        here = maker(language, model)
        there = self.client.run(maker, language, model)
        if not there:
            raise BadRequest(
                "the scheduler has no worker; start one with `dask worker ADDRESS --nthreads 1`."
            )
        for address, made_by in sorted(there.items()):
            if made_by != here:
                raise BadRequest(
                    f"the worker {address} reads with '{made_by}', this machine with '{here}'; "
                    "install the same version of vigie, packs and model on all."
                )


def _connect(scheduler: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise BadRequest(
            "reading on several machines needs Dask; `pip install 'vigie[scale]'` brings it."
        ) from None
    try:
        make: Any = Client  # its constructor carries no types
        client: Client = make(scheduler, timeout=PATIENCE, set_as_default=False)
        return client
    except (OSError, TimeoutError, ValueError) as fault:
        raise BadRequest(
            f"no Dask scheduler answers at '{scheduler}' ({fault}); start one with "
            "`dask scheduler` and give its address, such as tcp://127.0.0.1:8786."
        ) from None
