"""Reports room. What an act is about: PLOVER's contexts, each with the words that earned it.

Flow: a report, its sentence, its actors → (context, reason) pairs. Words of the sentence count,
then sides and mode (`ontology/context_signs.yaml`), then the lexicon entry's own; the title speaks
only for what its sentence leaves bare.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.loaders import HOME, Pack
from vigie.knowledge.phrases import Phrases
from vigie.knowledge.yaml import read_yaml
from vigie.records import Actor, Report, Token


class ContextRules(msgspec.Struct, frozen=True, kw_only=True):
    """Words and signs of every context; `order` is that of the ontology."""

    words: Phrases[str]
    order: Mapping[str, int]
    never_with: Mapping[str, frozenset[str]]
    sectors: Mapping[str, str]
    modes: Mapping[str, str]
    between_states: frozenset[str]
    state_context: str
    repressive: frozenset[str]
    repressors: frozenset[str]
    repressed: frozenset[str]


def contexts_of(
    report: Report, actors: Mapping[str, Actor], sentence: Sequence[Token],
    title: Sequence[Token], own: Sequence[str], rules: ContextRules,
) -> dict[str, str]:  # fmt: skip
    """Contexts of a report, in the ontology's order, with what earned each."""
    found: dict[str, str] = dict.fromkeys(own, "its lexicon entry")
    for words, context in rules.words.found(sentence):
        found.setdefault(context, words)
    for context, reason in _signs(report, actors, rules):
        found.setdefault(context, reason)
    if not found:
        for words, context in rules.words.found(title):
            found.setdefault(context, f"title: {words}")
    kept = {
        c: w
        for c, w in found.items()
        if not rules.never_with.get(c, frozenset()) & set(found)
    }
    return dict(sorted(kept.items(), key=lambda item: rules.order[item[0]]))


def _signs(
    report: Report, actors: Mapping[str, Actor], rules: ContextRules
) -> list[tuple[str, str]]:
    doers = [actors[k] for k in report.actors if k in actors]
    sufferers = [actors[k] for k in report.recipients if k in actors]
    out = []
    for actor in (*doers, *sufferers):
        if actor.sector and actor.sector in rules.sectors:
            out.append((rules.sectors[actor.sector], f"sector {actor.sector}"))
    if report.mode and report.mode in rules.modes:
        out.append((rules.modes[report.mode], f"mode {report.mode}"))
    if report.type in rules.between_states and _between_states(doers, sufferers):
        out.append((rules.state_context, "between states"))
    homes = {a.country for a in doers if a.sector in rules.repressors}
    own = [a for a in sufferers if a.sector in rules.repressed and a.country in homes]
    if report.type in rules.repressive and own:
        out.append(("repression", "force of a state on its people"))
    return out


def _between_states(doers: Sequence[Actor], sufferers: Sequence[Actor]) -> bool:
    """Whether governments of two countries face each other, on two sides or on one."""
    states = [
        a.country for a in (*doers, *sufferers)
        if a.country and (a.sector == "GOV" or a.kind == "GPE")
    ]  # fmt: skip
    return len(set(states)) > 1


def load_contexts(pack: Pack) -> ContextRules:
    """Words and signs of the contexts.

    Raises:
        BadKnowledge: a file names a context that does not exist.
    """
    order = {
        name: n for n, name in enumerate(read_yaml(HOME / "ontology" / "contexts.yaml"))
    }
    rows = pack.read("contexts")
    signs = read_yaml(HOME / "ontology" / "context_signs.yaml")
    states, repression = signs["states"], signs["repression"]
    named = [*rows, *signs["sectors"].values(), *signs["modes"].values(), states["context"]]
    for name in named:
        if name not in order:
            raise BadKnowledge("contexts.yaml", name, "a context of ontology/contexts.yaml")
    return ContextRules(
        words=Phrases((word, name) for name, row in rows.items() for word in row["words"]),
        order=order,
        never_with={n: frozenset(r["never_with"]) for n, r in rows.items() if "never_with" in r},
        sectors=signs["sectors"], modes=signs["modes"],
        between_states=frozenset(states["types"]), state_context=states["context"],
        repressive=frozenset(repression["types"]), repressors=frozenset(repression["doers"]),
        repressed=frozenset(repression["sufferers"]),
    )  # fmt: skip
