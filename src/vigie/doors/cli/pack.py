"""Doors, command line. `vigie pack try`: what a new entry of the lexicon changes over a corpus."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.arguments import Language, Model
from vigie.doors.cli.common import console, inputs, open_record, warn
from vigie.doors.interface import say
from vigie.records import Issue, RawDispatch

pack = typer.Typer(help=say("pack.help"), no_args_is_help=True)
STYLE = {"gained": "green", "lost": "red", "changed": "yellow"}
SIGN = {"gained": "+", "lost": "−", "changed": "~"}
MAGIC = b"SQLite format 3\x00"  # how a record begins


@pack.command("try", help=say("pack.try_help"))
def try_(
    entries: Annotated[Path, typer.Argument(help=say("pack.entries"), show_default=False)],
    paths: Annotated[list[str], typer.Argument(help=say("pack.paths"), show_default=False)],
    limit: Annotated[int, typer.Option(min=1, help=say("opt.limit"))] = 200,
    json: Annotated[bool, typer.Option("--json", help=say("pack.json"))] = False,
    language: Language = "fr",
    model: Model = None,
) -> None:
    """Code a corpus with and without the entries; show what differs."""
    from vigie.flow.kit import open_kit
    from vigie.flow.trying import read_entries, try_entries

    layer = read_entries(entries)
    counts: Counter[str] = Counter()
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for column in ("", "col.what", "col.words", "col.dispatch"):
        table.add_column(say(column) if column else "", overflow="fold")
    for change in try_entries(_dispatches(paths), layer, open_kit(language, model)):
        counts[change.kind] += 1
        if json:
            sys.stdout.write(msgspec.json.encode(change).decode() + "\n")
        elif sum(counts.values()) <= limit:
            r = change.report
            what = f"{r.type} {r.mode or ''} {', '.join(change.fields)}".strip()
            mark = Text(SIGN[change.kind], style=STYLE[change.kind])
            table.add_row(mark, what, change.sentence, change.dispatch)
    if json:
        return
    out = console()
    if table.row_count:
        out.print(table)
    out.print(
        say(
            "pack.count",
            gained=counts["gained"],
            lost=counts["lost"],
            changed=counts["changed"],
        )
    )


def _dispatches(paths: list[str]) -> Iterator[RawDispatch]:
    """Dispatches of files, folders and records."""
    for path in paths:
        if _is_record(Path(path)):
            with open_record(Path(path)) as store:
                for reading in store.readings():
                    d = reading.dispatch
                    yield RawDispatch(id=d.id, text=d.raw, given=d.given)
            continue
        for entry in inputs([path]):
            if isinstance(entry, Issue):
                warn(entry)
            else:
                yield entry


def _is_record(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
