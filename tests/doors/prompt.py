"""The command line, typed in this process: most laws of commands need no process of their own.

A process costs a second to start and three to load the kit; `test_cli.py` and `test_typed.py` start
some of their own where exit codes, pipes or start-up are what is tested.
"""

from __future__ import annotations

import msgspec
from typer.testing import CliRunner

from vigie.doors.cli.main import app
from vigie.errors import VigieError


class Done(msgspec.Struct, frozen=True):
    """What a command printed, and how it left."""

    stdout: bytes
    stderr: bytes
    returncode: int


def typed(*words: str, text: str | bytes = b"", lang: str = "en") -> Done:
    """Run a command; what it raises is one sentence and 2, as `main` has it."""
    found = CliRunner().invoke(app, list(words), input=text, env={"VIGIE_LANG": lang})
    if found.exception and not isinstance(found.exception, SystemExit):
        if not isinstance(found.exception, VigieError):
            raise found.exception
        return Done(found.stdout_bytes, str(found.exception).encode(), 2)
    return Done(found.stdout_bytes, found.stderr_bytes, found.exit_code)
