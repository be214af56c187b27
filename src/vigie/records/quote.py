"""Records room. A quote: what was said, by whom, to whom or through what."""

from __future__ import annotations

import msgspec

from vigie.records.span import Span


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """What someone is cited as saying; the span is what was said, without the marks.

    `speaker` is an actor key; `cue` the token of the verb or noun of speech (None for "selon");
    `stance` is the reporter's: neutral, doubtful, denying, insisting. `tok_start`..`tok_end` hold
    the content, `venue` what it was said in or to ("communiqué", "NTV").

    `addressee` is whom it was said to, `principal` the body or person a spokesperson speaks for,
    `relay` who passes it on ("selon l'AFP, le ministère affirme …"): actor keys. `said_on` is the
    day of the saying ("a déclaré jeudi"), apart from what is told of and from publication.
    """

    span: Span
    tok_start: int
    tok_end: int
    direct: bool
    speaker: str | None = None
    speaker_span: Span | None = None
    venue: str | None = None
    cue: int | None = None
    stance: str = "neutral"
    rule: str = ""
    addressee: str | None = None
    principal: str | None = None
    relay: str | None = None
    said_on: str | None = None
