"""Reports room. How likely a report's type and sides are right: traits of the reading → a chance.

Flow: a report, its sense, its place in the tree → traits ("family=noun", "doer=inferred") →
weights of the pack's `confidence.yaml` → 0 to 1. The weights are fitted and the calibration is
measured by train/confidence.py; a trait the table lacks weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.lexicon import Lexicon, Sense
from vigie.knowledge.loaders import Pack
from vigie.records import Notes, Report

DIRECT = (
    "subj",
    "obj",
    "gen",
    "objgen",
    "recip",
    "self",
)  # slots that the grammar itself fills
LONG_SENTENCE = 45  # tokens: beyond it the tree is often wrong
LONG_CLAUSE = 25
MANY_SENSES = 3
DENSE = 4  # reports in one sentence


class Chances(msgspec.Struct, frozen=True, kw_only=True):
    """Weights of traits (log odds, natural), the log odds of a report without any."""

    intercept: float
    weights: Mapping[str, float]

    def of(self, traits: Sequence[str]) -> float:
        """The chance, rounded to two figures: more would be a pretence."""
        odds = self.intercept + sum(self.weights.get(t, 0.0) for t in traits)
        return round(1 / (1 + math.exp(-odds)), 2)


def traits_of(
    notes: Notes, tok: int, report: Report, sense: Sense | None, lexicon: Lexicon,
    *, beside: int,
) -> tuple[str, ...]:  # fmt: skip
    """What is known of how a report was read, as names; `beside` counts reports of its sentence."""
    token = notes.tokens[tok]
    start, end = notes.sents[token.sent]
    clause = sum(
        report.span.start <= t.start < report.span.end for t in notes.tokens[start:end]
    )
    sides = f"{_how(report, 'actor')}>{_how(report, 'recipient')}"
    out = [
        f"family={_family(sense)}", f"sides={sides}", f"type={report.type}",
        f"status={'asserted' if report.status == 'asserted' else 'other'}",
        f"block={notes.kind(tok)}", f"place={_place(token.rel)}", f"verbform={token.pos}",
        f"source={'cited' if report.said_by else 'none'}",
    ]  # fmt: skip
    signs = {
        "mode": report.mode is not None, "told again": bool(report.also),
        "dated": report.when is not None, "long sentence": end - start > LONG_SENTENCE,
        "long clause": clause > LONG_CLAUSE, "dense": beside >= DENSE,
        "many doers": len(report.actors) > 1,
        "selective": sense is not None and bool(sense.need or sense.parts),
        "many senses": sense is not None
        and len(lexicon.senses_of(sense.lemma, sense.lemma, sense.kind)) >= MANY_SENSES,
        "status moved the type": sense is not None and sense.type != report.type,
    }  # fmt: skip
    return (*out, *(name for name, holds in signs.items() if holds))


def _family(sense: Sense | None) -> str:
    if sense is None:
        return "implied"
    return "phrase" if sense.parts else sense.kind


def _how(report: Report, role: str) -> str:
    """How a side was found: by the grammar, by a preposition, by inference, or not at all."""
    if not (report.actors if role == "actor" else report.recipients):
        return "none"
    for reason in report.why:
        if reason.startswith(f"{role}: "):
            return "direct" if reason.partition(": ")[2] in DIRECT else "oblique"
    return "inferred"


def _place(rel: str) -> str:
    """Where in the tree the trigger stands, roughly."""
    if rel in ("ROOT", "conj", "parataxis"):
        return "main"
    if rel in ("nsubj", "obj", "obl", "nmod", "appos", "iobj"):
        return "argument"
    return "clause" if rel in ("ccomp", "xcomp", "advcl", "acl", "csubj") else "other"


def load_chances(pack: Pack) -> Chances:
    """The fitted weights of a language."""
    data = pack.read("confidence")
    weights = {name: float(w) for name, w in data["weights"].items()}
    return Chances(intercept=float(data["intercept"]), weights=weights)
