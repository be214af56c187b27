"""Records room. When: a time expression and the value it can bear, with its precision."""

from __future__ import annotations

import msgspec

from vigie.records.span import Span


class When(msgspec.Struct, frozen=True, kw_only=True):
    """A time expression.

    `value` is ISO 8601 with the precision the text allows: "2020-05-21", "2020-05", "2020",
    "2020-05-21T21:30" (an hour that was said), "2020-05-18/2020-05-24" for an interval (both ends
    included), None where the text gives no date. `candidates` are the days it may be when the
    anchor is too coarse to tell. `grain` is instant, day, week, month, season, year, decade…;
    `timex` is TIMEX3's DATE, TIME, DURATION or SET.
    """

    span: Span
    tok_start: int
    tok_end: int
    value: str | None
    grain: str
    timex: str
    rule: str
    anchor: str | None = None
    candidates: tuple[str, ...] = ()
