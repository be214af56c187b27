"""Speed of `/api` under load: 200 readers at once on a real server while a build writes and merges.

    python bench/serving.py [--events 2000] [--readers 200] [--asks 10]

The record is synthetic: dispatches of one report each, on days and between actors of their own. The
server (uvicorn, loopback), the writer and the readers are three processes. It prints errors, and the
median and 95th percentile of the time to an answer, with and without the writer.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from vigie.flow.merging import merge_record
from vigie.records import (
    Actor,
    Block,
    Dispatch,
    Mention,
    Meta,
    RawDispatch,
    Reading,
    Referents,
    Report,
    Span,
    When,
)
from vigie.store.record import Record, dispatch_key

DOERS = [f"Armée {n}" for n in range(60)]
TYPES = ("ASSAULT", "THREATEN", "CONSULT", "AID", "PROTEST", "ACCUSE")
LOOKS_SECONDS = 5  # what a person looks at an answer before asking again, half to half more
ASKED = (
    "/api/events?limit=20", "/api/events?actor=Arm%C3%A9e%207&limit=20",
    "/api/events?since=2020-03&until=2020-05&order=weight&limit=20",
    "/api/events?text=frapp%C3%A9&limit=20", "/api/reports?limit=20", "/api/search?words=ville",
    "/api/actors?limit=20", "/api/dispatches/d17",
)  # fmt: skip


def readings(first: int, count: int, made_by: str) -> Iterator[tuple[str, Reading]]:
    """Dispatches of our own making, each with one report."""
    for n in range(first, first + count):
        rng = random.Random(n)
        left, right = rng.sample(DOERS, 2)
        day = f"2020-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        text = f"{left} a frappé {right} dans la ville {n % 90} le {day}."
        whole = Span(0, len(text))
        cast = {
            k: Actor(key=k, name=k, names=(k,), kind="ORG", country="LBY", sector="MIL")
            for k in (left, right)
        }
        told = Report(
            id=f"r{n:09x}", span=whole, trigger=Span(len(left) + 3, len(left) + 9),
            type=rng.choice(TYPES), mode=None, status="asserted", actors=(left,),
            recipients=(right,), when=day, why=("when: sentence",), made_by=made_by,
        )  # fmt: skip
        at = text.index(day)
        reading = Reading(
            dispatch=Dispatch(
                id=f"d{n}", raw=text, text=text, starts=(0,), shifts=(0,),
                blocks=(Block(start=0, end=len(text), kind="body"),),
                meta=Meta(language="fr", published=day, outlet=f"outlet {n % 40}"),
            ),
            referents=Referents(
                mentions=tuple(
                    Mention(span=Span(text.index(k), text.index(k) + len(k)), tok_start=0,
                            tok_end=1, head=0, kind="ORG", actor=k, how="name") for k in cast
                ),
                actors=cast, places=(),
                times=(When(span=Span(at, at + 10), tok_start=0, tok_end=1, value=day,
                            grain="day", timex="DATE", rule="made"),),
            ),
            reports=(told,), lemmas=text.lower(), made_by=made_by,
        )  # fmt: skip
        yield dispatch_key(RawDispatch(id=f"d{n}", text=text)), reading


def serve(path: str, port: int) -> None:
    """The server, in a process of its own."""
    import uvicorn

    from vigie.doors.rest.app import make_app

    uvicorn.run(make_app(Path(path)), host="127.0.0.1", port=port, log_level="error",
                access_log=False, timeout_keep_alive=60)  # fmt: skip


def write(path: str, first: int) -> None:
    """A build that never ends: sixty-four dispatches, then a merge, again and again."""
    while True:
        with Record(Path(path), write=True) as record:
            list(record.add(readings(first, 64, "bench")))
            merge_record(record)
        first += 64


async def ask(port: int, readers: int, asks: int) -> tuple[list[float], list[str]]:
    """Times of all answers in milliseconds, and what went wrong."""
    times: list[float] = []
    faults: list[str] = []

    async def one(rank: int, client: httpx.AsyncClient) -> None:
        rng = random.Random(rank)
        await asyncio.sleep(rng.random() * LOOKS_SECONDS)
        for _ in range(asks):
            path = rng.choice(ASKED)
            start = time.perf_counter()
            try:
                found = await client.get(path)
                if found.status_code != 200:
                    faults.append(f"{found.status_code} {path} {found.text[:200]}")
            except httpx.HTTPError as e:
                faults.append(f"{path} {e!r}")
            times.append(1000 * (time.perf_counter() - start))
            await asyncio.sleep(LOOKS_SECONDS * (0.5 + rng.random()))

    limits = httpx.Limits(max_connections=readers)
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, limits=limits, timeout=60) as client:
        await asyncio.gather(*(one(rank, client) for rank in range(readers)))
    return times, faults


def main() -> int:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("events", 2000), ("readers", 200), ("asks", 5)):
        parser.add_argument(f"--{name}", type=int, default=value)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.vigie")
        with Record(Path(path), write=True) as record:
            list(record.add(readings(0, args.events, "bench")))
            print("merged:", merge_record(record))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        context = multiprocessing.get_context("spawn")
        server = context.Process(target=serve, args=(path, port), daemon=True)
        server.start()
        for _ in range(100):
            try:
                httpx.get(f"http://127.0.0.1:{port}/api/events?limit=1")
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        bad = 0
        for title in ("alone", "while a build writes"):
            writer = None
            if title != "alone":
                writer = context.Process(
                    target=write, args=(path, args.events), daemon=True
                )
                writer.start()
            times, faults = asyncio.run(ask(port, args.readers, args.asks))
            written = 0
            if writer:
                writer.kill()
                with Record(Path(path)) as record:
                    (written,) = record.rows("SELECT count(*) FROM readings")[0]
                    written -= args.events
            cuts = statistics.quantiles(times, n=100)
            print(f"{title}: {args.readers} readers, {len(times)} answers, {len(faults)} errors, "
                  f"median {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, "
                  f"most {max(times):.0f} ms, {written} dispatches written meanwhile")  # fmt: skip
            for fault in faults[:3]:
                print("  ", fault)
            bad += len(faults)
        server.kill()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
