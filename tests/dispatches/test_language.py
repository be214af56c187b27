"""Language: told by the text, or by what came beside it, or not at all."""

import pytest

from vigie.dispatches.language import detect_language


@pytest.mark.parametrize(
    ("text", "given", "wanted"),
    [
        ("Le président a reçu mardi une délégation de l'opposition à Tripoli.", None, "fr"),
        ("LE PRESIDENT A RECU MARDI UNE DELEGATION DE L'OPPOSITION.", None, "fr"),
        ("The president met a delegation of the opposition on Tuesday.", None, "en"),
        ("[Lien en arabe] Karim al-Hadi, Abou Selim et Oum Ahmad ont quitté Bab al-Aziziya.", None, "fr"),
        ("أعلن الرئيس اليوم الثلاثاء عن وقف إطلاق النار في طرابلس", None, "ar"),
        ("Tripoli", None, None),
        ("", None, None),
        ("12345 67890 " * 10, None, None),
        ("The president met a delegation.", "fr-FR", "fr"),
        ("Le président a reçu mardi une délégation de l'opposition.", "français", "fr"),
    ],
)  # fmt: skip
def test_the_language_is_known_or_none(text, given, wanted):
    assert detect_language(text, given) == wanted


def test_an_english_notice_at_the_foot_changes_nothing():
    text = (
        "Le ministre a parlé mardi devant les députés. " * 4
        + "All rights reserved by the owner. " * 8
    )
    assert detect_language(text, None) == "fr"
