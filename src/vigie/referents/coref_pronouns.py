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
from vigie.referents.coref_agree import fits, told_by_participle
from vigie.referents.coref_both import counted, joined, neighbours, ordinals, shared
from vigie.referents.coref_weigh import REACH, UNDERGOES, Cast, best, is_subject
from vigie.referents.mentions import Found
from vigie.referents.roles import Pronoun, Who

MOST = 40  # candidates weighed
BOTH, PRONOUN = "both", "pronoun"

_FRONTED = frozenset({"obl", "advcl", "advmod"})
_WITHIN = frozenset({"det", "nmod", "amod", "obj", "xcomp", "obl", "advcl"})
_CLAUSE = frozenset({"nsubj", "obj", "iobj", "obl"})
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
    by_head: dict[int, int] = {}
    covering: dict[int, int] = {}
    for k, mention in enumerate(founds):
        by_head.setdefault(mention.head, k)
        for i in range(mention.start, mention.end):
            covering.setdefault(i, k)
    cast = Cast(
        notes=notes, who=who, founds=founds, clusters=clusters, by_head=by_head,
        quoted=_quoted(notes),
    )  # fmt: skip
    pairs = (
        shared(notes, founds, clusters)
        | ordinals(notes, who, founds, clusters, by_head)
        | counted(notes, who, founds, clusters, by_head)
    )
    out = [Link(i, k, BOTH) for i, members in pairs.items() for k in members]
    recalled = dict(pairs)  # pronoun token → mentions, for chains of pronouns
    for token in notes.tokens:
        if token.pos not in _PRONOMINAL:
            continue
        if token.low in who.words["relatives"]:
            several = _antecedents(cast, token, recalled)
            if several:
                recalled[token.i] = several
                out += [Link(token.i, k, "relative") for k in several]
                continue
            found = _antecedent(notes, token, by_head, covering)
            how = "relative"
        elif token.low in who.possessives and token.pos == "DET":
            agree = Pronoun(number=who.possessives[token.low])
            found = _told_to(notes, clusters, by_head, token, agree)
            if found is None:
                found = _ahead(notes, clusters, by_head, token, agree)
            if found is None:
                pool = _pool(notes, who, founds, clusters, by_head, recalled, token)
                some = best(cast, pool, token, agree, owner=True)
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
            if pronoun.after or pronoun.last:
                found = _latter(notes, founds, clusters, token, pronoun)
            else:
                pool = _pool(notes, who, founds, clusters, by_head, recalled, token)
                shown = told_by_participle(notes, token, pronoun)
                some = best(cast, pool, token, shown, owner=False)
                if some:
                    recalled[token.i] = some
                out += [Link(token.i, k, how) for k in some]
                continue
        if found is not None:
            if how in (PRONOUN, "relative"):
                recalled[token.i] = (found,)
            out.append(Link(token.i, found, how))
    owners = {link.token: link.found for link in out if link.how == "possessive"}
    beside = neighbours(notes, who, founds, clusters, owners)
    return out + [Link(i, k, BOTH) for i, members in beside.items() for k in members]


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
    stands = pronoun.last and token.rel in _CLAUSE and not notes.kids[token.i]
    if token.rel == "expl" or token.pos == "DET":
        return False
    if token.pos != "PRON" and not (pronoun.after or stands):
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
    following = notes.tokens[token.i + 1].low if token.i + 1 < len(notes.tokens) else ""
    if following in who.words["one_says"]:
        return False  # "l'on": no one
    if token.rel == "obj" and fold(verb.lemma) in who.words["thing_verbs"]:
        return False  # "l'a confirmé": what was said
    return not (following == "y" and fold(verb.lemma) in who.words["having"])


def _antecedents(
    cast: Cast, token: Token, recalled: dict[int, tuple[int, ...]]
) -> tuple[int, ...]:
    """All whom a relative clause hangs on: "A et B, qui ont signé", "les présidents A et B, qui"."""
    notes = cast.notes
    verb = notes.tokens[token.head]
    if verb.dep not in ("acl:relcl", "acl") or verb.head >= token.i:
        return ()
    head = notes.tokens[verb.head]
    for i in (head.i, head.head):
        if len(recalled.get(i, ())) > 1:
            return recalled[i]
    plural = any(
        t.has("Number=Plur") and t.has("VerbForm=Fin")
        for t in (verb, *notes.children(verb.i, "aux"))
    )
    k = cast.by_head.get(head.i)
    if k is None or token.rel != "nsubj" or not plural or cast.clusters[k].plural:
        return ()
    first = head.head if head.rel == "conj" and head.head in cast.by_head else head.i
    return joined(notes, cast.founds, cast.clusters, cast.by_head, cast.by_head[first])


def _antecedent(
    notes: Notes, token: Token, by_head: dict[int, int], covering: dict[int, int]
) -> int | None:
    """What a relative clause hangs on, else what stands right before it.

    "Laquelle", which bears a gender so as to say whose it is, asks first who stands before.
    """
    k = token.i - 1
    while k >= 0 and notes.tokens[k].pos == "PUNCT" and token.i - k <= 2:
        k -= 1
    if k in covering and (token.has("Gender=Fem") or token.has("Gender=Masc")):
        return covering[k]
    verb = notes.tokens[token.head]
    if verb.dep in ("acl:relcl", "acl") and verb.head < token.i:
        found = by_head.get(verb.head, covering.get(verb.head))
        if found is not None:
            return found
        for name in notes.children(verb.head, "appos", "flat", "nmod"):
            if name.i < token.i and name.i in by_head:
                return by_head[name.i]
    return covering.get(k)


def _pool(
    notes: Notes, who: Who, founds: Sequence[Found], clusters: Sequence[Cluster],
    by_head: dict[int, int], recalled: dict[int, tuple[int, ...]], token: Token,
) -> list[tuple[int, tuple[int, ...]]]:  # fmt: skip
    """What stands before a pronoun, nearest first: mentions, lists of them, pronouns resolved."""
    before = [k for k, f in enumerate(founds) if f.start < token.i]
    rivals = _beside(notes, clusters, by_head, token)
    rivals |= _doers(notes, clusters, by_head, recalled, token)
    near = [k for k in before if token.sent - notes.tokens[founds[k].head].sent <= REACH]
    out: list[tuple[int, tuple[int, ...]]] = []
    for k in near:
        scene = clusters[k].kind == "GPE" and not founds[k].acts  # "en Syrie" is not "elle"
        if founds[k].head not in recalled and not scene:
            out.append((founds[k].head, (k,)))
    out += [(i, members) for i, members in recalled.items() if i < token.i]
    subjects = [k for k in near if is_subject(notes, who, notes.tokens[founds[k].head])]
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


def _doers(
    notes: Notes, clusters: Sequence[Cluster], by_head: dict[int, int],
    recalled: dict[int, tuple[int, ...]], token: Token,
) -> set[int]:  # fmt: skip
    """Who does to a pronoun what its verb says: "la police les a arrêtés" are not the police."""
    if token.dep not in UNDERGOES:
        return set()
    subjects = [t.i for t in notes.children(token.head, "nsubj")]
    found = [
        k for i in subjects for k in recalled.get(i, (by_head[i],) if i in by_head else ())
    ]
    return {id(clusters[k]) for k in found}


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
        if fits(notes, clusters[k], found.head, agree) >= 0:
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
        agrees = found is not None and fits(notes, clusters[found], subject.i, agree) >= 0
        return found if opens and agrees else None
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
        if held is not None and fits(notes, clusters[held], verb.head, agree) >= 0:
            return held
        for child in notes.children(verb.head, "obj", "iobj", "obl"):
            found = by_head.get(child.i)
            if found is None or not verb.head < child.i < verb.i or verb.pos != "VERB":
                continue
            if fits(notes, clusters[found], child.i, agree) >= 0:
                return found
    return None


def _is_kin(notes: Notes, who: Who, token: Token) -> bool:
    """Whether what is owned is someone's kin or friend, so that the owner is a person."""
    owned = notes.tokens[token.head]
    noun = who.single(owned)
    if noun is None or who.stem(owned.low) in who.neighbours:
        return False
    return noun.kind == "PER" and noun.weak and noun.sector is None
