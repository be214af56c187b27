"""Reports room. The status of what is said: is the act told as done, denied, to come, thought of?

Flow: a trigger, its tree (status_signs) and the quotes around it (status_source) → `Verdict`: the
status (FORMAT.md), whom the dispatch cites for the act, and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.records import Actor, Notes, Quote
from vigie.records.who import WhoIndex
from vigie.reports.quotes_speech import Speech
from vigie.reports.status_clause import has_infinitive, whichever
from vigie.reports.status_rules import PLAIN, StatusRules, lemma_of, load_status
from vigie.reports.status_signs import signs
from vigie.reports.status_source import cited, narrator

__all__ = ["StatusRules", "Verdict", "load_status", "status_of"]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The status of an act, the actor cited for it, and the reasons in the order they were met."""

    status: str
    said_by: str | None = None
    why: tuple[str, ...] = ()


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
    if who is not None and (source is None or source.key is None):
        source = narrator(notes, trigger, who, speech, agents) or source
    status, why = _told(notes, trigger, rules, speech)
    said_by = source.key if source else None
    if source:
        why = (*why, f"said by {said_by or 'someone'} ({source.rule})")
    if status == PLAIN and source and source.stance == "denying":
        status, why = "denied", (*why, "told to deny it")
    given = any(k.low in rules.given for k in notes.children(trigger, "case"))
    if status == PLAIN and source and not given and source.is_alleging(agents, actors):
        status, why = "alleged", (*why, "told of another side")
    return Verdict(status=status, said_by=said_by, why=why)


def _told(
    notes: Notes, trigger: int, rules: StatusRules, speech: Speech
) -> tuple[str, tuple[str, ...]]:
    """The status the words give, with the reason; asserted when none gives any."""
    for status, reason in signs(notes, trigger, rules, speech):
        if status:
            return status, (reason,)
    status, reason = whichever(notes, trigger, rules)
    if status:
        return status, (reason,)
    lemma = _own(notes, trigger, rules, speech)
    if lemma is not None:
        return {**rules.own, **rules.own_to}[lemma], (f"own: {lemma}",)
    return PLAIN, ()


def _own(notes: Notes, trigger: int, rules: StatusRules, speech: Speech) -> str | None:
    """The word of an act of speech that tells of what is to come: itself, or what it is said to be.

    "Propose une trêve"; "accepte de partir", though "a accepté la trêve" is done; "se dit prêt à
    partir".
    """
    token = notes.tokens[trigger]
    lemma = lemma_of(token, rules)
    done = any(k.lemma in rules.performed for k in notes.children(trigger, "obj"))
    if lemma in rules.own:
        return None if done else lemma
    if lemma in rules.own_to and has_infinitive(notes, trigger):
        return lemma
    if token.lemma in speech.verbs or token.low in speech.forms:
        for kid in notes.children(trigger, "xcomp", "ccomp", "obj", "obl", "advcl", "amod"):
            said = lemma_of(kid, rules)
            called = kid.pos == "ADJ" or kid.has("VerbForm=Part")
            if (
                called
                and said in rules.own
                and any(has_infinitive(notes, k) for k in (kid.i, trigger))
            ):
                return said
    return None
