"""Doors, web. The pages of review: judge, correct, merge, split, add; nothing needs a script.

Flow: form → its code checked (`signing`) → `review_forms` → decisions, checked by `flow.deciding` and
appended → back to the page. `/review` holds what is due, what is in question, and what was said.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.exceptions import HTTPException
from litestar.params import FromPath

import vigie
from vigie.doors.clock import now
from vigie.doors.interface import say, speaking
from vigie.doors.interface.labels import modes
from vigie.doors.rest.serving import Busy, opened, opened_to_write, served
from vigie.doors.web.asked import Asked, read_query
from vigie.doors.web.review_forms import (
    FIELDS,
    ROLES,
    Form,
    added_of,
    decisions_of,
    sentences_of,
    shown,
    words_of,
)
from vigie.doors.web.signing import (
    COOKIE,
    Refused,
    check_form,
    form_code,
    signed,
    who_reviews,
)
from vigie.doors.web.words import templates
from vigie.errors import BadRequest, VigieError
from vigie.flow.deciding import decide
from vigie.flow.merging import merge_record
from vigie.flow.reviewing import conflicts
from vigie.knowledge.lexicon import TYPES
from vigie.records import Decision
from vigie.records.report import STATUSES
from vigie.store.events import decisions
from vigie.store.record import Record
from vigie.views.events import get_event, tellings
from vigie.views.review import agreement, precision, queue
from vigie.views.tellings import telling_row

Asking = Request[Any, Any, Any]
log = logging.getLogger("vigie.review")
LAST_SAID = 50  # decisions shown on the page of all


class Missing(BadRequest):
    """What an address names is not in the record."""


@get("/review", sync_to_thread=True, include_in_schema=False)
def overview(request: Asking) -> Response[str]:
    """What is due, what a rerun put in question, how far people agree, what was said last."""

    def values(record: Record) -> dict[str, Any]:
        said = decisions(record)
        return {
            "due": queue(record, by=who_reviews(request)), "conflicts": conflicts(record),
            "agreement": agreement(said), "precision": precision(record),
            "said": said[: -LAST_SAID - 1 : -1],
        }  # fmt: skip

    return _page(request, "review.html", values)


@get("/review/event/{name:str}", sync_to_thread=True, include_in_schema=False)
def event_form(request: Asking, name: FromPath[str]) -> Response[str]:
    """An event, each of its reports in a form."""

    def values(record: Record) -> dict[str, Any]:
        found = get_event(record, name)
        if found is None:
            raise Missing(say("web.missing.event", id=name))
        rows = tellings(record, found)
        return {"event": found, "rows": rows, "said": _said(record, found.id, rows)}

    return _page(request, "review_event.html", values)


@get("/review/report/{name:str}", sync_to_thread=True, include_in_schema=False)
def report_form(request: Asking, name: FromPath[str]) -> Response[str]:
    """One report in a form; also one that was rejected, so that it can be brought back."""

    def values(record: Record) -> dict[str, Any]:
        found = record.report(name)
        if found is None:
            raise Missing(say("review.web.missing", id=name))
        rows = [telling_row(*found)]
        return {"event": None, "rows": rows, "said": _said(record, name, rows)}

    return _page(request, "review_event.html", values)


@get("/review/dispatch/{name:path}", sync_to_thread=True, include_in_schema=False)
def dispatch_form(request: Asking, name: FromPath[str]) -> Response[str]:
    """A dispatch sentence by sentence; in the one chosen, words to tick make a missed report."""

    def values(record: Record) -> dict[str, Any]:
        reading = record.reading_of(name[1:]) or record.reading_of(name)
        if reading is None:
            raise Missing(say("web.missing.dispatch", id=name[1:]))
        d = reading.dispatch
        sentences = list(sentences_of(d.raw, [c.span for c in d.cuts]))
        at = request.query_params.get("sentence", "")
        chosen = next((s for s in sentences if f"{s.start}-{s.end}" == at), None)
        rows = [telling_row(reading, r) for r in reading.reports]
        return {
            "reading": reading, "sentences": sentences, "chosen": chosen, "rows": rows,
            "words": words_of(d.raw, chosen) if chosen else [],
            "said": _said(record, d.id, rows),
        }  # fmt: skip

    return _page(request, "review_dispatch.html", values)


@post("/review/decide", include_in_schema=False, status_code=303)
async def take(request: Asking) -> Response[Any]:
    """Take a form: its decisions are appended, all or none."""
    form = await _form(request)

    def write() -> int:
        by = check_form(request, form.one("code"))
        with opened_to_write(request) as record:
            said = _decided(record, form, by)
            record.db.execute("BEGIN IMMEDIATE")
            try:
                known = [decide(record, one) for one in said]
            except BaseException:
                record.db.execute("ROLLBACK")
                raise
            record.db.execute("COMMIT")
        for one in known:
            log.info("%s: %s %s %s", by, one.kind, one.target, one.field or "")
        return len(known)

    return await _done(request, form, write)


@post("/review/merge", include_in_schema=False, status_code=303)
async def apply(request: Asking) -> Response[Any]:
    """Take the decisions into account now: the events are worked out anew."""
    form = await _form(request)

    def write() -> int:
        check_form(request, form.one("code"))
        with opened_to_write(request) as record:
            return merge_record(record).changed

    return await _done(request, form, write)


@post("/review/sign-in", include_in_schema=False, status_code=303)
async def sign_in(request: Asking) -> Response[Any]:
    """Keep a token in a cookie that only these pages are sent."""
    form = await _form(request)
    with speaking(_asked(request).lang):
        try:
            cookie = signed(request, form.one("token"))
        except Refused as e:
            return _error(request, e)
    return Response(
        None, status_code=303, headers={"Location": _back(form)}, cookies=[cookie]
    )


handlers = [
    overview, event_form, report_form, dispatch_form, take, apply, sign_in,
]  # fmt: skip


# --- helpers -----------------------------------------------------------------------------


def _decided(record: Record, form: Form, by: str) -> list[Decision]:
    """The decisions of a form."""
    target, at = form.one("target"), now()
    if form.one("do") == "add":
        reading = record.reading_of(target)
        if reading is None:
            raise Missing(say("web.missing.dispatch", id=target))
        told = msgspec.json.encode(added_of(form, reading.dispatch.raw)).decode()
        return [Decision(kind="add", target=target, by=by, at=at, value=told)]
    event = get_event(record, target) if target.startswith("e") else None
    return decisions_of(form, event, by=by, at=at)


def _said(record: Record, name: str, rows: list[Any]) -> dict[str, list[Decision]]:
    """What was said so far of a thing, of its reports, and of pairs they are in."""
    named = {name, *(r.report for r in rows)}
    out: dict[str, list[Decision]] = {}
    for one in decisions(record):
        for target in {one.target, *one.target.split("+")} & named:
            out.setdefault(target, []).append(one)
    return out


def _page(
    request: Asking, template: str, make: Callable[[Record], dict[str, Any]]
) -> Response[str]:
    """A page of review; what cannot be shown is one sentence."""
    with speaking(_asked(request).lang):
        try:
            with opened(request) as record:
                values = make(record)
        except VigieError as e:
            return _error(request, e)
        return _html(request, template, values, 200)


def _error(request: Asking, error: VigieError) -> Response[str]:
    status = {Missing: 404, Refused: 403, Busy: 503}.get(type(error), 400)
    values = {"status": status, "sentence": str(error)}
    return _html(request, "error.html", values, status)


def _html(
    request: Asking, template: str, values: dict[str, Any], status: int
) -> Response[str]:
    asked = _asked(request)
    own = served(request)
    text = templates().get_template(template).render(
        **values, asked=asked, lang=asked.lang, path=request.url.path,
        version=vigie.__version__, is_reviewed=True, code=form_code(request),
        who=who_reviews(request), signs_in=own.tokens is not None, types=TYPES,
        statuses=STATUSES, fields=FIELDS, roles=ROLES, shown=shown,
        done=request.query_params.get("done", ""), moment=None, modes=modes(),
    )  # fmt: skip
    return Response(
        text, media_type=MediaType.HTML, status_code=status,
        headers={"Cache-Control": "no-store", "Content-Language": asked.lang},
    )  # fmt: skip


async def _done(request: Asking, form: Form, write: Callable[[], int]) -> Response[Any]:
    """Write in a thread of its own, then back to the page the form was on."""

    def work() -> int:
        with speaking(_asked(request).lang):
            return write()

    try:
        count = await sync_to_thread(work)
    except VigieError as e:
        with speaking(_asked(request).lang):
            return _error(request, e)
    back = _back(form)
    mark = "&" if "?" in back else "?"
    where = f"{back}{mark}done={count}"
    return Response(None, status_code=303, headers={"Location": where})


async def _form(request: Asking) -> Form:
    """The form of a request; what is no form is an empty one."""
    try:
        sent = await request.form()
    except HTTPException:
        return Form(())
    return Form(tuple((k, v) for k, v in sent.multi_items() if isinstance(v, str)))


def _back(form: Form) -> str:
    """The page a form was on: one of ours, never another site's."""
    back = form.one("back")
    ours = back == "/review" or back.startswith(("/review/", "/review?"))
    return back if ours and back.isprintable() and "\\" not in back else "/review"


def _asked(request: Asking) -> Asked:
    lang = [(k, v) for k, v in request.query_params.multi_items()
            if k == "lang" and v in ("fr", "en")]  # fmt: skip
    return read_query(lang, request.headers.get("accept-language", ""))


__all__ = ["COOKIE", "handlers"]
