"""Fit the chance that a report's type and sides are right, and measure its calibration.

    nice -n 12 python train/confidence.py            measure, by cross-validation over dispatches
    nice -n 12 python train/confidence.py --write    … and write packs/fr/confidence.yaml

A report is right where the shared yardstick pairs it with a gold report of its type whose doers and
sufferers both agree for half or more. Reports paired with an optional gold row are left out. The
model is a logistic regression with a ridge penalty; folds are drawn over dispatches, never over
reports, for two reports of one dispatch share their faults.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"
SETS = ("dev", "seeds", "dev_reports")
TABLE = ROOT / "src" / "vigie" / "knowledge" / "packs" / "fr" / "confidence.yaml"
FOLDS = 10
RIDGE = 3.0  # the least Brier score on the same folds among 1, 3, 6, 12, 25
BINS = 10
RARE = 8  # a trait seen less often than this is not fitted

Row = tuple[str, tuple[str, ...], bool]


def yardstick() -> Any:
    """The shared scorer, loaded from where it lies."""
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows() -> list[Row]:
    """For each report of the tool on the gold: dispatch, traits, whether it is right."""
    import json

    from vigie.annotations.notes import annotate
    from vigie.dispatches.clean import clean
    from vigie.flow.kit import open_kit
    from vigie.flow.plan import read_notes
    from vigie.records import Given, RawDispatch, as_gold

    kit = open_kit()
    tongue, score = kit.default, yardstick()
    out: list[Row] = []
    for name in SETS:
        for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            given = Given(**(gold.get("given") or {}))
            raw = RawDispatch(id=gold["id"], text=gold["raw"], given=given)
            dispatch, _ = clean(raw, tongue.residue, "fr")
            notes = annotate(dispatch, tongue.tagger, tongue.model, tongue.forms)
            reading = read_notes(notes, tongue, kit)
            told = traits(notes, reading.reports, tongue.beside)
            for report, right in zip(
                told, labels(gold, as_gold(reading), score), strict=True
            ):
                if right is not None:
                    out.append((gold["id"], report, right))
    return out


def traits(notes: Any, reports: Any, beside: Any) -> list[tuple[str, ...]]:
    """Traits of the reports of a dispatch, in their order."""
    from collections import Counter

    from vigie.reports.confidence import traits_of

    tok_of = {t.start: t.i for t in notes.tokens}
    toks = [tok_of[r.trigger.start] for r in reports]
    sents = Counter(notes.tokens[tok].sent for tok in toks)
    return [
        traits_of(notes, tok, r, beside.senses.get(r.rule), beside.lexicon,
                  beside=sents[notes.tokens[tok].sent])
        for tok, r in zip(toks, reports, strict=True)
    ]  # fmt: skip


def labels(g: dict[str, Any], p: dict[str, Any], score: Any) -> list[bool | None]:
    """Right or wrong for each report of a reading; None where the gold does not care."""
    wanted, got = g["reports"], p["reports"]

    def fit(a: dict[str, Any], b: dict[str, Any]) -> float:
        best = 0.0
        for told in [b, *b.get("also", [])]:
            ta, tb = a["trigger"], told["trigger"]
            if score.overlap(ta, tb) or score.overlap(a, tb) or score.overlap(ta, told):
                best = max(best, 1 + 3 * bool(score.overlap(ta, tb)) + score.iou(a, told))
        if not best:
            return 0
        sides = score.side_match(g, a["actors"], p, b["actors"])
        return best + 4 * (a["type"] == b["type"]) + 2 * sides

    out: list[bool | None] = [False] * len(got)
    for i, j in score.pair(wanted, got, fit):
        a, b = wanted[i], got[j]
        if a.get("optional"):
            out[j] = None
        else:
            out[j] = (
                a["type"] == b["type"]
                and score.side_match(g, a["actors"], p, b["actors"]) >= 0.5
                and score.side_match(g, a["recipients"], p, b["recipients"]) >= 0.5
            )
    return out


def fit(data: list[Row], names: list[str]) -> np.ndarray:
    """Ridge logistic weights, the intercept (unpenalised) first, by Newton's method."""
    x, y = matrix(data, names), np.array([r[2] for r in data], float)
    penalty = np.diag([0.0, *[RIDGE] * len(names)])
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty
        step = np.linalg.solve(hessian, x.T @ (y - p) - penalty @ w)
        w += step
        if np.abs(step).max() < 1e-8:
            break
    return w


def matrix(data: list[Row], names: list[str]) -> np.ndarray:
    """One line a report, a column of ones first."""
    at = {name: n + 1 for n, name in enumerate(names)}
    x = np.zeros((len(data), len(names) + 1))
    x[:, 0] = 1
    for line, (_, traits_, _) in enumerate(data):
        for trait in traits_:
            if trait in at:
                x[line, at[trait]] = 1
    return x


def known(data: list[Row]) -> list[str]:
    """Traits seen often enough to be weighed, sorted."""
    seen: dict[str, int] = {}
    for _, traits_, _ in data:
        for trait in traits_:
            seen[trait] = seen.get(trait, 0) + 1
    return sorted(t for t, n in seen.items() if n >= RARE)


def calibration(
    p: np.ndarray, y: np.ndarray
) -> tuple[float, list[tuple[int, float, float]]]:
    """Expected calibration error over bins of equal width; (reports, said, true) for each bin."""
    error, bins = 0.0, []
    for n in range(BINS):
        inside = (p >= n / BINS) & ((p < (n + 1) / BINS) | (n == BINS - 1))
        if inside.any():
            said, true = float(p[inside].mean()), float(y[inside].mean())
            bins.append((int(inside.sum()), said, true))
            error += inside.mean() * abs(said - true)
    return float(error), bins


def main() -> int:
    """Measure; write the table where asked."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--write", action="store_true")
    args = words.parse_args()
    if not GOLD.is_dir():
        print(f"nothing done: no gold at {GOLD}")
        return 0
    data = rows()
    fold = np.array([zlib.crc32(d.encode()) % FOLDS for d, _, _ in data])
    y = np.array([r[2] for r in data], float)
    p = np.zeros(len(data))
    for n in range(FOLDS):
        train = [r for r, f in zip(data, fold, strict=True) if f != n]
        names = known(train)
        weights = fit(train, names)
        held = [r for r, f in zip(data, fold, strict=True) if f == n]
        if held:
            p[fold == n] = 1 / (1 + np.exp(-matrix(held, names) @ weights))
    error, bins = calibration(p, y)
    base = y.mean()
    print(f"{len(data)} reports, {base:.3f} right")
    print(f"cross-validated: ECE {error:.3f}, Brier {((p - y) ** 2).mean():.3f} "
          f"(always saying {base:.2f}: {((base - y) ** 2).mean():.3f}), AUC {auc(p, y):.3f}")  # fmt: skip
    for n, said, true in bins:
        print(f"  said {said:.2f}  true {true:.2f}  reports {n}")
    if args.write:
        write(data, error, float(((p - y) ** 2).mean()))
    return 0


def auc(p: np.ndarray, y: np.ndarray) -> float:
    """Chance that a right report is given more than a wrong one."""
    right, wrong = p[y == 1], p[y == 0]
    above = (right[:, None] > wrong).mean() + 0.5 * (right[:, None] == wrong).mean()
    return float(above)


def write(data: list[Row], error: float, brier: float) -> None:
    """The table of weights, fitted on everything."""
    names = known(data)
    weights = fit(data, names)
    right = sum(r[2] for r in data) / len(data)
    lines = [
        "# Log odds that a report's type and both its sides are right. Written by train/confidence.py; read by",
        "# reports/confidence.py. Fit it again when the coder changes much.",
        f"fitted: {{reports: \"{len(data)}\", right: \"{right:.3f}\", ece: \"{error:.3f}\", brier: \"{brier:.3f}\"}}",
        f'intercept: "{weights[0]:.3f}"',
        "weights:",
        *(f'  "{name}": "{w:.3f}"' for name, w in zip(names, weights[1:], strict=True)),
    ]  # fmt: skip
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"written: {TABLE.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
