"""Grammar: what datelines.yaml and agencies.yaml hold stays consistent."""

import re

from vigie.dispatches.grammar import agency_name
from vigie.knowledge.loaders import HOME
from vigie.knowledge.yaml import read_yaml


def test_a_form_signs_for_one_agency_only():
    """Letter for letter, no two agencies sign alike."""
    forms = [form for row in read_yaml(HOME / "agencies.yaml") for form in row["forms"]]
    assert len(forms) == len(set(forms))


def test_loose_forms_are_forms():
    for row in read_yaml(HOME / "agencies.yaml"):
        assert set(row.get("loose", ())) <= set(row["forms"]), row["name"]


def test_an_agency_is_known_by_any_form_and_the_first_of_several_counts(residue):
    assert agency_name("REUTERS", residue.grammar) == "Reuters"
    assert agency_name("(awp/afp)", residue.grammar) == "AWP"
    assert agency_name("Agence France-Presse", residue.grammar) == "AFP"
    assert agency_name("le ministère", residue.grammar) is None


def test_every_shape_compiles(residue):
    for name, pattern in residue.grammar.shapes.items():
        assert re.compile(pattern), name
