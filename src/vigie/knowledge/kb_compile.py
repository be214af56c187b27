"""Knowledge room. The knowledge base as one file: rows, and the tables that lead to them.

Flow: kb_source.py reads the data files → `ensure_kb` lays them out as msgpack, kept in the cache
under a key of their content (or carried by the wheel) → kb.py opens it and is asked for names.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from vigie.knowledge.folding import Skeletons, fold
from vigie.knowledge.kb_row import KbRow
from vigie.knowledge.kb_source import Source, own_files, read_source
from vigie.knowledge.kb_towns import read_towns, sources_of
from vigie.knowledge.yaml import cache_folder, keep

HOME = Path(__file__).parent
FOLDER = HOME / "actors"
POLICY = HOME / "policy.yaml"
PLACES = HOME / "gazetteers" / "places.sqlite"
CARRIED = FOLDER / "kb.msgpack"  # made at build time, so that a wheel need not compile
FORMAT = b"11"  # of the compiled file; raise it when what is written changes

# A word that so many persons have for a first name says nothing as a last one ("Hassan").
MIN_GIVEN = 3
# Shorter skeletons meet too many names by chance ("Sall", "Ali", "Kim" all fall under five).
MIN_SKELETON = 5
# Longer words with inner capitals are names ("TotalEnergies").
LONGEST_ACRONYM = 9


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
    skeletons: dict[str, list[int]]
    articles: tuple[str, ...]
    quiet: tuple[str, ...]
    towns: dict[str, str]


def ensure_kb(
    folder: Path = FOLDER, policy: Path = POLICY, own: Path | None = None
) -> bytes:
    """The compiled base: carried by the wheel, else kept in the cache, else made now."""
    digest = _digest(folder, policy, own)
    kept = cache_folder() / "kb" / f"{digest}.msgpack"
    for path in (CARRIED, kept):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if digest.encode() in data[:64]:
            return data
    data = _compile(digest, folder, policy, own)
    keep(kept, data)
    return data


def compile_kb(out: Path, folder: Path = FOLDER, policy: Path = POLICY) -> None:
    """Write the compiled base to a file; same files, same bytes."""
    out.write_bytes(_compile(_digest(folder, policy, None), folder, policy, None))


def _digest(folder: Path, policy: Path, own: Path | None) -> str:
    parts = hashlib.sha256(FORMAT + sources_of(PLACES).encode())
    for path in [policy, *sorted(folder.glob("*.yaml")), *own_files(own)]:
        parts.update(path.name.encode() + b"\0" + path.read_bytes())
    return parts.hexdigest()[:32]


def _compile(digest: str, folder: Path, policy: Path, own: Path | None) -> bytes:
    source = read_source(folder, policy, own)
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
        skeletons=_skeletons(rows, source.skeletons),
        articles=tuple(source.articles),
        quiet=tuple(sorted(source.unspotted)),
        towns=read_towns(PLACES),
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
    """Family names: the endings of persons' names, but for particles and common given names."""
    first = Counter(fold(row.name).partition(" ")[0] for row in rows if row.kind == "PER")
    never = particles | {word for word, times in first.items() if times >= MIN_GIVEN}
    out: dict[str, list[int]] = {}
    for k, row in enumerate(rows):
        if row.kind != "PER":
            continue
        endings = {e for f in (row.name, *row.forms) for e in _endings(fold(f).split())}
        for ending in sorted(endings - never):
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


def _skeletons(rows: Sequence[KbRow], skeletons: Skeletons) -> dict[str, list[int]]:
    """Bare sounds of the names that transliteration spells many ways: persons, armed groups."""
    out: dict[str, list[int]] = {}
    for k, row in enumerate(rows):
        if row.kind == "PER" or row.sector in ("REB", "PRM"):
            for bare in sorted({skeletons.of(f) for f in (row.name, *row.forms)}):
                if len(bare) >= MIN_SKELETON:
                    out.setdefault(bare, []).append(k)
    return out


def is_acronym(form: str) -> bool:
    """Whether a listed form is one word with inner capitals or a digit: "ONU", "PiS", "M23".

    >>> is_acronym("FPLP-CG"), is_acronym("Al-Qaïda")
    (True, False)
    """
    if " " in form or len(form) > LONGEST_ACRONYM or not form[:1].isupper():
        return False
    inner = "".join(part[1:] for part in form.split("-"))
    return any(c.isupper() or c.isdigit() for c in inner)


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
