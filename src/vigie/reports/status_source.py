"""Reports room. Whom a dispatch cites for an act: the quote or the reported clause it stands in.

Flow: a trigger and the quotes → `Source`, the innermost one, or None for the dispatch's own voice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.records import Actor, Notes, Quote
from vigie.records.who import WhoIndex
from vigie.reports.quotes_speech import Speech

# Those who have a stake in what others did; whoever else tells of it is a witness.
# Those whose trade is to know.
WITNESSES = frozenset({"JRN", "JUD", "EDU"})
STEPS = 3  # nouns between an act and the verb that tells of it
REBELS = frozenset({"REB", "OPP", "PRM", "UAF", "SEP"})
PARTIES = frozenset({"GOV", "MIL", "REB", "OPP", "PTY", "PRM", "COP", "SPY", "UAF", "SEP"})


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Who tells of an act: the actor's key where it is known, and the rule that found the quote.

    `claim` is set where the words vouch for what others may doubt ("affirme avoir été frappée").
    """

    key: str | None
    rule: str
    claim: bool = False
    stance: str = "neutral"

    def is_alleging(
        self, agents: Sequence[str], actors: Mapping[str, Actor] | None
    ) -> bool:
        """Whether one tells of what another did, and has a stake or no way of knowing."""
        if self.key in agents:
            return False
        me = actors.get(self.key) if actors and self.key else None
        if me is None or actors is None:
            return self.claim and self.key is None
        others = [actors[a] for a in agents if a in actors]
        if me.sector in PARTIES:
            return bool(others) and all(_opposed(me, other) for other in others)
        return self.claim and me.sector not in WITNESSES


def narrator(
    notes: Notes, trigger: int, who: WhoIndex, speech: Speech, agents: Sequence[str]
) -> Source | None:
    """Who tells of an act in a noun: "X fait état de l'exécution de Y"; None for one's own act."""
    token = notes.tokens[trigger]
    for _ in range(STEPS):
        head = notes.tokens[token.head]
        if (
            head.i == token.i
            or token.pos in ("VERB", "AUX")
            or token.rel in ("nsubj", "acl")
        ):
            return None
        verb = head if head.pos == "VERB" else notes.child(head.i, "aux:caus")
        if verb and {verb.lemma, speech.forms.get(verb.low)} & speech.narrates:
            subject = notes.child(head.i, "nsubj")
            keys = who.at(subject.i) if subject and subject.dep != "nsubj:pass" else ()
            if keys and keys[0] not in agents and verb.i < token.i:
                return Source(key=keys[0], rule="narrated")
            return None
        token = head
    return None


def _opposed(me: Actor, other: Actor) -> bool:
    """Whether two actors are of sides that have something to say against each other."""
    if other.sector not in PARTIES:
        return False
    if me.country != other.country:
        return bool(me.country and other.country)
    return (me.sector in REBELS) != (other.sector in REBELS)


def cited(
    notes: Notes, quotes: Sequence[Quote], trigger: int, speech: Speech
) -> Source | None:
    """The innermost quote that holds the act, or the incise its sentence is told under.

    One whose speaker is known comes before one whose speaker is not.
    """
    around = [q for q in quotes if _holds(notes, q, trigger)]
    if not around:
        return None
    best = min(around, key=lambda q: (q.speaker is None, q.tok_end - q.tok_start))
    claim = _is_claim(notes, best, speech)
    return Source(key=best.speaker, rule=best.rule, claim=claim, stance=best.stance)


def _is_claim(notes: Notes, quote: Quote, speech: Speech) -> bool:
    """Whether the words that carry a quote vouch for it rather than report it."""
    if quote.direct:
        return False
    if quote.cue is None or quote.rule == "infinitive":
        return True
    token = notes.tokens[quote.cue]
    return token.lemma in speech.claims or speech.forms.get(token.low) in speech.claims


def _holds(notes: Notes, quote: Quote, trigger: int) -> bool:
    if quote.tok_start <= trigger < quote.tok_end:
        return True
    if quote.rule != "incise" or quote.cue is None or not quote.direct:
        return False
    token, cue = notes.tokens[trigger], notes.tokens[quote.cue]
    return token.sent == cue.sent and trigger < quote.tok_start and trigger < quote.cue
