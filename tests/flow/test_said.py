"""Laws of the reasons of days and places, whoever gives them: each is known as said or inferred."""

from __future__ import annotations

from pathlib import Path

from vigie.dispatches.readers import read_path
from vigie.flow.kit import Kit
from vigie.flow.plan import read_many
from vigie.records import Issue, inferred_fields
from vigie.records.inferred import reason_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "dispatches"
SAID = {
    "when": {"when: tree", "when: sentence", "when: told elsewhere"},
    "where": {"where: named in the sentence", "where: told elsewhere"},
}


def test_each_day_and_place_says_whether_it_was_inferred(kit: Kit):
    """A reason that records/inferred.py does not know would pass for said."""
    raws = [r for r in read_path(str(EXAMPLES)) if not isinstance(r, Issue)][:6]
    seen = set()
    for reading in read_many(raws, kit):
        for report in reading.reports:
            inferred = inferred_fields(report)
            for field in ("when", "where"):
                if getattr(report, field) and field not in inferred:
                    assert reason_of(report, field) in SAID[field], report.why
                seen.add((field, field in inferred))
    assert seen == {(f, i) for f in SAID for i in (True, False)}
