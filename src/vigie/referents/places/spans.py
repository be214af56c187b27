"""Referents room, places. Where a dispatch names something that may be a place.

Flow: notes → `Candidate`s, each a name with the words around it that matter: the preposition,
the noun that says its kind, the distance counted from it, the tagger's label. Nothing is decided
here; the gazetteer is asked only to learn where in a run of capitals a name begins and ends.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from vigie.knowledge.gazetteer import Gazetteer, Toponym
from vigie.records import Notes, Token
from vigie.referents.places.rules import PlaceRules

LONGEST_NAME = 7  # tokens; "République turque de Chypre du Nord" has six
LOOK_BACK = 5  # tokens looked at before a name for its preposition and its noun
FAR_NUMBER = 9  # tokens between a distance and the name: "à une cinquantaine de km au sud de"


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A name that may be a place.

    `tok_start`..`tok_end` is the name looked up, `span_start` the first token of the words that
    name the place ("place Tahrir", "sud de la Libye"). `prep` is "at", "to", "of", "party" or
    ""; `article` whether one stands before the name; `noun` the index of the place noun and
    `kind` what it says; `found` the places of that name.
    """

    tok_start: int
    tok_end: int
    span_start: int
    name: str
    label: str | None
    found: tuple[Toponym, ...]
    prep: str = ""
    prep_at: int = -1
    article: str = ""
    noun: int = -1
    kind: str | None = None
    part: bool = False
    near: bool = False
    radius_km: float | None = None
    frame: bool = False


def find_candidates(notes: Notes, gazetteer: Gazetteer, rules: PlaceRules) -> list[Candidate]:
    """All names that may be places, in reading order, not overlapping."""
    labels: list[str | None] = [None] * len(notes.tokens)
    for ent in notes.ents:
        for i in range(ent.tok_start, ent.tok_end):
            labels[i] = ent.label
    out = []
    for start, end in _runs(notes, rules):
        i = start
        while i < end:
            token = notes.tokens[i]
            named = _is_name_token(token) and token.low not in rules.directions
            if not named and token.low not in rules.place_nouns:
                i += 1
                continue
            j, found = _longest(notes, gazetteer, i, end)
            after_noun = named and _after_noun(notes, i, rules)
            if named and (after_noun or not found and labels[i] == "LOC"):
                whole = _unknown_end(notes, i, min(_entity_end(notes, i, end), end))
                if whole > j:
                    j, found = whole, ()
            if j > i:
                out.append(_around(notes, rules, i, j, labels[i], found))
            i = max(j, i + 1)
    return out


def _entity_end(notes: Notes, i: int, end: int) -> int:
    """Where the tagger's name that covers a token ends; `end` when none does."""
    for ent in notes.ents:
        if ent.tok_start <= i < ent.tok_end:
            return ent.tok_end
    return end


def _unknown_end(notes: Notes, start: int, end: int) -> int:
    """Where a name no gazetteer knows ends: small words that trail are not of it."""
    while end > start + 1 and not _is_name_token(notes.tokens[end - 1]):
        end -= 1
    return end


def _runs(notes: Notes, rules: PlaceRules) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised tokens, small name words between them included."""
    tokens, inside = notes.tokens, rules.inside_names
    i, total = 0, len(tokens)
    while i < total:
        if not _is_name_token(tokens[i]):
            if tokens[i].low not in rules.place_nouns or tokens[i].pos != "NOUN":
                i += 1
                continue
        end = j = i + 1
        while j < total and j - end < 3 and tokens[j].sent == tokens[i].sent:
            if _is_name_token(tokens[j]):
                end = j + 1
            elif tokens[j].low not in inside:
                break
            j += 1
        if _is_name_token(tokens[i]) or end > i + 1:
            yield i, end
        i = end


def _is_name_token(token: Token) -> bool:
    text = token.text
    head = text[:1]
    if head.isupper():
        return token.pos not in ("ADP", "DET", "PRON", "CCONJ", "SCONJ", "PUNCT")
    if head in "#@" and len(text) > 2:
        return head == "#" and text[1:].isalpha()
    return "-" in text and any(c.isupper() for c in text) and token.pos != "PUNCT"


def _longest(
    notes: Notes, gazetteer: Gazetteer, start: int, end: int
) -> tuple[int, tuple[Toponym, ...]]:
    """The longest stretch from `start` that is some place's name; (start, ()) when none is."""
    tokens = notes.tokens
    named = _is_name_token(tokens[start])
    for j in range(min(end, start + LONGEST_NAME), start, -1):
        if j - start == 1 and not named:
            break
        if not _is_name_token(tokens[j - 1]):
            continue
        found = gazetteer.find(notes.text(start, j).lstrip("#"))
        if found:
            return j, found
    return start, ()


def _after_noun(notes: Notes, i: int, rules: PlaceRules) -> bool:
    if not _is_name_token(notes.tokens[i]):
        return False
    noun, _ = _place_noun(notes, i, rules)
    return noun >= 0


def _place_noun(notes: Notes, i: int, rules: PlaceRules) -> tuple[int, bool]:
    """Index of the place noun before a name and whether it touches it; (-1, False) if none."""
    tokens, k = notes.tokens, i - 1
    while k >= 0 and i - k <= LOOK_BACK and tokens[k].sent == tokens[i].sent:
        token = tokens[k]
        if token.low in rules.place_nouns and token.pos in ("NOUN", "PROPN"):
            return k, k == i - 1
        small = token.low in rules.of or token.low in rules.articles
        if not small and token.low not in rules.between and token.pos != "ADJ":
            break
        k -= 1
    return -1, False


def _around(
    notes: Notes, rules: PlaceRules, start: int, end: int, label: str | None,
    found: tuple[Toponym, ...],
) -> Candidate:  # fmt: skip
    """The words before a name that say how it stands there."""
    noun, touches = _place_noun(notes, start, rules)
    kind = rules.place_nouns[notes.tokens[noun].low] if noun >= 0 else None
    span_start = noun if touches and kind in rules.glued_kinds else start
    k, article = _skip_articles(notes, span_start - 1, rules)
    prep = _preposition(notes, k, rules)
    part = prep == "of" and _is_direction(notes, k - 1, rules)
    if noun >= 0 and not touches:
        k, _ = _skip_articles(notes, noun - 1, rules)
        prep = _preposition(notes, k, rules) or prep
    near, km = _relation(notes, start, rules)
    frame = _is_frame(notes, span_start, end)
    return Candidate(
        tok_start=start, tok_end=end, span_start=span_start,
        name=notes.text(start, end).lstrip("#"), label=label, found=found, prep=prep,
        prep_at=k if prep else -1, article=article, noun=noun, kind=kind, part=part,
        near=near, radius_km=km, frame=frame,
    )  # fmt: skip


def _skip_articles(notes: Notes, k: int, rules: PlaceRules) -> tuple[int, str]:
    article = ""
    while k >= 0 and notes.tokens[k].low in rules.articles:
        article = notes.tokens[k].low
        k -= 1
    return k, article


def _preposition(notes: Notes, k: int, rules: PlaceRules) -> str:
    if k < 0:
        return ""
    low = notes.tokens[k].low
    if notes.tokens[k].text in rules.bare_to and notes.tokens[k].pos == "ADP":
        return "to"
    if low in rules.at:
        return "to" if low in rules.to else "at"
    if low in rules.of:
        return "of"
    return "party" if low in rules.party_prepositions else ""


def _is_direction(notes: Notes, k: int, rules: PlaceRules) -> bool:
    return k >= 0 and notes.tokens[k].low in rules.directions


def _relation(notes: Notes, i: int, rules: PlaceRules) -> tuple[bool, float | None]:
    """Whether the name is only a mark to count from, and how far, in km, where it is said."""
    tokens = notes.tokens
    near = False
    for k in range(i - 1, max(-1, i - FAR_NUMBER), -1):
        token = tokens[k]
        if token.sent != tokens[i].sent or token.pos == "VERB" or token.low in (",", ";", ":"):
            break
        if token.low in rules.near and i - k <= LOOK_BACK:
            near = True
        if token.low in rules.distance_units and k > 0:
            return True, _number(tokens[k - 1].text)
    return near, None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _is_frame(notes: Notes, start: int, end: int) -> bool:
    """Whether the name alone opens its paragraph and a colon follows: "Mali : …"."""
    tokens = notes.tokens
    opens = start == 0 or tokens[start - 1].block != tokens[start].block
    return opens and end < len(tokens) and tokens[end].text == ":"
