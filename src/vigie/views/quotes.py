"""Views room. Quotes: who said what, to whom, for whom, through what, on what day."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from vigie.errors import BadRequest
from vigie.knowledge.folding import fold
from vigie.records import Actor, Quote, Reading
from vigie.store.record import Record
from vigie.views.events import is_iso


class QuoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """One quote of the record.

    `addressee` is whom it was said to, `principal` the one a spokesperson speaks for, `relay` who
    passes it on, `said_on` the day it was said where the dispatch tells.
    """

    speaker: str | None
    words: str
    direct: bool
    venue: str | None
    stance: str
    dispatch: str
    published: str | None
    start: int
    end: int
    addressee: str | None = None
    principal: str | None = None
    relay: str | None = None
    said_on: str | None = None


def quotes(
    record: Record, *, speaker: str | None = None, about: str | None = None,
    since: str | None = None,
) -> list[QuoteRow]:  # fmt: skip
    """Quotes in the order their dispatches came and the text runs.

    Args:
        record: Where to look.
        speaker: Part of the name, in any of its forms, of who speaks or of the principal; accents
            and case folded.
        about: Words the quote must hold; accents and case folded.
        since: First day of the saying, else of publication; quotes of unknown day are left out
            when it is set.

    Raises:
        BadRequest: `since` is no day.
    """
    check_day(since)
    return [
        row for reading in record.readings()
        for row in quotes_of(reading, speaker=speaker, about=about, since=since)
    ]  # fmt: skip


def quotes_of(
    reading: Reading, *, speaker: str | None = None, about: str | None = None,
    since: str | None = None,
) -> Iterator[QuoteRow]:  # fmt: skip
    """The quotes of one reading that fit, as `quotes` asks."""
    published = reading.dispatch.meta.published
    for quote in reading.quotes:
        row = _row(reading, quote)
        if since and (row.said_on or published or "") < since:
            continue
        if speaker and not any(fold(speaker) in form for form in _forms(reading, quote)):
            continue
        if not about or fold(about) in fold(row.words):
            yield row


def check_day(since: str | None) -> None:
    """Refuse what is no day.

    Raises:
        BadRequest: it is not written as ISO 8601.
    """
    if since and not is_iso(since):
        raise BadRequest(
            f"--since {since} is not a date; write 2020, 2020-05 or 2020-05-21."
        )


def _row(reading: Reading, quote: Quote) -> QuoteRow:
    raw = reading.dispatch.raw
    said = quote.speaker_span.text(raw) if quote.speaker_span else None
    return QuoteRow(
        speaker=_name(reading, quote.speaker) or said,
        words=" ".join(quote.span.text(raw).split()), direct=quote.direct,
        venue=quote.venue, stance=quote.stance, dispatch=reading.dispatch.id,
        published=reading.dispatch.meta.published, start=quote.span.start, end=quote.span.end,
        addressee=_name(reading, quote.addressee), principal=_name(reading, quote.principal),
        relay=_name(reading, quote.relay), said_on=quote.said_on,
    )  # fmt: skip


def _actor(reading: Reading, key: str | None) -> Actor | None:
    return reading.referents.actors.get(key) if key else None


def _name(reading: Reading, key: str | None) -> str | None:
    actor = _actor(reading, key)
    return actor.name if actor else None


def _forms(reading: Reading, quote: Quote) -> list[str]:
    """All the names, folded, that a speaker may be asked for by."""
    found = [_actor(reading, key) for key in (quote.speaker, quote.principal)]
    names = [name for actor in found if actor for name in (actor.name, *actor.names)]
    if quote.speaker_span:
        names.append(quote.speaker_span.text(reading.dispatch.raw))
    return [fold(name) for name in names]
