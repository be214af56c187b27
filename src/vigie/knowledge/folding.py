"""Knowledge room. One spelling for many: the folded form of a name, and its bare skeleton.

`fold` forgets case, accents, hyphens, apostrophes and the dots of "O.N.U."; `Skeletons` goes on
to what transliteration varies, by the table of actors/folding.yaml. Fold to look a name up; use
skeletons only to propose, where country or role can still say no.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

_DOTTED = re.compile(r"\b(?:\w\.){2,}\w?")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
# Letters that have no accent to lose, and signs that part words; the rest of what is not ASCII
# falls away, scripts other than the Latin one with it.
_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
     "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ə": "e", "Ə": "e"}
    | dict.fromkeys("’‘ʼ`´′‐‑‒–—―−·«»“”„…\u00a0\u202f", " ")
    | dict.fromkeys("ʿʾʻ\u00ad", "")
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Lower-case ASCII words with single spaces between; "" when nothing is left.

    >>> fold("L’Émir d'Al-Qaïda"), fold("O.N.U."), fold("Nétanyahou")
    ('l emir d al qaida', 'onu', 'netanyahou')
    """
    if "." in text:
        text = _DOTTED.sub(lambda m: m.group().replace(".", ""), text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = text.encode("ascii", "ignore").decode()
    return _NOT_WORD.sub(" ", text.lower()).strip()


@lru_cache(maxsize=16384)
def fold_words(text: str) -> tuple[str, ...]:
    """The words of the folded form: a token such as "Al-Qaïda" holds two."""
    return tuple(fold(text).split())


class Skeletons:
    """What is left of a name once the habits of transliteration are taken away.

    Args:
        table: `drop` (words left out anywhere), `pairs` (ordered rewritings "from to"), and
            `final` (endings left out), as folding.yaml gives them.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._drop = frozenset(table["drop"])
        self._pairs = [
            (a, b) for a, _, b in (pair.partition(" ") for pair in table["pairs"])
        ]
        self._final: Sequence[str] = tuple(table["final"])

    def of(self, name: str) -> str:
        """Skeleton of a name; "Muammar al-Gaddafi" and "Mouammar Kadhafi" share theirs."""
        return " ".join(self._word(w) for w in fold(name).split() if w not in self._drop)

    def _word(self, word: str) -> str:
        for old, new in self._pairs:
            word = word.replace(old, new)
        word = _TWICE.sub(r"\1", word)
        for ending in self._final:
            if len(word) > len(ending) + 2:
                word = word.removesuffix(ending)
        return word
