"""Records room. A dispatch with its sentences, tokens, tree and named entities.

Flow: the annotations room fills `Notes` once; referents and reports only read it. The tree is
Universal Dependencies, so nothing here knows which language it reads. Every offset (`start`,
`end`) points into the raw text; every index (`i`, `head`, `tok_*`) counts tokens of the dispatch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from vigie.records.dispatch import Dispatch
from vigie.records.span import Span


@cache
def _plain(dep: str) -> str:
    return dep.partition(":")[0]


class Token:
    """One token: its words, its place in the raw text, its place in the tree.

    A plain slotted class rather than a frozen record: a dispatch has hundreds and they are
    made in the fastest loop of the house. Nobody writes to one after `annotate`.
    """

    __slots__ = (
        "block", "dep", "end", "head", "i", "lemma", "low", "morph", "pos", "rel", "sent", "space",
        "start", "text",
    )  # fmt: skip

    def __init__(
        self, i: int, text: str, lemma: str, pos: str, morph: str, dep: str, head: int,
        start: int, end: int, sent: int, block: int, space: bool,
    ) -> None:  # fmt: skip
        self.i = i
        self.text = text  # clean form: no soft hyphen, straight apostrophe
        self.low = text.lower()
        self.lemma = lemma
        self.pos = pos  # universal part of speech
        self.morph = morph  # "Mood=Ind|Number=Sing|…", "" if none
        self.dep = dep  # UD relation with subtype, "ROOT" for a root
        self.rel = _plain(dep)  # the same without its subtype: "nsubj:pass" is "nsubj"
        self.head = head  # index of the governor; its own index for a root
        self.start = start
        self.end = end
        self.sent = sent  # rank of the sentence in `Notes.sents`
        self.block = block  # rank of the paragraph in `Dispatch.blocks`
        self.space = space  # whether white space follows

    def __repr__(self) -> str:
        return f"<{self.i} {self.text} {self.pos} {self.dep}->{self.head}>"

    def has(self, feature: str) -> bool:
        """Whether a morphological feature is set: `token.has("VerbForm=Part")`."""
        return feature in self.morph


class Entity:
    """A name found by the tagger: token range and label (PER, LOC, ORG, MISC)."""

    __slots__ = ("label", "tok_end", "tok_start")

    def __init__(self, tok_start: int, tok_end: int, label: str) -> None:
        self.tok_start = tok_start
        self.tok_end = tok_end
        self.label = label

    def __repr__(self) -> str:
        return f"<{self.label} {self.tok_start}..{self.tok_end}>"


class Notes:
    """Everything the tagger says of one dispatch.

    Attributes:
        dispatch: The dispatch that was read.
        tokens: All tokens in reading order (no white-space tokens).
        sents: Token ranges (start, end), half-open, in order, covering all tokens.
        ents: Named entities, in order, not overlapping.
        kids: For each token, the indices of its dependents in reading order.
        model: Name and hash of the tagger ("vigie-fr@9f2c1a").
    """

    __slots__ = ("dispatch", "ents", "kids", "model", "sents", "tokens")

    def __init__(
        self, dispatch: Dispatch, tokens: list[Token], sents: list[tuple[int, int]],
        ents: list[Entity], model: str,
    ) -> None:  # fmt: skip
        self.dispatch = dispatch
        self.tokens = tokens
        self.sents = sents
        self.ents = ents
        self.model = model
        self.kids: list[list[int]] = [[] for _ in tokens]
        for token in tokens:
            if token.head != token.i:
                self.kids[token.head].append(token.i)

    def span(self, tok_start: int, tok_end: int) -> Span:
        """Raw span of a non-empty, half-open token range."""
        return Span(self.tokens[tok_start].start, self.tokens[tok_end - 1].end)

    def text(self, tok_start: int, tok_end: int) -> str:
        """Clean words of a token range, spaced as they were."""
        parts = [t.text + (" " if t.space else "") for t in self.tokens[tok_start:tok_end]]
        return "".join(parts).strip()

    def raw(self, tok_start: int, tok_end: int) -> str:
        """Raw words of a token range."""
        return self.span(tok_start, tok_end).text(self.dispatch.raw)

    def kind(self, i: int) -> str:
        """Kind of the block a token stands in: "title", "lead" or "body"."""
        return self.dispatch.blocks[self.tokens[i].block].kind

    def children(self, i: int, *rels: str) -> list[Token]:
        """Dependents of a token, all of them or those of the given relations.

        A relation without a colon matches with any subtype ("nsubj" takes "nsubj:pass").
        """
        tokens, kids = self.tokens, self.kids[i]
        if not kids:
            return []
        if not rels:
            return [tokens[k] for k in kids]
        return [t for k in kids if (t := tokens[k]).rel in rels or t.dep in rels]

    def child(self, i: int, *rels: str) -> Token | None:
        """First dependent with one of the relations, or None."""
        tokens = self.tokens
        for k in self.kids[i]:
            token = tokens[k]
            if token.rel in rels or token.dep in rels:
                return token
        return None

    def subtree(self, i: int) -> list[int]:
        """Indices of a token and all below it, in reading order."""
        out, stack = [], [i]
        while stack:
            k = stack.pop()
            out.append(k)
            stack.extend(self.kids[k])
        return sorted(out)

    def ancestors(self, i: int) -> Iterator[Token]:
        """Governors of a token, nearest first, up to the root."""
        seen = 0
        while self.tokens[i].head != i and seen < 200:  # a bound, were a tree ever to loop
            i = self.tokens[i].head
            seen += 1
            yield self.tokens[i]

    def conjuncts(self, i: int) -> list[int]:
        """A token and those coordinated below it: "A, B et C" from A gives A, B, C."""
        out, stack = [i], [i]
        while stack:
            for token in self.children(stack.pop(), "conj"):
                out.append(token.i)
                stack.append(token.i)
        return sorted(out)

    def case(self, i: int) -> str | None:
        """Lemma of the preposition that marks a noun, multiword ones joined ("à cause de")."""
        found = self.child(i, "case")
        if found is None:
            return None
        parts = [found.lemma, *(t.lemma for t in self.children(found.i, "fixed"))]
        return " ".join(parts)

    def lemmas(self, tokens: Iterable[int]) -> str:
        """Lemmas of the given tokens, joined by a space."""
        return " ".join(self.tokens[k].lemma for k in tokens)
