"""Dispatches room, readers. Archives: zip and gzip, opened in memory, never unfolded on the disk.

Flow: each member goes to the reader of its own kind. Guarded: members that unfold without end,
archives inside archives, names that climb out of their folder, locked and truncated members.
"""

from __future__ import annotations

import gzip
import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.limits import Limits
from vigie.records import Issue, RawDispatch

_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError,
    RuntimeError, ValueError,
)  # fmt: skip
# Below this size a member that folds well is text that repeats, not a trap.
_SMALL = 1_000_000


def read_zip(
    handle: BinaryIO, name: str, file_name: str, limits: Limits, depth: int
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of a zip's members, in the order of their names."""
    if depth >= limits.depth:
        yield issues.malformed(
            name, "archive-too-deep", f"{depth + 1} deep", f"at most {limits.depth}"
        )
        return
    with tempfile.SpooledTemporaryFile(max_size=limits.file_bytes) as kept:
        size = _copy(handle, kept, limits.packed_bytes)
        if size > limits.packed_bytes:
            yield issues.too_long(name, size, limits.packed_bytes)
            return
        try:
            archive = zipfile.ZipFile(kept)
        except _BROKEN as e:
            yield issues.malformed(name, "archive-malformed", str(e), "a whole zip file")
            return
        with archive:
            yield from _members(archive, name, limits, depth)


def read_gzip(
    handle: BinaryIO, name: str, file_name: str, limits: Limits, depth: int
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of the one file a gzip holds."""
    from vigie.dispatches.readers.pick import read_stream

    if depth >= limits.depth:
        yield issues.malformed(
            name, "archive-too-deep", f"{depth + 1} deep", f"at most {limits.depth}"
        )
        return
    inner = file_name[:-3] if file_name.lower().endswith(".gz") else ""
    opened = _Bounded(gzip.GzipFile(fileobj=handle), limits.packed_bytes)
    try:
        yield from read_stream(
            io.BufferedReader(opened), name, inner, limits=limits, depth=depth + 1
        )
    except _BROKEN as e:
        yield issues.malformed(name, "archive-malformed", str(e), "a whole gzip file")
        return
    if opened.spent:
        yield issues.too_long(name, limits.packed_bytes, limits.packed_bytes)


def _members(
    archive: zipfile.ZipFile, name: str, limits: Limits, depth: int
) -> Iterator[RawDispatch | Issue]:
    infos = sorted(
        (i for i in archive.infolist() if not i.is_dir()), key=lambda i: i.filename
    )
    if len(infos) > limits.packed_files:
        found = f"{len(infos)} files"
        yield issues.malformed(
            name, "archive-too-large", found, f"at most {limits.packed_files} files"
        )
        return
    unfolded = 0
    for info in infos:
        where = f"{name}/{info.filename}"
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts):
            continue
        unfolded += info.file_size
        if odd := _refusal(info, path, where, unfolded, limits):
            yield odd
            continue
        yield from _member(archive, info, _member_name(path, infos), where, limits, depth)


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    name: str,
    where: str,
    limits: Limits,
    depth: int,
) -> Iterator[RawDispatch | Issue]:
    from vigie.dispatches.readers.pick import read_stream

    try:
        with archive.open(info) as member:
            opened = io.BufferedReader(member)  # type: ignore[type-var]
            yield from read_stream(
                opened,
                name,
                PurePosixPath(info.filename).name,
                limits=limits,
                depth=depth + 1,
            )
    except _BROKEN as e:
        yield issues.malformed(where, "archive-malformed", str(e), "a whole member")


def _refusal(
    info: zipfile.ZipInfo, path: PurePosixPath, where: str, unfolded: int, limits: Limits
) -> Issue | None:
    """Why a member is left alone, if it is."""
    if path.is_absolute() or ".." in path.parts or ":" in info.filename[:2]:
        return issues.malformed(
            where, "archive-unsafe-name", info.filename, "a name inside the archive"
        )
    if info.flag_bits & 1:
        return issues.malformed(
            where, "archive-locked", "a password", "a member that opens"
        )
    if info.file_size > _SMALL and info.file_size > limits.packed_ratio * max(
        1, info.compress_size
    ):
        found = f"{info.file_size} bytes from {info.compress_size}"
        return issues.malformed(
            where, "archive-bomb", found, f"at most {limits.packed_ratio} times"
        )
    if unfolded > limits.packed_bytes:
        return issues.too_long(where, unfolded, limits.packed_bytes)
    return None


def _member_name(path: PurePosixPath, infos: list[zipfile.ZipInfo]) -> str:
    same = sum(1 for i in infos if PurePosixPath(i.filename).stem == path.stem)
    return path.stem if same == 1 else (path.parent / path.stem).as_posix()


def _copy(
    source: BinaryIO, target: tempfile.SpooledTemporaryFile[bytes], limit: int
) -> int:
    size = 0
    while size <= limit and (block := source.read(1 << 20)):
        target.write(block)
        size += len(block)
    target.seek(0)
    return size


class _Bounded(io.RawIOBase):
    """Reads at most so many bytes; `spent` says that there were more."""

    def __init__(self, inner: gzip.GzipFile, limit: int) -> None:
        self.inner, self.left, self.spent = inner, limit, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self.inner.read(min(len(view), self.left))
        if not data and self.left == 0 and len(view):
            self.spent = bool(self.inner.read(1))
        view[: len(data)] = data
        self.left -= len(data)
        return len(data)
