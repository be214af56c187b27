"""Bylines: names stay, role words go, sentences are no bylines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.dispatches.bylines import credited, is_desk_code, read_byline


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("(Anna Roux, Slim Gharbi et Steve Hall, version française Élise Morin)", ("Anna Roux", "Slim Gharbi", "Steve Hall", "Élise Morin")),
        ("(Reportage d'Anna Roux à Tripoli, avec Anne Le Bris au Caire ; rédigé par Paul Vidal, édité par Luc d’Arcy)", ("Anna Roux", "Anne Le Bris", "Paul Vidal", "Luc d’Arcy")),
        ("Par Claire Demailly (Le Caire, correspondante)", ("Claire Demailly",)),
        ("Propos recueillis par Jean-Marc Ould Salem", ("Jean-Marc Ould Salem",)),
        ("Reporting by Anna Roux; editing by Tom Reed", ("Anna Roux", "Tom Reed")),
        ("R. I.", ("R. I.",)),
        ("A.B.", ("A.B.",)),
        ("Anna Roux avec AFP", ("Anna Roux",)),
    ],
)  # fmt: skip
def test_names_are_kept_in_order(text, names, residue):
    assert read_byline(text, residue.grammar, bare=True) == names


@pytest.mark.parametrize(
    "text",
    ["", "Anna Roux écrit :", "Le ministre a parlé.", "Par ailleurs, le ministre a parlé", "Selon Anna Roux, rien n'est joué",
     "DONNEES GENERALES", "un deux trois", "(HRW)"],
)  # fmt: skip
def test_sentences_and_labels_are_no_bylines(text, residue):
    assert read_byline(text, residue.grammar, bare=True) is None


def test_a_name_alone_signs_only_where_it_may(residue):
    assert read_byline("Anna Roux", residue.grammar) is None
    assert read_byline("Anna Roux", residue.grammar, bare=True) == ("Anna Roux",)


def test_wires_are_credited_once_and_loose_forms_are_not(residue):
    assert credited("Le Phare avec AFP, Reuters et AFP", residue.grammar) == (
        "AFP",
        "Reuters",
    )
    assert credited("Voir la MAP", residue.grammar) == ()


def test_desks_sign_in_small_letters():
    assert is_desk_code("bur-jd/abc/fz")
    assert not is_desk_code("et/ou bien")


@given(text=st.text(max_size=80))
def test_no_text_raises(text, residue):
    read_byline(text, residue.grammar, bare=True)
