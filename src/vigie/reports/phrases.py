"""Reports room. Whom a noun phrase stands for: token of its head → actor keys.

A mention names its actor; a noun that is nobody gives whom its complement, its possessive or its
adjective of nationality names; people nobody named become actors of their own.
"""

from __future__ import annotations

from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.lexicon import Lexicon
from vigie.records import Actor, Notes, Token
from vigie.records.who import WhoIndex
from vigie.reports.syntax import Syntax

PEOPLE = ("person", "people_group", "crowd")  # classes of the pack's nouns for people
GATHERING = ("protest", "street")  # classes of nouns for a protest, met as a side
GATHERED = (
    "gathering"  # start of the key of those who protest, until complete.py names them
)
COUNT = ("number",)  # "des centaines": people only where no thing is counted
WEAPON, VEHICLE, FORCE = ("weapon",), ("vehicle",), ("force",)  # classes of nouns
DEPTH = 3  # how many complements deep a side may hide: "les positions de l'armée du Nord"


class Phrases:
    """Answers whom a noun phrase of one dispatch stands for; adds the actors it has to make."""

    def __init__(
        self, notes: Notes, syntax: Syntax, who: WhoIndex, actors: dict[str, Actor],
        kb: KnowledgeBase, lexicon: Lexicon,
    ) -> None:  # fmt: skip
        self.notes, self.syntax, self.who = notes, syntax, who
        self.actors, self.kb, self.lexicon = actors, kb, lexicon
        self.countries: dict[str, str] = {}
        for key, actor in actors.items():
            if actor.kind == "GPE" and actor.country:
                self.countries.setdefault(actor.country, key)

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
        if self.is_thing(head):
            return self.launched_by(head)
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
            if token.pos == "PROPN" and self.counted(kid, head):
                return self.stranger(kid.i, depth)
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

    def is_thing(self, head: int) -> bool:
        """Whether a noun is a weapon or what carries one, and nobody: "abattre deux drones"."""
        lemma, is_of = self.notes.tokens[head].lemma, self.lexicon.is_of
        mention = self.who.mention(head)
        named = mention is not None and mention.named and mention.kind != "GROUP"
        return (
            is_of(lemma, WEAPON)
            and (is_of(lemma, VEHICLE) or not is_of(lemma, FORCE))
            and not named
        )

    def launched_by(self, head: int) -> tuple[str, ...]:
        """Whose a weapon is: who launched it, whom its complement or its adjective names."""
        syntax = self.syntax
        agents = [a for k in self.notes.children(head, "acl") for a in syntax.agents(k.i)]
        owners = [k for c in syntax.complements(head) for k in self.who.at(c)]
        return self.keys(agents) or tuple(owners[:1]) or self.nationality(head)

    def counted(self, kid: Token, head: int) -> bool:
        """Whether a capital made a name of a number that opens its sentence: "Dix civils"."""
        opens = head == self.notes.sents[kid.sent][0]
        people = self.lexicon.is_of(kid.lemma, PEOPLE)
        return opens and people and kid.i == head + 1 and kid.rel == "amod"

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
        if token.pos not in ("NOUN", "ADJ"):
            return ()
        if not lexicon.is_of(token.lemma, (*PEOPLE, *GATHERING)):
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

    def owner(self, i: int) -> str | None:
        """Whom the possessive determiner of a noun refers to."""
        for det in self.notes.children(i, "det", "nmod:poss"):
            if det.has("Poss=Yes") and (owner := self.who.owner(det.i)):
                return owner
        return None

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
