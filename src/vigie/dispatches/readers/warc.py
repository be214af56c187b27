"""Dispatches room, readers. WARC: the pages of a crawl, one record at a time.

Flow: response and conversion records → the page or text they hold, named by their address. A
record shorter than it says it is was truncated: it is read, and an issue says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.extras import extra
from vigie.dispatches.readers.limits import Limits
from vigie.dispatches.readers.plain_text import read_text
from vigie.dispatches.readers.web_page import read_page
from vigie.records import Given, Issue, RawDispatch

_OK = 200


def read_warc(
    handle: BinaryIO, name: str, file_name: str, limits: Limits, depth: int
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of a crawl file, plain or gzipped."""
    warc = extra("fastwarc.warc", "WARC files")
    if not handle.peek(1) if hasattr(handle, "peek") else False:
        yield issues.empty(name)
        return
    kinds = (
        warc.WarcRecordType.response
        | warc.WarcRecordType.resource
        | warc.WarcRecordType.conversion
    )
    rank = 0
    records = iter(warc.ArchiveIterator(handle, record_types=kinds))
    while True:
        try:
            record = next(records, None)
        except (ValueError, OSError, RuntimeError, EOFError) as e:
            yield issues.malformed(name, "warc-malformed", str(e), "a whole WARC file")
            return
        if record is None:
            break
        rank += 1
        yield from _record(record, f"{name}:{rank}", limits)
    if not rank:
        yield issues.malformed(
            name, "warc-without-pages", "no record of a page", "response records"
        )


def _record(record: Any, where: str, limits: Limits) -> Iterator[RawDispatch | Issue]:
    url = record.headers.get("WARC-Target-URI", "").strip("<>")
    name = url or where
    status = record.http_headers.status_code if record.http_headers else _OK
    kind = (
        (record.http_content_type or record.headers.get("Content-Type") or "")
        .partition(";")[0]
        .strip()
        .lower()
    )
    if status != _OK:
        yield issues.malformed(
            name, "page-not-ok", f"status {status}", "a page served with 200"
        )
        return
    if record.content_length > limits.page_bytes:
        yield issues.too_long(name, record.content_length, limits.page_bytes)
        return
    if kind not in ("text/html", "application/xhtml+xml", "text/plain"):
        yield issues.malformed(
            name, "page-of-other-kind", kind or "no kind", "HTML or plain text"
        )
        return
    wanted = int(record.content_length)
    data = record.reader.read()
    if len(data) < wanted:
        yield Issue(
            dispatch_id=name, kind="record-truncated", found=f"{len(data)} bytes",
            expected=f"{wanted} bytes", done="read what there was",
        )  # fmt: skip
    given = Given(url=url or None, fetched=record.headers.get("WARC-Date"))
    if kind == "text/plain":
        yield from read_text(data, name, limits=limits, given=given)
    else:
        yield from read_page(
            data, name, limits=limits, beside=given, charset=record.http_charset
        )
