"""Records room. Who: the words that name someone (mention) and the one they name (actor)."""

from __future__ import annotations

import msgspec

from vigie.records.span import Span

OF_NO_LAND = "of another land, or of no one land"  # a reason of `Actor.why`
KINDS = ("PER", "ORG", "GPE", "LOC", "GROUP", "SOURCE")  # SOURCE: cited, named nowhere


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Words that name a person, an organisation, a country, or a group that can act.

    `tok_start`..`tok_end` are the name's tokens (no article, no role words); `head` is the token
    by which the tree holds it. `how` says why it was linked to its actor ("same name",
    "acronym", "apposition", "pronoun", …). Pronouns and relative pronouns are mentions with
    `named` false: they carry an actor for the coder and stay out of the published mentions.
    `acts` is false where a country or a capital is only a place ("en Libye").
    """

    span: Span
    tok_start: int
    tok_end: int
    head: int
    kind: str
    actor: str
    how: str
    named: bool = True
    acts: bool = True


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """One real actor inside a dispatch.

    `country` is ISO 3166 alpha-3, or IGO, NGO, or None where it is not known; `sector` is a PLOVER
    sector or None. `why` gives the reasons for both, in order. `kb` is the id of the row of the
    knowledge base it was linked to, if any.
    """

    key: str
    name: str
    names: tuple[str, ...]
    kind: str
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    kb: str | None = None
    why: tuple[str, ...] = ()
