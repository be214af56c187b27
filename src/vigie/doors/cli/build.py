"""Doors, command line. `vigie build`: dispatches into a record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vigie.doors.cli.arguments import AllowHost, Follow, Inputs, Language, Model
from vigie.doors.cli.common import errors, inputs
from vigie.doors.interface import say


def build(
    paths: Inputs,
    out: Annotated[Path, typer.Option("--out", "-o", help=say("opt.out"))],
    workers: Annotated[int, typer.Option(min=1, max=64, help=say("opt.workers"))] = 1,
    scheduler: Annotated[str | None, typer.Option(help=say("opt.scheduler"))] = None,
    strict: Annotated[bool, typer.Option("--strict", help=say("opt.strict"))] = False,
    follow: Follow = False,
    allow_host: AllowHost = None,
    language: Language = "fr",
    model: Model = None,
) -> None:
    """Read dispatches into a record."""
    entries = inputs(paths, follow=follow, allowed=allow_host or ())
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )  # fmt: skip

    from vigie.flow.building import build_record
    from vigie.flow.cluster import Cluster

    screen = errors()
    columns = (TextColumn(say("build.reading")), BarColumn(), MofNCompleteColumn(),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=screen, disable=not screen.is_terminal) as progress:
        task = progress.add_task("", total=None)
        built = build_record(
            entries, out, workers=workers, language=language, model=model,
            engine=Cluster(scheduler) if scheduler else None,
        )  # fmt: skip
        for done, total in built.steps:
            progress.update(task, completed=done, total=total)
    tally = built.tally
    print(
        say("build.done", new=tally.new, known=tally.known, issues=tally.issues, path=out)
    )
    print(say("build.next", path=out))
    if strict and tally.issues:
        raise typer.Exit(2)
