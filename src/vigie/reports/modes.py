"""Reports room. The mode of an act that its own word leaves open, by the words around it.

Flow: packs/<language>/modes.yaml → `Modes`; the type of an act, its clause and what it governs →
(mode, reason). "Tué par balle" is done with firearms though "tuer" does not say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.loaders import Pack
from vigie.knowledge.ontology_rules import Ontology
from vigie.knowledge.phrases import Phrases
from vigie.records import Token

PLACES = ("clause", "content")


class ModeRules(msgspec.Struct, frozen=True, kw_only=True):
    """Words that give a mode to one type of act, and where they are looked for.

    `over` holds for each mode those of the act's own word that give way to it.
    """

    place: str
    words: Phrases[str]
    order: Mapping[str, int]
    over: Mapping[str, frozenset[str]]


Modes = Mapping[str, ModeRules]


def mode_of(
    type_: str, own: str | None, clause: Sequence[Token], content: Sequence[Token], modes: Modes
) -> tuple[str | None, str]:  # fmt: skip
    """The mode of an act, and why where it is not that of its own word.

    Args:
        type_: The type of the act.
        own: The mode its word brings.
        clause: Tokens of its clause, in reading order.
        content: Tokens of what it asks, refuses or threatens.
        modes: The language's words of mode.
    """
    rules = modes.get(type_)
    if rules is None:
        return own, ""
    found = [
        (mode, words)
        for words, mode in rules.words.found(
            content if rules.place == "content" else clause
        )
        if own is None or own in rules.over[mode]
    ]
    if not found:
        return own, ""
    if rules.place == "clause":
        found.sort(key=lambda pair: rules.order[pair[0]])
    mode, words = found[0]
    return mode, f"mode {mode}: {words}"


def load_modes(pack: Pack, ontology: Ontology) -> dict[str, ModeRules]:
    """Words of mode of a language, by type.

    Raises:
        BadKnowledge: a place or a mode that does not exist.
    """
    out = {}
    for type_, row in pack.read("modes").items():
        known = ontology.rows[type_].modes if type_ in ontology.rows else {}
        rows = row["rows"]
        odd = [r["mode"] for r in rows if r["mode"] not in known]
        if odd or row["where"] not in PLACES:
            raise BadKnowledge(
                f"{pack.folder}/modes.yaml", odd or row["where"], "a mode of its type"
            )
        out[type_] = ModeRules(
            place=row["where"],
            words=Phrases((words, r["mode"]) for r in rows for words in r["words"]),
            order={r["mode"]: n for n, r in enumerate(rows)},
            over={r["mode"]: frozenset(r.get("over") or ()) for r in rows},
        )
    return out
