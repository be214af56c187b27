"""Dispatches room. Datelines: "ISTANBUL, 23 mai (Reuters) -", and the day and place they name.

Flow: a paragraph's start → `find_dateline` → a `Dateline`; its day gets its year from the day of
publication → `full_day`. Evidence is asked for: a wire in brackets, a day, a place in capitals
or a city known to sign datelines; "Emmanuel Macron - le président" has none.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec

from vigie.dispatches.grammar import Grammar, agency_name
from vigie.dispatches.stamps import day_of
from vigie.dispatches.tape import plain as fold

_STROKES = re.compile(r"\s*-{1,2}\s+|\s*\.\s*-{1,2}\s*|\s+-{1,2}")
_WORD = re.compile(r"[^\s'’-]+|[\s'’-]")
# A wire signed only by its credit is a short thing in capitals or with a stroke: "(awp/afp)".
_WIRE = re.compile(r"[A-Z]{2,10}|[\w'. ]{2,20}/[\w'. /]{2,20}")
# A dateline day further than this from publication is another year, or a mistake.
MAX_DAYS_APART = 45


class Dateline(msgspec.Struct, frozen=True, kw_only=True):
    """A dateline: where it stands, and what it says. `day` is ISO, or "--05-23" without a year."""

    start: int
    end: int
    place: str | None = None
    day: str | None = None
    agency: str | None = None
    name: str | None = None
    impossible: str | None = None


def find_dateline(
    text: str, plain: str, start: int, stop: int, grammar: Grammar
) -> Dateline | None:
    """The dateline that a paragraph opens with, if it does."""
    signed = grammar.signed.match(plain, start, stop)
    if signed and _is_closed(signed, stop) and signed["agency"].upper() == signed["agency"]:
        signs = place_name(text[signed.start("place") : signed.end("place")], grammar)
        return Dateline(
            start=start, end=signed.end(), place=signs,
            agency=agency_name(signed["agency"], grammar), name=text[slice(*signed.span("name"))] if signed["name"] else None,
        )  # fmt: skip
    found = grammar.dateline.match(plain, start, stop)
    if found is None or found.end() == start or not _is_dateline(found, grammar):
        return None
    if signing := _signing_alone(found, grammar):
        return Dateline(start=start, end=found.end(), agency=signing)
    day, possible = day_of(found, grammar) if found["date"] else (None, True)
    end = found.end()
    place: str | None = None
    if found["place"]:
        place = place_name(text[found.start("place") : found.end("place")], grammar)
    elif found["date"]:
        end, place = _place_after(text, plain, end, stop, grammar)
    return Dateline(
        start=start, end=end, place=place, day=day,
        agency=agency_name(found["agency"], grammar) if found["wire"] else None,
        impossible=None if possible else found["date"],
    )  # fmt: skip


def find_buried(plain: str, start: int, stop: int, grammar: Grammar) -> int | None:
    """Where a full dateline (CAPITALS, day, wire, dash) starts inside a line, or None."""
    if plain.find("- ", start, stop) < 0:
        return None
    found = grammar.buried.search(plain, start, stop)
    if found is None or not found["town"]:
        return found.start() if found else None
    at = found.start("town")
    for word in re.finditer(
        r"[^ ]+", found["town"]
    ):  # in capitals, the title runs into the town
        if found["town"][word.start() :].split("/")[0].lower() in grammar.cities:
            return at + word.start()
    return at


def place_name(written: str, grammar: Grammar) -> str:
    """The name of a dateline's place: a known city's own spelling, else capitals brought down.

    "PORT-AU-PRINCE" is Port-au-Prince; of "BEYROUTH/DAMAS" the first is kept.
    """
    written = written.split("/")[0].strip(" ,-")
    known = grammar.cities.get(fold(written).lower())
    if known:
        return known
    if not written.isupper():
        return written
    out = []
    for k, word in enumerate(_WORD.findall(written)):
        low = word.lower()
        out.append(low if k and fold(low) in grammar.small else low.capitalize())
    return "".join(out)


def full_day(day: str | None, published: str | None) -> str | None:
    """The dateline's day with its year, taken from publication when it says none.

    >>> full_day("--12-31", "2021-01-01"), full_day("--05-23", "2020"), full_day("--05-23", None)
    ('2020-12-31', '2020-05-23', None)
    """
    if day is None or not day.startswith("--"):
        return day
    if not published or not published[:4].isdigit():
        return None
    near = _day(published)
    years = (
        (int(published[:4]),) if near is None else (near.year - 1, near.year, near.year + 1)
    )
    days = [d for year in years if (d := _day(f"{year}-{day[2:]}"))]
    if not days:
        return None
    best = min(days, key=lambda d: abs((d - (near or d)).days))
    return best.isoformat()


def contradicts(day: str | None, published: str | None) -> bool:
    """Whether a dateline's day cannot be that of a text published then."""
    if not day or not published:
        return False
    near, own = _day(published), _day(day)
    if near is None or own is None:
        return not (day.startswith(published) or published.startswith(day))
    return not -1 <= (near - own).days <= MAX_DAYS_APART


def far_apart(one: str | None, other: str | None) -> bool:
    """Whether two dates of publication cannot be one, zones and precision allowed for.

    >>> far_apart("2020-05-23T23:50", "2020-05-24"), far_apart("2020-05-23", "2020-04")
    (False, True)
    """
    if not one or not other or one.startswith(other[:10]) or other.startswith(one[:10]):
        return False
    a, b = _day(one), _day(other)
    return a is None or b is None or abs((a - b).days) > 1


def _is_dateline(found: re.Match[str], grammar: Grammar) -> bool:
    place, wire, day = found["place"], found["agency"], found["date"]
    if found["country"] and not place:
        return False
    dash = "-" in found["dash"]
    if place and day and not wire and found.end() == found.endpos and not dash:
        return True  # alone on its line, as letters and communiqués begin
    if place and day and found["y"] and not wire and found["dash"] == " ":
        known = fold(place).lower() in grammar.cities
        return known and found.string[found.end() : found.end() + 1].isupper()
    spaced = bool(_STROKES.fullmatch(found["dash"]))
    if wire:
        known = agency_name(wire, grammar) is not None
        ended = dash or ":" in found["dash"]
        if known:
            return ended or bool(place and place.isupper())
        return dash and bool(place) and (bool(day) or bool(_WIRE.fullmatch(wire.strip())))
    if not dash or not (spaced or (place and place.isupper() and len(place) > 2)):
        return False
    if day:
        return bool(place) or bool(found["y"] or found["y2"] or found["yy"] or found["iso"])
    if not place or found["land"]:
        return False
    if spaced and place in grammar.signers:
        return True
    return fold(place).lower() in grammar.cities or (
        place.isupper() and _is_capitals(place)
    )


def _signing_alone(found: re.Match[str], grammar: Grammar) -> str | None:
    """The wire of "AFP - Le président…", where it stands in the place's place."""
    if not found["place"] or found["wire"] or found["date"]:
        return None
    return agency_name(found["place"], grammar) if "-" in found["dash"] else None


def _is_closed(signed: re.Match[str], stop: int) -> bool:
    """Whether "AA / Tunis" ends there: by a dash, a name, or the line's end."""
    return bool(signed["name"]) or signed.end() == stop or "-" in signed[0][-3:]


def _is_capitals(place: str) -> bool:
    """Capitals long enough to be a town, not "ONU" or "G7"."""
    return len(place) > 4 and not any(c.isdigit() for c in place)


def _place_after(
    text: str, plain: str, at: int, stop: int, grammar: Grammar
) -> tuple[int, str | None]:
    """A known city between the day and a second dash: "2 juillet 2012. - Québec - Le…"."""
    found = re.compile(r"([A-Z][\w' -]{2,25}?) ?-{1,2} ").match(plain, at, stop)
    if found and found[1].lower() in grammar.cities:
        return found.end(), grammar.cities[found[1].lower()]
    return at, None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
