"""Small kit of the tests of speech and status: a sentence of ours, in which nouns are people.

Who is named is another room's work: here every noun that is no thing is someone, called by its own
word, so that a case can say "the speaker is `maire`" and test the words of speech alone.
"""

from __future__ import annotations

from functools import cache

from vigie.annotations.common import Forms
from vigie.annotations.notes import annotate
from vigie.annotations.pipeline import Tagger, load_tagger
from vigie.flow.kit import known_forms
from vigie.knowledge.lexicon import load_lexicon
from vigie.knowledge.loaders import load_pack
from vigie.records import Actor, Block, Dispatch, Mention, Notes, Quote
from vigie.reports.quotes import Speech, find_quotes, load_speech
from vigie.reports.status import StatusRules, load_status

# Nouns of the cases that cannot speak; sectors of those whose side matters.
THINGS = frozenset(
    [
        "saison",
        "roman",
        "côte",
        "paix",
        "loi",
        "jour",
        "film",
        "mardi",
        "jeudi",
        "matin",
        "village",
    ]
)
SECTORS = {
    "armée": "MIL",
    "police": "COP",
    "rebelles": "REB",
    "ministre": "GOV",
    "journal": "JRN",
}


@cache
def tagger() -> Tagger:
    return load_tagger()


@cache
def speech() -> Speech:
    return load_speech(load_pack("fr"))


@cache
def forms() -> Forms:
    return known_forms(load_pack("fr"), load_lexicon(load_pack("fr")), speech(), rules())


@cache
def rules() -> StatusRules:
    return load_status(load_pack("fr"))


def read(text: str) -> Notes:
    """Notes of a text whose paragraphs are parted by line breaks."""
    blocks, start = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(start=start, end=start + len(line), kind="body"))
        start += len(line) + 1
    dispatch = Dispatch(
        id="case", raw=text, text=text, starts=(0,), shifts=(0,), blocks=tuple(blocks)
    )
    return annotate(dispatch, tagger(), "test", forms())


def people(notes: Notes) -> tuple[list[Mention], dict[str, Actor]]:
    """Every noun that is no thing, as someone."""
    mentions, actors = [], {}
    for token in notes.tokens:
        if token.pos not in ("NOUN", "PROPN") or token.low in THINGS:
            continue
        if token.rel == "flat" and mentions:
            continue
        key = token.low
        kind = "PER" if token.pos == "PROPN" else "ORG"
        actors[key] = Actor(
            key=key,
            name=token.text,
            names=(token.text,),
            kind=kind,
            sector=SECTORS.get(key, "CVL"),
        )
        mention = Mention(
            span=notes.span(token.i, token.i + 1), tok_start=token.i, tok_end=token.i + 1,
            head=token.i, kind=kind, actor=key, how="new",
        )  # fmt: skip
        mentions.append(mention)
    return mentions, actors


def quoted(text: str) -> tuple[Notes, tuple[Quote, ...]]:
    """A text and its quotes."""
    notes = read(text)
    return notes, find_quotes(notes, *people(notes), speech())


def words(notes: Notes, quote: Quote) -> str:
    return quote.span.text(notes.dispatch.raw)
