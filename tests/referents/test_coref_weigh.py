"""Whom a pronoun recalls: parts that go on from one verb to the next, pairs, the last one named."""

from __future__ import annotations

import pytest
from test_coref_many import recalled
from who_kit import read

CASES = [
    # ---- the main subject goes before that of a clause below
    ("Igor Lodov a exigé que le président, Nino Beridze, démissionne. Il a sommé la Hongrie d'agir.", "Il", ["Igor Lodov"]),
    ("Rami Sadek a rencontré Paul Vidal, qui revenait de Bamba. Il promet de se rendre.", "Il", ["Rami Sadek"]),
    # ---- who undergoes goes on undergoing, unless he was only met
    ("Des hommes armés ont enlevé deux prêtres. Ils ont été relâchés jeudi.", "Ils", ["prêtres"]),
    ("Paul Vidal a reçu Karim Touré. Il a été hospitalisé.", "Il", ["Paul Vidal"]),
    ("Le gouvernement accuse la milice d’avoir pillé la ville. Elle dément.", "Elle", ["milice"]),
    # ---- the only one who agrees
    ("Le tribunal a condamné trois journalistes. Ils avaient publié un article.", "Ils", ["journalistes"]),
    ("Le parti a désigné Anne Lemaire. Elle affrontera le président sortant.", "Elle", ["Anne Lemaire"]),
    # ---- the last one named
    ("Le président a limogé le général Traoré. Celui-ci dénonce une purge.", "Celui-ci", ["Traoré"]),
    ("L'ONU a condamné les rebelles. Ceux-ci ont rejeté ces accusations.", "Ceux-ci", ["rebelles"]),
    ("Les militaires se sont repliés. Certains ont été tués.", "Certains", ["militaires"]),
    # ---- what is no one
    ("Le ministre a démissionné, comme l'exige la loi.", "l'", []),
    ("Le porte-parole a parlé de paix. Le ministre l'a confirmé.", "l'", []),
    ("Le président a décrété une trêve à Juba, où l'on se battait.", "l'", []),
    ("Le maire a fui. Il y a eu dix morts.", "Il", []),
    # ---- two at once
    ("Les généraux Barhan et Daglou se disputent la ville. Ils ont été reçus.", "Ils", ["Barhan", "Daglou"]),
    ("Le roi a reçu Paul Vidal et Ali Mutua, qui ont signé l'accord.", "qui", ["Paul Vidal", "Ali Mutua"]),
    ("Les présidents turc et russe, Ali Mutua et Paul Vidal, ont signé.", "présidents", ["Ali Mutua", "Paul Vidal"]),
    ("Le gouvernement et les rebelles se sont affrontés. Les deux camps ont accepté une trêve.", "camps", ["gouvernement", "rebelles"]),
    ("Le régime accuse le Soudan de l'attaquer. Les deux voisins avaient signé la paix.", "voisins", ["régime", "Soudan"]),
    ("Karim Touré et Ali Diop ont été condamnés. Tous deux ont fait appel.", "deux", ["Karim Touré", "Ali Diop"]),
    ("Salem Kiro a rencontré Rik Machi. Le premier exige son retrait.", "premier", ["Salem Kiro"]),
    ("Salem Kiro a rencontré Rik Machi. Le second a refusé.", "second", ["Rik Machi"]),
    ("Kigali accuse l'Ouganda. Le Rwanda redoute son voisin.", "voisin", ["Ouganda"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word", "names"), CASES, ids=[f"{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_whom_a_word_recalls(text: str, word: str, names: list[str]):
    """The one or the several that French takes it for, or nobody."""
    assert recalled(read(text), word) == names
