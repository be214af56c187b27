"""Reports room. Who does it and to whom: a sense's slots filled with the dispatch's actors."""

from __future__ import annotations

from itertools import islice

from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.lexicon import Lexicon
from vigie.records import Actor, Notes
from vigie.records.who import WhoIndex
from vigie.reports.forms import is_verbal
from vigie.reports.phrases import Phrases
from vigie.reports.syntax import Syntax
from vigie.reports.triggers import Hit

NEAR = 2  # governors between a mutual act and its verb: "ont parlé lors d'un appel"
# Acts whose place is a power's: one visits, or recalls an envoy from, the state of the capital.
# Whoever is asked, blamed, given something by a verb is one too ("a demandé à Kigali de…").
DESTINED = (("CONSULT", "visit"), ("SANCTION", "withdraw"))
MUTUAL = "entre"  # a noun with this place has all its sides as doers


def fill(
    notes: Notes, syntax: Syntax, who: WhoIndex, actors: dict[str, Actor],
    kb: KnowledgeBase, lexicon: Lexicon, hit: Hit,
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:  # fmt: skip
    """Actor keys of the doers and of the sufferers of a trigger, and the reasons.

    Returns:
        Doers, sufferers, reasons; a key is never on both sides unless the act is reciprocal.
    """
    reader = _Reader(notes, syntax, who, actors, kb, lexicon, hit)
    doers, how = reader.role("actor")
    sufferers, whom = reader.role("recipient")
    if sufferers and set(sufferers) <= set(
        doers
    ):  # "contre toute attaque de ses intérêts par X"
        sufferers, whom = reader.left_over()
    if len(doers) == 1 and MUTUAL in hit.sense.slots["actor"]:
        doers = reader.both(doers)
    sufferers = tuple(k for k in sufferers if k not in doers)
    why = (*(f"actor: {h}" for h in how), *(f"recipient: {h}" for h in whom))
    return doers, sufferers, why


class _Reader:
    """One trigger's slots, read one after the other."""

    def __init__(
        self, notes: Notes, syntax: Syntax, who: WhoIndex, actors: dict[str, Actor],
        kb: KnowledgeBase, lexicon: Lexicon, hit: Hit,
    ) -> None:  # fmt: skip
        self.notes, self.syntax, self.who = notes, syntax, who
        self.actors, self.kb, self.hit = actors, kb, hit
        self.phrases = Phrases(notes, syntax, who, actors, kb, lexicon)

    def role(self, role: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Keys that fill a role, by the first of its functions that yields any."""
        for function in self.hit.sense.slots.get(role, ()):
            keys = self.function(function, role)
            if keys:
                return keys, (function,)
        if role == "actor" and self.hit.sense.type == "PROTEST":
            called = self.phrases.keys(self.syntax.callers(self.hit.tok))
            if called:
                return called, ("who called for it",)
        if role == "actor" and self.hit.sense.kind == "noun" and self.takes_a_doer():
            keys = self.function("subj", role)  # "Paris a annoncé l'expulsion de…"
            if keys or MUTUAL not in self.hit.sense.slots["actor"]:
                return keys, ("subj",) if keys else ()
            keys = self.those_above()
            return keys, ("recip",) if keys else ()
        if role == "recipient" and self.hit.sense.type == "REQUEST":
            asked = self.phrases.keys(self.syntax.clause_subjects(self.hit.tok))
            if asked:
                return asked, ("who is to do it",)
        if role == "recipient":
            against = self.opposed()
            if against:
                return against, ("opposed by name",)
        if role == "recipient":
            spots = [self.hit.tok, *self.hit.parts]
            if faced := self.phrases.keys(self.syntax.faced(spots)):
                return faced, ("whom it faces",)
            if shared := self.phrases.keys(self.shared_against()):
                return shared, ("against, told once for all",)
            aimed = self.phrases.keys(self.syntax.aimed_at(self.hit.tok))
            if aimed and not self.hit.sense.speech:
                return aimed, ("purpose",)
            if struck := self.struck():
                return struck, ("what was struck",)
        if role == "recipient" and self.hit.sense.slots.get(role) != ("none",):
            return self.left_over()
        return (), ()

    def both(self, doers: tuple[str, ...]) -> tuple[str, ...]:
        """The other side of a mutual act told beside another: "après un entretien avec X, Y a…".

        Its verb's subject, where a circumstance holds the noun and "avec" names the one side.
        """
        if self.hit.sense.kind != "noun" or not self.oblique("avec"):
            return doers
        over = list(islice(self.notes.ancestors(self.hit.tok), NEAR + 1))
        verb = next((t for t in over if is_verbal(t)), None)
        spots = [self.notes.tokens[self.hit.tok], *over]
        if verb is None or spots[spots.index(verb) - 1].rel != "obl":
            return doers
        subjects = self.phrases.keys(self.syntax.subjects(verb.i))
        return tuple(dict.fromkeys((*subjects, *doers))) if len(subjects) == 1 else doers

    def those_above(self) -> tuple[str, ...]:
        """Several subjects of the verb a mutual act hangs on: "A et B ont parlé lors d'un appel"."""
        syntax, i = self.syntax, self.hit.tok
        token, heads = self.notes.tokens[i], list[int]()
        above = [t for t in islice(self.notes.ancestors(i), NEAR) if is_verbal(t)][:1]
        if above and token.rel not in ("nsubj", "conj"):
            over = {t.i for t in self.notes.ancestors(i)}  # not what it is itself part of
            heads = [h for h in syntax.subjects(above[0].i) if h not in over]
        for verb in (*above, *self.notes.children(i, "acl")):
            if verb.lemma in syntax.support.oppose:  # "des combats opposent l'armée à X"
                objects = syntax.objects(verb.i)
                heads = [*objects, *syntax.obliques(verb.i, syntax.support.dative)]
                for k in objects:  # "oppose l'armée aux rebelles", hung on the army
                    for spot in (k, *(t.i for t in self.notes.children(k, "amod"))):
                        heads += syntax.obliques(spot, syntax.support.dative)
        keys = self.phrases.keys(heads)
        return keys if len(keys) > 1 else ()

    def takes_a_doer(self) -> bool:
        """Whether a sense has a doer at all, be it not in a place of its own."""
        return self.hit.sense.slots.get("actor", ()) not in (("none",), ("act",))

    def left_over(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Recipients no function gave.

        The agent within what is asked or warned of ("contre toute attaque par X"), or the people
        a misread tree hung just after the verb.
        """
        i = self.hit.tok
        if self.hit.sense.speech:
            for k in self.notes.subtree(i):
                above = self.notes.tokens[self.notes.tokens[k].head]
                if above.rel == "acl" or above.pos != "NOUN":
                    continue  # "des pourparlers parrainés par l'ONU": not asked of it
                if k > i and self.notes.case(k) in self.syntax.support.agent:
                    keys = self.who.at(k)  # not "par la force"
                    if keys:
                        return keys, ("agent of what is asked",)
            return (), ()
        objects = "obj" in self.hit.sense.slots.get("recipient", ())
        if self.hit.sense.kind == "verb" and objects and not self.syntax.passive(i):
            return self.misplaced(i)
        return (), ()

    def misplaced(self, i: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """People hung on a circumstance of the verb that are its object: bare or partitive."""
        notes = self.notes
        if notes.child(i, "obj", "xcomp", "ccomp") and not self.hit.parts:
            return (), ()
        for kid in notes.children(i, "obl"):
            if kid.i < i or self.who.mention(kid.i) is not None:
                continue
            for below in notes.children(kid.i, "nmod", "appos", "obj"):
                case = notes.child(below.i, "case")
                partitive = case is not None and case.has("Number=Plur")
                partitive = partitive or (case is not None and below.has("Number=Plur")
                                          and notes.child(below.i, "det") is None)  # fmt: skip
                mention = self.who.mention(below.i)
                if (
                    mention is not None
                    and mention.kind in ("GROUP", "PER")
                    and (case is None or partitive)
                ):
                    return (mention.actor,), ("misplaced object",)
        return (), ()

    def subject(self) -> list[int]:
        """Subjects of the trigger: a verb's, a predicate's ("est en visite à Rabat"), a noun's."""
        i, syntax = self.hit.tok, self.syntax
        if self.hit.sense.kind != "noun":
            return syntax.subjects(i)
        said_of = syntax.subjects(i) if self.notes.child(i, "cop") is not None else []
        return syntax.noun_subject(i) or said_of

    def function(self, name: str, role: str) -> tuple[str, ...]:
        """Keys found at one grammatical function."""
        i, syntax = self.hit.tok, self.syntax
        noun = self.hit.sense.kind == "noun"
        if name == "none":
            return ()
        if name == "self":
            own = self.who.mention(
                i
            )  # "manifestants et policiers": the police do not march
            return (
                (own.actor,)
                if own is not None and own.head == i
                else self.phrases.keys([i])
            )
        if name == "act":
            return self.from_act(i)
        if name == "subj":
            heads = self.subject()
            if not noun and not heads and self.hit.sense.reflexive:
                heads = syntax.objects(i)  # "les partisans rassemblés"
            keys = self.phrases.keys(heads)
            if not noun and not keys and syntax.passive(i):
                return self.from_act(i)
            if not keys and role == "actor" and self.hit.sense.type == "PROTEST":
                return self.phrases.named(heads)
            return keys
        if name == "obj":
            heads = [h for h in syntax.objects(i) if h not in self.hit.parts]
            bare = [  # "met en garde Moscou": a name hung on the phrase's noun
                k.i for part in self.hit.parts for k in self.notes.children(part, "nmod", "appos")
                if k.pos == "PROPN" and k.i > part and self.notes.case(k.i) is None
            ]  # fmt: skip
            return self.phrases.keys(self.doers_meant(heads)) or self.phrases.keys(bare)
        if name == "recip":
            heads = self.subject() or (syntax.objects(i) if not noun else [])
            heads = [*heads, *self.oblique("avec"), *self.oblique("entre")]
            return self.phrases.keys(heads)
        if name == "inf":
            aimed = [
                k for k in self.notes.subtree(i)
                if k > i and self.notes.case(k) in syntax.support.against
            ]  # fmt: skip
            withs = [  # "s'est dit prêt à dialoguer avec X"
                h for k in self.notes.subtree(i)
                if k > i and self.notes.tokens[k].has("VerbForm=Inf")
                for h in syntax.obliques(k, ("avec",))
            ]  # fmt: skip
            struck = [
                h for k in self.notes.subtree(i)
                if k > i and self.notes.tokens[k].has("VerbForm=Inf")
                for h in syntax.objects(k) if self.who.mention(h) is not None
            ]  # fmt: skip
            return (
                self.phrases.keys(aimed) or self.phrases.keys(withs)
                or self.phrases.keys(struck)
                or self.phrases.keys(syntax.clause_people(i))
            )  # fmt: skip
        if name in ("gen", "objgen", "adj"):
            return self.genitive(name, role)
        given = name == "iobj" or name in syntax.support.dative
        cases = syntax.support.dative if name == "iobj" else (name,)
        heads = [h for case in cases for h in self.oblique(case)]
        keys = self.phrases.keys(heads)
        if not keys and (
            (given and self.hit.sense.kind == "verb")
            or (self.hit.sense.type, self.hit.sense.mode) in DESTINED
        ):
            told = (self.hit.sense.type, self.hit.sense.mode) in DESTINED
            return self.phrases.states(
                [h for h in heads if told or h > i]
            )  # "Au Caire, X réclame"
        if not keys and name in syntax.support.genitive and self.hit.sense.kind == "verb":
            for h in (*syntax.objects(i), *self.hit.parts):  # "rejeter le plan marocain"
                if keys := self.phrases.nationality(h):
                    return keys
        asked = self.hit.sense.type == "REQUEST"
        if (
            not keys and asked and name in syntax.support.genitive
        ):  # "demander sa démission"
            owners = (self.phrases.owner(part) for part in self.hit.parts)
            return tuple(dict.fromkeys(k for k in owners if k))[:1]
        return keys

    def doers_meant(self, heads: list[int]) -> list[int]:
        """What an act of speech is about: of what is done to someone, only who does it.

        "A dénoncé l'expulsion d'une journaliste" blames nobody named; "l'arrestation par la police
        de X" blames the police.
        """
        if not self.hit.sense.speech:
            return heads
        out: list[int] = []
        for head in self.syntax.spread(heads):
            agents = tuple(self.syntax.support.agent)
            if self.phrases.is_undergone(head):
                out += self.syntax.noun_subject(head) or self.syntax.obliques(head, agents)
            else:
                out.append(head)
        return out

    def oblique(self, case: str) -> list[int]:
        """Complements with a preposition, under the trigger, its phrase or its support verb."""
        syntax, i = self.syntax, self.hit.tok
        heads = syntax.obliques(i, (case,))
        for part in self.hit.parts:
            heads += syntax.obliques(part, (case,))
        heads = [h for h in heads if h not in self.hit.parts]
        if not heads and self.hit.sense.kind == "noun":
            support = syntax.support_verb(i)
            if support and self.lends(support, case):
                heads = [h for h in syntax.obliques(support[0], (case,)) if h != i]
            for kid in self.notes.children(i, "acl"):  # "la guerre qu'il mène contre X"
                if kid.lemma in syntax.support.light:
                    heads += syntax.obliques(kid.i, (case,))
        if not heads and case not in syntax.support.genitive:
            heads = self.deeper(i, case)
        if case == MUTUAL and len(heads) == 1:
            heads = [*heads, *self.second_side(heads[0])]
        if not heads and self.hit.sense.kind == "verb":
            for obj in syntax.objects(i):  # hung on the object, by mistake or by right
                heads += [
                    h for h in syntax.obliques(obj, (case,)) if not self.is_scene(h, case)
                ]
        if not heads and self.hit.sense.kind == "noun":
            heads = self.beside(i, case)
        return [h for h in heads if h not in self.hit.parts]

    def is_scene(self, head: int, case: str) -> bool:
        """Whether a country is where what is asked takes place: "une trêve au Burundi"."""
        mention = self.who.mention(head)
        dative = case in self.syntax.support.dative and self.hit.sense.speech
        return dative and mention is not None and mention.kind == "GPE"

    def second_side(self, first: int) -> list[int]:
        """The other side of "entre les hommes de A et les forces B", hung on A by mistake."""
        notes = self.notes
        if notes.child(first, "conj") is not None:
            return []
        return [
            kid.i
            for below in self.syntax.complements(first)
            for kid in notes.children(below, "conj")
            if notes.child(kid.i, "det") is not None
        ]

    def lends(self, support: tuple[int, str], case: str) -> bool:
        """Whether a noun takes the complement of its verb for its own.

        "Mener une offensive contre X", "des heurts ont éclaté entre A et B"; not the agent of
        what is done to it ("la marche a été interdite par X").
        """
        verb, how = self.notes.tokens[support[0]], support[1]
        words = self.syntax.support
        if how == "obj":
            return case not in words.agent or verb.lemma in words.light
        return (
            how == "subj"
            and verb.lemma in words.happen
            and (case == MUTUAL or case in words.against)
        )

    def beside(self, i: int, case: str) -> list[int]:
        """The complement right after a noun's own words, whatever the tree hung it on."""
        tokens = self.notes.tokens
        after = max(self.notes.subtree(i)) + 1
        if (
            after < len(tokens)
            and tokens[after].lemma == case
            and tokens[after].rel == "case"
        ):
            return [tokens[after].head]
        return []

    def deeper(self, i: int, case: str) -> list[int]:
        """Complements hung one noun too low: "l'attaque des rebelles contre la police"."""
        out: list[int] = []
        for spot in (i, *self.hit.parts):
            for kid in self.notes.children(spot, "nmod", "acl", "obl", "obj"):
                if kid.i > spot and kid.dep != "acl:relcl" and kid.i not in self.hit.parts:
                    out += self.syntax.obliques(kid.i, (case,))
                    for below in self.notes.children(kid.i, "obl", "nmod"):
                        out += self.syntax.obliques(below.i, (case,))
        return out

    def genitive(self, name: str, role: str) -> tuple[str, ...]:
        """A noun's possessive, "de" complement, adjective of nationality or support subject."""
        syntax, i = self.syntax, self.hit.tok
        spots = [i, *self.hit.parts]
        if name == "gen" and self.hit.sense.kind == "noun":
            keys = self.phrases.keys(syntax.noun_subject(i))
            if keys:
                return keys
        if name == "objgen" and self.hit.sense.kind == "noun":
            keys = self.phrases.keys(syntax.noun_object(i))
            if keys:
                return keys
        for spot in spots:
            owner = self.phrases.owner(spot)
            if owner:
                return (owner,)
        heads: list[int] = []
        for spot in spots:
            heads += syntax.complements(spot)
        if name == "gen" and role == "actor" and self.hit.sense.type == "ASSAULT":
            heads = [h for h in heads if not self.phrases.is_target(h)]
            if MUTUAL in self.hit.sense.slots["actor"]:  # "les combats de Sake": where
                heads = [h for h in heads if self.phrases.is_side(h)]
        if name == "gen" and role == "actor":
            taken = self.hit.sense.slots.get("recipient", ())
            if "objgen" in taken and "gen" not in taken and self.oblique("par"):
                heads = []
        if name == "objgen" and not heads:
            heads = self.past_the_agent()
        keys = self.phrases.keys(heads)
        if keys:
            return keys
        for spot in spots:
            keys = self.phrases.nationality(spot)
            if keys:
                return keys
        return ()

    def struck(self) -> tuple[str, ...]:
        """Whose is what an attack struck, said by its complement: "l'attaque du convoi de X"."""
        if self.hit.sense.kind != "noun" or self.hit.sense.type != "ASSAULT":
            return ()
        heads = [
            h for h in self.syntax.complements(self.hit.tok) if self.phrases.is_target(h)
        ]
        return self.phrases.keys(heads)

    def past_the_agent(self) -> list[int]:
        """A person hung on the agent before him: "l'arrestation par la police de X"."""
        syntax, notes = self.syntax, self.notes
        return [
            k
            for agent in syntax.obliques(self.hit.tok, tuple(syntax.support.agent))
            if notes.tokens[agent].pos == "NOUN"
            and notes.tokens[agent].lemma not in syntax.support.collective
            for k in syntax.complements(agent)
            if (mention := self.who.mention(k)) is not None and mention.kind == "PER"
        ]

    def shared_against(self) -> list[int]:
        """Whom the last of several weapons is used against: "use de chars et de raids contre X"."""
        notes = self.notes
        spread = [k.i for part in self.hit.parts for k in notes.children(part, "nmod")]
        last = [k.i for h in spread for k in notes.children(h, "conj")]
        against = self.syntax.support.against
        return [
            h for k in last for case in against for h in self.syntax.obliques(k, (case,))
        ]

    def opposed(self) -> tuple[str, ...]:
        """Whom an adjective or a participle says an act is against.

        "Une manifestation anti-américaine", "un embargo visant le Soudan".
        """
        spots = [self.hit.tok] if self.hit.sense.kind == "noun" else [*self.hit.parts]
        aim = self.syntax.support.aim if self.hit.sense.type != "ASSAULT" else frozenset()
        for kid in (k for spot in spots for k in self.notes.children(spot, "acl")):
            aims = kid.lemma in aim and kid.has("Tense=Pres")
            if aims and (keys := self.phrases.keys(self.syntax.objects(kid.i))):
                return keys
        for adj in self.notes.children(self.hit.tok, "amod", "appos", "nmod"):
            for prefix in self.syntax.support.opposed:
                name = adj.low.removeprefix(prefix).lstrip("-")
                if name == adj.low:
                    continue
                for code in self.kb.demonym(name):
                    return (
                        self.phrases.countries.get(code)
                        or self.phrases.country(code, name),
                    )
                for key in sorted(self.actors):
                    if any(
                        n.lower().split()[-1:] == [name] for n in self.actors[key].names
                    ):
                        return (key,)
        return ()

    def from_act(self, i: int) -> tuple[str, ...]:
        """Doer of a death or an agentless passive through the act it happened in.

        "tués dans une attaque des talibans", "par un tir qu'ont lancé les rebelles".
        """
        notes, support = self.notes, self.syntax.support
        spots = list(notes.children(i, "obl", "nmod", "advmod"))
        spots += [k for s in spots if s.rel == "advmod" for k in notes.children(s.i)]
        # "au cours d'affrontements", "dans l'explosion": the act, or what it is the course of
        spots += [
            k for s in spots if s.lemma not in support.acts for k in notes.children(s.i, "nmod")
        ]  # fmt: skip
        for kid in spots:
            if kid.pos != "NOUN" or kid.lemma not in support.acts:
                continue
            below = [k for k in notes.subtree(kid.i) if k != kid.i]
            heads = [k for k in below if notes.case(k) in support.agent]
            heads = heads or self.syntax.noun_subject(kid.i)  # "une attaque attribuée à X"
            heads = heads or self.syntax.obliques(kid.i, (MUTUAL,))
            whole = [
                h for h in self.syntax.complements(kid.i) if not self.phrases.is_target(h)
            ]  # "l'explosion de son véhicule": what blew up, not who
            return self.phrases.keys(heads or whole) or self.phrases.nationality(kid.i)
        return ()
