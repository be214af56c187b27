"""Reports room. Who does it and to whom: a sense's slots filled with the dispatch's actors."""

from __future__ import annotations

from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.lexicon import Lexicon
from vigie.records import Actor, Notes
from vigie.records.who import WhoIndex
from vigie.reports.syntax import Syntax
from vigie.reports.triggers import Hit

PEOPLE = ("person", "people_group", "crowd")  # classes of the pack's nouns for people
GATHERING = ("protest", "street")  # classes of nouns for a protest, met as a side
GATHERED = (
    "gathering"  # start of the key of those who protest, until complete.py names them
)
COUNT = ("number",)  # "des centaines": people only where no thing is counted
DEPTH = 3  # how many complements deep a side may hide: "les positions de l'armée du Nord"


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
        self.actors, self.kb, self.lexicon, self.hit = actors, kb, lexicon, hit
        self.countries: dict[str, str] = {}
        for key, actor in actors.items():
            if actor.kind == "GPE" and actor.country:
                self.countries.setdefault(actor.country, key)

    def role(self, role: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Keys that fill a role, by the first of its functions that yields any."""
        for function in self.hit.sense.slots.get(role, ()):
            keys = self.function(function, role)
            if keys:
                return keys, (function,)
        if role == "actor" and self.hit.sense.kind == "noun" and self.takes_a_doer():
            keys = self.function("subj", role)  # "Paris a annoncé l'expulsion de…"
            return keys, ("subj",) if keys else ()
        if role == "recipient":
            against = self.opposed()
            if against:
                return against, ("opposed by name",)
        if role == "recipient" and self.hit.sense.slots.get(role) != ("none",):
            return self.left_over()
        return (), ()

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
                if (
                    above.rel == "acl"
                ):  # "des pourparlers parrainés par l'ONU": not asked of it
                    continue
                if k > i and self.notes.case(k) in self.syntax.support.agent:
                    keys = self.keys([k])
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

    def function(self, name: str, role: str) -> tuple[str, ...]:
        """Keys found at one grammatical function."""
        i, syntax = self.hit.tok, self.syntax
        noun = self.hit.sense.kind == "noun"
        if name == "none":
            return ()
        if name == "self":
            return self.keys([i])
        if name == "act":
            return self.from_act(i)
        if name == "subj":
            heads = syntax.noun_subject(i) if noun else syntax.subjects(i)
            if not noun and not heads and self.hit.sense.reflexive:
                heads = syntax.objects(i)  # "les partisans rassemblés"
            keys = self.keys(heads)
            if not noun and not keys and syntax.passive(i):
                return self.from_act(i)
            return keys
        if name == "obj":
            return self.keys([h for h in syntax.objects(i) if h not in self.hit.parts])
        if name == "recip":
            heads = syntax.noun_subject(i) if noun else syntax.subjects(i)
            heads = heads or (syntax.objects(i) if not noun else [])
            heads = [*heads, *self.oblique("avec"), *self.oblique("entre")]
            return self.keys(heads)
        if name == "inf":
            aimed = [
                k for k in self.notes.subtree(i)
                if k > i and self.notes.case(k) in syntax.support.against
            ]  # fmt: skip
            return self.keys(aimed) or self.keys(syntax.clause_people(i))
        if name in ("gen", "objgen", "adj"):
            return self.genitive(name, role)
        return self.keys(self.oblique(name))

    def oblique(self, case: str) -> list[int]:
        """Complements with a preposition, under the trigger, its phrase or its support verb."""
        syntax, i = self.syntax, self.hit.tok
        heads = syntax.obliques(i, (case,))
        for part in self.hit.parts:
            heads += syntax.obliques(part, (case,))
        heads = [h for h in heads if h not in self.hit.parts]
        if not heads and self.hit.sense.kind == "noun":
            support = syntax.support_verb(i)
            if support and support[1] == "obj":
                heads = [h for h in syntax.obliques(support[0], (case,)) if h != i]
            for kid in self.notes.children(i, "acl"):  # "la guerre qu'il mène contre X"
                if kid.lemma in syntax.support.light:
                    heads += syntax.obliques(kid.i, (case,))
        if not heads and case not in syntax.support.genitive:
            heads = self.deeper(i, case)
        if not heads and self.hit.sense.kind == "verb":
            for obj in syntax.objects(i):  # hung on the object, by mistake or by right
                heads += syntax.obliques(obj, (case,))
        if not heads and self.hit.sense.kind == "noun":
            heads = self.beside(i, case)
        return [h for h in heads if h not in self.hit.parts]

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
            keys = self.keys(syntax.noun_subject(i))
            if keys:
                return keys
        if name == "objgen" and self.hit.sense.kind == "noun":
            keys = self.keys(syntax.noun_object(i))
            if keys:
                return keys
        for spot in spots:
            owner = self.owner(spot)
            if owner:
                return (owner,)
        heads: list[int] = []
        for spot in spots:
            heads += syntax.complements(spot)
        if name == "gen" and role == "actor":
            taken = self.hit.sense.slots.get("recipient", ())
            if "objgen" in taken and "gen" not in taken and self.oblique("par"):
                heads = []
        keys = self.keys(heads)
        if keys:
            return keys
        for spot in spots:
            keys = self.nationality(spot)
            if keys:
                return keys
        return ()

    def nationality(self, i: int) -> tuple[str, ...]:
        """The country an adjective of nationality on a noun stands for ("les frappes turques")."""
        for adj in self.notes.children(i, "amod"):
            codes = self.kb.demonym(adj.low) or self.kb.demonym(adj.lemma)
            for code in codes:
                if code in self.countries:
                    return (self.countries[code],)
            if len(codes) == 1:
                return (self.country(codes[0], adj.low),)
        return ()

    def opposed(self) -> tuple[str, ...]:
        """Whom an adjective says an act is against: "une manifestation anti-américaine"."""
        for adj in self.notes.children(self.hit.tok, "amod", "appos", "nmod"):
            for prefix in self.syntax.support.opposed:
                name = adj.low.removeprefix(prefix).lstrip("-")
                if name == adj.low:
                    continue
                for code in self.kb.demonym(name):
                    return (self.countries.get(code) or self.country(code, name),)
                for key in sorted(self.actors):
                    if any(
                        n.lower().split()[-1:] == [name] for n in self.actors[key].names
                    ):
                        return (key,)
        return ()

    def country(self, code: str, word: str) -> str:
        """A country that only an adjective names ("des drones turcs")."""
        name = self.kb.country_name(code) or word
        self.actors.setdefault(
            code,
            Actor(key=code, name=name, names=(name, word), kind="GPE", country=code,
                  why=(f"adjective of nationality: {word}",)),
        )  # fmt: skip
        self.countries[code] = code
        return code

    def from_act(self, i: int) -> tuple[str, ...]:
        """Doer of a death or an agentless passive through the act it happened in.

        "tués dans une attaque des talibans", "par un tir qu'ont lancé les rebelles".
        """
        spots = list(self.notes.children(i, "obl", "nmod", "advmod"))
        spots += [k for s in spots if s.rel == "advmod" for k in self.notes.children(s.i)]
        for kid in spots:
            if kid.pos != "NOUN" or kid.lemma not in self.syntax.support.acts:
                continue
            below = [k for k in self.notes.subtree(kid.i) if k != kid.i]
            heads = [k for k in below if self.notes.case(k) in self.syntax.support.agent]
            return self.keys(heads or self.syntax.complements(kid.i)) or self.nationality(
                kid.i
            )
        return ()

    def owner(self, i: int) -> str | None:
        """Whom the possessive determiner of a noun refers to."""
        for det in self.notes.children(i, "det", "nmod:poss"):
            if det.has("Poss=Yes") and (owner := self.who.owner(det.i)):
                return owner
        return None

    def keys(self, heads: list[int]) -> tuple[str, ...]:
        """Actor keys of noun phrases, coordination spread, in reading order, none twice."""
        out: dict[str, None] = {}
        for head in self.syntax.spread(heads):
            if self.is_heading(head):
                continue
            for key in self.at(head, 0):
                out.setdefault(key)
        return tuple(out)

    def is_heading(self, head: int) -> bool:
        """Whether a noun heads its paragraph before a colon ("Libye : le GNA prend la base")."""
        tokens = self.notes.tokens
        follows = head + 1 < len(tokens) and tokens[head + 1].pos == "PUNCT"
        opens = head == 0 or tokens[head - 1].block != tokens[head].block
        return follows and opens and tokens[head + 1].text == ":"

    def at(self, head: int, depth: int) -> tuple[str, ...]:
        """Keys of one noun phrase: its own mention, else those its complements hide."""
        token = self.notes.tokens[head]
        owner = self.owner(head)
        if owner and token.lemma in self.syntax.support.collective:
            return (owner,)  # "ses forces ont pris la ville": his, hence he
        keys = self.who.at(head)
        if keys:
            return keys
        if depth >= DEPTH or token.pos not in (
            "NOUN",
            "PROPN",
            "NUM",
            "PRON",
            "ADJ",
            "ADV",
        ):
            return ()
        if owner:
            return (owner,)
        for below in self.syntax.complements(head):
            keys = self.at(below, depth + 1)
            if keys:
                return keys
        for kid in self.notes.children(head):  # "deux cents personnes", "le ministre X"
            beside = kid.pos == "NOUN" and kid.i == head + 1 and not self.notes.case(kid.i)
            if beside and token.lemma in self.syntax.support.collective:
                return self.at(kid.i, depth + 1)
            if kid.rel not in ("appos", "flat", "nmod"):
                continue
            if kid.rel == "nmod" and self.notes.case(kid.i):
                continue
            keys = self.who.at(kid.i)
            if keys:
                return keys
        return self.nationality(head) or self.stranger(head, depth)

    def gathering(self, head: int) -> tuple[str, ...]:
        """A protest done to or asking ("disperser une marche") stands for its protesters."""
        key = f"{GATHERED}-{head}"
        words = self.notes.tokens[head].text
        self.actors[key] = Actor(key=key, name=words, names=(words,), kind="GROUP")
        return (key,)

    def stranger(self, head: int, depth: int) -> tuple[str, ...]:
        """A new actor for people nobody named ("un musicien tunisien"): their noun names them."""
        token = self.notes.tokens[head]
        lexicon = self.lexicon
        if token.pos != "NOUN" or not lexicon.is_of(token.lemma, (*PEOPLE, *GATHERING)):
            return ()
        if lexicon.is_of(token.lemma, GATHERING):
            return self.gathering(head) if depth == 0 else ()
        if lexicon.is_of(token.lemma, COUNT) and self.syntax.complements(head):
            return ()  # "plusieurs centaines de bulletins"
        key = f"{token.lemma}-{token.i}"
        if key not in self.actors:
            words = [
                head,
                *(k.i for k in self.notes.children(head, "amod") if k.i == head + 1),
            ]
            name = self.notes.text(min(words), max(words) + 1)
            codes = {
                c for k in words[1:] for c in self.kb.demonym(self.notes.tokens[k].low)
            }
            self.actors[key] = Actor(
                key=key, name=name, names=tuple(dict.fromkeys((name, token.text))), kind="GROUP",
                country=codes.pop() if len(codes) == 1 else None, why=("people not named",),
            )  # fmt: skip
        return (key,)
