"""Doors, command line. `vigie timeline`: what happened and matters, in order of time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.common import QUAD_STYLE, STATUS_STYLE, console, open_record
from vigie.doors.cli.reports import day_words, report_grid
from vigie.doors.interface import language, say
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


def timeline(
    record: Annotated[Path, typer.Argument(help=say("arg.record"), show_default=False)],
    since: Annotated[str | None, typer.Option(help=say("opt.since"))] = None,
    until: Annotated[str | None, typer.Option(help=say("opt.until"))] = None,
    type_: Annotated[list[str] | None, typer.Option("--type", help=say("opt.type"))] = None,
    actor: Annotated[str | None, typer.Option(help=say("opt.actor"))] = None,
    dyad: Annotated[
        tuple[str, str] | None, typer.Option(help=say("opt.dyad"), show_default=False)
    ] = None,
    place: Annotated[str | None, typer.Option(help=say("opt.place"))] = None,
    country: Annotated[str | None, typer.Option(help=say("opt.country"))] = None,
    status: Annotated[str | None, typer.Option(help=say("opt.status"))] = None,
    story: Annotated[str | None, typer.Option(help=say("opt.story"))] = None,
    min_origins: Annotated[int, typer.Option(min=0, help=say("opt.min_origins"))] = 0,
    contradicted: Annotated[
        bool, typer.Option("--contradicted", help=say("opt.contradicted"))
    ] = False,
    text: Annotated[str | None, typer.Option(help=say("opt.words"))] = None,
    limit: Annotated[int | None, typer.Option(min=1, help=say("opt.limit"))] = None,
    everything: Annotated[bool, typer.Option("--all", help=say("opt.all"))] = False,
    reports: Annotated[bool, typer.Option("--reports", help=say("opt.reports"))] = False,
    json: Annotated[bool, typer.Option("--json", help=say("opt.jsonl"))] = False,
) -> None:
    """What happened and matters, in order of time."""
    types = tuple(t.upper() for t in type_ or ())
    wanted = Wanted(
        since=since, until=until, types=types, actor=actor, dyad=dyad, place=place,
        country=country, status=status, story=story, min_origins=min_origins,
        contradicted=contradicted, text=text,
    )  # fmt: skip
    with open_record(record) as store:
        if not reports and has_events(store):
            most = None if everything or (json and limit is None) else limit or SHOWN
            _show(timeline_of(store, wanted, most), json=json)
            return
        if dyad or country or story or min_origins or contradicted or text:
            raise BadRequest(say("timeline.needs_events", path=record))
        asked = Asked(
            since=since, until=until, types=types, actor=actor, place=place, status=status
        )
        _show_reports(store, asked, limit, json=json)
        if not reports and not json:
            console().print(say("timeline.no_events", path=record), style="dim")


def grid(lines: tuple[Line, ...]) -> Table:
    """Lines as a table for eyes: a day, then what was done on it."""
    ontology = load_ontology()
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    last = None
    for line in lines:
        when = day_words(line.event.when, line.event.candidates)
        table.add_row("" if when == last else when, _line(line, ontology))
        last = when
    return table


def headline(event: Event, ontology: Ontology) -> Text:
    """What, who → whom, where, how sure, from how many origins, with which figures."""
    text = Text()
    known = event.type in ontology.rows  # a user's own type has no label
    label = ontology.label(event.type, language()) if known else event.type
    text.append(label, style=QUAD_STYLE[event.quad])
    if event.mode:
        text.append(f" ({event.mode})", style="dim")
    text.append(f"  {', '.join(p.name for p in event.actors) or '–'}")
    if event.recipients:
        text.append(f" → {', '.join(p.name for p in event.recipients)}")
    if event.where:
        text.append(f"  · {event.where.name}", style="green")
    if event.status != "asserted":
        text.append(
            f"  [{say(f'status.{event.status}')}]", style=STATUS_STYLE[event.status]
        )
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
