"""Dispatches room, readers. Limits: how much a reader takes before it says no."""

from __future__ import annotations

import msgspec

from vigie.dispatches.readers.bytes_in import MAX_TEXT_BYTES


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Sizes in bytes and counts past which input is left alone and an issue says so.

    `text_bytes` bounds one dispatch, `page_bytes` one web page; `file_bytes` bounds what is held whole in memory (a page, a
    mail, a feed; lines and records of larger files stream); `packed_bytes` and `packed_ratio`
    guard against archives that unfold without end; `depth` against archives inside archives.
    """

    text_bytes: int = MAX_TEXT_BYTES
    file_bytes: int = 20_000_000
    page_bytes: int = 5_000_000
    packed_bytes: int = 500_000_000
    packed_ratio: int = 200
    packed_files: int = 100_000
    depth: int = 2


LIMITS = Limits()
