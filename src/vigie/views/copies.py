"""Views room. Copies: which dispatches of a record descend from one text, how, and why we say so.

Flow: the readings in force → clean texts → `find_copies` → groups of rows; an update carries the
passages that came and went. A dispatch in no group stands alone.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import count

import msgspec

from vigie.dispatches.copies import find_copies
from vigie.records import Dispatch
from vigie.records.lineage import Kin, Lineage
from vigie.store.record import Record

UPDATE_NOTE = "update note"  # reason of the cut of "(Actualisé avec réactions)"
_PASSAGE = re.compile(r"\n+|(?<=[.!?…])\s+|(?<=[.!?…]\s[»\"”])\s+|(?<=[.!?…][»\"”])\s+")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that a version has and the other has not. `kind` is "added" or "removed"."""

    kind: str
    words: str


class CopyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A dispatch of a group and what it owes to `of`; the source owes nothing.

    `kind`, `shared`, `kept` and `borrowed` are those of `Kin`. `same_page` is whether both came
    from one address; `changes` is filled for updates only.
    """

    dispatch: str
    title: str | None
    outlet: str | None
    published: str | None
    of: str | None
    kind: str
    shared: float
    kept: float
    borrowed: float
    same_agency: str | None = None
    same_page: bool = False
    changes: tuple[Change, ...] = ()


class CopyGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Dispatches that descend from one text; they count as one source, the first."""

    source: str
    agency: str | None
    rows: tuple[CopyRow, ...]


class Copies(msgspec.Struct, frozen=True, kw_only=True):
    """The groups of a record, and the dispatches that stand alone, in the order they came."""

    groups: tuple[CopyGroup, ...]
    independent: tuple[str, ...]


def copies(record: Record) -> Copies:
    """Groups of dispatches that descend from one text, and those that descend from none.

    Two dispatches of one name (versions of one page) are told apart as "x" and "x~2".
    """
    known: dict[str, Dispatch] = {}
    for reading in record.readings():
        known[_fresh(reading.dispatch.id, known)] = reading.dispatch
    updated = {n for n, d in known.items() if any(c.reason == UPDATE_NOTE for c in d.cuts)}
    lineages = find_copies(((name, d.text, d.meta) for name, d in known.items()), updated)
    groups = tuple(_group(lineage, known) for lineage in lineages)
    kin = {row.dispatch for group in groups for row in group.rows}
    return Copies(groups=groups, independent=tuple(n for n in known if n not in kin))


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Passages that went and came from one text to another, in the order of the text.

    >>> [(c.kind, c.words) for c in changes("Un mort. Le feu dure.", "Deux morts. Le feu dure.")]
    [('removed', 'Un mort.'), ('added', 'Deux morts.')]
    """
    old, new = _passages(before), _passages(after)
    out: list[Change] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            out += [Change(kind="removed", words=words) for words in old[i:j]]
            out += [Change(kind="added", words=words) for words in new[k:m]]
    return tuple(out)


def _passages(text: str) -> list[str]:
    return [" ".join(part.split()) for part in _PASSAGE.split(text) if part.strip()]


def _fresh(name: str, taken: dict[str, Dispatch]) -> str:
    if name not in taken:
        return name
    return next(new for rank in count(2) if (new := f"{name}~{rank}") not in taken)


def _group(lineage: Lineage, known: dict[str, Dispatch]) -> CopyGroup:
    rows = tuple(_row(kin, known) for kin in lineage.kin)
    return CopyGroup(source=lineage.source, agency=lineage.agency, rows=rows)


def _row(kin: Kin, known: dict[str, Dispatch]) -> CopyRow:
    here = known[kin.dispatch_id]
    there = known[kin.of] if kin.of else None
    agency = there.meta.agency if there else None
    url = here.meta.url or here.given.url
    return CopyRow(
        dispatch=kin.dispatch_id, title=here.meta.title, outlet=here.meta.outlet,
        published=here.meta.published, of=kin.of, kind=kin.kind, shared=kin.shared,
        kept=kin.kept, borrowed=kin.borrowed,
        same_agency=agency if agency in here.meta.agencies else None,
        same_page=bool(there and url and url == (there.meta.url or there.given.url)),
        changes=changes(there.text, here.text) if there and kin.kind == "update" else (),
    )  # fmt: skip
