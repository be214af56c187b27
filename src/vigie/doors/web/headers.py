"""Doors, page and REST. The headers each answer bears, and whom the server answers.

No script and no style stands inside a page, none comes from elsewhere, no other site may frame a
page or learn where its reader came from.
"""

from __future__ import annotations

from collections.abc import Collection

from litestar.types import Message, Scope

POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LOOPBACK = (
    "127.0.0.1",
    "localhost",
    "[::1]",
    "::1",
)  # hosts a page is asked by, by default
ANY = ("0.0.0.0", "::", "")  # addresses to listen on that are no host's name


def hosts(host: str, *more: str) -> list[str]:
    """Hosts a server that listens at `host` answers to; others are refused (DNS rebinding).

    >>> hosts("127.0.0.1")
    ['127.0.0.1', 'localhost', '[::1]', '::1']
    >>> hosts("10.0.0.5", "vigie.lan")[-2:]
    ['10.0.0.5', 'vigie.lan']
    """
    own = () if host in ANY else (f"[{host}]",) if ":" in host else (host,)
    return list(dict.fromkeys((*LOOPBACK, *own, *(name.lower() for name in more))))


def is_known(header: str, known: Collection[str]) -> bool:
    """Whether a Host header names this server, whatever the port.

    A page elsewhere can point its own name at 127.0.0.1; its Host header gives it away.

    >>> is_known("127.0.0.1:8620", hosts("127.0.0.1")), is_known("evil.test", hosts(""))
    (True, False)
    """
    end = header.rfind("]") + 1 if header.startswith("[") else None
    return (header[:end] if end else header.partition(":")[0]).lower() in known


async def add_headers(message: Message, _: Scope) -> None:
    """Put the headers on an answer, whatever made it; those it has already stay."""
    if message["type"] == "http.response.start":
        held = list(message.get("headers", []))
        names = {name.lower() for name, _ in held}
        held += [
            (k.lower().encode(), v.encode())
            for k, v in HEADERS.items() if k.lower().encode() not in names
        ]  # fmt: skip
        message["headers"] = held
