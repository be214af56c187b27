"""Laws of acts inside other acts: whose word it is, and what stands of it."""

from __future__ import annotations

import pytest

from vigie.flow.kit import Kit
from vigie.flow.plan import read_one
from vigie.records import Given, RawDispatch, Reading, Report


def read(kit: Kit, text: str) -> Reading:
    given = Given(published="2020-05-22", language="fr")
    return read_one(RawDispatch(id="case", text=text, given=given), kit)


def only(reading: Reading, type_: str) -> Report:
    """The one report of a type."""
    (found,) = [r for r in reading.reports if r.type == type_]
    return found


def test_what_one_is_accused_of_is_told_by_the_accuser(kit: Kit):
    """The act is alleged, and whoever accuses is cited for it."""
    reading = read(kit, "Le ministre a accusé les rebelles d'avoir attaqué deux villages.")
    attack, blame = only(reading, "ASSAULT"), only(reading, "ACCUSE")
    assert attack.status == "alleged"
    assert attack.said_by in blame.actors


@pytest.mark.parametrize(
    "text",
    [
        "Téhéran promet à Israël une riposte sévère.",
        "Le groupe menace de tuer les otages américains.",
    ],
)
def test_a_threat_is_made_once_it_is_said(kit: Kit, text: str):
    """What it says is to come; the threat itself is not."""
    assert only(read(kit, text), "THREATEN").status == "asserted"


def test_what_is_refused_is_no_act(kit: Kit):
    """To refuse to shoot is one refusal; to deny having shot tells of shots, as denied."""
    refused = read(kit, "L'armée refuse de tirer sur la foule.")
    assert "ASSAULT" not in [r.type for r in refused.reports]
    denied = read(kit, "L'armée nie avoir tiré sur la foule.")
    assert only(denied, "ASSAULT").status == "denied"


def test_a_claim_is_the_claimants_word_and_nobodys_where_none_claims(kit: Kit):
    """Who claims an attack is cited for it; that no one did says nothing against it."""
    claimed = read(kit, "L'attentat de mardi a été revendiqué par les talibans.")
    attack = only(claimed, "ASSAULT")
    assert attack.said_by is not None
    unclaimed = read(kit, "L'attentat de mardi n'a pas été revendiqué.")
    assert [(r.status, r.said_by) for r in unclaimed.reports] == [("asserted", None)]
