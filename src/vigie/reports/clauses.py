"""Reports room. The words of one act: the stretch of a sentence that its trigger heads."""

from __future__ import annotations

from vigie.records import Token
from vigie.reports.quotes_marks import PAIRS
from vigie.reports.syntax import Syntax

# A word or a phrase in marks ("une « victoire totale »") belongs to the clause; a whole quoted
# sentence is told by its own clauses.
NEAR = 6


def clause(syntax: Syntax, i: int) -> tuple[int, int]:
    """Token range (half-open) of the clause a trigger heads or stands in, trimmed.

    For a verb: itself and its arguments without coordinated or relative clauses; for a noun:
    itself and its complements. Marks and commas at the edges are left out, and the end never lies
    inside a quotation opened in the clause and closed near.
    """
    notes, tokens = syntax.notes, syntax.tokens
    keep: set[int] = set()
    stack = [i]
    sent = tokens[i].sent
    while stack:
        k = stack.pop()
        keep.add(k)
        for kid in notes.children(k):
            other = kid.rel in ("conj", "parataxis", "cc", "advcl") and k == i
            if other or kid.dep == "acl:relcl" or kid.sent != sent:
                continue
            stack.append(kid.i)
    token = tokens[i]
    if token.rel in ("acl", "amod") and syntax.participle(i) and token.head < i:
        keep.add(token.head)  # the participle's noun belongs to its clause
        keep.update(k.i for k in notes.children(token.head, "det", "nummod", "amod"))
    first, last = min(keep), max(keep) + 1
    # The range must be one stretch: walk out from the trigger while the words belong to it.
    start, end = i, i + 1
    while start > first and (start - 1 in keep or _is_loose(tokens[start - 1])):
        start -= 1
    while end < last and (end in keep or _is_loose(tokens[end])):
        end += 1
    while start < i and tokens[start].pos in ("PUNCT", "CCONJ", "SCONJ"):
        start += 1
    while end - 1 > i and _hangs(tokens, end - 1):
        end -= 1
    return start, _quotation_end(tokens, start, end)


def _hangs(tokens: list[Token], k: int) -> bool:
    """Whether the last word of a range leans on what comes after: "fui vers Tarhouna | en"."""
    token = tokens[k]
    return token.pos in ("PUNCT", "CCONJ", "SCONJ") or (
        token.pos == "ADP" and token.head > k
    )


def _quotation_end(tokens: list[Token], start: int, end: int) -> int:
    """The end, moved past the mark that closes a quotation opened in the range, if it is near."""
    closers = ""
    for token in tokens[start:end]:
        if closers:
            closers = "" if token.text in closers else closers
        else:
            closers = PAIRS.get(token.text, "")
    for token in tokens[end : end + NEAR] if closers else ():
        if token.sent != tokens[start].sent:
            break
        if token.text in closers:
            return token.i + 1
    return end


def _is_loose(token: Token) -> bool:
    """Whether a word may lie inside a clause without belonging to it."""
    return token.pos in ("PUNCT", "ADV", "DET", "ADP", "PART")
