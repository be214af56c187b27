"""Dispatches room. Residue: the rules that tell a site's words from an article's, compiled once.

Flow: a pack's residue.yaml and datelines.yaml → `load_residue` → `Residue`, which `layout.py`
asks line by line. A rule says where it may cut; see the head of residue.yaml.
"""

from __future__ import annotations

import re

import msgspec

from vigie.dispatches.grammar import Grammar, compile_pattern, load_grammar
from vigie.dispatches.tape import plain
from vigie.errors import BadKnowledge
from vigie.knowledge.loaders import Pack

POSITIONS = ("head", "line", "tail", "inline", "rest", "section")
_FIELDS = {"id", "reason", "at", "match", "cue", "zone", "body", "after", "example", "not"}
# A line longer than this is never junk as a whole: sites' own lines are short.
LONGEST_LINE = 420
_REFERS = re.compile(r"\(\?P|\\[1-9]")  # a group by name or by number: not to be joined


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of residue.yaml. `zones` limits a line rule to the head or the foot."""

    id: str
    reason: str
    at: tuple[str, ...]
    pattern: re.Pattern[str]
    zones: tuple[str, ...] = ()
    short: bool = False  # only where a longer body stands beside
    after_all: bool = False  # all that follows goes too
    cues: tuple[
        str, ...
    ] = ()  # one of these words must be there, before the pattern is tried

    def may_match(self, low: str) -> bool:
        """Whether folded words in lower case hold one of the cues, if the rule has any."""
        for cue in self.cues:  # a plain loop: asked twenty times a line
            if cue in low:
                return True
        return not self.cues


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """Rules behind one pattern that matches where any of them may: most lines are asked once.

    Rules with cues are `always` asked, as are those whose pattern cannot be joined to others.
    """

    rules: tuple[Rule, ...]
    pattern: re.Pattern[str]
    always: tuple[Rule, ...]

    def filling(self, text: str, start: int, end: int) -> tuple[Rule, ...]:
        """Those that may match a stretch from end to end, in their order."""
        return self.rules if self.pattern.fullmatch(text, start, end) else self.always

    def opening(self, text: str, start: int, end: int) -> tuple[Rule, ...]:
        """Those that may match at the start of a stretch, in their order."""
        return self.rules if self.pattern.match(text, start, end) else self.always


class Residue(msgspec.Struct, frozen=True, kw_only=True):
    """All that a language's texts carry around the article, ready to be matched."""

    language: str
    grammar: Grammar
    head: tuple[Rule, ...]
    line: Gate
    tail: tuple[Rule, ...]
    inline: tuple[Rule, ...]
    rest: Gate
    section: Gate


def load_residue(pack: Pack) -> Residue:
    """The rules of a pack, compiled.

    Raises:
        BadKnowledge: an entry lacks a field, has one too many, or its pattern does not compile.
    """
    grammar = load_grammar(pack)
    rules = [_rule(pack, entry, grammar) for entry in pack.read("residue")]
    at = {p: tuple(r for r in rules if p in r.at) for p in POSITIONS}
    return Residue(
        language=pack.language, grammar=grammar, head=at["head"], line=_gate(at["line"]),
        tail=at["tail"], inline=at["inline"], rest=_gate(at["rest"]), section=_gate(at["section"]),
    )  # fmt: skip


def _gate(rules: tuple[Rule, ...]) -> Gate:
    joined = [r for r in rules if not r.cues and not _REFERS.search(r.pattern.pattern)]
    either = "|".join(f"(?:{r.pattern.pattern})" for r in joined) or "(?!)"
    return Gate(
        rules=rules, pattern=re.compile(either, re.IGNORECASE),
        always=tuple(r for r in rules if r not in joined),
    )  # fmt: skip


def _rule(pack: Pack, entry: dict[str, str | list[str]], grammar: Grammar) -> Rule:
    file, name = pack.folder / "residue.yaml", entry.get("id", entry)
    odd = set(entry) - _FIELDS
    if odd or not {"id", "reason", "at", "match", "example"} <= set(entry):
        raise BadKnowledge(file, name, f"id, reason, at, match, example; not {sorted(odd)}")
    places = tuple(entry["at"])
    if not places or set(places) - set(POSITIONS):
        raise BadKnowledge(file, name, f"`at` among {', '.join(POSITIONS)}")
    try:
        pattern = compile_pattern(str(entry["match"]), grammar.shapes)
    except re.error as e:
        raise BadKnowledge(file, name, f"a pattern that compiles ({e})") from e
    return Rule(
        id=str(entry["id"]), reason=str(entry["reason"]), at=places, pattern=pattern,
        zones=tuple(entry.get("zone", ())), short=entry.get("body") == "short",
        after_all=entry.get("after") == "all", cues=tuple(plain(cue).lower() for cue in entry.get("cue", ())),
    )  # fmt: skip
