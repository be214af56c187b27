"""Doors, REST. People's words: read by anyone, written by whoever bears a token.

The name is the token's, the instant the server's; both stand in the record for ever.
"""

from __future__ import annotations

import logging

import msgspec
from litestar import Response, get, post
from litestar.exceptions import NotAuthorizedException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from vigie.doors.clock import now
from vigie.doors.rest import bodies
from vigie.doors.rest.asked import Cursor, Format, Limit, Words
from vigie.doors.rest.serving import (
    JSON,
    PROBLEMS,
    Asking,
    Listing,
    Problem,
    answer,
    answer_csv,
    next_cursor,
    opened,
    opened_to_write,
    read_cursor,
    served,
    wants_csv,
)
from vigie.doors.rest.tokens import who_bears
from vigie.flow.deciding import decide
from vigie.flow.reviewing import conflicts
from vigie.records import Decision
from vigie.views.events import PAGE
from vigie.views.logs import decision_page

log = logging.getLogger("vigie.rest")
SCHEME = "Bearer"
VALUED = ("correct", "add")  # kinds of decision that bear a value; null is one
NEEDS_TOKEN = ResponseSpec(
    data_container=Problem, description="Writing needs a token.", generate_examples=False
)


@get("/decisions", operation_class=Listing, responses=PROBLEMS, sync_to_thread=True)
def decision_list(
    request: Asking, target: Words = None, by: Words = None, kind: Words = None,
    limit: Limit = PAGE, cursor: Cursor = None, format_: Format = None,
) -> Response[bodies.DecisionPage]:  # fmt: skip
    """People's words, in the order they were given."""
    start = read_cursor(cursor)
    with opened(request) as record:
        page, total = decision_page(
            record, start, limit, target=target, by=by, kind=kind
        )  # fmt: skip
    more = next_cursor(start, limit, total)
    if wants_csv(request, format_):
        return answer_csv(request, Decision, page, more)
    body = bodies.DecisionPage(items=tuple(page), total=total, next=more)
    return answer(request, body)


@get("/conflicts", responses=PROBLEMS, sync_to_thread=True)
def conflict_list(request: Asking) -> Response[bodies.ConflictList]:
    """Decisions that a rerun put in question."""
    with opened(request) as record:
        found = conflicts(record)
    return answer(request, bodies.ConflictList(items=found))


@post("/decisions", responses=PROBLEMS | {401: NEEDS_TOKEN}, sync_to_thread=True,
      security=[{SCHEME: []}])  # fmt: skip
def append(request: Asking, data: JSONBody[bodies.Deciding]) -> Response[Decision]:
    """Append a decision; needs the header `Authorization: Bearer TOKEN` (`vigie token NAME`)."""
    name = bearer(request)
    said = Decision(
        kind=data.kind, target=data.target, by=name, at=now(), field=data.field,
        value=msgspec.json.encode(data.value).decode() if data.kind in VALUED else None,
        note=data.note,
    )  # fmt: skip
    with opened_to_write(request) as record:
        known = decide(record, said)
    log.info("%s: %s %s %s", name, known.kind, known.target, known.field or "")
    return Response(msgspec.json.encode(known), status_code=201, media_type=JSON)  # type: ignore[arg-type]


def bearer(request: Asking) -> str:
    """The name of whoever asks.

    Raises:
        NotAuthorizedException: no token, or one that is nobody's.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    file = served(request).tokens
    name = who_bears(token.strip(), file) if scheme.lower() == "bearer" else None
    if name is None:
        raise NotAuthorizedException(
            "writing needs a token: send 'Authorization: Bearer TOKEN', made by: "
            "vigie token NAME" + ("" if file else "; this server was started to read only"),
            headers={"WWW-Authenticate": SCHEME},
        )
    return name
