"""Speed and memory of the merge, on made-up reports.

    .venv/bin/python bench/merging.py 100000 --workers 2

The reports are of a made-up world: some hundred countries with their actors and towns, of which
a few are much in the news, events over the days of one year per 100,000 reports, each told by 1
to 30 dispatches with noise (a side left out, another name of it, a day not told, a town or only
the country). Only the merge is timed, and the telling of its events; what is printed is time,
reports a second, the most memory used, and how well the groups hold the acts they were made of.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date

from vigie.events.compare import FAMILIES
from vigie.events.dating import Clock
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

    def reports(self, most: int) -> Iterator[tuple[Seen, int]]:
        """Reports and the number of the act each tells."""
        made = act = 0
        days = max(1, 365 * most // PER_YEAR)
        while made < most:
            act += 1
            for seen in self._tellings(act, FIRST + self.random.randrange(days)):
                yield seen, act
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


def main() -> None:
    """Time one run."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("reports", type=int, nargs="?", default=100_000)
    ask.add_argument("--workers", type=int, default=2)
    given = ask.parse_args()
    world = World(7)
    rows, acts = [], {}
    for seen, act in world.reports(given.reports):
        rows.append(seen)
        acts[seen.id] = act
    clocks = (Clock(dispatch=s.dispatch, given=s.source.told) for s in rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun, busy = time.perf_counter(), time.process_time()
    merged = merge_reports(
        rows, clocks, world.cast, read_rulings(()), ontology=load_ontology(), made_by="bench",
        run=runner(given.workers),
    )  # fmt: skip
    spent, busy = time.perf_counter() - begun, time.process_time() - busy
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    right = made = 0
    for event in merged.events:
        counts = Counter(acts[r] for r in event.reports)
        right += sum(n * (n - 1) // 2 for n in counts.values())
        made += len(event.reports) * (len(event.reports) - 1) // 2
    wanted = sum(n * (n - 1) // 2 for n in Counter(acts.values()).values())
    sys.stdout.write(
        f"{given.reports} reports, {given.workers} workers: {spent:.1f} s "
        f"({busy:.1f} s of processor in this process), {given.reports / spent:.0f}/s, "
        f"{before:.0f} MB of reports, {most:.0f} MB (a worker {child:.0f} MB); "
        f"{len(merged.events)} events of {len(set(acts.values()))} acts, pair precision "
        f"{right / max(1, made):.3f}, recall {right / max(1, wanted):.3f}\n"
    )


if __name__ == "__main__":
    main()
