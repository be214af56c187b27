"""Bench: how long the pages of a record of 100,000 events take. `python bench/page.py`.

The record is that of `bench/events.py`, with true readings behind a sample of its events. A server
runs in a process of its own; each page is asked for by its address, with names drawn at random,
so that little is answered from what is kept. Then 200 readers open a page every ten seconds or so
while readings are added and events change now and then, as a build makes them: the 95th percentile
of what they wait, what the server's processor spends, and how many were refused.
"""

from __future__ import annotations

import argparse
import random
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx

from events import ACTORS, COUNTRIES, DAY_ONE, DAYS, PLACES, _make
from vigie.records import (
    Actor,
    Block,
    Dispatch,
    Mention,
    Meta,
    Reading,
    Referents,
    Report,
    Span,
)
from vigie.store.record import Record
from vigie.store.versions import raise_version

SAMPLE = 300  # events that get a true reading
ROUNDS = 12
READERS, PAUSE_S, LASTING_S, MERGE_S = 200, 10.0, 40.0, 10.0
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # one for all: each costs 50 ms to make
TEXT = (
    "L'armée a bombardé jeudi les abords de la ville, a dit le ministère. "
    "Le gouvernement dément. " * 12
)


def main() -> None:
    """Make the record, ask for the pages, print a line for each kind."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--events", type=int, default=100_000)
    ask.add_argument("--record", type=Path, help="keep it there and use it again")
    ask.add_argument("--readers", type=int, default=READERS)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.record or Path(folder) / "page.vigie"
        if not path.exists():
            _make(path, given.events)
            with Record(path, write=True) as record:
                list(record.add(_readings(given.events)))
        with _served(path) as (base, server):
            _ask(base, server, given.events)
            _crowd(base, server, path, given.readers, given.events)


def _readings(count: int) -> Iterator[tuple[str, Reading]]:
    for n in _sample(count):
        yield f"true{n}", reading(f"true-{n}", f"r{n}")


def reading(name: str, report: str) -> Reading:
    """A dispatch of ordinary length, with one report and thirty mentions."""
    span = Span(0, TEXT.index(","))
    return Reading(
        dispatch=Dispatch(
            id=name, raw=TEXT, text=TEXT, starts=(0,), shifts=(0,),
            blocks=(Block(start=0, end=len(TEXT), kind="body"),), meta=Meta(language="fr", title=name),
        ),
        referents=Referents(
            mentions=tuple(
                Mention(span=Span(k * 9, k * 9 + 6), tok_start=k, tok_end=k + 1, head=k,
                        kind="ORG", actor="a", how="name") for k in range(30)
            ),
            actors={"a": Actor(key="a", name="Armée", names=("Armée",), kind="ORG")},
            times=(), places=(),
        ),
        reports=(
            Report(id=report, span=span, trigger=Span(10, 17), type="ASSAULT", mode=None,
                   status="asserted", actors=("a",), recipients=(), when=None),
        ),
        lemmas=TEXT.lower(), made_by="bench/2",
    )  # fmt: skip


def _sample(count: int) -> list[int]:
    return sorted(random.Random(3).sample(range(count), min(SAMPLE, count)))


@contextmanager
def _served(path: Path) -> Iterator[tuple[str, int]]:
    """A server of the record, in a process of its own: its address, its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "vigie.doors.cli.main",
        "serve",
        str(path),
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{base}/static/page.js")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield base, server.pid
    finally:
        server.terminate()
        server.wait()


def addresses(rng: random.Random, count: int) -> dict[str, str]:
    """One address of each kind, its names drawn."""
    day = DAY_ONE + timedelta(rng.randrange(DAYS))
    actor, other = (f"a{int(ACTORS * rng.random() ** 3)}" for _ in range(2))
    place, event = rng.randrange(PLACES), rng.choice(_sample(count))
    country = f"C{rng.randrange(COUNTRIES):02}"
    week = f"since={day}&until={day + timedelta(7)}"
    return {
        "home": "/", "home, a week": f"/?{week}", "events": "/events",
        "events by weight": "/events?order=weight", "events, a week": f"/events?{week}",
        "events of an actor": f"/events?actor={actor}", "events of a dyad": f"/events?dyad={actor}&dyad={other}",
        "events of a place": f"/events?place=ville+{place}", "events of a country": f"/events?country={country}",
        "an event": f"/events/e{event:07x}", "a dispatch": f"/dispatches/true-{event}",
        "an actor": f"/actors/{actor}", "actors": "/actors", "a story": f"/stories/s{rng.randrange(count // 50)}",
        "map": "/map", "map, a week": f"/map?{week}", "map of a country": f"/map?country={country}",
        "network": "/network", "network, a week": f"/network?{week}",
        "search": f"/search?q={rng.choice(['ministère', 'bombarder', 'gouvernement'])}",
    }  # fmt: skip


def _ask(base: str, server: int, count: int) -> None:
    """Each page a dozen times: what a reader waits, and what the server's processor spends."""
    rng = random.Random(4)
    waits: dict[str, list[float]] = {}
    spent: dict[str, list[float]] = {}
    with httpx.Client(base_url=base, timeout=60) as client:
        for _ in range(ROUNDS):
            for name, where in addresses(rng, count).items():
                start, before = time.perf_counter(), _processor_ms(server)
                client.get(where).raise_for_status()
                waits.setdefault(name, []).append(1000 * (time.perf_counter() - start))
                spent.setdefault(name, []).append(_processor_ms(server) - before)
    print(
        "(a machine that does other work too adds to the wait, not to the processor's time)"
    )
    for name, held in spent.items():
        held.sort()
        waits[name].sort()
        half = len(held) // 2
        print(f"{name:24} processor p50 {held[half]:7.1f} ms  worst {held[-1]:7.1f} ms   "
              f"wait p50 {waits[name][half]:7.1f} ms")  # fmt: skip
    _percentiles("all, processor", [t for held in spent.values() for t in held])
    _percentiles("all, wait", [t for held in waits.values() for t in held])


def _processor_ms(process: int) -> float:
    """What all the threads of a process have run, in milliseconds (Linux)."""
    total = 0
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except OSError:  # the thread has ended
            continue
    return total / 1e6


def _crowd(base: str, server: int, path: Path, readers: int, count: int) -> None:
    """Readers that look at a page for a while before the next, as a build writes."""
    stop = threading.Event()
    waits: list[float] = []
    refused: list[str] = []

    def read(seed: int) -> None:
        rng = random.Random(seed)
        with httpx.Client(base_url=base, timeout=60, verify=PLAIN) as client:
            while not stop.wait(rng.random() * 2 * PAUSE_S):
                where = rng.choice(list(addresses(rng, count).values()))
                start = time.perf_counter()
                try:
                    got = client.get(where)
                except httpx.TransportError as e:
                    refused.append(f"{where}: {e!r}")
                    continue
                waits.append(1000 * (time.perf_counter() - start))
                if got.status_code != 200:
                    refused.append(f"{where}: {got.status_code}")

    written, before = 0, _processor_ms(server)
    crowd = [threading.Thread(target=read, args=(n,)) for n in range(readers)]
    for one in crowd:
        one.start()
    end = time.monotonic() + LASTING_S
    with Record(path, write=True) as record:
        merged = time.monotonic()
        while time.monotonic() < end:
            name = f"more-{time.time_ns()}"
            written += sum(record.add([(name, reading(name, name))]))
            if time.monotonic() - merged > MERGE_S:  # as a merge that changed events
                raise_version(record)
                merged = time.monotonic()
            time.sleep(0.2)
    stop.set()
    for one in crowd:
        one.join()
    _percentiles(f"{readers} readers", waits)
    print(
        f"{len(waits)} pages, {written} readings written meanwhile, {len(refused)} refused; "
        f"the server's processor {(_processor_ms(server) - before) / LASTING_S:.0f} ms a second"
    )
    for line in refused[:5]:
        print("  ", line)


def _percentiles(name: str, times: list[float]) -> None:
    times.sort()
    print(f"{name:24} p50 {times[len(times) // 2]:7.1f} ms   p95 {times[int(len(times) * 0.95)]:7.1f} ms   "
          f"worst {times[-1]:7.1f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
