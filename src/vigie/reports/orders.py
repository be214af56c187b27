"""Reports room. Orders in a quotation: an imperative → what its speaker asks, and of whom.

"« Libérez les otages », a lancé X à Y": nothing is freed, X asks Y to. What protesters chant is
their protest, told by its own word; an order that nobody is cited for tells no act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vigie.records import Actor, Notes, Quote, Token
from vigie.reports.support import Support
from vigie.reports.triggers import OPENERS, Hit

ASKS = "REQUEST"  # what an order is, whatever it orders
CROWD = "CVL"  # a group of this sector that gives orders chants them


def is_order(notes: Notes, hit: Hit, support: Support) -> bool:
    """Whether a trigger is an imperative, called so or opening its quotation with such a form."""
    token = notes.tokens[hit.tok]
    if hit.sense.kind != "verb" or notes.child(hit.tok, "nsubj", "aux") is not None:
        return False
    return token.has("Mood=Imp") or (
        token.low.endswith(support.orders) and _opens(notes, token)
    )


def _opens(notes: Notes, token: Token) -> bool:
    """Whether a word stands right after an opening mark or at the head of its sentence."""
    at_head = token.i == notes.sents[token.sent][0]
    return at_head or notes.tokens[token.i - 1].text in OPENERS


def sides_of(
    quotes: Sequence[Quote], hit: Hit, actors: Mapping[str, Actor]
) -> tuple[str, tuple[str, ...]] | None:
    """Who gives an order and to whom; None for what a crowd chants or nobody is cited for."""
    around = [
        q for q in quotes
        if q.direct and q.speaker in actors and q.tok_start <= hit.tok < q.tok_end
    ]  # fmt: skip
    if not around:
        return None
    quote = min(around, key=lambda q: q.tok_end - q.tok_start)
    speaker = actors[quote.speaker or ""]
    if speaker.kind == "GROUP" and speaker.sector == CROWD:
        return None
    to = quote.addressee
    known = to is not None and to in actors and to != speaker.key
    return speaker.key, (to,) if known and to is not None else ()
