"""Reports room. The status of what is said: is the act told as done, denied, to come, thought of?

Flow: a trigger, its tree and the quotes around it → `Verdict`: the status (FORMAT.md), whom the
dispatch cites for the act, and why. Nearest signs are asked first: the act's own mood and negation,
then, climbing, the words that govern it, then the conjunction of its clause, then its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.loaders import Pack
from vigie.records import Actor, Notes, Quote, Token
from vigie.records.report import STATUSES
from vigie.reports.quotes_speech import Speech
from vigie.reports.status_source import cited

CLIMB = 6  # governors asked above a trigger; further up, attachments are guesses
BEFORE = 4  # longest conjunction or preposition, in words
PLAIN = "asserted"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The status of an act, the actor cited for it, and the reasons in the order they were met."""

    status: str
    said_by: str | None = None
    why: tuple[str, ...] = ()


class Governor(msgspec.Struct, frozen=True, kw_only=True):
    """A word that gives a status to the act below it."""

    word: str
    gives: str
    complement: bool = True
    subject: bool = False
    past: str | None = None
    negated: str | None = None


class StatusRules(msgspec.Struct, frozen=True, kw_only=True):
    """All of status.yaml, ready to be looked up."""

    governors: dict[str, Governor]
    before: dict[tuple[str, ...], str]
    purpose: frozenset[str]
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
        governors={r["word"]: _governor(r) for r in data["governors"]},
        before={_words(r["words"]): r["gives"] for r in data["before"]},
        purpose=frozenset(data["purpose"]), negators=frozenset(data["negators"]),
        no_noun=frozenset(data["no_noun"]),
        spared=frozenset(_words(w) for w in data["not_negators"]),
        own={r["word"]: r["gives"] for r in data["own"]},
        adverbs={_words(r["word"]): r["gives"] for r in data["adverbs"]},
        exclusive=frozenset(data["exclusive"]),
    )  # fmt: skip


def status_of(
    notes: Notes, quotes: Sequence[Quote], trigger: int, rules: StatusRules, speech: Speech,
    agents: Sequence[str] = (), actors: Mapping[str, Actor] | None = None,
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

    Returns:
        A verdict; "asserted" when nothing says otherwise.
    """
    source = cited(notes, quotes, trigger, speech)
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
    if notes.tokens[trigger].lemma in rules.own:
        return rules.own[notes.tokens[trigger].lemma], (f"own: {notes.tokens[trigger].lemma}",)
    return PLAIN, ()


def _signs(
    notes: Notes, trigger: int, rules: StatusRules, speech: Speech
) -> Iterator[tuple[str | None, str]]:
    """Every sign from the act outwards, nearest first; None where a sign says nothing."""
    tokens = notes.tokens
    node, clause_done = trigger, False
    for _ in range(CLIMB):
        token = tokens[node]
        yield _denial(notes, node, rules)
        yield _before(notes, node, rules)
        yield _qualified(notes, node, rules)
        finite = _finite(notes, node)
        if finite is not None and not clause_done:
            yield _mood(notes, node, finite, rules, speech)
            clause_done = True
        if token.head == node or tokens[token.head].sent != token.sent:
            break
        yield _governed(notes, node, rules)
        if not _climbs(notes, node, finite is not None):
            break
        node = token.head
    yield _question(notes, trigger)


def _climbs(notes: Notes, node: int, finite: bool) -> bool:
    """Whether what governs a token also bears on it: not for relative and sister clauses."""
    token, head = notes.tokens[node], notes.tokens[notes.tokens[node].head]
    if token.dep == "acl:relcl" or token.rel in ("parataxis", "appos"):
        return False
    if token.rel == "conj":
        return not finite
    if token.rel == "advcl":
        return False
    if finite:
        return token.rel in ("ccomp", "csubj") or head.pos not in ("VERB", "AUX")
    return True


def _finite(notes: Notes, node: int) -> Token | None:
    """The finite form that bears a verb's mood: itself or its auxiliary; None for the rest."""
    token = notes.tokens[node]
    if "VerbForm=Fin" in token.morph:
        return token
    for kid in notes.children(node, "aux", "cop"):
        if "VerbForm=Fin" in kid.morph:
            return kid
    return None


def _denial(notes: Notes, node: int, rules: StatusRules) -> tuple[str | None, str]:
    token = notes.tokens[node]
    for kid in notes.children(node, "advmod", "det", "obj", "nsubj", "cc"):
        low = kid.low
        if token.pos in ("NOUN", "PROPN") and low in rules.no_noun and kid.rel == "det":
            return "denied", f"no: {low}"
        if low in rules.negators and _is_negated(notes, node, rules) and kid.pos != "NOUN":
            words = tuple(t.low for t in notes.tokens[kid.i - 1 : kid.i + 2])
            if not any(set(zip(words, words[1:], strict=False)) & {s} for s in rules.spared):
                return "denied", f"negated: {low}"
    return None, ""


def _is_negated(notes: Notes, node: int, rules: StatusRules) -> bool:
    """Whether a verb carries the first half of a negation that no "que" undoes."""
    ne = any("Polarity=Neg" in k.morph and k.i < node for k in notes.children(node, "advmod", "aux"))
    only = any(k.low in rules.exclusive and k.rel == "advmod" for k in notes.children(node))
    return ne and not only


def _before(notes: Notes, node: int, rules: StatusRules) -> tuple[str | None, str]:
    """The conjunction or preposition that opens the act's clause or phrase."""
    token = notes.tokens[node]
    for kid in notes.children(node, "mark", "case", "advmod"):
        if kid.i > node:
            continue
        for start in range(max(0, kid.i - BEFORE), kid.i + 1):
            for stop in range(kid.i + 1, min(kid.i + BEFORE, node + 1)):
                words = tuple(t.low for t in notes.tokens[start:stop])
                given = rules.before.get(words)
                if given == PLAIN:
                    return None, ""
                if given:
                    return given, "after: " + " ".join(words)
        if kid.low in rules.purpose and token.has("VerbForm=Inf"):
            past = any(k.has("VerbForm=Inf") for k in notes.children(node, "aux"))
            return (None, "") if past else ("hypothetical", f"purpose: {kid.low}")
    return None, ""


def _qualified(notes: Notes, node: int, rules: StatusRules) -> tuple[str | None, str]:
    """An adjective or an adverb that doubts the act: "attaque présumée", "a peut-être tué"."""
    for kid in notes.children(node, "amod", "advmod", "acl"):
        governor = rules.governors.get(kid.lemma) if kid.pos == "ADJ" or kid.rel == "acl" else None
        if governor and (kid.rel == "amod" or governor.subject):
            return governor.gives, f"called {kid.lemma}"
        given = rules.adverbs.get((kid.low,))
        if given:
            return given, f"adverb: {kid.low}"
    return None, ""


def _mood(
    notes: Notes, node: int, finite: Token, rules: StatusRules, speech: Speech
) -> tuple[str | None, str]:
    """What the tense and mood of the act's own clause say."""
    if "Mood=Cnd" in finite.morph:
        if _has_condition(notes, node, rules):
            return "hypothetical", "conditional with a condition"
        if finite.i == node and _is_reported_past(notes, node, speech):
            return "announced", "future in the past"
        return "alleged", "conditional of doubt"
    if "Tense=Fut" in finite.morph:
        return "announced", "future"
    return None, ""


def _has_condition(notes: Notes, node: int, rules: StatusRules) -> bool:
    """Whether a clause of condition hangs on the act's clause."""
    for kid in notes.children(node, "advcl"):
        status, _ = _before(notes, kid.i, rules)
        if status == "hypothetical":
            return True
    return False


def _is_reported_past(notes: Notes, node: int, speech: Speech) -> bool:
    """Whether the clause is reported by a verb in the past: "a dit qu'il viendrait"."""
    token = notes.tokens[node]
    head = notes.tokens[token.head]
    if token.rel not in ("ccomp", "conj", "advcl", "acl") or head.i == node:
        return False
    if head.lemma not in speech.verbs:
        return head.rel == "ccomp" and _is_reported_past(notes, head.i, speech)
    finite = _finite(notes, head.i)
    past = head.has("Tense=Past") or (finite is not None and finite.has("Tense=Imp"))
    return past or head.has("VerbForm=Part")


def _governed(notes: Notes, node: int, rules: StatusRules) -> tuple[str | None, str]:
    """What the word above says of the act."""
    token = notes.tokens[node]
    head = notes.tokens[token.head]
    governor = rules.governors.get(head.lemma)
    if governor is None:
        return None, ""
    if token.rel in ("nsubj", "csubj"):
        if not governor.subject:
            return None, ""
    elif not governor.complement or not _is_complement(notes, token, head):
        return None, ""
    finite = _finite(notes, head.i)
    given = governor.gives
    if governor.negated and _is_negated(notes, head.i, rules):
        given = governor.negated
    elif governor.past and _is_past(head, finite):
        given = governor.past
    if given == PLAIN:
        return None, ""
    return given, f"under: {head.lemma}"


def _is_complement(notes: Notes, token: Token, head: Token) -> bool:
    """Whether an act is what its governor is about, rather than a circumstance or a relative."""
    if token.dep == "acl:relcl":
        return False
    if token.rel in ("xcomp", "ccomp", "obj", "iobj"):
        return True
    if token.rel in ("obl", "nmod", "acl", "advcl", "nsubj"):
        return token.i > head.i and not token.dep.endswith((":mod", ":agent"))
    return False


def _is_past(head: Token, finite: Token | None) -> bool:
    """Whether a verb is in a past tense: "a pu", "dut", not "pouvait" nor "aurait pu"."""
    if finite is None or "Mood=Ind" not in finite.morph:
        return False
    if finite.i == head.i:
        return "Tense=Past" in head.morph
    return "Tense=Pres" in finite.morph or "Tense=Imp" in finite.morph


def _question(notes: Notes, trigger: int) -> tuple[str | None, str]:
    _, stop = notes.sents[notes.tokens[trigger].sent]
    for k in range(stop - 1, max(trigger, stop - 4), -1):
        if notes.tokens[k].text == "?":
            return "hypothetical", "asked"
    return None, ""


def _governor(row: dict[str, str]) -> Governor:
    where = row.get("as") or "complement"
    return Governor(
        word=row["word"], gives=row["gives"], complement=where != "subject",
        subject=where != "complement", past=row.get("past"), negated=row.get("negated"),
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace("'", "' ").split())
