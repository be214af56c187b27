"""The corridor's shelf of exceptions: what stops a run, each saying its cure in one sentence.

Bad *input* never raises: it becomes an `Issue` on the record (records/issue.py) and the run
goes on. What raises is a request that cannot be met, or a house that is not in order.

    VigieError
    ├── BadRequest            the caller asked for what cannot be done; the sentence says the cure
    │   ├── UnknownLanguage   no pack for that language
    │   └── NotARecord        the file is not a record of ours
    └── BadKnowledge          a file of knowledge is malformed: file, entry, what was expected
"""

from __future__ import annotations

from collections.abc import Sequence


class VigieError(Exception):
    """Anything Vigie raises on purpose."""


class BadRequest(VigieError):
    """The caller asked for what cannot be done; the message says what would work."""


class UnknownLanguage(BadRequest):
    """There is no pack for the language asked for."""

    def __init__(self, language: str, *, known: Sequence[str]) -> None:
        super().__init__(
            f"no language pack for '{language}'; installed: {', '.join(known) or 'none'}. "
            f"To add one, copy knowledge/packs/fr to knowledge/packs/{language} and put that "
            "language's words in it."
        )


class NotARecord(BadRequest):
    """The file named is not a record that this version can open."""


class BadKnowledge(VigieError):
    """A file of knowledge is malformed, so nothing may start.

    Args:
        file: Path of the file, as short as it can be said.
        entry: The entry at fault, by its name or its rank.
        expected: What should have stood there.
    """

    def __init__(self, file: object, entry: object, expected: str) -> None:
        super().__init__(f"{file}: {entry}: expected {expected}")
