"""Knowledge room. The knowledge base of actors: who they are, for which country, in what office.

Flow: actors/*.yaml and policy.yaml → `actors_source` reads the rows → one msgpack file, kept in
the cache under a key of the content → `open_kb()` → the referents room asks it for names. It
proposes: the words of the dispatch outrank it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from vigie.knowledge.folding import Skeletons, fold, fold_words
from vigie.knowledge.kb_row import KbRow
from vigie.knowledge.kb_source import Source, read_source
from vigie.knowledge.yaml import cache_folder, keep, read_yaml

HOME = Path(__file__).parent
FOLDER = HOME / "actors"
POLICY = HOME / "policy.yaml"
CARRIED = FOLDER / "kb.msgpack"  # made at build time, so that a wheel need not compile
FORMAT = b"6"  # of the compiled file; raise it when what is written changes

# Shorter skeletons meet too many names by chance ("Sall", "Ali", "Kim" all fall under five).
MIN_SKELETON = 5
# From this length an all-capitals acronym is also written like a word: "Monusco", "Cédéao".
MIN_SPOKEN_ACRONYM = 5


class Compiled(msgspec.Struct, frozen=True, kw_only=True):
    """What the compiled file holds: the rows and the tables that lead to them.

    `names`, `shorts`, `acronyms` and `seats` map a folded form to ranks of rows; `spots` are the
    folded forms that may be looked for in running text, each with a sign for every word: "A" where
    all spellings of it have a capital, "a" where one has none.
    """

    digest: str
    rows: tuple[KbRow, ...]
    names: dict[str, list[int]]
    shorts: dict[str, list[int]]
    acronyms: dict[str, list[int]]
    spellings: dict[str, list[int]]
    seats: dict[str, int]
    spots: dict[str, str]
    countries: dict[str, str]
    demonyms: dict[str, tuple[str, ...]]
    articles: tuple[str, ...]
    quiet: tuple[str, ...]


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
        """Rows that bear this name, whole form before mere surname, in office first.

        Args:
            name: As written; case, accents, hyphens, apostrophes and a leading article do not
                count. A family name alone finds its bearers.
            year: Year (or ISO date) of the dispatch, by which rows are put in order. It drops
                nothing: a former president is found, and `sector_at` says so.
        """
        key = self._key(name)
        whole = self._c.names.get(key, [])
        short = [k for k in self._c.shorts.get(key, []) if k not in whole]
        return self._order(whole, year) + self._order(short, year)

    def find_loose(self, name: str, year: int | str | None = None) -> tuple[KbRow, ...]:
        """Persons and armed groups whose name differs by transliteration only. Proposes."""
        skeleton = self._skeletons.of(name)
        if len(skeleton) < MIN_SKELETON:
            return ()
        return self._order(self._by_skeleton.get(skeleton, []), year)

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

    def country(self, name: str) -> str | None:
        """Code of the country (or territory) of this name, under the policy; None if none."""
        return self._c.countries.get(self._key(name))

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
            if len(name) > 2 or _has_capitals(self._c.spots[form], words[i:end], pieces[i:end]):
                return Spot(i, end, tuple(self._c.rows[k].id for k in self._c.names[form]))
        return None

    def _acronym_at(self, words: Sequence[str], i: int) -> Spot | None:
        word = words[i]
        if not word[:1].isupper() or (word.isupper() and self._is_shouted(words, i)):
            return None
        rows = self.acronym(word) if fold(word) not in self._quiet else ()
        return Spot(i, i + 1, tuple(row.id for row in rows)) if rows else None

    def _is_shouted(self, words: Sequence[str], i: int) -> bool:
        near = words[max(i - 1, 0) : i] + words[i + 1 : i + 2]
        return any(w.isupper() and len(w) > 1 and not self._c.acronyms.get(fold(w)) for w in near)

    def _key(self, name: str) -> str:
        folded = fold(name)
        if folded not in self._c.names:
            first, _, rest = folded.partition(" ")
            if rest and first in self._articles:
                return rest
        return folded

    def _order(self, ranks: Sequence[int], year: int | str | None) -> tuple[KbRow, ...]:
        rows = (self._c.rows[k] for k in ranks)
        return tuple(sorted(rows, key=lambda row: (-row.fit(year), row.id)))

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

    @cached_property
    def _by_skeleton(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for rank, row in enumerate(self._c.rows):
            if row.kind == "PER" or row.sector in ("REB", "PRM"):
                for form in {self._skeletons.of(f) for f in (row.name, *row.forms)}:
                    out.setdefault(form, []).append(rank)
        return out


def open_kb(folder: Path = FOLDER, policy: Path = POLICY) -> KnowledgeBase:
    """The knowledge base, compiled when its files have changed.

    Raises:
        BadKnowledge: a file of it is malformed.
    """
    compiled = msgspec.msgpack.decode(ensure_kb(folder, policy), type=Compiled)
    return KnowledgeBase(compiled, Skeletons(read_yaml(folder / "folding.yaml")))


def ensure_kb(folder: Path = FOLDER, policy: Path = POLICY) -> bytes:
    """The compiled base: carried by the wheel, else kept in the cache, else made now."""
    digest = _digest(folder, policy)
    kept = cache_folder() / "kb" / f"{digest}.msgpack"
    for path in (CARRIED, kept):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if digest.encode() in data[:64]:
            return data
    data = _compile(digest, folder, policy)
    keep(kept, data)
    return data


def compile_kb(out: Path, folder: Path = FOLDER, policy: Path = POLICY) -> None:
    """Write the compiled base to a file; same files, same bytes."""
    out.write_bytes(_compile(_digest(folder, policy), folder, policy))


def _digest(folder: Path, policy: Path) -> str:
    parts = hashlib.sha256(FORMAT)
    for path in [policy, *sorted(folder.glob("*.yaml"))]:
        parts.update(path.name.encode() + b"\0" + path.read_bytes())
    return parts.hexdigest()[:32]


def _compile(digest: str, folder: Path, policy: Path) -> bytes:
    source = read_source(folder, policy)
    rows = sorted(source.rows.values(), key=lambda row: row.id)
    rank = {row.id: k for k, row in enumerate(rows)}
    names = _table(source, rank)
    compiled = Compiled(
        digest=digest,
        rows=tuple(rows),
        names=names,
        shorts=_shorts(rows, names, source.particles),
        acronyms=_acronyms(rows),
        spellings=_spellings(rows),
        seats={fold(form): rank[row_id] for form, row_id in sorted(source.seats.items())},
        spots=_spots(rows, source.unspotted),
        countries={fold(f): code for f, code in sorted(source.countries.items())},
        demonyms={fold(w): tuple(sorted(c)) for w, c in sorted(source.demonyms.items())},
        articles=tuple(source.articles),
        quiet=tuple(sorted(source.unspotted)),
    )
    return msgspec.msgpack.encode(compiled)


def _table(source: Source, rank: Mapping[str, int]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for row_id, k in sorted(rank.items()):
        row = source.rows[row_id]
        for form in dict.fromkeys(fold(f) for f in (row.name, *row.forms)):
            out.setdefault(form, []).append(k)
    return out


def _shorts(
    rows: Sequence[KbRow], names: Mapping[str, list[int]], particles: frozenset[str]
) -> dict[str, list[int]]:
    """Family names: every ending of a person's name that does not begin in mid-name."""
    out: dict[str, list[int]] = {}
    for k, row in enumerate(rows):
        if row.kind != "PER":
            continue
        endings = {e for f in (row.name, *row.forms) for e in _endings(fold(f).split())}
        for ending in sorted(endings - particles):
            if k not in names.get(ending, ()):
                out.setdefault(ending, []).append(k)
    return out


def _endings(words: Sequence[str]) -> list[str]:
    return [" ".join(words[k:]) for k in range(1, len(words)) if len(words[-1]) > 1]


def _acronyms(rows: Sequence[KbRow]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for k, row in enumerate(rows):
        for key in sorted(_own_acronyms(row)):
            out.setdefault(key, []).append(k)
    return dict(sorted(out.items()))


def _spellings(rows: Sequence[KbRow]) -> dict[str, list[int]]:
    """Acronyms that are listed otherwise than in capitals: "Aqmi", "PiS"."""
    out: dict[str, list[int]] = {}
    for k, row in enumerate(rows):
        own = _own_acronyms(row)
        for form in dict.fromkeys((row.name, *row.forms)):
            if fold(form) in own:
                out.setdefault(form, []).append(k)
    return dict(sorted(out.items()))


def _own_acronyms(row: KbRow) -> set[str]:
    if row.kind == "PER":
        return set()
    return {fold(form) for form in (row.name, *row.forms) if is_acronym(form)}


def is_acronym(form: str) -> bool:
    """Whether a listed form is one word with at least two capitals: "ONU", "PiS", "M23"."""
    capitals = sum(c.isupper() for c in form)
    return " " not in form and len(form) <= 9 and (capitals > 1 or _has_digit(form))


def _has_digit(form: str) -> bool:
    return any(c.isdigit() for c in form) and form[:1].isupper()


def _spots(rows: Sequence[KbRow], unspotted: set[str]) -> dict[str, str]:
    """Forms to look for in running text, with the capitals that all their spellings share."""
    out: dict[str, str] = {}
    for row in rows:
        for form in (row.name, *row.forms):
            key = fold(form)
            if key not in unspotted and len(key) > 2 and not is_acronym(form):
                signs = _signs(form)
                kept = zip(out.get(key, signs), signs, strict=True)
                out[key] = "".join("A" if a == b == "A" else "a" for a, b in kept)
    return dict(sorted(out.items()))


def _signs(form: str) -> str:
    """One sign for each folded word of a form: "A" if its token has a capital."""
    words = [(word, fold(word).split()) for word in form.split()]
    return "".join(("a" if word.islower() else "A") * len(parts) for word, parts in words)


def _has_capitals(signs: str, words: Sequence[str], pieces: Sequence[tuple[str, ...]]) -> bool:
    """Whether the words have a capital wherever the name always has one."""
    at = 0
    for word, piece in zip(words, pieces, strict=True):
        if "A" in signs[at : at + len(piece)] and word.islower():
            return False
        at += len(piece)
    return True


def _span_of(name: tuple[str, ...], pieces: Sequence[tuple[str, ...]], i: int) -> int | None:
    """Token index after the name if its words are those of whole tokens from i on."""
    at = 0
    while at < len(name) and i < len(pieces):
        piece = pieces[i]
        if not piece or name[at : at + len(piece)] != piece:
            return None
        at += len(piece)
        i += 1
    return i if at == len(name) else None
