"""Records room. The index of who: from a token of the tree to the actors it names.

Flow: `Notes` and mentions → `WhoIndex` → whoever codes acts asks it for the sides of a verb.
"""

from __future__ import annotations

from collections.abc import Sequence

from vigie.records.actor import Mention
from vigie.records.notes import Notes

MAX_DEPTH = 3  # complements followed below a noun: "les frappes de l'aviation de l'ANL"


class WhoIndex:
    """Answers who a token is, for one dispatch.

    Args:
        notes: The dispatch, parsed.
        mentions: All mentions, pronouns and kept descriptions included.
    """

    def __init__(self, notes: Notes, mentions: Sequence[Mention]) -> None:
        self._notes = notes
        self._heads: dict[int, Mention] = {}
        self._cover: dict[int, Mention] = {}
        self._owners: dict[int, str] = {}
        self._joint: dict[int, list[str]] = {}  # "ils": all whom one pronoun stands for
        for mention in mentions:
            if mention.how == "possessive":
                self._owners[mention.head] = mention.actor
                continue
            held = self._heads.get(mention.head)
            alike = held is not None and (held.span, held.how) == (
                mention.span,
                mention.how,
            )
            if held is not None and alike and not (held.named or mention.named):
                self._joint.setdefault(mention.head, [held.actor]).append(mention.actor)
            if held is None or (mention.named and not held.named):
                self._heads[mention.head] = mention
            for i in range(mention.tok_start, mention.tok_end):
                old = self._cover.get(i)
                if old is None or _length(mention) < _length(old):
                    self._cover[i] = mention

    def mention(self, token: int) -> Mention | None:
        """The mention headed by a token, else the smallest one that covers it."""
        return self._heads.get(token) or self._cover.get(token)

    def at(self, token: int) -> tuple[str, ...]:
        """Actors named by the noun phrase with this head, in reading order, each once.

        "A et B" gives both; a noun that is nobody gives whom its complement names ("les frappes
        de l'armée" is the army).
        """
        out: list[str] = []
        for i in self._notes.conjuncts(token):
            out += self._one(i, 0)
        return tuple(dict.fromkeys(out))

    def owner(self, token: int) -> str | None:
        """Actor that a possessive determiner refers to, or that of the noun it stands before."""
        if token in self._owners:
            return self._owners[token]
        for child in self._notes.children(token, "det"):
            if child.i in self._owners:
                return self._owners[child.i]
        return None

    def _one(self, token: int, depth: int) -> list[str]:
        mention = self.mention(token)
        if mention is not None:
            return self._joint.get(mention.head, [mention.actor])
        for child in self._notes.children(token, "appos", "flat"):
            if child.i in self._heads:
                return [self._heads[child.i].actor]
        if depth < MAX_DEPTH and self._notes.tokens[token].pos in (
            "NOUN",
            "PROPN",
            "NUM",
            "PRON",
        ):
            for child in self._notes.children(token, "nmod", "obl"):
                found = [
                    a
                    for i in self._notes.conjuncts(child.i)
                    for a in self._one(i, depth + 1)
                ]
                if found:
                    return found
            owner = self.owner(token)
            if owner is not None:
                return [owner]
        return []


def _length(mention: Mention) -> int:
    return mention.tok_end - mention.tok_start
