"""Doors, REST. What dispatches say: reports, quotes, dispatches whole, search, issues."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from vigie.doors.exports.tables import ReportRow, report_row
from vigie.doors.rest import bodies
from vigie.doors.rest.asked import (
    Cursor,
    Format,
    Limit,
    Named,
    SaidOnly,
    Since,
    SomeWords,
    Status,
    Types,
    Until,
    Words,
    types_of,
)
from vigie.doors.rest.serving import (
    PROBLEMS,
    Asking,
    Listing,
    Missing,
    answer,
    answer_csv,
    next_cursor,
    opened,
    read_cursor,
    wants_csv,
    write_cursor,
)
from vigie.records import Issue, Reading, as_said
from vigie.store.events import decisions, has_events
from vigie.store.record import Record
from vigie.views.events import PAGE
from vigie.views.logs import issue_page
from vigie.views.pages import quote_page, report_page
from vigie.views.quotes import QuoteRow
from vigie.views.reports import Asked
from vigie.views.search import Found
from vigie.views.search import search as found_by
from vigie.views.tellings import telling_row


class IssueLine(msgspec.Struct, frozen=True, kw_only=True):
    """An issue as a row of CSV."""

    dispatch_id: str
    kind: str
    found: str
    expected: str
    done: str
    start: int | None
    end: int | None


@get("/reports", operation_class=Listing, responses=PROBLEMS, sync_to_thread=True)
def reports(
    request: Asking, since: Since = None, until: Until = None, type_: Types = (),
    actor: Words = None, place: Words = None, status: Status = None,
    said_only: SaidOnly = False, limit: Limit = PAGE, cursor: Cursor = None,
    format_: Format = None,
) -> Response[bodies.ReportPage]:  # fmt: skip
    """Reports that fit, in order of their first day; as `vigie timeline --reports`."""
    asked = Asked(
        since=since, until=until, types=types_of(type_), actor=actor, place=place,
        status=status, said_only=said_only,
    )  # fmt: skip
    with opened(request) as record:
        found = report_page(record, asked, limit, cursor)
        rows = tuple(
            report_row(reading, report, _home(record, report.id))
            for reading, report in found.rows
        )
    if wants_csv(request, format_):
        return answer_csv(request, ReportRow, rows, found.next)
    return answer(
        request, bodies.ReportPage(items=rows, total=found.total, next=found.next)
    )


@get("/reports/{name:str}", responses=PROBLEMS, sync_to_thread=True)
def report(
    request: Asking, name: Named, said_only: SaidOnly = False
) -> Response[bodies.WholeReport]:
    """One report by its id or the beginning of it; as `vigie why`."""
    with opened(request) as record:
        found = record.report(name)
        if found is None:
            raise Missing(f"no report '{name}'; look through /api/reports")
        reading, one = found
        one = as_said(one) if said_only else one
        whole = bodies.WholeReport(
            report=one, telling=telling_row(reading, one), event=_home(record, one.id),
            decisions=tuple(decisions(record, one.id)),
        )  # fmt: skip
    return answer(request, whole)


@get("/dispatches/{name:path}", responses=PROBLEMS, sync_to_thread=True)
def dispatch(request: Asking, name: FromPath[str]) -> Response[Reading]:
    """One dispatch by its id, read whole: text as received, cuts, mentions, quotes, reports."""
    asked = _exact(request, name)
    with opened(request) as record:
        found = record.reading_of(asked)
    if found is None:
        raise Missing(f"no dispatch '{asked}'; look through /api/search?words=WORDS")
    return answer(request, found)


@get("/quotes", operation_class=Listing, responses=PROBLEMS, sync_to_thread=True)
def quotes(
    request: Asking, speaker: Words = None, about: Words = None, since: Since = None,
    limit: Limit = PAGE, cursor: Cursor = None, format_: Format = None,
) -> Response[bodies.QuotePage]:  # fmt: skip
    """Who said what; as `vigie quotes`."""
    with opened(request) as record:
        found = quote_page(record, limit, cursor, speaker=speaker, about=about, since=since)
    if wants_csv(request, format_):
        return answer_csv(request, QuoteRow, found.rows, found.next)
    return answer(request, bodies.QuotePage(items=found.rows, next=found.next))


@get("/search", operation_class=Listing, responses=PROBLEMS, sync_to_thread=True)
def search(
    request: Asking, words: SomeWords,
    limit: Limit = PAGE, cursor: Cursor = None, format_: Format = None,
) -> Response[bodies.FoundPage]:  # fmt: skip
    """Dispatches that hold the words, best first; as `vigie search`."""
    start = read_cursor(cursor)
    with opened(request) as record:
        found = found_by(record, words, start + limit + 1)[start:]
    more = write_cursor(start + limit) if len(found) > limit else None
    page = tuple(found[:limit])
    if wants_csv(request, format_):
        return answer_csv(request, Found, page, more)
    return answer(request, bodies.FoundPage(items=page, next=more))


@get("/issues", operation_class=Listing, responses=PROBLEMS, sync_to_thread=True)
def issues(
    request: Asking, kind: Words = None, limit: Limit = PAGE, cursor: Cursor = None,
    format_: Format = None,
) -> Response[bodies.IssuePage]:  # fmt: skip
    """What was odd in the input, in the order it was met; as `vigie issues`."""
    start = read_cursor(cursor)
    with opened(request) as record:
        page, total = issue_page(record, start, limit, kind=kind)
    more = next_cursor(start, limit, total)
    if wants_csv(request, format_):
        return answer_csv(request, IssueLine, map(_issue_line, page), more)
    body = bodies.IssuePage(items=tuple(page), total=total, next=more)
    return answer(request, body)


def _home(record: Record, report_id: str) -> str | None:
    """The event a report is in."""
    if not has_events(record):
        return None
    rows = record.rows("SELECT event FROM event_reports WHERE report = ?", (report_id,))
    return str(rows[0][0]) if rows else None


def _exact(request: Asking, name: str) -> str:
    """A dispatch's id as it was written in the path: ids may hold slashes, even two."""
    raw: Any = request.scope.get("raw_path") or b""
    _, found, tail = raw.partition(b"/dispatches/")
    path = tail.partition(b"?")[0].decode("ascii", "replace")
    return unquote(path) if found else name.lstrip("/")


def _issue_line(issue: Issue) -> IssueLine:
    span = issue.span
    return IssueLine(
        dispatch_id=issue.dispatch_id, kind=issue.kind, found=issue.found,
        expected=issue.expected, done=issue.done,
        start=span.start if span else None, end=span.end if span else None,
    )  # fmt: skip
