"""Reports room. Who speaks: from a verb of speech to the words and the actor that utter it.

Flow: a cue → its subject (quotes_subjects.py), or a noun that speaks for a body → the mention in
it → `Speaker`. Several weak cues, for one attachment in seven is wrong: the tree first, then the
order of the words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.records import Actor, Mention, Notes, Span, Token
from vigie.reports.quotes_speech import Source, Speech
from vigie.reports.quotes_subjects import Subjects

# How long the name may come after the function ("le porte-parole du ministère turc …, X").
APPOSED = 14
NAMED = 5  # "le quotidien français Le Figaro": how soon a name follows its noun
# Where a name leads its sentence: as its subject, or where the parser saw no verb.
LEADS = ("nsubj", "ROOT", "appos", "dislocated")
DEPTH = 4
BACK = 80  # tokens; about three sentences: how far back a pronoun looks for a name


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks: an actor where one was found, the words that say so, their first token."""

    key: str | None
    span: Span
    at: int


class Voices:
    """The mentions of one dispatch, looked up by token, and how a noun phrase names a speaker."""

    def __init__(
        self, notes: Notes, mentions: Sequence[Mention], actors: Mapping[str, Actor],
        speech: Speech, within: Sequence[int] = (),
    ) -> None:  # fmt: skip
        self.notes = notes
        self.tokens = notes.tokens
        self.actors = actors
        self.speech = speech
        self.by_token: dict[int, Mention] = {}
        mentions = [m for m in mentions if m.how != "possessive"]
        for mention in sorted(mentions, key=lambda m: m.tok_start - m.tok_end):
            for k in range(
                mention.tok_start, mention.tok_end
            ):  # the longest is asked first
                self.by_token.setdefault(k, mention)
        for mention in mentions:
            self.by_token[mention.head] = mention
        self.subjects = Subjects(notes, speech, self.by_token, within)

    def speaker(self, i: int | None, depth: int = 0) -> Speaker | None:
        """The speaker a noun phrase names, by its head token; None when nobody can be meant."""
        if i is None or self.tokens[i].low in self.speech.impersonal:
            return None
        mention = self.by_token.get(i)
        after = self.by_token.get(mention.tok_end) if mention else None
        if after and after.kind == "PER" and after.named and after is not mention:
            return self._as_speaker(after)  # "la Syrienne X", "le blogueur X"
        named = mention and (mention.kind == "PER" or not mention.named)
        if mention and named and self.tokens[i].pos != "NOUN":
            return self._as_speaker(mention)
        apposed = self._apposed(i)
        if apposed:
            return self._as_speaker(apposed)
        if mention:
            return self._as_speaker(mention)
        token = self.tokens[i]
        if token.low in self.speech.pronouns or token.low in self.speech.inverted:
            return Speaker(key=None, span=self.notes.span(i, i + 1), at=i)
        beside = self._called(i)
        if beside:
            return self._as_speaker(beside)
        if depth < DEPTH and self.is_voice(token):
            named = self._beside(i, bodies=True) or self._signed_by(i)
            if named:
                return self._as_speaker(named)
            for kid in self.notes.children(i, "nmod", "obl", "amod"):
                apart = any(t.text == "," for t in self.tokens[i : kid.i])
                if self._is_network(kid.i) or apart or kid.i < i:
                    continue
                found = self.speaker(kid.i, depth + 1)
                if found and (found.key or token.lemma in self.speech.spokes):
                    return found
            return self._known_document(i) or Speaker(key=None, span=self._phrase(i), at=i)
        return self._within(i) or self._stranger(i)

    def is_voice(self, token: Token) -> bool:
        """Whether a noun speaks for whom it is of ("communiqué", "porte-parole", "source")."""
        return token.lemma in self.speech.voices or token.lemma in self.speech.spokes

    def subject_before(self, i: int, like: int | None = None) -> Speaker | None:
        """The last named subject before a token, if it agrees: whom a pronoun of speech recalls.

        Args:
            i: Where to look back from.
            like: The pronoun that it must agree with, where that is another token.
        """
        model = self.tokens[i if like is None else like]
        for k in range(i - 1, max(-1, i - BACK), -1):
            token = self.tokens[k]
            if token.rel not in LEADS or token.pos not in ("NOUN", "PROPN"):
                continue
            mention = self.by_token.get(k)
            person = mention is not None and mention.kind == "PER" and mention.named
            if (token.rel != "nsubj" and not person) or _disagree(token, model):
                continue
            found = self.speaker(k)
            if found and found.key and self.actors[found.key].kind not in ("GPE", "LOC"):
                return found
        return None

    def issuer(self, start: int, end: int) -> Speaker | None:
        """Whose words a document holds: "lit-on dans un communiqué de X" is X speaking."""
        for k in range(start, end):
            if self.tokens[k].lemma in self.speech.voices and self.tokens[k].pos == "NOUN":
                found = self.speaker(k)
                if found and found.key:
                    return found
        return None

    def unknown(self, i: int) -> Speaker | None:
        """A noun that says something without being any actor we know: "ses compagnons"."""
        token = self.tokens[i]
        if token.pos not in ("NOUN", "PROPN") or token.low in self.speech.impersonal:
            return None
        return Speaker(key=None, span=self._phrase(i), at=i)

    def source(self, i: int, source: Source) -> Speaker | None:
        """The speaker after a preposition of source ("selon X")."""
        if source.bare:
            return Speaker(key=None, span=self._phrase(i), at=i)
        found = self.speaker(i)
        if found and source.voice and (found.key is None or not self._can_speak(i)):
            return None
        return found

    def owner(self, i: int) -> Speaker | None:
        """Whose a noun of speech is: "l'annonce par X", "le message de X", "X, son message"."""
        for kid in self.notes.children(i, "nmod", "obl", "acl"):
            found = self.speaker(kid.i) if kid.i > i else None
            if found:
                return found
        return self.speaker(i) if self.is_voice(self.tokens[i]) else None

    def _can_speak(self, i: int) -> bool:
        mention = self.by_token.get(i)
        return mention is not None and mention.kind in ("PER", "ORG", "GROUP", "GPE")

    def _as_speaker(self, mention: Mention) -> Speaker:
        key = mention.actor if mention.actor in self.actors else None
        return Speaker(key=key, span=mention.span, at=mention.head)

    def _apposed(self, i: int) -> Mention | None:
        """The person named beside a function: "le porte-parole de X, Y", "le ministre Y"."""
        tokens, sent = self.tokens, self.tokens[i].sent
        for kid in self.notes.children(i, "appos", "flat", "nmod"):
            mention = self._person(kid.i)
            if mention and self.notes.case(kid.i) is None:
                return mention
        if tokens[i].pos == "PROPN":
            return None
        comma = False
        for k in range(i + 1, min(i + APPOSED, len(tokens))):
            token = tokens[k]
            if token.sent != sent or token.pos in ("VERB", "AUX", "SCONJ"):
                break
            mention = self._person(k)
            if mention and mention.tok_start >= k and self._is_free(k):
                after = tokens[min(mention.tok_end, len(tokens) - 1)]
                return mention if after.pos == "PUNCT" or not comma else None
            comma = (comma or token.text == ",") and token.pos != "ADP"
        return self._beside(i)

    def _is_free(self, k: int) -> bool:
        """Whether a name is governed by nothing that stands right before it."""
        before = self.tokens[k - 1]
        if (
            before.pos == "NOUN"
        ):  # "le porte-parole du président X": the name is the president's
            mention = self.by_token.get(k - 1)
            return mention is None or mention.kind != "PER"
        return before.text == "," or before.pos in ("ADJ", "NOUN", "PROPN")

    def _called(self, i: int) -> Mention | None:
        """The name right after a common noun: "le quotidien français X", "la chaîne Y"."""
        if self.tokens[i].pos != "NOUN":
            return None
        for k in range(i + 1, min(i + NAMED, len(self.tokens))):
            if self.tokens[k].pos not in ("ADJ", "DET", "PROPN", "NOUN", "X"):
                return None
            mention = self.by_token.get(k)
            if self._is_network(k):
                continue  # "la page Facebook de X": the network only carries
            if (
                mention
                and mention.named
                and self.tokens[mention.tok_start].pos in ("PROPN", "X", "DET")
            ):
                return mention
        return None

    def _is_network(self, k: int) -> bool:
        """Whether a name is only what carries words: "Facebook"."""
        token = self.tokens[k]
        return token.pos in ("PROPN", "X") and token.low in self.speech.venues

    def _signed_by(self, i: int) -> Mention | None:
        """Who made a document: "une vidéo mise en ligne par X", "un rapport publié par X"."""
        for verb in self.notes.children(i, "acl", "amod"):
            for agent in self.notes.children(verb.i, "obl"):
                mention = self.by_token.get(agent.i)
                if mention and self.notes.case(agent.i) in self.speech.by:
                    return mention
        return None

    def _known_document(self, i: int) -> Speaker | None:
        """Whose a document is where another sentence says it: "un reportage", then of channel X."""
        for other in self.tokens:
            same = other.lemma == self.tokens[i].lemma and other.pos == "NOUN"
            if same and other.i != i and other.lemma not in self.speech.spokes:
                for kid in self.notes.children(other.i, "nmod"):
                    mention = self.by_token.get(kid.i)
                    if mention and mention.kind == "ORG" and mention.named:
                        return self._as_speaker(mention)
                signed = self._signed_by(other.i)
                if signed:
                    return self._as_speaker(signed)
        return None

    def _stranger(self, i: int) -> Speaker | None:
        """A proper name that is no mention: "UniIran écrit"."""
        if self.tokens[i].pos not in ("PROPN", "X"):
            return None
        last = max([i, *(k.i for k in self.notes.children(i, "flat"))])
        return Speaker(key=None, span=self.notes.span(i, last + 1), at=i)

    def _beside(self, i: int, *, bodies: bool = False) -> Mention | None:
        """The person a function is said of: "Y, le successeur de X"; or a body, "Y, un site"."""
        token = self.tokens[i]
        if token.rel == "appos" and not self.subjects.is_after_source(token):
            return self._person(token.head)
        k = i - 1
        while k > 0 and self.tokens[k].pos in ("DET", "ADJ", "NUM"):
            k -= 1
        if k <= 0 or self.tokens[k].text != ",":
            return None
        first = self.notes.sents[token.sent][0]
        held = self.by_token.get(first) if bodies else None
        body = held if held and held.named and held.tok_end == k else None
        found = self._person(k - 1) or body
        cited = found and self.notes.case(found.head) in self.speech.sources
        return None if cited else found  # "Selon X, le ministre …": two people

    def _person(self, i: int) -> Mention | None:
        """The person named at a token, or right below it ("Mme X")."""
        for k in (i, *self.notes.kids[i]):
            mention = self.by_token.get(k)
            if mention is None or mention.kind != "PER" or not mention.named:
                continue
            if k == i or self.tokens[k].rel in ("flat", "nmod", "appos"):
                return mention if k == i or self.notes.case(k) is None else None
        return None

    def _within(self, i: int) -> Speaker | None:
        """A name inside the phrase that no preposition separates from its head."""
        for k in self.notes.subtree(i):
            mention = self.by_token.get(k)
            if mention and mention.head == k and k != i:
                head = self.tokens[mention.head]
                if head.head == i and self.notes.case(k) is None and head.rel != "nmod":
                    return self._as_speaker(mention)
        return None

    def _phrase(self, i: int) -> Span:
        """The words of a noun phrase around its head, clauses left out."""
        start = end = i
        for kid in self.notes.children(i, "det", "amod", "nummod", "flat", "compound"):
            start, end = min(start, kid.i), max(end, kid.i)
        return self.notes.span(start, end + 1)


def _disagree(one: Token, other: Token) -> bool:
    """Whether two tokens have a gender or a number each, and not the same."""
    for feature in ("Gender", "Number"):
        values = [_value(token.morph, feature) for token in (one, other)]
        if all(values) and values[0] != values[1]:
            return True
    return False


def _value(morph: str, feature: str) -> str:
    found = next((f for f in morph.split("|") if f.startswith(feature + "=")), "")
    return found.partition("=")[2]
