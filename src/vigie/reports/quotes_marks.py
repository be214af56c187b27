"""Reports room. Quotation marks: from tokens to the stretches of words they hold.

Flow: Notes → `find_stretches` → `Stretch`es, outermost only, in reading order. Every mark of the
press is read (« » “ ” „ " ‹ › ‘ ’), with marks repeated from paragraph to paragraph, marks of two
kinds in one another, and marks that never close (bounded by their paragraph).
"""

from __future__ import annotations

import msgspec

from vigie.records import Notes, Token

PAIRS = {
    "«": "»", "“": "”", "„": "“”", "‟": "”", "‹": "›", "‘": "’", '"': '"',
    "<<": ">>", "``": "''", "''": "''",
}  # fmt: skip
CLOSERS = frozenset("»”›") | {">>"}
MARKS = frozenset(PAIRS) | CLOSERS | {"’"}
# A mark that is not closed in its paragraph may be closed in one of the next ones.
MOST_PARAGRAPHS = 6
EDGE = frozenset(".,;:!?…") | {"...", "–", "-", "—"}


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Words between marks: tokens `start`..`end`, half-open; `open` and `close` are the marks.

    `close` is None where the mark never closes. `words` counts the tokens that are words.
    """

    start: int
    end: int
    open: int
    close: int | None
    words: int

    @property
    def after(self) -> int:
        """First token after the stretch and its closing mark."""
        return self.end if self.close is None else self.close + 1


def find_stretches(notes: Notes) -> list[Stretch]:
    """The outermost stretches of quoted words, in reading order; empty ones are left out."""
    marks = [t.i for t in notes.tokens if t.text in MARKS or t.text == "'"]
    out: list[Stretch] = []
    n, free = 0, 0
    while n < len(marks):
        i = marks[n]
        n += 1
        if i < free or not _opens(notes, i):
            continue
        close = _closing(notes, i, marks[n:])
        end = close if close is not None else _paragraph_end(notes, i)
        if close is None and _glyph(notes, i) in "'‘’\"":
            continue  # a lone apostrophe, or inches: no telling where it would end
        words = sum(1 for t in notes.tokens[i + 1 : end] if t.text[0].isalnum())
        if words:
            stretch = Stretch(start=i + 1, end=end, open=i, close=close, words=words)
            out.append(stretch)
            free = stretch.after
    return out


def inside(notes: Notes, stretches: list[Stretch]) -> list[int]:
    """For each token the rank of the stretch it stands in (marks included), or -1."""
    out = [-1] * len(notes.tokens)
    for n, stretch in enumerate(stretches):
        for k in range(stretch.open, stretch.after):
            out[k] = n
    return out


def _glyph(notes: Notes, i: int) -> str:
    """The mark as it was received: tokens have their curly apostrophes straightened."""
    token = notes.tokens[i]
    return notes.dispatch.raw[token.start : token.end] or token.text


def _opens(notes: Notes, i: int) -> bool:
    tokens, glyph = notes.tokens, _glyph(notes, i)
    if glyph in CLOSERS or i + 1 >= len(tokens) or tokens[i + 1].block != tokens[i].block:
        return False
    if glyph in ("'", "’", "‘"):  # an opening one stands after white space and before none
        before = i == 0 or tokens[i - 1].space or tokens[i - 1].text == "("
        return before and not tokens[i].space
    if glyph == '"':
        return (
            i == 0
            or not (tokens[i].space and not tokens[i - 1].space)
            or _is_first(notes, i)
        )
    return True


def _is_first(notes: Notes, i: int) -> bool:
    return i == 0 or notes.tokens[i - 1].block != notes.tokens[i].block


def _closing(notes: Notes, i: int, later: list[int]) -> int | None:
    """The mark that closes the one at `i`: same kind, same depth, not too many paragraphs on."""
    tokens, opener = notes.tokens, _glyph(notes, i)
    closers = PAIRS.get(opener, "'’" if opener in "'’" else opener)
    depth = 0
    for k in later:
        glyph = _glyph(notes, k)
        gap = tokens[k].block - tokens[i].block
        if gap and (gap > MOST_PARAGRAPHS or opener not in ("«", "“")):
            return None
        if glyph == opener and opener not in closers:
            if gap and _is_first(notes, k):
                continue  # the mark is said again at the head of each paragraph
            if gap:
                return None
            depth += 1
        elif glyph in closers and _may_close(tokens, k, glyph):
            if gap and _is_first(notes, k):
                continue
            if not depth:
                return k
            depth -= 1
    return None


def _may_close(tokens: list[Token], k: int, glyph: str) -> bool:
    if glyph not in ("'", "’"):
        return True
    last = k + 1 == len(tokens) or tokens[k + 1].text in EDGE
    return not tokens[k - 1].space and (tokens[k].space or last)


def _paragraph_end(notes: Notes, i: int) -> int:
    block, k = notes.tokens[i].block, i + 1
    while k < len(notes.tokens) and notes.tokens[k].block == block:
        k += 1
    return k


def trimmed(notes: Notes, start: int, end: int) -> tuple[int, int] | None:
    """A token range without the marks and commas at its edges; None when nothing is left."""
    tokens = notes.tokens
    while start < end and (tokens[start].text in EDGE or tokens[start].text in MARKS):
        start += 1
    while end > start and (tokens[end - 1].text in EDGE or tokens[end - 1].text in MARKS):
        end -= 1
    return (start, end) if start < end else None
