"""Referents room. Names as the tagger gives them, made whole: titles off, missing parts on.

Flow: tagged entities → `Name`s without article, title or stray marks, and what the words around
a name say of its kind ("le général X" is a person, "l'ONG X" is a body).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb_row import KbRow
from vigie.records import Notes, Token
from vigie.referents.roles import Who

# Sectors whose nouns are followed by a person's name as well: "le gouvernement X".
STATES = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
MAX_CHARGES = 24  # tokens that all the charges of a minister may take
_TITLE_WORDS = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "DET", "CCONJ"})
LOOK_BACK = 3  # adjectives that may stand between a title and a name


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """A name in the text: token range, kind, and the rows of the knowledge base it may mean.

    `kind` is PER, ORG, GPE, GROUP (inhabitants), LOC (a place, or a seat that may act) or MISC.
    """

    start: int
    end: int
    kind: str
    rows: tuple[KbRow, ...] = ()
    folded: str = ""


def trim(notes: Notes, who: Who, start: int, end: int, label: str) -> Name | None:
    """A tagged name without its article, its title, its stray marks; None if nothing is left."""
    tokens = notes.tokens
    if (
        label in ("ORG", "MISC")
        and end - start > 1
        and fold(tokens[start].text) in who.words["civilities"]
    ):
        label = "PER"
    while start < end and (step := _opens(tokens, who, start, end, label)):
        start += step
    while end > start and _closes(tokens, who, start, end, label):
        end -= 1
    if label == "PER" and start < end:
        start, end = _grown(notes, who, start, end)
    if end - start == 1 and fold(tokens[start].text) in who.words["not_names"]:
        return None
    if end - start == 1 and tokens[start].pos == "ADJ" and tokens[start].text.islower():
        return None  # "l'opposant russe"
    if (
        end - start == 1
        and label in ("ORG", "MISC")
        and who.single(tokens[start]) is not None
    ):
        return None  # "le Parti" is a description like "le parti"
    first, _, rest = (
        fold(tokens[start].text).partition(" ") if start < end else ("", "", "")
    )
    if rest and first in who.words["for_and_against"]:
        held = start > 0 and tokens[start - 1].pos == "DET"
        people = Name(
            start=start, end=end, kind="GROUP", folded=fold(notes.text(start, end))
        )
        return people if held else None
    letters = any(c.isalpha() for t in tokens[start:end] for c in t.text)
    if start == end or not letters or "://" in tokens[start].text:
        return None
    return Name(start=start, end=end, kind=label, folded=fold(notes.text(start, end)))


def is_titled(notes: Notes, who: Who, start: int) -> bool:
    """Whether a civility or a noun for one person stands right before a token."""
    tokens = notes.tokens
    first = notes.sents[tokens[start].sent][0]
    k = start - 1
    while (
        k > first
        and k >= start - LOOK_BACK
        and tokens[k].pos == "ADJ"
        and not who.single(tokens[k])
    ):
        k -= 1
    if k < first:
        return False
    if (
        tokens[k].low in who.words["civilities"]
        or fold(tokens[k].text) in who.words["civilities"]
    ):
        return True
    noun = who.single(tokens[k]) if tokens[k].pos in ("NOUN", "PROPN", "ADJ") else None
    return noun is not None and noun.kind == "PER" and not tokens[k].has("Number=Plur")


def is_bodied(notes: Notes, who: Who, name: Name) -> bool:
    """Whether a noun for a body stands right before a name: "l'ONG X", but "le régime X"."""
    before = notes.tokens[name.start - 1] if name.start else None
    if (
        before is None
        or before.pos not in ("NOUN", "PROPN")
        or before.sent != notes.tokens[name.start].sent
    ):
        return False
    noun = who.single(before)
    return noun is not None and noun.kind == "ORG" and noun.sector not in STATES


def is_portfolio(notes: Notes, who: Who, name: Name) -> bool:
    """Whether a tagged name is a minister's charge: "de l'Intérieur"."""
    tokens, k = notes.tokens, name.start - 1
    if name.kind == "PER" or k < 1:
        return False
    if tokens[k].pos == "DET":
        k -= 1
    while k > 0 and tokens[k - 1].pos == "ADJ":
        k -= 1
    of = any(fold(t.text) in who.words["of"] for t in tokens[k : name.start])
    if not of or any(t.text.isupper() for t in tokens[name.start : name.end]):
        return False
    return k > 0 and (
        who.stem(tokens[k - 1].low) in who.portfolios
        or is_further_charge(notes, who, k - 1)
    )


def is_further_charge(notes: Notes, who: Who, k: int) -> bool:
    """Whether an "and" or a comma joins what follows to a minister's first charge.

    "ministre des Affaires étrangères et de la Coopération": common nouns and small words alone
    lie between the two.
    """
    tokens = notes.tokens
    first = max(notes.sents[tokens[k].sent][0], k - MAX_CHARGES)
    if tokens[k].pos != "CCONJ" and tokens[k].text != ",":
        return False
    while k > first and (tokens[k].pos in _TITLE_WORDS or tokens[k].text == ","):
        k -= 1
        if who.stem(tokens[k].low) in who.portfolios:
            return True
    return False


def _grown(notes: Notes, who: Who, start: int, end: int) -> tuple[int, int]:
    """A person's name with the first or last name that the tagger left out, the tree holding it."""
    tokens = notes.tokens
    first, last = notes.sents[tokens[start].sent]
    while end < last and _is_flat(tokens[end]) and start <= tokens[end].head < end:
        end += 1
    while start > first and _is_flat(tokens[start]) and tokens[start].head == start - 1:
        before = tokens[start - 1]
        if before.pos != "PROPN" or not before.text[:1].isupper() or who.single(before):
            break
        if any(e.label == "LOC" and e.tok_end == start for e in notes.ents):
            break  # "au Caire Y Z": the tagger has seen where the town ends
        if fold(before.text) in who.words["civilities"] or (
            start > first + 1 and tokens[start - 2].pos == "DET"
        ):
            break  # "la Syrienne X"
        start -= 1
    return start, end


def _is_flat(token: Token) -> bool:
    return token.pos == "PROPN" and token.rel == "flat" and token.text[:1].isupper()


def _opens(tokens: Sequence[Token], who: Who, k: int, end: int, label: str) -> int:
    """How many tokens at the front of a tagged name are no part of it."""
    token = tokens[k]
    folded = fold(token.text)
    small = token.text[:1].islower()
    if (
        not folded
        or not any(c.isalnum() for c in token.text)
        or (folded in who.words["determiners"] and token.pos != "PROPN" and small)
    ):
        return 1
    if k + 1 >= end:
        return 0
    if folded in who.words["determiners"] and token.pos in ("DET", "ADP"):
        begins = k == 0 or tokens[k - 1].sent != token.sent
        return int(label != "ORG" or begins)
    if label != "PER":
        return 0
    if token.low in who.words["civilities"] or folded in who.words["civilities"]:
        return 1
    if token.pos == "NOUN" and fold(tokens[k + 1].text) in who.words["of"] and k + 2 < end:
        return 2
    noun = who.single(token)
    return int(noun is not None and noun.kind == "PER" and (small or noun.inherits))


def _closes(tokens: Sequence[Token], who: Who, start: int, end: int, label: str) -> bool:
    """Whether the last token of a tagged name is no part of it."""
    token = tokens[end - 1]
    if token.pos == "PUNCT" and not token.text[-1].isalnum():
        return True
    if end - 1 == start or not token.text.islower():
        return False
    return (
        label == "PER"
        or fold(token.text) in who.words["particles"]
        or (token.pos in ("VERB", "AUX", "ADP", "ADV", "SCONJ", "PRON") and label != "MISC")
    )
