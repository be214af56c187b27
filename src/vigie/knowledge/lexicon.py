"""Knowledge room. The coder's lexicon: what each word means and which slots it has.

Flow: `packs/<language>/triggers/<TYPE>.yaml` and `classes.yaml` → `Lexicon`, looked up by lemma.
An entry never says how a language's syntax works; reports/syntax.py does, over the universal tree.

An entry, all keys but the first and `example` optional:

    - verb: attaquer            # or noun:, adj:, phrase: "prendre OBJ:contrôle", "mettre PREP:en:garde"
      with: {de: feu}           # what must stand by a noun: complement, or {amod: …}
      mode: aerial
      slots: {actor: subj, recipient: obj | contre}
      need: {obj: [force, =base]}   # a class of classes.yaml, or one lemma after "="
      never: {obj: [text, sport]}
      negated: REJECT           # type taken when negated
      future: AGREE             # type taken when announced
      bare: no                  # only with a recipient that is an actor
      weak: yes                 # only with an actor and a recipient
      alone: yes                # tells an act though neither side is an actor
      told: yes                 # not as a bare participle ("un enfant blessé")
      speech: yes               # its content clause is what is threatened, asked, refused
      number: plural            # only in the plural ("des tirs")
      fallback: yes             # only where nothing else of its type is told in the dispatch
      amid: yes                 # only where another word tells an act of its type in the dispatch
      context: [military]
      cameo: "190"
      example: "L'armée a attaqué la base."
      not: "Il a attaqué un projet de loi."
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.inflection import forms_of, plurals_of
from vigie.knowledge.layers import own_types
from vigie.knowledge.loaders import Pack

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
KEYS = {
    "verb", "noun", "adj", "phrase", "with", "mode", "slots", "need", "never", "negated",
    "future", "bare", "weak", "alone", "told", "speech", "number", "fallback", "amid", "context", "cameo", "example", "not",
}  # fmt: skip
DEFAULT_SLOTS = {
    "verb": {"actor": "subj", "recipient": "obj"},
    "noun": {"actor": "gen | par", "recipient": "contre | sur | objgen"},
    "adj": {"actor": "subj", "recipient": "none"},
}


class Part(msgspec.Struct, frozen=True):
    """A word that must stand by the trigger: its relation ("obj", "prep", "amod"), its lemmas."""

    rel: str
    prep: str | None
    lemmas: frozenset[str]


class Sense(msgspec.Struct, frozen=True, kw_only=True):
    """One sense of one word: the type it codes, its slots, its conditions."""

    id: str
    lemma: str
    kind: str  # verb, noun, adj
    reflexive: bool
    parts: tuple[Part, ...]
    type: str
    mode: str | None
    slots: dict[str, tuple[str, ...]]
    need: dict[str, tuple[str, ...]]
    never: dict[str, tuple[str, ...]]
    negated: str | None
    future: str | None
    bare: bool
    weak: bool
    alone: bool
    told: bool
    speech: bool
    plural: bool
    fallback: bool
    amid: bool
    contexts: tuple[str, ...]
    cameo: str | None
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int, str]:
        """More specific senses first."""
        return (-len(self.parts), -len(self.need) - self.reflexive, self.id)


class Lexicon:
    """All senses, by lemma and kind; classes of nouns; forms to find a lost lemma again.

    `sides` are the classes an actor can belong to: a name serves where one of them is needed.
    """

    def __init__(
        self, senses: Iterable[Sense], classes: Mapping[str, Iterable[str]],
        forms: Mapping[str, str] | None = None, sides: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.senses = sorted(senses, key=lambda s: s.rank)
        self.by: dict[str, dict[str, list[Sense]]] = {"verb": {}, "noun": {}, "adj": {}}
        for sense in self.senses:
            self.by[sense.kind].setdefault(sense.lemma, []).append(sense)
        inverse: dict[str, set[str]] = {}
        for name in classes:
            for lemma in _members(name, classes):
                inverse.setdefault(lemma, set()).add(name)
        self.classes: dict[str, frozenset[str]] = {
            lemma: frozenset(names) for lemma, names in inverse.items()
        }
        self.forms = dict(forms or {})
        self.sides = frozenset(sides)
        self.plurals: dict[str, str] = {}
        self._members: dict[tuple[str, ...], frozenset[str]] = {}

    def senses_of(self, lemma: str, low: str, kind: str) -> list[Sense]:
        """Senses of a word; where the tagger's lemma is none of ours, its form is looked up."""
        table = self.by[kind]
        found = table.get(lemma)
        if found is None and kind == "verb":
            found = table.get(self.forms.get(low, ""))
        if found is None and kind != "verb" and low != lemma:
            found = table.get(low)
        return found or []

    def members(self, wanted: tuple[str, ...]) -> frozenset[str]:
        """All lemmas of which `is_of` holds, worked out once: for those asked of every word."""
        if wanted not in self._members:
            named = (w[1:] for w in wanted if w[0] == "=")
            own = (k for k in self.classes if self.is_of(k, wanted))
            self._members[wanted] = frozenset((*named, *own))
        return self._members[wanted]

    def is_of(self, lemma: str, wanted: Iterable[str]) -> bool:
        """Whether a noun belongs to one of the classes, or is one of the "=lemmas"."""
        own = self.classes.get(lemma, frozenset())
        return any(w[1:] == lemma if w[0] == "=" else w in own for w in wanted)


def _members(name: str, classes: Mapping[str, Iterable[str]], depth: int = 0) -> set[str]:
    """Lemmas of a class, those of the classes it takes in ("+name") included."""
    out: set[str] = set()
    for lemma in classes.get(name, ()):
        if not lemma.startswith("+"):
            out.add(lemma)
        elif depth < 5:
            out |= _members(lemma[1:], classes, depth + 1)
    return out


def load_lexicon(pack: Pack) -> Lexicon:
    """The lexicon of a language.

    Raises:
        BadKnowledge: an entry has an unknown key, no word, or a type that does not exist.
    """
    senses: dict[str, Sense] = {}
    types = (*TYPES, *own_types(pack.layer))
    for name in pack.names("triggers"):
        type_ = name.rpartition("/")[2].partition("-")[
            0
        ]  # ASSAULT.yaml, ASSAULT-nouns.yaml
        if type_ not in types:
            raise BadKnowledge(f"{name}.yaml", "its name", f"one of {', '.join(types)}")
        for rank, row in enumerate(pack.read(name) or []):
            sense = _sense(row, type_, f"{name}.yaml", rank, pack.language)
            senses.setdefault(sense.id, sense)
            for n in range(2, 9):  # a word may have several senses of one type
                if senses[sense.id] is sense:
                    break
                sense = msgspec.structs.replace(
                    sense, id=f"{sense.id.partition('#')[0]}#{n}"
                )
                senses.setdefault(sense.id, sense)
    _predicates(senses, frozenset(pack.read("support")["copula"]))
    verbs = {s.lemma for s in senses.values() if s.kind == "verb"}
    forms = forms_of(verbs, pack.read("conjugation")["paradigms"])
    support = pack.read("support")
    lexicon = Lexicon(senses.values(), pack.read("classes"), forms, support["side_classes"])
    nouns = {s.lemma for s in lexicon.senses if s.kind == "noun"} | set(lexicon.classes)
    nouns |= {lemma for s in lexicon.senses for part in s.parts for lemma in part.lemmas}
    lexicon.plurals = plurals_of(
        nouns, [tuple(x.strip() for x in p.split(">")) for p in support["plurals"]]
    )
    return lexicon


def _predicates(senses: dict[str, Sense], copulas: frozenset[str]) -> None:
    """Predicates ("être ADJ:abattu", "être PREP:en:grève"): the tree hangs the copula on them."""
    for sense in list(senses.values()):
        if sense.kind != "verb" or sense.lemma not in copulas or not sense.parts:
            continue
        del senses[sense.id]
        first = sense.parts[0]
        kind = "noun" if first.rel == "prep" else "adj"
        parts = (Part("cop", first.prep, copulas), *sense.parts[1:])
        for lemma in sorted(first.lemmas):
            id_ = f"{sense.id}:{lemma}"
            senses[id_] = msgspec.structs.replace(
                sense, id=id_, lemma=lemma, kind=kind, parts=parts
            )


def _sense(row: Any, type_: str, file: str, rank: int, language: str) -> Sense:
    if not isinstance(row, dict) or not set(row) <= KEYS:
        odd = sorted(set(row) - KEYS) if isinstance(row, dict) else row
        raise BadKnowledge(file, f"entry {rank + 1} ({odd})", f"keys among {sorted(KEYS)}")
    kind = next((k for k in ("verb", "noun", "adj", "phrase") if row.get(k)), None)
    if kind is None or not isinstance(row[kind], str):
        raise BadKnowledge(file, f"entry {rank + 1}", "a verb, noun, adj or phrase")
    words = row[kind]
    parts: list[Part] = []
    if kind == "phrase":
        words, parts, kind = _phrase(words, file)
    for rel, lemmas in (row.get("with") or {}).items():
        words_of = lemmas if isinstance(lemmas, list) else str(lemmas).split("|")
        options = frozenset(str(x).strip() for x in words_of)
        named = rel in ("amod", "obj", "subj")
        parts.append(Part(rel if named else "prep", None if named else rel, options))
    reflexive = kind == "verb" and words.startswith(("se ", "s'"))
    lemma = words.removeprefix("se ").removeprefix("s'").strip()
    clitic, _, bare = lemma.rpartition(" ")
    if kind == "verb" and reflexive and clitic:  # "s'en prendre"
        parts.append(Part("clitic", None, frozenset({clitic})))
        lemma = bare
    default = DEFAULT_SLOTS[kind] | ({"recipient": "none"} if reflexive else {})
    slots = default | (row.get("slots") or {})
    if not lemma or lemma != lemma.lower() or (kind == "verb" and " " in lemma):
        raise BadKnowledge(
            file, row.get("phrase") or words, "a lemma in lower case, one word"
        )
    return Sense(
        id=f"{language}:{type_}:{row.get('phrase') or words}", lemma=lemma, kind=kind,
        reflexive=reflexive, parts=tuple(parts), type=type_, mode=row.get("mode"),
        slots={role: _functions(text) for role, text in slots.items()},
        need={k: _many(v) for k, v in (row.get("need") or {}).items()},
        never={k: _many(v) for k, v in (row.get("never") or {}).items()},
        negated=row.get("negated"), future=row.get("future"),
        bare=row.get("bare") == "no", weak=_yes(row.get("weak")), alone=_yes(row.get("alone")),
        told=_yes(row.get("told")),
        speech=_yes(row.get("speech")), plural=row.get("number") == "plural",
        fallback=_yes(row.get("fallback")), amid=_yes(row.get("amid")), contexts=_many(row.get("context")),
        cameo=row.get("cameo"), examples=_many(row.get("example")),
        counter_examples=_many(row.get("not")),
    )  # fmt: skip


def _phrase(text: str, file: str) -> tuple[str, list[Part], str]:
    """From "mettre PREP:en:garde": lemma, parts, kind of the first word."""
    lemma, parts = [], []
    for word in text.split():
        if word.startswith("OBJ:"):
            parts.append(Part("obj", None, frozenset(word[4:].split("|"))))
        elif word.startswith("SUBJ:"):
            parts.append(Part("subj", None, frozenset(word[5:].split("|"))))
        elif word.startswith("PREP:"):
            prep, _, noun = word[5:].partition(":")
            parts.append(Part("prep", prep, frozenset(noun.split("|"))))
        elif word.startswith(("ADV:", "ADJ:", "INF:")):
            rel, _, rest = word.partition(":")
            rel = {"ADV": "adv", "ADJ": "amod", "INF": "inf"}[rel]
            parts.append(Part(rel, None, frozenset(rest.split("|"))))
        else:
            lemma.append(word)
    if not lemma:
        raise BadKnowledge(
            file, text, "a lemma, then OBJ:…, PREP:…:…, ADJ:…, INF:… or ADV:…"
        )
    return " ".join(lemma), parts, "verb"


def _functions(text: Any) -> tuple[str, ...]:
    words = text if isinstance(text, list) else str(text).split("|")
    return tuple(w.strip() for w in words if w.strip())


def _many(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def _yes(value: Any) -> bool:
    return value in ("yes", "true")
