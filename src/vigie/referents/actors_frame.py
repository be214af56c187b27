"""Referents room. The frame: which country a dispatch is about, where a sentence is set.

Flow: names, adjectives, known office-holders, the outlet → the dispatch's own country, with the
reason, or None where it is not clear; the names of a sentence → the countries it is set in; the
words around a person → where he is said to be from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.kb_row import OFFICES
from vigie.records import Notes
from vigie.referents.coref_names import row_of
from vigie.referents.mentions import Found
from vigie.referents.mentions_tagged import Name
from vigie.referents.roles import Who

# A country is the dispatch's own when it is named this many times as often as the next.
CLEAR_LEAD = 2.0
MIN_VOTES = 2.0
TITLE = 3.0  # a title says what the dispatch is about
ADJECTIVE = 0.5
# Whose naming shows what land is spoken of: those who govern it or would.
BEYOND = ("IGO", "NGO")
AT_HOME = frozenset({*OFFICES, "PTY", "OPP"})


def main_country(
    notes: Notes, kb: KnowledgeBase, names: Sequence[Name]
) -> tuple[str, str] | None:
    """The one country the dispatch is about, and the reason; None where it is not clear.

    Countries that are named decide; where they leave it open, those whose governments and
    parties are named; where none is named at all, the outlet's readers need no telling.
    """
    first = names[0] if names and names[0].start == 0 else None
    if first is not None and first.end < len(notes.tokens):
        country = place_country(notes, kb, first)
        if country and notes.tokens[first.end].text == ":":  # "Mali : ..."
            return country, "title"
    votes: dict[str, float] = {}
    for country, weight in _named(notes, kb, names):
        votes[country] = votes.get(country, 0.0) + weight
    found = _leader(votes)
    if found is not None:
        return found, "only country that stands out"
    most = max(votes.values(), default=0.0)
    foremost = {c for c, n in votes.items() if n == most}
    for country in _governed(notes, names):
        votes[country] = votes.get(country, 0.0) + 1.0
    found = _leader(votes)
    if found is not None and (not foremost or found in foremost):
        return found, "whose governors and parties are named"
    if len(votes) > 1:
        return None
    place = notes.dispatch.meta.dateline_place
    seat = kb.seat(place) if place else None
    if seat is not None and seat.country:
        return seat.country, "dateline"
    home = _outlet_country(notes, kb)
    return (home, "outlet") if home and set(votes) <= {home} else None


def place_country(notes: Notes, kb: KnowledgeBase, name: Name) -> str | None:
    """Country of a name that is a country, an inhabitant, a capital or a large town."""
    text = notes.text(name.start, name.end)
    if name.kind == "GPE":
        return kb.country(text) or (name.rows[0].country if name.rows else None)
    if name.kind == "GROUP":
        found = kb.demonym(text)
        return found[0] if len(found) == 1 else None
    if name.kind != "LOC":
        return None
    seat = kb.seat(text)
    return seat.country if seat is not None else kb.town(text)


def scenes(
    notes: Notes, kb: KnowledgeBase, names: Sequence[Name], founds: Sequence[Found]
) -> dict[int, set[str]]:
    """For each sentence the countries where things happen: one that acts is no scene.

    A country that is named outranks a town: "à Tripoli, dans le nord du Liban". Whom "la Turquie a bombardé" is for that no Turk.
    """
    sides = {f.name for f in founds if f.acts}
    named: dict[str, dict[int, set[str]]] = {"GPE": {}, "LOC": {}}
    for k, name in enumerate(names):
        country = place_country(notes, kb, name) if name.kind in named else None
        if country and k not in sides:
            sent = notes.tokens[name.start].sent
            named[name.kind].setdefault(sent, set()).add(country)
    return named["LOC"] | named["GPE"]


def origins(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Sequence[Name]
) -> dict[int, str]:
    """Rank of a person's name → country he is said to be from, or to speak from.

    "Basé à Londres, X", "De Paris, le journaliste X", "X, du Yémen, …", "X, au Liban, …".
    """
    places = {
        n.start: (n.end, c)
        for n in names
        if n.kind in ("GPE", "LOC") and (c := place_country(notes, kb, n))
    }
    out: dict[int, str] = {}
    for k, name in enumerate(names):
        if name.kind == "PER":
            country = _told_after(notes, who, name.end, places)
            country = country or _told_before(notes, who, name.start, places)
            if country:
                out[k] = country
    return out


def _told_after(
    notes: Notes, who: Who, i: int, places: Mapping[int, tuple[int, str]]
) -> str | None:
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


def _told_before(
    notes: Notes, who: Who, i: int, places: Mapping[int, tuple[int, str]]
) -> str | None:
    """Country of a place that opens the sentence, a comma behind it, before the name."""
    tokens = notes.tokens
    first = notes.sents[tokens[i].sent][0]
    k = first
    settled = who.stem(tokens[k].low) in who.settled
    k += settled
    wanted = (
        who.words["in_places"] | who.words["from_places"]
        if settled
        else who.words["from_places"]
    )
    if k >= i or fold(tokens[k].text) not in wanted:
        return None
    k += 2 if k + 1 < i and tokens[k + 1].pos == "DET" else 1
    end, country = places.get(k, (0, ""))
    if not country or end >= i or tokens[end].text != ",":
        return None
    title = all(t.pos in ("DET", "NOUN", "ADJ") for t in tokens[end + 1 : i])
    return country if title else None


def _named(
    notes: Notes, kb: KnowledgeBase, names: Sequence[Name]
) -> Iterator[tuple[str, float]]:
    """Countries that are named, by name or adjective, each with its weight."""
    for name in names:
        country = place_country(notes, kb, name)
        if country is not None:
            yield country, TITLE if notes.kind(name.start) == "title" else 1.0
    for token in notes.tokens:
        if token.pos == "ADJ" and token.text[:1].islower():
            found = kb.demonym(token.low)
            if len(found) == 1:
                yield found[0], TITLE if notes.kind(token.i) == "title" else ADJECTIVE


def _governed(notes: Notes, names: Sequence[Name]) -> Iterator[str]:
    """Countries of the office-holders and parties that are named and known."""
    anchor = notes.dispatch.anchor
    for name in names:
        row = row_of(name, anchor) if name.kind in ("PER", "ORG") else None
        if row is not None and row.sector_at(anchor) in AT_HOME:
            country = row.country_at(anchor)
            if country is not None and country not in BEYOND:
                yield country


def _leader(votes: dict[str, float]) -> str | None:
    if not votes:
        return None
    (best, n), *rest = sorted(votes.items(), key=lambda v: (-v[1], v[0]))
    return best if n >= MIN_VOTES and (not rest or n >= CLEAR_LEAD * rest[0][1]) else None


def _outlet_country(notes: Notes, kb: KnowledgeBase) -> str | None:
    """Country of the outlet, where it is a known one."""
    outlet = notes.dispatch.meta.outlet or notes.dispatch.given.outlet
    rows = kb.find(outlet) if outlet else ()
    known = {row.country for row in rows if row.sector == "JRN"} - {None}
    return known.pop() if len(known) == 1 else None
