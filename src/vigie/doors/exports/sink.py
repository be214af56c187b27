"""Doors, exports. Where libraries that write files write to, so that bytes leave as they come.

`Sink` is a file that forgets what was taken from it; `zip_files` a zip archive without clock.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day a zip archive can bear: no clock in our files


class Sink(io.RawIOBase):
    """A file to write to, once through; `take` gives what was written since the last take."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Keep some bytes until they are taken."""
        part = bytes(memoryview(data))  # type: ignore[arg-type]
        self._parts.append(part)
        self._at += len(part)
        return len(part)

    def tell(self) -> int:
        """How many bytes were written in all."""
        return self._at

    def take(self) -> bytes:
        """What was written since the last take."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def zip_files(files: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """A zip archive of named texts, a text at a time; the same texts give the same bytes."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, text.encode())
            yield sink.take()
    yield sink.take()
