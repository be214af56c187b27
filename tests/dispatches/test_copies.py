"""Copies: texts that descend from one wire are grouped; texts on one event are not."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.dispatches.copies import find_copies
from vigie.records import Meta

WIRE = (
    "Le gouvernement a annoncé lundi la libération de douze soldats capturés il y a deux mois dans le nord "
    "du pays par un groupe armé. Selon un communiqué de la présidence, les militaires ont été remis à la "
    "Croix-Rouge près de la frontière, puis conduits par avion dans la capitale où ils ont retrouvé leurs "
    "familles. Le porte-parole du groupe a confirmé l'échange et assuré que six de ses combattants avaient "
    "quitté la prison centrale dans la matinée. Les négociations avaient commencé en mars sous l'égide de "
    "l'Algérie, dont l'ambassadeur a salué un geste de confiance. L'opposition demande au Parlement une "
    "enquête sur les conditions de cette libération et sur le prix payé par l'État, que nul n'a rendu public."
)
SHORT = WIRE.split(" Le porte-parole")[0]
UPDATE = WIRE + (
    " Mardi, le ministre de la Défense a reconnu devant les députés qu'une somme avait été versée à des "
    "intermédiaires. Il a refusé d'en donner le montant et promis un rapport avant la fin du mois de juin."
)
OTHER = (
    "Douze soldats détenus depuis mars par un groupe armé du nord du pays sont rentrés chez eux lundi. Dans "
    "un texte diffusé par la radio nationale, le chef de l'État s'est félicité d'un succès obtenu, dit-il, "
    "sans concession. Des proches, réunis à l'aéroport militaire, ont raconté leur longue attente. D'après "
    "une source proche du dossier, Alger a servi d'intermédiaire et plusieurs prisonniers ont été relâchés."
)
REWORDED = WIRE.replace("annoncé lundi", "fait savoir lundi").replace(
    "salué un geste", "salué mardi un geste"
)
TEXTS = [
    ("wire", WIRE, Meta(published="2021-05-03T10:00", agency="AFP", agencies=("AFP",))),
    ("site", REWORDED, Meta(published="2021-05-03T12:00", agency="AFP", agencies=("AFP",))),
    ("brief", SHORT, Meta(published="2021-05-03T13:00")),
    ("later", UPDATE, Meta(published="2021-05-04T09:00")),
    ("own", OTHER, Meta(published="2021-05-03T15:00")),
]  # fmt: skip


def test_each_descendant_is_told_by_its_kind():
    (lineage,) = find_copies(TEXTS)
    assert (lineage.source, lineage.agency) == ("wire", "AFP")
    assert [(k.dispatch_id, k.kind) for k in lineage.kin] == [
        ("wire", "source"), ("site", "copy"), ("brief", "shortened"), ("later", "update"),
    ]  # fmt: skip
    assert "both sign AFP" in lineage.kin[1].why
    assert all(k.why for k in lineage.kin[1:])


def test_two_texts_on_one_event_are_not_copies():
    assert not find_copies([TEXTS[0], TEXTS[4]])


def test_a_brief_that_cites_the_same_office_and_act_is_no_copy():
    """A few lines are half made of who spoke and of what all must name: they stand alone."""
    wire = (
        "La Guinée a rappelé mardi son ambassadeur au Sénégal après la fermeture du poste de "
        "Kalifourou. Le porte-parole du ministère guinéen des Affaires étrangères, Sékou Diallo, "
        "a déclaré à la presse que la mesure prendrait effet sur-le-champ. Des files de camions "
        "se sont formées dès l'aube sur la route de Koundara, où des chauffeurs dorment sous leurs "
        "bâches. Le syndicat des transporteurs chiffre les pertes à deux milliards de francs, et "
        "demande une rencontre entre les deux gouvernements avant la fin de la semaine. À Dakar, on "
        "assure n'avoir reçu aucune note officielle, mais on ne cache pas une certaine surprise."
    )
    brief = (
        "Conakry hausse le ton. La Guinée a rappelé mardi son ambassadeur au Sénégal. « Il rentre "
        "ce soir », a dit le porte-parole du ministère guinéen des Affaires étrangères, Sékou Diallo."
    )
    assert not find_copies([("wire", wire, Meta()), ("brief", brief, Meta())])


def test_alerts_are_too_short_to_tell():
    assert not find_copies(
        [
            ("a", "Tripoli : la trêve tient", Meta()),
            ("b", "Tripoli : la trêve tient", Meta()),
        ]
    )


@settings(deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_texts_does_not_matter(seed):
    shuffled = TEXTS[:]
    random.Random(seed).shuffle(shuffled)
    assert find_copies(shuffled) == find_copies(TEXTS)


@settings(deadline=None)
@given(
    texts=st.lists(st.tuples(st.sampled_from("abcdef"), st.text(max_size=200)), max_size=12)
)
def test_no_text_raises_and_nobody_has_two_sources(texts):
    lineages = find_copies((name, text, Meta()) for name, text in texts)
    members = [k.dispatch_id for lineage in lineages for k in lineage.kin]
    assert len(members) == len(set(members))
