"""Dispatches room. Copies: which dispatches descend from one wire, so that none counts twice.

Flow: clean texts → pairs of words, hashed → the smallest hashes propose (two texts that share
some are candidates), the full sets decide → `Lineage`. The same texts in any order give the same
lineages. A text alone has none: independence is the rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable

import msgspec

from vigie.dispatches.sketches import Numbers, Sketch, propose, shared, sketch
from vigie.records import Meta
from vigie.records.lineage import Kin, Lineage

# Of independent texts on one event, the shorter has at most 0.29 of its pairs in the other
# (corpora of 223 dispatches); of texts cut from one wire, over 0.5.
RELATED = 0.5
# A text of a few lines is half made of what all tell alike (who spoke, his office, his words): one
# of 57 pairs, told independently, had 0.56 of them in a long text on the same warning.
SHORT, RELATED_SHORT = 80, 0.7
SAME = 0.8  # a copy keeps this share, its own title and signature aside


class Text(msgspec.Struct, frozen=True):
    """A text's word pairs, hashed, and what orders it among others."""

    id: str
    sketch: Sketch
    meta: Meta
    updates: bool = False  # it says itself that it updates another

    @property
    def pairs(self) -> Numbers:
        """Its word pairs, as numbers."""
        return self.sketch.pairs

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
    by_id = {name: (text, meta) for name, text, meta in texts}
    sketches = sketch(text for text, _ in by_id.values())
    return lineages_of(
        Text(name, own, meta, name in updated)
        for (name, (_, meta)), own in zip(by_id.items(), sketches, strict=True)
    )


def lineages_of(texts: Iterable[Text]) -> list[Lineage]:
    """The lineages among some texts whose sketches are known."""
    known = {text.id: text for text in texts}
    parents = _parents(known)
    groups: dict[str, list[Kin]] = defaultdict(list)
    for name in sorted(parents, key=lambda n: known[n].rank):
        kin = parents[name]
        source = kin
        while source.of in parents:
            source = parents[source.of]
        groups[source.of or ""].append(kin)
    return [_lineage(known, source, kin) for source, kin in sorted(groups.items())]


def _parents(known: dict[str, Text]) -> dict[str, Kin]:
    """For each text that descends from an earlier one, the one it owes most to."""
    texts = sorted(known.values(), key=lambda t: t.rank)
    found: dict[str, Kin] = {}
    for one, others in propose([t.sketch for t in texts], [t.id for t in texts]):
        kin = [k for o in others if (k := _kin(texts[o], texts[one])) is not None]
        if kin:
            found[texts[one].id] = max(kin, key=lambda k: (k.shared, k.borrowed, k.of))
    return found


def _kin(source: Text, text: Text) -> Kin | None:
    """What a text owes to an earlier one; None when it stands alone."""
    theirs, ours = len(source.pairs), len(text.pairs)
    both = shared(source.pairs, text.pairs)
    alike, kept, borrowed = both / (theirs + ours - both), both / theirs, both / ours
    related = RELATED_SHORT if min(ours, theirs) < SHORT else RELATED
    if max(kept, borrowed) < related:
        return None
    if text.updates and kept >= SAME and borrowed < 1:
        kind = "update"
    elif alike >= SAME:
        kind = "copy"
    elif borrowed >= SAME or (borrowed >= kept and ours < theirs):
        kind = "shortened"
    else:
        kind = "update"
    why = [f"{round(100 * borrowed)} % of its word pairs are there"]
    why.append(f"{round(100 * kept)} % of theirs are here")
    if source.meta.agency and source.meta.agency in text.meta.agencies:
        why.append(f"both sign {source.meta.agency}")
    return Kin(
        dispatch_id=text.id, of=source.id, kind=kind, shared=round(alike, 3),
        kept=round(kept, 3), borrowed=round(borrowed, 3), why=tuple(why),
    )  # fmt: skip


def _lineage(known: dict[str, Text], source: str, kin: list[Kin]) -> Lineage:
    members = [source, *(k.dispatch_id for k in kin)]
    agencies = Counter(a for m in members if (a := known[m].meta.agency))
    agency = (
        agencies.most_common(1)[0][0] if len(agencies) == 1 else known[source].meta.agency
    )
    first = Kin(dispatch_id=source, of=None, kind="source")
    return Lineage(source=source, kin=(first, *kin), agency=agency)
