"""Dispatches room. Copies: which dispatches descend from one wire, so that none counts twice.

Flow: clean texts → pairs of words, hashed → the smallest hashes propose (two texts that share
some are candidates), the full sets decide → `Lineage`. The same texts in any order give the same
lineages. A text alone has none: independence is the rule.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from itertools import chain, islice
from operator import xor
from zlib import crc32

import msgspec

from vigie.dispatches.tape import plain
from vigie.records import Meta
from vigie.records.lineage import Kin, Lineage

_WORD = re.compile(r"\w+")
# Hashes kept of each text. Of a third of a wire, about twenty of the wire's 64 are in it.
SKETCH = 64
SPREAD = 0x9E3779B1  # odd, so that a pair and its reverse differ and no bit is lost
# Hashes two texts must share to be compared; word pairs of the trade ("a déclaré") give 0 to 2.
ENOUGH_SHARED = 4
# A hash remembers the first texts that hold it and no more, and is asked for them only where the
# rarer ones propose nothing: a wire copied a thousand times stays found, a common pair is cheap.
MOST_HOLDERS = 40
# Texts compared in full with each text, those that share most hashes first.
MOST_COMPARED = 12
# Of independent texts on one event, the shorter has at most 0.29 of its pairs in the other
# (corpora of 223 dispatches); of texts cut from one wire, over 0.5.
RELATED = 0.5
SAME = 0.8
# Shorter than this many pairs, a text is too little to tell (a title, an alert).
FEWEST_PAIRS = 12


class _Text(msgspec.Struct, frozen=True):
    """A text's word pairs, hashed, and what orders it among others."""

    id: str
    pairs: frozenset[int]
    meta: Meta
    updates: bool = False  # it says itself that it updates another

    @property
    def rank(self) -> tuple[str, bool, int, str]:
        """Earlier first, then what updates nothing, then longer.

        An undated text may be anyone's copy, so it comes last.
        """
        when = self.meta.published or self.meta.dateline_date or "9999"
        return when, self.updates, -len(self.pairs), self.id


def find_copies(
    texts: Iterable[tuple[str, str, Meta]], updated: Container[str] = ()
) -> list[Lineage]:
    """The lineages among some dispatches.

    Args:
        texts: Id, clean text and meta of each dispatch.
        updated: Ids of those that say themselves that they update another ("Actualisé…").

    Returns:
        Groups of two or more, in the order of their sources' ids.
    """
    hasher = _Hasher()
    known = {
        name: _Text(name, hasher.pairs(text), meta, name in updated)
        for name, text, meta in texts
    }
    parents = _parents(known)
    groups: dict[str, list[Kin]] = defaultdict(list)
    for name in sorted(parents, key=lambda n: known[n].rank):
        kin = parents[name]
        source = kin
        while source.of in parents:
            source = parents[source.of]
        groups[source.of or ""].append(kin)
    return [_lineage(known, source, kin) for source, kin in sorted(groups.items())]


def compare(one: str, other: str) -> tuple[float, float]:
    """Jaccard index of two texts' word pairs, and the share of the shorter found in the longer.

    >>> compare("le roi est mort", "le roi est mort hier soir")
    (0.6, 1.0)
    """
    hasher = _Hasher()
    a, b = hasher.pairs(one), hasher.pairs(other)
    both = len(a & b)
    if not a or not b:
        return 0.0, 0.0
    return both / (len(a) + len(b) - both), both / min(len(a), len(b))


class _Numbers(dict[str, tuple[int, ...]]):
    """What stands between two spaces, as the numbers of its words; fills itself as it is met.

    Accents and capitals do not count. With `spread`, the numbers as the first of a pair.
    """

    def __init__(self, *, spread: bool) -> None:
        self.factor = SPREAD if spread else 1

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        words = _WORD.findall(plain(chunk).lower())
        codes = (crc32(word.encode("utf-8", "replace")) for word in words)
        self[chunk] = tuple(code * self.factor & 0xFFFFFFFF for code in codes)
        return self[chunk]


class _Hasher:
    """Texts as sets of numbers, one for each pair of neighbours, spread evenly over 32 bits."""

    def __init__(self) -> None:
        self.first, self.second = _Numbers(spread=True), _Numbers(spread=False)

    def pairs(self, text: str) -> frozenset[int]:
        """The pairs of a text; all the work is in C, so that 300 words take 0.1 ms."""
        chunks = text.split()
        first = chain.from_iterable(map(self.first.__getitem__, chunks))
        second = chain.from_iterable(map(self.second.__getitem__, chunks))
        return frozenset(map(xor, first, islice(second, 1, None)))


def _smallest(pairs: frozenset[int]) -> list[int]:
    """The `SKETCH` smallest numbers; only those that may be among them are sorted."""
    bound = SKETCH * 3 // 2 * 2**32 // max(1, len(pairs))
    few = [n for n in pairs if n < bound]
    return sorted(few if len(few) >= SKETCH else pairs)[:SKETCH]


def _parents(known: dict[str, _Text]) -> dict[str, Kin]:
    """For each text that descends from an earlier one, the one it owes most to."""
    found: dict[str, Kin] = {}
    for name, others in _candidates(known).items():
        text = known[name]
        kin = [k for o in others if (k := _kin(known[o], text)) is not None]
        if kin:
            found[name] = max(kin, key=lambda k: (k.shared, k.borrowed, k.of))
    return found


def _candidates(known: dict[str, _Text]) -> dict[str, list[str]]:
    """Earlier texts worth comparing with each text, by the small hashes they share."""
    holders: dict[int, list[str]] = defaultdict(list)
    out: dict[str, list[str]] = {}
    for text in sorted(known.values(), key=lambda t: t.rank):
        if len(text.pairs) < FEWEST_PAIRS:
            continue
        lists = [holders[small] for small in _smallest(text.pairs)]
        enough = min(ENOUGH_SHARED, len(text.pairs) // 3)
        rare = [others for others in lists if len(others) < MOST_HOLDERS]
        out[text.id] = _likely(rare, enough) or _likely(lists, enough)
        for others in rare:
            others.append(text.id)
    return out


def _likely(lists: list[list[str]], enough: int) -> list[str]:
    """Texts that stand in enough of the lists, those that stand in most of them first."""
    met = Counter(chain.from_iterable(lists))
    found = sorted((-n, other) for other, n in met.items() if n >= enough)
    return [other for _, other in found[:MOST_COMPARED]]


def _kin(source: _Text, text: _Text) -> Kin | None:
    """What a text owes to an earlier one; None when it stands alone."""
    both = len(source.pairs & text.pairs)
    shared = both / (len(source.pairs) + len(text.pairs) - both)
    kept, borrowed = both / len(source.pairs), both / len(text.pairs)
    if max(kept, borrowed) < RELATED:
        return None
    if text.updates and kept >= SAME and borrowed < 1:
        kind = "update"
    elif shared >= SAME:
        kind = "copy"
    elif borrowed >= SAME or (borrowed >= kept and len(text.pairs) < len(source.pairs)):
        kind = "shortened"
    else:
        kind = "update"
    why = [f"{round(100 * borrowed)} % of its word pairs are there"]
    why.append(f"{round(100 * kept)} % of theirs are here")
    if source.meta.agency and source.meta.agency in text.meta.agencies:
        why.append(f"both sign {source.meta.agency}")
    return Kin(
        dispatch_id=text.id, of=source.id, kind=kind, shared=round(shared, 3),
        kept=round(kept, 3), borrowed=round(borrowed, 3), why=tuple(why),
    )  # fmt: skip


def _lineage(known: dict[str, _Text], source: str, kin: list[Kin]) -> Lineage:
    members = [source, *(k.dispatch_id for k in kin)]
    agencies = Counter(a for m in members if (a := known[m].meta.agency))
    agency = (
        agencies.most_common(1)[0][0] if len(agencies) == 1 else known[source].meta.agency
    )
    first = Kin(dispatch_id=source, of=None, kind="source")
    return Lineage(source=source, kin=(first, *kin), agency=agency)
