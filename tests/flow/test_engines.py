"""Laws of engines: order kept, nothing lost, one bad dispatch never takes the others with it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from vigie.annotations.notes import BATCH
from vigie.errors import BadRequest
from vigie.flow import engines
from vigie.flow.cluster import Cluster
from vigie.flow.engines import Engine, Processes, each, unread
from vigie.records import Given, RawDispatch, Reading

DAY = Given(published="2020-05-22", language="fr")
POISON = "poison"


def raws(count: int, *, poison: int | None = None) -> list[RawDispatch]:
    return [
        RawDispatch(
            id=f"d{n}", text=POISON if n == poison else f"L'armée a bombardé Sirte ({n}).",
            given=DAY,
        )
        for n in range(count)
    ]  # fmt: skip


def deadly(batch: list[RawDispatch], language: str, model: str | None) -> list[Reading]:
    """A worker's work that one text kills, as running out of memory would."""
    if any(raw.text == POISON for raw in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return [unread(raw, language, "not read in this test") for raw in batch]


def failed(readings: list[Reading]) -> list[str]:
    """Names of dispatches that a fault kept from being read."""
    return [
        i.dispatch_id for r in readings for i in r.issues
        if i.kind == "reading-failed" and "not read in this test" not in i.found
    ]  # fmt: skip


def test_a_fault_in_one_dispatch_leaves_the_others_read(monkeypatch: pytest.MonkeyPatch):
    """Whatever goes wrong in reading, an issue says what, and the text is kept."""
    truly = engines.read_many

    def faulty(some: list[RawDispatch], kit: object) -> Iterator[Reading]:
        if any(raw.text == POISON for raw in some):
            raise RecursionError("too deep")
        return truly(some, kit)  # type: ignore[arg-type]

    monkeypatch.setattr(engines, "read_many", faulty)
    readings = list(each(raws(5, poison=2)))
    assert [r.dispatch.id for r in readings] == [f"d{n}" for n in range(5)]
    assert [len(r.reports) for r in readings] == [1, 1, 0, 1, 1]
    (odd,) = readings[2].issues
    assert (odd.kind, odd.found) == ("reading-failed", "RecursionError: too deep")
    assert readings[2].dispatch.raw == POISON


def test_a_dead_worker_costs_one_dispatch():
    """The pool is replaced, the batch halved until the one that killed it stands alone."""
    some = raws(BATCH + 4, poison=BATCH + 1)
    readings = list(each(some, engine=Processes(2, deadly)))
    assert [r.dispatch.id for r in readings] == [raw.id for raw in some]
    assert failed(readings) == [f"d{BATCH + 1}"]


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a scheduler with two workers of one process each."""
    distributed = pytest.importorskip("distributed", reason="vigie[scale] is not installed")
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as local,
    ):
        yield local.scheduler_address


@contextmanager
def engine_at(address: str, **given: object) -> Iterator[Engine]:
    engine = Cluster(address, **given)  # type: ignore[arg-type]
    with closing(engine.client):
        yield engine


def test_a_cluster_reads_as_this_machine_does():
    """Many machines, the readings of one, in order; a worker that dies costs one dispatch."""
    some = raws(BATCH + 5)
    with cluster() as address:
        with engine_at(address) as engine:
            assert list(each(some, engine=engine)) == list(each(some))
        with engine_at(address, work=deadly) as engine:
            readings = list(each(raws(6, poison=4), engine=engine))
            assert failed(readings) == ["d4"]
            assert len(readings) == 6


def test_no_scheduler_is_a_request_with_its_cure(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("distributed", reason="vigie[scale] is not installed")
    monkeypatch.setattr("vigie.flow.cluster.PATIENCE", "1s")
    with pytest.raises(BadRequest, match="dask scheduler"):
        Cluster("tcp://127.0.0.1:9")
