"""Doors, command line. `vigie why`: from a report back to the words it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.arguments import RecordOption
from vigie.doors.cli.common import console, open_record
from vigie.doors.cli.filters import SaidOnly
from vigie.doors.cli.headings import INFERRED_STYLE
from vigie.doors.cli.page import report_row
from vigie.doors.interface import say
from vigie.doors.interface.labels import label, reason_words
from vigie.errors import BadRequest
from vigie.knowledge.cameo import auxiliary_of
from vigie.knowledge.ontology_rules import load_ontology
from vigie.records import Reading, Report, Span, as_said, inferred_fields
from vigie.records.inferred import reason_of

AROUND = 90  # characters of the raw text shown on either side of the clause


def why(
    report: Annotated[str, typer.Argument(help=say("arg.report"), show_default=False)],
    record: RecordOption,
    said_only: SaidOnly = False,
) -> None:
    """Why a report says what it says."""
    with open_record(record) as store:
        found = store.report(report)
    if found is None:
        raise BadRequest(say("why.missing", id=report, path=record))
    out = console()
    reading, one = found
    out.print(explain(reading, as_said(one) if said_only else one))


def explain(reading: Reading, report: Report) -> Table:
    """The report's fields, each with the words and the offsets it rests on."""
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    raw = reading.dispatch.raw
    when, what, who, whom, where, status, source, _, _ = report_row(reading, report)
    for name, value in (
        ("col.report", report.id), ("col.dispatch", reading.dispatch.id), ("col.what", what),
        ("col.who", who), ("col.whom", whom), ("col.when", when), ("col.where", where),
        ("col.status", status), ("col.source", source),
    ):  # fmt: skip
        if value:
            table.add_row(say(name), value)
    table.add_row(say("why.rule"), report.rule)
    table.add_row(say("why.trigger"), _quoted(raw, report.trigger))
    table.add_row(say("why.clause"), _quoted(raw, report.span))
    table.add_row(say("why.evidence"), _context(raw, report))
    for name, value in beside_rows(reading, report):
        table.add_row(say(name), value)
    for telling in report.also:
        table.add_row(say("why.also"), _quoted(raw, telling.span))
    for field in sorted(inferred_fields(report)):
        reason = say("said.why", reason=reason_words(reason_of(report, field)))
        table.add_row(say(f"said.{field}"), Text(reason, style=INFERRED_STYLE))
    table.add_row(say("why.reasons"), "\n".join(map(reason_words, report.why)))
    actors = reading.referents.actors
    for key in dict.fromkeys((*report.actors, *report.recipients)):
        if key in actors and actors[key].why:
            table.add_row(actors[key].name, "; ".join(map(reason_words, actors[key].why)))
    table.add_row(say("why.made_by"), report.made_by)
    return table


def beside_rows(reading: Reading, report: Report) -> Iterator[tuple[str, str]]:
    """Code, contexts, sizes and confidence, each where the report has it."""
    score = load_ontology().score(report.type, report.mode)
    yield "why.score", str(score)
    if report.cameo is not None:
        yield "why.cameo", say("why.codes", code=report.cameo, goldstein=report.goldstein)
    auxiliary = auxiliary_of(report, reading.dispatch.meta.published)
    if auxiliary:
        yield "why.auxiliary", label("mode", auxiliary)
    if report.contexts:
        yield "why.contexts", ", ".join(label("context", c) for c in report.contexts)
    for size in report.sizes:
        words = _quoted(reading.dispatch.raw, size.span)
        bounds = ["–" if n is None else str(n) for n in (size.low, size.best, size.high)]
        unit = f" ({size.unit})" if size.unit else ""
        yield "why.size", f"{say(f'size.{size.what}')} {' / '.join(bounds)}{unit}  {words}"
    if report.confidence is not None:
        yield "why.confidence", f"{report.confidence:.2f}"


def _quoted(raw: str, span: Span) -> str:
    return f"« {' '.join(span.text(raw).split())} »  [{span.start}:{span.end}]"


def _context(raw: str, report: Report) -> Text:
    start = max(0, report.span.start - AROUND)
    end = min(len(raw), report.span.end + AROUND)
    text = Text(raw[start:end].replace("\n", " "))
    text.stylize("underline", report.span.start - start, report.span.end - start)
    text.stylize("bold red", report.trigger.start - start, report.trigger.end - start)
    return text
