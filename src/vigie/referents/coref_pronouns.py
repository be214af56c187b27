"""Referents room. Pronouns of the third person, relatives and possessives, and whom they recall.

Flow: mentions with their clusters → one more mention for each pronoun that is plainly someone.
Candidates are weighed by nearness, by being a subject, by gender and number, and by standing on
the same side of quotation marks; a pronoun whose best candidate is weak recalls nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.records import Notes, Token
from vigie.referents.coref import Cluster
from vigie.referents.mentions import Found
from vigie.referents.roles import Pronoun, Who

# Weights of the cues. A candidate needs MIN_WEIGHT: a subject of the sentence before reaches it
# alone, any other noun of that sentence does not.
SUBJECT, MAIN, PERSON, AGREES = 3, 1, 1, 1
SAME_SENTENCE, ONE_BACK, TWO_BACK = 2, 1, 0
CLASH, QUOTE_CLASH, OUT_OF_QUOTE = -6, -3, -5
MIN_WEIGHT = 3
REACH = 2  # sentences looked back

_PRONOMINAL = frozenset({"PRON", "DET", "ADJ", "NOUN"})
_OPENERS, _CLOSERS, _EITHER = frozenset("«“"), frozenset("»”"), frozenset('"')


class Link(msgspec.Struct, frozen=True):
    """A pronoun's token and the rank of the mention it recalls."""

    token: int
    found: int
    how: str


def link_pronouns(
    notes: Notes, who: Who, founds: Sequence[Found], clusters: Sequence[Cluster]
) -> list[Link]:
    """Relatives, personal pronouns and possessives, in reading order."""
    quoted = _quoted(notes)
    by_head: dict[int, int] = {}
    covering: dict[int, int] = {}
    for k, mention in enumerate(founds):
        by_head.setdefault(mention.head, k)
        for i in range(mention.start, mention.end):
            covering.setdefault(i, k)
    out: list[Link] = []
    recalled: dict[int, int] = {}  # pronoun token → mention, for chains of pronouns
    for token in notes.tokens:
        if token.pos not in _PRONOMINAL:
            continue
        if token.low in who.words["relatives"]:
            found = _antecedent(notes, token, by_head, covering)
            how = "relative"
        elif token.low in who.possessives and token.pos == "DET":
            agree = Pronoun(number=who.possessives[token.low])
            found = _told_to(notes, clusters, by_head, token, agree)
            if found is None:
                found = _best(
                    notes, founds, clusters, recalled, quoted, token, agree, owner=True
                )
            if (
                found is not None
                and clusters[found].kind != "PER"
                and _is_kin(notes, who, token)
            ):
                found = None
            how = "possessive"
        else:
            pronoun = who.pronouns.get(token.low)
            if pronoun is None or not _is_someone(notes, who, token, pronoun):
                continue
            found = _best(
                notes, founds, clusters, recalled, quoted, token, pronoun, owner=False
            )
            how = "pronoun"
        if found is not None:
            if how == "pronoun":
                recalled[token.i] = found
            out.append(Link(token.i, found, how))
    return out


def _quoted(notes: Notes) -> list[bool]:
    """Whether each token stands between quotation marks; marks do not outlive a paragraph."""
    out, depth, block = [], False, -1
    for token in notes.tokens:
        if token.block != block:
            depth, block = False, token.block
        if token.text in _OPENERS:
            depth = True
        elif token.text in _CLOSERS:
            depth = False
        elif token.text in _EITHER:
            depth = not depth
        out.append(depth)
    return out


def _is_someone(notes: Notes, who: Who, token: Token, pronoun: Pronoun) -> bool:
    """Whether a pronoun is no dummy: "il faut", "il y a" recall nobody."""
    if (
        token.rel == "expl"
        or token.pos == "DET"
        or (token.pos != "PRON" and not pronoun.after)
    ):
        return False
    if pronoun.after:
        if token.i == 0 or notes.tokens[token.i - 1].low != pronoun.after:
            return False
        after = notes.tokens[token.i + 1] if token.i + 1 < len(notes.tokens) else token
        return token.rel != "amod" and after.pos not in ("NOUN", "PROPN", "NUM", "ADJ")
    verb = notes.tokens[token.head]
    dummy = who.words["impersonal"]
    if (
        pronoun.number == "Sing"
        and pronoun.gender == "Masc"
        and (fold(verb.lemma) in dummy or fold(verb.text) in dummy)
    ):
        return False
    last = token.i + 1 == len(notes.tokens)
    return last or notes.tokens[token.i + 1].low != "y"


def _antecedent(
    notes: Notes, token: Token, by_head: dict[int, int], covering: dict[int, int]
) -> int | None:
    """What a relative clause hangs on, else what stands right before it."""
    verb = notes.tokens[token.head]
    if verb.dep in ("acl:relcl", "acl") and verb.head < token.i:
        found = by_head.get(verb.head, covering.get(verb.head))
        if found is not None:
            return found
        for name in notes.children(verb.head, "appos", "flat", "nmod"):
            if name.i < token.i and name.i in by_head:
                return by_head[name.i]
    k = token.i - 1
    while k >= 0 and notes.tokens[k].pos == "PUNCT" and token.i - k <= 2:
        k -= 1
    return covering.get(k)


def _best(
    notes: Notes, founds: Sequence[Found], clusters: Sequence[Cluster], recalled: dict[int, int],
    quoted: Sequence[bool], token: Token, agree: Pronoun, *, owner: bool,
) -> int | None:  # fmt: skip
    """The mention that fits a pronoun best, if any fits well enough."""
    best, top = None, MIN_WEIGHT - 1
    pool = [(f.head, k) for k, f in enumerate(founds) if f.start < token.i]
    pool += [(i, k) for i, k in recalled.items() if i < token.i]
    for head, k in sorted(pool, reverse=True)[:40]:
        back = token.sent - notes.tokens[head].sent
        if back > REACH:
            break
        weight = (SAME_SENTENCE, ONE_BACK, TWO_BACK)[back]
        candidate = notes.tokens[head]
        weight += _fits(clusters[k], agree, _number(notes, head))
        if _is_subject(notes, candidate):
            weight += SUBJECT + (MAIN if _is_main(notes, candidate) else 0)
        if clusters[k].kind == "PER":
            weight += PERSON
        if quoted[head] != quoted[token.i]:
            weight += QUOTE_CLASH if quoted[token.i] else OUT_OF_QUOTE
        if not owner and back == 0 and candidate.head == token.head and head != token.i:
            continue  # two arguments of one verb are two actors
        if weight > top:
            best, top = k, weight
    return best


def _told_to(
    notes: Notes,
    clusters: Sequence[Cluster],
    by_head: dict[int, int],
    token: Token,
    agree: Pronoun,
) -> int | None:
    """The object that is to act: "accuse le Rwanda d'envoyer ses soldats"."""
    for verb in notes.ancestors(token.i):
        if verb.pos == "VERB" and not verb.has("VerbForm=Inf"):
            return None
        held = by_head.get(verb.head) if verb.rel == "acl" else None
        if held is not None and _fits(clusters[held], agree) >= 0:
            return held
        for child in notes.children(verb.head, "obj", "iobj", "obl"):
            found = by_head.get(child.i)
            if found is None or not verb.head < child.i < verb.i or verb.pos != "VERB":
                continue
            if _fits(clusters[found], agree) >= 0:
                return found
    return None


def _is_kin(notes: Notes, who: Who, token: Token) -> bool:
    """Whether what is owned is someone's kin or friend, so that the owner is a person."""
    noun = who.single(notes.tokens[token.head])
    return noun is not None and noun.kind == "PER" and noun.weak and noun.sector is None


def _number(notes: Notes, head: int) -> str | None:
    """The number a mention's article says; an army once called "forces" is still "elle"."""
    for article in notes.children(head, "det"):
        if "Number=" in article.morph:
            return "Plur" if article.has("Number=Plur") else "Sing"
    return None


def _fits(cluster: Cluster, agree: Pronoun, number: str | None = None) -> int:
    """Agreement in number and gender; an unknown gender neither helps nor harms.

    `number` is the mention's own, where its article says it; else the cluster's counts.
    """
    plural = cluster.plural if number is None else number == "Plur"
    if (agree.number == "Plur") != plural:
        return CLASH
    if agree.gender is None or cluster.gender is None:
        return 0
    return AGREES if agree.gender == cluster.gender else CLASH


def _is_main(notes: Notes, token: Token) -> bool:
    """Whether a subject is that of the main clause, or of one joined to it."""
    verb = notes.tokens[token.head]
    return verb.head == verb.i or (
        verb.rel == "conj" and notes.tokens[verb.head].head == verb.head
    )


def _is_subject(notes: Notes, token: Token) -> bool:
    if token.rel == "conj" and token.head != token.i:
        token = notes.tokens[token.head]
    if token.rel in ("flat", "appos", "nmod") and token.head != token.i:
        governor = notes.tokens[token.head]
        return token.rel != "nmod" and governor.rel == "nsubj"
    return token.rel == "nsubj" or token.dep == "obl:agent"
