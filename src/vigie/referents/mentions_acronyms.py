"""Referents room. Acronyms defined in the text: "l'armée nationale libyenne (ANL)".

Flow: tokens, names and phrases → pairs (acronym's tokens, tokens of what it stands for), and the
acronyms that the tagger had not seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.records import Notes, Token
from vigie.referents.mentions_tagged import Name
from vigie.referents.roles_phrases import Phrase

MIN_CAPITALS = 2
MAX_ACRONYM = 12


class Definition(msgspec.Struct, frozen=True):
    """An acronym (its token) and the long form beside it (its token range)."""

    token: int
    start: int
    end: int


def find_definitions(
    notes: Notes, names: Sequence[Name], phrases: Sequence[Phrase]
) -> list[Definition]:
    """All acronyms in brackets behind, or before, their long form."""
    tokens = notes.tokens
    ends = {p.reach: (p.start, p.reach) for p in phrases if p.noun.kind != "PER"}
    ends |= {
        p.end: (p.start, p.end)
        for p in phrases
        if p.noun.kind != "PER" and p.end not in ends
    }
    long_names = {
        n.end: n for n in names if n.kind in ("ORG", "MISC", "LOC") and " " in n.folded
    }
    out = [
        Definition(name.start - 2, name.start, name.end)
        for name in long_names.values()
        if _explains(tokens, name)
    ]
    for token in tokens:
        k = token.i
        if (
            token.text != "("
            or k + 2 >= len(tokens)
            or tokens[k + 2].text not in (")", ",")
        ):
            continue
        if not is_acronym(tokens[k + 1].text):
            continue
        short = fold(tokens[k + 1].text)
        name = long_names.get(k)
        spans = [(name.start, name.end)] if name else []
        if k in ends:
            spans.append(ends[k])
        spans.sort()
        for start, end in spans:
            if name is not None or fits(short, [fold(t.text) for t in tokens[start:end]]):
                out.append(Definition(k + 1, start, end))
                break
    return out


def _explains(tokens: Sequence[Token], name: Name) -> bool:
    """Whether a long name in brackets says what the acronym before it is: "l'ALN (Armée …)"."""
    k = name.start - 2
    if k < 0 or tokens[k + 1].text != "(" or name.end >= len(tokens):
        return False
    words = [fold(t.text) for t in tokens[name.start : name.end]]
    closed = tokens[name.end].text == ")"
    return closed and is_acronym(tokens[k].text) and fits(fold(tokens[k].text), words)


def is_acronym(text: str) -> bool:
    """Whether a word looks like an acronym: "ANL", "M23", "Aqmi" does not."""
    capitals = sum(c.isupper() or c.isdigit() for c in text)
    return capitals >= MIN_CAPITALS and len(text) <= MAX_ACRONYM and text[:1].isupper()


def fits(short: str, words: Sequence[str]) -> bool:
    """Whether the letters of an acronym come in order at the heads of some of the words.

    Foreign acronyms (LNA for "armée nationale libyenne") only need to share their letters.
    """
    heads = "".join(w[0] for word in words for w in word.split())
    at = 0
    for head in heads:
        if at < len(short) and head == short[at]:
            at += 1
    return at == len(short) or (
        at > 0 and sorted(short) == sorted(set(short)) and set(short) <= set(heads)
    )
