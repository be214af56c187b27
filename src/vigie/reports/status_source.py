"""Reports room. Whom a dispatch cites for an act: the quote or the reported clause it stands in.

Flow: a trigger and the quotes → `Source`, the innermost one, or None for the dispatch's own voice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.records import Actor, Notes, Quote
from vigie.reports.quotes_speech import Speech

# Those who have a stake in what others did; whoever else tells of it is a witness.
PARTIES = frozenset({"GOV", "MIL", "REB", "OPP", "PTY", "PRM", "COP", "SPY", "UAF", "SEP"})


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Who tells of an act: the actor's key where it is known, and the rule that found the quote."""

    key: str | None
    rule: str
    direct: bool

    def is_alleging(
        self, agents: Sequence[str], actors: Mapping[str, Actor] | None
    ) -> bool:
        """Whether one side tells of what another did."""
        if self.key is None or not agents or self.key in agents:
            return False
        me = actors.get(self.key) if actors else None
        if me is None:
            return self.rule not in ("post",)
        others = [actors[a] for a in agents if actors and a in actors]
        if any(me.country and me.country == o.country and me.sector == o.sector for o in others):
            return False
        return me.sector in PARTIES


def cited(notes: Notes, quotes: Sequence[Quote], trigger: int, speech: Speech) -> Source | None:
    """The innermost quote that holds the act, or the incise its sentence is told under."""
    best: Quote | None = None
    for quote in quotes:
        if _holds(notes, quote, trigger) and (
            best is None or quote.tok_end - quote.tok_start <= best.tok_end - best.tok_start
        ):
            best = quote
    if best is None:
        return None
    return Source(key=best.speaker, rule=best.rule, direct=best.direct)


def _holds(notes: Notes, quote: Quote, trigger: int) -> bool:
    if quote.tok_start <= trigger < quote.tok_end:
        return True
    if quote.rule != "incise" or quote.cue is None or not quote.direct:
        return False
    token, cue = notes.tokens[trigger], notes.tokens[quote.cue]
    return token.sent == cue.sent and trigger < quote.tok_start and trigger < quote.cue
