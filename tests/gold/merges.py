"""The merge gold, scored: do the groups of the events room hold what a reader would join?

Flow: readings of examples/ and ../shared → `merge_readings` → for each report the act it belongs
to → B-cubed and pairs. Reports that no entry of merges.yaml names stand alone, which is why both
figures are given twice: over all reports, and over those that belong with others.

    .venv/bin/python tests/gold/merges.py
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from vigie.dispatches.readers import read_path
from vigie.flow.kit import Kit, open_kit
from vigie.flow.merging import merge_readings
from vigie.flow.plan import read_many
from vigie.records import Given, RawDispatch, Reading, Report, Span

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
GOLD = Path(__file__).with_name("merges.yaml")
SAHEL = Path(__file__).with_name("sahel")
PARTS = ("examples", "posts", "sahel")

WIDE = 12  # a seed's trigger may be held to begin a word later
READ = ("-libya-", "-syria-", "wnfr-")  # the posts that were read through

Acts = Mapping[str, str]  # report id → name of the act


def read_set(name: str, kit: Kit) -> list[Reading]:
    """The readings of one part: "examples" (with the seeds), "posts" or "sahel"."""
    if name == "sahel":
        return list(read_many(_sahel(), kit))
    files = {
        "examples": [ROOT / "examples/dispatches", SHARED / "gold/seeds.jsonl"],
        "posts": [
            SHARED / "corpora/globalvoices_fr.jsonl",
            SHARED / "corpora/wikinews_fr.jsonl",
        ],
    }[name]
    raws = [
        raw for file in files if file.exists()
        for raw in read_path(str(file)) if isinstance(raw, RawDispatch)
    ]  # fmt: skip
    if name == "posts":
        twins = {t for pair in _gold()["twins"] for t in pair}
        raws = [r for r in raws if r.id in twins or any(part in r.id for part in READ)]
    return list(read_many(raws, kit))


def _sahel() -> Iterable[RawDispatch]:
    """The dispatches of sahel/, each with what came beside it."""
    given = yaml.safe_load((SAHEL / "given.yaml").read_text(encoding="utf-8"))
    for path in sorted(SAHEL.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        yield RawDispatch(id=path.stem, text=text, given=Given(**given[path.stem]))


def gold_acts(name: str, readings: Iterable[Reading]) -> tuple[Acts, list[str]]:
    """The act of each report, and the anchors that no report stands at."""
    gold = _gold()
    by_id = {r.dispatch.id: r for r in readings}
    acts: dict[str, str] = {}
    lost: list[str] = []
    for act, anchors in gold[name].items():
        for anchor in anchors:
            for dispatch, start, end in _places(anchor, by_id):
                found = [
                    p.id for p in by_id[dispatch].reports
                    if any(t.start < end and start < t.end for t in _triggers(p))
                ]  # fmt: skip
                acts |= dict.fromkeys(found, act)
                if not found:
                    lost.append(f"{act}: {dispatch} at {start}")
    for left, right in gold["twins"] if name == "posts" else ():
        if left in by_id and right in by_id:
            _join_twins(by_id[left], by_id[right], acts)
    return acts, lost


def _triggers(report: Report) -> list[Span]:
    """Where a report stands: its trigger, and those of the tellings it holds beside."""
    return [report.trigger, *(telling.trigger for telling in report.also)]


def _gold() -> Any:
    return yaml.safe_load(GOLD.read_text(encoding="utf-8"))


def _places(anchor: Any, by_id: Mapping[str, Reading]) -> Iterable[tuple[str, int, int]]:
    """Where an anchor points: dispatch, and a stretch of its raw text."""
    if isinstance(anchor, list):
        dispatch, *starts = anchor
        places = [(dispatch, s, s + 1) for s in starts]
    elif "at" in anchor:
        places = [(anchor["in"], anchor["at"], anchor["at"] + WIDE)]
    else:
        reading = by_id.get(anchor["in"])
        start = reading.dispatch.raw.find(anchor["says"]) if reading else -1
        places = [(anchor["in"], start, start + len(anchor["says"]))] if start >= 0 else []
    return [p for p in places if p[0] in by_id]


def _join_twins(left: Reading, right: Reading, acts: dict[str, str]) -> None:
    """What one of two copies tells, the other tells: by type and place in the text."""
    there = {(p.trigger.start, p.type): p.id for p in right.reports}
    for report in left.reports:
        other = there.get((report.trigger.start, report.type))
        if other is not None:
            acts[other] = acts.setdefault(report.id, f"twin {report.id}")


def score(gold: Acts, groups: Iterable[Iterable[str]]) -> dict[str, float]:
    """B-cubed and pair figures of groups of reports against the gold.

    >>> score({"a": "x", "b": "x"}, [["a", "b"], ["c"]])["b3"]
    1.0
    """
    found = {report: n for n, group in enumerate(groups) for report in group}
    truth = {report: gold.get(report, f"alone {report}") for report in found}
    both = Counter((found[r], truth[r]) for r in found)
    in_group, in_act = Counter(found.values()), Counter(truth.values())

    def b3(reports: list[str]) -> tuple[float, float]:
        if not reports:
            return 1.0, 1.0
        hits = [both[found[r], truth[r]] for r in reports]
        precise = sum(h / in_group[found[r]] for h, r in zip(hits, reports, strict=True))
        whole = sum(h / in_act[truth[r]] for h, r in zip(hits, reports, strict=True))
        return precise / len(reports), whole / len(reports)

    def pairs(counts: Iterable[int]) -> int:
        return sum(n * (n - 1) // 2 for n in counts)

    right, made, wanted = (
        pairs(both.values()),
        pairs(in_group.values()),
        pairs(in_act.values()),
    )
    shared = [r for r in found if in_act[truth[r]] > 1 or in_group[found[r]] > 1]
    out = {
        "reports": float(len(found)),
        "pairs wanted": float(wanted),
        "pairs made": float(made),
    }
    for name, reports in (("b3", list(found)), ("b3 of those not alone", shared)):
        p, r = b3(reports)
        out[f"{name} precision"], out[f"{name} recall"] = p, r
        out[name] = 2 * p * r / (p + r)
    out["pair precision"] = right / made if made else 1.0
    out["pair recall"] = right / wanted if wanted else 1.0
    return out


def wrong_pairs(gold: Acts, groups: Iterable[Iterable[str]]) -> list[tuple[str, str]]:
    """Pairs that were joined and should not be."""
    out = []
    for group in groups:
        by_act: dict[str, list[str]] = defaultdict(list)
        for report in group:
            by_act[gold.get(report, f"alone {report}")].append(report)
        firsts = [members[0] for members in by_act.values()]
        out += [(firsts[0], other) for other in firsts[1:]]
    return out


def main() -> None:
    """Print the figures of the parts named, or of all."""
    kit = open_kit()
    for name in sys.argv[1:] or PARTS:
        readings = read_set(name, kit)
        acts, lost = gold_acts(name, readings)
        found = merge_readings(readings, lore=kit.kb, ontology=kit.ontology)
        groups = [event.reports for event in found.merged.events]
        sys.stdout.write(f"{name} (anchors without a report: {len(lost)})\n")
        for what, value in score(acts, groups).items():
            sys.stdout.write(f"  {what:32} {value:.3f}\n")


if __name__ == "__main__":
    main()
