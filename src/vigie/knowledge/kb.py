"""Knowledge room. The knowledge base of actors: who they are, for which country, in what office.

Flow: actors/*.yaml and policy.yaml → one compiled file (kb_compile.py) → `open_kb()` → the
referents room asks it for names. It proposes: the words of the dispatch outrank it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from vigie.knowledge.folding import Skeletons, fold, fold_words
from vigie.knowledge.kb_compile import (
    CARRIED,
    FOLDER,
    POLICY,
    Compiled,
    compile_kb,
    ensure_kb,
)
from vigie.knowledge.kb_own import own_folder
from vigie.knowledge.kb_row import KbRow, Term
from vigie.knowledge.yaml import read_yaml

__all__ = [
    "CARRIED",
    "KbRow",
    "KnowledgeBase",
    "Spot",
    "Term",
    "compile_kb",
    "ensure_kb",
    "open_kb",
]

# Longer names are known by their words; up to this many, capitals must tell "Le Monde" apart.
FREE_OF_CASE = 2
# From this length an all-capitals acronym is also written like a word: "Monusco", "Cédéao".
MIN_SPOKEN_ACRONYM = 5


class Spot(msgspec.Struct, frozen=True):
    """A known name in running text: token range and the ids of the rows it may mean."""

    tok_start: int
    tok_end: int
    ids: tuple[str, ...]


class KnowledgeBase:
    """The actors that Vigie knows by name. Read only; safe to share."""

    def __init__(self, compiled: Compiled, skeletons: Skeletons) -> None:
        self._c = compiled
        self._skeletons = skeletons
        self._articles = frozenset(compiled.articles)
        self._quiet = frozenset(compiled.quiet)
        self._by_id = {row.id: row for row in compiled.rows}

    def __getitem__(self, row_id: str) -> KbRow:
        return self._by_id[row_id]

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._by_id

    def __len__(self) -> int:
        return len(self._c.rows)

    @property
    def rows(self) -> tuple[KbRow, ...]:
        """All rows, in order of id."""
        return self._c.rows

    @property
    def digest(self) -> str:
        """Hash of the data this was compiled from: part of the evidence."""
        return self._c.digest

    def find(self, name: str, year: int | str | None = None) -> tuple[KbRow, ...]:
        """Rows that bear this name, in office first, whole form before mere surname.

        Args:
            name: As written; case, accents, hyphens, apostrophes and a leading article do not
                count. A family name alone finds its bearers.
            year: Year (or ISO date) of the dispatch, by which rows are put in order. It drops
                nothing: a former president is found, and `sector_at` says so.
        """
        key = self._key(name)
        whole = self._c.names.get(key, [])
        return self._order([*whole, *self._c.shorts.get(key, [])], year, len(whole))

    def find_loose(self, name: str, year: int | str | None = None) -> tuple[KbRow, ...]:
        """Persons and armed groups whose name differs by transliteration only. Proposes."""
        skeleton = self._skeletons.of(name)
        return self._order(self._c.skeletons.get(skeleton, []), year)

    def skeleton(self, name: str) -> str:
        """What is left of a name once the habits of transliteration are taken away."""
        return self._skeletons.of(name)

    def acronym(self, text: str, year: int | str | None = None) -> tuple[KbRow, ...]:
        """Rows with this acronym, written as one: in capitals ("ONU", "O.N.U.") or as listed.

        "Onu" and "Aqmi" are found because they are listed or long; "ira" is not the IRA.
        """
        key = fold(text)
        found = self._c.acronyms.get(key)
        if found is None:
            return ()
        if text.isupper() or (text[:1].isupper() and len(key) >= MIN_SPOKEN_ACRONYM):
            return self._order(found, year)
        return self._order(self._c.spellings.get(text, []), year)

    def country_name(self, code: str) -> str | None:
        """Name of a country by its code, None where there is none."""
        row = self._by_id.get(code)
        return row.name if row is not None else None

    def country(self, name: str) -> str | None:
        """Code of the country (or territory) of this name, under the policy; None if none."""
        return self._c.countries.get(self._key(name))

    def town(self, name: str) -> str | None:
        """Country that a town's name speaks of, where it leaves no doubt: "Antalya", not "Tripoli"."""
        return self._c.towns.get(self._key(name))

    def demonym(self, word: str) -> tuple[str, ...]:
        """Countries that an adjective or a name of inhabitants may mean; () if none.

        "congolais" is two countries: the dispatch must say which.
        """
        return self._c.demonyms.get(fold(word), ())

    def seat(self, name: str) -> KbRow | None:
        """The power that is spoken of by the name of its seat (capital, palace), or None.

        `stands_for` of the row is the id of the actor meant. A capital is a place as well:
        only the sentence can tell.
        """
        rank = self._c.seats.get(self._key(name))
        return None if rank is None else self._c.rows[rank]

    def first_words(self) -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
        """First folded word → (all folded words, row id) of names to look for, longest first.

        One-word acronyms are not in it, for folding would make words of them: see `acronym`.
        """
        return self._first_words

    def spot(self, words: Sequence[str]) -> list[Spot]:
        """Known names in a run of tokens, longest first, from left to right, none overlapping.

        Args:
            words: Token texts as written. A token such as "Al-Qaïda" may hold several words; a
                name must begin and end with a token. A name of one or two words needs the
                capitals it is always written with ("Le Monde" is not "le monde"); in a title all
                in capitals, acronyms are not looked for ("UN" is an article there).
        """
        pieces = [fold_words(w) for w in words]
        first_words, out, i = self._first_words, [], 0
        while i < len(words):
            found = None
            if pieces[i]:
                found = self._match(words, pieces, i, first_words.get(pieces[i][0], ()))
                found = found or self._acronym_at(words, i)
            if found:
                out.append(found)
                i = found.tok_end
            else:
                i += 1
        return out

    def _match(
        self, words: Sequence[str], pieces: Sequence[tuple[str, ...]], i: int,
        names: Iterable[tuple[tuple[str, ...], str]],
    ) -> Spot | None:  # fmt: skip
        for name, _ in names:
            end = _span_of(name, pieces, i)
            if end is None:
                continue
            form = " ".join(name)
            signs = self._c.spots[form] if len(name) <= FREE_OF_CASE else ""
            if _has_capitals(signs, words[i:end], pieces[i:end]):
                return Spot(i, end, tuple(self._c.rows[k].id for k in self._c.names[form]))
        return None

    def _acronym_at(self, words: Sequence[str], i: int) -> Spot | None:
        word = words[i]
        if not word[:1].isupper() or (word.isupper() and self._is_shouted(words, i)):
            return None
        rows = self.acronym(word) if fold(word) not in self._quiet else ()
        return Spot(i, i + 1, tuple(row.id for row in rows)) if rows else None

    def _is_shouted(self, words: Sequence[str], i: int) -> bool:
        near = [*words[max(i - 1, 0) : i], *words[i + 1 : i + 2]]
        known = self._c.acronyms
        return any(w.isupper() and len(w) > 1 and fold(w) not in known for w in near)

    def _key(self, name: str) -> str:
        folded = fold(name)
        if folded not in self._c.names:
            first, _, rest = folded.partition(" ")
            if rest and first in self._articles:
                return rest
        return folded

    def _order(
        self, ranks: Sequence[int], year: int | str | None, whole: int = 10**6
    ) -> tuple[KbRow, ...]:
        """Rows in office first, then those that bear the whole name (the first `whole`)."""
        rows = [(self._c.rows[k], n >= whole) for n, k in enumerate(ranks)]
        rows.sort(key=lambda pair: (-pair[0].fit(year), pair[1], pair[0].minor, pair[0].id))
        return tuple(row for row, _ in rows)

    @cached_property
    def _first_words(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for form in self._c.spots:
            words = tuple(form.split())
            for rank in self._c.names[form]:
                out.setdefault(words[0], []).append((words, self._c.rows[rank].id))
        for entries in out.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))
        return out


def open_kb(
    folder: Path = FOLDER, policy: Path = POLICY, own: Path | None = None
) -> KnowledgeBase:
    """The knowledge base, compiled when its files have changed.

    Args:
        folder: The shipped actors.
        policy: How partially recognised states are counted.
        own: The user's own actors, laid over the shipped ones; `own_folder()` where not given.

    Raises:
        BadKnowledge: a file of it is malformed.
    """
    compiled = msgspec.msgpack.decode(
        ensure_kb(folder, policy, own or own_folder()), type=Compiled
    )
    return KnowledgeBase(compiled, Skeletons(read_yaml(folder / "folding.yaml")))


def _has_capitals(
    signs: str, words: Sequence[str], pieces: Sequence[tuple[str, ...]]
) -> bool:
    """Whether the words have a capital wherever the name always has one."""
    at = 0
    for word, piece in zip(words, pieces, strict=True):
        if "A" in signs[at : at + len(piece)] and word.islower():
            return False
        at += len(piece)
    return True


def _span_of(
    name: tuple[str, ...], pieces: Sequence[tuple[str, ...]], i: int
) -> int | None:
    """Token index after the name if its words are those of whole tokens from i on."""
    at = 0
    while at < len(name) and i < len(pieces):
        piece = pieces[i]
        if not piece or name[at : at + len(piece)] != piece:
            return None
        at += len(piece)
        i += 1
    return i if at == len(name) else None
