"""Reports room. Who says "we" and "our": a direct quotation → mentions of its speaker.

Flow: `Notes` + quotes → unnamed mentions, read beside the dispatch's own by the coder alone. In
"Nos hommes tiennent la base", said by a spokesman, the men are the spokesman's side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vigie.records import Actor, Mention, Notes, Quote, Token
from vigie.reports.support import Support


def first_persons(
    notes: Notes, quotes: Sequence[Quote], actors: Mapping[str, Actor], support: Support
) -> list[Mention]:
    """First persons of the plural in direct quotations, each a mention of who speaks there.

    Whoever a spokesman speaks for is meant, if known; only of some side: with a sector.
    """
    known = {key for key, actor in actors.items() if actor.sector}
    speaking = ((q, q.principal if q.principal in known else q.speaker) for q in quotes)
    said = [(q.span, key) for q, key in speaking if q.direct and key in known]
    out = []
    for token in notes.tokens if said else ():
        if token.low not in support.ours or token.pos not in ("PRON", "DET"):
            continue
        for span, speaker in said:
            if speaker is not None and span.start <= token.start < span.end:
                out.append(_mention(notes, token, actors[speaker]))
                break
    return out


def _mention(notes: Notes, token: Token, actor: Actor) -> Mention:
    owns = token.pos == "DET"
    return Mention(
        span=notes.span(token.i, token.i + 1), tok_start=token.i, tok_end=token.i + 1,
        head=token.i, kind=actor.kind, actor=actor.key,
        how="possessive" if owns else "pronoun", named=False,
    )  # fmt: skip
