"""Dispatches room, readers. Mail: a message a dispatch, as newsletters and wires arrive.

Flow: .eml (one message) or .mbox (many) → subject, sender, day, and the words of the body: the
plain part where there is one worth reading, else the HTML part's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO

from vigie.dispatches.readers import issues
from vigie.dispatches.readers.bytes_in import decode
from vigie.dispatches.readers.limits import Limits
from vigie.dispatches.readers.lines import bounded_lines
from vigie.dispatches.readers.markup import words_of
from vigie.records import Given, Issue, RawDispatch

_FORWARDED = re.compile(r"^\s*(?:re|fwd?|tr)\s*:\s*", re.I)
_BROKEN = (
    MessageError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    KeyError,
)
FEWEST_LETTERS = 80  # a shorter plain part says "see the HTML version"


def read_mail(
    handle: BinaryIO, name: str, file_name: str, limits: Limits, depth: int
) -> Iterator[RawDispatch | Issue]:
    """Dispatches of a mail file."""
    if not file_name.lower().endswith(".mbox"):
        data = handle.read(limits.file_bytes + 1)
        yield from _message(data, name, limits)
        return
    rank, size = 0, 0
    lines: list[bytes] = []
    for line in bounded_lines(handle, limits.file_bytes):
        if line.startswith(b"From ") and lines:
            rank += 1
            yield from _message(b"".join(lines), f"{name}:{rank}", limits)
            lines, size = [], 0
        size += len(line)
        if size <= limits.file_bytes + 1:
            lines.append(line)
    if lines:
        yield from _message(b"".join(lines), f"{name}:{rank + 1}" if rank else name, limits)


def _message(data: bytes, where: str, limits: Limits) -> Iterator[RawDispatch | Issue]:
    if len(data) > limits.file_bytes:
        yield issues.too_long(where, len(data), limits.file_bytes)
        return
    if not data.strip():
        yield issues.empty(where)
        return
    message = message_from_bytes(data, policy=policy.default)
    try:
        text = _body(message, where)
        given = _given(message)
        name = str(message.get("Message-ID", "")).strip(" <>") or where
    except (
        _BROKEN
    ) as e:  # headers and parts can be spoilt in ways the parser only meets on reading
        yield issues.malformed(
            where, "mail-malformed", f"{type(e).__name__}: {e}", "a mail message"
        )
        return
    if not text.strip():
        yield issues.empty(name)
    elif len(text) > limits.text_bytes:
        yield issues.too_long(name, len(text), limits.text_bytes)
    else:
        title = given.title
        whole = text if not title or text.startswith(title) else f"{title}\n\n{text}"
        yield RawDispatch(id=name, text=whole, given=given)


def _body(message: EmailMessage, where: str) -> str:
    plain, rich = "", ""
    for part in message.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not plain:
            plain = _words(part, where)
        elif kind == "text/html" and not rich:
            rich = words_of(_words(part, where))
    return plain if len(plain.strip()) >= FEWEST_LETTERS or not rich else rich


def _words(part: EmailMessage, where: str) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    return decode(data, where, part.get_content_charset())[0]


def _given(message: EmailMessage) -> Given:
    subject = " ".join(str(message.get("Subject", "")).split())
    sender, address = parseaddr(str(message.get("From", "")))
    return Given(
        title=_FORWARDED.sub("", subject) or None,
        outlet=sender or address.rpartition("@")[2] or None,
        published=_instant(message),
        language=str(message.get("Content-Language", "")) or None,
    )


def _instant(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).isoformat(
            timespec="seconds"
        )
    except (ValueError, TypeError, IndexError):
        return None
