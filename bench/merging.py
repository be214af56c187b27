"""Speed and memory of the merge, on made-up reports.

    .venv/bin/python bench/merging.py 100000 --workers 2

The reports are of a made-up world: some hundred countries with their actors and towns, of which
a few are much in the news, events over the days of one year per 100,000 reports, each told by 1
to 30 dispatches with noise (a side left out, another name of it, a day not told, a town or only
the country). Only the merge is timed, stories included, not the making of the reports; what is
printed is time, memory in all, and how well the groups hold the acts they were made of.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from multiprocessing import active_children
from pathlib import Path

from vigie.events.compare import FAMILIES
from vigie.events.days import UNKNOWN, Days, day_text, span_of
from vigie.events.merge import merge_reports
from vigie.events.rulings import read_rulings
from vigie.events.seen import Face, Seen, Source
from vigie.flow.merging import runner
from vigie.knowledge.ontology_rules import load_ontology
from vigie.records import Spot

STATES, TOWNS, ACTORS = 120, 25, 12
FIRST = date(2001, 1, 1).toordinal()
PER_YEAR = 100_000
MODES = (None, None, "a", "b", "c")


class World:
    """Countries, actors, towns, and acts among them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.states = [f"{chr(65 + n // 26)}{chr(65 + n % 26)}X" for n in range(STATES)]
        self.weights = [1 / (n + 3) for n in range(STATES)]
        self.cast = {s: Face(s, "GPE", s, None, True) for s in self.states}
        for s in self.states:
            for n in range(ACTORS):
                sector = ("GOV", "MIL", "REB", "CVL")[n % 4]
                self.cast[f"{s}.{n}"] = Face(
                    f"{s} {n}", ("PER", "ORG")[n % 2], s, sector, True
                )
            self.cast[f"group:{s}-CVL"] = Face("people", "GROUP", s, "CVL", False)
        self.spots = {
            s: [Spot(name=f"{s} town {n}", country=s, lat=self.random.uniform(-60, 60),
                     lon=self.random.uniform(-170, 170), precision="city") for n in range(TOWNS)]
            for s in self.states
        }  # fmt: skip
        self.wide = {s: Spot(name=s, country=s, precision="country") for s in self.states}
        self.types = [code for family in FAMILIES for code in family]

    def reports(self, most: int) -> Iterator[Seen]:
        """Reports, act after act."""
        made = act = 0
        days = max(1, 365 * most // PER_YEAR)
        while made < most:
            act += 1
            for seen in self._tellings(act, FIRST + self.random.randrange(days)):
                yield seen
                made += 1
                if made == most:
                    return

    def _tellings(self, act: int, day: int) -> Iterator[Seen]:
        pick = self.random
        here, there = pick.choices(self.states, self.weights, k=2)
        doer = f"{here}.{pick.randrange(ACTORS)}"
        target = f"{there}.{pick.randrange(ACTORS)}"
        town = pick.choice(self.spots[there])
        code, mode, words = (
            pick.choice(self.types),
            pick.choice(MODES),
            pick.getrandbits(64),
        )
        words &= pick.getrandbits(64)
        for n in range(min(30, 1 + int(pick.expovariate(0.35)))):
            name = f"{act:07x}{n:02x}"
            told = day + pick.choice((0, 0, 1, 1, 2))
            source = Source(
                dispatch=f"d{name}", origin=f"d{name}" if n % 3 else f"d{act:07x}00",
                name=f"outlet {n}", told=day_text(told),
            )  # fmt: skip
            days, dated = self._days(day, told)
            yield Seen(
                id=f"r{name}", source=source, type=code, mode=mode, status="asserted",
                doers=(doer,) if pick.random() < 0.8 else (here,) if n % 2 else (),
                recipients=(target,) if pick.random() < 0.7 else (),
                spot=town if pick.random() < 0.6 else self.wide[there], placed=n % 4 != 0,
                days=days, dated=dated, said_by=None, sizes=(), rule=f"{code}.{n % 3}",
                words=words | pick.getrandbits(64) & pick.getrandbits(64) & pick.getrandbits(64),
                text=pick.getrandbits(32),
            )  # fmt: skip

    def _days(self, day: int, told: int) -> tuple[Days, bool]:
        luck = self.random.random()
        if luck < 0.6:
            return Days(day, 1), True
        if luck < 0.75:
            return Days(told, 1), False
        return (span_of(told - 14, told), False) if luck < 0.97 else (UNKNOWN, False)


class _Memory(threading.Thread):
    """The most memory that this process and its workers hold together, looked at twice a second.

    What the system says of a child counts the moment it was still a copy of its parent.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = self.most_here = 0.0

    def run(self) -> None:
        """Look, until the program ends."""
        while True:
            here = _megabytes(os.getpid())
            rest = sum(_megabytes(child.pid or 0) for child in active_children())
            self.most = max(self.most, here + rest)
            self.most_here = max(self.most_here, here)
            time.sleep(0.5)


def _megabytes(process: int) -> float:
    """What a process holds in memory; 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * resource.getpagesize() / 1024**2


class _Making:
    """The reports as they are made, one at a time; `spent` is the time that takes."""

    def __init__(self, rows: Iterator[Seen], acts: Counter[int]) -> None:
        self._rows, self._acts, self.spent = rows, acts, 0.0

    def __iter__(self) -> Iterator[Seen]:
        while True:
            begun = time.process_time()
            seen = next(self._rows, None)
            self.spent += time.process_time() - begun
            if seen is None:
                return
            self._acts[_act(seen.id)] += 1
            yield seen


def _act(report: str) -> int:
    """The act a report was made of: its id says so."""
    return int(report[1:8], 16)


def main() -> None:
    """Time one run."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("reports", type=int, nargs="?", default=100_000)
    ask.add_argument("--workers", type=int, default=2)
    given = ask.parse_args()
    world = World(7)
    acts: Counter[int] = Counter()
    memory = _Memory()
    memory.start()
    making = _Making(world.reports(given.reports), acts)
    begun, busy = time.perf_counter(), time.process_time()
    merged = merge_reports(
        making, (), world.cast, read_rulings(()), ontology=load_ontology(), made_by="bench",
        run=runner(given.workers),
    )  # fmt: skip
    spent, busy = time.perf_counter() - begun, time.process_time() - busy
    spent, busy = spent - making.spent, busy - making.spent
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stdout.write(
        f"{given.reports} reports, {given.workers} workers: {spent:.0f} s on the clock, "
        f"{busy:.0f} s of processor here and {children.ru_utime:.0f} s in workers, at most "
        f"{memory.most:.0f} MB in all ({memory.most_here:.0f} MB here)\n"
    )
    sys.stdout.flush()
    right = made = 0
    for event in merged.events:
        counts = Counter(_act(r) for r in event.reports)
        right += sum(n * (n - 1) // 2 for n in counts.values())
        made += len(event.reports) * (len(event.reports) - 1) // 2
    wanted = sum(n * (n - 1) // 2 for n in acts.values())
    sys.stdout.write(
        f"{len(merged.events)} events of {len(acts)} acts, pair precision "
        f"{right / max(1, made):.3f}, recall {right / max(1, wanted):.3f}\n"
    )


if __name__ == "__main__":
    main()
