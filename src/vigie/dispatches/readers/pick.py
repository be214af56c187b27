"""Dispatches room, readers. Picking a reader by a file's name and first bytes, and walking folders.

Flow: `read_path` → files in sorted order → `read_stream` with the reader of each → dispatches
whose names are unique in the run.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import msgspec

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.address import is_url, read_url
from vigie.dispatches.readers.kinds import READERS, kind_of
from vigie.dispatches.readers.limits import LIMITS, Limits
from vigie.errors import BadRequest
from vigie.records import Issue, RawDispatch

if TYPE_CHECKING:
    from vigie.dispatches.fetch import Fetcher

STDIN = "-"


def read_path(
    path: Path | str, *, limits: Limits = LIMITS, fetcher: Fetcher | None = None,
    follow: bool = False,
) -> Iterator[RawDispatch | Issue]:  # fmt: skip
    """Every dispatch of a file, of a folder (sorted, with its sub-folders), or of stdin ("-").

    Args:
        path: Where to read; "-" is the standard input, "https://…" is fetched politely.
        limits: How much is too much.
        fetcher: Who asks the web; by default one with our usual manners.
        follow: Whether to fetch the pages that a feed, a sitemap or a list of feeds names.

    Raises:
        BadRequest: there is no such file or folder.
    """
    if str(path) == STDIN:
        return named_once(read_stream(sys.stdin.buffer, "stdin", "", limits=limits))
    web = isinstance(path, str) and is_url(path)
    if follow and (web or Path(path).is_file()):
        from vigie.dispatches.readers.follow import follow_path

        return named_once(follow_path(str(path), fetcher, limits=limits))
    if web:
        return named_once(read_url(str(path), fetcher, limits=limits))
    path = Path(path)
    if path.is_dir():
        return named_once(_read_folder(path, limits))
    if path.exists():
        return named_once(read_file(path, stem(path.name), limits=limits))
    raise BadRequest(
        f"no file or folder at {path}; give a path that exists, or - for stdin"
    )


def read_file(
    path: Path, name: str, *, limits: Limits = LIMITS
) -> Iterator[RawDispatch | Issue]:
    """Every dispatch of one file."""
    try:
        with path.open("rb") as handle:
            yield from read_stream(handle, name, path.name, limits=limits)
    except OSError as e:
        yield issues.unreadable(name, e.strerror or type(e).__name__)


def read_stream(
    handle: BinaryIO, name: str, file_name: str, *, limits: Limits = LIMITS, depth: int = 0
) -> Iterator[RawDispatch | Issue]:
    """Every dispatch of an open file.

    Args:
        handle: Where to read from; it need not be able to go back.
        name: What to call the dispatch, or what to call its container.
        file_name: Whose ending tells the format; "" to tell it from the first bytes.
        limits: How much is too much.
        depth: How many archives this file lies in.
    """
    peeking = (
        handle
        if isinstance(handle, io.BufferedReader)
        else io.BufferedReader(cast(io.RawIOBase, handle))
    )
    reader = READERS[kind_of(file_name, peeking.peek(4096)[:4096])]
    yield from reader(peeking, name, file_name, limits, depth)


def named_once(found: Iterator[RawDispatch | Issue]) -> Iterator[RawDispatch | Issue]:
    """The same, a dispatch whose name was taken getting another one ("x~2") and an issue."""
    seen: set[str] = set()
    for item in found:
        if isinstance(item, RawDispatch):
            name, rank = item.id, 1
            while name in seen:
                rank += 1
                name = f"{item.id}~{rank}"
            seen.add(name)
            if name != item.id:
                yield Issue(
                    dispatch_id=name, kind="id-duplicate", found=item.id,
                    expected="an id that no other dispatch has", done=f"named it {name}",
                )  # fmt: skip
                item = msgspec.structs.replace(item, id=name)
        yield item


def stem(file_name: str) -> str:
    """A file's name without its ending, "x.warc.gz" being "x".

    >>> stem("note.12.txt"), stem("crawl.warc.gz"), stem(".hidden")
    ('note.12', 'crawl', '.hidden')
    """
    for ending in (".warc.gz", ".jsonl.gz", ".json.gz", ".txt.gz", ".csv.gz", ".xml.gz"):
        if file_name.lower().endswith(ending) and len(file_name) > len(ending):
            return file_name[: -len(ending)]
    return Path(file_name).stem


def _read_folder(folder: Path, limits: Limits) -> Iterator[RawDispatch | Issue]:
    """Files in the order of their relative paths; hidden ones are left alone."""
    inside = [p.relative_to(folder) for p in folder.rglob("*") if p.is_file()]
    files = sorted((p for p in inside if not _is_hidden(p)), key=lambda p: p.as_posix())
    stems = Counter(stem(p.name) for p in files)
    longer = Counter((p.parent / stem(p.name)).as_posix() for p in files)
    for path in files:
        name, long = stem(path.name), (path.parent / stem(path.name)).as_posix()
        if stems[name] > 1:
            name = long if longer[long] == 1 else path.as_posix()
        yield from read_file(folder / path, name, limits=limits)
    if not files:
        yield issues.empty(folder.name)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)
