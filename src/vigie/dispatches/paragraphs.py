"""Dispatches room. Paragraphs: where the lines of a text start and end, and which are prose.

Flow: threaded text → `paragraphs` → stretches, each one paragraph. A text wrapped at 70 columns
has its lines joined; a text with one paragraph a line keeps them apart.
"""

from __future__ import annotations

import re

_BLANK = re.compile(r"\n\s*\n")
_LINE = re.compile(r"[^\s][^\n]*")
_ENDS = re.compile(r"[.!?…:;»\"”)\]]$")
_INNER_STOP = re.compile(r"[a-zà-ÿ0-9»\"”)]{2}[.!?…] +[«\"“A-ZÀ-Ý]")
# Widths of hard-wrapped text: mail and terminals wrap at 60 to 80, old wires at up to 100.
_WRAP_MIN, _WRAP_MAX = 40, 105
FEWEST_WRAPPED = 3  # lines that end inside a paragraph
PROSE = 100  # a line this long is prose, unless it is shown to be something else
SHORT_PROSE = 45  # so is one this long that ends as sentences end


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Start and end of each paragraph, outer spaces left out.

    >>> paragraphs(" Titre \n\nUn. Deux.\n")
    [(1, 6), (9, 18)]
    """
    if is_wrapped(text):
        return [s for s in _between_blanks(text) if s[0] < s[1]]
    return [_trim(text, m.start(), m.end()) for m in _LINE.finditer(text)]


def is_wrapped(text: str) -> bool:
    """Whether line ends are the work of a margin and not of the author."""
    if text.count("\n") - 2 * text.count("\n\n") < FEWEST_WRAPPED:
        return False
    inner = []
    for start, end in _between_blanks(text):
        lines = text[start:end].split("\n")
        inner += lines[:-1]
    if len(inner) < FEWEST_WRAPPED:
        return False
    cut = [
        ln
        for ln in inner
        if _WRAP_MIN <= len(ln) <= _WRAP_MAX and not _ENDS.search(ln.strip())
    ]
    return len(cut) >= 0.7 * len(inner)


def is_prose(line: str) -> bool:
    """Whether a line reads as a paragraph of an article and not as a title or a label."""
    return len(line) >= PROSE or (len(line) >= SHORT_PROSE and line[-1] in '.!?…»"”')


def sentence_stops(line: str) -> int:
    """How many sentences end inside a line, before its own end."""
    return len(_INNER_STOP.findall(line))


def _between_blanks(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for gap in _BLANK.finditer(text):
        out.append(_trim(text, at, gap.start()))
        at = gap.end()
    return [*out, _trim(text, at, len(text))]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
