"""Referents room, places. Where a dispatch names something that may be a place.

Flow: notes → `Candidate`s, each a name with the words around it that matter: the preposition,
the noun that says its kind, the distance counted from it, the tagger's label. Nothing is decided
here; the gazetteer is asked only to learn where in a run of capitals a name begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import structs

from vigie.knowledge.gazetteer import Gazetteer, Toponym
from vigie.records import Notes, Token
from vigie.referents.places.rules import PlaceRules
from vigie.referents.places.samples import sampled_noun

_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}$")  # "1.200 km"
LONGEST_NAME = 7  # tokens; "République turque de Chypre du Nord" has six
LOOK_BACK = 5  # tokens looked at before a name for its preposition and its noun
KNOWN_TOWN = 20_000  # people
_NOUNS = ("NOUN", "PROPN")
FARTHEST_KM = 2000.0  # beyond this a distance says nothing of where a thing is
FAR_NUMBER = 9  # tokens from a distance to its name: "à une cinquantaine de km au sud de"


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A name that may be a place.

    `tok_start`..`tok_end` is the name looked up, `span_start` the first token of the words that
    name the place ("place Tahrir", "sud de la Libye"). `prep` is "at", "to", "on", "between", "of", "party" or
    ""; `article` whether one stands before the name; `noun` the index of the place noun and
    `kind` what it says; `found` the places of that name, `piece` those of its first words
    when the whole is no known name ("Fukushima Daiichi").
    """

    tok_start: int
    tok_end: int
    span_start: int
    name: str
    label: str | None
    found: tuple[Toponym, ...]
    piece: tuple[Toponym, ...] = ()
    prep: str = ""
    prep_at: int = -1
    article: str = ""
    noun: int = -1
    kind: str | None = None
    part: bool = False
    near: bool = False
    radius_km: float | None = None
    frame: bool = False
    border: bool = False
    beside: bool = False


def find_candidates(
    notes: Notes, gazetteer: Gazetteer, rules: PlaceRules
) -> list[Candidate]:
    """All names that may be places, in reading order, not overlapping."""
    labels: list[str | None] = [None] * len(notes.tokens)
    for ent in notes.ents:
        for i in range(ent.tok_start, ent.tok_end):
            labels[i] = ent.label
    names = _names(notes, labels, rules)
    out: list[Candidate] = []
    for start, end in _runs(notes, names, rules):
        i = start
        while i < end:
            token = notes.tokens[i]
            named = names[i] and token.low not in rules.directions
            if not named and token.low not in rules.place_nouns:
                i += 1
                continue
            j, found = _longest(notes, names, gazetteer, i, end)
            after_noun = named and _after_noun(notes, i, rules)
            piece: tuple[Toponym, ...] = ()
            if named and (after_noun or (not found and labels[i] == "LOC")):
                whole = min(_entity_end(notes, i, end), end)
                whole = _unknown_end(notes, names, gazetteer, rules, i, whole)
                if whole > j:
                    j, found, piece = whole, (), found
            if j > i:
                one = around(notes, rules, i, j, labels[i], found)
                one = structs.replace(one, piece=piece) if piece else one
                out.append(listed(notes, rules, out[-1], one) if out else one)
            i = max(j, i + 1)
    return out


def is_joined(notes: Notes, rules: PlaceRules, last: Candidate, here: Candidate) -> bool:
    """Whether a name goes on a list: "en Tunisie et Egypte" has one "en" for two."""
    if here.article and not last.article and here.prep != "of":
        return False  # "en France, puis l'Allemagne": a new subject
    gap = notes.tokens[last.tok_end : here.span_start]
    small = rules.joins | rules.articles | rules.of
    return (
        0 < len(gap) <= 3 and gap[0].low in rules.joins and all(t.low in small for t in gap)
    )


def goes_on(notes: Notes, rules: PlaceRules, last: Candidate, here: Candidate) -> bool:
    """Whether a name goes on from a place: "à X et Y", "l'hôtel X de Y"."""
    of_it = here.prep == "of" and here.prep_at == last.tok_end and last.noun >= 0
    return of_it or is_joined(notes, rules, last, here)


def is_bracketed(notes: Notes, rules: PlaceRules, last: Candidate, here: Candidate) -> bool:
    """Whether a name follows a place across one bracket or comma: "à Homs (Syrie)"."""
    gap = notes.tokens[last.tok_end : here.span_start]
    return len(gap) == 1 and gap[0].text in rules.brackets


def listed(notes: Notes, rules: PlaceRules, last: Candidate, here: Candidate) -> Candidate:
    """A later member of a list stands under the preposition of the first."""
    if here.prep not in ("", "party") or last.prep not in ("at", "to", "on", "between"):
        return here
    if not is_joined(notes, rules, last, here):
        return here
    return structs.replace(here, prep=last.prep, prep_at=last.prep_at, border=last.border)


def _entity_end(notes: Notes, i: int, end: int) -> int:
    """Where the tagger's name that covers a token ends; `end` when none does."""
    for ent in notes.ents:
        if ent.tok_start <= i < ent.tok_end:
            return ent.tok_end
    return end


def _unknown_end(
    notes: Notes,
    names: list[bool],
    gazetteer: Gazetteer,
    rules: PlaceRules,
    start: int,
    end: int,
) -> int:
    """Where a name no gazetteer knows ends: before "de Bamako", and before small words."""
    tokens = notes.tokens
    for k in range(start + 1, end - 1):
        if tokens[k].low in rules.of and gazetteer.find(notes.text(k + 1, end)):
            end = k
            break
    while end > start + 1 and not names[end - 1]:
        end -= 1
    return end


def _runs(notes: Notes, names: list[bool], rules: PlaceRules) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised tokens, small name words between them included."""
    tokens, inside = notes.tokens, rules.inside_names
    i, total = 0, len(tokens)
    while i < total:
        if not names[i] and tokens[i].low not in rules.place_nouns:
            i += 1
            continue
        end = j = i + 1
        while j < total and j - end < 3 and tokens[j].sent == tokens[i].sent:
            if names[j] or (tokens[j].pos == "ADJ" and j == end):
                end = j + 1
            elif tokens[j].low not in inside:
                break
            j += 1
        if names[i] or end > i + 1:
            yield i, end
        i = end


def _names(notes: Notes, labels: list[str | None], rules: PlaceRules) -> list[bool]:
    """For each token, whether it may be of a name. Most are not, and are passed over fast."""
    out = []
    for token, label in zip(notes.tokens, labels, strict=True):
        text = token.text
        if text[:1].islower() and "-" not in text:
            out.append(label == "LOC" and _is_small_name(token, rules))
        else:
            out.append(_is_name_token(token))
    return out


def _is_name_token(token: Token) -> bool:
    text = token.text
    head = text[:1]
    if head.isupper():
        return token.pos not in ("ADP", "DET", "PRON", "CCONJ", "SCONJ")
    if head in "#@" and len(text) > 2:
        return head == "#" and text[1:].isalpha()
    return "-" in text and any(c.isupper() for c in text) and token.pos != "PUNCT"


def _is_small_name(token: Token, rules: PlaceRules) -> bool:
    """A word of a place name written without its capital: "en égypte", "place tahrir"."""
    small = token.low in rules.inside_names or token.low in rules.articles
    return not small and token.low not in rules.place_nouns and len(token.text) > 3


def _longest(
    notes: Notes, names: list[bool], gazetteer: Gazetteer, start: int, end: int
) -> tuple[int, tuple[Toponym, ...]]:
    """The longest stretch from `start` that is some place's name; (start, ()) when none is."""
    tokens = notes.tokens
    named = names[start]
    for j in range(min(end, start + LONGEST_NAME), start, -1):
        if j - start == 1 and not named:
            break
        if not names[j - 1] and tokens[j - 1].pos != "ADJ":
            continue
        words = notes.text(start, j)
        found = () if not named and words.islower() else gazetteer.find(words.lstrip("#"))
        if found:
            return j, found
    return start, ()


def _after_noun(notes: Notes, i: int, rules: PlaceRules) -> bool:
    noun, _ = _place_noun(notes, i, rules)
    return noun >= 0


def _place_noun(notes: Notes, i: int, rules: PlaceRules) -> tuple[int, bool]:
    """Index of the place noun before a name and whether it touches it; (-1, False) if none."""
    tokens, k = notes.tokens, i - 1
    while k >= 0 and i - k <= LOOK_BACK and tokens[k].sent == tokens[i].sent:
        token = tokens[k]
        if token.low in rules.place_nouns and (k == i - 1 or token.pos in _NOUNS):
            return k, k == i - 1
        small = token.low in rules.of or token.low in rules.articles
        if not small and token.low not in rules.between and token.pos != "ADJ":
            break
        k -= 1
    return -1, False


def around(
    notes: Notes, rules: PlaceRules, start: int, end: int, label: str | None,
    found: tuple[Toponym, ...],
) -> Candidate:  # fmt: skip
    """The words before a name that say how it stands there."""
    noun, touches = _place_noun(notes, start, rules)
    kind = rules.place_nouns[notes.tokens[noun].low] if noun >= 0 else None
    whole = touches and kind in rules.glued_kinds
    if (
        noun >= 0
        and kind in rules.named_after_kinds
        and not _is_of_town(notes, rules, start, end, found)
    ):
        whole = True
        found = tuple(t for t in found if t.kind in rules.site_kinds)
    elif kind in rules.in_town_kinds and _is_only_a_name(notes, rules, start, found):
        whole, found = True, ()
    span_start = noun if whole else start
    k, article = _skip_articles(notes, span_start - 1, rules)
    prep = _preposition(notes, k, rules)
    part = prep == "of" and _is_direction(notes, k - 1, rules)
    if noun >= 0 and not whole:
        k, _ = _skip_articles(notes, noun - 1, rules)
        prep = _preposition(notes, k, rules) or prep
    if not prep and noun < 0 and (noun := sampled_noun(notes, start, rules)) >= 0:
        kind, prep = rules.place_nouns[notes.tokens[noun].low], "at"
    near, km = _relation(notes, start, rules)
    border = prep in ("between", "of") and notes.tokens[max(0, k - 1)].low in rules.borders
    frame = _is_frame(notes, span_start, end)
    return Candidate(
        tok_start=start, tok_end=end, span_start=span_start,
        name=notes.text(start, end).lstrip("#"), label=label, found=found, prep=prep,
        prep_at=k if prep else -1, article=article, noun=noun, kind=kind, part=part,
        near=near, radius_km=km, frame=frame, border=border,
        beside=part and _is_beside(notes, k - 2, rules),
    )  # fmt: skip


def _is_of_town(
    notes: Notes, rules: PlaceRules, start: int, end: int, found: tuple[Toponym, ...]
) -> bool:
    """Whether "place de X" is X's: so in Homs, not in "la place d'Istanbul à Téhéran"."""
    tokens = notes.tokens
    if not found or found[0].kind != "city" or tokens[start - 1].low not in rules.of:
        return False
    return end >= len(tokens) or tokens[end].low not in rules.at


def _is_only_a_name(
    notes: Notes, rules: PlaceRules, start: int, found: tuple[Toponym, ...]
) -> bool:
    """Whether a site is called after a word that some village bears: "la gare du Midi"."""
    fused = notes.tokens[start - 1].low in rules.fused_of
    return fused and all(t.people < KNOWN_TOWN for t in found)


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
    if low in rules.on:
        return "on"
    if low in rules.amid:
        return "between"
    return "party" if low in rules.party_prepositions else ""


def _is_direction(notes: Notes, k: int, rules: PlaceRules) -> bool:
    return k >= 0 and notes.tokens[k].low in rules.directions


def _is_beside(notes: Notes, k: int, rules: PlaceRules) -> bool:
    """Whether "au sud de X" is said rather than "dans le sud de X": outside it."""
    while k > 0 and notes.tokens[k].low in rules.articles:
        k -= 1
    return k >= 0 and notes.tokens[k].low in rules.to


def is_mark(notes: Notes, i: int, rules: PlaceRules) -> bool:
    """Whether a name is only a mark to count from: "à 50 km de X", "près de X"."""
    near, km = _relation(notes, i, rules)
    return near or km is not None


def _relation(notes: Notes, i: int, rules: PlaceRules) -> tuple[bool, float | None]:
    """Whether the name is only a mark to count from, and how far, in km, where it is said."""
    tokens = notes.tokens
    near = False
    for k in range(i - 1, max(-1, i - FAR_NUMBER), -1):
        token = tokens[k]
        if (
            token.sent != tokens[i].sent
            or token.pos == "VERB"
            or token.low in (",", ";", ":")
        ):
            break
        if token.low in rules.near and i - k <= LOOK_BACK:
            near = True
        if token.low in rules.distance_units and k > 0:
            return True, _number(tokens, k - 1, rules)
    return near, None


def _number(tokens: list[Token], k: int, rules: PlaceRules) -> float | None:
    """The number before a unit: "50", "1 750", "une cinquantaine de", "dix"."""
    if tokens[k].low in rules.of and k > 0:
        k -= 1
    text = tokens[k].text
    text = text.replace(".", "") if _THOUSANDS.match(text) else text.replace(",", ".")
    if k > 0 and len(text) == 3 and tokens[k - 1].text.isdigit():
        text = tokens[k - 1].text + text
    try:
        km = rules.numbers.get(tokens[k].low) or float(text)
    except ValueError:
        return None
    return km if 0 < km <= FARTHEST_KM else None


def _is_frame(notes: Notes, start: int, end: int) -> bool:
    """Whether the name alone opens its paragraph and a colon follows: "Mali : …"."""
    tokens = notes.tokens
    opens = start == 0 or tokens[start - 1].block != tokens[start].block
    return opens and end < len(tokens) and tokens[end].text == ":"
