"""Fuzz targets of the readers, for as long as asked: spoilt files must give dispatches or issues.

`python bench/fuzz.py --seconds 60 [--reader a.html] [--seed 1]`: an exception or a file that takes
over SLOW seconds is printed with the seed that makes it again, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path

from vigie.dispatches.readers.limits import Limits
from vigie.dispatches.readers.pick import read_stream

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "dispatches" / "readers"))
seeds = import_module("seeds")  # the files that the tests spoil, and how

SLOW = 5.0
LIMITS = Limits(packed_bytes=5_000_000, file_bytes=2_000_000)


def main() -> int:
    """Run, print, and give the exit code."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--reader", choices=sorted(seeds.SEEDS))
    asked.add_argument("--seed", type=int, default=0)
    args = asked.parse_args()
    names = [args.reader] if args.reader else sorted(seeds.SEEDS)
    until, seed, bad = time.monotonic() + args.seconds, args.seed, 0
    while time.monotonic() < until:
        for name in names:
            bad += not _holds(name, seed)
        seed += 1
    print(f"{len(names)} targets, seeds {args.seed} to {seed - 1}: {bad} failures")
    return 1 if bad else 0


def _holds(name: str, seed: int) -> bool:
    data = seeds.spoil(seeds.SEEDS[name], random.Random(seed))
    start = time.monotonic()
    try:
        for item in read_stream(io.BytesIO(data), "x", name, limits=LIMITS):
            if hasattr(item, "text"):
                item.text.encode()
    except Exception:  # any at all: that is what a fuzz target looks for
        print(f"--- {name}, seed {seed}")
        traceback.print_exc(file=sys.stdout)
        return False
    if time.monotonic() - start > SLOW:
        print(f"--- {name}, seed {seed}: {time.monotonic() - start:.1f} s")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
