"""Doors, web. The app: addresses → pages, files, the REST door's handlers; errors as pages.

Flow: request → host check → the record opened for this request, read-only → a page function →
HTML. SQLite's log lets any number of readers read while a build writes.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

import vigie
from vigie.doors.interface import say, speaking
from vigie.doors.web.anchor import anchored, reading
from vigie.doors.web.asked import Asked, best_language, read_query
from vigie.doors.web.drawn_map import draw_world
from vigie.doors.web.headers import add_headers, hosts, is_known
from vigie.doors.web.kept import Kept, state_of
from vigie.doors.web.pages import LASTING, PAGES, Missing, Page, Visit
from vigie.doors.web.vega import NAME, vega_bundle, vega_version
from vigie.doors.web.words import HERE, templates, versions
from vigie.errors import VigieError
from vigie.store.record import Record
from vigie.views.events import Wanted

Asking = Request[Any, Any, Any]
REST = "vigie.doors.rest"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
A_YEAR = "public, max-age=31536000, immutable"  # the address of a file holds its hash


def make_app(
    path: Path, *, host: str = "127.0.0.1", allowed: tuple[str, ...] = (),
    reviewer: str | None = None, tokens: Path | None = None,
) -> Litestar:  # fmt: skip
    """The pages of a record, and `/api` where the REST door is there.

    Args:
        path: The record.
        host: The name or address the server listens on.
        allowed: Other names it answers to.
        reviewer: Who reviews without a token, on this machine; None: nobody.
        tokens: The file of tokens that allow writing.

    Raises:
        NotARecord: the file is no record.
    """
    Record(path).close()

    known = hosts(host, *allowed)

    def check_host(asking: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        if not is_known(asking.headers.get("host", ""), known):
            raise PermissionDeniedException("host")

    kept = Kept()
    app = Litestar(
        route_handlers=[
            *(_handler(route, page, path, kept) for route, page in PAGES.items()),
            static, vega, *_rest_handlers(),
        ],
        guards=[check_host], before_send=[add_headers], openapi_config=_rest_openapi(),
        exception_handlers={HTTPException: _http_error, VigieError: _refused},
        lifespan=[anchored(path, draw_world)],
    )  # fmt: skip
    if find_spec(f"{REST}.serving"):
        from vigie.doors.rest import Served

        app.state.served = Served(record=path, tokens=tokens, reviewer=reviewer)
    pages = any(route.path.startswith("/review") for route in app.routes)
    app.state.reviewed = pages and bool(reviewer or tokens)
    return app


@get("/static/{name:str}", sync_to_thread=False, include_in_schema=False)
def static(request: Asking) -> Response[bytes]:
    """A file of ours: style, script, picture; only those that were there at the start."""
    name = str(request.path_params["name"])
    if name not in versions():
        raise Missing(say("web.missing.page"))
    kind = KINDS.get(Path(name).suffix, "application/octet-stream")
    return Response(
        (HERE / "static" / name).read_bytes(), media_type=kind,
        headers={"Cache-Control": A_YEAR},
    )  # fmt: skip


@get(f"/static/{NAME}", sync_to_thread=True, include_in_schema=False)
def vega() -> Response[bytes]:
    """The script that draws charts, of the installed package."""
    if not vega_version():
        raise Missing(say("web.missing.page"))
    return Response(
        vega_bundle(), media_type=KINDS[".js"], headers={"Cache-Control": A_YEAR}
    )


def _handler(
    route: str, make: Callable[[Visit], Page], path: Path, kept: Kept
) -> BaseRouteHandler:
    """A page function as a route."""

    @get(route, sync_to_thread=True, name=make.__name__, include_in_schema=False)
    def handle(request: Asking) -> Response[str]:
        with speaking(_language(request)):
            asked = _asked(request)
            name = str(request.path_params.get("name", ""))[1:]
            address = (request.url.path, asked.pairs, asked.lang)
            with reading(path) as record:
                state = state_of(record)
                if text := kept.peek(address, state):
                    return _answer(str(text), asked)
                visit = Visit(record=record, asked=asked, kept=kept, name=name, state=state)
                page = make(visit)
            text = _text(request, asked, page, min(visit.moments, default=None))
            if make in LASTING and not visit.moments:
                kept.put(address, state, text)
            return _answer(text, asked)

    return handle


def _text(request: Asking, asked: Asked, page: Page, moment: float | None = None) -> str:
    return templates().get_template(page.template).render(
        **page.values, asked=asked, lang=asked.lang, path=request.url.path,
        version=vigie.__version__, is_reviewed=request.app.state.get("reviewed", False),
        moment=moment,
    )  # fmt: skip


def _answer(text: str, asked: Asked, status: int = 200) -> Response[str]:
    return Response(
        text, media_type=MediaType.HTML, status_code=status,
        headers={"Cache-Control": "no-cache", "Vary": "Accept-Language", "Content-Language": asked.lang},
    )  # fmt: skip


def _asked(request: Asking) -> Asked:
    return read_query(
        list(request.query_params.multi_items()), request.headers.get("accept-language", "")
    )


def _language(request: Asking) -> str:
    """The language of an answer, also where the query is wrong."""
    named = request.query_params.get("lang", "")
    return named if named in ("fr", "en") else best_language(
        request.headers.get("accept-language", "")
    )  # fmt: skip


def _refused(request: Asking, error: VigieError) -> Response[Any]:
    """What cannot be answered: one sentence with the cure."""
    return _error(request, 404 if isinstance(error, Missing) else 400, str(error))


def _http_error(request: Asking, error: HTTPException) -> Response[Any]:
    lang = _language(request)
    with speaking(lang):
        if isinstance(error, PermissionDeniedException):
            return _error(request, 403, say("web.host"))
        if error.status_code == 404:
            return _error(request, 404, say("web.missing.page"))
        return _error(request, error.status_code, error.detail)


def _error(request: Asking, status: int, sentence: str) -> Response[Any]:
    if request.url.path.startswith("/api/"):  # machines get it as the REST door says it
        return Response({"error": sentence}, status_code=status, media_type=MediaType.JSON)
    lang = _language(request)
    with speaking(lang):
        asked = Asked(
            wanted=Wanted(), settings={}, pairs=(), lang=lang,
            spoken="lang" in request.query_params,
        )  # fmt: skip
        page = Page("error.html", {"status": status, "sentence": sentence})
        return _answer(_text(request, asked, page), asked, status)


def _rest_handlers() -> list[Any]:
    """The handlers of the REST door and of its review pages, where they are installed."""
    if not find_spec(f"{REST}.routes"):
        return []
    from vigie.doors.rest import handlers
    from vigie.doors.web.review import handlers as review_pages

    return [*handlers, *review_pages]


def _rest_openapi() -> Any:
    if not find_spec(f"{REST}.routes"):
        return None
    from vigie.doors.rest import openapi

    return openapi
