"""Records room. What was odd in the input, written down instead of raised."""

from __future__ import annotations

import msgspec

from vigie.records.span import Span


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """Something odd that was met on the way, and what was done about it.

    `kind` is stable and searchable ("day-impossible"); the sentences are free to improve.
    """

    dispatch_id: str
    kind: str
    found: str
    expected: str
    done: str
    span: Span | None = None
