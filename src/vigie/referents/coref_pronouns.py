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
from vigie.referents.coref_both import counted, joined
from vigie.referents.mentions import Found
from vigie.referents.roles import Pronoun, Who

# Weights of the cues. A candidate needs MIN_WEIGHT: a subject of the sentence before reaches it
# alone, any other noun of that sentence does not.
SUBJECT, MAIN, PERSON, AGREES = 3, 1, 1, 1
SAME_SENTENCE, ONE_BACK, TWO_BACK = 2, 1, 0
CLASH, QUOTE_CLASH, OUT_OF_QUOTE = -6, -3, -5
MIN_WEIGHT = 3
REACH = 2  # sentences looked back
MOST = 40  # candidates weighed
BOTH, PRONOUN = "both", "pronoun"

_FRONTED = frozenset({"obl", "advcl", "advmod"})
_WITHIN = frozenset({"det", "nmod", "amod", "obj", "xcomp", "obl", "advcl"})
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
    pairs = counted(notes, who, founds, clusters, by_head)
    out = [Link(i, k, BOTH) for i, members in pairs.items() for k in members]
    recalled = dict(pairs)  # pronoun token → mentions, for chains of pronouns
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
                found = _ahead(notes, clusters, by_head, token, agree)
            if found is None:
                pool = _pool(notes, who, founds, clusters, by_head, recalled, token)
                some = _best(
                    notes, who, founds, clusters, pool, quoted, token, agree, owner=True
                )
                found = some[0] if len(some) == 1 else None  # "leur pays": of which of them
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
            how = PRONOUN
            if pronoun.after:
                found = _latter(notes, founds, clusters, token, pronoun)
            else:
                pool = _pool(notes, who, founds, clusters, by_head, recalled, token)
                some = _best(
                    notes, who, founds, clusters, pool, quoted, token, pronoun, owner=False
                )
                if some:
                    recalled[token.i] = some
                out += [Link(token.i, k, how) for k in some]
                continue
        if found is not None:
            if how == PRONOUN:
                recalled[token.i] = (found,)
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
    notes: Notes, who: Who, founds: Sequence[Found], clusters: Sequence[Cluster],
    pool: Sequence[tuple[int, tuple[int, ...]]], quoted: Sequence[bool], token: Token,
    agree: Pronoun, *, owner: bool,
) -> tuple[int, ...]:  # fmt: skip
    """The mentions that fit a pronoun best, if any fit well enough; several for a plural."""
    best: tuple[int, ...] = ()
    top = MIN_WEIGHT - 1
    for head, members in pool:
        back = token.sent - notes.tokens[head].sent
        if back > REACH:
            break
        weight = (SAME_SENTENCE, ONE_BACK, TWO_BACK)[back]
        candidate = notes.tokens[head]
        if len(members) > 1:
            weight += _fit_together([clusters[k].gender for k in members], agree)
        else:
            weight += _fits(notes, clusters[members[0]], head, agree)
        if _is_subject(notes, who, candidate):
            weight += SUBJECT + (MAIN if _is_main(notes, candidate) else 0)
        if len(members) == 1 and clusters[members[0]].kind == "PER":
            weight += PERSON
        if quoted[head] != quoted[token.i]:
            weight += QUOTE_CLASH if quoted[token.i] else OUT_OF_QUOTE
        if not owner and back == 0 and candidate.head == token.head and head != token.i:
            continue  # two arguments of one verb are two actors
        if weight > top:
            best, top = members, weight
    return best


def _pool(
    notes: Notes, who: Who, founds: Sequence[Found], clusters: Sequence[Cluster],
    by_head: dict[int, int], recalled: dict[int, tuple[int, ...]], token: Token,
) -> list[tuple[int, tuple[int, ...]]]:  # fmt: skip
    """What stands before a pronoun, nearest first: mentions, lists of them, pronouns resolved."""
    before = [k for k, f in enumerate(founds) if f.start < token.i]
    rivals = _beside(notes, clusters, by_head, token)
    near = [k for k in before if token.sent - notes.tokens[founds[k].head].sent <= REACH]
    out: list[tuple[int, tuple[int, ...]]] = []
    for k in near:
        scene = clusters[k].kind == "GPE" and not founds[k].acts  # "en Syrie" is not "elle"
        if founds[k].head not in recalled and not scene:
            out.append((founds[k].head, (k,)))
    out += [(i, members) for i, members in recalled.items() if i < token.i]
    subjects = [k for k in near if _is_subject(notes, who, notes.tokens[founds[k].head])]
    lists = (
        (founds[k].head, joined(notes, founds, clusters, by_head, k)) for k in subjects
    )
    out += [(i, members) for i, members in lists if members and members[-1] < len(before)]
    apart = [(i, m) for i, m in out if not rivals & {id(clusters[k]) for k in m}]
    return sorted(apart, reverse=True)[:MOST]


def _beside(
    notes: Notes, clusters: Sequence[Cluster], by_head: dict[int, int], token: Token
) -> set[int]:
    """Who stands behind a pronoun as another part of its verb: "il a parlé à X" is not X."""
    if token.rel != "nsubj":
        return set()
    others = notes.children(token.head, "obj", "iobj", "obl")
    heads = [i for t in others for i in (t.i, *(n.i for n in notes.children(t.i, "nmod")))]
    return {id(clusters[by_head[i]]) for i in heads if i > token.i and i in by_head}


def _fit_together(genders: Sequence[str | None], agree: Pronoun) -> int:
    """Agreement of a list: plural, and feminine where all of it is."""
    if agree.number != "Plur":
        return CLASH
    if agree.gender is None or None in genders:
        return CLASH if agree.gender == "Fem" and "Masc" in genders else 0
    fem = all(g == "Fem" for g in genders)
    return AGREES if fem == (agree.gender == "Fem") else CLASH


def _latter(
    notes: Notes, founds: Sequence[Found], clusters: Sequence[Cluster], token: Token,
    agree: Pronoun,
) -> int | None:  # fmt: skip
    """The last one named before "ce dernier", whatever its part: the words are there to say so."""
    for k in range(len(founds) - 1, -1, -1):
        found = founds[k]
        if found.end > token.i or (clusters[k].kind == "GPE" and not found.acts):
            continue
        if token.sent - notes.tokens[found.head].sent > 1:
            return None
        if _fits(notes, clusters[k], found.head, agree) >= 0:
            return k
    return None


def _ahead(
    notes: Notes, clusters: Sequence[Cluster], by_head: dict[int, int], token: Token,
    agree: Pronoun,
) -> int | None:  # fmt: skip
    """The subject still to come: "après la prise de leur ambassade, les Etats-Unis ont …"."""
    first = notes.sents[token.sent][0]
    below = token
    for verb in notes.ancestors(token.i):
        subject = notes.child(verb.i, "nsubj")
        if subject is None and below.rel in _WITHIN:
            below = verb
            continue
        if subject is None or below.rel not in _FRONTED or subject.i < below.i:
            return None
        found = by_head.get(subject.i)
        opens = min(notes.subtree(below.i)) == first
        fits = found is not None and _fits(notes, clusters[found], subject.i, agree) >= 0
        return found if opens and fits else None
    return None


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
        if held is not None and _fits(notes, clusters[held], verb.head, agree) >= 0:
            return held
        for child in notes.children(verb.head, "obj", "iobj", "obl"):
            found = by_head.get(child.i)
            if found is None or not verb.head < child.i < verb.i or verb.pos != "VERB":
                continue
            if _fits(notes, clusters[found], child.i, agree) >= 0:
                return found
    return None


def _is_kin(notes: Notes, who: Who, token: Token) -> bool:
    """Whether what is owned is someone's kin or friend, so that the owner is a person."""
    noun = who.single(notes.tokens[token.head])
    return noun is not None and noun.kind == "PER" and noun.weak and noun.sector is None


def _fits(notes: Notes, cluster: Cluster, head: int, agree: Pronoun) -> int:
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


def _article(notes: Notes, head: int, feature: str, values: Sequence[str]) -> str | None:
    """What the articles of a noun say of its number or gender."""
    for article in notes.children(head, "det"):
        for value in values:
            if article.has(f"{feature}={value}"):
                return value
    return None


def _is_main(notes: Notes, token: Token) -> bool:
    """Whether a subject is that of the main clause, or of one joined to it."""
    verb = notes.tokens[token.head]
    return verb.head == verb.i or (
        verb.rel == "conj" and notes.tokens[verb.head].head == verb.head
    )


def _is_subject(notes: Notes, who: Who, token: Token) -> bool:
    above = notes.tokens[token.head]
    if {above.low, fold(above.text)} & who.words["civilities"]:
        token = above  # "Mme X": the tree holds the name by its civility
    if token.rel == "conj" and token.head != token.i:
        token = notes.tokens[token.head]
    if token.rel in ("flat", "appos", "nmod") and token.head != token.i:
        governor = notes.tokens[token.head]
        return token.rel != "nmod" and governor.rel == "nsubj"
    return token.rel == "nsubj" or token.dep == "obl:agent"
