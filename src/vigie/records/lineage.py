"""Records room. Lineage: dispatches that descend from one text, and how each of them does."""

from __future__ import annotations

import msgspec

KINDS = ("source", "copy", "shortened", "update")


class Kin(msgspec.Struct, frozen=True, kw_only=True):
    """One dispatch of a lineage and what it owes to another.

    `of` is the dispatch it descends from, None for the source. `kind` is "source", "copy" (the
    same words), "shortened" (part of the words) or "update" (the words, and more). `shared` is the
    Jaccard index of their word pairs; `kept` the share of `of`'s pairs found here; `borrowed`
    the share of this one's pairs found there: all from 0 to 1. `why` gives the reasons.
    """

    dispatch_id: str
    of: str | None
    kind: str
    shared: float = 1.0
    kept: float = 1.0
    borrowed: float = 1.0
    why: tuple[str, ...] = ()


class Lineage(msgspec.Struct, frozen=True, kw_only=True):
    """Dispatches that descend from one text; the source comes first, the others by time.

    `agency` is the wire that its members sign, where they agree on one.
    """

    source: str
    kin: tuple[Kin, ...]
    agency: str | None = None
