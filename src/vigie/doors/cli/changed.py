"""Doors, command line. `vigie changed`: what is new, contradicted or corrected since then."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from vigie.doors.cli.arguments import AsLines, RecordFile
from vigie.doors.cli.common import STATUS_STYLE, console, open_record
from vigie.doors.cli.timeline import headline
from vigie.doors.interface import say
from vigie.doors.interface.fields import field_words
from vigie.errors import BadRequest
from vigie.knowledge.ontology_rules import load_ontology
from vigie.views.changed import Change, Since
from vigie.views.changed import changed as changes_of

STYLE = {
    "new": "bold green",
    "contradicted": "bold magenta",
    "corrected": "yellow",
    "grown": "dim",
}


def changed(
    record: RecordFile,
    since: Annotated[str, typer.Option(help=say("changed.since"), show_default=False)],
    kind: Annotated[list[str] | None, typer.Option(help=say("changed.kind"))] = None,
    limit: Annotated[int | None, typer.Option(min=1, help=say("opt.limit"))] = None,
    json: AsLines = False,
) -> None:
    """What is new, contradicted or corrected since then."""
    with open_record(record) as store:
        found = changes_of(store, _since(since))
    rows = [c for c in found.changes if not kind or c.kind in kind][:limit]
    if json:
        for row in rows:
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
        return
    out = console()
    for row in rows:
        out.print(_words(row))
    out.print(
        say("changed.count", shown=len(rows), total=len(found.changes),
            ranks=f"#{found.reading}.{found.decision}"),
        style="dim", markup=False,
    )  # fmt: skip


def _since(words: str) -> Since:
    """A day, or "#reading" or "#reading.decision" as `vigie changed` printed it before."""
    if not words.startswith("#"):
        return Since(day=words)
    reading, _, decision = words[1:].partition(".")
    if not reading.isdecimal() or not (decision or "0").isdecimal():
        raise BadRequest(say("changed.rank", words=words))
    return Since(reading=int(reading), decision=int(decision) if decision else None)


def _words(change: Change) -> Text:
    text = Text(say(f"changed.{change.kind}"), style=STYLE[change.kind])
    when = change.event.when or "/".join(change.event.candidates) or "–"
    text.append(f"  {when}  ", style="bold not italic")
    text.append_text(headline(change.event, load_ontology()))
    text.append(f"  {change.event.id}", style="dim")
    for d in change.details:
        before, after = (_value(d.field, v) for v in (d.before, d.after))
        text.append(f"\n    {field_words(d.field)}: {before} → {after}")
        text.append(f"  ({d.by})" if d.by else "", style="dim")
    return text


def _value(field: str, value: str | None) -> str:
    if value is None:
        return "–"
    if field != "status":
        return value
    return " / ".join(
        say(f"status.{s}") if s in STATUS_STYLE else s for s in value.split(" / ")
    )
