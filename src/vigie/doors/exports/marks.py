"""Doors, exports. Marks: a reading as annotators see it, labels on words and roles between them.

Flow: reading → `Marks` → brat or UIMA XMI; edited there, read back to `Marks`, and compared with
what stood there (`vigie.doors.exports.back`). Offsets are of the text as received.
"""

from __future__ import annotations

import msgspec

from vigie.records import Reading, Span
from vigie.views.tellings import telling_row

ROLES = {"actor": "Actor", "recipient": "Recipient", "said_by": "Source", "when": "When",
         "where": "Where"}  # fmt: skip
LABELS = {
    "when": "Time",
    "where": "Place",
}  # of words that bear a role; others are mentions
MENTION, SIZE = "Mention", "Size"
STATUS = "asserted"  # what a report is when nothing says otherwise


class Words(msgspec.Struct, frozen=True, order=True):
    """Words with a label: a mention's kind, Time, Place, Size."""

    span: Span
    label: str


class Role(msgspec.Struct, frozen=True, order=True):
    """The words that bear a role in a report."""

    role: str
    words: Words


class MarkedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report as marked: its trigger's words, its codes, its roles; `report` None when added."""

    report: str | None
    type: str
    trigger: Span
    mode: str | None = None
    status: str = STATUS
    roles: tuple[Role, ...] = ()


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """All that is marked in one dispatch."""

    words: tuple[Words, ...]
    reports: tuple[MarkedReport, ...]


def marks_of(reading: Reading, reports: set[str] | None = None) -> Marks:
    """A reading's mentions, times and places, and its reports (those named, or all)."""
    ref = reading.referents
    labels = {m.span: m.kind for m in ref.mentions if m.named}
    words = {Words(span, kind) for span, kind in labels.items()}
    words |= {Words(t.span, "Time") for t in ref.times}
    words |= {Words(p.span, "Place") for p in ref.places}
    marked = []
    for report in reading.reports:
        if reports is not None and report.id not in reports:
            continue
        roles = set()
        for e in telling_row(reading, report).evidence:
            if e.field == "trigger":
                continue
            sized = e.field not in ROLES
            label = SIZE if sized else LABELS.get(e.field) or labels.get(e.span, MENTION)
            roles.add(Role(SIZE if sized else ROLES[e.field], Words(e.span, label)))
        words |= {role.words for role in roles}
        marked.append(
            MarkedReport(
                report=report.id, type=report.type, trigger=report.trigger,
                mode=report.mode, status=report.status, roles=tuple(sorted(roles)),
            )
        )  # fmt: skip
    return Marks(words=tuple(sorted(words)), reports=tuple(marked))
