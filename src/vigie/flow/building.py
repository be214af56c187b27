"""The corridor. Dispatches → readings → record → events: what is known already is not read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from vigie.flow.engines import Engine, each
from vigie.flow.kit import maker
from vigie.flow.merging import merge_record
from vigie.records import Issue, RawDispatch, Reading
from vigie.store.events import decisions, has_events
from vigie.store.record import Record, dispatch_key


class Tally:
    """What a build did."""

    def __init__(self) -> None:
        self.new = self.known = self.issues = 0


class Building:
    """A build under way: walk `steps` to run it, then read `tally`.

    `steps` yields (dispatches done, dispatches in all).
    """

    def __init__(self, steps: Iterator[tuple[int, int]], tally: Tally) -> None:
        self.steps = steps
        self.tally = tally


def build_record(
    entries: Iterable[RawDispatch | Issue], path: Path, *, workers: int = 1,
    language: str = "fr", model: str | None = None, engine: Engine | None = None,
) -> Building:  # fmt: skip
    """Read what is new and add it to a record, in input order; then work out its events.

    Args:
        entries: Dispatches and issues as the readers give them.
        path: The record's file; made if it is not there.
        workers: Number of processes; the record is the same bytes whatever it is.
        language: The language to read.
        model: Another spaCy pipeline than the one shipped.
        engine: Where to read instead of this machine's processes.

    Raises:
        NotARecord: the file is there and is no record of ours.
    """
    tally = Tally()
    steps = _steps(entries, path, workers, language, model, engine, tally)
    return Building(steps, tally)


def _steps(
    entries: Iterable[RawDispatch | Issue], path: Path, workers: int, language: str,
    model: str | None, engine: Engine | None, tally: Tally,
) -> Iterator[tuple[int, int]]:  # fmt: skip
    with Record(path, write=True) as record:
        made_by = maker(language, model)
        todo: list[RawDispatch] = []
        keys: list[str] = []
        odd: list[Issue] = []
        seen: set[str] = set()
        for entry in entries:
            if isinstance(entry, Issue):
                odd.append(entry)
                continue
            key = dispatch_key(entry)
            if key in seen or record.holds(key, made_by):
                tally.known += 1
                continue
            seen.add(key)
            todo.append(entry)
            keys.append(key)
        for new in record.add(odd):
            tally.issues += new
        if todo:
            readings = each(
                todo, workers=workers, language=language, model=model, engine=engine
            )
            counted = _counted(readings, tally)
            for done, new in enumerate(record.add(zip(keys, counted, strict=True)), 1):
                tally.new += new
                yield done, len(todo)
        if tally.new or not has_events(record) or decisions(record):
            merge_record(record, workers=workers)


def _counted(readings: Iterable[Reading], tally: Tally) -> Iterator[Reading]:
    for reading in readings:
        tally.issues += len(reading.issues)
        yield reading
