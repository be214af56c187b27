"""Referents room. How far a role phrase reaches: adjectives, complements, the names inside.

Flow: the tokens of a noun → where its words end. An extent is a run of neighbours, each of
which the tree must hang inside the run, for the tree is wrong some 15 times in 100.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.records import Notes, Token
from vigie.referents.mentions_tagged import MAX_CHARGES
from vigie.referents.roles import Noun, Who
from vigie.referents.roles_owned import is_foreign

MAX_WORDS = 12  # a longer run is a parser's mistake, not a name for someone


def right_of(
    notes: Notes, who: Who, names: Mapping[int, tuple[int, int, str]], noun: Noun,
    run: tuple[int, int, int],
) -> tuple[int, int, list[int]]:  # fmt: skip
    """End of the words before any name inside, end of all that belongs, the names' tokens.

    Args:
        notes: The dispatch, parsed.
        who: The pack's words.
        names: For each token inside a name: its first token, the token after it, its kind.
        noun: The noun of the phrase.
        run: First token of the noun, the token after it, and the one the tree holds it by.
    """
    tokens, (first, k, head) = notes.tokens, run
    last = min(notes.sents[tokens[first].sent][1], first + MAX_WORDS)
    reach, cut, inside = k, 0, []
    while k < last:
        if k in names:
            name_end, kind = names[k][1], names[k][2]
            if kind == "PER" or not (
                _is_of(tokens, who, k, first) or _is_apposed(tokens, k, kind)
            ):
                break
            cut = cut or reach
            inside.append(k)
            reach = k = name_end
            continue
        if fold(tokens[k].text) in who.words["of"] and first <= _governor(tokens, k) < k:
            if is_foreign(notes, who, names, noun, head, k):
                break
            k = _complement(tokens, names, k, last, who.words["civilities"])
            if not k:
                break
            continue
        if _is_epithet(tokens, who, names, k):
            reach = k = k + 1
            continue
        skip = _adjunct(who, tokens, k, last)
        if skip:
            reach = k = k + skip
            continue
        if (
            not _belongs(notes, first, k)
            or _clashes(tokens, head, k)
            or fold(tokens[k].text) in who.words["not_names"]
        ):
            break
        k += 1
        reach = k if tokens[k - 1].pos != "CCONJ" else reach
    if not inside and reach > first + 1 and who.stem(tokens[first].low) in who.portfolios:
        reach = _charges(notes, who, names, reach)
    return cut or reach, reach, inside


def _charges(
    notes: Notes, who: Who, names: Mapping[int, tuple[int, int, str]], reach: int
) -> int:
    """End of the further charges of an office, if its holder's name closes them.

    "ministre des Affaires étrangères, de la Coopération et des X de l'étranger, Mme Y".
    """
    tokens, k, nearest = notes.tokens, reach, reach
    last = min(notes.sents[tokens[reach - 1].sent][1], reach + MAX_CHARGES)
    while k < last:
        k += tokens[k].text == ","
        k += k < last and tokens[k].pos == "CCONJ"
        if k >= last or fold(tokens[k].text) not in who.words["of"]:
            break
        k += 1
        while k < last and (
            tokens[k].pos == "DET" or fold(tokens[k].text) in who.words["of"]
        ):
            k += 1
        start = k
        while k < last and tokens[k].pos in ("NOUN", "PROPN", "ADJ"):
            if k in names and names[k][2] == "PER":
                return nearest
            k += 1
        if k == start:
            break
        reach = k
    named = any(k in names and names[k][2] == "PER" for k in range(reach, reach + 3))
    return reach if named else nearest


def _is_epithet(
    tokens: Sequence[Token], who: Who, names: Mapping[int, tuple[int, int, str]], k: int
) -> bool:
    """Whether adjectives stand between a noun and a person's name, whatever the tree says."""
    end = k
    while end < min(k + 2, len(tokens)) and tokens[end].text.islower():
        known = who.stem(tokens[end].low) in who.adjectives
        if tokens[end].pos != "ADJ" and not known:
            break
        end += 1
    held = tokens[k - 1].pos in ("NOUN", "ADJ") and tokens[k - 1].text.islower()
    start, _, kind = names.get(end, (-1, 0, ""))
    return k < end == start and held and kind == "PER"


def past_second(notes: Notes, who: Who, k: int) -> int:
    """Past a second office that has no article: "le journaliste et écrivain X"."""
    tokens, last = notes.tokens, notes.sents[notes.tokens[k - 1].sent][1]
    if k + 1 < last and tokens[k].pos == "CCONJ":
        noun = who.single(tokens[k + 1])
        office = noun is not None and noun.kind == "PER" and tokens[k + 1].pos == "ADJ"
        if office or tokens[k + 1].pos == "NOUN":
            k += 2
            while k < last and tokens[k].pos == "ADJ" and tokens[k].text.islower():
                k += 1
    return k


def person_of(
    notes: Notes, who: Who, names: Mapping[int, tuple[int, int, str]], k: int
) -> int | None:
    """First token of the person whose the phrase is: bare behind it, or after "de" and titles."""
    tokens = notes.tokens
    last = notes.sents[tokens[k - 1].sent][1]
    if k < last and fold(tokens[k].text) in who.words["of"]:
        k += 1
        while (
            k < last
            and k not in names
            and (
                fold(tokens[k].text) in who.words["civilities"]
                or tokens[k].pos == "DET"
                or ((noun := who.single(tokens[k])) is not None and noun.kind == "PER")
            )
        ):
            k += 1
    return k if k < last and k in names and names[k][2] == "PER" else None


def _is_apposed(tokens: Sequence[Token], k: int, kind: str) -> bool:
    """Whether a body's name stands bare behind its noun: "la chaîne NTV"."""
    return kind == "ORG" and tokens[k - 1].pos in ("NOUN", "ADJ")


def _adjunct(who: Who, tokens: Sequence[Token], k: int, last: int) -> int:
    """Number of tokens of "par intérim" and the like at a token."""
    for words in who.adjuncts:
        n = len(words)
        if k + n <= last and all(fold(tokens[k + i].text) == words[i] for i in range(n)):
            return n
    return 0


def _complement(
    tokens: Sequence[Token], names: Mapping[int, tuple[int, int, str]], k: int, last: int,
    civilities: Collection[str],
) -> int:  # fmt: skip
    """Where the noun behind a preposition begins, 0 if it is no part of the phrase."""
    k += 1
    if k < last and tokens[k].pos == "DET":
        k += 1
    if k >= last or fold(tokens[k].text) in civilities:
        return 0
    if k in names:
        return 0 if names[k][2] == "PER" else k
    return k if tokens[k].pos in ("NOUN", "PROPN", "ADJ") else 0


def _belongs(notes: Notes, first: int, k: int) -> bool:
    """Whether the next word is of the phrase: adjective, bare participle, noun of a complement."""
    tokens = notes.tokens
    token = tokens[k]
    if not token.text[-1:].isalnum() and token.text[-1:] != ".":
        return False
    hangs = first <= token.head < k
    before = tokens[k - 1]
    turned = before.rel == "amod" and before.head == k and before.pos == "NOUN"
    if turned and token.pos in ("ADJ", "NOUN") and token.text.islower():
        return True  # "jihadistes maliens", the noun hung on its adjective
    if token.pos == "VERB":
        if token.has("VerbForm=Part") and token.has("Tense=Pres"):
            return False  # "le gouvernement démentant de son côté": a clause, no epithet
        epithet = token.rel == "amod" and tokens[token.head].rel != "ROOT"
        participle = token.has("VerbForm=Part") or epithet  # "la juge argentine"
        return participle and hangs and all(c < k for c in notes.kids[k])
    if token.pos == "ADJ":
        if before.pos in ("DET", "ADP"):
            return k < token.head <= k + 3  # "de l'ancien président"
        if tokens[token.head].pos == "PROPN" and token.head > k:
            return (
                token.text.islower()
            )  # the parser hangs on the name what is said of its title
        pair = token.rel == "conj" and before.pos == "CCONJ"  # "turc et grec"
        return hangs and (pair or token.rel in ("amod", "flat", "fixed", "acl", "nmod"))
    if token.pos in ("NOUN", "PROPN", "NUM"):
        if (
            token.rel == "flat"
            and token.text[:1].isupper()
            and before.pos not in ("ADP", "DET")
        ):
            return before.text[:1].isupper()
        if before.pos in ("ADP", "DET"):
            return True
        ahead = before.pos == "ADJ" and before.head == k
        apart = token.rel in ("nmod", "appos")  # "homologue togolais X", read as a noun
        bare = hangs and apart and token.text.islower() and not notes.kids[k]
        return ahead or bare or (hangs and token.rel in ("flat", "amod", "fixed"))
    if token.pos == "ADV":
        return hangs and token.rel == "advmod"
    return token.pos == "CCONJ" and _joins_adjectives(tokens, k, first)


def _clashes(tokens: Sequence[Token], head: int, k: int) -> bool:
    """Whether a second adjective is of the other gender: nouns that the tagger took for such."""
    noun, token, before = tokens[head], tokens[k], tokens[k - 1]
    if token.pos != "ADJ" or before.pos != "ADJ" or token.head != head:
        return False
    return any(
        noun.has(f"Gender={a}") and token.has(f"Gender={b}") and before.has(f"Gender={a}")
        for a, b in (("Masc", "Fem"), ("Fem", "Masc"))
    )


def _governor(tokens: Sequence[Token], k: int) -> int:
    """What the complement of a preposition hangs on."""
    complement = tokens[k].head
    return tokens[complement].head if tokens[k].rel == "case" else complement


def _is_of(tokens: Sequence[Token], who: Who, k: int, first: int) -> bool:
    """Whether a name follows "de", "de l'" or stands bare against the noun."""
    if k - 1 < first:
        return False
    before = tokens[k - 1]
    if before.pos == "DET" and k - 2 >= first:
        before = tokens[k - 2]
    return fold(before.text) in who.words["of"]


def _joins_adjectives(tokens: Sequence[Token], k: int, first: int) -> bool:
    return (
        k + 1 < len(tokens) and tokens[k + 1].pos == "ADJ" and tokens[k - 1].pos == "ADJ"
        and first < tokens[k + 1].head < k
    )  # fmt: skip
