"""Referents room. Whether a pronoun and what it may recall agree in number and gender.

Flow: a mention with its cluster, a pronoun → what their agreement weighs. Articles, and the
participle behind an elided "l'", show what a name does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from vigie.records import Notes, Token
from vigie.referents.coref import Cluster
from vigie.referents.roles import Pronoun

AGREES, CLASH = 1, -6


def fits(notes: Notes, cluster: Cluster, head: int, agree: Pronoun) -> int:
    """Agreement in number and gender; an unknown gender neither helps nor harms.

    The mention's own article says both, where it does: an army once called "forces" is "elle"
    still. A body has no gender but that of the noun it was called by last.
    """
    counted = cluster.kind == "GROUP" and not cluster.named  # "un millier de gens" are they
    number = None if counted else _article(notes, head, "Number", ("Plur", "Sing"))
    plural = cluster.plural if number is None else number == "Plur"
    if (agree.number == "Plur") != plural:
        return CLASH
    gender = _article(notes, head, "Gender", ("Masc", "Fem"))
    if counted or (gender is None and cluster.kind != "ORG"):
        gender = cluster.gender
    if agree.gender is None or gender is None:
        return 0
    return AGREES if agree.gender == gender else CLASH


def fit_together(genders: Sequence[str | None], agree: Pronoun) -> int:
    """Agreement of a list: plural, and feminine where all of it is."""
    if agree.number != "Plur":
        return CLASH
    if agree.gender is None or None in genders:
        return CLASH if agree.gender == "Fem" and "Masc" in genders else 0
    fem = all(g == "Fem" for g in genders)
    return AGREES if fem == (agree.gender == "Fem") else CLASH


def _article(notes: Notes, head: int, feature: str, values: Sequence[str]) -> str | None:
    """What the articles of a noun say of its number or gender."""
    for article in notes.children(head, "det"):
        for value in values:
            if article.has(f"{feature}={value}"):
                return value
    return None


def told_by_participle(notes: Notes, token: Token, agree: Pronoun) -> Pronoun:
    """A pronoun with the gender that the participle after it shows: "l'a condamnée"."""
    verb = notes.tokens[token.head]
    shown = agree.gender is None and token.rel == "obj" and token.i < verb.i
    if not shown or not verb.has("VerbForm=Part") or notes.child(verb.i, "aux") is None:
        return agree
    number = "Plur" if verb.has("Number=Plur") else "Sing"
    gender = next((g for g in ("Masc", "Fem") if verb.has(f"Gender={g}")), None)
    return Pronoun(number=agree.number, gender=gender) if number == agree.number else agree
