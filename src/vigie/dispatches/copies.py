"""Dispatches room. Copies: which dispatches descend from one wire, so that none counts twice.

Flow: clean texts → pairs of words, hashed → the smallest hashes propose (two texts that share
some are candidates), the full sets decide → `Lineage`. The same texts in any order give the same
lineages. A text alone has none: independence is the rule.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from itertools import pairwise
from zlib import crc32

import msgspec

from vigie.dispatches.tape import plain
from vigie.records import Meta
from vigie.records.lineage import Kin, Lineage

_WORD = re.compile(r"\w+")
# Hashes kept of each text. Of a third of a wire, about twenty of the wire's 64 are in it.
SKETCH = 64
# Hashes two texts must share to be compared; word pairs of the trade ("a déclaré") give 0 to 2.
ENOUGH_SHARED = 4
# A hash met in more texts than this is of a common pair and proposes nothing.
TOO_COMMON = 400
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
    known = {
        name: _Text(name, _pairs(text), meta, name in updated) for name, text, meta in texts
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
    a, b = _pairs(one), _pairs(other)
    both = len(a & b)
    if not a or not b:
        return 0.0, 0.0
    return both / len(a | b), both / min(len(a), len(b))


def _pairs(text: str) -> frozenset[int]:
    words = _WORD.findall(plain(text).lower())
    joined = map(" ".join, pairwise(words))
    return frozenset(crc32(pair.encode()) for pair in joined)


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
        met: Counter[str] = Counter()
        for small in sorted(text.pairs)[:SKETCH]:
            others = holders[small]
            if len(others) <= TOO_COMMON:
                met.update(others)
                others.append(text.id)
        enough = min(ENOUGH_SHARED, len(text.pairs) // 3)
        out[text.id] = sorted(o for o, n in met.items() if n >= enough)
    return out


def _kin(source: _Text, text: _Text) -> Kin | None:
    """What a text owes to an earlier one; None when it stands alone."""
    both = len(source.pairs & text.pairs)
    shared = both / len(source.pairs | text.pairs)
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
