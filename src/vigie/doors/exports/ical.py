"""Doors, exports. iCalendar (RFC 5545): dated events as whole days.

What is known only to a month, or to some candidate days, spans all the days it may be: tentative,
free time, its precision said in the summary and in X-VIGIE-WHEN. The undated are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.wording import days, figures, headline
from vigie.records import Event
from vigie.views.behind import Opening

FOLD = 75  # octets a line may hold
DAY = 10  # letters of "2020-05-21"


def write_ical(chosen: Chosen) -> Iterator[bytes]:
    """Events as a calendar."""
    yield _lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vigie//export//EN")
    for event, opening in chosen.opened():
        if not event.starts or not event.ends:
            chosen.tally["export.undated"] += 1
            continue
        yield _lines(*_entry(event, opening))
    yield _lines("END:VCALENDAR")


def _entry(event: Event, opening: Opening) -> Iterator[str]:
    """Lines of one event; its stamp is the day it was last told, for no clock enters a file."""
    first, last = day_of(event.starts or ""), day_of(event.ends or "", end=True)
    sure = first == last
    stamp = (event.last_told or event.ends or "")[:DAY]
    summary = headline(event) if sure else f"({days(event)}) {headline(event)}"
    told = [f"« {opening.words} »"] if opening.words else []
    told += [*figures(event), ", ".join(o.name for o in event.origins)]
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.id)}@vigie"
    yield f"DTSTAMP:{day_of(stamp):%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(summary)}"
    yield f"DESCRIPTION:{_text(chr(10).join(told))}"
    yield f"CATEGORIES:{event.type},{event.quad}"
    yield f"STATUS:{'CONFIRMED' if sure and event.status == 'asserted' else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield f"X-VIGIE-WHEN:{_text(days(event))}"
    if event.where:
        yield f"LOCATION:{_text(event.where.name)}"
        if (
            event.where.precision in ("site", "district", "city")
            and event.where.lat is not None
        ):
            yield f"GEO:{event.where.lat};{event.where.lon}"
    yield "END:VEVENT"


def day_of(text: str, *, end: bool = False) -> date:
    """A day from ISO 8601 cut anywhere; of a month or a year, the first or the last."""
    year, month, day = ([int(p) for p in text[:DAY].split("-") if p] + [0, 0, 0])[:3]
    if month and day:
        return date(year, month, day)
    if not end:
        return date(year or 1, month or 1, 1)
    return date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1) - timedelta(days=1)


def _text(words: str) -> str:
    """Words as a value: backslashes, commas, semicolons and line ends escaped."""
    for char in "\\;,":
        words = words.replace(char, "\\" + char)
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _lines(*lines: str) -> bytes:
    return b"".join(_fold(line.encode()) for line in lines)


def _fold(line: bytes) -> bytes:
    """A line in parts of at most 75 octets (the space that opens a part counts), no letter cut."""
    parts, room = [], FOLD
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:  # inside a letter of several octets
            cut -= 1
        parts.append(line[:cut])
        line, room = line[cut:], FOLD - 1
    return b"\r\n ".join([*parts, line]) + b"\r\n"
