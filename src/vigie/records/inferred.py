"""Records room. What a report says in words, and what the coder inferred for it.

The coder marks each value it infers in `why`, by the codes below: a side that no words of the
act give, a day carried over from another sentence, a place that is only the dispatch's. This is
the one place that reads those codes. Of several reasons on a field, the last stands: a person's
word comes after the machine's.
"""

from __future__ import annotations

import msgspec

from vigie.records.event import Event, Party
from vigie.records.reading import Reading
from vigie.records.report import Report

FIELDS = ("actors", "recipients", "when", "where")
# How the reasons on a field begin, and which of them are inferences.
_ON = {
    "actors": ("actor", "actors"), "recipients": ("recipient", "recipients"),
    "when": ("when", "when_words"), "where": ("where", "where_words"),
}  # fmt: skip
_INFERRED = {
    "actors": ("actor inferred", "actor implied"),
    "recipients": ("recipient inferred", "recipient implied"),
    "when": ("when: carried", "when: story"),
    "where": ("where: frame of the dispatch", "where: named earlier in the paragraph"),
}


def inferred_fields(report: Report) -> frozenset[str]:
    """The fields of a report that were inferred, of `FIELDS`; an empty field never is one."""
    return frozenset(
        field for field in FIELDS
        if _holds(report, field) and is_inferred(reason_of(report, field), field)
    )  # fmt: skip


def reason_of(report: Report, field: str) -> str:
    """The last reason that speaks of a field; nothing where none does.

    >>> from vigie.records import Span
    >>> one = Report(id="r1", span=Span(0, 9), trigger=Span(2, 5), type="PROTEST", mode=None,
    ...     status="asserted", actors=("a",), recipients=(), when=None,
    ...     why=("actor: subj", "actor implied by PROTEST"))
    >>> reason_of(one, "actors")
    'actor implied by PROTEST'
    """
    return last_on(report.why, field)


def last_on(why: tuple[str, ...], field: str) -> str:
    """The last of some reasons that speaks of a field."""
    heads = _ON[field]
    return next(
        (r for r in reversed(why) if r.partition(":")[0].partition(" ")[0] in heads), ""
    )


def is_inferred(reason: str, field: str) -> bool:
    """Whether a reason on a field says that it was inferred."""
    return reason.startswith(_INFERRED[field])


def as_said(report: Report) -> Report:
    """A report with nothing but what is said: its inferred fields are empty."""
    empty: dict[str, object] = dict.fromkeys(FIELDS[:2], ()) | dict.fromkeys(FIELDS[2:])
    gone = {field: empty[field] for field in inferred_fields(report)}
    if "when" in gone:
        gone["candidates"] = ()
    return msgspec.structs.replace(report, **gone) if gone else report


def reading_as_said(reading: Reading) -> Reading:
    """A reading whose reports hold nothing but what is said."""
    return msgspec.structs.replace(
        reading, reports=tuple(as_said(report) for report in reading.reports)
    )


def inferred_of(event: Event) -> tuple[str, ...]:
    """The fields of an event that hold a value no report says, of `FIELDS`."""
    held = (
        any(p.inferred for p in event.actors), any(p.inferred for p in event.recipients),
        event.when_inferred, event.where is not None and event.where.inferred,
    )  # fmt: skip
    return tuple(field for field, holds in zip(FIELDS, held, strict=True) if holds)


def event_as_said(event: Event) -> Event:
    """An event with only the values that some report of it says."""
    if not inferred_of(event):
        return event
    if event.when_inferred:
        event = msgspec.structs.replace(
            event, when=None, candidates=(), when_why=(), starts=None, ends=None,
            when_inferred=False,
        )  # fmt: skip
    where = event.where
    return msgspec.structs.replace(
        event, actors=_said(event.actors), recipients=_said(event.recipients),
        where=None if where is not None and where.inferred else where,
    )  # fmt: skip


def _said(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    return tuple(p for p in parties if not p.inferred)


def _holds(report: Report, field: str) -> bool:
    if field == "when":
        return bool(report.when or report.candidates)
    return bool(getattr(report, field))
