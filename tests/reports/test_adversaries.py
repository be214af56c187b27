"""Laws of who fights whom in a dispatch, and of whom a protest is against."""

from __future__ import annotations

from itertools import permutations

import pytest

from vigie.flow.kit import Kit
from vigie.flow.plan import read_one
from vigie.records import Actor, Given, RawDispatch, Reading
from vigie.reports.adversaries import read_war, with_adversaries
from vigie.reports.happening import Happening

REBELS = Actor(
    key="anl", name="ANL", names=("ANL",), kind="ORG", country="LBY", sector="REB"
)
STATE = Actor(
    key="gna", name="GNA", names=("GNA",), kind="ORG", country="LBY", sector="GOV"
)
ALLY = Actor(key="tur", name="Turquie", names=("Turquie",), kind="GPE", country="TUR")
THIRD = Actor(key="rus", name="Russie", names=("Russie",), kind="GPE", country="RUS")
CROWD = Actor(key="civ", name="civils", names=("civils",), kind="GROUP", sector="CVL")
ACTORS = {a.key: a for a in (REBELS, STATE, ALLY, THIRD, CROWD)}


def act(
    tok: int, type_: str, doer: str, done_to: str | None = None, mode: str | None = None
) -> Happening:
    return Happening(
        tok=tok, parts=(), clause=(tok, tok + 1), type=type_, mode=mode, status="asserted",
        actors=(doer,), recipients=(done_to,) if done_to else (), said_by=None, rule="r",
        theme=(), content=frozenset(), fallback=False, bare=False, told_as_done=True, why=(),
    )  # fmt: skip


def sides(happenings: list[Happening]) -> dict[int, tuple[str, ...]]:
    filled = with_adversaries(happenings, read_war(happenings, ACTORS), ACTORS)
    return {h.tok: h.recipients for h in filled}


def test_a_seizure_is_done_to_the_adversary_of_this_dispatch():
    """One pair of adversaries: an attack of one on the other names both for the next."""
    told = [act(1, "ASSAULT", "anl", "gna"), act(2, "COERCE", "gna", mode="seize")]
    assert sides(told)[2] == ("anl",)


def test_whoever_supports_a_side_is_of_it():
    """A rebel who is threatened by the state's ally fights the state, his own country's."""
    told = [
        act(1, "SUPPORT", "tur", "gna"), act(2, "THREATEN", "tur", "anl"),
        act(3, "COERCE", "gna", mode="seize"), act(4, "ASSAULT", "anl"),
    ]  # fmt: skip
    assert sides(told)[3] == ("anl",)
    assert sides(told)[4] == ("gna",)


def test_two_adversaries_are_none():
    """Where a side fights two that nothing joins, neither is guessed."""
    told = [
        act(1, "ASSAULT", "anl", "gna"),
        act(2, "ASSAULT", "anl", "rus"),
        act(3, "ASSAULT", "anl"),
    ]
    assert sides(told)[3] == ()


def test_the_unarmed_are_no_adversary_but_may_be_struck_again():
    """Civilians killed by a side are whom it strikes, never whom a seizure is done to back."""
    told = [
        act(1, "ASSAULT", "anl", "civ"),
        act(2, "ASSAULT", "anl"),
        act(3, "THREATEN", "anl"),
    ]
    assert sides(told)[2] == ("civ",)
    assert sides(told)[3] == ()


def test_the_war_does_not_depend_on_the_order_of_its_telling():
    """Same happenings in any order: same sides."""
    told = [
        act(1, "SUPPORT", "tur", "gna"), act(2, "THREATEN", "tur", "anl"),
        act(3, "ASSAULT", "anl"), act(4, "COERCE", "gna", mode="seize"),
    ]  # fmt: skip
    wanted = sides(told)
    assert all(sides(list(order)) == wanted for order in permutations(told))


def read(kit: Kit, text: str) -> Reading:
    given = Given(published="2024-02-10", language="fr")
    return read_one(RawDispatch(id="case", text=text, given=given), kit)


def targets(reading: Reading) -> list[tuple[str, ...]]:
    actors = reading.referents.actors
    return [
        tuple(actors[k].name for k in r.recipients)
        for r in reading.reports if r.type == "PROTEST"
    ]  # fmt: skip


def test_a_protest_is_against_the_power_its_own_sentence_names(kit: Kit):
    """Named beside the march, the government is its target; named elsewhere, it is not."""
    near = "Des enseignants ont défilé à Lomé, où le gouvernement togolais prépare une réforme."
    far = "Des enseignants ont défilé à Lomé. Il pleuvait. Le gouvernement togolais a reçu un don."
    assert [t for t in targets(read(kit, near)) if t]
    assert not [t for t in targets(read(kit, far)) if t]


@pytest.mark.parametrize("slogan", ["Dégage Traoré", "Traoré dictateur"])
def test_a_slogan_names_its_target_only_between_marks(kit: Kit, slogan: str):
    """A hostile word is a slogan where it is quoted."""
    shouted = f"La foule a scandé « {slogan} » à Bamako. Paul Traoré est maire."
    assert any("Traoré" in name for t in targets(read(kit, shouted)) for name in t)


def test_a_fight_of_two_sides_is_not_done_to_protesters(kit: Kit):
    """Soldiers and rebels who fight strike each other, whatever march is told beside."""
    text = (
        "Des combats entre l'armée et les rebelles ont éclaté à Homs, en Syrie. "
        "Des manifestants ont défilé à Damas contre le régime."
    )
    fights = [r for r in read(kit, text).reports if r.type == "ASSAULT"]
    assert fights
    assert all(not r.recipients for r in fights)
