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
from vigie.reports.things import authors, holders, launchers, sides_meant

PEOPLE = (
    "person",
    "people_group",
    "crowd",
    "marcher",
)  # classes of the pack's nouns for people
GATHERING = ("protest", "street")  # classes of nouns for a protest, met as a side
GATHERED = (
    "gathering"  # start of the key of those who protest, until complete.py names them
)
TARGETS = ("building", "territory", "infrastructure", "vehicle")  # of what is struck
TIME = ("time",)  # "le Jour de la colère" does not march
TERRITORY = ("territory",)  # of quarters, towns, zones
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
        self.asked: set[int] = set()  # acts whose doer is being looked for
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
        if any(
            det.low in self.syntax.support.nobody
            for det in self.notes.children(head, "det")
        ):
            return ()
        owner = self.owner(head)
        if owner and token.lemma in self.syntax.support.collective:
            return (owner,)  # "ses forces ont pris la ville": his, hence he
        if self.is_thing(head):
            return self.launched_by(head)
        if (doers := self.doers_of(head)) is not None:
            return doers
        if token.lemma in self.syntax.support.collective:
            whose = [k.i for k in self.notes.children(head, "nmod") if self.is_relative(k)]
            if whose:  # "X, dont les forces assiègent…"
                return self.keys([self.syntax.antecedent(k) for k in whose])
        if keys := self.members(head):
            return keys
        if self.who.mention(head) is None:
            if keys := self.through_acts(head, depth):
                return keys
            if self.lexicon.is_of(token.lemma, TERRITORY):
                return self.holders_of(head, depth)
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
        return (
            self.keys(holders(self.syntax, head))
            or sides_meant(self.syntax, head, self.actors.values())
            or self.someone(head, depth)
            or self.nationality(head)
            or self.stranger(head, depth)
            or self.keys(authors(self.syntax, head))
        )

    def someone(self, head: int, depth: int) -> tuple[str, ...]:
        """People of a nationality, as people: "des missionnaires américains" are not the state."""
        people = self.lexicon.is_of(self.notes.tokens[head].lemma, PEOPLE)
        foreign = any(self.kb.demonym(k.low) for k in self.notes.children(head, "amod"))
        return self.stranger(head, depth) if people and foreign else ()

    def is_side(self, head: int) -> bool:
        """Whether a name is more than a name: a group, a body, or one of a sector or country."""
        mention = self.who.mention(head)
        actor = None if mention is None else self.actors[mention.actor]
        bare = actor is not None and actor.kind in ("PER", "LOC") and not actor.sector
        return not (bare and actor is not None and not actor.country)

    def is_target(self, head: int) -> bool:
        """Whether a complement of an attack is what it struck: "l'attaque du convoi"."""
        token = self.notes.tokens[head]
        case = self.notes.child(
            head, "case"
        )  # "du" holds its article, "de" and "d'" do not
        fused = case is not None and case.low != case.lemma and not case.low.endswith("'")
        definite = fused or self.notes.child(head, "det") is not None
        return definite and self.lexicon.is_of(token.lemma, TARGETS)

    def doers_of(self, head: int) -> tuple[str, ...] | None:
        """Whose an act is that does something itself: "le raid attribué à X a tué…".

        None where its complements may say it as those of any noun.
        """
        syntax, lemma = self.syntax, self.notes.tokens[head].lemma
        if lemma not in syntax.support.acts or self.lexicon.is_of(lemma, GATHERING):
            return None
        if head in self.asked:
            return None  # an act whose doer is an act whose doer it is: a misread tree
        self.asked.add(head)
        agents = syntax.obliques(head, tuple(syntax.support.agent))
        keys = self.keys(syntax.noun_subject(head) or agents)
        self.asked.discard(head)
        struck = any(self.is_target(h) for h in syntax.complements(head))
        return keys or (self.nationality(head) if struck else None)

    def through_acts(self, head: int, depth: int) -> tuple[str, ...]:
        """Whose act a noun leads to: "l'intervention russe en Ukraine", "le projet de frappes"."""
        syntax, acts = self.syntax, self.syntax.support.acts
        if self.notes.tokens[head].lemma in acts:
            return () if syntax.complements(head) else self.nationality(head)
        if depth >= DEPTH:
            return ()
        for below in syntax.complements(head):
            if self.notes.tokens[below].lemma in acts and self.who.mention(below) is None:
                return self.at(below, depth + 1)
        return ()

    def holders_of(self, head: int, depth: int) -> tuple[str, ...]:
        """Whose a place is: "les quartiers que tient X", "un secteur rebelle"; no bare name's."""
        for below in self.syntax.complements(head):
            if (
                depth < DEPTH
                and self.is_side(below)
                and (keys := self.at(below, depth + 1))
            ):
                return keys
        owner = self.owner(head)
        return (
            self.keys(holders(self.syntax, head))
            or ((owner,) if owner else ())
            or sides_meant(self.syntax, head, self.actors.values())
            or self.nationality(head)
        )

    def is_relative(self, token: Token) -> bool:
        """Whether a word is a relative pronoun."""
        return self.syntax.antecedent(token.i) != token.i

    def members(self, head: int) -> tuple[str, ...]:
        """Several names after the plural noun that says what they are: "les journalistes A et B"."""
        token = self.notes.tokens[head]
        if token.pos != "NOUN" or not token.has("Number=Plur"):
            return ()
        for kid in self.notes.children(head, "nmod", "appos", "flat"):
            mention = self.who.mention(kid.i)
            named = kid.pos == "PROPN" and kid.i > head and not self.notes.case(kid.i)
            if named and mention is not None and mention.kind == "PER":
                keys = self.who.at(kid.i)
                return keys if len(keys) > 1 else ()
        return ()

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
        owners = [k for c in self.syntax.complements(head) for k in self.who.at(c)]
        sent = self.keys(launchers(self.syntax, head))
        return sent or tuple(owners[:1]) or self.nationality(head)

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
        armed = token.has("Number=Plur") and lexicon.is_of(token.lemma, FORCE)
        armed = armed and not lexicon.is_of(token.lemma, (*WEAPON, *VEHICLE))
        if not armed and not lexicon.is_of(token.lemma, (*PEOPLE, *GATHERING)):
            return ()
        if lexicon.is_of(token.lemma, GATHERING):
            return self.gathering(head) if depth == 0 else ()
        if lexicon.is_of(token.lemma, COUNT) and self.syntax.complements(head):
            return ()  # "plusieurs centaines de bulletins"
        return (self.new_actor(head),)

    def new_actor(self, head: int) -> str:
        """Key of an actor named by a noun and the adjective after it, made if need be."""
        token = self.notes.tokens[head]
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
        return key

    def named(self, heads: list[int]) -> tuple[str, ...]:
        """Those who protest under a name nobody else bears: "le Forum des exilés manifeste"."""
        tokens, out = self.notes.tokens, list[str]()
        for head in heads:
            token = tokens[head]
            name = token.pos in ("NOUN", "PROPN") and token.text[:1].isupper()
            if name and not self.lexicon.is_of(token.lemma.lower(), TIME):
                out.append(self.new_actor(head))
        return tuple(out)

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

    def states(self, heads: list[int]) -> tuple[str, ...]:
        """Countries of the capitals that noun phrases name: an envoy "à Kigali" is in Rwanda."""
        out = dict[str, None]()
        for head in heads:
            mention = self.who.mention(head)
            words = self.notes.text(*self.name_span(head))
            seat = self.kb.seat(words) if mention is None or mention.kind == "LOC" else None
            if seat is not None and seat.country:
                out[
                    self.countries.get(seat.country) or self.country(seat.country, words)
                ] = None
        return tuple(out)

    def name_span(self, head: int) -> tuple[int, int]:
        """First token and end of the name that holds a word; the word alone if none does."""
        held = (e for e in self.notes.ents if e.tok_start <= head < e.tok_end)
        return next(((e.tok_start, e.tok_end) for e in held), (head, head + 1))

    def is_undergone(self, head: int) -> bool:
        """Whether a noun of action is followed by those it is done to: "l'expulsion de X"."""
        senses = self.lexicon.senses_of(self.notes.tokens[head].lemma, "", "noun")
        done_to = [s for s in senses if "objgen" in s.slots.get("recipient", ())]
        return bool(done_to) and not any("gen" in s.slots["actor"] for s in done_to)

    def country(self, code: str, word: str) -> str:
        """A country that only an adjective names ("des drones turcs")."""
        name = self.kb.country_name(code) or word
        self.actors.setdefault(
            code,
            Actor(key=code, name=name, names=(name, word), kind="GPE", country=code,
                  why=(f"named by: {word}",)),
        )  # fmt: skip
        self.countries[code] = code
        return code
