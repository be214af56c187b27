"""Dispatches room, readers. The issues that readers share, so that a kind has one wording."""

from __future__ import annotations

from vigie.records import Issue


def empty(name: str) -> Issue:
    """Nothing in it."""
    return Issue(
        dispatch_id=name,
        kind="input-empty",
        found="no text",
        expected="a text",
        done="skipped it",
    )


def binary(name: str) -> Issue:
    """Not text of any kind."""
    return Issue(
        dispatch_id=name, kind="input-binary", found="bytes that are no text",
        expected="text, or a format that has a reader", done="skipped it",
    )  # fmt: skip


def too_long(name: str, size: int, limit: int) -> Issue:
    """Longer than a dispatch may be."""
    return Issue(
        dispatch_id=name, kind="input-too-long", found=f"{size} bytes",
        expected=f"at most {limit} bytes a dispatch", done="skipped it",
    )  # fmt: skip


def unreadable(name: str, why: str) -> Issue:
    """The system would not give the bytes."""
    return Issue(
        dispatch_id=name, kind="input-unreadable", found=why, expected="a file that opens",
        done="skipped it",
    )  # fmt: skip


def entities(name: str) -> Issue:
    """XML that may read other files, or grow without end."""
    return malformed(name, "xml-with-entities", "<!ENTITY", "XML that declares no entities")


def malformed(name: str, kind: str, found: str, expected: str) -> Issue:
    """Not what its format asks for; `kind` says which ("json-malformed")."""
    return Issue(
        dispatch_id=name, kind=kind, found=found[:120], expected=expected, done="skipped it"
    )
