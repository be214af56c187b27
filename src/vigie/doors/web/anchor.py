"""Doors, page and REST. The record that a server holds open: as long as it runs, and in each thread.

While one connection is open SQLite keeps its log and the file keeps its place on the disk, so that a
file put in its stead is seen as another. A thread that answers keeps its own: opening one costs as
much as a small page does.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path

from litestar import Litestar

from vigie.store.record import Record

_OWN = threading.local()  # `held`: this thread's record, and the file it is of


def anchored(
    path: Path, *warm: Callable[[], object]
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """The lifespan of an app: a record held open.

    Args:
        path: The record.
        warm: What to work out meanwhile, so that no first visitor waits for it.
    """

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        for work in warm:
            threading.Thread(target=work, daemon=True).start()
        with Record(path):
            yield

    return lifespan


@contextmanager
def reading(path: Path) -> Iterator[Record]:
    """This thread's record, to read from; opened anew for another file, or after an error.

    Raises:
        NotARecord: the file is no record, or is gone.
    """
    record, file = getattr(_OWN, "held", (None, None))
    now = _file(path)
    if record is None or file != now:
        _let_go()
        record = Record(path)
    _OWN.held = (None, None)  # not held while in use: a visit within a visit opens its own
    try:
        yield record
    except BaseException:
        record.close()
        raise
    _let_go()
    _OWN.held = (record, now)


def _let_go() -> None:
    record, _ = getattr(_OWN, "held", (None, None))
    if record is not None:
        record.close()
    _OWN.held = (None, None)


def _file(path: Path) -> tuple[Path, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (path, found.st_dev, found.st_ino)
