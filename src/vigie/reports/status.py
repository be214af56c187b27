"""Reports room. The status of what is said: is the act told as done, denied, to come, thought of?

Flow: a trigger, its tree and the quotes around it → `Verdict`: the status (FORMAT.md), whom the
dispatch cites for the act, and why. Nearest signs are asked first: the act's own mood and negation,
then, climbing, the words that govern it, then the conjunction of its clause, then its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.inflection import inflect
from vigie.knowledge.loaders import Pack
from vigie.records import Actor, Notes, Quote, Token
from vigie.records.report import STATUSES
from vigie.records.who import WhoIndex
from vigie.reports.quotes_speech import Speech
from vigie.reports.status_source import cited, narrator

# The parts of support.yaml whose verbs say no more of a noun of action than that it is done.
CARRIERS = ("light", "undergo", "happen", "cause", "affect", "copula")
CLIMB = 6  # governors asked above a trigger; further up, attachments are guesses
NEAR = 6  # words from a governor to an infinitive, clitics and adverbs between
FAR = 12  # words from a conjunction to the verb of its clause
LOOSE = ("DET", "ADP", "AUX", "ADV", "PRON", "NUM", "ADJ")
BEFORE = 5  # longest conjunction or preposition, in words
PLAIN = "asserted"
Sign = tuple[str | None, str]  # a status, or None for "this says nothing", and the reason
PASS: Sign = (None, "")


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The status of an act, the actor cited for it, and the reasons in the order they were met."""

    status: str
    said_by: str | None = None
    why: tuple[str, ...] = ()


class Governor(msgspec.Struct, frozen=True, kw_only=True):
    """A word that gives a status to the act below it."""

    word: str
    gives: str
    place: str = "complement"  # where the act stands: see PLACES
    past: str | None = None
    negated: str | None = None


PLACES = ("complement", "subject", "both", "infinitive", "beside")


class StatusRules(msgspec.Struct, frozen=True, kw_only=True):
    """All of status.yaml, ready to be looked up."""

    governors: dict[str, Governor]
    beside: dict[str, Governor]
    before: dict[tuple[str, ...], str]
    clause_words: frozenset[str]
    carriers: frozenset[str]
    aspects: frozenset[str]
    forms: dict[str, str]
    conditional: re.Pattern[str]
    conditional_not: re.Pattern[str]
    future: re.Pattern[str]
    future_form: re.Pattern[str]
    hearsay: frozenset[str]
    given: frozenset[str]
    negators: frozenset[str]
    no_noun: frozenset[str]
    spared: frozenset[tuple[str, ...]]
    own: dict[str, str]
    adverbs: dict[tuple[str, ...], str]
    exclusive: frozenset[str]


def load_status(pack: Pack) -> StatusRules:
    """Compile a pack's status.yaml.

    Raises:
        BadKnowledge: an entry gives no known status.
    """
    data = pack.read("status")
    for part in ("governors", "before", "own", "adverbs"):
        for row in data[part]:
            if not {row["gives"], row.get("past", PLAIN), row.get("negated", PLAIN)} <= set(STATUSES):
                raise BadKnowledge(f"{pack.folder}/status.yaml", row, f"one of {STATUSES}")
    return StatusRules(
        governors={r["word"]: _governor(r) for r in data["governors"] if r.get("as") != "beside"},
        beside={
            r["word"] + ending: _governor(r)
            for r in data["governors"] if r.get("as") == "beside" for ending in data["agreement"]
        },
        before=dict(_openers(data["before"], pack.read("speech")["contractions"])),
        clause_words=frozenset(data["clause_words"]),
        carriers=frozenset(w for k in CARRIERS for w in pack.read("support")[k]),
        aspects=frozenset(data["aspects"]), hearsay=frozenset(data["hearsay"]),
        given=frozenset(data["given"]),
        forms=_forms(data["governors"], pack.read("support"), pack.read("conjugation")["paradigms"]),
        **{k: re.compile(v) for k, v in data["moods"].items()},
        negators=frozenset(data["negators"]),
        no_noun=frozenset(data["no_noun"]),
        spared=frozenset(_words(w) for w in data["not_negators"]),
        own={r["word"]: r["gives"] for r in data["own"]},
        adverbs={_words(r["word"]): r["gives"] for r in data["adverbs"]},
        exclusive=frozenset(data["exclusive"]),
    )  # fmt: skip


def status_of(
    notes: Notes, quotes: Sequence[Quote], trigger: int, rules: StatusRules, speech: Speech,
    agents: Sequence[str] = (), actors: Mapping[str, Actor] | None = None,
    who: WhoIndex | None = None,
) -> Verdict:  # fmt: skip
    """How the dispatch tells an act, and whom it cites for it.

    Args:
        notes: The dispatch, parsed.
        quotes: Its quotes.
        trigger: Token that carries the act.
        rules: The language's words of status.
        speech: The language's words of speech.
        agents: Actor keys of the act's doers: one's own act is asserted, another's alleged.
        actors: The dispatch's actors, to tell sides from bystanders; may be left out.
        who: The dispatch's index of actors, to see who tells of an act in a noun; may be left out.

    Returns:
        A verdict; "asserted" when nothing says otherwise.
    """
    source = cited(notes, quotes, trigger, speech)
    if source is None and who is not None:
        source = narrator(notes, trigger, who, speech, agents)
    status, why = _told(notes, trigger, rules, speech)
    said_by = source.key if source else None
    if source:
        why = (*why, f"said by {said_by or 'someone'} ({source.rule})")
    if status == PLAIN and source and source.is_alleging(agents, actors):
        status, why = "alleged", (*why, "told of another side")
    return Verdict(status=status, said_by=said_by, why=why)


def _told(
    notes: Notes, trigger: int, rules: StatusRules, speech: Speech
) -> tuple[str, tuple[str, ...]]:
    """The status the words give, with the reason; asserted when none gives any."""
    for status, reason in _signs(notes, trigger, rules, speech):
        if status:
            return status, (reason,)
    lemma = _lemma(notes.tokens[trigger], rules)
    if lemma in rules.own:
        return rules.own[lemma], (f"own: {lemma}",)
    return PLAIN, ()


def _signs(
    notes: Notes, trigger: int, rules: StatusRules, speech: Speech
) -> Iterator[Sign]:
    """Every sign from the act outwards, nearest first."""
    tokens, node, told = notes.tokens, trigger, False
    for _ in range(CLIMB):
        token = tokens[node]
        yield _before(notes, node, rules)
        yield _qualified(notes, node, rules)
        yield _adjoining(notes, node, rules)
        yield _denial(notes, node, rules)
        finite = _finite(notes, node) if _is_verbal(token) else None
        if finite is not None and not told:
            yield _mood(notes, node, finite, rules, speech)
            told = True
        head = tokens[token.head]
        if head.i == node or head.sent != token.sent:
            yield _question(notes, trigger)
            return
        yield _governed(notes, node, rules, speech)
        if not _is_verbal(token) and token.rel == "nsubj":
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
    if any(k.low in rules.given for k in notes.children(node, "case", "mark")):
        return False
    if not _is_verbal(token):
        if token.rel == "conj":
            return not _is_verbal(head)
        if _is_verbal(head):
            return token.rel in ("nsubj", "obj", "obl") and _lemma(head, rules) in rules.carriers
        return token.rel == "nmod" and head.lemma in rules.aspects
    if finite:
        return token.rel in ("ccomp", "csubj") and head.lemma not in speech.verbs
    if token.rel == "conj":
        return _is_verbal(head)
    if token.rel == "csubj":
        return token.i > head.i
    return token.rel in ("xcomp", "ccomp", "advcl", "obl", "iobj", "obj") or (
        token.rel == "acl" and token.has("VerbForm=Inf")
    )


def _is_verbal(token: Token) -> bool:
    return token.pos in ("VERB", "AUX") or (token.pos == "ADJ" and token.has("VerbForm=Part"))


def _lemma(token: Token, rules: StatusRules) -> str:
    """The lemma, or that of the form where the tagger's is no word we know."""
    if token.lemma in rules.governors or token.lemma in rules.carriers:
        return token.lemma
    if token.low in rules.governors:
        return token.low
    return rules.forms.get(token.low, token.lemma) if _is_verbal(token) else token.lemma


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
    token = notes.tokens[node]
    for kid in notes.children(node, "advmod", "det", "obj", "nsubj", "cc"):
        if kid.rel == "det" and kid.low in rules.no_noun:
            return "denied", f"no: {kid.low}"
        if kid.low in rules.negators and kid.pos != "NOUN" and _is_negated(notes, node, rules):
            near = notes.tokens[max(0, kid.i - 1) : kid.i + 2]
            if not any((a.low, b.low) in rules.spared for a, b in pairwise(near)):
                return "denied", f"negated: {kid.low}"
    if _is_negated(notes, node, rules):  # "n'a fait aucun mort": the negation stands on the object
        for kid in notes.children(node, "obj", "nsubj"):
            if any(k.low in rules.no_noun for k in notes.children(kid.i, "det")):
                return "denied", "no object"
    return PASS


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
    infinitive = tokens[node].has("VerbForm=Inf")
    while k >= 0 and tokens[k].pos in LOOSE and node - k < NEAR:
        infinitive = infinitive or tokens[k].has("VerbForm=Inf")
        if tokens[k].low in rules.forms or tokens[k].lemma in rules.governors:
            break
        k -= 1
    if k < 0 or not infinitive or tokens[k].sent != tokens[node].sent or tokens[node].head == k:
        return PASS
    lemma = _lemma(tokens[k], rules)
    lemma = lemma if lemma in rules.governors else rules.forms.get(tokens[k].low, lemma)
    governor = rules.governors.get(lemma)
    if governor is None or governor.place == "subject":
        return PASS
    return _weighed(notes, k, governor, lemma, rules)


def _qualified(notes: Notes, node: int, rules: StatusRules) -> Sign:
    """An adjective or an adverb that doubts the act: "attaque présumée", "a peut-être tué"."""
    for kid in notes.children(node, "amod", "advmod", "acl"):
        if kid.rel == "advmod" or kid.dep == "acl:relcl":
            continue
        governor = rules.beside.get(kid.low) or rules.governors.get(_lemma(kid, rules))
        said = governor and governor.place in ("beside", "both")
        if governor and said and notes.child(kid.i, "obj", "xcomp") is None:
            return governor.gives, f"called {kid.low}"
    for k in range(max(0, node - 2), min(node + 2, len(notes.tokens))):
        for words in ((notes.tokens[k].low,), (notes.tokens[k - 1].low, notes.tokens[k].low)):
            if words in rules.adverbs and notes.tokens[k].sent == notes.tokens[node].sent:
                return rules.adverbs[words], "adverb: " + " ".join(words)
    return PASS


def _mood(
    notes: Notes, node: int, finite: Token, rules: StatusRules, speech: Speech
) -> Sign:
    """What the tense and mood of the act's own clause say."""
    if _is_conditional(finite, rules):
        if _has_condition(notes, node, rules):
            return "hypothetical", "conditional with a condition"
        if (finite.i == node or finite.rel == "cop" or finite.dep == "aux:pass") and _reported_past(
            notes, node, speech
        ):
            return "announced", "future in the past"
        return "alleged", "conditional of doubt"
    told = "Tense=Fut" in finite.morph and rules.future_form.search(finite.low)
    if told or ("Mood=Ind" in finite.morph and rules.future.search(finite.low)):
        return "announced", "future"
    if any(_is_hearsay(notes, kid, rules, speech) for kid in notes.children(node, "parataxis")):
        return "alleged", "hearsay"
    return PASS


def _doubted(notes: Notes, verb: int, rules: StatusRules) -> Sign:
    """The conditional of doubt on a verb whose subject is the act: "la riposte aurait tué"."""
    finite = _finite(notes, verb)
    if finite is not None and _is_conditional(finite, rules):
        if not _has_condition(notes, verb, rules):
            return "alleged", "conditional of doubt"
        return "hypothetical", "conditional with a condition"
    return PASS


def _is_conditional(finite: Token, rules: StatusRules) -> bool:
    if "Mood=Cnd" in finite.morph:
        return True
    low = finite.low
    return bool(rules.conditional.search(low)) and not rules.conditional_not.match(low)


def _has_condition(notes: Notes, node: int, rules: StatusRules) -> bool:
    """Whether a clause of condition hangs on the act's clause."""
    return any(
        _before(notes, kid.i, rules)[0] == "hypothetical" for kid in notes.children(node, "advcl")
    )


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
    if token.rel == "ccomp" and _is_hearsay(notes, head, rules, speech):
        return "alleged", "hearsay"
    hung = token.rel == "acl" and token.has("VerbForm=Inf") and head.rel in ("obj", "nsubj")
    if hung and _lemma(head, rules) not in rules.governors:
        head = notes.tokens[head.head]  # "presse le roi de partir": hung on the king
    lemma = _lemma(head, rules)
    governor = rules.governors.get(lemma)
    if token.rel == "nsubj" and head.low in rules.beside:
        governor = rules.beside[head.low]
    if governor is None or not _bears_on(notes, governor, token, head):
        return PASS
    clause = _finite(notes, node) if _is_verbal(token) else None
    if clause is not None and not _takes_clause(governor.gives, clause, lemma, speech):
        return PASS
    return _weighed(notes, head.i, governor, lemma, rules)


def _weighed(
    notes: Notes, at: int, governor: Governor, lemma: str, rules: StatusRules
) -> Sign:
    """What a governor gives once its own tense and negation are known."""
    given = governor.gives
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
    if governor.place == "infinitive" and not _is_verbal(token):
        return False
    if token.rel in ("xcomp", "ccomp", "obj", "iobj", "csubj"):
        return True
    if token.rel not in ("obl", "nmod", "acl", "advcl") or token.i < head.i:
        return False
    if token.rel in ("acl", "advcl") or (_is_verbal(token) and token.rel != "nmod"):
        return token.has("VerbForm=Inf")
    return token.dep not in ("obl:mod", "obl:agent")


def _takes_clause(given: str, clause: Token, lemma: str, speech: Speech) -> bool:
    """Whether a governor bears on a finite clause: "craint que", not "annonce que"."""
    if given in ("alleged", "denied"):
        return True
    return given == "hypothetical" and ("Mood=Sub" in clause.morph or lemma not in speech.verbs)


def _is_past(head: Token, finite: Token | None, rules: StatusRules) -> bool:
    """Whether a verb is in a past tense: "a pu", "dut", not "pouvait" nor "aurait pu"."""
    if finite is None or _is_conditional(finite, rules):
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


def _forms(
    governors: list[dict[str, str]], support: Mapping[str, list[str]],
    paradigms: Mapping[str, list[str]],
) -> dict[str, str]:  # fmt: skip
    """Forms of the verbs among governors and carriers, to their lemma."""
    words = [row["word"] for row in governors] + [w for k in CARRIERS for w in support[k]]
    made = {form: word for word in reversed(words) for form in inflect(word, paradigms)}
    return made | {form: row["word"] for row in governors for form in row.get("forms", ())}


def _openers(
    rows: list[dict[str, str]], contractions: dict[str, list[str]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """What opens a clause or a phrase, with its last word contracted or elided too."""
    for row in rows:
        *words, final = _words(row["words"])
        for last in (final, *contractions.get(final, ())):
            yield (*words, last), row["gives"]


def _governor(row: dict[str, str]) -> Governor:
    return Governor(
        word=row["word"], gives=row["gives"], place=row.get("as") or "complement", past=row.get("past"), negated=row.get("negated"),
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace("'", "' ").split())
