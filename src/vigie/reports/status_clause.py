"""Reports room. What an act's own clause says of its status: how it opens, denies, and is told.

Flow: a trigger and the tree → `Sign`s: the conjunction or preposition before it, its negation, its
tense and mood, a condition or a hearsay beside it. Words are asked where the tree is known to fail.
"""

from __future__ import annotations

from itertools import pairwise

from vigie.records import Notes, Token
from vigie.reports.forms import is_verbal
from vigie.reports.quotes_speech import Speech
from vigie.reports.status_rules import PLAIN, StatusRules, is_conditional

NEAR = 6  # words before a verb among which an aside stands
FAR = 12  # words from a conjunction to the verb of its clause
LOOSE = ("DET", "ADP", "AUX", "ADV", "PRON", "NUM", "ADJ")
BEFORE = 5  # longest conjunction or preposition, in words
Sign = tuple[str | None, str]  # a status, or None for "this says nothing", and the reason
PASS: Sign = (None, "")


def finite_of(notes: Notes, node: int) -> Token | None:
    """The finite form that bears a verb's mood: itself or its auxiliary; None for the rest."""
    token = notes.tokens[node]
    if "VerbForm=Fin" in token.morph:
        return token
    for kid in notes.children(node, "aux", "cop"):
        if "VerbForm=Fin" in kid.morph:
            return kid
    return None


def opened(notes: Notes, node: int, rules: StatusRules) -> Sign:
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


def _start(notes: Notes, node: int) -> int:
    """Where the phrase of an act begins: before its articles, adjectives and auxiliaries."""
    k = node
    while k > 0 and notes.tokens[k - 1].pos in LOOSE and notes.tokens[k - 1].pos != "ADP":
        k -= 1
    return k


def _sign(status: str, reason: str) -> Sign:
    return PASS if status == PLAIN else (status, reason)


def whichever(notes: Notes, node: int, rules: StatusRules) -> Sign:
    """An act spoken of in general: "toute attaque aura des conséquences"."""
    for kid in notes.children(node, "det"):
        if kid.low in rules.any_noun and kid.i == node - 1:
            return "hypothetical", f"any: {kid.low}"
    return PASS


def awaited(notes: Notes, node: int, rules: StatusRules) -> Sign:
    """An act that must come first: "ne partiront pas avant de négocier", "avant d'être jugé".

    Told plainly, what came after another act came ("a tué deux gardes avant d'être pris").
    """
    token, head = notes.tokens[node], notes.tokens[notes.tokens[node].head]
    opens = any(k.low in rules.awaited for k in notes.children(node, "mark", "case"))
    whole = [token, *notes.children(node, "aux", "cop")]
    if not opens or not is_verbal(head) or not any(k.has("VerbForm=Inf") for k in whole):
        return PASS
    if is_negated(notes, head.i, rules):
        return "hypothetical", "before it: denied"
    finite = finite_of(notes, head.i)
    if finite is not None and finite.has("Tense=Fut"):
        return "announced", "before it: future"
    return PASS


def has_infinitive(notes: Notes, node: int) -> bool:
    """Whether a word governs an infinitive after it."""
    kids = notes.children(node, "xcomp", "ccomp", "obl", "advcl", "acl", "obj")
    return any(k.i > node and k.has("VerbForm=Inf") for k in kids)


def denial(notes: Notes, node: int, rules: StatusRules) -> Sign:
    """The negation of an act, by its verb or its determiner."""
    for kid in notes.children(node, "advmod", "det", "obj", "nsubj", "cc"):
        if kid.rel == "det" and kid.low in rules.no_noun:
            return "denied", f"no: {kid.low}"
        if (
            kid.low in rules.negators
            and kid.pos != "NOUN"
            and is_negated(notes, node, rules)
            and not _is_of_verb_before(notes, kid)
        ):
            near = notes.tokens[max(0, kid.i - 1) : kid.i + 2]
            if not any((a.low, b.low) in rules.spared for a, b in pairwise(near)):
                return "denied", f"negated: {kid.low}"
    if is_negated(
        notes, node, rules
    ):  # "n'a fait aucun mort": the negation stands on the object
        for kid in notes.children(node, "obj", "nsubj"):
            if any(k.low in rules.no_noun for k in notes.children(kid.i, "det")):
                return "denied", "no object"
    return PASS


def is_negated(notes: Notes, node: int, rules: StatusRules) -> bool:
    """Whether a verb carries the first half of a negation that no "que" undoes."""
    kids = list(notes.children(node, "advmod", "aux"))
    only = any(k.low in rules.exclusive and k.rel == "advmod" for k in kids)
    return not only and any("Polarity=Neg" in k.morph and k.i < node for k in kids)


def _is_of_verb_before(notes: Notes, negator: Token) -> bool:
    """Whether a negation hung on an infinitive is that of the verb before: "ne nie pas avoir"."""
    if negator.i == 0 or negator.head < negator.i:
        return False
    before = notes.tokens[negator.i - 1]
    own = before.head == negator.head and before.rel in ("aux", "cop")
    first = (k for k in notes.children(before.i, "advmod") if k.i < before.i)
    begun = any("Polarity=Neg" in k.morph for k in first)
    return is_verbal(before) and begun and not own


def mood(
    notes: Notes, node: int, finite: Token, rules: StatusRules, speech: Speech
) -> Sign:
    """What the tense and mood of the act's own clause say."""
    if is_conditional(finite, rules):
        if _has_condition(notes, node, rules):
            return "hypothetical", "conditional with a condition"
        if _by_whoever(notes, node, finite, rules):
            return "hypothetical", "by whoever would"
        if (
            finite.i == node or finite.rel == "cop" or finite.dep == "aux:pass"
        ) and _reported_past(notes, node, speech):
            return "announced", "future in the past"
        return "alleged", "conditional of doubt"
    told = "Tense=Fut" in finite.morph and rules.future_form.search(finite.low)
    if told or ("Mood=Ind" in finite.morph and rules.future.search(finite.low)):
        return "announced", "future"
    if any(
        is_hearsay(notes, kid, rules, speech) for kid in notes.children(node, "parataxis")
    ):
        return "alleged", "hearsay"
    if _told_aside(notes, node, rules, speech):
        return "alleged", "hearsay"
    return PASS


def _by_whoever(notes: Notes, node: int, finite: Token, rules: StatusRules) -> bool:
    """Whether nobody in particular would do it: "toute unité qui ouvrirait le feu".

    In the past conditional it is said of some that they did: "ceux qui auraient tiré".
    """
    token = notes.tokens[node]
    if token.dep != "acl:relcl" or finite.dep == "aux:tense":
        return False
    whom = notes.tokens[token.head]
    return whom.low in rules.indefinite or any(
        k.low in rules.indefinite and k.i == whom.i - 1
        for k in notes.children(whom.i, "det")
    )


def doubted(notes: Notes, verb: int, rules: StatusRules) -> Sign:
    """The conditional of doubt on a verb whose subject is the act: "la riposte aurait tué"."""
    finite = finite_of(notes, verb)
    if notes.tokens[verb].lemma in rules.verbs:  # "la marche pourrait dégénérer"
        return PASS
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


def is_hearsay(notes: Notes, verb: Token, rules: StatusRules, speech: Speech) -> bool:
    """Whether nobody in particular says so: "dit-on", "on dit que"."""
    if not {verb.lemma, speech.forms.get(verb.low)} & rules.hearsay:
        return False
    return any(k.low in speech.impersonal for k in notes.children(verb.i, "nsubj", "expl"))
