"""Reports room. The tree read for meaning: who is the deep subject, the deep object, the rest.

One mechanism for active, passive, reflexive, relative, infinitive, participle and coordinated
clauses, and for nouns of action with their complements and support verbs. It walks Universal
Dependencies and asks the pack (`support.yaml`) which verbs carry a noun or control an infinitive;
lexicon entries never say any of this.
"""

from __future__ import annotations

from vigie.records import Token
from vigie.reports.forms import Forms, is_verbal
from vigie.reports.repairs import dated_object, lost_subject, split_perfect

CAUSES = "aux:caus"  # "faire" before an infinitive
NEAR_CALL = 3  # governors between a protest and the verb its call hangs on
HOPS = 6  # how far a subject may be inherited; deeper chains are parse errors


class Syntax(Forms):
    """Questions about the tree of one dispatch: who is whose subject, object, complement."""

    # --- arguments of a verb -------------------------------------------------------------

    def subjects(self, i: int, hops: int = 0) -> list[int]:
        """Deep subjects of a verb: who does it. Agents of a passive, else inherited subjects."""
        if (
            self.tokens[i].dep == CAUSES
        ):  # "a fait exploser un pont": they hang on the verb caused
            return self.grammatical_subjects(self.tokens[i].head, hops + 1)
        if self.passive(i):
            return self.agents(i)
        own = self._before(i)
        auxiliary = split_perfect(self.notes, i, self.support.have) if not own else None
        if auxiliary is not None:
            return self.grammatical_subjects(auxiliary.i, hops + 1)
        if not own and self.tokens[i].rel in ("acl", "amod") and self.participle(i):
            own = [self.tokens[i].head]  # "les familles descendues dans la rue"
        if not own and not self.impersonal(i):
            own = self._inverted(i) or self._follows(i)
        if own:
            return [self._all_meant(k, i) for k in own]
        found = self.inherited(i, hops)
        if not found and not self.impersonal(i):
            lost = lost_subject(self.notes, i)
            found = [] if lost is None else [lost]
        return found

    def _before(self, i: int) -> list[int]:
        """Surface subjects; of one before and one after a verb, the one before."""
        own = [k.i for k in self.notes.children(i, "nsubj")]
        for aux in self.notes.children(i, "aux"):  # hung on the auxiliary, by mistake
            own += [k.i for k in self.notes.children(aux.i, "nsubj")]
        own = [k for k in own if k not in self._clitics(own)]
        first = [k for k in own if k < i]
        apart = self._shares(i) or self._infinitive(i)
        return first if apart or (first and len(own) > len(first)) else own

    def _clitics(self, subjects: list[int]) -> list[int]:
        """Object pronouns called subjects, after the true one: "la police nous a arrêtés"."""
        return [
            k for n, k in enumerate(subjects)
            if n and self.tokens[k].low in self.support.ours and self.tokens[k].pos == "PRON"
            and self.tokens[subjects[n - 1]].low != self.tokens[k].low
        ]  # fmt: skip

    def _after(self, i: int) -> list[int]:
        """An object the tagger called a second subject: "la Turquie soutient le gouvernement"."""
        own = [k.i for k in self.notes.children(i, "nsubj")]
        if clitics := self._clitics(own):
            return clitics
        after = [k for k in own if k > i and self.tokens[k].pos in ("NOUN", "PROPN")]
        apart = self._shares(i) or self._infinitive(i)
        return after if apart or any(k < i for k in own) else []

    def _infinitive(self, i: int) -> bool:
        """Whether a verb is an infinitive, simple or perfect: "avoir perdu la ville".

        It has no subject of its own, so what stands after it is its object.
        """
        verbs = (self.tokens[i], *self.notes.children(i, "aux"))
        return any(t.has("VerbForm=Inf") for t in verbs)

    def _shares(self, i: int) -> bool:
        """Whether a coordinated verb takes the first one's subject: "et a menacé les juges"."""
        token = self.tokens[i]
        alike = token.rel == "conj" and self.notes.child(token.head, "nsubj") is not None
        return alike and self.perfect(i)

    def _inverted(self, i: int) -> list[int]:
        """A subject the tagger hung on the verb as `dislocated` or `csubj`."""
        return [
            k.i for k in self.notes.children(i, "csubj", "dislocated") if k.pos != "VERB"
        ]

    def _all_meant(self, k: int, verb: int) -> int:
        """What a subject stands for; all of a list for the relative of a plural verb.

        "La CGT et Solidaires, qui demandaient…": not the last of them alone.
        """
        found = self.antecedent(k)
        token = self.tokens[found]
        verbs = (self.tokens[verb], *self.notes.children(verb, "aux"))
        plural = any(t.has("Number=Plur|Person=3") for t in verbs)
        last = found != k and token.rel == "conj" and not token.has("Number=Plur")
        return token.head if last and plural else found

    def _follows(self, i: int) -> list[int]:
        """The subject after a finite reflexive verb, called its object: "se rassemblaient des gens"."""
        token = self.tokens[i]
        if not token.has("VerbForm=Fin") or not self.reflexive(i):
            return []
        return [
            k.i for k in self.notes.children(i, "obj")
            if k.i > i and k.pos in ("NOUN", "PROPN") and not self.is_reflexive(k)
        ]  # fmt: skip

    def agents(self, i: int) -> list[int]:
        """Agents of a passive."""
        out = [k.i for k in self.notes.children(i, "obl:agent")]
        if not out:
            out = [
                k.i for k in self.notes.children(i, "obl", "nmod")
                if self.notes.case(k.i) in self.support.agent
            ]  # fmt: skip
        if (
            not out
        ):  # the agent may hang on the noun the participle qualifies or be too high
            token = self.tokens[i]
            if token.rel == "conj" and is_verbal(self.tokens[token.head]):
                return []
            out = [  # "pris en otages par X", "brûlé dans une cage par X": hung one noun deeper
                k.i for kid in self.notes.children(i, "obl", "xcomp", "obj")
                for k in self.notes.children(kid.i, "nmod", "obl")
                if kid.i > i and self.notes.case(k.i) in self.support.agent
                and self.tokens[kid.i].lemma not in self.support.acts
            ]  # fmt: skip
        return [self.antecedent(k) for k in out]

    def inherited(self, i: int, hops: int = 0) -> list[int]:
        """Subject a verb without one of its own takes from its governor."""
        if hops > HOPS:
            return []
        token = self.tokens[i]
        head = self.tokens[token.head]
        if head.i == i:
            return []
        joined = token.rel == "conj" or (token.rel == "parataxis" and self.perfect(i))
        if joined and (is_verbal(head) or self._predicates(head.i)):
            return self.grammatical_subjects(head.i, hops + 1)
        if (
            token.has("VerbForm=Fin")
            and token.rel in ("xcomp", "amod")
            and head.pos == "ADJ"
        ):
            return self.grammatical_subjects(head.i, hops + 1)  # "la police turque frappe"
        if is_verbal(head) and (
            token.rel in ("xcomp", "ccomp", "obl", "obj") or self._next_aim(token)
        ):
            if head.lemma in self.support.object_control:
                controlled = [
                    *self.objects(head.i),
                    *self.obliques(head.i, self.support.dative),
                ]
                if controlled:
                    return controlled
                if self.passive(head.i):
                    return self.grammatical_subjects(head.i, hops + 1)
                return []
            return self.grammatical_subjects(head.i, hops + 1)
        free = token.rel in ("advmod", "parataxis") and token.has(
            "Tense=Pres|VerbForm=Part"
        )
        if (token.rel == "advcl" or free) and is_verbal(head):
            return self.grammatical_subjects(head.i, hops + 1)  # "faisant fi de…, X a …"
        predicate = token.rel == "xcomp" and not is_verbal(head)
        if predicate or token.rel in ("acl", "amod"):
            if token.has("Tense=Pres") or token.dep == "acl:relcl":
                return [head.i]
            if token.has("VerbForm=Inf"):  # "la décision du gouvernement d'attaquer"
                doers = self.complements(head.i) or self.noun_subject(head.i, hops + 1)
                named = [k.i for k in self.notes.children(head.i, "nsubj")]
                return doers or named  # "Paris est la première capitale à condamner…"
            return []
        if token.rel == "nmod" and token.has("VerbForm=Inf"):
            return self.complements(head.i) or self.noun_subject(head.i, hops + 1)
        return []

    def _next_aim(self, token: Token) -> bool:
        """Whether an infinitive follows another of the same verb: "aider X à prendre…, à tenir…"."""
        mark = self.notes.child(token.i, "mark")
        first = self.notes.child(token.head, "xcomp")
        return (
            token.rel == "advcl" and token.has("VerbForm=Inf")
            and mark is not None and mark.lemma in self.support.dative
            and first is not None and first.i < token.i
        )  # fmt: skip

    def _predicates(self, i: int) -> bool:
        """Whether a noun or adjective is said of a subject: "est ministre et dirige…"."""
        return self.notes.child(i, "nsubj") is not None

    def grammatical_subjects(self, i: int, hops: int = 0) -> list[int]:
        """Surface subjects: those a conjunct or an infinitive inherits."""
        own = [self.antecedent(k.i) for k in self.notes.children(i, "nsubj")]
        if own:
            return own
        token = self.tokens[i]
        if token.rel == "acl" and not token.has("VerbForm=Inf"):
            return [token.head]
        return self.inherited(i, hops)

    def objects(self, i: int) -> list[int]:
        """Deep objects of a verb: the object, or the surface subject of a passive."""
        notes = self.notes
        token = self.tokens[i]
        if token.dep == CAUSES:
            return [self.antecedent(k.i) for k in notes.children(token.head, "obj")]
        if self.passive(i):
            own = [k.i for k in notes.children(i, "nsubj", "csubj:pass")]
            if own:
                return [self.antecedent(k) for k in own]
            if token.rel in ("acl", "amod") and token.dep != "acl:relcl":
                return [token.head]
            head = self.tokens[token.head]
            if token.rel == "conj" and is_verbal(head):
                return self.objects(head.i) if self.passive(head.i) else []
            if token.rel in ("advcl", "xcomp") and is_verbal(head):
                return self.grammatical_subjects(head.i, 1)
            found = [k.i for k in notes.children(i, "obj") if k.i > i]
            lost = lost_subject(notes, i) if not found else None
            found = found if lost is None else [lost]
            return [self.antecedent(k) for k in found]
        own = [
            self.antecedent(k.i) for k in notes.children(i, "obj")
            if not self.is_reflexive(k)
        ]  # fmt: skip
        own = own or self._after(i) or self._relative_object(i) or dated_object(notes, i)
        head = self.tokens[token.head]
        if (
            not own
            and token.rel == "conj"
            and is_verbal(head)
            and not notes.child(i, "obl")
        ):
            # "a arrêté puis torturé des opposants": the object, hung on the first, follows both
            own = [self.antecedent(k.i) for k in notes.children(head.i, "obj") if k.i > i]
        if not own:
            for kid in notes.children(i, "conj"):  # …or the first verb shares the second's
                if is_verbal(kid) and not notes.child(i, "obj", "xcomp", "ccomp", "obl"):
                    own = [self.antecedent(k.i) for k in notes.children(kid.i, "obj")]
                    break
        return own

    def _relative_object(self, i: int) -> list[int]:
        """The antecedent of a relative pronoun called a conjunction: "X, que l'opposition accuse de…"."""
        token, mark = self.tokens[i], self.notes.child(i, "mark")
        if (
            token.dep != "acl:relcl"
            or mark is None
            or mark.lemma not in self.support.relative
        ):
            return []
        own = self.notes.child(i, "nsubj") is not None
        return [token.head] if own and not self.notes.child(i, "ccomp") else []

    def astray(self, i: int) -> list[int]:
        """Nouns that may be the lost object of a verb without one, hung on what stands before them.

        "Avaient signé en août, sous la pression, un accord de paix": an apposition to the
        pressure. Only what the verb means can tell them from true appositions.
        """
        if self.notes.child(i, "obj", "xcomp", "ccomp") is not None:
            return []
        apart = [
            k.i for above in self.notes.children(i, "obl")
            for k in self.notes.children(above.i, "appos", "nmod", "conj", "dep")
            if above.i > i and k.pos == "NOUN" and self.notes.case(k.i) is None
            and self.notes.child(k.i, "det") is not None
        ]  # fmt: skip
        return apart or [  # "fournit du pétrole": the partitive is taken for a preposition
            k.i for k in self.notes.children(i, "obl")
            if k.i > i and k.pos == "NOUN" and self.notes.case(k.i) in self.support.genitive
        ]  # fmt: skip

    def obliques(self, i: int, cases: tuple[str, ...]) -> list[int]:
        """Complements of a verb or a noun introduced by one of the prepositions."""
        out = []
        for kid in self.notes.children(i):
            if kid.rel in ("obl", "nmod", "iobj", "obj", "xcomp", "advmod", "advcl", "dep"):
                case = self.notes.case(kid.i)
                if case is None:
                    fused = self.support.fused.get(kid.low)  # "auxquels il a demandé"
                    dative = kid.rel == "iobj" and kid.pos == "PRON"
                    if fused in cases or (dative and set(self.support.dative) & set(cases)):
                        out.append(self.antecedent(kid.i))
                    continue
                if case in cases or case.partition(" ")[0] in cases:
                    out.append(self.antecedent(kid.i))
        return out

    def callers(self, i: int) -> list[int]:
        """Whose call a protest answers: "une marche prévue à l'appel des syndicats"."""
        spots = [i, *(t.i for t in self.notes.ancestors(i))][: NEAR_CALL + 1]
        out: list[int] = []
        for spot in spots:
            for kid in self.notes.children(spot, "obl", "nmod", "acl"):
                called = kid.lemma in self.support.callers
                if called and self.notes.case(kid.i) in self.support.dative:
                    out += self.complements(kid.i)
            if out or (self.tokens[spot].pos == "VERB" and spot != i):
                break
        return out

    def faced(self, spots: list[int]) -> list[int]:
        """Whom an act is done to, by a noun that only says so: "à l'encontre de X"."""
        return [
            c for spot in spots for kid in self.notes.children(spot, "obl", "nmod", "advmod")
            if kid.lemma in self.support.facing and self.notes.case(kid.i) in self.support.dative
            for c in self.complements(kid.i)
        ]  # fmt: skip

    def clause_subjects(self, i: int) -> list[int]:
        """Subjects of the clause a verb governs: "exige que l'armée se retire"."""
        clauses = [k for k in self.notes.children(i, "ccomp") if k.i > i]
        return [s for k in clauses for s in self.grammatical_subjects(k.i)]

    def aimed_at(self, i: int) -> list[int]:
        """Whom an act is aimed at, by its purpose: "tirer en l'air pour disperser X"."""
        found = self.support_verb(i)
        verbs = [i] if is_verbal(self.tokens[i]) else [found[0]] if found else []
        out: list[int] = []
        for verb in verbs:
            kids = self.notes.children(verb, "advcl", "xcomp", "obl", "advmod")
            kids += [k for a in kids for k in self.notes.children(a.i, "ccomp", "xcomp")]
            for kid in kids:
                mark = self.notes.child(kid.i, "mark", "case")
                words = {mark.lemma if mark else "", self.tokens[kid.head].low}
                if (
                    words & self.support.purpose
                    and kid.has("VerbForm=Inf")
                    and kid.lemma in self.support.aimed
                ):
                    out += self.objects(kid.i)
        return out

    def clause_people(self, i: int) -> list[int]:
        """Nominal arguments of the infinitives, gerunds and clauses below a verb or a noun."""
        out: list[int] = []
        for kid in self.notes.children(
            i, "xcomp", "ccomp", "advcl", "acl", "obl", "nmod", "obj"
        ):
            if kid.pos in ("VERB", "AUX"):
                out += self.objects(kid.i)
                out += [k.i for k in self.notes.children(kid.i, "obl", "iobj")]
                out += self.clause_people(kid.i)
        return out

    # --- arguments of a noun -------------------------------------------------------------

    def complements(self, i: int, cases: tuple[str, ...] = ()) -> list[int]:
        """Complements of a noun with one of the prepositions, the genitive one by default."""
        out = []
        cases = cases or self.support.genitive
        for kid in self.notes.children(i, "nmod", "obl"):
            if self.notes.case(kid.i) in cases:
                out.append(self.antecedent(kid.i))
        for kid in self.notes.children(i, "acl"):  # "de l'opposant X", called a participle
            mark = self.notes.child(kid.i, "mark")
            if kid.has("Tense=Pres") and mark is not None and mark.lemma in cases:
                out.append(kid.i)
        return out

    def support_verb(self, i: int) -> tuple[int, str] | None:
        """The verb a noun of action leans on, and how: as its "obj", "subj" or "obl"."""
        token = self.tokens[i]
        head = self.tokens[token.head]
        if head.i == i:
            return None
        if token.rel == "conj":
            return self.support_verb(head.i) if not is_verbal(head) else None
        measures = self.support.measure | self.support.collective
        if token.rel == "nmod" and head.lemma in measures:
            return self.support_verb(
                head.i
            )  # "adopter un train de sanctions", "une dizaine de raids"
        if not is_verbal(head):
            return None
        if token.rel == "obj":
            return (head.i, "subj" if self.passive(head.i) else "obj")
        if token.rel == "nsubj":
            return (head.i, "obj" if self.passive(head.i) else "subj")
        if token.rel in ("obl", "xcomp", "iobj"):
            return (head.i, "obl")
        return None

    def noun_subject(self, i: int, hops: int = 0) -> list[int]:
        """Doer of a noun through its support verb: "X mène une offensive" gives X."""
        found = self.support_verb(i)
        if found and hops <= HOPS:
            verb, how = found
            # "mettre en cause X dans l'attentat": what has an object carries no circumstance
            free = how == "obj" or self.notes.child(verb, "obj") is None
            if (
                how in ("obj", "obl")
                and free
                and self.tokens[verb].lemma in self.support.light
            ):
                return self.subjects(verb, hops + 1)
            if how == "obl" and self.notes.case(i) in self.support.manner:
                return self.subjects(verb, hops + 1)
        out = self._carried_by(i)
        for kid in self.notes.children(i, "acl"):  # "une offensive menée par X"
            carries = kid.lemma in self.support.light  # not "une marche interdite par X"
            if carries and kid.dep != "acl:relcl" and self.participle(kid.i):
                # "l'attaque menée contre X, le 17 avril, par les rebelles": hung on the noun
                apart = self.obliques(i, tuple(self.support.agent))
                out += self.agents(kid.i) or [k for k in apart if k > kid.i]
            if kid.lemma in self.support.impute:  # "un raid attribué à X"
                out += self.obliques(kid.i, self.support.dative)
        for kid in self.notes.children(i, "acl:relcl"):  # "l'offensive qu'a lancée X"
            if kid.lemma in self.support.light:
                mine = [k for k in self.objects(kid.i) if k == i]
                out += self.subjects(kid.i) if mine else []
            elif self.undergone(kid, i):  # "les violences subies de la part de X"
                out += self._on_behalf(kid.i)
        return out

    def _carried_by(self, i: int) -> list[int]:
        """Agent of the noun that carries this one: "l'annonce par X d'une trêve"."""
        token, support = self.tokens[i], self.support
        if token.rel != "nmod" or self.notes.case(i) not in support.genitive:
            return []
        head = self.tokens[token.head]
        if self.notes.case(head.i) in support.agent:  # hung on the agent, by mistake
            above = self.tokens[head.head]
            return [head.i] if above.lemma in support.carrier_nouns else []
        if head.lemma in support.carrier_nouns:
            return self.obliques(head.i, tuple(support.agent))
        return []

    def _on_behalf(self, i: int) -> list[int]:
        """Doer named as a source: "de la part de X"."""
        return [
            k for below in self.notes.subtree(i)
            if self.tokens[below].lemma in self.support.on_behalf
            for k in self.complements(below)
        ]  # fmt: skip

    def undergone(self, verb: Token, i: int) -> bool:
        """Whether a relative clause says who underwent the noun it hangs on."""
        if verb.lemma in self.support.undergo:
            return i in self.objects(verb.i)
        return self.is_victim(verb)

    def is_victim(self, token: Token) -> bool:
        """Whether a predicate says that its subject underwent: "victime(s) de", "la cible de"."""
        return token.low.removesuffix("s") in self.support.undergo_nouns

    def noun_object(self, i: int) -> list[int]:
        """Sufferer of a noun through the verb it leans on."""
        found = self.support_verb(i)
        out: list[int] = []
        if found:
            verb, how = found
            lemma = self.tokens[verb].lemma
            if how in ("obj", "obl") and lemma in self.support.undergo:
                out += self.subjects(verb)
            elif how == "subj" and lemma in self.support.affect:
                out += self.objects(verb)
        head = self.tokens[self.tokens[i].head]
        if self.is_victim(head) and head.i != i:  # "victime d'une attaque"
            out += self.predicate_subject(head.i)
        for kid in self.notes.children(i, "acl:relcl"):  # "l'attaque qu'a subie X"
            if self.undergone(kid, i):
                out += [k.i for k in self.notes.children(kid.i, "nsubj") if k.i != i]
        for kid in self.notes.children(i, "acl"):  # "une attaque visant la police"
            if kid.lemma in self.support.affect and not self.participle(kid.i):
                out += self.objects(kid.i)
        return out

    def predicate_subject(self, i: int) -> list[int]:
        """Subject of a nominal predicate or object of which something is said."""
        own = [self.antecedent(k.i) for k in self.notes.children(i, "nsubj")]
        if own:
            return own
        token = self.tokens[i]
        head = self.tokens[token.head]
        if token.rel in ("obj", "xcomp", "obl") and is_verbal(head):
            return self.grammatical_subjects(head.i)
        if token.rel in ("appos", "acl", "nmod") and head.i != i:
            return [head.i]
        return []
