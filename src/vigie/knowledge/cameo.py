"""Knowledge room. From a report's type, mode, contexts and words to its CAMEO code and Goldstein value.

Flow: `ontology/cameo.yaml` (the codes), `cameo_choice.yaml` (type + mode + context → code) and a
pack's `cameo.yaml` (words → leaf) → `Cameo.choose`. A sense of the lexicon that names a code of its
own outranks them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.lexicon import TYPES
from vigie.knowledge.loaders import HOME, Pack
from vigie.knowledge.phrases import Phrases
from vigie.knowledge.yaml import read_yaml
from vigie.records import Report, Token

HISTORICAL_DAYS = 365  # an act told this long after it is background, not news
AUXILIARY = {"denied": "negation", "announced": "future", "hypothetical": "hypothetical",
             "alleged": "hypothetical"}  # fmt: skip


class CodeRow(msgspec.Struct, frozen=True):
    """A CAMEO code: its Goldstein value, and the PLOVER type it falls under, if any."""

    goldstein: float
    type: str | None


class TypeChoice(msgspec.Struct, frozen=True, kw_only=True):
    """The codes of one type: its own, its modes', those of announced acts of other types."""

    code: str
    modes: Mapping[str, str]
    of: Mapping[str, str]


class WordRule(msgspec.Struct, frozen=True, kw_only=True):
    """Words that tell a leaf. One of `code`, `root`, `ends` is set."""

    rank: int
    type: str
    trigger: frozenset[str]
    words: tuple[str, ...]
    over: frozenset[str]
    code: str = ""
    root: str = ""
    ends: str = ""
    example: str = ""
    counter_example: str = ""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What a code is chosen for. `origin` is the type of the lexicon entry before its status."""

    type: str
    mode: str | None
    status: str
    contexts: tuple[str, ...]
    origin: str
    trigger: tuple[str, ...]
    own: str | None = None


class Cameo:
    """The codes, and the choice among them."""

    def __init__(
        self, codes: Mapping[str, CodeRow], types: Mapping[str, TypeChoice],
        leaves: Mapping[str, Mapping[str, str]], attempted: Mapping[str, str],
        rules: Sequence[WordRule],
    ) -> None:  # fmt: skip
        self.codes, self.types, self.leaves, self.attempted = (
            codes,
            types,
            leaves,
            attempted,
        )
        self.rules = rules
        by_type: dict[str, list[tuple[str, WordRule]]] = defaultdict(list)
        for rule in rules:
            by_type[rule.type] += [(word, rule) for word in rule.words]
        self._words = {type_: Phrases(rows) for type_, rows in by_type.items()}
        self._triggers: dict[tuple[str, str], list[WordRule]] = defaultdict(list)
        for rule in rules:
            for lemma in rule.trigger:
                self._triggers[rule.type, lemma].append(rule)

    def choose(self, act: Act, clause: Sequence[Token]) -> tuple[str, str] | None:
        """The closest code and why; None for a type of one's own whose entry names no code."""
        if act.own and act.own in self.codes:
            return act.own, "its lexicon entry"
        if act.type not in self.types:
            return None
        row = self.types[act.type]
        code, why = row.code, act.type
        if act.origin in row.of:
            code, why = row.of[act.origin], f"announced {act.origin}"
        elif act.mode and act.mode in row.modes:
            code, why = row.modes[act.mode], f"{act.type} {act.mode}"
        code, why = self._refined(code, why, act.contexts)
        told = self._told(act, clause)
        for rooted in (False, True):  # first the leaf, then whether it is asked or demanded
            for words, rule in told:
                found = self._given(rule, code) if bool(rule.root) is rooted else None
                if found:
                    code, why = found, f"words: {words}"
                    break
        if act.status == "attempted" and code in self.attempted:
            code, why = self.attempted[code], f"{why}, attempted"
        return code, why

    def goldstein(self, code: str) -> float:
        """Goldstein's value of a code, -10 (conflict) to 10 (cooperation)."""
        return self.codes[code].goldstein

    def _refined(self, code: str, why: str, contexts: Sequence[str]) -> tuple[str, str]:
        for context, leaf in self.leaves.get(code, {}).items():
            if context in contexts:
                return leaf, f"{why}, {context}"
        return code, why

    def _told(self, act: Act, clause: Sequence[Token]) -> list[tuple[str, WordRule]]:
        """Rules that the trigger or the clause's words meet, in the order of the file."""
        found = [
            (t, rule) for t in act.trigger for rule in self._triggers.get((act.type, t), ())
        ]
        if act.type in self._words:
            found += self._words[act.type].found(clause)
        return sorted(found, key=lambda f: f[1].rank)

    def _given(self, rule: WordRule, code: str) -> str | None:
        """The code a rule gives in place of another; None where it does not apply."""
        if rule.over and code not in rule.over:
            return None
        other = rule.root + code[2:] if rule.root else rule.code or code + rule.ends
        return other if other in self.codes else None


def auxiliary_mode(status: str, days_ago: int | None = None) -> str | None:
    """PLOVER's auxiliary mode: negation, future, hypothetical, historical; None for plain news.

    Args:
        status: The report's status.
        days_ago: Days between the act and its telling, where both are known.

    >>> auxiliary_mode("announced"), auxiliary_mode("asserted", 3), auxiliary_mode("asserted", 900)
    ('future', None, 'historical')
    """
    if status == "asserted" and days_ago is not None and days_ago > HISTORICAL_DAYS:
        return "historical"
    return AUXILIARY.get(status)


def auxiliary_of(report: Report, published: str | None) -> str | None:
    """A report's auxiliary mode, its age counted where both days are known."""
    day = (report.when or "").rpartition("/")[2][:10]
    try:
        age = date.fromisoformat((published or "")[:10]) - date.fromisoformat(day)
    except ValueError:  # a month, a year, or no date at all
        return auxiliary_mode(report.status)
    return auxiliary_mode(report.status, age.days)


def load_cameo(pack: Pack) -> Cameo:
    """The codes and their choice for a language.

    Raises:
        BadKnowledge: a file names a code or a type that does not exist.
    """
    folder = HOME / "ontology"
    codes = {
        code: CodeRow(float(row["goldstein"]), row.get("type"))
        for code, row in read_yaml(folder / "cameo.yaml").items()
    }
    choice = read_yaml(folder / "cameo_choice.yaml")
    types = {
        name: TypeChoice(
            code=row["code"], modes=row.get("modes") or {}, of=row.get("from") or {}
        )
        for name, row in choice["types"].items()
    }
    rules = [_rule(rank, row) for rank, row in enumerate(pack.read("cameo"))]
    leaves = {code: dict(row or {}) for code, row in choice["leaves"].items()}
    named = [
        *((f"types.{n}", c) for n, t in types.items()
          for c in (t.code, *t.modes.values(), *t.of.values())),
        *((f"leaves.{n}", c) for n, row in leaves.items() for c in (n, *row.values())),
        *((f"rule {r.rank + 1}", c) for r in rules for c in ({r.code, *r.over} - {""})),
    ]  # fmt: skip
    for entry, code in named:
        if code not in codes:
            raise BadKnowledge(
                "cameo.yaml", f"{entry}: {code}", "a code of ontology/cameo.yaml"
            )
    if set(types) != set(TYPES):
        raise BadKnowledge("cameo_choice.yaml", "types", f"exactly {', '.join(TYPES)}")
    return Cameo(codes, types, leaves, choice["attempted"], rules)


def _rule(rank: int, row: Mapping[str, Any]) -> WordRule:
    known = {"type", "trigger", "words", "over", "code", "root", "ends", "example", "not"}
    if not set(row) <= known or row.get("type") not in TYPES:
        raise BadKnowledge(
            "cameo.yaml", f"rule {rank + 1}", f"a type, and keys of {sorted(known)}"
        )
    return WordRule(
        rank=rank, type=row["type"], trigger=frozenset(row.get("trigger") or ()),
        words=tuple(row.get("words") or ()), over=frozenset(row.get("over") or ()),
        code=row.get("code", ""), root=row.get("root", ""), ends=row.get("ends", ""),
        example=row["example"], counter_example=row.get("not", ""),
    )  # fmt: skip
