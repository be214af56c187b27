"""Reports room. The signs of a status: what the words around an act say of it.

Flow: a trigger and the tree → `Sign`s from the act outwards, nearest first: what opens its clause,
what qualifies it, its negation, its mood (status_clause), the words that govern it
(status_governors).
"""

from __future__ import annotations

from collections.abc import Iterator

from vigie.records import Notes
from vigie.reports.forms import is_verbal
from vigie.reports.quotes_speech import Speech
from vigie.reports.status_clause import (
    PASS,
    Sign,
    awaited,
    denial,
    doubted,
    finite_of,
    mood,
    opened,
)
from vigie.reports.status_governors import adjoining, followed, governed
from vigie.reports.status_rules import StatusRules, lemma_of

CLIMB = 6  # governors asked above a trigger; further up, attachments are guesses


def signs(notes: Notes, trigger: int, rules: StatusRules, speech: Speech) -> Iterator[Sign]:
    """Every sign from the act outwards, nearest first."""
    tokens, node, told = notes.tokens, trigger, False
    for _ in range(CLIMB):
        token = tokens[node]
        yield opened(notes, node, rules)
        yield _qualified(notes, node, rules)
        yield awaited(notes, node, rules)
        yield adjoining(notes, node, rules)
        if not _stands(notes, trigger, node, rules):
            yield denial(notes, node, rules)
        finite = finite_of(notes, node) if is_verbal(token) else None
        if finite is not None and not told:
            yield mood(notes, node, finite, rules, speech)
            told = True
        head = tokens[token.head]
        if head.i == node or head.sent != token.sent:
            yield _question(notes, trigger)
            return
        yield governed(notes, node, rules, speech)
        yield followed(notes, node, rules)
        if not is_verbal(token) and token.rel == "nsubj":
            yield doubted(notes, head.i, rules)
        if not _climbs(notes, node, finite is not None, rules, speech):
            return
        node = head.i


def _stands(notes: Notes, trigger: int, node: int, rules: StatusRules) -> bool:
    """Whether an act stands whatever a verb denies of it: "l'attentat n'a pas été revendiqué"."""
    act, verb = notes.tokens[trigger], notes.tokens[node]
    if act.head != node or node == trigger or is_verbal(act):
        return False
    return verb.lemma in (rules.stand if act.rel == "nsubj" else rules.claimed)


def _climbs(
    notes: Notes, node: int, finite: bool, rules: StatusRules, speech: Speech
) -> bool:
    """Whether what is said of the governor bears on the act below it.

    A noun of action is done as far as the verb that carries it is ("mener une offensive"), and is
    taken for granted under any other ("condamner une offensive").
    """
    token, head = notes.tokens[node], notes.tokens[notes.tokens[node].head]
    if any(k.low in rules.given for k in notes.children(node, "case", "mark", "advmod")):
        return False
    if token.has("VerbForm=Part") and notes.child(node, "mark") is not None:
        return False  # "a tenté de tenir en tirant": the shots were fired
    if not is_verbal(token):
        if token.rel == "conj":
            return not is_verbal(head)
        if is_verbal(head):
            return (
                token.rel in ("nsubj", "obj", "obl")
                and lemma_of(head, rules) in rules.carriers
            )
        return token.rel == "nmod" and head.lemma in rules.aspects
    if finite:
        return token.rel in ("ccomp", "csubj") and head.lemma not in speech.verbs
    if token.rel == "conj":
        return is_verbal(head)
    if token.rel == "csubj":
        return token.i > head.i
    return token.rel in ("xcomp", "ccomp", "advcl", "obl", "iobj", "obj") or (
        token.rel == "acl" and token.has("VerbForm=Inf")
    )


def _qualified(notes: Notes, node: int, rules: StatusRules) -> Sign:
    """An adjective or an adverb that doubts the act: "attaque présumée", "a peut-être tué"."""
    for kid in notes.children(node, "amod", "advmod", "acl"):
        if kid.rel == "advmod" or kid.dep == "acl:relcl":
            continue
        governor = rules.beside.get(kid.low) or rules.governors.get(lemma_of(kid, rules))
        said = governor and governor.place in ("beside", "both")
        if governor and said and notes.child(kid.i, "obj", "xcomp") is None:
            return governor.gives, f"called {kid.low}"
    for k in range(max(0, node - 2), min(node + 2, len(notes.tokens))):
        for words in (
            (notes.tokens[k].low,),
            (notes.tokens[k - 1].low, notes.tokens[k].low),
        ):
            degree = (
                k + 1 < node and notes.tokens[k + 1].pos == "ADV"
            )  # "presque entièrement"
            if (
                words in rules.adverbs
                and not degree
                and notes.tokens[k].sent == notes.tokens[node].sent
            ):
                return rules.adverbs[words], "adverb: " + " ".join(words)
    return PASS


def _question(notes: Notes, trigger: int) -> Sign:
    """Whether the act is asked about."""
    _, stop = notes.sents[notes.tokens[trigger].sent]
    for k in range(trigger + 1, stop):
        if notes.tokens[k].text == "?":
            return "hypothetical", "asked"
        if notes.tokens[k].text in (".", "!"):
            break
    return PASS
