"""Reports room. What is said in an act of speech: what is asked, refused, threatened, accused of.

Flow: the reports of a dispatch + its notes, mentions and quotes → the same reports with `content`,
the shortest stretch of words that bears it: the clause or infinitive the trigger governs, the words
it cites, else the noun that says what. Where the tree gives none there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from vigie.knowledge.lexicon import Sense
from vigie.records import Mention, Notes, Quote, Report, Token
from vigie.reports.support import Support

SAYING = ("REQUEST", "REJECT", "THREATEN", "ACCUSE", "AGREE", "CONCEDE")
MOST = 25  # tokens: longer is cut where one of its own complements begins
CLAUSES = ("ccomp", "xcomp", "csubj")
HUNG = ("advcl", "acl", "obl")
COMPLEMENTS = ("nmod", "acl", "amod")
NAMES = ("PROPN", "PRON", "NUM")
APART = ("obl:mod", "obl:agent")  # circumstances, unless the preposition is a mere article
LOOSE = ("parataxis", "discourse", "vocative", "appos")
SMALL = (
    "case",
    "mark",
    "cc",
    "punct",
    "fixed",
)  # words a content does not begin or end with
BRACKETS = "(["
OPENING, CLOSING = "«“‹", "»”›"


def with_content(
    notes: Notes, reports: Sequence[Report], mentions: Sequence[Mention],
    quotes: Sequence[Quote], senses: Mapping[str, Sense], support: Support,
) -> tuple[Report, ...]:  # fmt: skip
    """The reports, those of acts of speech with the words that say what."""
    if not any(r.type in SAYING for r in reports):
        return tuple(reports)
    named = frozenset(m.head for m in mentions)
    at = {token.start: token.i for token in notes.tokens}
    out = []
    for report in reports:
        if report.type in SAYING:
            first = at[report.trigger.start]
            heads = [t.i for t in notes.tokens[first:] if t.end <= report.trigger.end]
            found = _found(
                notes, heads, quotes, named, senses.get(report.rule), report.type, support
            )
            if found is not None:
                report = msgspec.structs.replace(report, content=notes.span(*found))
        out.append(report)
    return tuple(out)


def _found(
    notes: Notes, heads: Sequence[int], quotes: Sequence[Quote], named: frozenset[int],
    sense: Sense | None, type_: str, support: Support,
) -> tuple[int, int] | None:  # fmt: skip
    """Tokens of the content: the first of the places it may stand in that gives any."""
    if (
        sense is not None and sense.type != type_
    ):  # "nous frapperons": the deed is the threat
        return _words(notes, heads[0], deed=True)
    found: Iterator[tuple[int, int] | None] = chain(
        (_words(notes, root) for root in _clauses(notes, heads, named, support)),
        (_words(notes, root) for root in _objects(notes, heads, named)),
        _cited(quotes, heads),
        (_words(notes, root) for root in _others(notes, heads, named, support)),
    )
    return next((words for words in found if words is not None), None)


def _clauses(
    notes: Notes, heads: Sequence[int], named: frozenset[int], support: Support
) -> Iterator[int]:
    """Clauses that the trigger governs, then infinitives hung on whom it addresses."""
    governed = {*support.dative, *support.genitive}
    for head in heads:
        for kid in notes.children(head):
            if kid.i < head or kid.pos in NAMES:
                continue
            mark = notes.child(kid.i, "mark", "case")
            infinitive = _is_infinitive(notes, kid)
            hung = kid.rel in HUNG and infinitive and mark and mark.lemma in governed
            if kid.i in heads:  # "a refusé de participer": the trigger holds its infinitive
                hung, clause = bool(hung), kid.rel in CLAUSES and infinitive
            else:
                clause = kid.i > heads[-1] and kid.rel in CLAUSES
            if clause or hung:
                yield kid.i
    for head in heads:
        for obj in notes.children(head, "obj", "iobj", "obl"):
            for kid in notes.children(obj.i, "acl", "advcl", "xcomp"):
                if kid.i > head and obj.i in named and _is_infinitive(notes, kid):
                    yield kid.i


def _is_infinitive(notes: Notes, token: Token) -> bool:
    """Whether a clause has no finite verb: "conclure", "être responsable"."""
    be = notes.child(token.i, "cop", "aux")
    return token.has("VerbForm=Inf") or (be is not None and be.has("VerbForm=Inf"))


def _cited(quotes: Sequence[Quote], heads: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The words that the trigger cites, where they are few."""
    for quote in quotes:
        if quote.cue in heads and quote.tok_end - quote.tok_start <= MOST:
            yield quote.tok_start, quote.tok_end


def _objects(notes: Notes, heads: Sequence[int], named: frozenset[int]) -> Iterator[int]:
    """Things that are the trigger's object: no one, no pronoun.

    One that the trigger holds says what only by its own complements ("demande l'ouverture de …").
    """
    for head in heads:
        for kid in notes.children(head, "obj"):
            known = kid.i not in heads or notes.child(kid.i, *COMPLEMENTS) is not None
            if kid.i > head and kid.pos == "NOUN" and kid.i not in named and known:
                yield kid.i


def _others(
    notes: Notes, heads: Sequence[int], named: frozenset[int], support: Support
) -> Iterator[int]:
    """Things behind a preposition that stands before a content: "appelle à la retenue"."""
    for head in heads:
        for kid in notes.children(head, "obl", "nmod"):
            case = notes.case(kid.i)
            apart = kid.dep in APART and case not in support.genitive
            if (
                kid.i > heads[-1] and kid.pos == "NOUN" and kid.i not in named and not apart
                and (case in support.content or case in support.genitive)
            ):  # fmt: skip
                yield kid.i


def _words(notes: Notes, root: int, *, deed: bool = False) -> tuple[int, int] | None:
    """The words around a root that belong to it, in one stretch, without small words at the ends.

    Args:
        notes: The dispatch.
        root: The head of the clause or noun phrase.
        deed: Whether the root is the trigger itself: its doer is then left out.
    """
    drop = {
        t for kid in notes.children(root)
        if _is_loose(kid) or (deed and kid.rel in ("nsubj", "mark", "cc", "advcl", "conj"))
        for t in notes.subtree(kid.i)
    }  # fmt: skip
    own = set(notes.subtree(root)) - drop
    start = end = root
    while start - 1 in own:
        start -= 1
    while end + 1 in own:
        end += 1
    if start and notes.tokens[start - 1].text in BRACKETS:
        return None  # an aside that the tree hung there
    start, end = _trimmed(notes, start, _short(notes, root, start, end + 1), root)
    return _balanced(notes, start, end, root)


def _is_loose(token: Token) -> bool:
    return token.rel in LOOSE or token.dep == "acl:relcl"


def _short(notes: Notes, root: int, start: int, end: int) -> int:
    """An end no more than `MOST` tokens away: where one of the root's complements begins."""
    if end - start <= MOST:
        return end
    edges = [min(notes.subtree(kid.i)) for kid in notes.children(root) if kid.i > root]
    return max((e for e in edges if root < e <= start + MOST), default=root + 1)


def _trimmed(notes: Notes, start: int, end: int, root: int) -> tuple[int, int]:
    tokens = notes.tokens
    while start < root and (tokens[start].rel in SMALL or tokens[start].pos == "PUNCT"):
        start += 1
    while end - 1 > root and (
        tokens[end - 1].rel in SMALL or tokens[end - 1].pos == "PUNCT"
    ):
        end -= 1
    return start, end


def _balanced(notes: Notes, start: int, end: int, root: int) -> tuple[int, int] | None:
    """The same words with no quotation mark left open; None where that leaves out the root."""
    depth, opened = 0, start
    for i in range(start, end):
        text = notes.tokens[i].text
        if text in OPENING:
            depth, opened = depth + 1, i
        elif text in CLOSING:
            if depth == 0:  # opened before: the cited words are the content up to here
                return _trimmed(notes, start, i, root) if i > root else None
            depth -= 1
    if depth == 0:
        return start, end
    if opened > root:
        return _trimmed(notes, start, opened, root)
    return _trimmed(notes, opened + 1, end, root)
