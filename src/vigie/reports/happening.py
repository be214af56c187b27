"""Reports room. A happening: one trigger read whole, before it is dated, placed and gathered."""

from __future__ import annotations

import msgspec


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One trigger with its sides, status and source. Token indices, actor keys.

    `theme` holds the words for what it is done to ("base", "ville").
    `content` holds the tokens of the clause that is asked, threatened or refused: its day is not
    the day of the asking.
    `told_as_done` is false for what lasts, is to come or is only spoken of ("soutient",
    "menaçait"): the day of the story is not theirs.
    `bare` says that the clause itself names neither side: "la manifestation" is more often a
    second telling than another act.
    """

    tok: int
    parts: tuple[int, ...]
    clause: tuple[int, int]
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    said_by: str | None
    rule: str
    theme: tuple[str, ...]
    content: frozenset[int]
    fallback: bool
    bare: bool
    told_as_done: bool
    why: tuple[str, ...]
