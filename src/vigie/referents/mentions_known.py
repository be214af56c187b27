"""Referents room. Known names in the text: where they stand, and whether to believe them.

Flow: tokens and the knowledge base → `Name`s with their rows. A name that is also a common word,
or a person's surname alone, is believed only where the tagger or a title says so too.
"""

from __future__ import annotations

from collections.abc import Sequence

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.kb_row import KbRow
from vigie.records import Notes, Token
from vigie.referents.mentions_tagged import Name, is_titled
from vigie.referents.roles import Who

BANDS = frozenset({"REB", "PRM"})  # known by names that are written small
MIN_SHOUTED = (
    4  # letters from which a word in capitals is an acronym even in a line of them
)


def spots(notes: Notes, kb: KnowledgeBase, who: Who) -> list[Name]:
    """Known names: they begin with a capital, or with a noun when they are three words or more."""
    firsts, tokens, anchor, out = kb.first_words(), notes.tokens, notes.dispatch.anchor, []
    after = 0
    for token in tokens:
        k = token.i
        capital = not token.text[:1].islower()
        if k < after or not (capital or token.pos == "NOUN") or token.pos == "PUNCT":
            continue
        words = fold(token.text).split()
        if not words:
            continue
        end, size = 0, len(words)
        listed = firsts.get(words[0], ())
        follows = (
            fold(tokens[k + 1].text).partition(" ")[0]
            if listed and k + 1 < len(tokens)
            else ""
        )
        for name, _ in listed:
            length = len(name)
            if length < size or (length > size and name[size] != follows):
                continue
            if length > 2 or capital:
                end = _run(tokens, name, k)
                if end:
                    break
        if not end and not capital and size == 1 and (words[0],) in (n for n, _ in listed):
            end = k + 1 if who.single(token) is None else 0
        rows = kb.find(notes.text(k, end), anchor) if end else ()
        if not capital and end == k + 1:
            rows = tuple(r for r in rows if _is_band(r))  # "les talibans"
        if not rows and capital and not _is_shouted(tokens, who, k):
            end, rows = k + 1, kb.acronym(token.text, anchor)
        if end == k + 1:  # "Paris" is a surname too, and hardly ever meant so
            rows = tuple(r for r in rows if r.kind != "PER") or rows
        if rows:
            if (
                token.pos == "DET"
                and rows[0].sector != "JRN"
                and kb.find(notes.text(k + 1, end))
            ):
                k += 1
            while rows[0].kind == "PER" and end - k > 1 and tokens[k].text.islower():
                k += 1  # "capitaine X" is listed so, and X is the name
            folded = fold(notes.text(k, end))
            out.append(Name(start=k, end=end, kind=rows[0].kind, rows=rows, folded=folded))
            after = end
    return out


def _is_shouted(tokens: Sequence[Token], who: Who, k: int) -> bool:
    """Whether a short word in capitals is one because the whole line is: "CONTRE UN PORT"."""
    text = tokens[k].text
    if not text.isupper() or len(text) >= MIN_SHOUTED:
        return False
    beside = [*tokens[max(k - 1, 0) : k], *tokens[k + 1 : k + 2]]
    return fold(text) in who.words["determiners"] or (
        any(len(t.text) >= MIN_SHOUTED and t.text.isupper() for t in beside)
    )


def _run(tokens: Sequence[Token], name: Sequence[str], k: int) -> int:
    """The token after a run that spells a name to the word, 0 if it does not."""
    at, block = 0, tokens[k].sent
    while at < len(name):
        if k >= len(tokens) or tokens[k].sent != block:
            return 0
        for word in fold(tokens[k].text).split() or ("",):
            if at >= len(name) or word != name[at]:
                return 0
            at += 1
        k += 1
    return k


def trails(notes: Notes, spot: Name, name: Name) -> bool:
    """Whether a tagged name is a known one with a tail of common words."""
    tail = notes.tokens[spot.end : name.end]
    if spot.kind == "GPE":
        return bool(tail) and all(
            t.text.isupper() for t in notes.tokens[name.start : name.end]
        )
    return bool(tail) and all(t.text.islower() for t in tail)


def is_credible(notes: Notes, who: Who, name: Name, tagged: Name | None) -> bool:
    """Whether a known name found in the text may be believed without the tagger."""
    tokens = notes.tokens
    if name.end - name.start > 1:
        if name.kind == "PER" and tokens[name.end - 1].text.islower():
            return False
        return not tokens[name.start].text[:1].islower() or name.end - name.start > 2
    token = tokens[name.start]
    if tagged is not None:
        if tagged.end - tagged.start > 1 and tagged.kind != "MISC":
            return False
        return tagged.kind != "PER" or name.kind == "PER" or token.text.isupper()
    if name.kind == "PER":
        return is_titled(notes, who, name.start)
    if name.kind == "GPE":
        return token.text[:1].isupper()
    if token.text.islower():
        return _is_band(name.rows[0])
    first = notes.sents[token.sent][0] == name.start
    return token.text[:1].isupper() and (token.pos == "PROPN" or not first)


def _is_band(row: KbRow) -> bool:
    return row.sector in BANDS or any(t.sector in BANDS for t in row.terms)
