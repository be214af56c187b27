"""Reports room. The language's words that the tree alone does not explain.

Flow: `support.yaml` → `Support`: verbs that carry a noun of action or control an infinitive,
auxiliaries, prepositions of the agent, the genitive and the dative.
"""

from __future__ import annotations

from typing import Any

from vigie.knowledge.loaders import Pack


class Support:
    """The pack's verbs that carry nouns, control infinitives, and so on, as sets of lemmas."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.light = frozenset(table["light"])
        self.undergo = frozenset(table["undergo"])
        self.undergo_nouns = frozenset(table["undergo_nouns"])
        self.affect = frozenset(table["affect"])
        self.cause = frozenset(table["cause"])
        self.oppose = frozenset(table["oppose"])
        self.happen = frozenset(table["happen"])
        self.object_control = frozenset(table["object_control"])
        self.collective = frozenset(table["collective_of"])
        self.reflexive = frozenset(table["reflexive"])
        self.relative = frozenset(table["relative"])
        self.with_be = frozenset(table["with_be"])
        self.opposed = tuple(table["opposed"])
        self.have = frozenset(table["have"])
        self.acts = frozenset(table["acts"])
        self.agent = frozenset(table["agent"])
        self.genitive = tuple(table["genitive"])
        self.dative = tuple(table["dative"])
        self.against = frozenset(table["against"])
        self.circumstances = frozenset(table["circumstances"])
        self.content = frozenset(table["content"])
        self.carrier_nouns = frozenset(table["carrier_nouns"])
        self.on_behalf = frozenset(table["on_behalf"])
        self.purpose = frozenset(table["purpose"])
        self.aimed = frozenset(table["aimed"])
        self.ours = frozenset(table["ours"])
        self.aim = frozenset(table["aim"])
        self.manner = frozenset(table["manner"])
        self.measure = frozenset(table["measure"])
        self.degree = frozenset(table["degree"])
        self.nobody = frozenset(table["nobody"])
        self.clitics: dict[str, str] = dict(table["clitics"])
        self.facing = frozenset(table["facing"])
        self.fused: dict[str, str] = dict(table["fused"])
        self.callers = frozenset(table["callers"])
        self.orders = tuple(table["orders"])
        self.impute = frozenset(table["impute"])
        self.supply = frozenset(table["supply"])
        self.hold = frozenset(table["hold"])
        self.messages = frozenset(table["messages"])
        self.stands_for: dict[str, list[str]] = table["stands_for"]


def load_support(pack: Pack) -> Support:
    """The support words of a language."""
    return Support(pack.read("support"))
