"""Referents room. Which role phrase belongs to which name: "le ministre turc X", "X, député".

Flow: names and phrases → for each phrase that speaks of a named person, that name's index.
Neighbourhood decides first (it is never misparsed), the tree only where words lie between.
"""

from __future__ import annotations

from collections.abc import Sequence

from vigie.knowledge.folding import fold
from vigie.records import Notes
from vigie.referents.mentions_tagged import Name
from vigie.referents.roles import Who
from vigie.referents.roles_extents import past_second
from vigie.referents.roles_phrases import Phrase

_OPEN, _COMMA = frozenset('(–—-«"'), ","


def link_titles(
    notes: Notes, who: Who, names: Sequence[Name], phrases: Sequence[Phrase]
) -> dict[int, int]:
    """Phrase index → index of the person, or the body, that it describes."""
    people, bodies = _Edges(names, ("PER",)), _Edges(names, ("ORG", "MISC"))
    places = {n.start: n.end for n in names if n.kind in ("LOC", "GPE")}
    people_at = {n.start: n.end for n in names if n.kind == "PER"}
    out: dict[int, int] = {}
    for p, phrase in enumerate(phrases):
        if phrase.plural and not _is_one_of(notes, who, phrase):
            continue
        if phrase.noun.kind == "PER":
            found = _after(notes, who, phrase, people.starts, places, people_at)
            if found is None:
                found = _before(notes, who, phrase, people.ends)
            if found is None:
                found = _predicate(notes, phrase, people.at)
        else:
            found = bodies.starts.get(phrase.reach, bodies.starts.get(phrase.end))
            if found is None:
                found = _beside(notes, who, phrase, bodies.starts)
            if found is None and phrase.definite is not True:
                found = _before(notes, who, phrase, bodies.ends)
        if found is not None:
            out[p] = found
    return _chained(notes, who, phrases, _unnested(notes, names, phrases, out), places)


def shared_titles(
    notes: Notes, who: Who, names: Sequence[Name], phrases: Sequence[Phrase]
) -> dict[int, int]:
    """Index of a person → the plural phrase that describes him: "les journalistes turcs A et B"."""
    starts = {n.start: k for k, n in enumerate(names) if n.kind == "PER"}
    out: dict[int, int] = {}
    for p, phrase in enumerate(phrases):
        if not phrase.plural or phrase.noun.kind != "PER":
            continue
        last = notes.sents[notes.tokens[phrase.head].sent][1]
        first = _skip(notes, who, phrase.reach, last)
        out |= dict.fromkeys(_list_of(notes, who, names, starts, first), p)
    return out


def _list_of(
    notes: Notes, who: Who, names: Sequence[Name], starts: dict[int, int], k: int
) -> list[int]:
    """The persons of a list that begins at a token, if its last stands behind a conjunction."""
    tokens, out, closing = notes.tokens, [], False
    while k in starts:
        out.append(starts[k])
        k = names[starts[k]].end
        if closing:
            return out
        if k >= len(tokens) or (tokens[k].text != _COMMA and tokens[k].pos != "CCONJ"):
            break
        closing = tokens[k].pos == "CCONJ"
        k = _skip(notes, who, k + 1, len(tokens))
    return []


def _unnested(
    notes: Notes, names: Sequence[Name], phrases: Sequence[Phrase], titles: dict[int, int]
) -> dict[int, int]:
    """Of a title inside another, the one that is meant.

    Right against the name it is the inner one ("l'avocat de l'assassin du préfet X"), behind a
    comma the outer one ("le fils du président, X").
    """
    out = dict(titles)
    for p, n in titles.items():
        for q in range(p + 1, len(phrases)):
            if phrases[q].head >= phrases[p].reach:
                break
            if titles.get(q) != n or phrases[q].noun.kind != "PER":
                continue
            comma = any(
                t.text == _COMMA for t in notes.tokens[phrases[p].reach : names[n].start]
            )
            out.pop(q if comma else p, None)
    return out


def _chained(
    notes: Notes, who: Who, phrases: Sequence[Phrase], titles: dict[int, int],
    places: dict[int, int],
) -> dict[int, int]:  # fmt: skip
    """Titles heaped on one name: "le chef de l'armée, le général X"."""
    starts = {phrases[p].start: n for p, n in titles.items()}
    out = dict(titles)
    for p, phrase in enumerate(phrases):
        if p in titles or phrase.noun.kind != "PER" or phrase.plural:
            continue
        last = notes.sents[notes.tokens[phrase.head].sent][1]
        k = _past_place(notes, phrase.reach, last, places)
        if k < last and notes.tokens[k].text == _COMMA:
            k += 1
            if k < last and fold(notes.tokens[k].text) in who.words["determiners"]:
                k += 1
            if k in starts:
                out[p] = starts[k]
    return out


class _Edges:
    """Where names of some kinds begin and end: token → index of the name."""

    def __init__(self, names: Sequence[Name], kinds: tuple[str, ...]) -> None:
        kept = [(k, n) for k, n in enumerate(names) if n.kind in kinds]
        self.starts = {n.start: k for k, n in kept}
        self.ends = {n.end: k for k, n in kept}
        self.at = {i: k for k, n in kept for i in range(n.start, n.end)}


def _is_one_of(notes: Notes, who: Who, phrase: Phrase) -> bool:
    """Whether a plural is one of many: "l'un des chercheurs, X"."""
    tokens, k = notes.tokens, phrase.start
    return (
        k >= 2 and fold(tokens[k - 1].text) in who.words["of"]
        and fold(tokens[k - 2].text) in who.words["one"]
    )  # fmt: skip


def _after(
    notes: Notes, who: Who, phrase: Phrase, starts: dict[int, int], places: dict[int, int],
    people: dict[int, int],
) -> int | None:  # fmt: skip
    """A name right behind the phrase, or behind a comma and then closed off."""
    tokens = notes.tokens
    last = notes.sents[tokens[phrase.head].sent][1]
    for stop in (phrase.reach, phrase.end, phrase.noun_end):
        k = _skip(notes, who, stop, last)
        if k in starts and tokens[k].block == tokens[phrase.head].block:
            return starts[
                k
            ]  # where the tree breaks the sentence before a name, still its title
    k = past_second(notes, who, phrase.reach)
    if k in starts and tokens[k].block == tokens[phrase.head].block:
        return starts[k]
    k = phrase.reach if phrase.person is None else people[phrase.person]
    k = _past_place(notes, k, last, places)
    if k < last and tokens[k].text == _COMMA:
        k = _skip(notes, who, k + 1, last)
        peer = who.stem(phrase.noun.lemma) in who.same_office
        slipped = k < last and (tokens[k].pos == "ADJ" or peer) and tokens[k].text.islower()
        if slipped and k + 1 in starts:
            k += 1  # "son homologue, russe X,"
        name = starts.get(k)
        if name is not None and _is_closed(notes, k, last):
            return name
    if phrase.person is not None:
        return None
    k = _skip(notes, who, k, last) if k > phrase.reach else last
    return starts.get(k) if k < last else None


def _beside(notes: Notes, who: Who, phrase: Phrase, starts: dict[int, int]) -> int | None:
    """A body's name between commas behind its noun: "le parti de X, le Pastef,"."""
    tokens, k = notes.tokens, phrase.reach
    last = notes.sents[tokens[phrase.head].sent][1]
    if k >= last or tokens[k].text != _COMMA:
        return None
    k += 1
    if k < last and tokens[k].pos == "DET":
        k += 1
    return starts[k] if k in starts and _is_closed(notes, k, last) else None


def _past_place(notes: Notes, k: int, last: int, places: dict[int, int]) -> int:
    """Past "en Libye", "au Caire" behind a phrase."""
    tokens, start = notes.tokens, k
    if k < last and tokens[k].pos == "ADP":
        k += 1
        if k < last and tokens[k].pos == "DET":
            k += 1
        if k in places:
            return places[k]
    return start


def _skip(notes: Notes, who: Who, k: int, last: int) -> int:
    """Past civilities and opening marks."""
    tokens = notes.tokens
    while k < last and (
        tokens[k].low in who.words["civilities"]
        or fold(tokens[k].text) in who.words["civilities"]
        or tokens[k].text in _OPEN
    ):
        k += 1
    return k


def _is_closed(notes: Notes, start: int, last: int) -> bool:
    """Whether a name behind a comma is an apposition, not the next of a list or a subject."""
    tokens, k = notes.tokens, start
    rel = tokens[k].rel
    while k < last and (
        tokens[k].head in range(start, k + 1) or k == start or tokens[k].rel == "flat"
    ):
        k += 1
    head = next((t for t in tokens[start:k] if not start <= t.head < k), tokens[start])
    if head.rel == "conj":
        return False
    if head.rel in ("appos", "flat") or rel in ("appos", "flat"):
        return True
    return (k < last and tokens[k].text in (",", ")", ".", ";", "»", "–")) or k == last


def _before(notes: Notes, who: Who, phrase: Phrase, ends: dict[int, int]) -> int | None:
    """A name, a comma or bracket, then the phrase: "X, le porte-parole de Y,"."""
    tokens = notes.tokens
    k = phrase.start - 1
    first, last = notes.sents[tokens[phrase.head].sent]
    if k >= first and fold(tokens[k].text) in who.words["determiners"]:
        k -= 1
    now = k >= first and fold(tokens[k].text) in who.words["now"]  # "X, aujourd'hui juge"
    k -= now
    bracket = k >= first and tokens[k].text in ("(", "–", "—")
    if k < first or not (bracket or tokens[k].text == _COMMA):
        return None
    name = ends.get(k, ends.get(k - 1) if k and tokens[k - 1].text == ")" else None)
    if name is None:
        return None
    if phrase.definite is None or bracket or now:
        return name
    head = tokens[phrase.head]
    if head.rel == "appos":
        return name
    closed = phrase.reach >= last or tokens[phrase.reach].text in (",", ".", ")", ";")
    return name if closed and head.rel not in ("conj", "nsubj") else None


def _predicate(notes: Notes, phrase: Phrase, at: dict[int, int]) -> int | None:
    """The subject that the phrase is said of: "X est le ministre de Y"."""
    tokens = notes.tokens
    head = tokens[phrase.head]
    if notes.child(head.i, "cop") is not None:
        subject = notes.child(head.i, "nsubj")
        return at.get(subject.i) if subject is not None else None
    if head.dep in ("xcomp", "xcomp:pred") and head.head != head.i:
        subject = notes.child(head.head, "nsubj")
        passive = notes.child(head.head, "aux") is not None
        return at.get(subject.i) if subject is not None and passive else None
    if head.rel == "appos" and head.head in at:
        return at[head.head]
    return None
