"""Views room. Quotes: who said what, through what, in which dispatch."""

from __future__ import annotations

import unicodedata

import msgspec

from vigie.store.record import Record


class QuoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """One quote of the record."""

    speaker: str | None
    words: str
    direct: bool
    venue: str | None
    stance: str
    dispatch: str
    published: str | None
    start: int
    end: int


def quotes(
    record: Record, *, speaker: str | None = None, about: str | None = None,
    since: str | None = None,
) -> list[QuoteRow]:  # fmt: skip
    """Quotes in the order their dispatches came and the text runs.

    Args:
        record: Where to look.
        speaker: Part of the speaker's name, any of its forms; accents and case folded.
        about: A word the quote must hold; accents and case folded.
        since: First day of publication; dispatches of unknown day are left out when it is set.
    """
    rows = []
    for reading in record.readings():
        published = reading.dispatch.meta.published
        if since and (published or "") < since:
            continue
        actors = reading.referents.actors
        for q in reading.quotes:
            actor = actors.get(q.speaker) if q.speaker else None
            said = q.speaker_span.text(reading.dispatch.raw) if q.speaker_span else None
            forms = (actor.name, *actor.names) if actor else (said or "",)
            words = " ".join(q.span.text(reading.dispatch.raw).split())
            if speaker and not any(_fold(speaker) in _fold(form) for form in forms):
                continue
            if about and _fold(about) not in _fold(words):
                continue
            rows.append(
                QuoteRow(
                    speaker=actor.name if actor else said, words=words, direct=q.direct,
                    venue=q.venue, stance=q.stance, dispatch=reading.dispatch.id,
                    published=published, start=q.span.start, end=q.span.end,
                )
            )  # fmt: skip
    return rows


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()
