"""Knowledge room. Whom a name may mean, likeliest first, and why: what a person asks of the base.

Flow: a name as typed → rows that bear it whole, by acronym, by family name, by ear, or among
other words → `Hit`s in that order, in office first where a date is given.
"""

from __future__ import annotations

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.kb_row import KbRow


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A row that a name may mean; `how` is whole, acronym, family name, by ear or words."""

    row: KbRow
    how: str
    form: str


def find_ranked(kb: KnowledgeBase, name: str, when: str | None = None) -> list[Hit]:
    """Rows that a name may mean, likeliest first, each once."""
    key = fold(name)
    if not key:
        return []
    out: dict[str, Hit] = {}
    for row in kb.find(name, when):  # in office first, then whole names before family names
        how = "whole" if key in _folded(row) else "family name"
        out.setdefault(row.id, Hit(row=row, how=how, form=_form(row, key)))
    words = set(key.split())
    within = (r for r in kb.rows if any(words <= set(f.split()) for f in _folded(r)))
    for how, rows in (
        ("acronym", kb.acronym(name.upper(), when)),
        ("by ear", kb.find_loose(name, when)),
        ("words", sorted(within, key=lambda r: (-r.fit(when), r.minor, r.id))),
    ):
        for row in rows:
            out.setdefault(row.id, Hit(row=row, how=how, form=_form(row, key)))
    return list(out.values())


def _folded(row: KbRow) -> list[str]:
    return [fold(form) for form in (row.name, *row.forms)]


def _form(row: KbRow, key: str) -> str:
    """The form by which a row was found: the name typed, else the one that holds its words."""
    forms = (row.name, *row.forms)
    words = set(key.split())
    near = [f for f in forms if fold(f) == key] or [
        f for f in forms if words <= set(fold(f).split())
    ]
    return near[0] if near else row.name
