"""Doors, REST. Tokens: who may write. The file holds names and hashes, never a token.

A token is 256 bits from the system's generator, so that a plain SHA-256 of it tells nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

import msgspec

from vigie.errors import BadRequest

NAME = re.compile(r"[\w][\w .'@-]{0,63}")


def default_file() -> Path:
    """Where tokens are kept unless said otherwise: VIGIE_TOKENS, else the user's folder."""
    named = os.environ.get("VIGIE_TOKENS")
    home = os.environ.get("XDG_CONFIG_HOME")
    base = Path(home) if home else Path.home() / ".config"
    return Path(named) if named else base / "vigie" / "tokens.json"


def new_token(name: str, file: Path) -> str:
    """Make a token for a name, in place of the one it had; the token is shown once, here.

    Raises:
        BadRequest: the name is empty or odd, or the file is not one of tokens.
    """
    if not NAME.fullmatch(name):
        raise BadRequest(f"'{name}' is no name; write letters and digits, like: aya")
    token = secrets.token_urlsafe(32)
    held = read_tokens(file) | {name: _hash(token)}
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
    ) as out:
        out.write(msgspec.json.format(msgspec.json.encode(dict(sorted(held.items())))))
    fresh.replace(file)
    return token


def read_tokens(file: Path) -> dict[str, str]:
    """Names and hashes; none where there is no file.

    Raises:
        BadRequest: the file is not one of tokens.
    """
    if not file.is_file():
        return {}
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, str])
    except msgspec.DecodeError as e:
        raise BadRequest(
            f"{file} is no file of tokens; remove it and run: vigie token NAME"
        ) from e


def who_bears(token: str, file: Path | None) -> str | None:
    """The name a token was made for; None where it is nobody's."""
    digest, found = _hash(token), None
    for name, held in read_tokens(file).items() if file else ():
        if hmac.compare_digest(held, digest):
            found = name
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
