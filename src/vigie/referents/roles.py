"""Referents room. Nouns that name who acts: the pack's lists, compiled, and found in the text.

Flow: pack (people, organisations, roles) → `Who`, once; tokens → the `Noun` that begins there. The
forms of a noun are found through its folded word, its lemma, or its stem (ending off by the pack's
rules), so that a wrong lemma, missing accents or capitals do no harm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.folding import fold
from vigie.knowledge.loaders import Pack
from vigie.records import Token
from vigie.referents.places.rules import load_places

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "X", "VERB"})


class Noun(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of people.yaml or organisations.yaml.

    `kind` is that of the singular, `plural` that of the plural. `body` is what two nouns must
    share to name the same actor: the noun itself, or the body it is listed under.
    """

    lemma: str
    kind: str
    plural: str
    body: str
    sector: str | None = None
    country: str | None = None
    inherits: bool = False
    weak: bool = False
    of_state: str | None = None
    stands_for: frozenset[str] = frozenset()
    bare: bool = False
    placed: bool = False
    subject: bool = False
    not_under: frozenset[str] = frozenset()


class Ending(msgspec.Struct, frozen=True):
    """An ending and what stands in its place in the masculine singular."""

    form: str
    base: str


class Pronoun(msgspec.Struct, frozen=True, kw_only=True):
    """A third-person pronoun; `after` is the word that must stand before it.

    `last` says that it takes up the last one named, whatever his part: "celui-ci".
    """

    number: str
    gender: str | None = None
    after: str | None = None
    last: bool = False


class Who:
    """All that is known of the words for actors, ready for use.

    Attributes:
        words: Word lists of roles.yaml, folded ("former", "civilities", "particles", …).
        adjectives: Stem of an adjective → sector it gives.
        bodies: Stem of an adjective → IGO or NGO.
        pronouns: Form → what it agrees with.
        possessives: Form → number of the owner.
    """

    def __init__(self, pack: Pack) -> None:
        raw = pack.read("roles")
        self._endings = tuple(Ending(e["form"], e["base"]) for e in raw["endings"])
        self.words: Mapping[str, frozenset[str]] = {
            k: frozenset(fold(w) for w in v)
            for k, v in raw.items()
            if isinstance(v, list) and all(isinstance(w, str) for w in v)
        }
        self.stem = lru_cache(maxsize=50_000)(self._stem)
        self.counting = frozenset(self.stem(w) for w in raw["counting"])
        self.portfolios = frozenset(self.stem(w) for w in raw["portfolios"])
        self.participles = frozenset(self.stem(w) for w in raw["participles"])
        self.place_nouns = frozenset(self.stem(w) for w in raw["place_nouns"])
        self.domains = frozenset(self.stem(w) for w in raw["domains"])
        self.settled = frozenset(self.stem(w) for w in raw["settled"])
        self.compounds: Mapping[str, str] = raw["compounds"]
        self.anywhere = frozenset(self.stem(w) for w in raw["anywhere"])
        self.places = load_places(pack)
        self.elsewhere = frozenset(self.stem(w) for w in raw["elsewhere"])
        self.posted = frozenset(self.stem(w) for w in raw["posted"])
        self.telling_verbs = frozenset(fold(v["say"]) for v in pack.read("speech")["verbs"])
        self.worldwide = frozenset(self.stem(w) for w in raw["worldwide"])
        self.adjuncts = tuple(tuple(fold(w).split()) for w in raw["adjuncts"])
        self.same_office = frozenset(self.stem(w) for w in raw["same_office"])
        self.bodies = {self.stem(k): str(v) for k, v in raw["bodies"].items()}
        self.adjectives = {
            self.stem(w): str(sector)
            for sector, words in raw["adjectives"].items()
            for w in words
        }
        self.plural_endings = tuple(raw["plural_endings"])
        self.whose: Mapping[str, str] = dict(raw["whose"])
        self.feminine_endings = tuple(raw["feminine_endings"])
        self.lands = frozenset(self.stem(w) for w in raw["lands"])
        self.neighbours = frozenset(self.stem(w) for w in raw["neighbours"])
        self.opponents = frozenset(self.stem(w) for w in raw["opponents"])
        self.ordinals = {
            w: rank
            for rank, key in ((0, "first"), (-1, "last"))
            for w in raw["ordinals"][key]
        }
        self.counts: Mapping[str, int] = {w: int(n) for w, n in raw["counts"].items()}
        self.civil_genders: Mapping[str, frozenset[str]] = {
            gender: frozenset(words) for gender, words in raw["civil_genders"].items()
        }
        self.article_genders: Mapping[str, str] = {
            word: gender
            for gender, words in raw["article_genders"].items()
            for word in words
        }
        self.office_sectors = frozenset(raw["office_sectors"])
        self.pronouns = {
            p["form"]: Pronoun(
                number=p["number"],
                gender=p.get("gender"),
                after=p.get("after"),
                last="last" in p,
            )
            for p in raw["pronouns"]
        }
        self.possessives = {w: n for n, words in raw["possessives"].items() for w in words}
        nouns = [*_nouns(pack, "people"), *_nouns(pack, "organisations")]
        self._exact: dict[str, Noun] = {}
        self._stems: dict[str, Noun] = {}
        self._many: dict[str, list[tuple[tuple[str, ...], Noun | None]]] = {}
        for noun in nouns:
            self._add(pack, noun)
        for run in raw["nobody"]:
            pattern = tuple(self.stem(w) for w in fold(run).split())
            self._many.setdefault(pattern[0], []).append((pattern, None))
        for listed in self._many.values():
            listed.sort(key=lambda pair: -len(pair[0]))

    def noun_at(self, tokens: Sequence[Token], i: int, end: int) -> tuple[Noun, int] | None:
        """The longest noun of ours that begins at a token, and the token after it.

        Args:
            tokens: Tokens of the dispatch.
            i: Where it must begin.
            end: Where it must be over (end of the sentence).
        """
        token = tokens[i]
        form = token.pos == "AUX" and token.has("VerbForm=Part")  # "l'opposant", in "-ant"
        if not (form or token.pos in _NOMINAL) or (
            token.pos == "VERB" and "Fin" in token.morph
        ):
            return None
        words = self._unprefixed(token)
        if not words:
            return None
        for pattern, noun in self._many.get(self.stem(words[0]), ()):
            stop = self._runs(pattern, tokens, i, end)
            if stop:
                return (noun, stop) if noun is not None else None
        if len(words) > 1:
            return None
        found = self._stems.get(self.stem(words[0])) if words[0] != token.low else None
        found = self.single(token) or found
        return (found, i + 1) if found else None

    def nobody_at(self, tokens: Sequence[Token], i: int, end: int) -> int:
        """Token after a run that begins like someone and is not, 0 where there is none."""
        words = self._unprefixed(tokens[i])
        for pattern, noun in self._many.get(self.stem(words[0]), ()) if words else ():
            stop = self._runs(pattern, tokens, i, end)
            if stop:
                return stop if noun is None else 0
        return 0

    def is_past(self, token: Token) -> bool:
        """Whether a noun carries "ex-"."""
        first, _, rest = fold(token.text).partition(" ")
        return bool(rest) and first in self.words["former_prefix"]

    def _unprefixed(self, token: Token) -> list[str]:
        """Folded words of a token, "ex-" off."""
        words = fold(token.text).split()
        return (
            words[1:]
            if len(words) > 1 and words[0] in self.words["former_prefix"]
            else words
        )

    def single(self, token: Token) -> Noun | None:
        """The one-word noun that a token is a form of."""
        low = fold(token.text)
        if low in self.words["never"]:
            return None
        return (
            self._exact.get(low)
            or self._exact.get(fold(token.lemma))
            or self._stems.get(self.stem(token.low))
        )

    def _runs(
        self, pattern: tuple[str, ...], tokens: Sequence[Token], i: int, end: int
    ) -> int:
        """Token after a run of words that fits the pattern, 0 if it does not."""
        at, words = 0, self._unprefixed(tokens[i])
        while i < end:
            for word in words:
                if at == len(pattern) or self.stem(word) != pattern[at]:
                    return 0
                at += 1
            i += 1
            if at == len(pattern):
                return i
            words = fold(tokens[i].text).split() if i < end else []
        return 0

    def _add(self, pack: Pack, noun: Noun) -> None:
        words = fold(noun.lemma).split()
        if not words:
            raise BadKnowledge(pack.folder / "people.yaml", noun, "a lemma")
        if len(words) > 1:
            pattern = tuple(self.stem(w) for w in words)
            self._many.setdefault(pattern[0], []).append((pattern, noun))
            return
        if words[0] in self._exact:
            raise BadKnowledge(pack.folder, noun.lemma, "each lemma in one entry only")
        self._exact[words[0]] = noun
        self._stems.setdefault(self.stem(noun.lemma.lower()), noun)

    def _stem(self, word: str) -> str:
        """A word brought back to the masculine singular, accents off."""
        low = word.lower()
        for ending in self._endings:
            if low.endswith(ending.form) and len(low) - len(ending.form) >= 3:
                return fold(low[: -len(ending.form)] + ending.base)
        return fold(low)


def load_who(pack: Pack) -> Who:
    """Compile the pack's nouns and small words.

    Raises:
        BadKnowledge: a file is missing, or an entry lacks a field.
    """
    return Who(pack)


def _nouns(pack: Pack, name: str) -> list[Noun]:
    """The entries of one file, a `Noun` for each lemma."""
    people = name == "people"
    out: list[Noun] = []
    for entry in pack.read(name)[name]:
        try:
            out += [_noun(entry, lemma, people) for lemma in entry["lemmas"]]
        except (KeyError, TypeError, AttributeError) as e:
            raise BadKnowledge(pack.folder / f"{name}.yaml", entry, f"field {e}") from e
    return out


def _noun(entry: Mapping[str, Any], lemma: str, people: bool) -> Noun:
    group = entry.get("group") or entry.get("collective")
    kind = "GROUP" if group else "PER" if people else "ORG"
    return Noun(
        lemma=lemma,
        kind=kind,
        plural="GROUP" if people else entry.get("plural") or kind,
        body=entry.get("body") or fold(lemma),
        sector=None if entry["sector"] == "none" else entry["sector"],
        country=entry.get("country"),
        inherits="inherits" in entry,
        weak="weak" in entry,
        of_state=entry.get("of_state"),
        stands_for=frozenset((entry.get("stands_for") or "").split()),
        bare="bare" in entry,
        placed="placed" in entry,
        subject="subject" in entry,
        not_under=frozenset(fold(w) for w in entry.get("not_under", ())),
    )
