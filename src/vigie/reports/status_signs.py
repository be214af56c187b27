"""Reports room. The signs of a status: what the words around an act say of it.

Flow: a trigger and the tree → `Sign`s from the act outwards, nearest first: what opens its clause,
what qualifies it, its negation, its mood, the words that govern it. The tree is asked first, the
order of the words where the tree is known to fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from vigie.records import Notes, Token
from vigie.reports.quotes_speech import Speech
from vigie.reports.status_rules import (
    PLAIN,
    Governor,
    StatusRules,
    is_conditional,
    is_verbal,
    lemma_of,
)

CLIMB = 6  # governors asked above a trigger; further up, attachments are guesses
NEAR = 6  # words from a governor to an infinitive, clitics and adverbs between
FAR = 12  # words from a conjunction to the verb of its clause
LOOSE = ("DET", "ADP", "AUX", "ADV", "PRON", "NUM", "ADJ")
BEFORE = 5  # longest conjunction or preposition, in words
Sign = tuple[str | None, str]  # a status, or None for "this says nothing", and the reason
PASS: Sign = (None, "")


def signs(notes: Notes, trigger: int, rules: StatusRules, speech: Speech) -> Iterator[Sign]:
    """Every sign from the act outwards, nearest first."""
    tokens, node, told = notes.tokens, trigger, False
    for _ in range(CLIMB):
        token = tokens[node]
        yield _before(notes, node, rules)
        yield _qualified(notes, node, rules)
        yield _adjoining(notes, node, rules)
        yield _denial(notes, node, rules)
        finite = _finite(notes, node) if is_verbal(token) else None
        if finite is not None and not told:
            yield _mood(notes, node, finite, rules, speech)
            told = True
        head = tokens[token.head]
        if head.i == node or head.sent != token.sent:
            yield _question(notes, trigger)
            return
        yield _governed(notes, node, rules, speech)
        yield _followed(notes, node, rules)
        if not is_verbal(token) and token.rel == "nsubj":
            yield _doubted(notes, head.i, rules)
        if not _climbs(notes, node, finite is not None, rules, speech):
            return
        node = head.i


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


def _finite(notes: Notes, node: int) -> Token | None:
    """The finite form that bears a verb's mood: itself or its auxiliary; None for the rest."""
    token = notes.tokens[node]
    if "VerbForm=Fin" in token.morph:
        return token
    for kid in notes.children(node, "aux", "cop"):
        if "VerbForm=Fin" in kid.morph:
            return kid
    return None


def _denial(notes: Notes, node: int, rules: StatusRules) -> Sign:
    for kid in notes.children(node, "advmod", "det", "obj", "nsubj", "cc"):
        if kid.rel == "det" and kid.low in rules.no_noun:
            return "denied", f"no: {kid.low}"
        if (
            kid.low in rules.negators
            and kid.pos != "NOUN"
            and _is_negated(notes, node, rules)
            and not _is_of_verb_before(notes, kid)
        ):
            near = notes.tokens[max(0, kid.i - 1) : kid.i + 2]
            if not any((a.low, b.low) in rules.spared for a, b in pairwise(near)):
                return "denied", f"negated: {kid.low}"
    if _is_negated(
        notes, node, rules
    ):  # "n'a fait aucun mort": the negation stands on the object
        for kid in notes.children(node, "obj", "nsubj"):
            if any(k.low in rules.no_noun for k in notes.children(kid.i, "det")):
                return "denied", "no object"
    return PASS


def _is_of_verb_before(notes: Notes, negator: Token) -> bool:
    """Whether a negation hung on an infinitive is that of the verb before: "ne nie pas avoir"."""
    if negator.i == 0 or negator.head < negator.i:
        return False
    before = notes.tokens[negator.i - 1]
    own = before.head == negator.head and before.rel in ("aux", "cop")
    first = (k for k in notes.children(before.i, "advmod") if k.i < before.i)
    opened = any("Polarity=Neg" in k.morph for k in first)
    return is_verbal(before) and opened and not own


def _is_negated(notes: Notes, node: int, rules: StatusRules) -> bool:
    """Whether a verb carries the first half of a negation that no "que" undoes."""
    kids = list(notes.children(node, "advmod", "aux"))
    only = any(k.low in rules.exclusive and k.rel == "advmod" for k in kids)
    return not only and any("Polarity=Neg" in k.morph and k.i < node for k in kids)


def _before(notes: Notes, node: int, rules: StatusRules) -> Sign:
    """The conjunction or preposition that opens the act's clause or phrase.

    Read from the words, not the tree: what opens a clause is too often hung elsewhere.
    """
    tokens, start = notes.tokens, _start(notes, node)
    for k in range(node - 1, max(-1, node - FAR), -1):
        token = tokens[k]
        if token.sent != tokens[node].sent or token.pos == "PUNCT":
            break
        opens = token.low in rules.clause_words
        if opens or k + 1 >= start:
            for first in range(max(0, k + 1 - BEFORE), k + 1):  # longest first
                words = tuple(t.low for t in tokens[first : k + 1])
                if words in rules.before:
                    return _sign(rules.before[words], "after: " + " ".join(words))
        if opens or token.pos == "VERB":
            break
    return PASS


def _sign(status: str, reason: str) -> Sign:
    return PASS if status == PLAIN else (status, reason)


def _start(notes: Notes, node: int) -> int:
    """Where the phrase of an act begins: before its articles, adjectives and auxiliaries."""
    k = node
    while k > 0 and notes.tokens[k - 1].pos in LOOSE and notes.tokens[k - 1].pos != "ADP":
        k -= 1
    return k


def _adjoining(notes: Notes, node: int, rules: StatusRules) -> Sign:
    """A governor that stands right before the act, where the tree has hung the act elsewhere."""
    tokens, k = notes.tokens, node - 1
    if k >= 0 and tokens[k].low in rules.beside:
        return rules.beside[tokens[k].low].gives, f"called {tokens[k].low}"
    after = tokens[node + 1].low if node + 1 < len(tokens) else ""
    if after in rules.beside and not is_verbal(tokens[node]):
        return rules.beside[after].gives, f"called {after}"
    infinitive = tokens[node].has("VerbForm=Inf")
    while k >= 0 and tokens[k].pos in LOOSE and node - k < NEAR:
        infinitive = infinitive or tokens[k].has("VerbForm=Inf")
        if {tokens[k].lemma, rules.forms.get(tokens[k].low)} & rules.governors.keys():
            break
        k -= 1
    if (
        k < 0
        or not infinitive
        or tokens[k].sent != tokens[node].sent
        or tokens[node].head == k
    ):
        return PASS
    lemma = lemma_of(tokens[k], rules)
    lemma = lemma if lemma in rules.governors else rules.forms.get(tokens[k].low, lemma)
    governor = rules.governors.get(lemma)
    if governor is None or governor.place == "subject":
        return PASS
    if tokens[k].pos == "NOUN" and lemma in rules.verbs:
        return PASS  # "reproche au pouvoir d'avoir"
    return _weighed(notes, k, governor, lemma, rules)


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
            if words in rules.adverbs and notes.tokens[k].sent == notes.tokens[node].sent:
                return rules.adverbs[words], "adverb: " + " ".join(words)
    return PASS


def _mood(
    notes: Notes, node: int, finite: Token, rules: StatusRules, speech: Speech
) -> Sign:
    """What the tense and mood of the act's own clause say."""
    if is_conditional(finite, rules):
        if _has_condition(notes, node, rules):
            return "hypothetical", "conditional with a condition"
        if (
            finite.i == node or finite.rel == "cop" or finite.dep == "aux:pass"
        ) and _reported_past(notes, node, speech):
            return "announced", "future in the past"
        return "alleged", "conditional of doubt"
    told = "Tense=Fut" in finite.morph and rules.future_form.search(finite.low)
    if told or ("Mood=Ind" in finite.morph and rules.future.search(finite.low)):
        return "announced", "future"
    if any(
        _is_hearsay(notes, kid, rules, speech) for kid in notes.children(node, "parataxis")
    ):
        return "alleged", "hearsay"
    if _told_aside(notes, node, rules, speech):
        return "alleged", "hearsay"
    return PASS


def _told_aside(notes: Notes, node: int, rules: StatusRules, speech: Speech) -> bool:
    """Whether an aside right before the verb says that nobody in particular tells: ", dit-on,"."""
    sent = notes.tokens[node].sent
    for k in range(max(1, node - NEAR), node):
        one, after = notes.tokens[k], notes.tokens[min(k + 1, len(notes.tokens) - 1)]
        verb = notes.tokens[k - 1]
        said = {verb.lemma, speech.forms.get(verb.low)} & rules.hearsay
        impersonal = one.low in speech.impersonal and one.low in speech.inverted
        if said and impersonal and after.text == "," and one.sent == sent:
            return True
    return False


def _doubted(notes: Notes, verb: int, rules: StatusRules) -> Sign:
    """The conditional of doubt on a verb whose subject is the act: "la riposte aurait tué"."""
    finite = _finite(notes, verb)
    if finite is not None and is_conditional(finite, rules):
        if not _has_condition(notes, verb, rules):
            return "alleged", "conditional of doubt"
        return "hypothetical", "conditional with a condition"
    return PASS


def _has_condition(notes: Notes, node: int, rules: StatusRules) -> bool:
    """Whether a clause of condition stands in the act's sentence: "attaquerait si …"."""
    first, stop = notes.sents[notes.tokens[node].sent]
    lows = [t.low for t in notes.tokens[first:stop]]
    for k, low in enumerate(lows):
        if low in rules.conditions:
            for begin in range(max(0, k + 1 - BEFORE), k + 1):
                given = rules.before.get(tuple(lows[begin : k + 1]))
                if given:
                    if given == "hypothetical":
                        return True
                    break
    return False


def _reported_past(notes: Notes, node: int, speech: Speech) -> bool:
    """Whether the clause is reported by a verb in the past: "a dit qu'il viendrait"."""
    token = notes.tokens[node]
    head = notes.tokens[token.head]
    if head.i == node or token.rel not in ("ccomp", "conj", "advcl", "acl"):
        return False
    lemma = head.lemma if head.lemma in speech.verbs else speech.forms.get(head.low)
    if lemma is None:
        return token.rel == "conj" and _reported_past(notes, head.i, speech)
    return head.has("VerbForm=Part") or head.has("Tense=Imp") or head.has("Tense=Past")


def _is_hearsay(notes: Notes, verb: Token, rules: StatusRules, speech: Speech) -> bool:
    """Whether nobody in particular says so: "dit-on", "on dit que"."""
    if not {verb.lemma, speech.forms.get(verb.low)} & rules.hearsay:
        return False
    return any(k.low in speech.impersonal for k in notes.children(verb.i, "nsubj", "expl"))


def _governed(notes: Notes, node: int, rules: StatusRules, speech: Speech) -> Sign:
    """What the word above says of the act."""
    token = notes.tokens[node]
    head = notes.tokens[token.head]
    if token.rel in ("ccomp", "parataxis") and _is_hearsay(notes, head, rules, speech):
        return "alleged", "hearsay"
    above = notes.tokens[head.head]  # "on parle de dix hommes tués"
    told_of = token.rel == "acl" and token.dep != "acl:relcl" and head.rel in ("obl", "obj")
    if told_of and _is_hearsay(notes, above, rules, speech):
        return "alleged", "hearsay"
    if any(t.text in ":;" for t in notes.tokens[head.i : node]):
        return PASS  # what a colon sets apart is its own clause, whatever the tree says
    hung = _is_infinitive(notes, token) and head.rel in ("obj", "nsubj", "iobj", "obl")
    word = lemma_of(head, rules)
    if hung and (word not in rules.governors or word in rules.verbs):
        head = notes.tokens[head.head]  # "presse le roi de partir": hung on the king
    lemma = lemma_of(head, rules)
    if hung or token.rel in (
        "obj",
        "xcomp",
        "ccomp",
    ):  # only a verb has these, whatever its tag
        lemma = lemma if lemma in rules.governors else rules.forms.get(head.low, lemma)
    governor = rules.governors.get(lemma)
    if head.pos == "NOUN" and lemma in rules.verbs:
        return PASS  # "reproche au pouvoir d'avoir": a noun that looks like a verb
    if token.rel == "nsubj" and head.low in rules.beside:
        governor = rules.beside[head.low]
    if governor is None or not _bears_on(notes, governor, token, head):
        return PASS
    clause = _finite(notes, node) if is_verbal(token) else None
    if clause is not None and not _takes_clause(governor, clause, lemma, speech):
        return PASS
    return _weighed(notes, head.i, governor, lemma, rules)


def _is_infinitive(notes: Notes, token: Token) -> bool:
    """Whether an act is an infinitive hung on a noun, by itself or by its auxiliary."""
    aux = any(k.has("VerbForm=Inf") for k in notes.children(token.i, "aux"))
    nominal = notes.tokens[token.head].pos in ("NOUN", "PROPN")
    held = token.rel == "acl" or (token.rel in ("xcomp", "ccomp") and nominal)
    return held and (aux or token.has("VerbForm=Inf"))


def _followed(notes: Notes, node: int, rules: StatusRules) -> Sign:
    """The governor right after an act that the parser hung elsewhere: "… et une marche est prévue"."""
    tokens, token = notes.tokens, notes.tokens[node]
    if token.pos != "NOUN" or token.rel not in ("conj", "appos", "nmod"):
        return PASS
    k = node + 1
    while k < len(tokens) and tokens[k].pos == "ADJ" and tokens[k].head == node:
        k += 1
    if k >= len(tokens) or tokens[k].pos != "AUX" or tokens[k].sent != token.sent:
        return PASS
    verb = tokens[tokens[k].head]
    governor = rules.governors.get(lemma_of(verb, rules))
    if governor is None or governor.place not in ("subject", "both"):
        return PASS
    if notes.child(verb.i, "nsubj") is not None:
        return PASS
    return _weighed(notes, verb.i, governor, governor.word, rules)


def _weighed(
    notes: Notes, at: int, governor: Governor, lemma: str, rules: StatusRules
) -> Sign:
    """What a governor gives once its own tense and negation are known."""
    given = governor.gives
    opened = _before(notes, at, rules)
    if opened[0] == "denied":  # "sans pouvoir partir"
        return opened
    if governor.negated and _is_negated(notes, at, rules):
        given = governor.negated
    elif governor.past and _is_past(notes.tokens[at], _finite(notes, at), rules):
        given = governor.past
    if given == PLAIN:  # "a pu entrer", "n'hésite pas à tirer": done, and no more to ask
        return PASS if given == governor.gives else (PLAIN, f"done: {lemma}")
    return given, f"under: {lemma}"


def _bears_on(notes: Notes, governor: Governor, token: Token, head: Token) -> bool:
    """Whether the act stands where the governor bears on it."""
    if token.rel == "nsubj" or (token.rel == "csubj" and token.i < head.i):
        busy = notes.child(head.i, "obj", "xcomp", "ccomp") and token.dep != "nsubj:pass"
        return governor.place in ("subject", "both", "beside") and not busy
    if governor.place in ("subject", "beside") or token.dep == "acl:relcl":
        return False
    if governor.place == "infinitive" and not is_verbal(token):
        return False
    if token.rel in ("xcomp", "ccomp", "obj", "iobj", "csubj"):
        return True
    if token.rel not in ("obl", "nmod", "acl", "advcl") or token.i < head.i:
        return False
    if token.rel in ("acl", "advcl") or (is_verbal(token) and token.rel != "nmod"):
        return token.has("VerbForm=Inf")
    return token.dep not in ("obl:mod", "obl:agent")


def _takes_clause(governor: Governor, clause: Token, lemma: str, speech: Speech) -> bool:
    """Whether a governor bears on a finite clause: "craint que", not "annonce que"."""
    if governor.clause or governor.gives in ("alleged", "denied"):
        return True
    subjunctive = "Mood=Sub" in clause.morph or lemma not in speech.verbs
    return governor.gives == "hypothetical" and subjunctive


def _is_past(head: Token, finite: Token | None, rules: StatusRules) -> bool:
    """Whether a verb is in a past tense: "a pu", "dut", not "pouvait" nor "aurait pu"."""
    if finite is None or is_conditional(finite, rules):
        return False
    if finite.i == head.i:
        return "Tense=Past" in head.morph
    return "Tense=Fut" not in finite.morph


def _question(notes: Notes, trigger: int) -> Sign:
    """Whether the act is asked about."""
    _, stop = notes.sents[notes.tokens[trigger].sent]
    for k in range(trigger + 1, stop):
        if notes.tokens[k].text == "?":
            return "hypothetical", "asked"
        if notes.tokens[k].text in (".", "!"):
            break
    return PASS
