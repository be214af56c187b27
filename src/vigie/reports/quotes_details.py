"""Reports room. What else a dispatch says of a saying: to whom, for whom, on what day.

Flow: quotes, mentions and times → the same quotes with `addressee`, `principal` and `said_on`;
then `with_told_on` hands the day of the saying to the reports told in it. The day of the saying
is neither the day of what is told nor that of publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from vigie.records import Mention, Notes, Quote, Report, Token, When
from vigie.records.who import WhoIndex
from vigie.reports.quotes_speech import VERBAL, Speech

DAY = len("2020-05-21")
CLOSE = 2  # tokens after the cue within which a day is its own, wherever the parser hung it
SIDES = ("obl", "iobj", "obj", "nmod")


def with_details(
    notes: Notes, quotes: Sequence[Quote], mentions: Sequence[Mention],
    times: Sequence[When], speech: Speech,
) -> tuple[Quote, ...]:  # fmt: skip
    """The quotes, each with whom it was said to, whom its speaker speaks for, and its day.

    Args:
        notes: The dispatch, parsed.
        quotes: Its quotes.
        mentions: Who is named in it, pronouns included.
        times: Its time expressions.
        speech: The language's words of speech.
    """
    who = WhoIndex(notes, mentions)
    return tuple(
        msgspec.structs.replace(
            quote, addressee=_addressee(notes, quote, who, speech),
            principal=_principal(notes, quote, who, speech),
            said_on=_said_on(notes, quote, times, speech),
        )
        for quote in quotes
    )  # fmt: skip


def with_told_on(reports: Sequence[Report], quotes: Sequence[Quote]) -> tuple[Report, ...]:
    """The reports, each with the day its source spoke, where the dispatch says it."""
    out = []
    for report in reports:
        days = [
            q.said_on for q in quotes
            if q.said_on and q.speaker == report.said_by and q.span.covers(report.trigger)
        ]  # fmt: skip
        out.append(msgspec.structs.replace(report, told_on=days[0]) if days else report)
    return tuple(out)


def _addressee(notes: Notes, quote: Quote, who: WhoIndex, speech: Speech) -> str | None:
    """The actor a saying is turned to: "a dit aux élus", "a averti la Turquie", "lui a répondu"."""
    for kid in _beside(notes, quote):
        bare = notes.case(kid.i) is None
        turned = notes.case(kid.i) in speech.to or (bare and kid.rel in ("iobj", "obj"))
        mention = who.mention(kid.i) if turned else None
        if mention is None or not mention.acts or mention.kind == "LOC":
            continue
        words = notes.text(mention.tok_start, mention.tok_end)
        medium = words == quote.venue or words.lower() in speech.media
        if mention.actor != quote.speaker and not medium:
            return mention.actor
    return None


def _beside(notes: Notes, quote: Quote) -> Iterator[Token]:
    """Complements of the cue that are none of the words said."""
    if quote.cue is None:
        return
    heads = {quote.cue, *(k.i for k in notes.children(quote.cue, "xcomp", "fixed"))}
    for head in sorted(heads):
        for kid in notes.children(head, *SIDES):
            if not quote.tok_start <= kid.i < quote.tok_end:
                yield kid


def _principal(notes: Notes, quote: Quote, who: WhoIndex, speech: Speech) -> str | None:
    """Whom a spokesperson speaks for: "le porte-parole du ministère, X" speaks for the ministry."""
    if quote.speaker is None or quote.speaker_span is None:
        return None
    for noun in notes.tokens:
        if noun.lemma not in speech.deputies or noun.pos != "NOUN":
            continue
        mention = who.mention(noun.i)
        near = mention is not None and mention.actor == quote.speaker
        if not near and not quote.speaker_span.start <= noun.start < quote.speaker_span.end:
            continue
        for kid in notes.children(noun.i, "nmod", "obl"):
            found = [key for key in who.at(kid.i) if key != quote.speaker]
            if found and kid.i > noun.i:
                return found[0]
    return None


def _said_on(
    notes: Notes, quote: Quote, times: Sequence[When], speech: Speech
) -> str | None:
    """The day that stands by the cue, outside the words said."""
    if quote.cue is None:
        return None
    sent = notes.tokens[quote.cue].sent
    for when in times:
        day = (when.value or "").partition("T")[0]
        inside = quote.tok_start <= when.tok_start < quote.tok_end
        if len(day) != DAY or inside or notes.tokens[when.tok_start].sent != sent:
            continue
        if 0 < when.tok_start - quote.cue <= CLOSE or _leads_to(notes, when, quote, speech):
            return day
    return None


def _leads_to(notes: Notes, when: When, quote: Quote, speech: Speech) -> bool:
    """Whether the first verb above a day is the cue, but for "dans un texte publié jeudi"."""
    for above in notes.ancestors(when.tok_start):
        if above.i == quote.cue:
            return True
        noun = notes.tokens[above.head]
        issued = noun.lemma in speech.voices or noun.low in speech.venues
        if above.pos in VERBAL and not (above.rel == "acl" and issued):
            return False
    return False
