"""Dispatches room, readers. Bytes in: bytes → text, saying so when the encoding had to be mended.

Flow: every reader of text hands its bytes to `decode`. UTF-8 first; where it fails, the eight-bit
sets of Western Europe, chosen by what their bytes would spell; doubly encoded text is undone.
"""

from __future__ import annotations

import re

from vigie.records import Issue

# A text a hundred times the longest dispatch is not a dispatch.
MAX_TEXT_BYTES = 2_000_000
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
# Signatures of what is certainly not text.
_BINARY = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90", b"\xd0\xcf\x11\xe0",
    b"RIFF", b"OggS", b"ID3", b"\x00\x00\x00\x18ftyp", b"SQLite format 3", b"7z\xbc\xaf", b"Rar!",
)  # fmt: skip
_CONTROLS = bytes(b for b in range(32) if b < 9 or 13 < b < 27 or b > 27)
# "Ã©" and its like: UTF-8 read as an eight-bit set, then written again as UTF-8.
_DOUBLY = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2018-\u203a\u20ac\u2122]|â€|Å“"
)
_HIGH = re.compile(rb"[\x80-\x9f]")


def is_binary(data: bytes) -> bool:
    """Whether the first bytes are of no text at all.

    >>> is_binary(b"%PDF-1.7"), is_binary("l'armée".encode())
    (True, False)
    """
    head = data[:4096]
    if any(head.startswith(bom) for bom, _ in _BOMS):
        return False
    if any(head.startswith(mark) for mark in _BINARY):
        return True
    odd = len(head) - len(head.translate(None, _CONTROLS))
    return b"\x00" in head or odd * 50 > len(head)


def decode(
    data: bytes, dispatch_id: str, declared: str | None = None
) -> tuple[str, tuple[Issue, ...]]:
    """The text of some bytes, and an issue when they were not plain UTF-8.

    Args:
        data: The bytes, already known not to be binary.
        dispatch_id: Whose they are, for the issue.
        declared: The encoding that a header names; tried after UTF-8.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _mend(data.decode(name, "replace").removeprefix("\ufeff"), dispatch_id)
    try:
        return _mend(data.decode("utf-8"), dispatch_id)
    except UnicodeDecodeError:
        name = _other_encoding(data, declared)
    text = data.decode(name, "replace")
    kind = "encoding-spoilt" if name == "utf-8" else "encoding-not-utf8"
    issue = Issue(
        dispatch_id=dispatch_id, kind=kind, found=name, expected="utf-8",
        done=f"read as {name}",
    )  # fmt: skip
    return text, (issue,)


def _other_encoding(data: bytes, declared: str | None) -> str:
    """cp1252, unless a header says otherwise, or the bytes can only be cut or spoilt UTF-8."""
    if declared:
        try:
            data.decode(declared)
            return declared
        except (LookupError, UnicodeDecodeError):
            pass
    spoilt = data.decode("utf-8", "replace").count("\ufffd")
    high = sum(1 for b in data if b >= 0x80)
    if spoilt * 4 <= high:  # most of its high bytes are good UTF-8
        return "utf-8"
    # Mac Roman writes é as 0x8e and à as 0x88, which cp1252 leaves to rare letters and marks.
    mac, windows = (
        data.count(b"\x8e") + data.count(b"\x88"),
        data.count(b"\xe9") + data.count(b"\xe0"),
    )
    return "mac_roman" if mac > 2 * (windows + 1) and _HIGH.search(data) else "cp1252"


def _mend(text: str, dispatch_id: str) -> tuple[str, tuple[Issue, ...]]:
    if len(_DOUBLY.findall(text)) < 2:
        return text, ()
    import ftfy

    mended = ftfy.fix_encoding(text)
    if mended == text:
        return text, ()
    issue = Issue(
        dispatch_id=dispatch_id, kind="text-doubly-encoded", found=_DOUBLY.findall(text)[0],
        expected="letters encoded once", done="decoded them again",
    )  # fmt: skip
    return mended, (issue,)
