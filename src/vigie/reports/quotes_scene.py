"""Reports room. One dispatch as quotes are read in it: its cues, sources, voices, and who they let speak.

Flow: notes + what the voices room found → `Scene`, which the rules of attribution ask who a verb of
speech lets speak, whether anything was said at all, and what only goes on from the quote before.
"""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from vigie.records import Notes, Quote
from vigie.reports.quotes_according import source_head
from vigie.reports.quotes_marks import Stretch
from vigie.reports.quotes_speakers import Speaker, Voices
from vigie.reports.quotes_speech import Cue, Source, Speech

# Fewer words than these between marks are a word held at arm's length, unless all that was said.
ATTRIBUTED_WORDS = 3
AUXILIARY = 5  # tokens between an auxiliary and its participle ("a pour sa part dénoncé")


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """One dispatch as quotes are read in it."""

    notes: Notes
    speech: Speech
    voices: Voices
    stretches: list[Stretch]
    within: list[int]
    cues: list[Cue]
    sources: list[tuple[Source, int, int]]

    def pronoun_of(self, quote: Quote) -> int | None:
        """The pronoun that is all a quote says of its speaker, or the bare "le texte"; or None."""
        if quote.speaker is not None or quote.speaker_span is None:
            return None
        span, tokens = quote.speaker_span, self.notes.tokens
        first = bisect_left([t.start for t in tokens], span.start)
        low = tokens[first].low
        document = any(
            t.lemma in self.speech.voices and t.pos == "NOUN" and t.end <= span.end
            and not any(k.dep in ("nmod", "acl") for k in self.notes.children(t.i))
            for t in tokens[first : first + 4]
        ) and tokens[first].has("Definite=Def")  # fmt: skip
        pronoun = low in self.speech.pronouns or low in self.speech.inverted
        return first if pronoun or document else None

    def is_pronoun_incise(self, quote: Quote) -> bool:
        """Whether an incise says only that the same one goes on: "a-t-il ajouté"."""
        if quote.rule != "incise" or not quote.direct or quote.cue is None:
            return False
        subject = self.voices.subjects.of(quote.cue, inverted=True)
        low = self.notes.tokens[subject].low if subject is not None else ""
        return low in self.speech.inverted and low not in self.speech.impersonal

    def speaks_since(self, speaker: Speaker, quote: Quote) -> bool:
        """Whether a person was brought in after a quote: what follows is more likely theirs."""
        mention = self.voices.by_token.get(speaker.at)
        return mention is not None and mention.kind == "PER" and speaker.at >= quote.tok_end

    def _is_human(self, cue: Cue, subject: int, inverted: bool) -> bool:
        """Whether whatever says this must be someone, though we do not know whom."""
        verb, token = self.notes.tokens[cue.root], self.notes.tokens[subject]
        if cue.say.say in self.speech.things_say or verb.rel in ("acl", "amod"):
            return False
        return not inverted or (token.rel == "nsubj" and token.head == verb.i)

    def cue_speaker(self, cue: Cue, *, inverted: bool) -> Speaker | None:
        """Who a verb of speech lets speak; of a phrase, the verb that leads or the one that follows."""
        heard = cue.say.heard or (inverted and self._is_impersonal(cue))
        informant = self._informant(cue) if heard else None
        if informant or (cue.say.heard and (inverted or not self._is_told(cue))):
            return informant
        for verb in dict.fromkeys((cue.root, cue.at)):
            subject = self.voices.subjects.of(verb, inverted=inverted)
            found = self.voices.speaker(subject)
            if (
                found is None
                and subject is not None
                and self._is_human(cue, subject, inverted)
            ):
                found = self.voices.unknown(subject)
            if found:
                return found
        return None

    def _is_told(self, cue: Cue) -> bool:
        """Whether a verb of hearing has someone it is told to: "le journal nous apprend que"."""
        kids = self.notes.children(cue.root, "iobj", "obj")
        return any(k.pos == "PRON" and k.i < cue.at for k in kids)

    def _is_impersonal(self, cue: Cue) -> bool:
        """Whether nobody in particular says it: "indique-t-on au ministère"."""
        subject = self.voices.subjects.of(cue.root, inverted=True)
        return (
            subject is not None and self.notes.tokens[subject].low in self.speech.impersonal
        )

    def _informant(self, cue: Cue) -> Speaker | None:
        """Whom one has it from: "a appris l'AFP auprès de X", "indique-t-on de source policière".

        Failing that, where it is said ("indique-t-on au ministère") or in what ("dans un communiqué
        de X").
        """
        stop = self.notes.sents[self.notes.tokens[cue.at].sent][1]
        for source, at, last in self.sources:
            if cue.last < at < stop and (source.heard or source.bare):
                head = source_head(self.notes, source, last, self.speech)
                if head is not None:
                    return self.voices.source(head, source)
        if cue.say.heard:
            return None
        for kid in self.notes.children(cue.root, "obl"):
            if kid.i > cue.last and self.notes.case(kid.i) in self.speech.to:
                found = self.voices.speaker(kid.i)
                if found and found.key:
                    return found
        return self.voices.issuer(cue.last + 1, stop)

    def is_long(self, stretch: Stretch) -> bool:
        """Whether quoted words are long enough to be a quote of their own."""
        return stretch.words >= ATTRIBUTED_WORDS

    def is_uttered(self, cue: Cue, *, inverted: bool) -> bool:
        """Whether a verb of speech tells of words that were said: not denied, wished or asked."""
        notes, token = self.notes, self.notes.tokens[cue.at]
        if inverted:
            return True
        if (
            "Mood=Cnd" in token.morph
            or "Mood=Imp" in token.morph
            or "Tense=Fut" in token.morph
        ):
            return False
        for kid in notes.children(cue.root, "advmod", "aux", "expl"):
            if "Polarity=Neg" in kid.morph and kid.i < cue.at:
                return False
            if "Mood=Cnd" in kid.morph or "Tense=Fut" in kid.morph:
                return False
        if any(
            k.low in self.speech.unsaid_marks
            for k in notes.children(cue.root, "mark", "case")
        ):
            return False
        if self.is_passive(cue) or self._is_participle(cue):
            return False
        above = notes.tokens[token.head]
        return not (token.has("VerbForm=Inf") and above.lemma in self.speech.unsaid)

    def _is_participle(self, cue: Cue) -> bool:
        """Whether a verb is a past participle that qualifies a noun ("une vidéo publiée hier")."""
        token, tokens = self.notes.tokens[cue.root], self.notes.tokens
        if token.rel not in ("acl", "amod") or not token.has("Tense=Past"):
            return False
        if self.speech.is_active(self.notes, token.i):
            return False
        near = tokens[max(0, token.i - AUXILIARY) : token.i]
        return not any("VerbForm=Fin" in t.morph and t.sent == token.sent for t in near)

    def is_passive(self, cue: Cue) -> bool:
        """Whether a verb of speech is passive: its subject is not who speaks."""
        return any(k.dep == "aux:pass" for k in self.notes.children(cue.root))
