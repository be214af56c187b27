"""The shared gold: cutting and headings stay above their floors."""

import json
from pathlib import Path

import pytest

from vigie.dispatches.clean import clean
from vigie.records import Given, RawDispatch

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
FLOORS = {"cut": 0.97, "body": 0.995, "meta": 0.97}

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not GOLD.is_dir(), reason="no shared gold beside the repository"),
]


def rows():
    for name in ("seeds", "dev"):
        with (GOLD / f"{name}.jsonl").open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def solid(row, spans):
    return {i for s, e in spans for i in range(s, e) if not row["raw"][i].isspace()}


def test_cuts_bodies_and_headings_stay_above_their_floors(residue):
    """Micro-averaged by character for cuts and bodies, by field for headings."""
    hit = found = wanted = kept = kept_found = kept_wanted = right = asked = 0
    for row in rows():
        beside = {
            k: v for k, v in row["given"].items() if v and k in Given.__struct_fields__
        }
        dispatch, _ = clean(
            RawDispatch(id=row["id"], text=row["raw"], given=Given(**beside)), residue, "fr"
        )
        whole = solid(row, [(0, len(row["raw"]))])
        want = solid(row, [(c["start"], c["end"]) for c in row["cut"]])
        got = solid(row, [(c.span.start, c.span.end) for c in dispatch.cuts])
        hit, found, wanted = hit + len(got & want), found + len(got), wanted + len(want)
        kept += len(whole - got - want)
        kept_found, kept_wanted = (
            kept_found + len(whole - got),
            kept_wanted + len(whole - want),
        )
        for field, value in row["meta"].items():
            if value:
                said = getattr(dispatch.meta, field)
                said = list(said) if isinstance(said, tuple) else said
                right += said == value or (
                    isinstance(value, str) and (said or "").startswith(value)
                )
                asked += 1
    assert 2 * hit / (found + wanted) >= FLOORS["cut"]
    assert 2 * kept / (kept_found + kept_wanted) >= FLOORS["body"]
    assert right / asked >= FLOORS["meta"]
