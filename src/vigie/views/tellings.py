"""Views room. Tellings: each report an event rests on, in its sentence, its fields tied to words.

Flow: event → its reports → the latest reading that holds each → rows. `Evidence` says which words
bear a field; a field that no words bear (a day carried over, a side understood) has none, and
whoever writes from it can see so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from vigie.records import Event, Reading, Report, Span, as_said, inferred_fields
from vigie.store.record import Record, decode_reading
from vigie.views.sentences import sentence_of

_BEFORE = re.compile(r"(\w+(?:['’]|(?=[^\S\n])))[^\S\n]*$")


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The words that bear a field of a report.

    `field` is trigger, actor, recipient, said_by, when, where or a size's name; `value` is what
    the words bear: a type, an actor's name, a day, a place, a number. `before` is the word that
    stands right before them in the line.
    """

    field: str
    value: str
    span: Span
    words: str
    before: str | None = None


class TellingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One report of an event, as its dispatch tells it; offsets are of the raw text.

    `inferred` are the fields that no words of the act give (actors, recipients, when, where);
    `content` the words that say what is asked, refused, threatened, accused of.
    """

    report: str
    dispatch: str
    title: str | None
    outlet: str | None
    published: str | None
    language: str | None
    url: str | None
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    when: str | None
    candidates: tuple[str, ...]
    where: str | None
    said_by: str | None
    sentence: Span
    span: Span
    trigger: Span
    words: str
    clause: str
    evidence: tuple[Evidence, ...]
    confidence: float | None = None
    told_on: str | None = None
    why: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    content: Evidence | None = None


def tellings(record: Record, event: Event, *, said_only: bool = False) -> list[TellingRow]:
    """Rows of an event's reports, by publication, then dispatch, then place in the text.

    Args:
        record: Where they are.
        event: What they tell.
        said_only: Whether inferred fields are left empty.
    """
    found = _held(record, event.reports)
    rows = [telling_row(g, as_said(r) if said_only else r) for g, r in found]
    return sorted(rows, key=lambda r: (r.published or "~", r.dispatch, r.span, r.report))


def contents(event: Event, rows: Iterable[TellingRow]) -> list[str]:
    """What an act of speech says, in the words of its tellings, each once."""
    own = (r.content.words for r in rows if r.content and r.type == event.type)
    return list(dict.fromkeys(own))


def telling_row(reading: Reading, report: Report) -> TellingRow:
    """One report as a row, its fields tied to the words that bear them."""
    d, actors = reading.dispatch, reading.referents.actors
    sentence = sentence_of(d.raw, report.span)
    return TellingRow(
        report=report.id, dispatch=d.id, title=d.meta.title, outlet=d.meta.outlet,
        published=d.meta.published, language=d.meta.language, url=d.meta.url or d.given.url,
        type=report.type, mode=report.mode, status=report.status,
        actors=tuple(actors[k].name for k in report.actors if k in actors),
        recipients=tuple(actors[k].name for k in report.recipients if k in actors),
        when=report.when, candidates=report.candidates, where=report.where,
        said_by=actors[report.said_by].name if report.said_by in actors else None,
        sentence=sentence, span=report.span, trigger=report.trigger,
        words=sentence.text(d.raw),
        clause=" ".join(report.span.text(d.raw).split()), evidence=tuple(_evidence(reading, report, sentence)),
        confidence=report.confidence, told_on=report.told_on, why=report.why,
        inferred=tuple(sorted(inferred_fields(report))),
        content=_content(d.raw, report.content),
    )  # fmt: skip


def _content(raw: str, span: Span | None) -> Evidence | None:
    """The words that say what; white space is one space, as in all words shown."""
    if span is None:
        return None
    words = " ".join(span.text(raw).split())
    return Evidence(field="content", value=words, span=span, words=words)


def _held(record: Record, reports: Iterable[str]) -> Iterator[tuple[Reading, Report]]:
    """Each report with the latest reading that holds it; a reading is decoded once."""
    by_reading: dict[int, set[str]] = {}
    for name in dict.fromkeys(reports):
        found = record.rows("SELECT max(reading) FROM reports WHERE id = ?", (name,))
        if found[0][0] is not None:
            by_reading.setdefault(found[0][0], set()).add(name)
    for rank in sorted(by_reading):
        (blob,) = record.rows("SELECT reading FROM readings WHERE rank = ?", (rank,))[0]
        reading = decode_reading(blob)
        for report in reading.reports:
            if report.id in by_reading[rank]:
                yield reading, report


def _evidence(reading: Reading, report: Report, sentence: Span) -> Iterator[Evidence]:
    """The words behind each field, in the order of the fields."""
    raw, ref = reading.dispatch.raw, reading.referents

    def at(field: str, value: str, span: Span) -> Evidence:
        before = _BEFORE.search(raw, max(0, span.start - 30), span.start)
        return Evidence(
            field=field, value=value, span=span, words=" ".join(span.text(raw).split()),
            before=before[1].replace("’", "'") if before else None,
        )  # fmt: skip

    yield at("trigger", report.type, report.trigger)
    said = (report.said_by,) if report.said_by else ()
    sides = (("actor", report.actors), ("recipient", report.recipients), ("said_by", said))
    for field, keys in sides:
        for key in keys:
            mine = [m for m in ref.mentions if m.actor == key]
            named = [m.span for m in mine if m.named] or [m.span for m in mine]
            near = _nearest(named, sentence, report.trigger)
            if near is not None and key in ref.actors:
                yield at(field, ref.actors[key].name, near)
    if report.when or report.candidates:
        times = (
            t.span for t in ref.times
            if (t.value and t.value == report.when)
            or (not report.when and t.candidates == report.candidates)
        )  # fmt: skip
        when = _nearest(times, sentence, report.trigger)
        if when is not None:
            yield at("when", report.when or "/".join(report.candidates), when)
    if report.where:
        places = (p.span for p in ref.places if p.name == report.where)
        where = _nearest(places, sentence, report.trigger)
        if where is not None:
            yield at("where", report.where, where)
    for size in report.sizes:
        bound = size.best if size.best is not None else size.low
        yield at(size.what, str(bound if bound is not None else size.high), size.span)


def _nearest(spans: Iterable[Span], sentence: Span, trigger: Span) -> Span | None:
    """The span of the sentence nearest to the trigger; else the nearest of the dispatch."""
    found = list(spans)
    inside = [span for span in found if sentence.overlaps(span)]
    return min(
        inside or found, key=lambda s: (abs(s.start - trigger.start), s), default=None
    )
