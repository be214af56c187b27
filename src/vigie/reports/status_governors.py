"""Reports room. What the words above an act say of its status: "tente de", "menace de", "craint que".

Flow: a trigger, the tree and status.yaml's governors → `Sign`s. The governor is asked of the tree,
then of the words right before or after the act, where the parser has hung it elsewhere.
"""

from __future__ import annotations

from vigie.records import Notes, Token
from vigie.reports.forms import is_verbal
from vigie.reports.quotes_speech import Speech
from vigie.reports.status_clause import (
    FAR,
    LOOSE,
    PASS,
    Sign,
    finite_of,
    is_hearsay,
    is_negated,
    opened,
)
from vigie.reports.status_rules import (
    PLAIN,
    Governor,
    StatusRules,
    is_conditional,
    lemma_of,
)

NEXT = 2  # words from a verb to its object, an article between
NEAR = 6  # words from a governor to an infinitive, clitics and adverbs between


def governed(notes: Notes, node: int, rules: StatusRules, speech: Speech) -> Sign:
    """What the word above says of the act."""
    token = notes.tokens[node]
    head = notes.tokens[token.head]
    if token.rel in ("ccomp", "parataxis") and is_hearsay(notes, head, rules, speech):
        return "alleged", "hearsay"
    above = notes.tokens[head.head]  # "on parle de dix hommes tués"
    told_of = token.rel == "acl" and token.dep != "acl:relcl" and head.rel in ("obl", "obj")
    if told_of and is_hearsay(notes, above, rules, speech):
        return "alleged", "hearsay"
    if any(k.low in rules.given for k in notes.children(node, "case", "mark")):
        return PASS  # "allant jusqu'à tuer", "veut négocier après l'attaque"
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
    if governor is None or not _bears_on(notes, governor, token, head, rules):
        return PASS
    clause = finite_of(notes, node) if is_verbal(token) else None
    if clause is not None and not _takes_clause(governor, clause, lemma, speech):
        return PASS
    if governor.gives == "announced" and lemma in speech.verbs and _is_over(notes, token):
        return PASS  # "annonce avoir repris la ville"
    return _weighed(notes, head.i, governor, lemma, rules)


def adjoining(notes: Notes, node: int, rules: StatusRules) -> Sign:
    """A governor that stands right before the act, where the tree has hung the act elsewhere."""
    tokens, k = notes.tokens, node - 1
    if k >= 0 and tokens[k].low in rules.beside:
        return rules.beside[tokens[k].low].gives, f"called {tokens[k].low}"
    after = tokens[node + 1].low if node + 1 < len(tokens) else ""
    if after in rules.beside and not is_verbal(tokens[node]):
        return rules.beside[after].gives, f"called {after}"
    infinitive = tokens[node].has("VerbForm=Inf")
    first, near = notes.sents[tokens[node].sent][0], NEAR
    while k >= first and node - k < near:
        if tokens[k].text == "," and near == NEAR:  # "cherchait, selon X, à tuer"
            opening = _aside_before(notes, k, first)
            near, k = NEAR + k - opening, opening - 1
            continue
        if tokens[k].pos not in LOOSE:
            break
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


def _aside_before(notes: Notes, close: int, first: int) -> int:
    """The comma that opens the phrase another one closes, or that other one where none does."""
    for k in range(close - 1, max(first, close - FAR), -1):
        if notes.tokens[k].text == ",":
            return k if notes.tokens[k + 1].pos == "ADP" else close
    return close


def followed(notes: Notes, node: int, rules: StatusRules) -> Sign:
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
    before = opened(notes, at, rules)
    if before[0] == "denied":  # "sans pouvoir partir"; "sans parvenir à prendre"
        tried = governor.negated == "attempted"
        return ("attempted", f"under: {lemma}, denied") if tried else before
    if governor.negated and is_negated(notes, at, rules):
        given = governor.negated
    elif governor.past and _is_past(notes.tokens[at], finite_of(notes, at), rules):
        given = governor.past
    if given == PLAIN:  # "a pu entrer", "n'hésite pas à tirer": done, and no more to ask
        return PASS if given == governor.gives else (PLAIN, f"done: {lemma}")
    ahead = given == "announced" and not governor.performs
    return given, f"{'ahead' if ahead else 'under'}: {lemma}"


def _bears_on(
    notes: Notes, governor: Governor, token: Token, head: Token, rules: StatusRules
) -> bool:
    """Whether the act stands where the governor bears on it."""
    if token.rel == "nsubj" or (token.rel == "csubj" and token.i < head.i):
        busy = notes.child(head.i, "obj", "xcomp", "ccomp") and token.dep != "nsubj:pass"
        if governor.place == "complement" and _takes_place(notes, head, rules):
            return True
        return governor.place in ("subject", "both", "beside") and not busy
    if governor.place in ("subject", "beside") or token.dep == "acl:relcl":
        return False
    if governor.place == "infinitive" and not is_verbal(token):
        return False
    if token.rel in ("xcomp", "ccomp", "obj", "iobj", "csubj"):
        return True
    if token.rel == "conj" and token.i > head.i:  # "prévoit des marches, puis une grève"
        return token.pos == "NOUN" and is_verbal(head)
    if token.dep == "obl:mod" and token.i <= head.i + NEXT and token.has("Number=Plur"):
        case = notes.child(
            token.i, "case"
        )  # "prévoit des grèves", an object by its article
        return case is not None and case.low != case.lemma
    if token.rel not in ("obl", "nmod", "acl", "advcl") or token.i < head.i:
        return False
    if token.rel in ("acl", "advcl") or (is_verbal(token) and token.rel != "nmod"):
        return token.has("VerbForm=Inf")
    return token.dep not in ("obl:mod", "obl:agent")


def _takes_place(notes: Notes, head: Token, rules: StatusRules) -> bool:
    """Whether a governor says of its subject that it is to take place: "le sommet doit s'ouvrir"."""
    for kid in notes.children(head.i, "xcomp"):
        done = kid.has("VerbForm=Inf") and lemma_of(kid, rules) in rules.carriers
        thing = notes.child(kid.i, "obj")
        if done and (thing is None or thing.low in rules.occasions):
            return True
    return False


def _takes_clause(governor: Governor, clause: Token, lemma: str, speech: Speech) -> bool:
    """Whether a governor bears on a finite clause: "craint que", not "annonce que"."""
    if governor.clause or governor.gives in ("alleged", "denied"):
        return True
    subjunctive = "Mood=Sub" in clause.morph or lemma not in speech.verbs
    return governor.gives == "hypothetical" and subjunctive


def _is_over(notes: Notes, token: Token) -> bool:
    """Whether an act is a perfect infinitive: "avoir repris"."""
    aux = notes.children(token.i, "aux")
    return any(k.has("VerbForm=Inf") and k.dep == "aux:tense" for k in aux)


def _is_past(head: Token, finite: Token | None, rules: StatusRules) -> bool:
    """Whether a verb is in a past tense: "a pu", "dut", not "pouvait" nor "aurait pu"."""
    if finite is None or is_conditional(finite, rules):
        return False
    if finite.i == head.i:
        return "Tense=Past" in head.morph
    return "Tense=Fut" not in finite.morph


def _is_infinitive(notes: Notes, token: Token) -> bool:
    """Whether an act is an infinitive hung on a noun, by itself or by its auxiliary."""
    aux = any(k.has("VerbForm=Inf") for k in notes.children(token.i, "aux"))
    nominal = notes.tokens[token.head].pos in ("NOUN", "PROPN")
    held = token.rel == "acl" or (token.rel in ("xcomp", "ccomp") and nominal)
    return held and (aux or token.has("VerbForm=Inf"))
