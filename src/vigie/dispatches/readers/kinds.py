"""Dispatches room, readers. The kinds of files that are read, how each is told, and its reader.

A reader takes an open file and yields its dispatches. Those that need an extra package
(`pip install vigie[web]`) import it when they are first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.jsonl import read_json, read_json_lines
from vigie.dispatches.readers.limits import Limits
from vigie.dispatches.readers.lines import bounded_lines
from vigie.dispatches.readers.plain_text import read_text
from vigie.records import Issue, RawDispatch

Found = Iterator[RawDispatch | Issue]
Reader = Callable[[BinaryIO, str, str, Limits, int], Found]

ENDINGS = {
    "jsonl": "jsonl", "ndjson": "jsonl", "json": "json", "txt": "text", "text": "text", "md": "text",
    "html": "html", "htm": "html", "xhtml": "html", "csv": "csv", "tsv": "csv", "rss": "xml",
    "atom": "xml", "xml": "xml", "rdf": "xml", "newsml": "xml", "nitf": "xml", "eml": "mail",
    "mbox": "mail", "zip": "zip", "warc": "warc", "gz": "gzip", "opml": "xml",
}  # fmt: skip
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|div|p)\b", re.I | re.S
)
_XML = re.compile(
    rb"\s*<(?:\?xml|rss|feed|urlset|newsItem|newsMessage|NewsML|nitf|rdf:RDF|sitemapindex|opml)\b"
)
_MAIL = re.compile(
    rb"(?:From |(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|X-[\w-]+): )",
    re.I,
)
_OBJECT = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*\{)")
_OBJECT_LINE = re.compile(rb"\s*\{[^\n]*\}[ \t\r]*\n")


def kind_of(file_name: str, head: bytes) -> str:
    r"""The kind of a file, from its ending where that is known, else from its first bytes.

    >>> kind_of("depeche.txt", b""), kind_of("", b'{"id": 1}\n'), kind_of("x", b"PK\x03\x04")
    ('text', 'jsonl', 'zip')
    """
    low = file_name.lower()
    if low.endswith(".warc.gz"):
        return "warc"
    ending = low.rpartition(".")[2] if "." in low else ""
    if ending in ENDINGS:
        return ENDINGS[ending]
    return _told_by_bytes(head.removeprefix(b"\xef\xbb\xbf"))


def _told_by_bytes(head: bytes) -> str:
    for mark, kind in (
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"\x1f\x8b", "gzip"),
        (b"WARC/", "warc"),
    ):
        if head.startswith(mark):
            return kind
    if _OBJECT.match(head):
        longer = len(head) >= 4000 and b"\n" not in head
        lines = (
            _OBJECT_LINE.match(head) or b'\n{"' in head
        )  # a first line may be the spoilt one
        return "jsonl" if lines or longer else "json"
    if _XML.match(head):
        return "html" if b"<html" in head[:600].lower() else "xml"
    if _HTML.match(head):
        return "html"
    return "mail" if _MAIL.match(head) else "text"


def _whole(read: Callable[[bytes, str, Limits], Found]) -> Reader:
    """A reader of files that must be held whole, bounded."""

    def reader(
        handle: BinaryIO, name: str, file_name: str, limits: Limits, depth: int
    ) -> Found:
        data = handle.read(limits.file_bytes + 1)
        if len(data) > limits.file_bytes:
            yield issues.too_long(name, len(data), limits.file_bytes)
        elif not data.strip():
            yield issues.empty(name)
        else:
            yield from read(data, name, limits)

    return reader


def _read_jsonl(
    handle: BinaryIO, name: str, file_name: str, limits: Limits, depth: int
) -> Found:
    return read_json_lines(bounded_lines(handle, limits.file_bytes), name, limits=limits)


def _later(module: str, function: str) -> Reader:
    """A reader imported when it is first needed."""

    def reader(
        handle: BinaryIO, name: str, file_name: str, limits: Limits, depth: int
    ) -> Found:
        read: Reader = getattr(
            import_module(f"vigie.dispatches.readers.{module}"), function
        )
        return read(handle, name, file_name, limits, depth)

    return reader


READERS: dict[str, Reader] = {
    "text": _whole(lambda data, name, limits: read_text(data, name, limits=limits)),
    "json": _whole(lambda data, name, limits: read_json(data, name, limits=limits)),
    "jsonl": _read_jsonl,
    "html": _later("web_page", "read_html"),
    "csv": _later("table", "read_table"),
    "xml": _later("xml_in", "read_xml"),
    "mail": _later("mail", "read_mail"),
    "zip": _later("archive", "read_zip"),
    "gzip": _later("archive", "read_gzip"),
    "warc": _later("warc", "read_warc"),
}
