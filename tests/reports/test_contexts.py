"""What an act is about: the words of the pack's contexts, and the signs of sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from vigie.annotations.notes import annotate
from vigie.flow.kit import Kit
from vigie.knowledge.loaders import HOME, load_pack
from vigie.knowledge.yaml import read_yaml
from vigie.records import Actor, Block, Dispatch, Report, Span, Token
from vigie.reports.contexts import contexts_of

Holds = Callable[[Sequence[Any], Callable[[Any], None], float], None]


def tokens(kit: Kit, text: str) -> list[Token]:
    block = Block(start=0, end=len(text), kind="body")
    dispatch = Dispatch(
        id="c", raw=text, text=text, starts=(0,), shifts=(0,), blocks=(block,)
    )
    tongue = kit.default
    return annotate(dispatch, tongue.tagger, tongue.model, tongue.forms).tokens


def report(**more: Any) -> Report:
    fields: dict[str, Any] = {
        "type": "PROTEST",
        "mode": None,
        "actors": (),
        "recipients": (),
        **more,
    }
    return Report(
        id="r1", span=Span(0, 9), trigger=Span(0, 3), status="asserted", when=None, **fields
    )


def actor(key: str, country: str, sector: str) -> Actor:
    return Actor(
        key=key, name=key, names=(key,), kind="ORG", country=country, sector=sector
    )


def test_every_context_has_words_and_an_example() -> None:
    """The 37 contexts of the ontology, no more and no less."""
    rows = load_pack("fr").read("contexts")
    assert set(rows) == set(read_yaml(HOME / "ontology" / "contexts.yaml"))
    assert len(rows) == 37
    assert all(row["words"] and row["example"] for row in rows.values())


def test_examples_of_the_contexts(kit: Kit, holds: Holds) -> None:
    """The words of an example earn its context, those of a counter-example do not."""
    rules = kit.default.beside.contexts
    rows = load_pack("fr").read("contexts")
    cases = [(name, row["example"], True) for name, row in rows.items()]
    cases += [(name, row["not"], False) for name, row in rows.items() if "not" in row]

    def check(case: tuple[str, str, bool]) -> None:
        name, text, wanted = case
        found = contexts_of(report(), {}, tokens(kit, text), (), (), rules)
        assert (name in found) is wanted, (text, found)

    holds(cases, check, 0.95)


def test_the_words_that_earned_a_context_are_kept(kit: Kit) -> None:
    rules = kit.default.beside.contexts
    found = contexts_of(
        report(), {}, tokens(kit, "Un casque bleu a été tué."), (), (), rules
    )
    assert found["peacekeeping"] == "casque bleu"


def test_the_title_speaks_only_for_a_bare_sentence(kit: Kit) -> None:
    """A title's words count where the sentence has none of its own."""
    rules, title = kit.default.beside.contexts, tokens(kit, "Élection à Dakar")
    bare = contexts_of(report(), {}, tokens(kit, "Ils ont défilé."), title, (), rules)
    own = contexts_of(report(), {}, tokens(kit, "L'armée a défilé."), title, (), rules)
    assert "election" in bare
    assert "election" not in own


def test_two_states_make_it_diplomatic_and_a_state_on_its_people_repression(
    kit: Kit,
) -> None:
    rules = kit.default.beside.contexts
    actors = {
        "fra": actor("fra", "FRA", "GOV"), "rus": actor("rus", "RUS", "GOV"),
        "police": actor("police", "RUS", "COP"), "people": actor("people", "RUS", "CVL"),
        "others": actor("others", "FRA", "CVL"),
    }  # fmt: skip
    talks = report(type="CONSULT", actors=("fra",), recipients=("rus",))
    assert "diplomatic" in contexts_of(talks, actors, (), (), (), rules)
    at_home = report(type="ASSAULT", actors=("police",), recipients=("people",))
    assert "repression" in contexts_of(at_home, actors, (), (), (), rules)
    abroad = report(type="ASSAULT", actors=("police",), recipients=("others",))
    assert "repression" not in contexts_of(abroad, actors, (), (), (), rules)
