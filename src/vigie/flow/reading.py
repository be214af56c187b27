"""The corridor, from Python: texts or raw dispatches in, readings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vigie.flow.kit import Kit, open_kit
from vigie.flow.plan import read_many
from vigie.records import RawDispatch, Reading


def read(texts: Iterable[str | RawDispatch], kit: Kit | None = None) -> Iterator[Reading]:
    """Readings in input order, as they are made.

    Args:
        texts: Plain texts (named by their rank) or raw dispatches.
        kit: What `open_kit` gave; loaded here when it is left out.
    """
    raws = (
        text if isinstance(text, RawDispatch) else RawDispatch(id=f"text-{n}", text=text)
        for n, text in enumerate(texts)
    )
    yield from read_many(raws, kit or open_kit())
