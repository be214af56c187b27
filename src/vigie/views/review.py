"""Views room. Review: what to look at first, how far reviewers agree, how right each rule is.

Flow: reports and the log of decisions → `queue`; the log alone → `agreement`, `precision`. Two words
of one person on one thing count once, the last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from vigie.records import Decision, Reading, as_gold
from vigie.records.spoken import from_json
from vigie.store.events import decisions
from vigie.store.record import LATEST, Record, decode_reading
from vigie.views.tellings import TellingRow, telling_row

WHOLE = "report"  # the question "is this report right?", beside those on single fields
SURE_OF_TWO = 1.96  # standard deviations of a 95 % interval


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A report nobody has judged: its row, and the event it is in with what that weighs."""

    telling: TellingRow
    event: str | None
    weight: float
    rule: str


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How far people agree on one question.

    `alpha` is Krippendorff's for named values, `kappa` Cohen's (for two people only); 1 is full
    agreement, 0 what chance gives, None where nothing two people judged could have differed.
    """

    question: str
    people: tuple[str, ...]
    items: int
    alpha: float | None
    kappa: float | None


class Precision(msgspec.Struct, frozen=True, kw_only=True):
    """How often a rule is right: reports judged, those accepted as they stood; Wilson bounds."""

    rule: str
    judged: int
    right: int
    low: float
    high: float


def queue(
    record: Record, *, by: str | None = None, rule: str | None = None, limit: int = 20
) -> list[Due]:
    """Reports to judge, the heaviest events first, then those least sure.

    Args:
        record: Where to look.
        by: A reviewer: what others judged is still due to them; None: judged by nobody.
        rule: Only what this entry of the lexicon coded.
        limit: How many at most.
    """
    judged = {
        d.target for d in decisions(record) if by in (None, d.by) and d.kind != "note"
    }
    rows = record.rows(
        "SELECT p.id, p.reading, e.event, coalesce(v.weight, 0) FROM reports p "
        "LEFT JOIN event_reports e ON e.report = p.id LEFT JOIN events v ON v.id = e.event "
        f"WHERE p.reading IN ({LATEST}) ORDER BY 4 DESC, p.id"
    )
    held: dict[int, Reading] = {}
    due: list[Due] = []
    for name, rank, event, weight in rows:
        if name in judged or event in judged:
            continue
        if due and len(due) >= limit and weight < due[-1].weight:
            break
        if rank not in held:
            held[rank] = decode_reading(
                record.rows("SELECT reading FROM readings WHERE rank = ?", (rank,))[0][0]
            )
        reading = held[rank]
        report = next(r for r in reading.reports if r.id == name)
        if rule in (None, report.rule):
            due.append(Due(telling=telling_row(reading, report), event=event, weight=weight,
                           rule=report.rule))  # fmt: skip
    due.sort(key=lambda d: (-d.weight, d.telling.confidence or 0.0, d.telling.report))
    return due[:limit]


def agreement(log: Iterable[Decision]) -> list[Agreement]:
    """How far people agree, question by question: each field, and "is this report right?"."""
    said: dict[str, dict[str, dict[str, Hashable]]] = defaultdict(lambda: defaultdict(dict))
    for one in log:
        for question, target, value in _answers(one):
            said[question][target][one.by] = value
    out = []
    for question in sorted(said):
        rows = [r for r in said[question].values() if len(r) > 1]
        people = sorted({name for row in rows for name in row})
        if rows:
            out.append(
                Agreement(
                    question=question, people=tuple(people), items=len(rows),
                    alpha=krippendorff([list(r.values()) for r in rows]),
                    kappa=cohen([(r[people[0]], r[people[1]]) for r in rows])
                    if len(people) == 2 else None,
                )
            )  # fmt: skip
    return out


def precision(record: Record) -> list[Precision]:
    """How often each rule is right, by the decisions of people, those judged most first.

    A report is right where the last word on it accepts it; wrong where it is rejected, or its
    type, sides, status or mode were corrected. When and where are other rules' work.
    """
    own = ("type", "mode", "status", "actors", "recipients")
    amiss: dict[str, set[str]] = {}
    for one in decisions(record):
        if one.kind == "reject":
            amiss.setdefault(one.target, set()).add(WHOLE)
        elif one.kind == "accept":
            amiss.setdefault(one.target, set()).discard(one.field or WHOLE)
        elif one.kind == "correct" and one.field in own:
            amiss.setdefault(one.target, set()).add(one.field)
    tally: dict[str, list[bool]] = defaultdict(list)
    for target, faults in sorted(amiss.items()):
        found = record.rows(
            "SELECT r.reading FROM reports p JOIN readings r ON r.rank = p.reading "
            "WHERE p.id = ? ORDER BY r.rank LIMIT 1", (target,),
        )  # fmt: skip
        for (blob,) in found:
            rules = (r.rule for r in decode_reading(blob).reports if r.id == target)
            tally[next(rules, "")].append(not faults)
    rows = [
        Precision(rule=rule, judged=len(v), right=sum(v), low=low, high=high)
        for rule, v in tally.items() for low, high in (wilson(sum(v), len(v)),)
    ]  # fmt: skip
    return sorted(rows, key=lambda r: (-r.judged, r.rule))


def decided_gold(record: Record) -> list[dict[str, Any]]:
    """Dispatches whose every report was accepted, corrected or added, as gold rows.

    A row says `annotated: ["reports"]`: only its reports were looked at. A dispatch with a report
    nobody judged is left out: what a person has not seen is no gold.
    """
    judged = {d.target for d in decisions(record) if d.kind in ("accept", "correct")}
    added = {d.target for d in decisions(record) if d.kind == "add"}
    touched = judged | {d.target for d in decisions(record) if d.kind == "reject"}
    names = {
        name
        for target in touched
        for (name,) in record.rows(
            "SELECT DISTINCT d.id FROM reports p JOIN readings r ON r.rank = p.reading "
            "JOIN dispatches d ON d.key = r.dispatch WHERE p.id = ?", (target,),
        )
    }  # fmt: skip
    out = []
    for name in sorted(names | added):
        reading = record.reading_of(name)
        if reading and all(
            r.id in judged or r.rule.startswith("person:") for r in reading.reports
        ):
            out.append({**as_gold(reading), "annotated": ["reports"]})
    return out


# --- formulas ----------------------------------------------------------------------------


def krippendorff(rows: Sequence[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for named values; a row is one item's answers, two at least.

    One minus observed over expected disagreement, from the table of pairs of answers.

    >>> krippendorff([["a", "a"], ["b", "b"], ["a", "b"]])
    0.4444444444444444
    """
    weights: dict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for row in rows:
        if len(row) < 2:
            continue
        pairs = Counter(
            (a, b) for i, a in enumerate(row) for j, b in enumerate(row) if i != j
        )
        for pair, n in pairs.items():
            weights[pair] += n / (len(row) - 1)
    total = sum(weights.values())
    each: dict[Hashable, float] = defaultdict(float)
    for (a, _), weight in weights.items():
        each[a] += weight
    expected = total * total - sum(n * n for n in each.values())
    if total < 2 or not expected:
        return None
    observed = sum(w for (a, b), w in weights.items() if a != b)
    return 1 - (total - 1) * observed / expected


def cohen(rows: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two people's answers.

    >>> cohen([("a", "a"), ("b", "b"), ("a", "b"), ("a", "a")])
    0.5
    """
    if not rows:
        return None
    n = len(rows)
    left, right = (Counter(row[side] for row in rows) for side in (0, 1))
    chance = sum(left[value] * right[value] for value in left) / n**2
    if chance == 1:
        return None
    return (sum(a == b for a, b in rows) / n - chance) / (1 - chance)


def wilson(right: int, judged: int) -> tuple[float, float]:
    """Bounds of a share, 95 %, good for few trials too (Wilson's score).

    >>> [round(x, 3) for x in wilson(9, 10)]
    [0.596, 0.982]
    """
    z2 = SURE_OF_TWO**2
    share = right / judged
    middle = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    spread = (share * (1 - share) / judged + z2 / (4 * judged**2)) ** 0.5
    half = SURE_OF_TWO * spread / (1 + z2 / judged)
    return max(0.0, middle - half), min(1.0, middle + half)


# --- helpers -----------------------------------------------------------------------------


def _answers(one: Decision) -> Sequence[tuple[str, str, Hashable]]:
    """The questions a decision answers: question, what it is on, the answer.

    Who corrects a field says the report is not right as it stood, and what is right there; who
    accepts says that all that was shown is right.
    """
    if one.kind in ("same", "different"):
        return [("pair", one.target, one.kind)]
    if one.kind == "reject":
        return [(WHOLE, one.target, "wrong")]
    if one.kind == "correct" and one.field:
        return [(WHOLE, one.target, "wrong"), (one.field, one.target, one.value or "null")]
    if one.kind == "accept":
        seen = from_json(one.seen)
        fields = seen if isinstance(seen, Mapping) else {}
        return [(WHOLE, one.target, "right")] + [
            (name, one.target, msgspec.json.encode(value).decode())
            for name, value in sorted(fields.items())
        ]
    return []
