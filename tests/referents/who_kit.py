"""Small kit of the tests of who: a sentence of ours, read as a dispatch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from vigie.annotations.common import Forms
from vigie.annotations.notes import annotate_many
from vigie.annotations.pipeline import Tagger, load_tagger
from vigie.flow.kit import known_forms
from vigie.knowledge.kb import KnowledgeBase, open_kb
from vigie.knowledge.lexicon import load_lexicon
from vigie.knowledge.loaders import load_pack
from vigie.records import Actor, Block, Dispatch, Mention, Meta, Notes
from vigie.referents.actors import find_actors, load_who
from vigie.referents.roles import Who
from vigie.reports.quotes import load_speech
from vigie.reports.status import load_status


class Read:
    """One text with its mentions and actors."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.mentions, self.actors, self.issues = find_actors(notes, base(), words())

    def shown(self) -> list[str]:
        return [self.text(m) for m in self.mentions if m.named]

    def text(self, mention: Mention) -> str:
        return self.notes.text(mention.tok_start, mention.tok_end)

    def mention(self, text: str) -> Mention:
        """First mention of these words (shown ones first)."""
        found = [m for m in self.mentions if self.text(m) == text and m.how != "possessive"]
        assert found, f"{text!r} is no mention of {[self.text(m) for m in self.mentions]}"
        return min(found, key=lambda m: (not m.named, m.tok_start))

    def actor(self, text: str) -> Actor:
        return self.actors[self.mention(text).actor]

    def token(self, text: str, nth: int = 0) -> int:
        return [t.i for t in self.notes.tokens if t.text == text][nth]


def dispatch(text: str, published: str | None = None, title: str | None = None) -> Dispatch:
    """A dispatch of a title, if any, and one paragraph."""
    whole = f"{title}\n\n{text}" if title else text
    blocks, start = [], 0
    for part, kind in ((title, "title"), (text, "body")):
        if part:
            blocks.append(Block(start=start, end=start + len(part), kind=kind))
            start += len(part) + 2
    return Dispatch(
        id="own", raw=whole, text=whole, starts=(0,), shifts=(0,), blocks=tuple(blocks),
        meta=Meta(published=published, title=title),
    )  # fmt: skip


def read(text: str, published: str | None = "2024-03-15", title: str | None = None) -> Read:
    return read_all([dispatch(text, published, title)])[0]


def read_all(dispatches: Sequence[Dispatch]) -> list[Read]:
    return [Read(n) for n in annotate_many(dispatches, tagger(), "vigie-fr@test", forms())]


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    return load_tagger()


@lru_cache(maxsize=1)
def forms() -> Forms:
    pack = load_pack("fr")
    return known_forms(pack, load_lexicon(pack), load_speech(pack), load_status(pack))


@lru_cache(maxsize=1)
def base() -> KnowledgeBase:
    return open_kb()


@lru_cache(maxsize=1)
def words() -> Who:
    return load_who(load_pack("fr"))
