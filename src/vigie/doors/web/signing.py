"""Doors, web. Who reviews: somebody at this machine's keyboard, or whoever bears a token.

A form is taken only from a page of ours: it holds a code that another site can neither read nor
make (CSRF), and a browser that says where a form comes from must say "from here".
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import Cookie

from vigie.doors.interface import say
from vigie.doors.rest.serving import served
from vigie.doors.rest.tokens import who_bears
from vigie.doors.web.headers import LOOPBACK
from vigie.errors import BadRequest

Asking = Request[Any, Any, Any]
COOKIE = "vigie_review"
A_DAY = 24 * 3600
_KEY = secrets.token_bytes(32)  # a form opened before a restart is asked for again


class Refused(BadRequest):
    """Who asks may not write; the sentence says how to."""


def who_reviews(request: Asking) -> str | None:
    """The name beside this person's decisions; None: they have to sign in."""
    own = served(request)
    token = request.cookies.get(COOKIE, "")
    found = who_bears(token, own.tokens) if token else None
    if found is None and own.reviewer and _is_here(request):
        return own.reviewer
    return found


def form_code(request: Asking) -> str:
    """The code that the forms of a page hold, for this person and this run of the server."""
    whom = request.cookies.get(COOKIE, "") or served(request).reviewer or ""
    return hmac.new(_KEY, whom.encode(), "sha256").hexdigest()


def check_form(request: Asking, code: str) -> str:
    """The name of whoever sent a form.

    Raises:
        Refused: it does not come from a page of ours, or nobody signed in.
    """
    origin = request.headers.get("origin")
    foreign = origin not in (None, "null") and urlsplit(origin or "").netloc != (
        request.headers.get("host", "")
    )
    site = request.headers.get("sec-fetch-site", "same-origin")
    if foreign or site not in ("same-origin", "none"):
        raise Refused(say("review.web.foreign"))
    if not hmac.compare_digest(code.encode(), form_code(request).encode()):
        raise Refused(say("review.web.stale"))
    name = who_reviews(request)
    if name is None:
        raise Refused(say("review.web.sign_first"))
    return name


def signed(request: Asking, token: str) -> Cookie:
    """The cookie of somebody who signs in.

    Raises:
        Refused: the token is nobody's.
    """
    if who_bears(token, served(request).tokens) is None:
        raise Refused(say("review.web.unknown"))
    return Cookie(
        key=COOKIE, value=token, path="/review", max_age=A_DAY, httponly=True,
        samesite="strict", secure=request.url.scheme == "https",
    )  # fmt: skip


def _is_here(request: Asking) -> bool:
    client = request.client
    return client is not None and client.host in (*LOOPBACK, "testclient")
