"""Reports room. The words that give an act its status, compiled from a pack's status.yaml.

Flow: packs/<language>/status.yaml, support.yaml and conjugation.yaml → `StatusRules`, and the few
questions about words that the rest asks of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.inflection import inflect
from vigie.knowledge.loaders import Pack
from vigie.records import Token
from vigie.records.report import STATUSES
from vigie.reports.forms import is_verbal

# The parts of support.yaml whose verbs say no more of a noun of action than that it is done.
CARRIERS = ("light", "undergo", "happen", "cause", "affect", "copula")
PLACES = ("complement", "subject", "both", "infinitive", "beside")
PLAIN = "asserted"


class Governor(msgspec.Struct, frozen=True, kw_only=True):
    """A word that gives a status to the act below it."""

    word: str
    gives: str
    place: str = "complement"  # where the act stands: see PLACES
    past: str | None = None
    negated: str | None = None
    clause: bool = False  # bears on a whole clause, whatever its mood
    performs: bool = (
        False  # for a power, to say it is to do it ("annonce l'expulsion de X")
    )


class StatusRules(msgspec.Struct, frozen=True, kw_only=True):
    """All of status.yaml, ready to be looked up."""

    governors: dict[str, Governor]
    beside: dict[str, Governor]
    before: dict[tuple[str, ...], str]
    clause_words: frozenset[str]
    conditions: frozenset[str]
    carriers: frozenset[str]
    aspects: frozenset[str]
    forms: dict[str, str]
    verbs: frozenset[str]
    conditional: re.Pattern[str]
    conditional_form: re.Pattern[str]
    conditional_not: re.Pattern[str]
    future: re.Pattern[str]
    future_form: re.Pattern[str]
    hearsay: frozenset[str]
    given: frozenset[str]
    negators: frozenset[str]
    no_noun: frozenset[str]
    any_noun: frozenset[str]
    spared: frozenset[tuple[str, ...]]
    stand: frozenset[str]
    claimed: frozenset[str]
    denials: frozenset[str]
    occasions: frozenset[str]
    awaited: frozenset[str]
    indefinite: frozenset[str]
    own: dict[str, str]
    own_to: dict[str, str]
    performed: frozenset[str]
    adverbs: dict[tuple[str, ...], str]
    exclusive: frozenset[str]


def load_status(pack: Pack) -> StatusRules:
    """Compile a pack's status.yaml.

    Raises:
        BadKnowledge: an entry gives no known status.
    """
    data = pack.read("status")
    for part in ("governors", "before", "own", "adverbs"):
        for row in data[part]:
            if not {row["gives"], row.get("past", PLAIN), row.get("negated", PLAIN)} <= set(
                STATUSES
            ):
                raise BadKnowledge(f"{pack.folder}/status.yaml", row, f"one of {STATUSES}")
    forms = _forms(
        data["governors"], pack.read("support"), pack.read("conjugation")["paradigms"]
    )
    return StatusRules(
        governors={r["word"]: _governor(r) for r in data["governors"] if r.get("as") != "beside"},
        beside={
            form: _governor(r)
            for r in data["governors"] if r.get("as") == "beside"
            for form in (*(r["word"] + e for e in data["agreement"]), *r.get("forms", ()))
        },
        before=dict(_openers(data["before"], pack.read("speech")["contractions"])),
        clause_words=frozenset(data["clause_words"]), conditions=frozenset(data["conditions"]),
        carriers=frozenset(w for k in CARRIERS for w in pack.read("support")[k]),
        aspects=frozenset(data["aspects"]), hearsay=frozenset(data["hearsay"]),
        given=frozenset(data["given"]),
        forms=forms, verbs=frozenset(data["nouns_too"]),
        **{k: re.compile(v) for k, v in data["moods"].items()},
        negators=frozenset(data["negators"]),
        no_noun=frozenset(data["no_noun"]), any_noun=frozenset(data["any_noun"]),
        spared=frozenset(_words(w) for w in data["not_negators"]),
        stand=frozenset(data["stand"]), claimed=frozenset(data["claimed"]),
        awaited=frozenset(data["awaited"]), indefinite=frozenset(data["indefinite"]),
        denials=frozenset(data["denials"]), occasions=frozenset(data["occasions"]),
        own={r["word"]: r["gives"] for r in data["own"] if "to" not in r},
        own_to={r["word"]: r["gives"] for r in data["own"] if "to" in r},
        performed=frozenset(data["performed"]),
        adverbs={_words(r["word"]): r["gives"] for r in data["adverbs"]},
        exclusive=frozenset(data["exclusive"]),
    )  # fmt: skip


def lemma_of(token: Token, rules: StatusRules) -> str:
    """The lemma, or that of the form where the tagger's is no word we know."""
    if token.lemma in rules.governors or token.lemma in rules.carriers:
        return token.lemma
    if token.low in rules.governors:
        return token.low
    inflects = is_verbal(token) or token.pos == "ADJ"
    return rules.forms.get(token.low, token.lemma) if inflects else token.lemma


def is_conditional(finite: Token, rules: StatusRules) -> bool:
    """Whether a finite form is a conditional, by its tag or by its look."""
    low = finite.low
    if "Mood=Cnd" in finite.morph:
        return rules.conditional_form.search(low) is not None
    return bool(rules.conditional.search(low)) and not rules.conditional_not.match(low)


def _forms(
    governors: list[dict[str, str]], support: Mapping[str, list[str]],
    paradigms: Mapping[str, list[str]],
) -> dict[str, str]:  # fmt: skip
    """Forms of the verbs among governors and carriers, to their lemma."""
    words = [row["word"] for row in governors] + [w for k in CARRIERS for w in support[k]]
    made = {form: word for word in reversed(words) for form in inflect(word, paradigms)}
    return made | {form: row["word"] for row in governors for form in row.get("forms", ())}


def _openers(
    rows: list[dict[str, str]], contractions: dict[str, list[str]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """What opens a clause or a phrase, with its last word contracted or elided too."""
    for row in rows:
        *words, final = _words(row["words"])
        for last in (final, *contractions.get(final, ())):
            yield (*words, last), row["gives"]


def _governor(row: dict[str, str]) -> Governor:
    return Governor(
        word=row["word"], gives=row["gives"], place=row.get("as") or "complement", past=row.get("past"), negated=row.get("negated"), clause=row.get("clause") == "any",
        performs=row.get("performs") == "yes",
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace("'", "' ").split())
