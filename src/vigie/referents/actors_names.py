"""Referents room. Names made ready for grouping: those missed, those defined, those mistaken.

Flow: names and phrases → names with the acronyms that the text defines and the persons that only
their title shows, each keeping of its rows only those that this dispatch can mean.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.kb_row import KbRow
from vigie.records import Notes
from vigie.referents.actors_frame import place_country
from vigie.referents.mentions_acronyms import Definition, find_definitions
from vigie.referents.mentions_tagged import STATES, Name
from vigie.referents.mentions_titled import inside
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import Phrase

# Phrase → the name (acronym) that stands for it, and its tokens.
Defined = dict[int, tuple[int, tuple[int, int]]]

# A listed short form with fewer letters is many people's ("Ahmed", "Ali") where its land is not
# spoken of; "Poutine" and "Erdogan" are not.
MIN_FAMOUS = 6
# Bodies known by acronyms that mean another thing in every other land.
PARTISAN = frozenset({"PTY", "LAB"})


def untagged(notes: Notes, phrases: Sequence[Phrase], names: Sequence[Name]) -> list[Name]:
    """Capitals right behind a title of one person that the tagger took for no name."""
    busy, tokens, out = inside(names), notes.tokens, []
    for phrase in phrases:
        k = phrase.reach
        if phrase.noun.kind != "PER" or phrase.plural or k >= len(tokens) or k in busy:
            continue
        last = notes.sents[tokens[phrase.head].sent][1]
        end = k
        while (
            end < last
            and end not in busy
            and tokens[end].pos == "PROPN"
            and tokens[end].text[:1].isupper()
        ):
            end += 1
        if end > k:
            out.append(Name(start=k, end=end, kind="PER", folded=fold(notes.text(k, end))))
            busy |= inside(out[-1:])
    return out


def embodied(
    notes: Notes, kb: KnowledgeBase, phrases: Sequence[Phrase], names: Sequence[Name]
) -> list[Name]:
    """Unknown names set right by the noun before, whatever the tagger said.

    Behind a noun of a press, a league, a firm they are bodies: "l'ONG X"; between commas behind
    the office of one person they are that person: "l'envoyé de l'ONU, X, …".
    """
    tokens = notes.tokens
    ends = {
        p.reach for p in phrases if p.noun.kind == "ORG" and p.noun.sector not in STATES
    }
    ends -= {p.reach for p in phrases if p.noun.kind == "PER"}
    posts = {p.reach + 1 for p in phrases if p.noun.kind == "PER" and not p.plural}
    posts |= {n.end + 1 for n in names if n.start in posts and n.kind in ("GPE", "LOC")}
    out = []
    for name in names:
        odd = not name.rows and place_country(notes, kb, name) is None
        if (
            odd
            and name.start in ends
            and name.kind != "GROUP"
            and name.end == name.start + 1
        ):
            name = msgspec.structs.replace(name, kind="ORG")
        elif odd and name.kind in ("LOC", "MISC", "ORG") and name.start in posts:
            around = {tokens[k].text for k in (name.start - 1, name.end) if k < len(tokens)}
            if around == {","} and name.end - name.start > 1:
                name = msgspec.structs.replace(name, kind="PER")
        out.append(name)
    return out


def define(
    notes: Notes, names: Sequence[Name], phrases: Sequence[Phrase]
) -> tuple[list[Name], dict[int, int], Defined]:
    """Names with the acronyms that the text defines; pairs of names; phrases that are defined."""
    definitions = find_definitions(notes, names, phrases)
    busy = inside(names)
    extra = [
        Name(
            start=d.token,
            end=d.token + 1,
            kind="ORG",
            folded=fold(notes.tokens[d.token].text),
        )
        for d in definitions
        if d.token not in busy
    ]
    short = {d.token for d in definitions}
    kept = [
        msgspec.structs.replace(n, kind="ORG")
        if n.start in short and n.kind != "GPE"
        else n
        for n in names
    ]
    merged = sorted([*kept, *extra], key=lambda n: n.start)
    at = {n.start: k for k, n in enumerate(merged)}
    same: dict[int, int] = {}
    defined: Defined = {}
    for d in definitions:
        if d.token not in at:
            continue
        if d.start in at and merged[at[d.start]].end == d.end:
            same[at[d.token]] = at[d.start]
        else:
            _phrase_of(phrases, d, at[d.token], defined)
    return merged, same, defined


def spoken_of(notes: Notes, kb: KnowledgeBase, names: Sequence[Name]) -> frozenset[str]:
    """Countries that a dispatch speaks of, by name, capital, inhabitants or adjective."""
    out = {c for n in names if (c := place_country(notes, kb, n))}
    for token in notes.tokens:
        if token.pos == "ADJ":
            out.update(kb.demonym(token.low))
    return frozenset(out)


def lands_of(notes: Notes, kb: KnowledgeBase, names: Sequence[Name]) -> frozenset[str]:
    """Countries that a dispatch plainly names: no adjective that two share ("congolais")."""
    out = {c for n in names if (c := place_country(notes, kb, n))}
    adjectives = (kb.demonym(t.low) for t in notes.tokens if t.pos == "ADJ")
    return frozenset(out | {found[0] for found in adjectives if len(found) == 1})


def at_home(
    notes: Notes,
    kb: KnowledgeBase,
    who: Who,
    name: Name,
    spoken: frozenset[str],
    home: str | None,
) -> Name:
    """A name without the rows that this dispatch cannot mean.

    A common name of a body ("Parti socialiste") is of the lands spoken of; a lone first name is
    nobody known; another spelling of a full name is known if its land is spoken of.
    """
    if name.kind == "PER":
        rows = tuple(
            r for r in name.rows if _is_surname(name, r.name, r.forms, r.country in spoken)
        )
        if not rows and _is_famous(kb, name, notes.dispatch.anchor):
            rows = name.rows
        if not rows and " " in name.folded:
            rows = kb.find_loose(name.folded, notes.dispatch.anchor)
            rows = tuple(r for r in rows if r.kind == "PER" and r.country in spoken)
            rows = rows if len(rows) == 1 else ()
        return name if rows == name.rows else msgspec.structs.replace(name, rows=rows)
    if name.kind == "ORG" and len(name.rows) > 1:
        rows = tuple(r for r in name.rows if r.country in spoken)
        name = msgspec.structs.replace(name, rows=rows) if rows else name
    common = notes.tokens[name.start].text[:1].islower()  # "gouvernement d'union nationale"
    if (home is None and not common) or name.kind != "ORG" or not name.rows:
        return name
    is_party = all(r.sector in PARTISAN for r in name.rows) and " " not in name.folded
    found = who.noun_at(notes.tokens, name.start, name.end)
    titled = found is not None and found[0].kind == "PER"  # "Jeune Afrique"
    paper = titled and all(r.sector == "JRN" for r in name.rows)
    if (found is None or paper) and not is_party:
        return name
    rows = tuple(
        r for r in name.rows if r.country in spoken or r.country in (None, "IGO", "NGO")
    )
    return name if rows == name.rows else msgspec.structs.replace(name, rows=rows)


def _is_surname(name: Name, full: str, forms: Sequence[str], spoken: bool) -> bool:
    """Whether a lone word is the surname of a known person, or a listed name of his."""
    if " " in name.folded:
        return True
    if any(fold(f) == name.folded for f in forms):
        return spoken or len(name.folded) >= MIN_FAMOUS
    return spoken and fold(full).split()[-1] == name.folded


def _is_famous(kb: KnowledgeBase, name: Name, anchor: str | None) -> bool:
    """Whether a lone surname, however short, can only be who governs on the day: "Trump".

    The base must list the very word, for one person, and for nobody as a first name ("Abbas").
    """
    if anchor is None or " " in name.folded or len(name.rows) != 1:
        return False
    row = name.rows[0]
    listed = any(fold(f) == name.folded for f in row.forms)
    alone = all(len(words) == 1 for words, _ in kb.first_words().get(name.folded, ()))
    term = row.term_at(anchor)
    in_office = term is not None and term.sector == "GOV" and term.role is not None
    return listed and alone and in_office


def _phrase_of(
    phrases: Sequence[Phrase], d: Definition, name: int,
    defined: Defined,
) -> None:  # fmt: skip
    for p, phrase in enumerate(phrases):
        if phrase.start == d.start:
            defined[p] = (name, (d.start, d.end))


def true_bearers(names: Sequence[Name], roots: Sequence[int]) -> list[Name]:
    """Lone surnames without the known persons whose first name clashes with the full name here."""
    firsts: dict[int, set[str]] = {}
    for name, root in zip(names, roots, strict=True):
        if name.kind == "PER" and " " in name.folded:
            firsts.setdefault(root, set()).update(name.folded.split()[:-1])
    out = []
    for name, root in zip(names, roots, strict=True):
        if name.kind == "PER" and name.rows and " " not in name.folded and root in firsts:
            rows = tuple(r for r in name.rows if _shares_first_name(r, firsts[root]))
            name = msgspec.structs.replace(name, rows=rows)
        out.append(name)
    return out


def _shares_first_name(row: KbRow, firsts: set[str]) -> bool:
    return any(w in firsts for f in (row.name, *row.forms) for w in fold(f).split()[:-1])
