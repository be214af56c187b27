"""Reports room. The subject of a verb of speech: whom the clause makes say it.

Flow: a verb → the head of the noun phrase that says it: its own, an inverted one, what a relative
stands for, the one it inherits, or the nearest noun that no preposition governs.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from vigie.records import Notes, Token
from vigie.reports.quotes_speech import VERBAL, Speech

# How far after an inverted verb its subject may stand ("a déclaré mardi à la presse le …").
REACH = 18
DEPTH = 4
NOUNS = ("NOUN", "PROPN", "PRON")
SHUT = (",", ";", ":", ")")  # what ends the stretch an inverted subject stands in


class Subjects:
    """The subjects of one dispatch: `mentioned` are the tokens that name someone."""

    def __init__(
        self, notes: Notes, speech: Speech, mentioned: Container[int], within: Sequence[int]
    ) -> None:
        self.notes = notes
        self.tokens = notes.tokens
        self.speech = speech
        self.mentioned = mentioned
        self.within = within  # rank of the marks each token stands in, -1 outside

    def of(self, verb: int, *, inverted: bool = False) -> int | None:
        """Head of the noun phrase that says the verb, or None.

        Args:
            verb: Token of the verb of speech.
            inverted: Whether it stands in an incise, where the subject comes after.
        """
        if inverted or self._is_turned(verb):
            return self._after(verb)
        if self.tokens[verb].rel == "csubj" and self.tokens[verb].has("VerbForm=Inf"):
            return None  # "il est bon de rappeler que": nobody in particular
        kids = [
            k for k in self.notes.children(verb, "nsubj", "expl:subj") if k.pos in NOUNS
        ]
        for kid in sorted(
            kids, key=lambda k: k.i not in self.mentioned
        ):  # one that is someone
            return self.antecedent(kid.i)
        for aux in self.notes.children(verb, "aux"):  # a subject the parser hung on it
            for kid in self.notes.children(aux.i, "nsubj"):
                return self.antecedent(kid.i)
        return self._inherited(verb) or self._before(verb)

    def antecedent(self, i: int) -> int:
        """What a relative pronoun stands for, unless it is a mention of its own."""
        token = self.tokens[i]
        if token.low not in self.speech.relatives or i in self.mentioned:
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

    def is_after_source(self, token: Token) -> bool:
        """Whether a subject was hung on the source before it: "Selon X, Y a appelé à …"."""
        head = self.tokens[token.head]
        apart = any(t.text == "," for t in self.tokens[head.i : token.i])
        case = (
            self.notes.case(head.i) if token.rel == "appos" and head.rel == "obl" else None
        )
        return apart and case in self.speech.sources

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
            if fit and (
                k in self.mentioned or self._has_article(k) or token.pos == "PROPN"
            ):
                return self._top(k, verb)
            k += 1
        return self._misplaced(verb, min(k, verb + REACH))

    def _misplaced(self, verb: int, stop: int) -> int | None:
        """A name the parser hung on the circumstance before it: "a annoncé dans la soirée X"."""
        for k in range(verb + 2, stop):
            token, before = self.tokens[k], self.tokens[k - 1]
            if token.text in SHUT:
                return None
            circumstance = before.pos == "NOUN" and before.rel == "obl"
            hung = token.pos == "PROPN" and token.head == before.i and circumstance
            if hung and k in self.mentioned and before.i not in self.mentioned:
                return k
        return None

    def _is_oblique(self, k: int) -> bool:
        """Whether a preposition or a date rules a noun out as a subject."""
        token = self.tokens[k]
        if self.notes.case(k) is not None or self.tokens[k - 1].pos == "ADP":
            return True
        if token.rel in ("nmod", "flat"):  # a name the parser hung on the verb itself
            return self.tokens[token.head].pos in NOUNS
        return token.rel == "obl" and k not in self.mentioned

    def _has_article(self, k: int) -> bool:
        return self.notes.child(k, "det", "nummod") is not None

    def _top(self, k: int, verb: int) -> int:
        """A name climbs to the function it stands beside, when that too follows the verb."""
        head = self.tokens[k].head
        if verb < head < k and self.tokens[k].rel in ("appos", "flat", "nmod"):
            return head
        return k

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
                return self.antecedent(kid.i)
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
                    return self.antecedent(kid.i)
            if token.pos in ("VERB", "SCONJ") or token.text in ';:«»"“”':
                return None
            if not finite:
                continue
            if token.low in self.speech.relatives:
                return self.antecedent(token.i)
            fit = token.pos in NOUNS and token.low not in self.speech.clitics
            free = self.notes.case(token.i) is None and token.rel not in (
                "nmod",
                "appos",
                "obl",
            )
            if fit and (free or self.is_after_source(token)):
                return token.i
        return None

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
