"""Referents room. Whether who is named is "he" or "she": what agrees with the name says so.

Flow: names, their titles → `Cluster.gender`, which pronouns and descriptions must not clash with.
A civility goes before a title; a country has the gender of its article. A body has none of its
own, only that of the noun it is called by each time. Nothing is read off a person's name:
"Dominique" is anyone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.records import Notes
from vigie.referents.coref import Cluster
from vigie.referents.mentions_tagged import Name
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import Phrase, gender_of


def learn_genders(
    notes: Notes, who: Who, names: Sequence[Name], phrases: Sequence[Phrase],
    titles: Mapping[int, int], by_name: Sequence[Cluster],
) -> None:  # fmt: skip
    """Give each named actor the gender that the words around its names show."""
    said = [(k, _civil(notes, who, name.start)) for k, name in enumerate(names)]
    said += [(k, gender_of(notes, phrases[p])) for p, k in sorted(titles.items())]
    said += [(k, _article(notes, who, n)) for k, n in enumerate(names) if n.kind == "GPE"]
    for k, gender in said:
        by_name[k].gender = by_name[k].gender or gender


def _civil(notes: Notes, who: Who, start: int) -> str | None:
    """Gender of the civility right before a name: "Mme X"."""
    if not start:
        return None
    words = {notes.tokens[start - 1].low, fold(notes.tokens[start - 1].text)}
    return next((g for g, told in who.civil_genders.items() if words & told), None)


def _article(notes: Notes, who: Who, name: Name) -> str | None:
    """Gender of the article before a country's name, contracted or not: "au Liban"."""
    before = notes.tokens[name.start - 1] if name.start else None
    if before is None or before.sent != notes.tokens[name.start].sent:
        return None
    return who.article_genders.get(before.low)
