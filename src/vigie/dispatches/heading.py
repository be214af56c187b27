"""Dispatches room. The heading: what the cut words and what came beside the text say of it.

Flow: pages → `Heading.note` → `read_heading` → `Meta` and issues. The text wins over what came
beside it, except that the more precise of two agreeing dates wins; nothing is ever made up.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from vigie.dispatches.datelines import Dateline, contradicts, far_apart, full_day
from vigie.dispatches.grammar import Grammar, agency_name
from vigie.dispatches.page import Page
from vigie.dispatches.stamps import Stamp
from vigie.records import Issue, Meta, RawDispatch

_HOUR = "T"
LONGEST_BACK = 366  # days: sites count no further back than that in days
_CRUMB = re.compile(r"\s*[>›»|/·•]+\s*|\s+[-–]\s+")
_FOLDER = re.compile(
    r"[a-z]{3,20}(?:-[a-z]{1,20}){0,2}"
)  # longer, it is an article's own name


class Heading:
    """What the passes over a text have gathered, in the order they met it."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.crawled: str | None = None
        self.crumbs: str | None = None
        self.source_days: list[str] = []
        self.stamps: list[Stamp] = []
        self.datelines: list[Dateline] = []
        self.authors: list[str] = []
        self.agencies: list[str] = []

    def note(self, page: Page) -> None:
        """Add what one pass has found."""
        if self.title is None:
            titles = (page.words(ln) for ln in page.kept() if ln.kind == "title")
            self.title = next(titles, None)
        self.crawled = self.crawled or page.crawled
        self.crumbs = self.crumbs or page.crumbs
        self.source_days += page.source_days
        self.stamps += page.stamps
        self.datelines += page.datelines
        self.authors += page.authors
        self.agencies += page.agencies


def read_heading(
    raw: RawDispatch, heading: Heading, grammar: Grammar, language: str | None
) -> tuple[Meta, tuple[Issue, ...]]:
    """Meta of a dispatch from its heading and from what came beside it."""
    issues: list[Issue] = []
    given = raw.given
    dateline = heading.datelines[0] if heading.datelines else None
    said = [
        _with_year(s.published, given.published or heading.crawled) for s in heading.stamps
    ]
    said += [counted_back(s.days_ago, s.clock, given.fetched) for s in heading.stamps]
    published = _published(
        [*said, given.published, _usable(heading.crawled, given.published)]
    )
    modified = [_with_year(s.modified, published) for s in heading.stamps]
    day = full_day(dateline.day, published) if dateline else None
    impossible = [s.impossible for s in heading.stamps] + [
        d.impossible for d in heading.datelines
    ]
    issues += [_impossible(raw.id, day) for day in impossible if day]
    if published is None and len(set(heading.source_days)) == 1:
        published = heading.source_days[0]
    if published is None and day is not None and len(day) == 10:
        published = day if not given.published else published
    if far_apart(published, given.published):
        issues.append(_disagreement(raw.id, published or "", given.published or ""))
    if contradicts(day, published):
        issues.append(_contradiction(raw.id, day or "", published or ""))
    agencies = _agencies(heading, dateline, given.outlet, grammar)
    authors = [n for s in heading.stamps for n in s.names] + heading.authors
    return (
        Meta(
            language=language,
            title=heading.title or (given.title.strip() or None if given.title else None),
            published=published,
            modified=next((m for m in modified if m), None),
            agency=agencies[0] if agencies else None,
            agencies=tuple(agencies),
            dateline_place=dateline.place if dateline else None,
            dateline_date=day,
            authors=tuple(dict.fromkeys(authors)) or given.authors,
            outlet=given.outlet,
            url=given.url,
            section=given.section
            or section_of(heading.crumbs, heading.title or given.title)
            or section_at(given.url, grammar),
        ),
        tuple(issues),
    )


def section_of(crumbs: str | None, title: str | None) -> str | None:
    """The deepest name of a trail that is not the article's own.

    >>> section_of(" > Monde > Afrique", None), section_of("› Monde › Trêve à Tripoli", "Trêve à Tripoli")
    ('Afrique', 'Monde')
    """
    own = (title or "").lower()
    names = [n.strip() for n in _CRUMB.split(crumbs or "") if n.strip()]
    inner = [n for n in names if not own.startswith(n.lower())]
    return inner[-1] if inner else None


def section_at(url: str | None, grammar: Grammar) -> str | None:
    """The section that an address names: its first folder that is a word of its own."""
    try:
        folders = urlsplit(url or "").path.split("/")[1:-1]
    except ValueError:
        return None
    for folder in folders:
        if grammar.url_words.fullmatch(folder):
            continue
        return folder.replace("-", " ") if _FOLDER.fullmatch(folder) else None
    return None


def counted_back(
    days_ago: int | None, clock: str | None, fetched: str | None
) -> str | None:
    """The day of "hier à 12h40" on a page fetched some day; None without that day.

    >>> counted_back(1, "12:40", "2021-05-01T06:00:00Z"), counted_back(0, None, None)
    ('2021-04-30T12:40', None)
    """
    if days_ago is None or fetched is None or days_ago > LONGEST_BACK:
        return None
    try:
        day = date.fromisoformat(fetched[:10]) - timedelta(days=days_ago)
    except (ValueError, OverflowError):
        return None
    return day.isoformat() + (f"{_HOUR}{clock}" if clock else "")


def _published(values: list[str | None]) -> str | None:
    """The first value, made more precise by any later one that agrees with it.

    >>> _published(["2020-05-23", "2020-05"]), _published(["2020-05", "2020-05-23T21:29"])
    ('2020-05-23', '2020-05-23T21:29')
    """
    best: str | None = None
    for value in values:
        if value and (best is None or (value.startswith(best) and len(value) > len(best))):
            best = value
    return best


def _with_year(value: str | None, other: str | None) -> str | None:
    """A day without a year, given the year of another date; None without one."""
    if value is None or not value.startswith("--"):
        return value
    day, mark, hour = value.partition(_HOUR)
    whole = full_day(day, other)
    return whole + mark + hour if whole else None


def _usable(crawled: str | None, given: str | None) -> str | None:
    """A crawler's mark says when the text was taken: it dates only what nothing else dates."""
    return None if given else crawled


def _agencies(
    heading: Heading, dateline: Dateline | None, outlet: str | None, grammar: Grammar
) -> list[str]:
    """Wires the text comes from, the one that signs its dateline first."""
    found = [dateline.agency] if dateline and dateline.agency else []
    found += [a for s in heading.stamps for a in s.agencies]
    found += heading.agencies
    if outlet and (name := agency_name(outlet, grammar)):
        found.append(name)
    return list(dict.fromkeys(found))


def _impossible(dispatch_id: str, found: str) -> Issue:
    return Issue(
        dispatch_id=dispatch_id, kind="day-impossible", found=found,
        expected="a day that exists", done="left that date out",
    )  # fmt: skip


def _disagreement(dispatch_id: str, said: str, given: str) -> Issue:
    return Issue(
        dispatch_id=dispatch_id, kind="publication-dates-disagree",
        found=f"the text says {said}, beside it stood {given}",
        expected="days next to each other at most", done="kept what the text says",
    )  # fmt: skip


def _contradiction(dispatch_id: str, day: str, published: str) -> Issue:
    return Issue(
        dispatch_id=dispatch_id, kind="dateline-contradicts-publication",
        found=f"dateline of {day}, published {published}",
        expected="a dateline at most six weeks before publication", done="kept both",
    )  # fmt: skip
