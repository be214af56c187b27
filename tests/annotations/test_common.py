"""Laws of words read as others: the tagger gets the common form, the text keeps its own."""

from __future__ import annotations

import pytest
from notes_kit import notes_of

from vigie.flow.kit import Kit
from vigie.knowledge.inflection import read_as_of
from vigie.knowledge.loaders import load_pack


@pytest.mark.parametrize(
    ("text", "word", "lemma"),
    [
        ("Le roi déplora mardi la violence.", "déplora", "déplorer"),
        ("Les rebelles bombardèrent la ville.", "bombardèrent", "bombarder"),
        ("Il fut arrêté à Dakar.", "fut", "être"),
    ],
)
def test_a_past_historic_is_a_finite_verb_of_the_past(
    kit: Kit, text: str, word: str, lemma: str
) -> None:
    """It keeps its own words and offsets, and its own tense."""
    notes = notes_of(kit, text)
    (token,) = [t for t in notes.tokens if t.text == word]
    assert text[token.start : token.end] == word
    assert token.pos in ("VERB", "AUX")
    assert token.lemma == lemma
    assert token.has("Tense=Past")
    assert token.has("VerbForm=Fin")


def test_a_name_is_no_past_historic(kit: Kit) -> None:
    """A capital may be a name's; words that are also other words are never read so."""
    known = kit.default.forms.read_as
    assert not known.keys() & set(load_pack("fr").read("conjugation")["read_as"]["never"])
    assert all(word == word.lower() for word in known)


def test_a_number_that_opens_a_sentence_is_a_number(kit: Kit) -> None:
    """Its capital makes no name of it."""
    notes = notes_of(kit, "Neuf soldats ont été tués à Gao.")
    assert notes.tokens[0].text == "Neuf"
    assert notes.tokens[0].pos == "NUM"


def test_a_rare_form_that_is_another_verbs_common_one_stays() -> None:
    """A form of one verb ("opéra") is not read so where another verb has it as its own."""
    paradigms = {"er": ["a", "ait"], "ir": ["a"]}
    assert read_as_of(["finer", "finir"], paradigms, {"er": {"a": "ait"}}) == {}
