"""French sentences made by chance and seed: grammatical, various, and about nothing that happened."""

from __future__ import annotations

import random

MALE = [
    "accord",
    "article",
    "atelier",
    "avocat",
    "barrage",
    "bateau",
    "budget",
    "bureau",
    "canal",
    "chantier",
    "chemin",
    "comité",
    "conseil",
    "contrat",
    "convoi",
    "courrier",
    "département",
    "directeur",
    "dossier",
    "fleuve",
    "groupe",
    "hangar",
    "juge",
    "journal",
    "laboratoire",
    "maire",
    "marché",
    "médecin",
    "ministre",
    "moulin",
    "navire",
    "ouvrier",
    "palais",
    "pont",
    "port",
    "préfet",
    "président",
    "procès",
    "programme",
    "projet",
    "quartier",
    "rapport",
    "réseau",
    "responsable",
    "salaire",
    "secteur",
    "secrétaire",
    "sénateur",
    "service",
    "syndicat",
    "tunnel",
    "village",
    "voisin",
    "wagon",
]
FEMALE = [
    "assemblée",
    "association",
    "banque",
    "barrière",
    "bibliothèque",
    "campagne",
    "centrale",
    "chambre",
    "clinique",
    "colline",
    "commission",
    "compagnie",
    "coopérative",
    "cour",
    "décision",
    "délégation",
    "digue",
    "école",
    "entreprise",
    "équipe",
    "exposition",
    "ferme",
    "fondation",
    "forêt",
    "frontière",
    "gare",
    "halle",
    "inspection",
    "jetée",
    "ligue",
    "loi",
    "mairie",
    "mesure",
    "mine",
    "mission",
    "municipalité",
    "négociation",
    "organisation",
    "patrouille",
    "place",
    "police",
    "porte",
    "proposition",
    "province",
    "récolte",
    "réforme",
    "région",
    "route",
    "salle",
    "station",
    "tempête",
    "usine",
    "vallée",
    "ville",
    "voiture",
]
QUALITY = [
    "ancien/ancienne",
    "agricole",
    "central/centrale",
    "contesté/contestée",
    "culturel/culturelle",
    "durable",
    "fragile",
    "frontalier/frontalière",
    "gratuit/gratuite",
    "historique",
    "inattendu/inattendue",
    "industriel/industrielle",
    "inondé/inondée",
    "local/locale",
    "lointain/lointaine",
    "maritime",
    "médical/médicale",
    "modeste",
    "municipal/municipale",
    "national/nationale",
    "nouveau/nouvelle",
    "ouvert/ouverte",
    "portuaire",
    "prudent/prudente",
    "public/publique",
    "rapide",
    "régional/régionale",
    "rural/rurale",
    "scientifique",
    "sévère",
    "social/sociale",
    "technique",
    "temporaire",
    "unique",
    "urbain/urbaine",
    "vide",
    "voisin/voisine",
    "volontaire",
]
DID = [
    "abandonné",
    "accueilli",
    "accepté",
    "aidé",
    "annoncé",
    "approuvé",
    "bloqué",
    "cédé",
    "choisi",
    "complété",
    "condamné",
    "confié",
    "construit",
    "contesté",
    "corrigé",
    "critiqué",
    "défendu",
    "demandé",
    "dénoncé",
    "écarté",
    "examiné",
    "fermé",
    "financé",
    "freiné",
    "inspecté",
    "interdit",
    "livré",
    "loué",
    "menacé",
    "modifié",
    "nettoyé",
    "obtenu",
    "ouvert",
    "payé",
    "préparé",
    "présenté",
    "promis",
    "protégé",
    "quitté",
    "rappelé",
    "reconnu",
    "refusé",
    "rejoint",
    "relancé",
    "remplacé",
    "réparé",
    "retardé",
    "réuni",
    "salué",
    "signé",
    "soutenu",
    "surveillé",
    "suspendu",
    "terminé",
    "vendu",
    "visité",
    "voté",
]
BY = [
    "avec",
    "sans",
    "pour",
    "contre",
    "devant",
    "derrière",
    "malgré",
    "après",
    "avant",
    "depuis",
    "près",
    "chez",
]
STARTS = [
    "bar",
    "cal",
    "dor",
    "fer",
    "gal",
    "kel",
    "lam",
    "mar",
    "nor",
    "pel",
    "ral",
    "sol",
    "tar",
    "val",
    "ver",
    "zan",
]
ENDS = [
    "bec",
    "dane",
    "don",
    "far",
    "gny",
    "let",
    "mont",
    "nac",
    "rieu",
    "sac",
    "tell",
    "vert",
    "zon",
]
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


class Teller:
    """Makes words of a seed; two tellers of one seed say the same."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)

    def name(self) -> str:
        """A proper name that nobody bears."""
        pick = self.luck.choice
        return (pick(STARTS) + pick(("", "i", "o", "a")) + pick(ENDS)).capitalize()

    def thing(self) -> str:
        """A noun phrase: "la digue municipale"."""
        male = self.luck.random() < 0.5
        noun = self.luck.choice(MALE if male else FEMALE)
        forms = self.luck.choice(QUALITY).split("/")
        article = "l'" if noun[0] in "aeiouyéèh" else ("le " if male else "la ")
        words = f"{article}{noun} {forms[0] if male else forms[-1]}"
        return f"{words} de {self.name()}" if self.luck.random() < 0.25 else words

    def sentence(self, about: str | None = None) -> str:
        """One sentence of ten to thirty words, about someone if it is said whom."""
        pick, luck = self.luck.choice, self.luck.random
        words = f"{about or self.thing()} a {pick(DID)} {self.thing()} {pick(BY)[:9]} {self.thing()}"
        if luck() < 0.4:
            words = f"{pick(DAYS)}, {words}"
        if luck() < 0.5:
            words += (
                f", où {self.thing()} a {pick(DID)} {self.luck.randint(2, 950)} personnes"
            )
        if luck() < 0.4:
            words += f", selon {self.thing()}"
        return (
            words[0].upper()
            + words[1:].replace("près l", "près de l").replace("de le ", "du ")
            + "."
        )

    def quote(self) -> str:
        """A sentence between quotation marks, and who said it."""
        said = self.sentence()[:-1]
        return f"« {said} », a déclaré {self.thing()}."

    def paragraph(self, about: str | None = None) -> str:
        """Two to four sentences."""
        parts = [self.sentence(about)] + [
            self.sentence() for _ in range(self.luck.randint(1, 2))
        ]
        if self.luck.random() < 0.4:
            parts.append(self.quote())
        return " ".join(parts)

    def title(self) -> str:
        """A title, without a stop."""
        return self.sentence().split(",")[0].rstrip(".")
