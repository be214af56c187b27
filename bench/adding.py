"""How long one new dispatch takes to be merged into a record that is large already.

    .venv/bin/python bench/adding.py 100000

The record is made up (seeded): dispatches of eight reports over a year, on acts among some 1,500
actors of 120 countries, each act told by about three of them; one in fifty is known to its month
only. It is merged once from nothing; then one more dispatch is added and merged, six times: on the
last days, as news come, and on any day of the year. Times are of the processor, since the machine
may be shared. The reading of texts is not in it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from vigie.flow.merging import merge_record
from vigie.records import Actor, Dispatch, Meta, Place, Reading, Referents, Report, Span
from vigie.store.record import Record

STATES, ACTORS, TOWNS, EACH = 120, 12, 25, 8
DAY_ONE = date(2001, 1, 1)
TYPES = ("ASSAULT", "COERCE", "THREATEN", "ACCUSE", "CONSULT", "PROTEST", "AID", "RETREAT")


class World:
    """Acts by day, and the dispatches that tell them."""

    def __init__(self, dispatches: int) -> None:
        self.luck = random.Random(5)
        self.states = [f"{chr(65 + n // 26)}{chr(65 + n % 26)}X" for n in range(STATES)]
        self.weights = [1 / (n + 3) for n in range(STATES)]
        self.words = [
            "".join(self.luck.choices("aeioubcdflmnprst", k=7)) for _ in range(5000)
        ]
        count = dispatches * EACH // 3
        self.acts = sorted(self._act() for _ in range(count))

    def _act(self) -> tuple[int, str, str, str, str]:
        here, there = self.luck.choices(self.states, self.weights, k=2)
        return (
            self.luck.randrange(365), self.luck.choice(TYPES),
            f"{here} {self.luck.randrange(ACTORS)}", f"{there} {self.luck.randrange(ACTORS)}",
            f"{there} ville {self.luck.randrange(TOWNS)}",
        )  # fmt: skip

    def reading(self, number: int, *, late: bool = False) -> Reading:
        """A dispatch on eight acts near each other in time; the last ones, if it is late."""
        luck, most = self.luck, max(1, len(self.acts) - 3 * EACH)
        start = most - 1 if late else luck.randrange(most)
        told = luck.sample(self.acts[start : start + 3 * EACH], EACH)
        day = DAY_ONE + timedelta(max(act[0] for act in told) + luck.randrange(2))
        raw = " ".join(luck.choices(self.words, k=250))
        name = f"d{number}"
        actors = {a: _actor(a) for act in told for a in act[2:4]}
        places = {act[4]: act for act in told}
        published = str(day)[:7] if number % 50 == 0 else str(day)
        return Reading(
            dispatch=Dispatch(
                id=name, raw=raw, text=raw, starts=(0,), shifts=(0,), blocks=(),
                meta=Meta(published=published, outlet=f"outlet {number % 40}"),
            ),
            referents=Referents(
                mentions=(), actors=actors, times=(),
                places=tuple(_place(town) for town in sorted(places)),
            ),
            reports=tuple(self._report(name, n, act) for n, act in enumerate(told)),
            made_by="bench",
        )  # fmt: skip

    def _report(self, dispatch: str, n: int, act: tuple[int, str, str, str, str]) -> Report:
        luck, (day, type_, doer, target, town) = self.luck, act
        span = Span(200 * n, 200 * n + 120)
        return Report(
            id=f"r{dispatch}x{n}", span=span, trigger=Span(span.start + 10, span.start + 18),
            type=type_, mode=None, status="asserted",
            actors=(doer,) if luck.random() < 0.8 else (),
            recipients=(target,) if luck.random() < 0.7 else (),
            when=str(DAY_ONE + timedelta(day)) if luck.random() < 0.7 else None,
            where=town if luck.random() < 0.6 else None, rule=type_.lower(),
            why=("when: sentence", "where: named in the sentence"),
        )  # fmt: skip


def _actor(name: str) -> Actor:
    state, number = name.split()
    kind, sector = (
        ("PER", "ORG")[int(number) % 2],
        ("GOV", "MIL", "REB", "CVL")[int(number) % 4],
    )
    full = f"Abel{state.title()} Nom{number}{state.lower()}"
    return Actor(
        key=name, name=full, names=(full,), kind=kind, country=state, sector=sector
    )


def _place(town: str) -> Place:
    luck = random.Random(town)
    return Place(
        span=Span(0, 1), tok_start=0, tok_end=1, name=town, country=town[:3],
        lat=luck.uniform(-60, 60), lon=luck.uniform(-170, 170), precision="city",
    )  # fmt: skip


def _timed(record: Record, what: str) -> None:
    clock, busy = time.perf_counter(), time.process_time()
    saved = merge_record(record)
    print(
        f"{what}: {time.process_time() - busy:.2f} s of processor "
        f"({time.perf_counter() - clock:.2f} s on the clock); {saved}", flush=True,
    )  # fmt: skip


def main() -> None:
    """Make the record, merge it, add to it."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("reports", type=int, nargs="?", default=100_000)
    dispatches = ask.parse_args().reports // EACH
    world = World(dispatches)

    def entries(first: int, last: int) -> Iterator[tuple[str, Reading]]:
        return ((f"k{n}", world.reading(n)) for n in range(first, last))

    with (
        tempfile.TemporaryDirectory() as folder,
        Record(Path(folder) / "bench.vigie", write=True) as record,
    ):
        list(record.add(entries(0, dispatches)))
        _timed(
            record, f"{dispatches * EACH} reports of {dispatches} dispatches, from nothing"
        )
        for n in range(dispatches + 1, dispatches + 7):
            late = n % 2 == 0
            list(record.add([(f"k{n}", world.reading(n, late=late))]))
            _timed(
                record, f"one dispatch more, on {'the last days' if late else 'any day'}"
            )
        print(f"{record.path.stat().st_size / 1e6:.0f} MB on disk")


if __name__ == "__main__":
    main()
