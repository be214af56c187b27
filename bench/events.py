"""Bench: how long a question to a record of 100,000 events takes. `python bench/events.py`.

The record is made up (seeded): 5,000 actors and 800 places, a few of them in most events, as in
the press. Each question is asked ten times of different names; the 95th percentile counts. Times
are of the processor, since the machine may be shared.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from vigie.knowledge.lexicon import TYPES
from vigie.knowledge.ontology_rules import load_ontology
from vigie.records import ActorCard, Event, Origin, Party, Spot, Story
from vigie.store.events import save_events
from vigie.store.record import Record
from vigie.views.changed import Since, changed
from vigie.views.dyads import Counted, dyads
from vigie.views.events import Wanted, get_event, list_actors, list_events

ACTORS, PLACES, DAYS, COUNTRIES = 5_000, 800, 2_000, 60
ROUNDS = 10
DAY_ONE = date(2018, 1, 1)


def main() -> None:
    """Make the record, ask the questions, print a line for each."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--events", type=int, default=100_000)
    ask.add_argument("--record", type=Path, help="keep it there and use it again")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.record or Path(folder) / "bench.vigie"
        if not path.exists():
            _make(path, given.events)
        with Record(path) as record:
            _ask(record)


def _make(path: Path, count: int) -> None:
    rng = random.Random(8)
    start = time.process_time()
    with Record(path, write=True) as record:
        _reports(record, rng, count)
        cards = [_card(n) for n in range(ACTORS)]
        stories = [Story(id=f"s{n}", title=f"crise {n}", actors=(), places=(), events=())
                   for n in range(count // 50)]  # fmt: skip
        saved = save_events(record, _events(rng, count), cards, stories)
        record.db.execute("ANALYZE")
    print(f"{saved.new} events made and saved in {time.process_time() - start:.1f} s, "
          f"{path.stat().st_size / 1e6:.0f} MB")  # fmt: skip


def _reports(record: Record, rng: random.Random, count: int) -> None:
    """A report an event, its words drawn from a small tongue."""
    db = record.db
    words = [
        "".join(rng.choice("aeioubcdfglmnprst") for _ in range(7)) for _ in range(4000)
    ]
    db.execute("BEGIN")
    for n in range(count // 5):
        day = str(DAY_ONE + timedelta(n * DAYS // (count // 5)))
        db.execute(
            "INSERT INTO dispatches (key, id, published) VALUES (?, ?, ?)",
            (f"d{n}", f"d{n}", day),
        )
        db.execute(
            "INSERT INTO readings (dispatch, made_by, reading) VALUES (?, 'bench', x'00')",
            (f"d{n}",),
        )
    db.executemany(
        "INSERT INTO reports (id, reading, type, status, goldstein, words) VALUES (?, ?, ?, 'asserted', ?, ?)",
        (
            (f"r{n}", n // 5 + 1, TYPES[n % 16], -2.0, " ".join(_few(rng, words)))
            for n in range(count)
        ),
    )
    db.execute("COMMIT")


def _few(rng: random.Random, words: list[str]) -> list[str]:
    return [words[int(len(words) * rng.random() ** 2)] for _ in range(14)]


def _card(n: int) -> ActorCard:
    return ActorCard(id=f"a{n}", name=f"Acteur {n}", kind="ORG", country=_country(n))


def _country(n: int) -> str:
    return f"C{n % COUNTRIES:02}"


def _party(rng: random.Random) -> Party:
    n = int(ACTORS * rng.random() ** 3)  # a few actors have a part in most events
    return Party(actor=f"a{n}", name=f"Acteur {n}", country=_country(n), sector="GOV")


def _events(rng: random.Random, count: int) -> Iterator[Event]:
    ontology = load_ontology()
    for n in range(count):
        type_ = TYPES[n % 16]
        day = str(DAY_ONE + timedelta(n * DAYS // count))
        place = int(PLACES * rng.random() ** 3)
        origins = tuple(
            Origin(
                source=f"d{n}-{k}", name="Agence", dispatches=(f"d{n}",), reports=(f"r{n}",)
            )
            for k in range(1 + int(3 * rng.random() ** 4))
        )
        yield Event(
            id=f"e{n:07x}", type=type_, quad=ontology.rows[type_].quad, actors=(_party(rng),),
            recipients=(_party(rng),), where=Spot(name=f"Ville {place}", country=_country(place)),
            when=day, starts=day, ends=day, reports=(f"r{n}",), origins=origins,
            first_told=day, last_told=day, score=-2.0, weight=rng.random() * 9,
            story=f"s{n // 50}",
        )  # fmt: skip


def _ask(record: Record) -> None:
    rng = random.Random(9)
    whole = [row[0] for row in record.rows("SELECT DISTINCT words FROM reports LIMIT 500")]

    def actor() -> str:
        return f"a{int(ACTORS * rng.random() ** 3)}"

    def page_two(order: str) -> None:
        first = list_events(record, Wanted(order=order))
        list_events(record, Wanted(order=order, cursor=first.next))

    def day() -> str:
        return str(DAY_ONE + timedelta(rng.randrange(DAYS)))

    questions: dict[str, Callable[[], object]] = {
        "a page by time": lambda: list_events(record, Wanted()),
        "a page by weight": lambda: list_events(record, Wanted(order="weight")),
        "two pages by last told": lambda: page_two("told"),
        "a week": lambda: list_events(record, Wanted(since=(d := day()), until=d)),
        "since a day, by weight": lambda: list_events(record, Wanted(since=day(), order="weight")),
        "an actor": lambda: list_events(record, Wanted(actor=actor())),
        "an actor by its name": lambda: list_events(record, Wanted(actor=f"acteur {actor()[1:]}")),
        "the busiest actor, by weight": lambda: list_events(record, Wanted(actor="a0", order="weight")),
        "a country as actor": lambda: list_events(record, Wanted(actor=f"country:{_country(rng.randrange(60))}")),
        "a dyad": lambda: list_events(record, Wanted(dyad=(actor(), actor()))),
        "a dyad of countries": lambda: list_events(record, Wanted(dyad=("country:C00", f"country:{_country(rng.randrange(60))}"))),
        "a place": lambda: list_events(record, Wanted(place=f"ville {rng.randrange(PLACES)}")),
        "a country": lambda: list_events(record, Wanted(country=_country(rng.randrange(60)))),
        "a type, by weight": lambda: list_events(record, Wanted(types=(rng.choice(TYPES),), order="weight")),
        "a story": lambda: list_events(record, Wanted(story=f"s{rng.randrange(2000)}")),
        "two origins or more": lambda: list_events(record, Wanted(min_origins=2)),
        "a word": lambda: list_events(record, Wanted(text=rng.choice(rng.choice(whole).split()))),
        "two words": lambda: list_events(record, Wanted(text=" ".join(rng.choice(whole).split()[:2]))),
        "one event": lambda: get_event(record, f"e{rng.randrange(100_000):07x}"),
        "actors by a word": lambda: list_actors(record, f"acteur {rng.randrange(ACTORS)}"),
    }  # fmt: skip
    slow: dict[str, Callable[[], object]] = {
        "changed since the last day": lambda: changed(record, Since(day=str(DAY_ONE + timedelta(DAYS - 1)))),
        "dyads by week, all the record": lambda: dyads(record, Counted()),
    }  # fmt: skip
    asked: list[float] = []
    for name, question in (questions | slow).items():
        times = []
        for _ in range(ROUNDS if name in questions else 2):
            start = time.process_time()
            question()
            times.append(1000 * (time.process_time() - start))
        times.sort()
        asked += times if name in questions else []
        print(f"{name:32} p50 {times[len(times) // 2]:8.1f} ms   p95 {times[-1]:8.1f} ms")
    asked.sort()
    print(
        f"{'all of the first twenty':32} p50 {asked[len(asked) // 2]:8.1f} ms   p95 {asked[int(len(asked) * 0.95)]:8.1f} ms"
    )


if __name__ == "__main__":
    main()
