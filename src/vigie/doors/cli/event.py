"""Doors, command line. `vigie event`: one event, each field with the reports behind it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import msgspec
import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.arguments import AsJson, RecordOption
from vigie.doors.cli.common import STATUS_STYLE, console, open_record
from vigie.doors.cli.filters import SaidOnly
from vigie.doors.cli.headings import as_told, day_words
from vigie.doors.cli.timeline import headline
from vigie.doors.interface import say
from vigie.doors.interface.fields import field_words, party_names
from vigie.doors.interface.labels import ground_words, known_words, reason_words
from vigie.errors import BadRequest
from vigie.knowledge.ontology_rules import load_ontology
from vigie.records import Decision, Event, event_as_said
from vigie.store.events import decisions
from vigie.views.events import TellingRow, bounds, get_event, tellings
from vigie.views.said import need_said
from vigie.views.tellings import contents


def event(
    name: Annotated[str, typer.Argument(help=say("arg.event"), show_default=False)],
    record: RecordOption,
    said_only: SaidOnly = False,
    json: AsJson = False,
) -> None:
    """One event, each field with the reports behind it."""
    with open_record(record) as store:
        found = get_event(store, name)
        if found is None:
            raise BadRequest(say("event.missing", id=name, path=record))
        if said_only:
            need_said(store)
            found = event_as_said(found)
        rows = tellings(store, found, said_only=said_only)
        said = decisions(store, found.id)
    if json:
        whole = {"event": found, "tellings": rows, "decisions": said}
        sys.stdout.write(msgspec.json.encode(whole).decode() + "\n")
        return
    out = console()
    for part in event_page(found, rows, said):
        out.print(part)


def event_page(
    event: Event, rows: list[TellingRow], said: list[Decision]
) -> Iterator[RenderableType]:
    """Parts of the page, top to bottom."""
    yield Text(event.id + "  ", style="dim").append_text(headline(event, load_ontology()))
    yield _fields(event, rows)
    yield Text(say("event.tellings"), style="bold")
    for row in rows:
        yield _telling(row, event)
    for decision in said:
        yield Text(f"{decision.at}  {decision.by}: {say(f'review.kind.{decision.kind}')} {field_words(decision.field or '')} "
                   f"{decision.value or ''} {decision.note or ''}", style="cyan")  # fmt: skip


def _fields(event: Event, rows: list[TellingRow]) -> Table:
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in (*_values(event, rows), *_grounds(event)):
        table.add_row(label, value if isinstance(value, Text) else Text(value))
    return table


def _values(event: Event, rows: list[TellingRow]) -> Iterator[tuple[str, str | Text]]:
    """Who, whom, when, where, how many: each with the reports behind it."""
    names = party_names(event)
    for label, parties in (("col.who", event.actors), ("col.whom", event.recipients)):
        for party in parties:
            known = ", ".join(
                x
                for x in (known_words(party.name, party.country, party.sector), party.actor)
                if x
            )
            name = as_told(party.name, party.inferred)
            yield (
                say(label),
                name.append(f" ({known})  {_from(party.reports)}", "not italic"),
            )
    when = as_told(day_words(event.when, event.candidates), event.when_inferred)
    yield (
        say("col.when"),
        when.append("".join(f"\n{reason_words(why)}" for why in event.when_why)),
    )
    if event.where:
        spot = event.where
        name = as_told(spot.name, spot.inferred)
        behind = f" ({say(f'web.precision.{spot.precision}')})  {_from(spot.reports)}"
        yield say("col.where"), name.append(behind, "not italic")
    for words in contents(event, rows):
        yield say("event.content"), Text(f"« {words} »", style="italic")
    for figure in event.figures:
        claimant = names.get(figure.claimant or "", figure.claimant)
        by = f" · {say('col.source')} {claimant}" if claimant else ""
        told = f"({figure.told or '–'}, {figure.dispatch}{by})"
        yield field_words(figure.what), f"{bounds(figure)}  {told}"


def _grounds(event: Event) -> Iterator[tuple[str, str | Text]]:
    """Who says so, what is contradicted, what weighs, why the reports are one."""
    names = party_names(event)
    for voice in event.voices:
        line = Text(say(f"status.{voice.status}"), style=STATUS_STYLE[voice.status])
        yield say("event.voice"), line.append(f"  {voice.name}  {_from(voice.reports)}")
    for origin in event.origins:
        copies = len(origin.dispatches) - 1
        more = say("event.copies", n=copies) if copies else ""
        yield say("event.origin"), f"{origin.name}: {origin.source}{more}"
    for contradiction in event.contradictions:
        is_status = contradiction.field == "status"
        sides = "  ≠  ".join(
            f"{say(f'status.{s.value}') if is_status else s.value} "
            f"({', '.join(names.get(p, p) for p in s.parties)}, {s.since or '–'})"
            for s in contradiction.sides
        )
        field = field_words(contradiction.field)
        yield say("event.contradiction"), Text(f"{field}: {sides}", style="magenta")
    yield (
        say("event.weight"),
        f"{event.weight:.2f}  {'; '.join(map(reason_words, event.weight_why))}",
    )
    for judgement in event.judgements:
        why = "; ".join(f"{ground_words(r.what)} {r.score:+.1f}" for r in judgement.reasons)
        pair = f"{judgement.left} · {judgement.right}"
        yield (
            say("event.judgement"),
            f"{say(f'web.verdict.{judgement.verdict}')} {judgement.score:+.1f}  {pair}  {why}",
        )


def _from(reports: tuple[str, ...]) -> str:
    return f"[{', '.join(reports)}]" if reports else ""


def _telling(row: TellingRow, event: Event) -> Text:
    """The sentence, its clause underlined, the trigger and the words of each field marked."""
    source = next((o.name for o in event.origins if row.report in o.reports), "–")
    head = " · ".join(
        str(x) for x in (row.published, row.outlet, row.dispatch, row.report) if x
    )
    text = Text(f"\n{head} · {say('event.from')} {source}\n", style="dim")
    words = Text(row.words, style="not dim")
    base = row.sentence.start
    words.stylize("underline", row.span.start - base, row.span.end - base)
    for evidence in row.evidence:
        style = {"trigger": "bold red", "when": "cyan", "where": "green"}.get(
            evidence.field, "yellow"
        )
        start, end = evidence.span.start - base, evidence.span.end - base
        if 0 <= start < end <= len(row.words):
            words.stylize(style, start, end)
    text.append_text(words)
    if row.status != "asserted":
        text.append(f"  [{say(f'status.{row.status}')}]", style=STATUS_STYLE[row.status])
    if row.said_by:
        text.append(f"  {say('col.source')} {row.said_by}", style="dim")
    return text
