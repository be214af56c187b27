"""Reports room. Sources without a name: whoever is cited and is no actor yet becomes one.

Flow: quotes whose speaker is words only ("de source policière", "des témoins", a name that nobody
knows) → a key from those words (`source_key`) → one `Actor` of kind SOURCE a key (`with_sources`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.records import Actor, Notes, Quote, Span
from vigie.reports.quotes_speech import Speech

KIND = "SOURCE"


def source_key(notes: Notes, quote: Quote, speech: Speech) -> str | None:
    """The key of an unnamed source: its words without their article, folded; None without words."""
    if quote.speaker_span is None:
        return None
    return fold(_bare(notes, quote.speaker_span, speech)).replace(" ", "-") or None


def with_sources(
    notes: Notes, quotes: Sequence[Quote], actors: Mapping[str, Actor], speech: Speech
) -> dict[str, Actor]:
    """The actors, and those whom only a quote knows; the same words are the same source."""
    out = dict(actors)
    for quote in quotes:
        key, span = quote.speaker, quote.speaker_span
        if (
            key is None
            or key in out
            or span is None
            or key != source_key(notes, quote, speech)
        ):
            continue
        name = _bare(notes, span, speech)
        names = tuple(dict.fromkeys((name, span.text(notes.dispatch.raw))))
        out[key] = Actor(
            key=key, name=name, names=names, kind=KIND, why=("cited, and named nowhere",)
        )
    return out


def _bare(notes: Notes, span: Span, speech: Speech) -> str:
    """The words of a span, without the article and the words that tell nothing of who it is."""
    tokens = notes.tokens
    first = bisect_left([t.start for t in tokens], span.start)
    while tokens[first].end < span.end and (
        tokens[first].pos == "DET" or tokens[first].lemma in speech.vague
    ):
        first += 1
    return Span(tokens[first].start, span.end).text(notes.dispatch.raw)
