"""Doors, REST. The filters, in the words of the command line, from the query to `Wanted`."""

from __future__ import annotations

from typing import Annotated, Literal

from litestar.params import FromQuery, PathParameter, QueryParameter

from vigie.doors.interface import say
from vigie.errors import BadRequest
from vigie.views.events import MOST, PAGE, Wanted

DAY = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
LONGEST = 300  # characters of a filter: names and words, not texts

Since = Annotated[
    str | None, QueryParameter(name="since", pattern=DAY, description=say("opt.since"))
]
Until = Annotated[
    str | None, QueryParameter(name="until", pattern=DAY, description=say("opt.until"))
]
Types = Annotated[
    tuple[str, ...], QueryParameter(name="type", max_items=50, description=say("opt.type"))
]
Words = Annotated[str | None, QueryParameter(max_length=LONGEST)]
SomeWords = Annotated[str, QueryParameter(min_length=1, max_length=LONGEST)]
Named = Annotated[str, PathParameter(max_length=LONGEST)]
Dyad = Annotated[
    list[str] | None,
    QueryParameter(name="dyad", min_items=2, max_items=2, description=say("opt.dyad")),
]
Cursor = Annotated[
    str | None,
    QueryParameter(name="cursor", max_length=600, description=say("rest.cursor")),
]
Limit = Annotated[
    int, QueryParameter(name="limit", ge=1, le=MOST, description=say("opt.limit"))
]
Format = Annotated[
    Literal["json", "csv"] | None,
    QueryParameter(name="format", description=say("rest.format")),
]
Order = Annotated[Literal["time", "weight", "told"], QueryParameter(name="order")]
Quad = Annotated[Literal["VC", "MC", "VX", "MX"] | None, QueryParameter(name="quad")]
Status = Annotated[
    Literal["asserted", "denied", "announced", "attempted", "alleged", "hypothetical"]
    | None,
    QueryParameter(name="status", description=say("opt.status")),
]
SaidOnly = Annotated[
    bool, QueryParameter(name="said_only", description=say("opt.said_only"))
]
AtLeast = Annotated[int, QueryParameter(ge=0, le=1_000_000)]


def wanted_of(
    since: Since = None, until: Until = None, type_: Types = (), actor: Words = None,
    dyad: Dyad = None, place: Words = None,
    country: Words = None, quad: Quad = None, status: Status = None, story: Words = None,
    min_origins: AtLeast = 0, contradicted: FromQuery[bool] = False, said_only: SaidOnly = False,
    text: Words = None, order: Order = "time", limit: Limit = PAGE, cursor: Cursor = None,
) -> Wanted:  # fmt: skip
    """The filters of a request on events.

    Raises:
        BadRequest: the dyad is not of two.
    """
    return Wanted(
        since=since, until=until, types=types_of(type_), actor=actor, dyad=pair_of(dyad),
        place=place, country=country, quad=quad, status=status, story=story,
        min_origins=min_origins, contradicted=contradicted, said_only=said_only, text=text,
        order=order, limit=limit, cursor=cursor,
    )  # fmt: skip


def types_of(asked: tuple[str, ...]) -> tuple[str, ...]:
    """Types as codes."""
    return tuple(t.upper() for t in asked)


def pair_of(asked: list[str] | None) -> tuple[str, str] | None:
    """The two of a dyad.

    Raises:
        BadRequest: they are not two.
    """
    if not asked:
        return None
    if len(asked) != 2:
        raise BadRequest("a dyad is two actors; write ?dyad=A&dyad=B")
    return asked[0], asked[1]
