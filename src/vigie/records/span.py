"""Records room. A stretch of the raw text: where any statement points back to."""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """Half-open stretch of code points of the raw text, as received.

    >>> Span(2, 5).text("La vigie")
    ' vi'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span needs 0 <= start < end, got {self.start}..{self.end}")

    def text(self, raw: str) -> str:
        """The words themselves."""
        return raw[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end
