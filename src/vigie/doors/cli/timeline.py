"""Doors, command line. `vigie timeline`: what happened and matters, in order of time."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.arguments import AsLines, RecordFile
from vigie.doors.cli.common import console, open_record
from vigie.doors.cli.filters import filtered
from vigie.doors.cli.headings import as_told, by_day, day_words, heading
from vigie.doors.cli.reports import report_grid
from vigie.doors.interface import say
from vigie.doors.interface.fields import field_words, latest
from vigie.errors import BadRequest
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.records import Event
from vigie.store.events import has_events
from vigie.store.record import Record
from vigie.views.events import Wanted
from vigie.views.reports import Asked, folded, report_rows
from vigie.views.timeline import SHOWN, Line, Timeline
from vigie.views.timeline import timeline as timeline_of


@filtered
def timeline(
    record: RecordFile,
    *,
    wanted: Wanted,
    limit: Annotated[int | None, typer.Option(min=1, help=say("opt.limit"))] = None,
    everything: Annotated[bool, typer.Option("--all", help=say("opt.all"))] = False,
    reports: Annotated[bool, typer.Option("--reports", help=say("opt.reports"))] = False,
    json: AsLines = False,
) -> None:
    """What happened and matters, in order of time."""
    with open_record(record) as store:
        if not reports and has_events(store):
            most = None if everything or (json and limit is None) else limit or SHOWN
            _show(timeline_of(store, wanted, most), json=json)
            return
        asked = Asked(
            since=wanted.since, until=wanted.until, types=wanted.types, actor=wanted.actor,
            place=wanted.place, status=wanted.status, said_only=wanted.said_only,
        )  # fmt: skip
        if wanted != Wanted(**msgspec.structs.asdict(asked)):
            raise BadRequest(say("timeline.needs_events", path=record))
        _show_reports(store, asked, limit, json=json)
        if not reports and not json:
            console().print(say("timeline.no_events", path=record), style="dim")


def grid(lines: tuple[Line, ...]) -> Table:
    """Lines as a table for eyes: a day, then what was done on it."""
    ontology = load_ontology()
    return by_day((_day(line.event), _line(line, ontology)) for line in lines)


def _day(event: Event) -> str:
    when = day_words(event.when, event.candidates)
    return f"{when} ({say('said.inferred')})" if event.when_inferred else when


def headline(event: Event, ontology: Ontology) -> Text:
    """What, who → whom, where, how sure, from how many origins, with which figures."""
    where = event.where
    text = heading(
        event.type, event.mode,
        (
            [as_told(p.name, p.inferred) for p in event.actors],
            [as_told(p.name, p.inferred) for p in event.recipients],
        ),
        as_told(where.name, where.inferred) if where else None, event.status, ontology,
    )  # fmt: skip
    if event.figures:
        text.append("  " + ", ".join(latest(event)), style="bold")
    if event.contradictions:
        fields = ", ".join(
            dict.fromkeys(field_words(c.field) for c in event.contradictions)
        )
        text.append(f"  ≠ {fields}", style="bold magenta")
    count = len(event.origins)
    text.append(
        "  " + say(f"timeline.origins.{'one' if count == 1 else 'many'}", n=count), "dim"
    )
    return text


def _line(line: Line, ontology: Ontology) -> Text:
    text = headline(line.event, ontology)
    if line.words:
        text.append(f"\n« {line.words} »", style="italic")
    source = f"  {line.dispatch}" if line.dispatch else ""
    if line.outlet:
        source += f", {line.outlet}"
    text.append(f"{source}  {line.event.id}", style="dim")
    return text


def _show(found: Timeline, *, json: bool) -> None:
    if json:
        for line in found.lines:
            sys.stdout.write(msgspec.json.encode(line.event).decode() + "\n")
        return
    if not found.lines:
        print(say("timeline.empty"))
        return
    out = console()
    out.print(grid(found.lines))
    undated = sum(
        1 for line in found.lines if not line.event.when and not line.event.candidates
    )
    key = "timeline.whole" if found.is_whole else "timeline.chosen"
    out.print(
        say(key, shown=len(found.lines), total=found.total, undated=undated,
            least=f"{found.least:.2f}"),
        style="dim", markup=False,
    )  # fmt: skip


def _show_reports(record: Record, asked: Asked, limit: int | None, *, json: bool) -> None:
    rows = report_rows(record, asked)
    if json:
        for row in rows[:limit]:
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
        return
    if not rows:
        print(say("timeline.no_reports"))
        return
    shown = folded(rows)[:limit]
    out = console()
    out.print(report_grid(shown))
    out.print(
        say(
            "timeline.count", shown=len(shown), total=len(rows),
            dispatches=len({r.dispatch for r in rows}),
            undated=sum(1 for r in rows if not r.when),
        ),
        style="dim",
    )  # fmt: skip
