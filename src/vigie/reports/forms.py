"""Reports room. What a word of the tree is: verb form, voice, reflexive, relative pronoun.

Flow: `Notes` + `Support` → `Forms`, questions on one token each; `Syntax` asks them to find who
does what to whom.
"""

from __future__ import annotations

from vigie.records import Notes, Token
from vigie.reports.repairs import listed, split_perfect
from vigie.reports.support import Support


def is_verbal(token: Token) -> bool:
    """Whether a token is a verb form, or a participle the tagger called an adjective."""
    return token.pos in ("VERB", "AUX") or (
        token.pos == "ADJ" and token.has("VerbForm=Part")
    )


class Forms:
    """Questions about single words of one dispatch.

    Args:
        notes: The dispatch as the tagger saw it.
        support: The language's support words.
    """

    def __init__(self, notes: Notes, support: Support) -> None:
        self.notes = notes
        self.tokens = notes.tokens
        self.support = support

    def reflexive(self, i: int) -> bool:
        """Whether a verb carries a reflexive pronoun."""
        for kid in self.notes.children(i):
            if kid.i < i and self.is_reflexive(kid):
                return True
            if kid.rel == "expl" and kid.i < i and kid.pos == "PRON":
                if kid.dep.endswith(":subj"):
                    continue  # "il ne se retirera pas": the subject, called an expletive
                return True
        for k in range(
            i - 1, max(-1, i - 5), -1
        ):  # "s'est dit prêt": hung on the predicate
            before = self.tokens[k]
            if self.is_reflexive(before):
                return before.head != before.i and not self._verb_between(k, i)
            if before.pos not in ("AUX", "ADV", "PRON"):
                break
        return False

    def is_reflexive(self, token: Token) -> bool:
        """Whether a word is a reflexive pronoun."""
        return token.pos == "PRON" and (
            token.has("Reflex=Yes") or token.low in self.support.reflexive
        )

    def _verb_between(self, start: int, stop: int) -> bool:
        return any(self.tokens[k].pos == "VERB" for k in range(start + 1, stop))

    def participle(self, i: int) -> bool:
        """Whether a token is a past participle that stands without auxiliary."""
        token = self.tokens[i]
        past = token.has("VerbForm=Part") and not token.has("Tense=Pres")
        if not past and not (token.pos == "ADJ" and token.rel in ("acl", "amod")):
            return False
        return self.notes.child(i, "aux") is None

    def passive(self, i: int) -> bool:
        """Whether a verb is passive, in full or as a bare participle.

        A reflexive verb is not ("s'est retirée"), nor a verb whose perfect takes "to be".
        """
        notes = self.notes
        token = self.tokens[i]
        if self.reflexive(i) or (
            token.lemma in self.support.with_be and notes.child(i, "obl:agent") is None
        ):
            return False
        deps = {kid.dep for kid in notes.children(i)}
        if "aux:pass" in deps:
            return True
        if token.has("VerbForm=Fin") or self.perfect(i):
            return False  # "a menacé X": active, whatever its subject is called
        if "nsubj:pass" in deps or "csubj:pass" in deps:
            return True
        if not token.has("VerbForm=Part") and token.pos != "ADJ":
            return False
        if split_perfect(notes, i, self.support.have):
            return False
        if token.rel == "conj" and notes.child(i, "aux", "nsubj") is None:
            head = self.tokens[token.head]
            if is_verbal(head) and head.i != i:
                return self.passive(head.i)
        return self.participle(i)

    def perfect(self, i: int) -> bool:
        """Whether a verb is in a perfect tense of the active: "to have" is its only auxiliary."""
        aux = [kid.lemma for kid in self.notes.children(i, "aux")]
        return bool(aux) and all(lemma in self.support.have for lemma in aux)

    def impersonal(self, i: int) -> bool:
        """Whether the subject is an expletive ("il faut")."""
        return any(kid.dep == "expl:subj" for kid in self.notes.children(i))

    def antecedent(self, i: int) -> int:
        """What a relative pronoun stands for; any other token stands for itself."""
        token = self.tokens[i]
        relative = token.has("PronType=Rel") or token.lemma in self.support.relative
        if (
            relative
            and token.pos in ("PRON", "SCONJ")
            and token.rel not in ("mark", "fixed")
        ):
            for above in self.notes.ancestors(i):
                if above.dep == "acl:relcl" and above.head != above.i:
                    return above.head
            for above in self.notes.ancestors(i):
                if above.rel == "acl" and above.head != above.i:
                    return above.head
        return i

    def spread(self, heads: list[int]) -> list[int]:
        """The heads with those coordinated to them, in reading order, none twice."""
        out: dict[int, None] = {}
        for head in heads:
            for k in sorted([*self.notes.conjuncts(head), *listed(self.notes, head)]):
                if k == head or self.tokens[k].pos not in ("VERB", "AUX"):
                    out.setdefault(k)
        return list(out)
