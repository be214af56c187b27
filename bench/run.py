"""Speed and memory of reading, on real dispatches where they are there, else on the examples.

Run by `make bench`; no test depends on it. Prints a table: start-up, dispatches a second on one
core and on two, the time of the whole reading over the time of the parse alone, each room's
share, peak memory. Medians of REPEATS passes; machines are noisy, quote medians. Tokens are
spaCy's: words, marks and line breaks. Time of the processor leaves out what others take.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core is one core

from vigie.annotations.notes import annotate_many
from vigie.dispatches.clean import clean
from vigie.dispatches.readers import read_path
from vigie.flow.engines import each
from vigie.flow.kit import Kit, open_kit
from vigie.flow.plan import read_many, read_notes
from vigie.records import RawDispatch

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpora" / "wikinews_fr.jsonl"
REPEATS = 3
MIXED = 100  # dispatches a pass: enough to fill both cores' batches


def dispatches() -> list[RawDispatch]:
    """Real wires if the shared corpus is there, else the examples, as many as a pass takes."""
    if CORPUS.is_file():
        rows = [json.loads(line) for line in CORPUS.open(encoding="utf-8")]
        some = [RawDispatch(id=row["id"], text=row["text"]) for row in rows]
    else:
        found = read_path(ROOT / "examples" / "dispatches")
        some = [d for d in found if isinstance(d, RawDispatch)]
    return (some * (MIXED // len(some) + 1))[:MIXED]


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall clock, the median of REPEATS."""
    spent = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def drain(items: Iterable[object]) -> None:
    """Take all of a stream and keep nothing."""
    for _ in items:
        pass


def start_up() -> float:
    """Seconds from a cold interpreter to a kit that can read."""
    code = "from vigie.flow.kit import open_kit; open_kit()"
    return timed(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def main() -> None:
    """Measure and print."""
    kit: Kit = open_kit()
    tongue = kit.default
    raws = dispatches()
    drain(read_many(raws[:8], kit))  # warm-up
    cleaned = [clean(raw, tongue.residue, "fr")[0] for raw in raws]
    tokens = 0

    def parse() -> None:
        nonlocal tokens
        texts = (d.text for d in cleaned)
        tokens = sum(len(doc) for doc in tongue.tagger.pipe(texts, batch_size=32))

    parsed = timed(parse)
    start = time.process_time()
    parse()
    busy = time.process_time() - start
    notes = list(annotate_many(cleaned, tongue.tagger, tongue.model, tongue.forms))
    rooms = timed(lambda: [read_notes(n, tongue, kit) for n in notes])
    cleaning = timed(lambda: [clean(raw, tongue.residue, "fr") for raw in raws])
    one = timed(lambda: drain(read_many(raws, kit)))
    two = timed(lambda: drain(each(raws * 3, workers=2))) / 3
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for name, value in (
        ("dispatches, tokens", f"{len(raws)}, {tokens}"),
        ("start-up", f"{start_up():.2f} s"),
        ("parse alone, one core", f"{tokens / parsed:,.0f} tokens/s"),
        ("parse alone, time of processor", f"{tokens / busy:,.0f} tokens/s"),
        (
            "whole reading, one core",
            f"{len(raws) / one:.1f} dispatches/s, {tokens / one:,.0f} tokens/s",
        ),
        (
            "whole reading, two cores",
            f"{len(raws) / two:.1f} dispatches/s (start of workers included)",
        ),
        ("whole reading / parse alone", f"{one / parsed:.2f}"),
        ("cleaning / parse", f"{cleaning / parsed:.2f}"),
        ("who, when, where, what / parse", f"{rooms / parsed:.2f}"),
        ("peak memory, one process", f"{peak:,.0f} MB"),
    ):
        print(f"{name:34} {value}")


if __name__ == "__main__":
    main()
