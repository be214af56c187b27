"""Doors, web. An event's fields, each with the words that bear it, dispatch by dispatch.

Flow: event and its tellings → `Field` rows. A value that no words bear says so: a day carried
over from another sentence, a side that the clause leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from vigie.doors.interface.fields import field_words, party_names
from vigie.doors.interface.labels import known_words, type_label
from vigie.doors.web.days import day_words
from vigie.doors.web.marked import Mark, Piece, pieces
from vigie.records import Event, Figure, Party, Span
from vigie.views.events import bounds
from vigie.views.tellings import Evidence, TellingRow

NAMES = {"type": "col.what", "actor": "col.who", "recipient": "col.whom", "when": "col.when",
         "where": "col.where"}  # fmt: skip


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Words, who has them where, and what they bear where that is not the event's own value."""

    words: str
    value: str
    places: tuple[tuple[str, Span], ...]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field of an event: `label` is a key of the interface, `actor` an id of the record.

    `inferred`: no report says it in words.
    """

    label: str
    value: str
    note: str = ""
    actor: str | None = None
    words: tuple[Words, ...] = ()
    why: tuple[str, ...] = ()
    inferred: bool = False


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of an event with its claimant's name; `low` and `high` are shares of the largest."""

    figure: Figure
    claimant: str
    number: str
    low: float
    high: float
    times: int = 1


def fields_of(event: Event, rows: Sequence[TellingRow], label: str) -> list[Field]:
    """What, who, whom, when, where: one row a value."""
    out = [Field(label=NAMES["type"], value=label, words=_words(rows, "trigger"))]
    for side, parties in (("actor", event.actors), ("recipient", event.recipients)):
        names = {p.name for p in parties}
        out += [_side(side, party, names - {party.name}, rows) for party in parties]
    out.append(
        Field(
            label=NAMES["when"], value=day_words(event.when, event.candidates),
            words=_words(rows, "when", event.when), why=event.when_why,
            inferred=event.when_inferred,
        )
    )  # fmt: skip
    if event.where is not None:
        spot = event.where
        out.append(
            Field(
                label=NAMES["where"], value=spot.name, note=spot.precision,
                words=_words(rows, "where", spot.name), inferred=spot.inferred,
            )
        )  # fmt: skip
    return out


def figures_of(event: Event) -> dict[str, list[Shown]]:
    """Figures by what is counted, in order of telling; the same one told twice stands once."""
    names = party_names(event)
    out: dict[str, list[Shown]] = {}
    for what in dict.fromkeys(f.what for f in event.figures):
        mine = sorted(
            (f for f in event.figures if f.what == what),
            key=lambda f: (f.told or "~", f.dispatch, f.report),
        )
        top = max((_ends(f)[1] for f in mine), default=1) or 1
        seen: dict[tuple[object, ...], Shown] = {}
        for f in mine:
            key = (f.low, f.best, f.high, f.claimant, f.told)
            low, high = _ends(f)
            held = seen.get(key)
            seen[key] = Shown(
                figure=held.figure if held else f, claimant=names.get(f.claimant or "", f.claimant or ""),
                number=bounds(f), low=round(low / top, 4), high=round(high / top, 4),
                times=held.times + 1 if held else 1,
            )  # fmt: skip
        out[what] = list(seen.values())
    return out


def sentence(row: TellingRow) -> list[Piece]:
    """A report's sentence, its clause, its trigger and the words of its fields marked."""
    base = row.sentence.start
    marks = [Mark(span=s, layer="clause") for s in _inside(row.span, base, len(row.words))]
    for e in row.evidence:
        marks += [
            Mark(span=s, layer=layer_of(e), title=f"{field_words(e.field)}: {_value(e)}")
            for s in _inside(e.span, base, len(row.words))
        ]
    return pieces(row.words, marks)


def elsewhere(row: TellingRow) -> list[Evidence]:
    """Words that bear a field of a report and stand outside its sentence."""
    return [e for e in row.evidence if not row.sentence.overlaps(e.span)]


def layer_of(evidence: Evidence) -> str:
    """The layer that a field's words are marked with."""
    if evidence.field in ("trigger", "when", "where"):
        return {"trigger": "trigger", "when": "time", "where": "place"}[evidence.field]
    return "mention" if evidence.field in ("actor", "recipient", "said_by") else "size"


def _side(side: str, party: Party, others: set[str], rows: Sequence[TellingRow]) -> Field:
    """A party and the words that name it: its own name's first, else any that are no other's."""
    mine = [row for row in rows if row.report in party.reports]
    own = _words(mine, side, party.name, only=True) or tuple(
        w for w in _words(mine, side, party.name) if w.value not in others
    )
    return Field(
        label=NAMES[side],
        value=party.name,
        note=known_words(party.name, party.country, party.sector),
        actor=party.actor,
        words=own,
        inferred=party.inferred,
    )


def _words(
    rows: Iterable[TellingRow], field: str, value: str | None = None, *, only: bool = False
) -> tuple[Words, ...]:
    """The words of a field, each with the dispatches that have them, in order of telling."""
    found: dict[tuple[str, str], dict[str, Span]] = {}
    for row, e in _evidence(rows, field):
        if only and e.value != value:
            continue
        other = e.value if value and e.value != value else ""
        if field == "when" and other:
            other = _days(other)
        found.setdefault((e.words, other), {}).setdefault(row.dispatch, e.span)
    return tuple(
        Words(words=words, value=other, places=tuple(places.items()))
        for (words, other), places in found.items()
    )


def _evidence(
    rows: Iterable[TellingRow], field: str
) -> Iterator[tuple[TellingRow, Evidence]]:
    for row in rows:
        for e in row.evidence:
            if e.field == field:
                yield row, e


def _days(value: str) -> str:
    """What the words of a time bear: a day, a stretch, or the days it may be."""
    days = tuple(value.split("/"))
    return day_words(None, days) if len(days) > 2 else day_words(value)


def _value(e: Evidence) -> str:
    """What some words bear, in words."""
    if e.field == "when":
        return _days(e.value)
    return type_label(e.value) if e.field == "trigger" else e.value


def _inside(span: Span, base: int, length: int) -> list[Span]:
    start, end = max(0, span.start - base), min(length, span.end - base)
    return [Span(start, end)] if start < end else []


def _ends(f: Figure) -> tuple[int, int]:
    """Lowest and highest number that a figure allows; where it has no bound, what it says."""
    said = [n for n in (f.low, f.best, f.high) if n is not None] or [0]
    return min(said), max(said)
