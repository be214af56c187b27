"""Doors, command line. `vigie kb`: whom Vigie knows by name, and how to teach it more."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.arguments import AsLines
from vigie.doors.cli.common import console, warn
from vigie.doors.interface import say
from vigie.knowledge.kb import open_kb
from vigie.knowledge.kb_find import Hit, find_ranked
from vigie.knowledge.kb_own import add_file
from vigie.knowledge.kb_wikidata import Line, read_dump, write_files
from vigie.records import Issue

kb = typer.Typer(help=say("kb.help"), no_args_is_help=True)


@kb.command("find", help=say("kb.find_help"))
def find(
    name: Annotated[str, typer.Argument(help=say("kb.name"), show_default=False)],
    on: Annotated[str | None, typer.Option(help=say("kb.on"))] = None,
    limit: Annotated[int, typer.Option(min=1, help=say("opt.limit"))] = 10,
    json: AsLines = False,
) -> None:
    """Rows that a name may mean, likeliest first."""
    hits = find_ranked(open_kb(), name, on)[:limit]
    if json:
        for hit in hits:
            row = msgspec.structs.asdict(hit.row)
            told = row | {"terms": [msgspec.structs.asdict(t) for t in hit.row.terms]}
            sys.stdout.write(msgspec.json.encode(told | {"how": hit.how}).decode() + "\n")
    elif hits:
        console().print(_table(hits, on))
    else:
        print(say("kb.none", name=name), file=sys.stderr)


@kb.command("add", help=say("kb.add_help"))
def add(
    file: Annotated[Path, typer.Argument(help=say("kb.file"), show_default=False)],
) -> None:
    """Check a file of actors and keep it; say what it replaces."""
    added = add_file(file)
    for row in added.replaced:
        print(say("kb.replaced", row=row))
    for row, form, others in added.namesakes:
        print(say("kb.namesake", row=row, form=form, others=", ".join(others)))
    print(say("kb.added", n=len(added.rows), path=added.kept_at))


@kb.command("import-wikidata", help=say("kb.import_help"))
def import_wikidata(
    dump: Annotated[Path, typer.Argument(help=say("kb.dump"), show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help=say("kb.out"))] = Path(),
) -> None:
    """Rows of our own form from a dump of Wikidata; broken lines are said and left out."""
    lines = list(_warned(read_dump(dump, open_kb())))
    for path in write_files(lines, out):
        print(say("kb.written", path=path))
    print(say("kb.imported", n=len(lines)))


def _warned(found: Iterable[Line | Issue]) -> Iterator[Line]:
    for one in found:
        if isinstance(one, Issue):
            warn(one)
        else:
            yield one


def _table(hits: list[Hit], on: str | None) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for hit in hits:
        row, text = hit.row, Text()
        text.append(row.name, style="bold")
        text.append(
            f"  {row.id}  {say('kb.how.' + hit.how.replace(' ', '_'))}\n", style="dim"
        )
        for term in row.terms:
            years = (
                f"{term.start or '…'}–{term.end or '…'}" if term.start or term.end else ""
            )
            told = (term.country or "–", term.sector or "–", years, term.role or "")
            now = on is not None and term == row.term_at(on)
            text.append(
                "  " + "  ".join(t for t in told if t) + "\n", style="green" if now else ""
            )
        text.append(f"  {', '.join(row.forms)}", style="italic")
        table.add_row(text)
    return table
