"""Referents room. Where a person is said to be from, or to speak from.

Flow: persons' names and the places around them → the country the words give: "basé à Londres, X",
"De Paris, le journaliste X", "X, du Yémen, …", "À Manama, X s'écrie", "X raconte depuis Tunis".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.records import Notes
from vigie.referents.actors_frame import place_country
from vigie.referents.mentions import head_of
from vigie.referents.mentions_tagged import Name
from vigie.referents.roles import Who

Places = Mapping[
    int, tuple[int, str]
]  # first token of a place → the token after it, country


def origins(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Sequence[Name]
) -> dict[int, str]:
    """Rank of a person's name → country he is said to be from, or to speak from."""
    places = {
        n.start: (n.end, c)
        for n in names
        if n.kind in ("GPE", "LOC") and (c := place_country(notes, kb, n))
    }
    out: dict[int, str] = {}
    for k, name in enumerate(names):
        if name.kind == "PER":
            country = _told_after(notes, who, name.end, places)
            country = country or _told_before(notes, who, name, places)
            country = country or _told_in_clause(notes, who, name, places)
            if country:
                out[k] = country
    return out


def _told_after(notes: Notes, who: Who, i: int, places: Places) -> str | None:
    """Country of a place set between commas behind a name."""
    tokens = notes.tokens
    if i >= len(tokens) or tokens[i].text != ",":
        return None
    i += 1
    while i < len(tokens) and (
        tokens[i].pos == "ADV" or who.stem(tokens[i].low) in who.settled
    ):
        i += 1
    if (
        i < len(tokens)
        and fold(tokens[i].text) in who.words["from_places"] | who.words["in_places"]
    ):
        i += 1
        if i < len(tokens) and tokens[i].pos == "DET":
            i += 1
        end, country = places.get(i, (0, ""))
        if country and (end == len(tokens) or tokens[end].pos == "PUNCT"):
            return country
    return None


def _told_before(notes: Notes, who: Who, name: Name, places: Places) -> str | None:
    """Country of a place that opens the sentence, a comma behind it, before the name.

    "De X" says it of whoever is named, a title before him or none; "À X" only of one who bears
    no title and does something there: an office would say more than where he stood.
    """
    tokens, i = notes.tokens, name.start
    k = notes.sents[tokens[i].sent][0]
    settled = who.stem(tokens[k].low) in who.settled
    k += settled
    if k >= i:
        return None
    word = fold(tokens[k].text)
    comes = word in who.words["from_places"]
    if not comes and word not in who.words["in_places"]:
        return None
    k += 2 if k + 1 < i and tokens[k + 1].pos == "DET" else 1
    end, country = places.get(k, (0, ""))
    while country and end < i and tokens[end].pos == "ADV":
        end += 1
    if not country or end >= i or tokens[end].text != ",":
        return None
    if comes or settled:
        between = all(t.pos in ("DET", "NOUN", "ADJ") for t in tokens[end + 1 : i])
        return country if between else None
    token = tokens[head_of(notes, i, name.end)]
    acts = token.dep == "nsubj" or (token.rel, token.head) == ("appos", k)  # a torn tree
    return country if end + 1 == i and acts else None


def _told_in_clause(notes: Notes, who: Who, name: Name, places: Places) -> str | None:
    """Country of the place that someone tells from: "X raconte depuis Tunis"."""
    tokens = notes.tokens
    token = tokens[head_of(notes, name.start, name.end)]
    verb = tokens[token.head]
    if token.dep != "nsubj" or fold(verb.lemma) not in who.telling_verbs:
        return None
    for child in notes.children(verb.i, "obl", "advmod", "nmod"):
        case = notes.child(child.i, "case")
        if case is not None and fold(case.text) in who.words["tells_from"]:
            return places.get(child.i, (0, ""))[1] or None
    return None
