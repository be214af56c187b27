"""Reports room. Misread trees, set right where grammar leaves no doubt: token → token.

A small tagger hangs a noun or a participle one step away from its verb now and then. Each function
answers one question that order and agreement settle alone: whose auxiliary is this, what stands
right before this verb, what is listed with this noun.
"""

from __future__ import annotations

from vigie.records import Notes, Token

NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
FAR = 6  # words between an auxiliary and its participle: "a, pour sa part, condamné"


def split_perfect(notes: Notes, i: int, have: frozenset[str]) -> Token | None:
    """The finite auxiliary of a participle that an adverbial cut from it, or what holds it.

    "Le gouvernement a de son côté dénoncé…": the participle hangs on the adverbial's noun.
    """
    token = notes.tokens[i]
    if not _bare_participle(notes, token):
        return None
    for above in notes.ancestors(i):
        if above.i >= i or i - above.i > FAR or above.sent != token.sent:
            continue
        if above.lemma in have and above.has("VerbForm=Fin"):
            between = notes.tokens[above.i + 1 : i]
            if not any(
                t.pos == "VERB" or (t.rel == "det" and t.has("Definite")) for t in between
            ):
                return above
        if above.pos == "NOUN" and _holds_auxiliary(notes, above, have):
            return (
                above  # "a tour à tour accusé": the noun took the auxiliary and the subject
            )
    return None


def _holds_auxiliary(notes: Notes, noun: Token, have: frozenset[str]) -> bool:
    """Whether a noun without determiner has a finite auxiliary and a subject of its own."""
    aux = notes.child(noun.i, "aux")
    finite = aux is not None and aux.lemma in have and aux.has("VerbForm=Fin")
    return finite and notes.child(noun.i, "det", "case") is None


def _bare_participle(notes: Notes, token: Token) -> bool:
    """Whether a token is a masculine singular participle without an auxiliary of its own."""
    participle = token.has("VerbForm=Part") or token.pos in ("ADJ", "VERB")
    agrees = not token.has("Number=Plur") and not token.has("Gender=Fem")
    return participle and agrees and notes.child(token.i, "aux", "nsubj") is None


def lost_subject(notes: Notes, i: int) -> int | None:
    """The noun phrase right before a finite verb without subject, whatever it was hung on.

    "Sur sa page, la jeunesse du parti a dénoncé…": the phrase opens after a comma, or opens the
    sentence, and no preposition introduces it.
    """
    start = _verb_start(notes, i)
    if start is None:
        return None
    stop = start - 1
    while stop >= 0 and notes.tokens[stop].pos == "PUNCT":
        stop -= 1
    low, high = notes.sents[notes.tokens[i].sent]
    first = stop
    while first > low and notes.tokens[first - 1].pos not in (
        "PUNCT",
        "CCONJ",
        "SCONJ",
        "VERB",
    ):
        first -= 1
    if stop < low or stop >= high or notes.tokens[first].pos == "ADP":
        return None
    for k in range(first, stop + 1):
        token = notes.tokens[k]
        outside = not first <= token.head <= stop or token.head == k
        if outside and token.pos in NOMINAL and notes.child(k, "case", "mark") is None:
            return _named_first(notes, k)
    return None


def _named_first(notes: Notes, k: int) -> int:
    """The noun an apposition stands beside, when that one is bare: "X, chef du parti, a…"."""
    token = notes.tokens[k]
    head = notes.tokens[token.head]
    bare = notes.child(head.i, "case") is None and head.i < k
    return head.i if token.rel == "appos" and bare and head.pos in NOMINAL else k


def _verb_start(notes: Notes, i: int) -> int | None:
    """First token of the finite verb group that ends on a verb: its auxiliaries and clitics."""
    token = notes.tokens[i]
    finite = token.has("VerbForm=Fin") or any(
        kid.has("VerbForm=Fin") for kid in notes.children(i, "aux", "cop")
    )
    if not finite or notes.child(i, "nsubj", "csubj", "expl:subj") is not None:
        return None
    k = i
    while k > 0 and notes.tokens[k - 1].sent == token.sent:
        before = notes.tokens[k - 1]
        clitic = before.pos == "PRON" and before.rel in ("expl", "obj", "iobj")
        if not (clitic or (before.pos in ("AUX", "ADV") and before.head == i)):
            break
        k -= 1
    return k


def dated_object(notes: Notes, i: int) -> list[int]:
    """Partitive objects that a bare day before them turned into complements of the verb.

    "A livré samedi des missiles": the article is taken for a preposition.
    """
    out = []
    for kid in notes.children(i, "obl"):
        case = notes.child(kid.i, "case")
        if case is None or kid.i < i or not case.has("Number=Plur"):
            continue
        before = notes.tokens[case.i - 1]
        bare = notes.child(before.i, "case") is None
        if before.rel == "obl" and before.head == i and before.pos == "NOUN" and bare:
            out.append(kid.i)
    return out


def listed(notes: Notes, head: int) -> list[int]:
    """Members of a list that were hung as appositions before its last, coordinated member."""
    last = [k.i for k in notes.children(head, "conj")]
    if not last:
        return []
    return [
        k.i for k in notes.children(head, "appos")
        if head < k.i < max(last) and notes.tokens[k.i].pos in ("NOUN", "PROPN")
        and (notes.child(k.i, "det") is not None or k.pos == "PROPN")
    ]  # fmt: skip
