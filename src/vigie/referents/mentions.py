"""Referents room. Which words the reading shows as mentions, and which it keeps for the coder.

Flow: names and phrases → `Found`s. A shown mention is a name, or a description that plainly is
someone; what is kept back (titles of a named person, vague groups, pronouns) still carries its
actor, so that whoever codes an act finds its sides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.records import Notes
from vigie.referents.mentions_tagged import Name
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import Phrase

_SIDES = frozenset({"nsubj", "iobj", "obj", "vocative"})


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
    for k, name in enumerate(names):
        kind, acts = name.kind, True
        if kind in ("GPE", "LOC"):
            acts = is_side(notes, who, name, capital=kind == "LOC")
            if kind == "LOC":
                if not acts or kb.seat(notes.text(name.start, name.end)) is None:
                    continue
                kind = "GPE"
        if kind == "MISC" or _is_scene(notes, who, name):
            continue
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


def is_side(notes: Notes, who: Who, name: Name, *, capital: bool) -> bool:
    """Whether the name of a country or a capital is a party here, and not only a place."""
    tokens = notes.tokens
    head = tokens[head_of(notes, name.start, name.end)]
    if (
        name.end < len(tokens)
        and tokens[name.end].text == ":"
        and notes.kind(head.i) == "title"
    ):
        return False
    first = head
    while (
        first.rel == "conj" and first.head != first.i and tokens[first.head].rel != "root"
    ):
        first = tokens[first.head]
    if first.rel in _SIDES and head.rel in (first.rel, "conj"):
        if not capital:
            return True
        if first.rel == "obj" or first.dep == "nsubj:pass":
            return fold(tokens[first.head].lemma) in who.side_verbs
        return True
    case = _case(notes, who, name, first.i)
    if case in who.words["side_cases"] or first.dep == "obl:agent":
        return True
    if case in who.words["place_cases"]:
        return False
    governor = who.stem(tokens[first.head].low)
    owned = case in who.words["of"]
    if not capital:
        return not (owned and governor in who.place_nouns)  # "le nord du Liban"
    return owned and governor in who.side_nouns


def _is_scene(notes: Notes, who: Who, name: Name) -> bool:
    """Whether a city that stands for a body is only where things happen: "à Bruxelles"."""
    if name.kind != "ORG" or not name.rows or not name.rows[0].stands_for:
        return False
    return (
        _case(notes, who, name, head_of(notes, name.start, name.end))
        in who.words["place_cases"]
    )


def _case(notes: Notes, who: Who, name: Name, head: int) -> str:
    """The preposition before a name, by the tree or by the words."""
    tokens = notes.tokens
    k = name.start - 1
    if k >= 0 and tokens[k].pos == "DET":
        k -= 1
    if k >= 0 and tokens[k].pos == "ADP":
        return fold(tokens[k].text)
    return fold(notes.case(head) or "")


def _extent(phrase: Phrase) -> tuple[int, int]:
    """Shown words: vague counted groups keep their counting noun, persons no name of another."""
    if phrase.noun.weak and phrase.counted is not None:
        return phrase.counted, phrase.reach
    return phrase.start, phrase.reach
