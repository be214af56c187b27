"""Knowledge room. Name → keys under which a toponym is kept and found again.

Two keys. The folded one (folding.py) forgets case, accents, hyphens, apostrophes; `bare` drops a
leading article too. The skeleton forgets, besides, what transcribers of Arabic, Russian or Ukrainian never agree on
(vowels, q/k, ou/u, kh/h, doubled letters, inner articles); it says too little to stand alone and
is only asked together with a country. Both tables are data (gazetteers/keys.yaml).
"""

from __future__ import annotations

import re
from pathlib import Path

from vigie.knowledge.yaml import read_yaml


class NameKeys:
    """The tables by which names are reduced to keys.

    >>> keys = load_name_keys()
    >>> keys.bare("le caire"), keys.bare("al bab")
    ('caire', 'bab')
    >>> keys.skeleton("deir ez zor") == keys.skeleton("dayr az zawr")
    True
    """

    def __init__(
        self, articles: list[str], sounds: list[tuple[str, str]], by_ear: list[str]
    ) -> None:
        self._articles = frozenset(articles)
        self._sounds = sounds
        self.by_ear = frozenset(by_ear)  # countries whose spellings vary most

    def bare(self, folded: str) -> str:
        """The folded name without a leading article; unchanged when nothing else is left."""
        first, _, rest = folded.partition(" ")
        return rest if rest and first in self._articles else folded

    def skeleton(self, folded: str) -> str:
        """The sounds transcribers agree on, "" when fewer than two are left."""
        words = [w for w in folded.split() if w not in self._articles]
        key = "".join(words)
        for heard, kept in self._sounds:
            key = key.replace(heard, kept)
        head = "a" if key[:1] in ("a", "e", "i", "o", "u") else ""
        key = "".join(c for c in key if c not in "aeiou")
        key = re.sub(r"(.)\1+", r"\1", key)
        return head + key if len(key) >= 2 else ""


def load_name_keys(folder: Path | None = None) -> NameKeys:
    """The key tables of `gazetteers/keys.yaml`."""
    raw = read_yaml((folder or Path(__file__).parent / "gazetteers") / "keys.yaml")
    return NameKeys(
        raw["articles"], [(a, b or "") for a, b in raw["sounds"]], raw["by_ear"]
    )


def edits(left: str, right: str, *, most: int) -> int:
    """Edit distance of two short names, or `most + 1` as soon as it must be larger.

    >>> edits("saraqeb", "saraqib", most=2), edits("homs", "tripoli", most=2)
    (1, 3)
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
        if min(row) > most:
            return most + 1
    return row[-1]
