"""Doors, command line. Why a word told no act, in plain words of the interface's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.table import Table

from vigie.doors.interface import say

if TYPE_CHECKING:  # flow loads the tagger's library: not for a --help
    from vigie.flow.plan import Aside

# The coder's reason → the sentence that says it. Groups fill the sentence's {a} and {b}.
PLAIN = [
    (re.compile(pattern), key)
    for pattern, key in (
        (r"an auxiliary$", "auxiliary"),
        (r"not reflexive$", "not_reflexive"),
        (r"reflexive$", "reflexive"),
        (r"not plural$", "not_plural"),
        (r"without (\S+) (.+)", "without"),
        (r"(\S+) is none of (.+)", "none_of"),
        (r"(\S+) is one of (.+)", "one_of"),
        (r"no recipient that is an actor$", "no_recipient"),
        (r"not both sides are actors$", "not_both"),
        (r"no side is an actor$", "no_side"),
        (r"no side is of public life$", "not_public"),
        (r"told by (.+)", "told_by"),
        (r"content of (.+)", "content"),
        (r"part of (.+)", "part"),
        (r"its type is told elsewhere$", "elsewhere"),
        (r"nothing else tells its type$", "alone"),
        (r"a quality$", "quality"),
        (r"only a participle$", "participle"),
        (r"only what another act is against$", "against"),
        (r"done by nobody$", "nobody"),
        (r"an accident or a disaster$", "disaster"),
        (r"whichever may come$", "whichever"),
        (r"nobody was hurt$", "unhurt"),
        (r"only supposed, of one side$", "supposed"),
        (r"only attempted, by nobody$", "attempted"),
        (r"an order nobody gives$", "order"),
        (r"those in power do not protest$", "power"),
        (r"what (.+) is about", "about"),
    )
]
SLOTS = (
    "subj",
    "obj",
    "iobj",
    "gen",
    "objgen",
    "amod",
    "adv",
    "inf",
    "prep",
    "clitic",
    "cop",
)


def plain(reason: str) -> str:
    """A reason of the coder as a sentence; as it stands where no sentence is known for it."""
    for pattern, key in PLAIN:
        found = pattern.match(reason)
        if found:
            first, second = (*found.groups(), "", "")[:2]
            return say(f"whynot.{key}", a=_slot(first), b=second)
    return reason


def asides_table(asides: Iterable[Aside]) -> Table:
    """Words seen and set aside: the word, the lexicon's entry, why."""
    table = Table(box=None, padding=(0, 1), header_style="dim", title=say("code.refused"),
                  title_justify="left", title_style="bold")  # fmt: skip
    for column in ("col.words", "col.rule", "why.reasons"):
        table.add_column(say(column), overflow="fold")
    for aside in asides:
        table.add_row(aside.words, aside.sense, plain(aside.reason))
    return table


def _slot(name: str) -> str:
    return say(f"slot.{name}") if name in SLOTS else name
