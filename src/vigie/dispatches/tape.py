"""Dispatches room. The tape: text on its way to being clean, and the way home to the raw text.

Flow: raw text → `thread` (invisible characters dropped, spaces made plain, letters composed) →
`keep` as often as there is something to cut. Whatever is kept still knows its raw offsets.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

# Dropped: soft hyphen, zero-width spaces and marks of direction, byte-order mark, control
# characters. The joiners U+200C and U+200D stay: Arabic and Persian spell with them.
_GONE = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f"
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_SPACES = "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
_SAME_LENGTH = [(c, " ") for c in _SPACES] + [(c, "\n") for c in _LINE_ENDS]
_ODD = re.compile(
    rf"(?P<cluster>[^\W\d_][{_MARKS}]+)"
    rf"|(?<=[ \n])[ {_GONE}]+|[ {_GONE}\r]+(?=\n)|\r(?=\n)|[{_GONE}]+|(?P<line>\r)"
)
# What `_ODD` may match at all: most texts have none of it, and are not searched letter by letter.
_ODD_LETTER = re.compile(rf"[\r{_GONE}{_MARKS}]")
_ODD_SPACE = ("  ", " \n", "\n ")


class Tape(msgspec.Struct, frozen=True):
    r"""Text with its map home: clean offset c stands at raw offset c + shift of its stretch.

    >>> tape = thread("co\u00adopé")
    >>> tape.text, tape.raw(2), tape.raw(3)
    ('coopé', 3, 4)
    """

    text: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def raw(self, at: int) -> int:
        """Raw offset of one character of the text."""
        return at + self.shifts[bisect_right(self.starts, at) - 1]

    def keep(self, pieces: Iterable[tuple[int, int] | str]) -> Tape:
        """The tape of the pieces kept, in order; a string between two pieces is glue."""
        out = _Maker()
        for piece in pieces:
            if isinstance(piece, str):
                out.glue(piece)
                continue
            start, end = piece
            k = bisect_right(self.starts, start) - 1
            while start < end:
                stop = self.starts[k + 1] if k + 1 < len(self.starts) else end
                stop = min(stop, end)
                out.copy(self.text[start:stop], start + self.shifts[k])
                start, k = stop, k + 1
        return out.tape()


def thread(raw: str) -> Tape:
    """The tape of a raw text: same words, no invisible characters, plain spaces, NFC letters."""
    text = raw
    for letter, same in _SAME_LENGTH:
        text = text.replace(letter, same)
    out, at = _Maker(), 0
    if not _ODD_LETTER.search(text) and not any(odd in text for odd in _ODD_SPACE):
        out.copy(text, 0)
        return out.tape()
    for odd in _ODD.finditer(text):
        out.copy(text[at : odd.start()], at)
        at = odd.end()
        if odd["cluster"]:
            for k, letter in enumerate(unicodedata.normalize("NFC", odd["cluster"])):
                out.copy(letter, odd.start() + k)
        elif odd["line"]:
            out.copy("\n", odd.start())
    out.copy(text[at:], at)
    return out.tape()


def whole_letters(raw: str, end: int) -> int:
    """Where a stretch of raw text ends, once the marks above its last letter are in it."""
    while end < len(raw) and unicodedata.combining(raw[end]):
        end += 1
    return end


def plain(text: str) -> str:
    """The text as patterns see it, character for character: no accents, one apostrophe, one dash.

    >>> plain("À l’été – dit-il")
    "A l'ete - dit-il"
    """
    if _UNLIKE not in text:
        try:
            return text.encode(_WESTERN).translate(_FOLDED).decode(_WESTERN)
        except UnicodeEncodeError:
            pass  # letters of elsewhere: one by one
    return text.translate(_FOLD)


class _Maker:
    """Gathers copied stretches; a new one starts where the distance to the raw text changes."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.starts: list[int] = []
        self.shifts: list[int] = []

    def copy(self, text: str, raw_at: int) -> None:
        if not text:
            return
        shift = raw_at - self.size
        if not self.shifts or self.shifts[-1] != shift:
            self.starts.append(self.size)
            self.shifts.append(shift)
        self.glue(text)

    def glue(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def tape(self) -> Tape:
        starts: Sequence[int] = self.starts
        return Tape("".join(self.parts), tuple(starts), tuple(self.shifts))


class _Fold(dict[int, str]):
    """Fills itself as characters are met; every answer is one character long."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = unicodedata.normalize("NFKD", letter)
        kept = "".join(c for c in base if not unicodedata.combining(c))
        self[code] = kept if len(kept) == 1 and not kept.isspace() else letter
        return self[code]


_FOLD = _Fold(
    {ord(c): "'" for c in "’‘ʼ′`´"} | {ord(c): "-" for c in "‐‑‒–—―−"} | {ord("…"): "…"}
)
# Texts of Western Europe are folded as bytes, six times as fast; the micro sign alone folds to a
# letter that the set lacks.
_WESTERN, _UNLIKE = "cp1252", "µ"
_FOLDED = bytes(
    byte if (letter := bytes([byte]).decode(_WESTERN, "ignore")) in ("", _UNLIKE)
    else letter.translate(_FOLD).encode(_WESTERN)[0]
    for byte in range(256)
)  # fmt: skip
