"""Reports room. Who speaks: from a verb of speech to the words and the actor that utter it.

Flow: a cue → its subject (inverted, relative, inherited, or a noun that speaks for a body) → the
mention in it → `Speaker`. Several weak cues, for one attachment in seven is wrong: the tree
first, then the order of the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from vigie.records import Actor, Mention, Notes, Span, Token
from vigie.reports.quotes_speech import VERBAL, Source, Speech

# How far after an inverted verb its subject may stand ("a déclaré mardi à la presse le …").
REACH = 18
# How long the name may come after the function ("le porte-parole du ministère turc …, X").
APPOSED = 14
NAMED = 5  # "le quotidien français Le Figaro": how soon a name follows its noun
NOUNS = ("NOUN", "PROPN", "PRON")
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
        self.within = within  # rank of the marks each token stands in, -1 outside
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

    def subject(self, verb: int, *, inverted: bool = False) -> int | None:
        """Head of the noun phrase that says the verb, or None.

        Args:
            verb: Token of the verb of speech.
            inverted: Whether it stands in an incise, where the subject comes after.
        """
        if inverted or self._is_turned(verb):
            return self._after(verb)
        kids = [
            k for k in self.notes.children(verb, "nsubj", "expl:subj") if k.pos in NOUNS
        ]
        for kid in sorted(
            kids, key=lambda k: k.i not in self.by_token
        ):  # one that is someone
            return self._antecedent(kid.i)
        for aux in self.notes.children(verb, "aux"):  # a subject the parser hung on it
            for kid in self.notes.children(aux.i, "nsubj"):
                return self._antecedent(kid.i)
        return self._inherited(verb) or self._before(verb)

    def subject_before(self, i: int) -> Speaker | None:
        """The last named subject before a token, if it agrees: whom a pronoun of speech recalls."""
        for k in range(i - 1, max(-1, i - BACK), -1):
            token = self.tokens[k]
            if token.rel not in LEADS or token.pos not in ("NOUN", "PROPN"):
                continue
            mention = self.by_token.get(k)
            person = mention is not None and mention.kind == "PER" and mention.named
            if (token.rel != "nsubj" and not person) or _disagree(token, self.tokens[i]):
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

    def antecedent(self, i: int) -> int:
        """What a relative pronoun stands for; any other token stands for itself."""
        return self._antecedent(i)

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
        if self.tokens[i].pos != "PROPN":
            return None
        last = max([i, *(k.i for k in self.notes.children(i, "flat"))])
        return Speaker(key=None, span=self.notes.span(i, last + 1), at=i)

    def _beside(self, i: int, *, bodies: bool = False) -> Mention | None:
        """The person a function is said of: "Y, le successeur de X"; or a body, "Y, un site"."""
        token = self.tokens[i]
        if token.rel == "appos" and not self._after_source(token):
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

    def _is_turned(self, verb: int) -> bool:
        """Whether a word before the verb puts its subject after it ("comme le rappelle X")."""
        k = verb - 1
        while k > 0 and (
            self.tokens[k].pos in ("AUX", "ADV")
            or self.tokens[k].low in self.speech.clitics
        ):
            if self.tokens[k].low in self.speech.like:
                return True
            k -= 1
        return k >= 0 and self.tokens[k].low in self.speech.like

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

    def _after(self, verb: int) -> int | None:
        tokens, notes = self.tokens, self.notes
        for kid in notes.children(verb, "nsubj", "expl:subj"):
            if kid.i > verb:
                return kid.i
        for k in range(verb - 1, max(-1, verb - 3), -1):  # "a-t-il dit"
            if tokens[k].low in self.speech.inverted:
                return k
        sent, k = tokens[verb].sent, verb + 1
        while k < len(tokens) and k < verb + REACH and tokens[k].sent == sent:
            token = tokens[k]
            if token.low in self.speech.inverted:
                return k
            if token.text in '«"“' or token.pos == "SCONJ":
                return None
            fit = token.pos in NOUNS and token.head <= k and not self._is_oblique(k)
            if fit and (k in self.by_token or self._has_article(k) or token.pos == "PROPN"):
                return self._top(k, verb)
            k += 1
        return None

    def _is_oblique(self, k: int) -> bool:
        """Whether a preposition or a date rules a noun out as a subject."""
        token = self.tokens[k]
        if self.notes.case(k) is not None or self.tokens[k - 1].pos == "ADP":
            return True
        if token.rel in ("nmod", "flat"):  # a name the parser hung on the verb itself
            return self.tokens[token.head].pos in NOUNS
        return token.rel == "obl" and k not in self.by_token

    def _has_article(self, k: int) -> bool:
        return self.notes.child(k, "det", "nummod") is not None

    def _top(self, k: int, verb: int) -> int:
        """A name climbs to the function it stands beside, when that too follows the verb."""
        head = self.tokens[k].head
        if verb < head < k and self.tokens[k].rel in ("appos", "flat", "nmod"):
            return head
        return k

    def _antecedent(self, i: int) -> int:
        """What a relative pronoun stands for, unless it is a mention of its own."""
        token = self.tokens[i]
        if token.low not in self.speech.relatives or i in self.by_token:
            return i
        for above in self.notes.ancestors(i):
            if above.rel == "acl" and above.head < i:
                return above.head
        near = i - 2 if i > 1 and self.tokens[i - 1].text == "," else max(i - 1, 0)
        if self.tokens[near].pos in (
            "ADV",
            "VERB",
        ):  # "des voix s'élèvent déjà qui disent …"
            verb = near if self.tokens[near].pos == "VERB" else self.tokens[near].head
            subject = self.notes.child(verb, "nsubj")
            return subject.i if subject else near
        return near

    def _inherited(self, verb: int) -> int | None:
        """The subject of the verb above, for infinitives, gerunds and coordinated verbs."""
        i = verb
        for _ in range(DEPTH):
            token = self.tokens[i]
            if token.head == i:
                return None
            above = self._outside(token)
            if token.rel in (
                "acl",
                "amod",
            ):  # "une lettre demandant que": the letter speaks
                free = self.notes.case(above.i) is None  # not "a pour sa part dénoncé"
                present = token.has("Tense=Pres")
                present = present or (free and self.speech.is_active(self.notes, i))
                return above.i if token.dep == "acl:relcl" or present else None
            if token.rel not in (
                "conj",
                "xcomp",
                "advcl",
                "obl",
                "ccomp",
                "nmod",
                "parataxis",
            ):
                return None
            if token.rel in ("ccomp", "parataxis") and "VerbForm=Fin" in token.morph:
                return None
            for kid in self.notes.children(above.i, "nsubj"):
                return self._antecedent(kid.i)
            i = above.i
        return None

    def _before(self, verb: int) -> int | None:
        """The nearest noun before a verb that no preposition governs, within the clause."""
        token = self.tokens[verb]
        unseen = token.pos not in VERBAL  # the tagger took the verb for a noun
        finite = unseen or "VerbForm=Fin" in token.morph or self._has_auxiliary(verb)
        for token in self._backwards(verb):
            if token.pos == "AUX" and "VerbForm=Fin" in token.morph:
                finite = True
                for kid in self.notes.children(token.i, "nsubj"):
                    return self._antecedent(kid.i)
            if token.pos in ("VERB", "SCONJ") or token.text in ';:«»"“”':
                return None
            if not finite:
                continue
            if token.low in self.speech.relatives:
                return self._antecedent(token.i)
            fit = token.pos in NOUNS and token.low not in self.speech.clitics
            free = self.notes.case(token.i) is None and token.rel not in (
                "nmod",
                "appos",
                "obl",
            )
            if fit and (free or self._after_source(token)):
                return token.i
        return None

    def _after_source(self, token: Token) -> bool:
        """Whether a subject was hung on the source before it: "Selon X, Y a appelé à …"."""
        head = self.tokens[token.head]
        apart = any(t.text == "," for t in self.tokens[head.i : token.i])
        case = (
            self.notes.case(head.i) if token.rel == "appos" and head.rel == "obl" else None
        )
        return apart and case in self.speech.sources

    def _outside(self, token: Token) -> Token:
        """The governor of a token; of one outside marks, the first that is outside too."""
        if self.within and self.within[token.i] < 0:
            for above in self.notes.ancestors(token.i):
                if self.within[above.i] < 0:
                    return above
        return self.tokens[token.head]

    def _has_auxiliary(self, verb: int) -> bool:
        return any("VerbForm=Fin" in k.morph for k in self.notes.children(verb, "aux"))

    def _backwards(self, i: int) -> Iterator[Token]:
        first = self.notes.sents[self.tokens[i].sent][0]
        for k in range(i - 1, max(first, i - REACH) - 1, -1):
            yield self.tokens[k]


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
