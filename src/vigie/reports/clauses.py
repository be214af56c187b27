"""Reports room. The words of one act: the stretch of a sentence that its trigger heads."""

from __future__ import annotations

from vigie.records import Token
from vigie.reports.syntax import Syntax


def clause(syntax: Syntax, i: int) -> tuple[int, int]:
    """Token range (half-open) of the clause a trigger heads or stands in, trimmed.

    For a verb: itself and its arguments without coordinated or relative clauses; for a noun:
    itself and its complements. Marks and commas at the edges are left out.
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
    while end - 1 > i and tokens[end - 1].pos in ("PUNCT", "CCONJ", "SCONJ"):
        end -= 1
    return start, end


def _is_loose(token: Token) -> bool:
    """Whether a word may lie inside a clause without belonging to it."""
    return token.pos in ("PUNCT", "ADV", "DET", "ADP", "PART")
