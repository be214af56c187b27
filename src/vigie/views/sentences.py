"""Views room. The sentence around a span of the raw text, for eyes.

The parse is not kept in the record; a stop, a space and a capital are enough to show words in
their sentence. No offset of the record rests on what is found here.
"""

from __future__ import annotations

import re

from vigie.records import Span

LONGEST = 700  # characters: a text without stops is shown by its clause and what is around
SHORT_FORM = 3  # letters of an abbreviation before its point: "M.", "Dr.", "gén."

# A line's end after a stop or before a blank line, or a stop that something new follows.
_BREAK = re.compile(
    r"\n\s*\n|\n(?=[^\S\n]*[^\W\d_a-zà-ÿ])|(?<=[.!?…])[»\"”)]*\s+(?=[«\"“(]?\s?[^\Wa-zà-ÿ_])"
)


def sentence_of(raw: str, span: Span) -> Span:
    """The sentence a span stands in, spaces cut; at most `LONGEST` on either side.

    >>> raw = "Un mort. Le feu dure, dit M. Ali. Rien d'autre."
    >>> sentence_of(raw, Span(12, 15)).text(raw)
    'Le feu dure, dit M. Ali.'
    """
    low, high = max(0, span.start - LONGEST), min(len(raw), span.end + LONGEST)
    start, end = low, high
    for found in _BREAK.finditer(raw, low, high):
        if _is_short_form(raw, found.start()):
            continue
        if found.end() <= span.start:
            start = found.end()
        elif found.start() >= span.end:
            end = found.start() + len(found.group().rstrip())
            break
    while start < span.start and raw[start].isspace():
        start += 1
    while end > span.end and raw[end - 1].isspace():
        end -= 1
    return Span(min(start, span.start), max(end, span.end))


def _is_short_form(raw: str, at: int) -> bool:
    """Whether the point before a break ends an abbreviation rather than a sentence."""
    if at == 0 or raw[at - 1] != ".":
        return False
    word = re.search(r"(\w+)\.$", raw[max(0, at - 12) : at])
    return bool(word) and word[1][0].isupper() and len(word[1]) < SHORT_FORM  # type: ignore[index]
