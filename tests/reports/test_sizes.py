"""Numbers told of people: the cases of the pack, their bounds, and what may never happen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.annotations.notes import annotate
from vigie.flow.kit import Kit
from vigie.flow.plan import read_one
from vigie.knowledge.loaders import load_pack
from vigie.records import Block, Dispatch, Given, Notes, RawDispatch, Size
from vigie.reports.numbers import find_counts
from vigie.reports.sizes import find_sizes

DATA = load_pack("fr").read("sizes")
Holds = Callable[[Sequence[Any], Callable[[Any], None], float], None]


def notes_of(kit: Kit, text: str) -> Notes:
    block = Block(start=0, end=len(text), kind="body")
    dispatch = Dispatch(
        id="case", raw=text, text=text, starts=(0,), shifts=(0,), blocks=(block,)
    )
    tongue = kit.default
    return annotate(dispatch, tongue.tagger, tongue.model, tongue.forms)


def told(kit: Kit, text: str) -> list[str]:
    """Sizes as the cases write them: what low best high unit."""
    tongue = kit.default
    found = find_sizes(notes_of(kit, text), tongue.coder.lexicon, tongue.beside.sizes)
    rows = []
    for one in found:
        bounds = [one.count.low, one.count.best, one.count.high]
        words = [one.what, *("-" if n is None else str(n) for n in bounds)]
        rows.append(" ".join([*words, *([one.unit] if one.unit else [])]))
    return rows


def sizes_in(kit: Kit, text: str) -> list[tuple[str, Size]]:
    reading = read_one(RawDispatch(id="t", text=text, given=Given(language="fr")), kit)
    return [(r.type, z) for r in reading.reports for z in r.sizes]


def test_the_pack_has_cases_and_traps() -> None:
    """Eighty sentences at least, a third of them numbers that count nobody."""
    traps = [case for case in DATA["cases"] if not case.get("want")]
    assert len(DATA["cases"]) >= 80
    assert 3 * len(traps) >= len(DATA["cases"])


def test_cases_of_the_pack(kit: Kit, holds: Holds) -> None:
    """Each sentence tells its numbers, with their bounds and unit, and no others."""

    def check(case: dict[str, Any]) -> None:
        assert told(kit, case["text"]) == (case.get("want") or []), case["text"]

    holds(DATA["cases"], check, 0.94)


def test_examples_of_bounds(kit: Kit, holds: Holds) -> None:
    """A bound leaves its number no exact one."""

    def check(row: dict[str, Any]) -> None:
        (size,) = told(kit, row["example"])
        assert "-" in size.split()[1:4], size

    holds(DATA["bounds"], check, 0.94)


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("1.200", (1200, 1200, 1200)), ("1 200", (1200, 1200, 1200)),
        ("2,5 millions", (2500000, 2500000, 2500000)), ("deux cent trois", (203, 203, 203)),
        ("quatre-vingt-dix-neuf", (99, 99, 99)), ("trois mille deux cents", (3200, 3200, 3200)),
        ("vingt et un", (21, 21, 21)), ("soixante et onze", (71, 71, 71)),
        ("une vingtaine", (None, 20, None)), ("des centaines de milliers", (200000, None, 999999)),
        ("entre cinq et dix", (5, None, 10)), ("deux à trois cents", (200, None, 300)),
        ("au moins un millier", (1000, None, None)), ("moins de 50", (None, None, 50)),
        ("plus d'une centaine", (100, None, None)), ("dix ou douze", (10, None, 12)),
    ],
)  # fmt: skip
def test_numbers_in_words_and_figures(
    kit: Kit, words: str, bounds: tuple[int | None, ...]
) -> None:
    """A number is worth what it says, however it is written."""
    text = f"Il y avait {words} personnes."
    (count,) = find_counts(notes_of(kit, text), kit.default.beside.sizes.numerals)
    assert (count.low, count.best, count.high) == bounds


def test_a_toll_told_after_its_attack_is_told_of_it(kit: Kit) -> None:
    """The sentence after an attack tells its dead, and whom it cites claims them."""
    text = "Un attentat a visé une mosquée de Kaboul. Il a fait au moins dix morts, selon la police."
    ((type_, size),) = sizes_in(kit, text)
    assert (type_, size.what, size.low, size.best) == ("ASSAULT", "killed", 10, None)
    assert size.span.text(text) == "au moins dix"
    assert size.claimant is not None


def test_each_number_goes_with_its_own_act(kit: Kit) -> None:
    """Two acts of one sentence keep their own numbers."""
    text = "L'armée a tué dix rebelles et la police a arrêté trois manifestants à Alep."
    found = {(type_, z.what, z.best) for type_, z in sizes_in(kit, text)}
    assert found <= {("ASSAULT", "killed", 10), ("COERCE", "arrested", 3)}
    assert len(found) == 2


def test_nobody_dies_twice(kit: Kit) -> None:
    """The same number in title and body is one size."""
    text = "Mali : dix soldats tués\n\nDix soldats ont été tués lundi au Mali dans une attaque."
    killed = [z for _, z in sizes_in(kit, text) if z.what == "killed"]
    assert len({(z.low, z.best, z.high) for z in killed}) == 1


@pytest.mark.parametrize(
    "text",
    ["AU MOINS DIX MORTS A KABOUL", "dix  morts", "10morts", "un", "1 000 000 000 000 000 morts",
     "entre et 10", "deux à", "des dizaines", "½ morts", "dix morts dont", "١٠ morts", "²²"],
)  # fmt: skip
def test_dirty_lines_do_not_raise(kit: Kit, text: str) -> None:
    assert isinstance(told(kit, text), list)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["dix", "cent", "mille", "deux", "et", "des", "dizaines", "de", "un", "10", "1 200", "morts",
             "tués", "entre", "à", "au moins", "millions", "quatre-vingt", ",", "dont", "ont été", "3,5", "-"]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_bounds_are_in_order(kit: Kit, words: list[str]) -> None:
    """Whatever stands in a row, low <= best <= high and nothing raises."""
    text = " ".join(words) or "."
    for count in find_counts(notes_of(kit, text), kit.default.beside.sizes.numerals):
        said = [n for n in (count.low, count.best, count.high) if n is not None]
        assert said
        assert said == sorted(said)
