"""Which "de" is a noun's own, and which nouns are someone only here and there."""

from __future__ import annotations

import pytest
from who_kit import Read, read


def texts(got: Read) -> list[str]:
    return [got.text(m) for m in got.mentions if m.how != "possessive"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Les rebelles discutent avec le gouvernement de l'application de la trêve.", "gouvernement"),
        ("Le maire a averti le Parlement des risques de l'opération.", "Parlement"),
        ("Le juge accuse la police de négligence.", "police"),
        ("Le Soudan accuse l'armée du Tchad d'ingérence.", "armée du Tchad"),
        ("L'ONG dénonce la saisie par les autorités du matériel de tournage.", "autorités"),
        ("Le ministère a rappelé les gendarmes de Kabylie.", "gendarmes"),
        ("L'armée a chassé les miliciens du village.", "miliciens"),
        ("La mission fournit aux troupes congolaises renseignements et appui.", "troupes congolaises"),
    ],
)  # fmt: skip
def test_what_the_verb_says_is_no_part_of_a_name(text: str, whole: str):
    """A verb with a "de" of its own takes it from the noun before."""
    assert whole in texts(read(text)), texts(read(text))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("La police des frontières a arrêté dix hommes.", "police des frontières"),
        ("Le juge accuse l'armée du Tchad.", "armée du Tchad"),
        ("Il discute avec le gouvernement de transition.", "gouvernement de transition"),
        ("Les autorités de la région ont décrété un couvre-feu.", "autorités de la région"),
        ("Oslo a expulsé l'ambassadeur de Syrie.", "ambassadeur de Syrie"),
        ("Il a averti le ministre de la Défense.", "ministre de la Défense"),
    ],
)  # fmt: skip
def test_a_body_keeps_what_it_is_of(text: str, whole: str):
    """Places, bodies and known domains stay in the name."""
    assert whole in texts(read(text)), texts(read(text))


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("L'État soupçonne le parti de fraude.", "État"),
        ("Le pouvoir a interdit la marche.", "pouvoir"),
        ("L'accusation a requis dix ans de prison.", "accusation"),
        ("Les parties ont signé une trêve.", "parties"),
        ("Une unité géorgienne a ouvert le feu.", "unité géorgienne"),
    ],
)  # fmt: skip
def test_some_nouns_are_someone_here(text: str, noun: str):
    """Alone behind its article, as a doer, or with a nation: as the entry asks."""
    assert noun in texts(read(text))


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("L'état de la route empire.", "état"),
        ("Les insurgés ont pris le pouvoir.", "pouvoir"),
        ("Le pouvoir d'achat a baissé.", "pouvoir"),
        ("Le ministre a rejeté l'accusation.", "accusation"),
        ("Une partie des troupes est partie.", "partie"),
        ("L'unité du pays est menacée.", "unité"),
        ("L'ONG dénonce des violations des droits de l'homme.", "homme"),
        ("Il est accusé de rébellion.", "rébellion"),
    ],
)  # fmt: skip
def test_and_things_there(text: str, noun: str):
    """The same nouns under a verb of taking, with a complement, or as a manner are nobody."""
    assert noun not in [t.split()[0] for t in texts(read(text))]
