"""Doors, command line. What several commands share: the console, the inputs, the record."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console

from vigie.doors.interface import say
from vigie.errors import BadRequest
from vigie.records import Issue, RawDispatch
from vigie.store.record import Record

STATUS_STYLE = {
    "asserted": "", "denied": "red", "announced": "cyan", "attempted": "yellow",
    "alleged": "magenta", "hypothetical": "dim",
}  # fmt: skip
QUAD_STYLE = {"VC": "green", "MC": "bold green", "VX": "yellow", "MX": "bold red"}


def console() -> Console:
    """Standard output for eyes; colours only where it is a terminal."""
    return Console(highlight=False, soft_wrap=False)


def errors() -> Console:
    """Standard error: progress and remarks, so that what is printed can be piped."""
    return Console(stderr=True, highlight=False)


def inputs(
    paths: Iterable[str], *, follow: bool = False, allowed: Iterable[str] = ()
) -> Iterator[RawDispatch | Issue]:
    """All that the named files, folders, web addresses or standard input (-) hold, in order.

    Args:
        paths: What to read.
        follow: Whether to fetch the pages that feeds, sitemaps and lists of feeds name.
        allowed: Hosts that may be private or of this machine, by name.

    Raises:
        BadRequest: a path is not there.
    """
    from vigie.dispatches.readers import read_path
    from vigie.dispatches.readers.address import is_url, usual_fetcher

    paths = list(paths)
    for path in paths:
        if path != "-" and not is_url(path) and not Path(path).exists():
            raise BadRequest(say("inputs.missing", path=path))
    fetcher = None
    if follow or any(map(is_url, paths)):  # one for all, so that each host gets its pauses
        fetcher = usual_fetcher(allowed=frozenset(allowed))
    for path in paths:
        yield from read_path(path, fetcher=fetcher, follow=follow)


def open_record(path: Path) -> Record:
    """The record to read from."""
    return Record(path)


def warn(issue: Issue) -> None:
    """One line on standard error for something odd."""
    where = f" ({issue.dispatch_id})" if issue.dispatch_id else ""
    print(f"! {issue.kind}{where}: {issue.found}; {issue.done}", file=sys.stderr)
