"""Reports room. What a report carries beside type and sides: sizes, contexts, CAMEO code, confidence.

Flow: the reports of a dispatch, once gathered, with its notes, actors and quotes → the same reports,
filled in. Ids do not change: they come from what is said, not from what is made of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.cameo import Act, Cameo, load_cameo
from vigie.knowledge.lexicon import Lexicon, Sense
from vigie.knowledge.loaders import Pack
from vigie.records import Actor, Notes, Quote, Report, Size, Token
from vigie.reports.confidence import Chances, load_chances, traits_of
from vigie.reports.contexts import ContextRules, contexts_of, load_contexts
from vigie.reports.quotes_speech import Speech
from vigie.reports.sizes_rules import SizeRules, load_sizes
from vigie.reports.status_source import cited
from vigie.reports.tolls import sizes_of


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """All that filling in needs, compiled once."""

    lexicon: Lexicon
    senses: Mapping[str, Sense]
    speech: Speech
    sizes: SizeRules
    contexts: ContextRules
    cameo: Cameo
    chances: Chances


def fill_in(
    notes: Notes, reports: Sequence[Report], actors: Mapping[str, Actor],
    quotes: Sequence[Quote], beside: Beside,
) -> tuple[Report, ...]:  # fmt: skip
    """The reports with their sizes, contexts, CAMEO code, Goldstein value and confidence."""
    if not reports:
        return ()

    def claimant(tok: int) -> str | None:
        source = cited(notes, quotes, tok, beside.speech)
        return source.key if source else None

    sizes = sizes_of(notes, reports, beside.lexicon, beside.sizes, claimant)
    tok_of = {token.start: token.i for token in notes.tokens}
    title = [t for t in notes.tokens if notes.kind(t.i) == "title"]
    sents = Counter(_sent(notes, tok_of, r) for r in reports)
    return tuple(
        msgspec.structs.replace(
            _filled(notes, r, actors, tok_of, title, beside, sizes.get(r.id, ())),
            confidence=beside.chances.of(
                traits_of(
                    notes, tok_of[r.trigger.start], r, beside.senses.get(r.rule),
                    beside.lexicon, beside=sents[_sent(notes, tok_of, r)],
                )
            ),
        )
        for r in reports
    )  # fmt: skip


def _sent(notes: Notes, tok_of: Mapping[int, int], report: Report) -> int:
    return notes.tokens[tok_of[report.trigger.start]].sent


def _filled(
    notes: Notes, report: Report, actors: Mapping[str, Actor], tok_of: Mapping[int, int],
    title: Sequence[Token], beside: Beside, sizes: tuple[Size, ...],
) -> Report:  # fmt: skip
    tok = tok_of[report.trigger.start]
    sentence = notes.tokens[slice(*notes.sents[notes.tokens[tok].sent])]
    sense = beside.senses.get(report.rule)
    about = contexts_of(
        report, actors, sentence, title, sense.contexts if sense else (), beside.contexts
    )
    clause = [t for t in sentence if report.span.start <= t.start < report.span.end]
    trigger = [t for t in clause if report.trigger.start <= t.start < report.trigger.end]
    act = Act(
        type=report.type, mode=report.mode, status=report.status, contexts=tuple(about),
        origin=sense.type if sense and sense.type != report.type else "",
        trigger=tuple(dict.fromkeys(w for t in trigger for w in (t.lemma, t.low))),
        own=sense.cameo if sense and sense.type == report.type else None,
    )  # fmt: skip
    code, how = beside.cameo.choose(act, clause) or (None, "")
    reasons = [f"context {name}: {words}" for name, words in about.items()]
    return msgspec.structs.replace(
        report, sizes=sizes, contexts=tuple(about), cameo=code,
        goldstein=beside.cameo.goldstein(code) if code else None,
        why=(*report.why, *reasons, *([f"cameo {code}: {how}"] if code else [])),
    )  # fmt: skip


def load_beside(pack: Pack, lexicon: Lexicon, speech: Speech) -> Beside:
    """What filling in needs of a language.

    Raises:
        BadKnowledge: a file is malformed.
    """
    return Beside(
        lexicon=lexicon, senses={s.id: s for s in lexicon.senses}, speech=speech,
        sizes=load_sizes(pack), contexts=load_contexts(pack), cameo=load_cameo(pack),
        chances=load_chances(pack),
    )  # fmt: skip
