"""Referents room. Names: what the tagger, the knowledge base and the grammar of titles agree on.

Flow: `Notes` and `KnowledgeBase` → `Name`s in reading order, none overlapping. The tagger is right
some nine times in ten; what mends it is what surrounds the name ("le général X" is a person), what
is known, and what the rest of the dispatch calls it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.kb_row import KbRow
from vigie.records import Entity, Notes, Token
from vigie.referents.mentions_known import is_credible, spots, trails
from vigie.referents.mentions_tagged import (
    Name,
    is_bodied,
    is_further_charge,
    is_portfolio,
    is_titled,
    trim,
)
from vigie.referents.mentions_titled import handles, inside, joined, titled
from vigie.referents.roles import Who
from vigie.referents.roles_owned import owned_end

PLACE_VOTES = 3  # "en X" outweighs the tagger's guesses
FAR_TITLE = 6  # tokens of "la correspondante d'Al Jazeera au" before a place and a name
MIN_REPEAT = 4  # letters a surname needs to be found again where the tagger missed it


def find_names(notes: Notes, kb: KnowledgeBase, who: Who) -> list[Name]:
    """All names, in reading order, none overlapping another."""
    tagged = [
        trim(notes, who, *_beyond_nation(notes, kb, *_beyond_place(notes, kb, who, e)))
        for e in map(partial(_owned, notes, who), notes.ents)
    ]
    known = spots(notes, kb, who)
    seen = [t for t in tagged if t and not is_portfolio(notes, who, t)]
    names = _merge(notes, kb, who, seen + _again(notes, seen), known)
    names += titled(notes, who, names)
    names += joined(notes, who, names)
    names += handles(notes, names)
    names = _agree(notes, who, names)
    names += _repeats(notes, who, names)
    people = _inhabitants(notes, kb, who, names)
    busy = inside(people)
    names = [n for n in names if not any(k in busy for k in range(n.start, n.end))]
    return sorted(names + people, key=lambda n: n.start)


def _owned(notes: Notes, who: Who, name: Entity) -> Entity:
    """A tagged body without what the verb says of it: "avertir le Parlement des risques"."""
    if name.label != "ORG" or name.tok_end - name.tok_start < 3:
        return name
    end = owned_end(notes, who, name.tok_start, name.tok_end)
    return Entity(name.tok_start, end, name.label)


def _beyond_place(
    notes: Notes, kb: KnowledgeBase, who: Who, name: Entity
) -> tuple[int, int, str]:
    """A person's name without the town the tagger put in it: "correspondante au Caire Y Z"."""
    tokens, start, end = notes.tokens, name.tok_start, name.tok_end
    town = start > 0 and fold(tokens[start - 1].text) in who.words["in_places"]
    town = town and end - start > 2 and all(t.text[:1].isupper() for t in tokens[start:end])
    first = tokens[start].text
    nouns = (who.single(t) for t in tokens[max(0, start - FAR_TITLE) : start])
    held = name.label != "LOC" or any(n is not None and n.kind == "PER" for n in nouns)
    if not (town and held) or not (kb.seat(first) or kb.town(first)):
        return start, end, name.label
    return start + 1, end, "PER"


def _beyond_nation(
    notes: Notes, kb: KnowledgeBase, start: int, end: int, label: str
) -> tuple[int, int, str]:
    """A person's name without the nation the tagger put in it: "le Yéménite Saleh Moqbel"."""
    tokens = notes.tokens
    first = tokens[start]
    held = start > 0 and tokens[start - 1].pos == "DET" and not first.has("Number=Plur")
    named = all(t.pos == "PROPN" and t.text[:1].isupper() for t in tokens[start + 1 : end])
    if label != "MISC" or end - start < 2 or not (held and named and kb.demonym(first.low)):
        return start, end, label
    return start + 1, end, "PER"


def _again(notes: Notes, seen: Sequence[Name]) -> list[Name]:
    """Full names of persons wherever they stand, once the tagger has seen them somewhere."""
    first: dict[str, list[Name]] = {}
    for name in {
        n.folded: n for n in seen if n.kind == "PER" and n.end - n.start > 1
    }.values():
        first.setdefault(fold(notes.tokens[name.start].text), []).append(name)
    out = []
    for token in notes.tokens:
        for name in first.get(fold(token.text), ()) if token.text[:1].isupper() else ():
            end = token.i + name.end - name.start
            if end <= len(notes.tokens) and fold(notes.text(token.i, end)) == name.folded:
                out.append(Name(start=token.i, end=end, kind="PER", folded=name.folded))
    return out


def _merge(
    notes: Notes, kb: KnowledgeBase, who: Who, tagged: Sequence[Name], known: Sequence[Name]
) -> list[Name]:
    """One list of both: what is known wins on equal words, the longer wins otherwise."""
    pool: list[tuple[int, int, Name]] = []
    over: dict[int, Name] = {k: t for t in tagged for k in range(t.start, t.end)}
    for name in known:
        if not is_credible(notes, who, name, over.get(name.start)):
            continue
        pool.append((-(name.end - name.start), 0, name))
    at = {n.start: n for n in known}
    again = {n.start: n.end for n in tagged if n.kind == "PER"}
    for name in tagged:
        spot = at.get(name.start)
        inner = at.get(name.start + 1)
        if inner is not None and inner.end == name.end and _is_epithet(notes, who, name):
            continue
        if spot is not None and (
            trails(notes, spot, name) or again.get(spot.end) == name.end > spot.end
        ):
            continue
        if (
            spot is not None
            and (name.kind, spot.kind) == ("PER", "ORG")
            and spot.end < name.end
        ):
            text = fold(notes.text(spot.end, name.end))
            name = Name(start=spot.end, end=name.end, kind="PER", folded=text)
        pool.append((-(name.end - name.start), 1, _look_up(notes, kb, who, name)))
    taken: set[int] = set()
    out = []

    def rank(entry: tuple[int, int, Name]) -> tuple[bool, int, int, int]:
        length, late, name = entry
        return name.kind == "MISC" and not name.rows, length, late, name.start

    for _, _, name in sorted(pool, key=rank):
        span = range(name.start, name.end)
        if taken.isdisjoint(span):
            taken.update(span)
            out.append(_settle(kb, name))
    return out


def _is_epithet(notes: Notes, who: Who, name: Name) -> bool:
    """Whether a tagged name opens with a mere adjective: "la chaîne qatarie Al Jazeera"."""
    token = notes.tokens[name.start]
    return token.text.islower() and who.single(token) is None


def _look_up(notes: Notes, kb: KnowledgeBase, who: Who, name: Name) -> Name:
    """A tagged name with the rows that bear it; persons are looked up whole or by surname."""
    text = notes.text(name.start, name.end)
    if text.startswith("@"):
        return name
    rows = kb.find(text, notes.dispatch.anchor)
    if not rows and name.end - name.start == 1:
        rows = kb.acronym(text, notes.dispatch.anchor)
    if (
        name.kind == "PER"
        and is_bodied(notes, who, name)
        and not any(r.kind == "PER" for r in rows)
    ):
        return msgspec.structs.replace(name, kind="ORG", rows=rows)
    person = name.kind == "PER" or is_titled(notes, who, name.start)
    fit = tuple(r for r in rows if (r.kind == "PER") == person)
    seats = tuple(r for r in rows if r.seat)
    listed = any(fold(f) == name.folded for r in fit for f in (r.name, *r.forms))
    if seats and person and not listed and not is_titled(notes, who, name.start):
        return msgspec.structs.replace(name, kind=seats[0].kind, rows=seats)
    if rows and not fit and rows[0].kind == "GPE" and not is_titled(notes, who, name.start):
        return msgspec.structs.replace(name, kind="LOC", rows=rows)
    if (
        person
        and name.kind in ("LOC", "MISC", "ORG")
        and not any(r.kind == "ORG" for r in rows)
    ):
        return msgspec.structs.replace(name, kind="PER", rows=fit)
    return msgspec.structs.replace(name, rows=fit)


def _settle(kb: KnowledgeBase, name: Name) -> Name:
    """The kind that the known rows give; a place that is no country stays a place."""
    if name.kind == "PER" or not name.rows:
        return name
    row = name.rows[0]
    if row.kind in ("GPE", "LOC") and (row.stands_for or kb.country(name.folded) is None):
        return msgspec.structs.replace(name, kind="LOC")
    kinds = {r.kind for r in name.rows}
    if len(kinds) == 1 or name.kind in ("MISC", "LOC") or name.kind not in kinds:
        return msgspec.structs.replace(name, kind=row.kind)
    return name


def _is_place(notes: Notes, who: Who, name: Name) -> bool:
    """Whether the words before a name say that it is a place: "en X", "la ville de X"."""
    tokens, k = notes.tokens, name.start - 1
    if k < 0:
        return False
    if fold(tokens[k].text) in who.words["place_only"]:
        return name.kind != "PER" and tokens[k].low != tokens[name.start].low
    if k and tokens[k].pos == "DET":
        k -= 1
    return (
        k > 0
        and fold(tokens[k].text) in who.words["of"]
        and (who.stem(tokens[k - 1].low) in who.place_nouns)
    )


def _agree(notes: Notes, who: Who, names: Sequence[Name]) -> list[Name]:
    """The same words are of one kind in a dispatch: the most frequent one, rows apart."""
    votes: dict[str, Counter[str]] = {}
    for name in names:
        if not name.rows:
            count = votes.setdefault(name.folded, Counter())
            count[name.kind] += 1
            if name.kind in ("ORG", "MISC") and _is_place(notes, who, name):
                count["LOC"] += PLACE_VOTES
    persons = {n.folded.split()[-1] for n in names if n.kind == "PER" and " " in n.folded}
    out = []
    for name in names:
        if not name.rows:
            count = votes[name.folded]
            kind = min(sorted(count), key=lambda k: (-count[k], k != "PER"))
            if kind != "PER" and name.folded in persons:
                kind = "PER"
            name = msgspec.structs.replace(name, kind=kind)
        out.append(name)
    return out


def _repeats(notes: Notes, who: Who, names: Sequence[Name]) -> list[Name]:
    """Surnames and names of bodies that the tagger saw once and missed elsewhere."""
    busy = inside(names)
    kinds: dict[str, tuple[str, tuple[KbRow, ...]]] = {}
    for name in names:
        last = name.folded.split()[-1] if name.folded else ""
        if name.kind == "PER" and len(last) >= MIN_REPEAT:
            kinds.setdefault(last, ("PER", name.rows))
        if (
            name.kind == "ORG"
            and len(name.folded) >= MIN_REPEAT - 1
            and " " not in name.folded
        ):
            kinds.setdefault(name.folded, ("ORG", name.rows))
    out = []
    for token in notes.tokens:
        if (
            token.i in busy
            or not token.text[:1].isupper()
            or token.pos not in ("PROPN", "NOUN", "X")
        ):
            continue
        found = kinds.get(fold(token.text))
        if found and not who.single(token):
            kind, rows = found
            out.append(
                Name(
                    start=token.i,
                    end=token.i + 1,
                    kind=kind,
                    rows=rows,
                    folded=fold(token.text),
                )
            )
    return out


def _inhabitants(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Sequence[Name]
) -> list[Name]:
    """Nouns of inhabitants: "les Libyens", "des Maliens", small letters too behind an article."""
    busy = inside(n for n in names if n.end - n.start > 1 or n.rows)
    out = []
    for token in notes.tokens:
        if (
            token.pos not in ("NOUN", "PROPN", "ADJ")
            or token.i in busy
            or len(token.text) < 4
        ):
            continue
        if not kb.demonym(token.low) or kb.country(token.text):
            continue
        if _is_inhabitant(notes.tokens, who, token) and not _is_abroad(notes, who, token.i):
            out.append(
                Name(start=token.i, end=token.i + 1, kind="GROUP", folded=fold(token.text))
            )
    return out


def _is_abroad(notes: Notes, who: Who, i: int) -> bool:
    """Whether a people is a minister's charge: "ministre de la Coopération et des X de l'étranger"."""
    tokens, k = notes.tokens, i - 1
    if k < 1 or fold(tokens[k].text) not in who.words["of"]:
        return False
    beyond = any(fold(t.text) in who.words["abroad"] for t in tokens[i + 1 : i + 4])
    charge = who.stem(tokens[k - 1].low) in who.portfolios
    return beyond and (charge or is_further_charge(notes, who, k - 1))


def _is_inhabitant(tokens: Sequence[Token], who: Who, token: Token) -> bool:
    """Whether a word for a nation is a noun here, rather than an adjective or a language."""
    before = tokens[token.i - 1] if token.i else None
    held = before is not None and (
        fold(before.text) in who.words["determiners"] or before.pos == "NUM"
    )
    if token.text[:1].isupper():
        return held or token.pos != "ADJ"
    return held and token.pos == "NOUN" and token.has("Number=Plur")
