"""Referents room. Which words the reading shows as mentions, and which it keeps for the coder.

Flow: names and phrases → `Found`s. A shown mention is a name, or a description that plainly is
someone; what is kept back (titles of a named person, vague groups, pronouns) still carries its
actor, so that whoever codes an act finds its sides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from vigie.knowledge.kb import KnowledgeBase
from vigie.records import Notes
from vigie.referents.mentions_tagged import Name
from vigie.referents.places.spans import Candidate, around, listed
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import Phrase
from vigie.referents.side_or_place import side_or_place


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A mention before it has an actor; `name` or `phrase` is the rank of what it came from."""

    start: int
    end: int
    head: int
    kind: str
    shown: bool
    acts: bool = True
    name: int | None = None
    phrase: int | None = None


def find_mentions(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Sequence[Name], phrases: Sequence[Phrase],
    titles: Mapping[int, int], defined: Mapping[int, tuple[int, int]],
) -> list[Found]:  # fmt: skip
    """All mentions in reading order, shown or kept.

    Args:
        notes: The dispatch.
        kb: Knows which places are seats of a government.
        who: The pack.
        names: All names.
        phrases: All role phrases.
        titles: Phrases that speak of a named person.
        defined: Phrase → its token range, where an acronym stands for it.
    """
    out: list[Found] = []
    covered: set[int] = set()
    countries = {n.start for n in names if n.kind == "GPE"}
    places = countries | {n.start for n in names if n.kind == "LOC"}
    people = {n.start for n in names if n.kind == "PER"}
    for p, phrase in enumerate(phrases):
        start, end = defined.get(p) or _extent(phrase)
        shown = p in defined or (
            p not in titles
            and phrase.head not in covered
            and is_shown(phrase, countries, places)
        )
        if shown:
            covered.update(range(start, end))
        head = (
            phrase.head
            if phrase.counted is None or start > phrase.counted
            else phrase.counted
        )
        out.append(
            Found(start=start, end=end, head=head, kind=phrase.kind, shown=shown, phrase=p)
        )
    side = sides(notes, who, names)
    for k, name in enumerate(names):
        kind, acts = name.kind, side.get(k, True)
        if kind == "LOC":
            if not acts or kb.seat(notes.text(name.start, name.end)) is None:
                continue
            kind = "GPE"
        if kind == "MISC" or not (acts or kind == "GPE"):
            continue  # "à Bruxelles" is no body
        inside = name.start in covered or (kind == "GROUP" and name.end in people)
        out.append(
            Found(
                start=name.start, end=name.end, head=head_of(notes, name.start, name.end),
                kind=kind, shown=not inside, acts=acts, name=k,
            )
        )  # fmt: skip
    return sorted(out, key=lambda f: (f.start, -f.end, f.name is None))


def head_of(notes: Notes, start: int, end: int) -> int:
    """The token of a range by which the tree holds it; its first where the tree is torn."""
    tokens = notes.tokens
    for token in tokens[start:end]:
        if not start <= token.head < end or token.head == token.i:
            return token.i
    return start


def is_shown(phrase: Phrase, countries: Collection[int], places: Collection[int]) -> bool:
    """Whether a description plainly is someone, and not a manner of speaking.

    A body (army, ministry) is one when it is the one ("l'armée") or a certain one; a group when
    its noun says who they are, or something beside it does; one person when a nation is said.
    Where a named body stands inside ("les membres du M23"), the name is shown instead.

    Args:
        phrase: The description.
        countries: First tokens of the names of countries.
        places: Of those and of other places.
    """
    noun = phrase.noun
    if phrase.kind == "ORG":
        if noun.weak:
            return bool(phrase.countries or phrase.sector)
        return phrase.definite is not False or phrase.by is not None
    if phrase.kind == "GROUP":
        if phrase.by is not None and not phrase.plural:
            return False  # "son opposition au projet"
        if phrase.named and noun.kind == "PER":
            return not noun.inherits and all(k in places for k in phrase.named)
        if noun.inherits and noun.sector is None:
            return bool(phrase.countries or phrase.sector)
        return not noun.weak or phrase.counted is not None
    if phrase.named:
        return phrase.definite is True and not any(k in countries for k in phrase.named)
    return bool(phrase.countries)


def sides(notes: Notes, who: Who, names: Sequence[Name]) -> dict[int, bool]:
    """For each rank of a country's, a town's or a seat's name: is it a side, or only a place?"""
    rules, out = who.places, {}
    last: Candidate | None = None
    for k, name in enumerate(names):
        if name.kind not in ("GPE", "LOC") and not _is_seat(name):
            continue
        here = around(notes, rules, name.start, name.end, None, ())
        here = listed(notes, rules, last, here) if last is not None else here
        country = name.kind == "GPE"
        verdict = side_or_place(
            notes, rules, here, country=country, capital=not country, last=last
        )
        out[k] = verdict.side
        last = None if verdict.side else here
    return out


def _is_seat(name: Name) -> bool:
    """Whether a body is called by the city it sits in: "Bruxelles"."""
    return name.kind == "ORG" and bool(name.rows) and bool(name.rows[0].stands_for)


def _extent(phrase: Phrase) -> tuple[int, int]:
    """Shown words: vague counted groups keep their counting noun, persons no name of another."""
    if phrase.noun.weak and phrase.counted is not None:
        return phrase.counted, phrase.reach
    return phrase.start, phrase.reach
