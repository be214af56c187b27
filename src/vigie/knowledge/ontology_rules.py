"""Knowledge room. The ontology (PLOVER 2.0 with our mended defects) as the coder asks it.

Flow: `ontology/<TYPE>.yaml` and `ontology/rules.yaml` → `Ontology`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.layers import Layer, own_layer, own_types
from vigie.knowledge.lexicon import TYPES
from vigie.knowledge.loaders import HOME
from vigie.knowledge.yaml import read_yaml
from vigie.records import Actor

QUADS = {
    "verbal cooperation": "VC", "material cooperation": "MC",
    "verbal conflict": "VX", "material conflict": "MX",
}  # fmt: skip


class TypeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One of the 16 types: what it is called, where it stands, what it becomes when announced."""

    code: str
    quad: str
    score: float
    labels: Mapping[str, str]
    modes: Mapping[str, float]
    future: str | None
    alone: frozenset[str]
    public: bool
    public_doer: bool
    lasting: bool


class Ontology:
    """The 16 types, by code."""

    def __init__(
        self, rows: Mapping[str, TypeRow], public_sectors: frozenset[str],
        by_saying: frozenset[str],
    ) -> None:  # fmt: skip
        self.rows = rows
        self.public_sectors = public_sectors
        self.by_saying = by_saying

    def future(self, type_: str) -> str | None:
        """The type an act takes when it is only announced (CONSULT → AGREE); None: itself."""
        return self.rows[type_].future

    def may_stand_alone(self, type_: str, kind: str) -> bool:
        """Whether a word of that kind ("noun", "verb") tells an act though no side is known."""
        return kind in self.rows[type_].alone

    def may_stand_anywhere(self, type_: str) -> bool:
        """Whether a noun of that type tells an act in any place of the sentence."""
        return self.may_stand_alone(type_, "anywhere")

    def may_stand_fitted(self, type_: str) -> bool:
        """Whether a verb of that type that asks for certain words tells an act by these alone."""
        return self.may_stand_alone(type_, "fitted")

    def is_lasting(self, type_: str) -> bool:
        """Whether the present tense of that type tells a state rather than an act."""
        return self.rows[type_].lasting

    def is_done_by_saying(self, type_: str, why: Iterable[str]) -> bool:
        """Whether an authority does such an act by announcing it, and the reasons say it did."""
        return type_ in self.by_saying and any(
            reason.startswith("under: ") for reason in why
        )

    def can_threaten(self, doers: Iterable[Actor]) -> bool:
        """Whether an attack that is announced is a threat: by a power, not by just anyone."""
        return any(a.sector in self.public_sectors or a.kind == "GPE" for a in doers)

    def is_public(
        self, type_: str, doers: Sequence[Actor], sufferers: Sequence[Actor]
    ) -> bool:
        """Whether an act of that type, between these, is of public life.

        Dealings among private people (a friend met, a customer asked) are no events; nor is a
        private person's visit or praise, whoever it is paid to. Violence always is.
        """
        row = self.rows[type_]
        if not row.public or not (doers or sufferers):
            return True
        judged = doers if doers and row.public_doer else (*doers, *sufferers)
        return any(
            a.sector in self.public_sectors
            or a.kind == "GPE"
            or a.country in ("IGO", "NGO")
            for a in judged
        )

    def score(self, type_: str, mode: str | None) -> float:
        """PLOVER's score, -10 (harm) to 10 (help): the mode's, else the type's."""
        row = self.rows[type_]
        return row.modes.get(mode, row.score) if mode else row.score

    def label(self, type_: str, language: str) -> str:
        """Name of a type for people; the code itself where the language has none."""
        return self.rows[type_].labels.get(language, type_)


def load_ontology(layer: Layer | None = None) -> Ontology:
    """The ontology shipped with this version, and the types an own pack adds.

    Args:
        layer: The own pack; that of $VIGIE_PACK where not given.

    Raises:
        BadKnowledge: a type file is missing or lacks what the coder asks.
    """
    folder = HOME / "ontology"
    rules = read_yaml(folder / "rules.yaml")
    rows = {t: _row(t, read_yaml(folder / f"{t}.yaml"), rules) for t in TYPES}
    layer = own_layer() if layer is None else layer
    rows |= {t: _row(t, layer[f"ontology/{t}"], rules) for t in own_types(layer)}
    sectors, by_saying = rules["public"]["sectors"], rules["done_by_saying"]
    return Ontology(rows, frozenset(sectors), frozenset(by_saying))


def _row(code: str, row: Any, rules: Any) -> TypeRow:
    if not isinstance(row, dict) or row.get("quad") not in QUADS:
        raise BadKnowledge(f"ontology/{code}.yaml", "quad", f"one of {', '.join(QUADS)}")
    modes: dict[str, float] = {}
    for name, mode in (row.get("modes") or {}).items():
        modes[name] = float(mode["score"] if isinstance(mode, dict) else mode)
    future = row.get("future")
    if isinstance(future, dict):
        future = future.get("type")
    return TypeRow(
        code=code, quad=QUADS[row["quad"]], score=float(row["score"]), labels=row.get("label") or {},
        modes=modes, future=future if future in TYPES else None,
        alone=frozenset(k for k, types in rules["alone"].items() if code in types)
        | frozenset(row.get("alone") or ()),
        public=code in rules["public"]["types"] or "public" in row,
        public_doer=code in rules["public"]["doer"],
        lasting=code in rules["lasting"] or "lasting" in row,
    )  # fmt: skip
