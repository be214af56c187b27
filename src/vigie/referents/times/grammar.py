"""Referents room, times. The language's file of time expressions, compiled into one object.

Flow: packs/<language>/times.yaml → `compile_grammar` → `TimeGrammar`, a trie over words and classes of
words that match.py walks. A pattern's choices are written out, so the trie knows no operator.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.loaders import Pack

FILE = "times"
FEASTS = "times_feasts"
_PIECE = re.compile(r"\(|\)\??|\||\{|\}|[^\s()|{}]+")
_MARKS = "{}"
_TAG = "@"
_NEEDED = ("rule", "value", "grain", "example")
_FIRST_JOINED, _LAST_JOINED = 1950, 2050  # years that a prefix is glued to ("mi-2014")
_MAX_FORMS = 6000  # a pattern that unfolds further is a mistake


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What a pattern means and where it does not hold.

    `op` names what resolve.py does with the captured words, `args` are its arguments. `tail`
    says that the words count only beside a day ("soir" in "mardi soir").
    """

    name: str
    rank: int
    op: str
    args: tuple[str, ...]
    grain: str
    timex: str
    tail: bool
    small: bool
    since: int
    follows: str | None
    not_next: frozenset[str]
    not_prev: frozenset[str]
    only_next: frozenset[str]


class Accept(msgspec.Struct, frozen=True, kw_only=True):
    """A rule at the end of a path: how many tokens before and after are not its own."""

    rule: Rule
    lead: int
    trail: int
    tag: str | None


class Node:
    """A place in the trie: where each word or class leads, and what ends here."""

    __slots__ = ("accepts", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.accepts: list[Accept] = []


class Feast(msgspec.Struct, frozen=True, kw_only=True):
    """A day that has a name: fixed, so many days from Easter, or listed year by year."""

    name: str
    fixed: str | None = None
    easter: int | None = None
    days: dict[int, str] = {}
    length: int = 1
    once: str | None = None
    capital: bool = False


class TimeGrammar:
    """All a language knows of time. Made once by `load_times` (find.py), then only read.

    Attributes:
        words: For each word, the symbols it stands for in patterns and what each is worth.
        root: The trie.
        lists: Sets of words by name (`ahead_verbs`, `name_heads`…).
        feasts: Named days by name.
    """

    __slots__ = ("clock_marks", "feasts", "lists", "root", "rules", "words")

    def __init__(self, data: dict[str, Any], feasts: dict[str, Feast], where: str) -> None:
        self.feasts = feasts
        self.lists = {k: frozenset(v) for k, v in data["lists"].items()}
        self.clock_marks = frozenset(data["clock_marks"])
        self.words: dict[str, dict[str, str]] = {}
        self.root = Node()
        self.rules: list[Rule] = []
        self._add_words(data)
        shared = dict(data["macros"])
        shared["FEAST"] = (
            "(" + "|".join(f"{_TAG}{f} {n}" for n, f in _feast_names(data)) + ")"
        )
        whole = frozenset(data["whole"])
        for rank, row in enumerate(data["rules"]):
            self._add_rule(rank, row, shared, whole, where)
        self._add_variants()

    def _add_words(self, data: dict[str, Any]) -> None:
        for symbol, entries in data["words"].items():
            for word, worth in entries.items():
                self._word(word.lower(), symbol, worth or "")
        months = [(w, n) for w, n in data["words"]["MONTH"].items() if w[-1].isalpha()]
        for (left, first), (right, last) in itertools.permutations(months, 2):
            self._word(f"{left}-{right}", "MONTHPAIR", f"{first} {last}")
        for prefix in data["joined"]:
            for word, worth in data["words"]["MONTH"].items():
                self._word(prefix + word, "MIDMONTH", worth)
            for year in range(_FIRST_JOINED, _LAST_JOINED):
                self._word(f"{prefix}{year}", "MIDYEAR", str(year))

    def _word(self, word: str, symbol: str, worth: str) -> None:
        self.words.setdefault(word, {})[symbol] = worth

    def _add_rule(
        self, rank: int, row: dict[str, Any], macros: dict[str, str], whole: frozenset[str],
        where: str,
    ) -> None:  # fmt: skip
        missing = [
            k for k in _NEEDED if k not in row and not (k == "example" and "tail" in row)
        ]
        if missing or ("pattern" in row) == ("phrases" in row):
            raise BadKnowledge(where, row.get("rule", f"rule {rank}"), ", ".join(_NEEDED))
        rule = _rule(rank, row)
        self.rules.append(rule)
        for pattern in row.get("phrases") or [row["pattern"]]:
            forms = list(_unfold(_split(pattern, macros, whole)))
            if not 0 < len(forms) <= _MAX_FORMS:
                raise BadKnowledge(
                    where, rule.name, f"a pattern of at most {_MAX_FORMS} forms"
                )
            for form in forms:
                self._add_form(rule, form)

    def _add_form(self, rule: Rule, form: tuple[str, ...]) -> None:
        plain = [e for e in form if e not in _MARKS and e[0] != _TAG]
        marks = [e for e in form if e[0] != _TAG]
        lead = marks.index("{") if "{" in marks else 0
        trail = len(marks) - 1 - marks.index("}") if "}" in marks else 0
        tag = next((e[1:] for e in form if e[0] == _TAG), None)
        if len(plain) <= lead + trail:
            return  # an optional part was all there was
        node = self.root
        for element in plain:
            below = node.next.get(element)
            if below is None:
                below = node.next[element] = Node()
                if not element.isupper():
                    self._word(element, element, "")
            node = below
        if all(a.rule is not rule for a in node.accepts):
            node.accepts.append(Accept(rule=rule, lead=lead, trail=trail, tag=tag))

    def _add_variants(self) -> None:
        """A word without accents stands for all that the accented word stands for."""
        for word, symbols in list(self.words.items()):
            bare = without_accents(word)
            if bare != word:
                self.words.setdefault(bare, {}).update(
                    {k: v for k, v in symbols.items() if k not in self.words[bare]}
                )


def compile_grammar(pack: Pack, ops: Collection[str]) -> TimeGrammar:
    """The compiled time grammar of a language.

    Args:
        pack: The language's pack.
        ops: What a rule may ask for.

    Raises:
        BadKnowledge: the pack has no such file, or a rule is malformed.
    """
    data = dict(pack.read(FILE))
    data["feasts"] = pack.read(FEASTS)
    where = f"{pack.language}/{FILE}.yaml"
    for part in ("words", "macros", "rules", "lists", "joined", "whole", "clock_marks"):
        if part not in data:
            raise BadKnowledge(where, part, "this part")
    feasts = {row["feast"]: _feast(row) for row in data["feasts"]}
    grammar = TimeGrammar(data, feasts, where)
    for rule in grammar.rules:
        if rule.op not in ops:
            raise BadKnowledge(where, rule.name, f"a value among {', '.join(sorted(ops))}")
    return grammar


def without_accents(word: str) -> str:
    """The word in bare letters.

    >>> without_accents("août")
    'aout'
    """
    if word.isascii():
        return word
    return "".join(
        c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)
    )


def _rule(rank: int, row: dict[str, Any]) -> Rule:
    op, *args = row["value"].split()
    return Rule(
        name=row["rule"], rank=rank, op=op, args=tuple(args), grain=row["grain"],
        timex=row.get("timex", "DATE"), tail="tail" in row, small="small" in row,
        since=int(row.get("since", 0)), follows=row.get("follows"),
        not_next=frozenset(row.get("not_next", ())), not_prev=frozenset(row.get("not_prev", ())),
        only_next=frozenset(row.get("only_next", ())),
    )  # fmt: skip


def _feast(row: dict[str, Any]) -> Feast:
    days = {int(k): v for k, v in (row.get("days") or {}).items()}
    return Feast(
        name=row["feast"], fixed=row.get("fixed"), days=days, once=row.get("once"),
        easter=int(row["easter"]) if "easter" in row else None,
        length=int(row.get("length", 1)), capital="written" in row,
    )  # fmt: skip


def _feast_names(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for row in data["feasts"]:
        for name in row["names"]:
            yield name, row["feast"]


def _split(pattern: str, macros: dict[str, str], whole: frozenset[str]) -> list[str]:
    """Pieces of a pattern, macros put in, elided words cut as the tokenizer cuts them."""
    pieces: list[str] = []
    for piece in _PIECE.findall(pattern):
        name = piece.rstrip("?")
        if name in macros:
            inner = _split(macros[name], macros, whole)
            pieces += [*inner[:-1], inner[-1] + "?"] if piece.endswith("?") else inner
        elif "'" in piece[:-1] and piece not in whole and not piece.startswith("'"):
            head, _, rest = piece.partition("'")
            pieces += [head + "'", *_split(rest, macros, whole)]
        else:
            pieces.append(piece)
    return pieces


def _unfold(pieces: list[str]) -> list[tuple[str, ...]]:
    """Every row of words that a pattern stands for."""
    forms, rest = _choice(pieces)
    return forms if not rest else []


def _choice(pieces: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    done: list[tuple[str, ...]] = []
    forms: list[tuple[str, ...]] = [()]
    while pieces:
        piece, pieces = pieces[0], pieces[1:]
        if piece in (")", ")?"):
            pieces = [piece, *pieces]
            break
        if piece == "|":
            done, forms = done + forms, [()]
            continue
        if piece == "(":
            inner, pieces = _choice(pieces)
            closing, pieces = pieces[0], pieces[1:]
            if closing == ")?":
                inner = [(), *inner]
        elif piece.endswith("?") and len(piece) > 1:
            inner = [(), (piece[:-1],)]
        else:
            inner = [(piece,)]
        forms = [a + b for a in forms for b in inner]
    return done + forms, pieces
