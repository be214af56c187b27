"""The gold gate: score readings of the shared gold, and fail under a floor.

    python tests/gold/gate.py              score, compare with floors.json
    python tests/gold/gate.py --raise      … and raise the floors that were beaten
    python tests/gold/gate.py --faults 40  … and show faults

Floors only rise; lowering one takes a hand, `--allow-regression` and a sentence in the changelog.
Without ../shared it says so and passes: the gold is not the project's to ship.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT.parent / "shared" / "gold"
FLOORS = Path(__file__).with_name("floors.json")
SETS = {
    "whole": (GOLD / "dev.jsonl", GOLD / "seeds.jsonl"),
    "reports": (GOLD / "dev_reports.jsonl",),
    # Twelve dispatches of our own in the style of agencies, about public facts, with invented words
    # and details, annotated by a reader who never saw Vigie's output. Nothing is tuned on them:
    # do not read their faults.
    "agency": (Path(__file__).with_name("agency.jsonl"),),
}
MARGIN = 0.002  # a raised floor stands this far under the score: rounding is not regression


def read_gold(paths: tuple[Path, ...]) -> list[dict[str, Any]]:
    """Gold rows of the files named."""
    rows = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines if line.strip()]
    return rows


def readings_of(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Readings of gold rows, by id, through the same doors as anyone's dispatches."""
    from vigie.flow.kit import open_kit
    from vigie.flow.plan import read_many
    from vigie.records import Given, RawDispatch, as_gold

    raws = [
        RawDispatch(id=r["id"], text=r["raw"], given=Given(**(r.get("given") or {})))
        for r in rows
    ]
    return {r.dispatch.id: as_gold(r) for r in read_many(raws, open_kit())}


def yardstick() -> Any:
    """The shared scorer, loaded from where it lies."""
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figure(row: dict[str, Any]) -> float | None:
    """The one number of a row of the yardstick that a floor is set on."""
    return next((row[k] for k in ("F1", "acc", "ratio") if row.get(k) is not None), None)


def main() -> int:
    """Score, print, compare; 1 under a floor."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--raise", dest="up", action="store_true")
    words.add_argument("--allow-regression", action="store_true")
    words.add_argument("--faults", type=int, default=0)
    words.add_argument("--task", default="", help="only faults of this task")
    args = words.parse_args()
    if not GOLD.is_dir():
        print(f"gold gate skipped: no gold at {GOLD}")
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    score = yardstick()
    fallen = []
    for part, paths in SETS.items():
        rows = read_gold(paths)
        figures, faults = score.score(rows, readings_of(rows))
        print(f"{part}: {len(rows)} dispatches")
        for task, row in figures.items():
            if task == "per type" or (value := figure(row)) is None:
                continue
            if part != "whole" and not row_was_asked(task):
                continue
            floor = floors.setdefault(part, {}).get(task)
            less_is_more = task.startswith("spurious")
            under = floor is not None and (value > floor if less_is_more else value < floor)
            if under:
                fallen.append(f"{part}: {task} {value} (floor {floor})")
            shown = (
                "" if floor is None else f"   floor {floor}{'  FALLEN' if under else ''}"
            )
            print(f"  {task:42} {value:.4f}{shown}")
            if args.up:
                floors[part][task] = raised(floor, value, less_is_more=less_is_more)
        faults = faults if part != "agency" else []  # kept unread
        for fault in [f for f in faults if args.task in f["task"]][: args.faults]:
            print(f"- {fault['id']} [{fault['task']}] {fault['fault']}")
    if args.up:
        FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for line in fallen:
        print(f"under the floor: {line}")
    return 1 if fallen and not args.allow_regression else 0


def row_was_asked(task: str) -> bool:
    """Whether a task means something on gold that was annotated for reports only."""
    return "report" in task or task == "who did what to whom"


def raised(floor: float | None, value: float, *, less_is_more: bool) -> float:
    """The new floor: never looser than the old one."""
    if less_is_more:
        near = math.ceil((value + MARGIN) * 1000) / 1000
        return near if floor is None else min(floor, near)
    near = max(0.0, math.floor((value - MARGIN) * 1000) / 1000)
    return near if floor is None else max(floor, near)


if __name__ == "__main__":
    sys.exit(main())
