"""Referents room. Names of one actor: full name and surname, acronym and expansion, spellings.

Flow: `Name`s → for each, the number of its cluster. Rows of the knowledge base join names of
different words; where they say nothing, the words must share a surname or be nested. Fuzzy
likeness joins only surnames of one dispatch whose first names do not clash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.kb_row import KbRow
from vigie.records import Notes
from vigie.referents.mentions_tagged import Name
from vigie.referents.roles import Who

# Below this share of common letters two surnames are two people: Kadhafi/Khadafi is .86,
# Kadhafi/Kadhimi .71. Under MIN_FUZZY letters one letter makes another name (Sall, Saleh).
MIN_LIKENESS = 0.8
MIN_FUZZY = 6
LOOK_BACK = 3  # paragraphs between an announcement and the post it announces


def group_names(
    notes: Notes,
    kb: KnowledgeBase,
    who: Who,
    names: Sequence[Name],
    same: Mapping[int, int],
) -> list[int]:
    """For each name, the index of the first name of its cluster.

    Args:
        notes: The dispatch.
        kb: For the countries that seats and rows stand for.
        who: For the particles that are no surname.
        names: In reading order.
        same: Pairs known from the text itself (acronym → expansion), by index.
    """
    root = list(range(len(names)))

    def find(i: int) -> int:
        while root[i] != i:
            i = root[i]
        return i

    def join(i: int, j: int) -> None:
        a, b = sorted((find(i), find(j)))
        root[b] = a

    for i, j in same.items():
        join(i, j)
    first_of: dict[tuple[str, str], int] = {}
    for i, name in enumerate(names):
        for key in _keys(kb, who, name, notes.dispatch.anchor):
            join(i, first_of.setdefault(key, i))
    for i, j in _people(who, names, notes.dispatch.anchor):
        join(i, j)
    for i, j in (*_bodies(names), *_accounts(notes, names)):
        join(i, j)
    return [find(i) for i in range(len(names))]


def _accounts(notes: Notes, names: Sequence[Name]) -> list[tuple[int, int]]:
    """Accounts that open a quoted post, and the person who announced it: "X écrit :"."""
    tokens = notes.tokens
    last: dict[int, int] = {}
    for i, name in enumerate(names):
        if name.kind == "PER" and not _opens_post(notes, name):
            last[tokens[name.start].block] = i
    out: list[tuple[int, int]] = []
    told: dict[int, str] = {}  # who has had a post already, and by what account
    for i, name in enumerate(names):
        token = tokens[name.start]
        if not _opens_post(notes, name):
            continue
        block = tokens[token.i - 1].block
        while block > token.block - LOOK_BACK and block >= 0 and block not in last:
            block -= 1
        if block not in last or not _announces(notes, names[last[block]], token.i):
            continue
        if told.setdefault(last[block], name.folded) == name.folded:
            out.append((i, last[block]))
    return out


def _opens_post(notes: Notes, name: Name) -> bool:
    """Whether an account and a colon begin a paragraph."""
    tokens, k = notes.tokens, name.start
    return (
        0 < k < name.end < len(tokens) and tokens[k].text[:1] == "@"
        and tokens[k - 1].block != tokens[k].block and tokens[name.end].text == ":"
    )  # fmt: skip


def _announces(notes: Notes, name: Name, post: int) -> bool:
    """Whether a colon closes the paragraph of a name that stands before a post."""
    block = notes.tokens[name.start].block
    k = name.end
    while k < post and notes.tokens[k].block == block:
        k += 1
    return k > 0 and notes.tokens[k - 1].text.endswith(":")


def row_of(name: Name, anchor: str | None) -> KbRow | None:
    """The one row a name plainly means, None where several are as good.

    Of rows of the right kind, one that lists the very words goes before those that merely share
    a surname ("Kadhafi" is the father), one whose years fit before one whose years do not.
    """
    rows = [r for r in name.rows if (r.kind == "PER") == (name.kind == "PER")]
    if len(rows) < 2:
        return rows[0] if rows else None
    exact = [r for r in rows if any(fold(f) == name.folded for f in (r.name, *r.forms))]
    if len(exact) == 1:
        return exact[0]
    rows = exact or rows
    return rows[0] if rows[0].fit(anchor) > rows[1].fit(anchor) else None


def _keys(
    kb: KnowledgeBase, who: Who, name: Name, anchor: str | None
) -> list[tuple[str, str]]:
    """What makes two names the same without further thought."""
    kind = "PLACE" if name.kind in ("GPE", "LOC") else name.kind
    keys = [(kind, name.folded)] if name.kind != "PER" or " " in name.folded else []
    first, _, rest = name.folded.partition(" ")
    if kind == "ORG" and rest and first in who.words["definite"]:
        keys.append((kind, rest))  # "La Poste", once tagged without its article
    row = row_of(name, anchor)
    if row is not None and (name.kind != "PER" or " " in name.folded):
        keys.append(("row", row.stands_for or row.id))
    return keys


def _people(who: Who, names: Sequence[Name], anchor: str | None) -> list[tuple[int, int]]:
    """Pairs of persons: each shorter name with the fuller one it shortens."""
    people = [(i, _words(who, n)) for i, n in enumerate(names) if n.kind == "PER"]
    full = [(i, w) for i, w in people if len(w) > 1]
    out: list[tuple[int, int]] = []
    singles: dict[str, int] = {}
    for i, words in people:
        if not words:
            continue
        if len(words) == 1:
            fits = [j for j, other in full if _shortens(words[0], other)]
            fits = fits or _same_row(names, i, [j for j, _ in full])
            named = _nearest(names, i, fits, anchor)
            out.append((i, named if named is not None else singles.setdefault(words[0], i)))
            continue
        for j, other in full:
            if j >= i:
                break
            if _is_same_person(words, other):
                out.append((i, j))
                break
    return out


def _same_row(names: Sequence[Name], i: int, pool: Sequence[int]) -> list[int]:
    """Full names that another spelling of the surname may mean: "Gaddafi", "Kadhafi"."""
    mine = {r.id for r in names[i].rows}
    return [j for j in pool if any(r.id in mine for r in names[j].rows)]


def _nearest(
    names: Sequence[Name], i: int, fits: Sequence[int], anchor: str | None
) -> int | None:
    """Of the full names a surname may shorten: its row's, else the one met most recently."""
    if not fits:
        return None
    mine = row_of(names[i], anchor)
    for j in fits:
        if mine is not None and any(r.id == mine.id for r in names[j].rows):
            return j
    before = [j for j in fits if j < i]
    return before[-1] if before else fits[0]


def _words(who: Who, name: Name) -> list[str]:
    """Words of a person's name without its particles."""
    particles = who.words["particles"]
    return [w for w in name.folded.split() if w not in particles]


def _shortens(word: str, full: Sequence[str]) -> bool:
    if word == full[-1] or word == full[0] or word in full[1:]:
        return True
    return _is_like(word, full[-1])


def _is_like(a: str, b: str) -> bool:
    return (
        min(len(a), len(b)) >= MIN_FUZZY
        and Levenshtein.normalized_similarity(a, b) >= MIN_LIKENESS
    )


def _is_same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Two full names: same surname or a spelling of it, and first names that agree."""
    if set(a) <= set(b) or set(b) <= set(a):
        return a[-1] in b or b[-1] in a
    if a[-1] != b[-1] and not _is_like(a[-1], b[-1]):
        return False
    first, other = a[0].rstrip("."), b[0].rstrip(".")
    if 1 in (len(first), len(other)):
        return first[0] == other[0]  # "B. Obama"
    return a[0] == b[0] or _is_like(a[0], b[0])


def _bodies(names: Sequence[Name]) -> list[tuple[int, int]]:
    """Pairs of bodies: "Conseil de sécurité" opens "Conseil de sécurité de l'ONU"."""
    out = []
    bodies = [(i, n.folded) for i, n in enumerate(names) if n.kind == "ORG"]
    for i, short in bodies:
        if short.count(" ") < 1:
            continue
        for j, long in bodies:
            if i != j and long.startswith(short + " "):
                out.append((i, j))
                break
    return out
