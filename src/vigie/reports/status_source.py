"""Reports room. Whom a dispatch cites for an act: the quote or the reported clause it stands in.

Flow: a trigger and the quotes → `Source`, the innermost one, or None for the dispatch's own voice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.records import Actor, Notes, Quote, Token
from vigie.records.who import WhoIndex
from vigie.reports.quotes_speech import Speech

# Those whose trade is to know, except of what was done to themselves ("affirme avoir été battue").
WITNESSES = frozenset({"JRN", "JUD", "EDU"})
BODY = "IGO"  # one of all states counts the dead, and accuses nobody
STEPS = 5  # nouns between an act and the verb that tells of it
# PARTIES have a stake in what others did; whoever else tells of it is a witness.
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
        if self.claim and self.rule == "infinitive":
            return True  # "affirme avoir été attaqué": of oneself one is no mere witness
        if _side(me) in PARTIES:
            if not others:  # "les rebelles affirment que dix des leurs ont été arrêtés"
                return self.claim and me.sector in REBELS
            return all(_opposed(me, other) for other in others)
        vouched = others or (self.rule == "que" and me.country != BODY)
        return bool(vouched) and self.claim and me.sector not in WITNESSES


def narrator(
    notes: Notes, trigger: int, who: WhoIndex, speech: Speech, agents: Sequence[str]
) -> Source | None:
    """Who tells of an act without a clause of speech; None for one's own act.

    "X fait état de l'exécution de Y"; "X décrit la foule que l'armée a attaquée"; and who claims
    it, even for himself: "l'attaque revendiquée par X".
    """
    owner = _claimant(notes, trigger, who, speech)
    if owner is not None:
        return Source(key=owner, rule="claimed")
    token, verbs = notes.tokens[trigger], speech.narrates
    for _ in range(STEPS):
        head = notes.tokens[token.head]
        if head.i == token.i or token.rel == "nsubj":
            return None
        if token.pos in ("VERB", "AUX") or token.rel == "acl":
            undergone = token.dep == "acl" and "Voice=Pass" in token.morph
            if token.dep != "acl:relcl" and token.rel not in ("advcl", "conj"):
                if not undergone:
                    return None
            else:
                verbs = speech.tells  # clauses only under verbs that do nothing but tell
        verb = _verb_at(notes, head)
        lemmas = {verb.lemma, speech.forms.get(verb.low)} if verb else set()
        if verb and lemmas & speech.narrates:
            if not _is_told(notes, token, verb):
                return None
            keys = _subject_of(notes, head, who) if lemmas & verbs else ()
            own = bool(keys) and keys[0] in agents and not lemmas & speech.owns
            claim = bool(lemmas & speech.claims)
            return (
                None
                if not keys or own
                else Source(key=keys[0], rule="narrated", claim=claim)
            )
        token = head
    return None


def _verb_at(notes: Notes, head: Token) -> Token | None:
    """The verb a noun hangs on: of "fait état", whose noun the tree may take for the head, "fait"."""
    if head.pos == "VERB":
        return head
    before = notes.tokens[head.i - 1] if head.i else head
    if before.pos == "VERB" and before.head == head.i and head.rel == "ROOT":
        return before
    return notes.child(head.i, "aux:caus")


def _is_told(notes: Notes, token: Token, verb: Token) -> bool:
    """Whether what stands under a verb is what it tells, and whether it does tell.

    Not a circumstance of the telling ("après l'attaque, ils ont dénoncé …"), and not what nobody
    tells ("aucun groupe n'a revendiqué l'attentat").
    """
    if any("Polarity=Neg" in k.morph for k in notes.children(verb.i, "advmod")):
        return False
    return token.i > verb.i or token.dep != "obl:mod"


def _subject_of(notes: Notes, verb: Token, who: WhoIndex) -> Sequence[str]:
    """Who says a verb: its subject, or the noun that a verb in disguise was hung on."""
    subject = notes.child(verb.i, "nsubj")
    if subject is None and verb.dep == "acl" and notes.child(verb.i, "obj") is not None:
        return who.at(
            verb.head
        )  # no participle has an object: "un habitant, hier, décrit la …"
    return who.at(subject.i) if subject and subject.dep != "nsubj:pass" else ()


def _claimant(notes: Notes, trigger: int, who: WhoIndex, speech: Speech) -> str | None:
    """Who an act is claimed by, where a participle says it: "revendiquée par X"."""
    token = notes.tokens[trigger]
    above = [notes.tokens[token.head]] if token.dep == "nsubj:pass" else []
    for claim in [*notes.children(trigger, "acl", "amod"), *above]:
        if {claim.lemma, speech.forms.get(claim.low)} & speech.owns:
            for agent in notes.children(claim.i, "obl"):
                if notes.case(agent.i) in speech.by:
                    return next(iter(who.at(agent.i)), None)
    return None


def _side(actor: Actor) -> str | None:
    """The sector of an actor; that of its government for a country that speaks or acts."""
    return "GOV" if actor.kind == "GPE" and actor.sector is None else actor.sector


def _opposed(me: Actor, other: Actor) -> bool:
    """Whether two actors are of sides that have something to say against each other."""
    if _side(other) not in PARTIES:
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
        relayed = next((q for q in quotes if q.relay and q.cue == trigger), None)
        return Source(key=relayed.relay, rule="relayed") if relayed else None
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
