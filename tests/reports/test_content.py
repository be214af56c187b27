"""Laws of what is said in an act of speech: the words that say what is asked, refused, threatened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.flow.kit import Kit
from vigie.flow.plan import read_one
from vigie.records import RawDispatch, Reading
from vigie.reports.content import BRACKETS, CLOSING, MOST, OPENING, SAYING

Holds = Callable[[Sequence[Any], Callable[[Any], None], float], None]

CASES = (  # sentence, type, the words that say what
    ("Ankara a menacé de frapper les bases de l'armée syrienne.", "THREATEN",
     "frapper les bases de l'armée syrienne"),
    ("Le président a appelé les deux camps à conclure une trêve.", "REQUEST",
     "conclure une trêve"),
    ("Le ministre a rejeté la proposition de Paris.", "REJECT", "la proposition de Paris"),
    ("L'ONU a exigé que les milices rendent leurs armes.", "REQUEST",
     "les milices rendent leurs armes"),
    ("Washington accuse Moscou d'avoir livré des missiles.", "ACCUSE",
     "avoir livré des missiles"),
    ("L'ONU a lancé un appel à la retenue.", "REQUEST", "la retenue"),
    ("Le gouvernement refuse de négocier avec les rebelles.", "REJECT",
     "négocier avec les rebelles"),
    ("Le syndicat réclame la libération des détenus.", "REQUEST",
     "la libération des détenus"),
    ("Le ministre a dénoncé l'ingérence de la Russie.", "ACCUSE",
     "l'ingérence de la Russie"),
    ("Le général a promis de retirer ses troupes de la ville.", None,
     "retirer ses troupes de la ville"),
)  # fmt: skip
NONE = (  # nothing but who and whom
    "La Turquie a menacé l'Égypte.",
    "Le président a critiqué son ministre.",
    "L'opposition a rejeté.",
)


def reading_of(kit: Kit, text: str) -> Reading:
    """The reading of one text."""
    return read_one(RawDispatch(id="one", text=text), kit)


def contents(reading: Reading) -> list[tuple[str, str]]:
    """Types of reports, with the words that say what."""
    raw = reading.dispatch.raw
    return [(r.type, r.content.text(raw)) for r in reading.reports if r.content]


def test_the_words_that_say_what_are_found(kit: Kit, holds: Holds):
    def check(case: tuple[str, str | None, str]) -> None:
        text, type_, words = case
        found = contents(reading_of(kit, text))
        assert words in [w for t, w in found if type_ in (t, None)], found

    holds(CASES, check, 0.9)


@pytest.mark.parametrize("text", NONE)
def test_where_nothing_says_what_there_is_none(kit: Kit, text: str):
    assert contents(reading_of(kit, text)) == []


def test_only_acts_of_speech_have_one(kit: Kit):
    found = reading_of(kit, "Les rebelles ont attaqué la base de l'armée à Homs.").reports
    assert found
    assert all(r.content is None for r in found if r.type not in SAYING)


WORDS = st.sampled_from(
    [
        "Ankara",
        "a",
        "menacé",
        "Paris",
        "de",
        "frapper",
        "la",
        "base",
        "«",
        "(",
        "»",
        ")",
        ",",
        "que",
        "l'armée",
        "refuse",
        "d'",
        "évacuer",
        ".",
        "appelé",
        "à",
        "ce",
        "le",
        "retrait",
        "promis",
        "accusé",
        "rejeté",
        '"',
        "qui",
        "tue",
        ":",
        "hier",
        "contre",
        "toute",
        "attaque",
    ]
)


@settings(max_examples=40, deadline=None)
@given(words=st.lists(WORDS, min_size=3, max_size=40))
def test_however_strange_the_text_a_content_is_short_and_closed(kit: Kit, words: list[str]):
    reading = reading_of(kit, " ".join(words))
    for _, found in contents(reading):
        assert len(found.split()) <= MOST + 1
        assert found.strip() == found
        depth = 0
        for letter in found:
            depth += (letter in OPENING) - (letter in CLOSING)
            assert depth >= 0, found
        assert depth == 0, found
        assert found[0] not in BRACKETS
