"""CAMEO codes: every file names codes that exist, and every rule's example takes its leaf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from vigie.annotations.notes import annotate
from vigie.flow.kit import Kit
from vigie.knowledge.cameo import (
    Act,
    Cameo,
    WordRule,
    auxiliary_mode,
    auxiliary_of,
    load_cameo,
)
from vigie.knowledge.lexicon import TYPES
from vigie.knowledge.loaders import HOME, load_pack
from vigie.knowledge.ontology_rules import load_ontology
from vigie.knowledge.yaml import read_yaml
from vigie.records import Block, Dispatch, Report, Span, Token
from vigie.records.report import STATUSES

CAMEO = load_cameo(load_pack("fr"))
Holds = Callable[[Sequence[Any], Callable[[Any], None], float], None]


def act(type_: str, mode: str | None = None, **more: Any) -> Act:
    fields = {"status": "asserted", "contexts": (), "origin": "", "trigger": (), **more}
    return Act(type=type_, mode=mode, **fields)


def code_of(cameo: Cameo, act: Act, clause: Sequence[Token] = ()) -> str:
    chosen = cameo.choose(act, clause)
    assert chosen is not None
    return chosen[0]


def tokens(kit: Kit, text: str) -> list[Token]:
    block = Block(start=0, end=len(text), kind="body")
    dispatch = Dispatch(
        id="c", raw=text, text=text, starts=(0,), shifts=(0,), blocks=(block,)
    )
    tongue = kit.default
    return annotate(dispatch, tongue.tagger, tongue.model, tongue.forms).tokens


def test_every_type_and_mode_has_a_code_of_its_quad() -> None:
    """The code of a type and mode falls under the type, or names why not."""
    ontology = load_ontology({})
    for type_ in TYPES:
        for mode in (None, *ontology.rows[type_].modes):
            code = code_of(CAMEO, act(type_, mode))
            assert -10 <= CAMEO.goldstein(code) <= 10


def test_all_twenty_roots_can_be_reached() -> None:
    """Each of CAMEO's 20 roots is some report's code."""
    choice = read_yaml(HOME / "ontology" / "cameo_choice.yaml")
    codes = {rule.code for rule in CAMEO.rules} | {
        "10" for r in CAMEO.rules if r.root == "10"
    }
    for row in choice["types"].values():
        codes |= {row["code"], *(row.get("modes") or {}).values()}
    assert {code[:2] for code in codes if code} == {f"{n:02}" for n in range(1, 21)}


def test_examples_of_the_rules(kit: Kit, holds: Holds) -> None:
    """The words of a rule's example give its code; its counter-example's do not."""

    def check(rule: WordRule) -> None:
        row = CAMEO.types[rule.type]
        fits = [
            m for m, c in row.modes.items() if c in rule.over or (rule.ends and m == "demo")
        ]
        mode = fits[0] if fits else None
        contexts = ("military",) if "190" in rule.over else ()
        for text, wanted in ((rule.example, True), (rule.counter_example, False)):
            if not text:
                continue
            clause = tokens(kit, text)
            words = tuple(w for t in clause for w in (t.lemma, t.low))
            found = code_of(
                CAMEO, act(rule.type, mode, trigger=words, contexts=contexts), clause
            )
            given = found == rule.code or (
                found.startswith(rule.root)
                if rule.root
                else bool(rule.ends) and found.endswith(rule.ends)
            )
            assert given is wanted, (text, found)

    holds(CAMEO.rules, check, 0.93)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (act("AGREE", origin="CONSULT"), "036"),
        (act("THREATEN", origin="ASSAULT"), "138"),
        (act("ASSAULT", "targeted", status="attempted"), "185"),
        (act("AID", contexts=("military",)), "072"),
        (act("ASSAULT", contexts=("military",)), "190"),
        (act("ASSAULT", own="202"), "202"),
        (act("REQUEST", trigger=("exiger",)), "100"),
        (act("REQUEST", trigger=("appeler",)), "020"),
    ],
)
def test_type_mode_contexts_and_words_choose(given: Act, code: str) -> None:
    """What is known of a report, and nothing else, chooses its code."""
    assert code_of(CAMEO, given) == code


def test_a_type_of_ones_own_has_no_code_unless_its_entry_names_one() -> None:
    assert CAMEO.choose(act("TRANSPORT"), ()) is None
    assert code_of(CAMEO, act("TRANSPORT", own="154")) == "154"


def test_auxiliary_modes_cover_the_statuses() -> None:
    """PLOVER's four auxiliary modes, from status and age."""
    found = {status: auxiliary_mode(status) for status in STATUSES}
    assert found["asserted"] is None
    assert found["denied"] == "negation"
    assert auxiliary_mode("asserted", 400) == "historical"
    assert auxiliary_mode("announced", 400) == "future"


@pytest.mark.parametrize(
    ("when", "published", "mode"),
    [
        ("1979-11-04", "2012-07-01", "historical"), ("2012-06-30", "2012-07-01T10:00", None),
        ("2011-01-01/2011-02-01", "2012-07-01", "historical"), ("1979", "2012-07-01", None),
        (None, None, None), ("2012-07-02", "pas une date", None),
    ],
)  # fmt: skip
def test_an_old_act_is_history_where_both_days_are_known(
    when: str | None, published: str | None, mode: str | None
) -> None:
    report = Report(
        id="r1", span=Span(0, 9), trigger=Span(0, 3), type="ASSAULT", mode=None, status="asserted",
        actors=(), recipients=(), when=when,
    )  # fmt: skip
    assert auxiliary_of(report, published) == mode
