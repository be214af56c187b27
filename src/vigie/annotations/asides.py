"""Annotations room. Asides between a subject and its verb → the two joined again in the tree.

"Les rebelles, a indiqué le colonel X, ont attaqué…", "L'armée, d'après des habitants, a brûlé…":
the parser gives the subject to the verb of the aside, or joins it to whoever the aside names. What
stands before one comma and after the next, with nothing finite before it, are a subject and verb.
"""

from __future__ import annotations

from collections.abc import Sequence

from vigie.records import Token

LONGEST = 18  # tokens of an aside
FINITE = "VerbForm=Fin"
NOUNS = ("NOUN", "PROPN", "PRON", "NUM")
JOINED = ("conj", "appos")
SHUT = (";", ":", "«", "»", "(", ")", '"', "?", "!")


def join_around(tokens: list[Token]) -> None:
    """Join each subject to its verb around the aside between them, in place."""
    for comma in tokens:
        if comma.text != "," or comma.i == 0:
            continue
        close = _closing(tokens, comma.i)
        if close is None:
            continue
        subject, verb = _subject(tokens, comma.i), _verb(tokens, close)
        if subject is None or verb is None:
            continue
        aside = tokens[comma.i + 1 : close]
        said = _incise(aside, tokens)
        if said is None and not _is_oblique(aside):
            continue
        if not _is_joined(tokens, verb):
            _join(tokens, subject, verb, aside, said)
        elif said is None:
            _part(subject, verb, aside)


def _closing(tokens: Sequence[Token], comma: int) -> int | None:
    """The comma that closes an aside, right before a finite verb; None if there is none near."""
    for k in range(comma + 2, min(comma + LONGEST, len(tokens) - 1)):
        token = tokens[k]
        if token.sent != tokens[comma].sent or token.text in SHUT:
            return None
        if token.text == "," and _finite_after(tokens, k) is not None:
            return k
    return None


def _finite_after(tokens: Sequence[Token], comma: int) -> Token | None:
    """The finite form right after a comma, clitics and adverbs left out."""
    for token in tokens[comma + 1 : comma + 6]:
        if FINITE in token.morph and token.pos in ("VERB", "AUX"):
            return token
        clitic = token.pos == "PRON" and token.rel in ("iobj", "obj", "expl")
        if not clitic and token.pos != "ADV":
            return None
    return None


def _verb(tokens: Sequence[Token], close: int) -> Token | None:
    """The verb after an aside: what its auxiliary helps, or itself."""
    finite = _finite_after(tokens, close)
    if finite is None or finite.pos == "VERB":
        return finite
    head = tokens[finite.head]
    return head if head.i > finite.i and finite.rel in ("aux", "cop") else None


def _subject(tokens: Sequence[Token], comma: int) -> Token | None:
    """The noun that opens the clause before an aside, with no verb and no preposition over it."""
    first = comma
    while first > 0 and tokens[first - 1].sent == tokens[comma].sent:
        if tokens[first - 1].text in (",", *SHUT) or tokens[first - 1].pos == "SCONJ":
            break
        first -= 1
    phrase = tokens[first:comma]
    if not phrase or any(FINITE in t.morph for t in phrase):
        return None
    cased = {t.head for t in tokens[first:comma] if t.rel == "case"}
    heads = [t for t in phrase if t.pos in NOUNS and not first <= t.head < comma]
    heads = heads or [t for t in phrase if t.pos in NOUNS and t.head == t.i]
    return heads[0] if len(heads) == 1 and heads[0].i not in cased else None


def _incise(aside: Sequence[Token], tokens: Sequence[Token]) -> Token | None:
    """The verb of an aside that opens with one, and whose subject comes after it."""
    k = 0
    while k < len(aside) and (aside[k].pos in ("AUX", "ADV", "PRON")):
        k += 1
    if k == len(aside) or aside[k].pos != "VERB":
        return None
    verb = aside[k]
    finite = FINITE in verb.morph or any(FINITE in t.morph for t in aside[:k])
    turned = any(t.pos == "PRON" and t.text.startswith("-") for t in aside[: k + 2])
    named = any(t.pos in ("NOUN", "PROPN") for t in aside[k + 1 :])
    opens = aside[0].pos in ("AUX", "VERB") or turned
    return verb if finite and opens and (turned or named) else None


def _is_oblique(aside: Sequence[Token]) -> bool:
    """Whether an aside is a phrase that a preposition opens, without a finite verb."""
    return aside[0].pos == "ADP" and not any(FINITE in t.morph for t in aside)


def _is_joined(tokens: Sequence[Token], verb: Token) -> bool:
    """Whether a verb has its subject already, before the aside or by another one."""
    return any(
        t.head == verb.i and t.rel in ("nsubj", "csubj") and t.i < verb.i
        for t in tokens[: verb.i] if t.sent == verb.sent
    )  # fmt: skip


def _join(
    tokens: Sequence[Token], subject: Token, verb: Token, aside: Sequence[Token],
    said: Token | None,
) -> None:  # fmt: skip
    """Hang the subject on its verb, and the aside under it; undone where that makes a ring."""
    kept = [(t, t.head, t.dep, t.rel) for t in (subject, verb, *aside)]
    top = subject if said is None or subject.head != said.i else said
    if _is_below(tokens, verb.i, top.i):  # the verb takes the place of what it hung on
        _hang(verb, verb.i if top.head == top.i else top.head, top.dep)
    if said is not None:
        _hang(said, verb.i, "parataxis")
        _give_subject(tokens, said, aside)
    else:
        _part(subject, verb, aside)
    passive = any(t.head == verb.i and t.dep == "aux:pass" for t in tokens)
    _hang(subject, verb.i, "nsubj:pass" if passive else "nsubj")
    if any(_is_below(tokens, t.i, t.i) for t in (subject, verb, *aside)):
        for token, head, dep, rel in kept:
            token.head, token.dep, token.rel = head, dep, rel
        return
    _free_object(tokens, verb)


def _part(subject: Token, verb: Token, aside: Sequence[Token]) -> None:
    """What an oblique aside names is no one joined to the subject: "L'armée, selon des habitants, …"."""
    for token in aside:
        if token.head == subject.i and token.pos in NOUNS and token.rel in JOINED:
            _hang(token, verb.i, "obl:mod")


def _give_subject(tokens: Sequence[Token], said: Token, aside: Sequence[Token]) -> None:
    """What an incise was given as its object is who says it: "a indiqué le colonel X"."""
    if any(t.head == said.i and t.rel == "nsubj" for t in aside):
        return
    for token in aside:
        if token.head == said.i and token.rel == "obj" and token.i > said.i:
            _hang(token, said.i, "nsubj")
            return


def _free_object(tokens: Sequence[Token], verb: Token) -> None:
    """What stood for the subject after the verb is its object."""
    held = any(t.head == verb.i and t.rel == "obj" for t in tokens)
    for token in tokens[verb.i + 1 :]:
        if token.sent != verb.sent:
            return
        if token.head == verb.i and token.dep == "nsubj" and not held:
            _hang(token, verb.i, "obj")
            return


def _hang(token: Token, head: int, dep: str) -> None:
    token.head, token.dep, token.rel = head, dep, dep.partition(":")[0]


def _is_below(tokens: Sequence[Token], i: int, top: int) -> bool:
    """Whether a word hangs, near or far, on another; on itself, whether it is in a ring."""
    for _ in range(len(tokens)):
        if tokens[i].head == i:
            return False
        i = tokens[i].head
        if i == top:
            return True
    return True
