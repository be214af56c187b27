"""Referents room, times. Tokens → stretches that a rule of the grammar knows, not yet dated.

One walk from left to right, longest match first. Most tokens stand for nothing in the grammar and
cost one look-up.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vigie.records import Notes, Token
from vigie.referents.times.grammar import Accept, Node, Rule, TimeGrammar

_FULL = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})$")
_DAYS = re.compile(r"(\d{1,2})[-–/](\d{1,2})$")
_YEARS = re.compile(r"(\d{4})[-–/](\d{4}|\d{2})$")
_CLOCK = re.compile(r"(\d{1,2})(\D)(\d{2})?(?:mn|min)?$")
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_LAST_HOUR = 24
_APOSTROPHE = "'"
_NAMED = ("PER", "LOC", "ORG")
_CALENDAR_OPS = frozenset(("date", "days", "days-through"))
_AGE_REACH = 3  # tokens between a person word and the number of years


class Found(NamedTuple):
    """A stretch of tokens, the rule that knows it, and the words it captured.

    `caps` pairs each symbol with its worth and token, in reading order; `extra` is a part of
    the day or a clock time that stands beside the day.
    """

    start: int
    end: int
    rule: Rule
    caps: tuple[tuple[str, str, int], ...]
    tag: str | None = None
    extra: Found | None = None
    from_tok: int = 0

    def worth(self, symbol: str) -> str | None:
        """What the first word of a class is worth, None if there is none."""
        return next((w for s, w, _ in self.caps if s == symbol), None)

    def number(self, symbol: str) -> int | None:
        """The same as a whole number."""
        worth = self.worth(symbol)
        return int(worth) if worth else None

    def all(self, symbol: str) -> list[int]:
        """What every word of a class is worth."""
        return [int(w) for s, w, _ in self.caps if s == symbol]


class _Reader:
    """The symbols of each token, looked up when first asked for."""

    def __init__(self, notes: Notes, grammar: TimeGrammar) -> None:
        self.tokens = notes.tokens
        self.notes = notes
        self.grammar = grammar
        self._figures: dict[str, dict[str, str]] = {}

    def symbols(self, i: int) -> dict[str, str] | None:
        low = self.tokens[i].low
        known = self.grammar.words.get(low)
        first = low[:1]
        if first.isdecimal() or (first == _APOSTROPHE and low[1:].isdecimal()):
            if low not in self._figures:
                self._figures[low] = {
                    low: "",
                    **figures(low, self.grammar),
                    **(known or {}),
                }
            return self._figures[low]
        return known


def match_times(notes: Notes, grammar: TimeGrammar) -> list[Found]:
    """Every stretch that names a time, in reading order, none overlapping another."""
    reader = _Reader(notes, grammar)
    out: list[Found] = []
    i, n, words, root = 0, len(notes.tokens), grammar.words, grammar.root.next
    tokens = notes.tokens
    while i < n:
        low = tokens[i].low
        if low not in words and not low[:1].isdecimal() and low[:1] != _APOSTROPHE:
            i += 1
            continue
        found = _best(reader, i, root, out)
        if found is not None and found.start > i:
            inner = _best(reader, found.start, root, out)
            if inner is not None and inner.end > found.end:
                found = inner
        if found is None:
            i += 1
        else:
            out.append(found)
            i = max(found.end, i + 1)
    return out


def figures(low: str, grammar: TimeGrammar) -> dict[str, str]:
    """The classes that a word of figures belongs to, with what it is worth in each."""
    if low.isdecimal() or (low[0] == _APOSTROPHE and len(low) == 3):
        return _whole_number(low)
    if m := _ISO.match(low):
        return {"FULL": "-".join(m.groups())}
    if m := _FULL.match(low):
        return {"FULL": f"{m[3]}-{m[2]}-{m[1]}"}
    if (m := _CLOCK.match(low)) and m[2] in grammar.clock_marks:
        if int(m[1]) <= _LAST_HOUR and int(m[3] or 0) < 60 and (m[3] or m[2].isalpha()):
            return {"CLOCK": f"{int(m[1]) % 24:02d}:{m[3] or '00'}"}
        return {}
    out = {}
    if m := _SHORT.match(low):
        out["SHORT"] = f"{m[2]}-{m[1]}"
    if (m := _DAYS.match(low)) and 0 < int(m[1]) < int(m[2]) <= 31:
        out["DAYS"] = f"{m[1]} {m[2]}"
    if m := _YEARS.match(low):
        last = m[2] if len(m[2]) == 4 else m[1][:2] + m[2]
        if _FIRST_YEAR <= int(m[1]) < int(last) <= _LAST_YEAR:
            out["YEARS"] = f"{m[1]} {last}"
    return out


def _whole_number(low: str) -> dict[str, str]:
    if low[0] == _APOSTROPHE:
        return {"YY": low[1:]}
    if len(low) > 4:
        return {}
    value, out = int(low), {}
    if len(low) <= 2 and 1 <= value <= 31:
        out["DD"] = str(value)
    if len(low) == 2:
        out["YY"] = low
    if len(low) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR:
        out["YEAR"] = low
    out["NUM"] = str(value)  # last, for the closest reading comes first
    return out


def _best(
    reader: _Reader, i: int, root: dict[str, Node], before: list[Found]
) -> Found | None:
    """The longest match that starts here and that nothing around it forbids."""
    ends: list[tuple[int, Accept, tuple[tuple[str, str, int], ...]]] = []
    _walk(reader, i, reader.tokens[i].block, root, (), ends)
    ends.sort(key=lambda e: (-e[0], e[1].rule.rank))
    for end, accept, caps in ends:
        found = Found(
            i + accept.lead, end - accept.trail, accept.rule, caps, accept.tag, None, i
        )
        if _stands(reader, found, i, end, before):
            return found
    return None


def _walk(
    reader: _Reader, j: int, block: int, edges: dict[str, Node],
    caps: tuple[tuple[str, str, int], ...],
    ends: list[tuple[int, Accept, tuple[tuple[str, str, int], ...]]],
) -> None:  # fmt: skip
    if j >= len(reader.tokens) or reader.tokens[j].block != block:
        return
    for symbol, worth in (reader.symbols(j) or {}).items():
        node = edges.get(symbol)
        if node is not None:
            path = (*caps, (symbol, worth, j)) if symbol.isupper() else caps
            ends.extend((j + 1, accept, path) for accept in node.accepts)
            if node.next:
                _walk(reader, j + 1, block, node.next, path, ends)


def _stands(
    reader: _Reader, found: Found, start: int, end: int, before: list[Found]
) -> bool:
    """Whether the words around a match leave it standing."""
    rule, tokens = found.rule, reader.tokens
    block = tokens[start].block
    after = tokens[end] if end < len(tokens) and tokens[end].block == block else None
    ahead = tokens[start - 1] if start and tokens[start - 1].block == block else None
    if after is not None and rule.not_next and _is_one_of(reader, after, rule.not_next):
        return False
    if after is not None and rule.only_next and after.low not in rule.only_next:
        return False
    if ahead is not None and rule.not_prev and _is_one_of(reader, ahead, rule.not_prev):
        return False
    if rule.small and not _is_small(reader, found):
        return False
    if rule.since and (found.number("YEAR") or rule.since) < rule.since:
        return False
    if rule.follows and not (
        before and before[-1].end >= start and before[-1].rule.grain == rule.follows
    ):
        return False
    if rule.op == "duration" and _is_age(reader, found):
        return False
    return not _is_in_a_name(reader, found)


def _is_one_of(reader: _Reader, token: Token, words: frozenset[str]) -> bool:
    if token.low in words or token.pos in words:
        return True
    symbols = reader.symbols(token.i)
    return symbols is not None and not words.isdisjoint(symbols)


def _is_small(reader: _Reader, found: Found) -> bool:
    """Whether a month is written as a month, or stands in a line of capitals."""
    for symbol, _, k in found.caps:
        text = reader.tokens[k].text
        if symbol == "MONTH" and not text[0].islower():
            return text.isupper() and k > 0 and reader.tokens[k - 1].text.isupper()
    return True


def _is_age(reader: _Reader, found: Found) -> bool:
    """Whether a number of years is somebody's age."""
    if found.worth("UNIT") not in ("year", "month"):
        return False
    tokens, lists, s = reader.tokens, reader.grammar.lists, found.start
    near = tokens[max(0, s - _AGE_REACH) : s]
    if any(t.low in lists["age_before"] for t in near):
        return True
    if not near:
        return False
    prev, two = near[-1], near[-2] if len(near) > 1 else None
    if prev.low in lists["age_links"] and two is not None:
        return two.low in lists["age_heads"] or (
            two.pos in ("NOUN", "PROPN") and two.low not in lists["duration_heads"]
        )
    after = tokens[found.end].text if found.end < len(tokens) else ""
    return prev.text in ",(" and after in {",", ")", "."} and two is not None and (
        two.pos == "PROPN" or two.low in lists["age_heads"]
    )  # fmt: skip


def _is_in_a_name(reader: _Reader, found: Found) -> bool:
    """Whether a date is part of a name: a square, a movement, a person."""
    start, tokens, lists = found.start, reader.tokens, reader.grammar.lists
    if found.rule.op in _CALENDAR_OPS and found.worth("DD") and not found.worth("WEEKDAY"):
        near = [t.low for t in tokens[max(0, start - 2) : start]]
        if near and near[-1] in lists["name_links"]:
            near = near[:-1]  # "place du 20 mai", but "la ville le 20 mai"
        if near and near[-1] in lists["name_heads"]:
            return True
    if found.worth("YEAR") is not None:
        return False
    return any(
        e.tok_start < start and e.tok_end >= found.end and e.label in _NAMED
        and all(t.pos != "VERB" for t in tokens[e.tok_start : start])  # no name says so much
        for e in reader.notes.ents
    )  # fmt: skip
