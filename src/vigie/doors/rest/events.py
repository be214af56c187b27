"""Doors, REST. What the record holds to have happened: events, actors, stories, dyads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery

from vigie.doors.exports.tables import ActorRow, EventRow, actor_row, event_row
from vigie.doors.rest.asked import (
    AtLeast,
    Cursor,
    Dyad,
    Format,
    Limit,
    Named,
    Quad,
    SaidOnly,
    Since,
    Until,
    Words,
    pair_of,
    wanted_of,
)
from vigie.doors.rest.bodies import (
    ActorPage,
    DyadPage,
    EventPage,
    StoryPage,
    WholeActor,
    WholeEvent,
)
from vigie.doors.rest.serving import (
    PROBLEMS,
    Asking,
    Listing,
    Missing,
    answer,
    answer_csv,
    cut,
    opened,
    read_cursor,
    wants_csv,
    write_cursor,
)
from vigie.knowledge.kb import open_kb
from vigie.records import Event, event_as_said
from vigie.store.events import decisions
from vigie.store.record import Record
from vigie.views.actor import actors_named
from vigie.views.behind import opening_of
from vigie.views.dyads import Counted, dyads
from vigie.views.events import (
    PAGE,
    Wanted,
    get_event,
    list_actors,
    list_events,
    tellings,
)
from vigie.views.said import need_said
from vigie.views.stories import StoryRow, stories


class StoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """A story as a row of CSV."""

    id: str
    title: str
    starts: str | None
    ends: str | None
    actors: tuple[str, ...]
    places: tuple[str, ...]
    events: int
    dispatches: int
    contradicted: int
    weight: float


class DyadLine(msgspec.Struct, frozen=True, kw_only=True):
    """A bin of a dyad as a row of CSV."""

    left: str
    right: str
    place: str | None
    start: str
    events: int
    plover: float
    goldstein: float
    read: int
    rate: float | None


@get("/events", dependencies={"wanted": Provide(wanted_of, sync_to_thread=False)},
     operation_class=Listing, responses=PROBLEMS, sync_to_thread=True)  # fmt: skip
def events(
    request: Asking, wanted: NamedDependency[Wanted], format_: Format = None
) -> Response[EventPage]:
    """Events that fit, a page at a time; the same words as `vigie timeline`."""
    with opened(request) as record:
        found = list_events(record, wanted)
        if wants_csv(request, format_):
            rows = [event_row(e, opening_of(record, e)) for e in found.events]
            return answer_csv(request, EventRow, rows, found.next)
    return answer(
        request, EventPage(items=found.events, total=found.total, next=found.next)
    )


@get("/events/{name:str}", responses=PROBLEMS, sync_to_thread=True)
def event(
    request: Asking, name: Named, said_only: SaidOnly = False
) -> Response[WholeEvent]:
    """One event by its id or the beginning of it, each field with the words behind it."""
    with opened(request) as record:
        found = _event(record, name)
        if said_only:
            need_said(record)
        whole = WholeEvent(
            event=event_as_said(found) if said_only else found,
            tellings=tuple(tellings(record, found, said_only=said_only)),
            decisions=tuple(decisions(record, found.id)),
        )  # fmt: skip
    return answer(request, whole)


@get("/actors", operation_class=Listing, responses=PROBLEMS, sync_to_thread=True)
def actors(
    request: Asking, actor: Words = None, limit: Limit = PAGE, cursor: Cursor = None,
    format_: Format = None,
) -> Response[ActorPage]:  # fmt: skip
    """Actors, those with most events first; `actor` is an id, words of a name, "country:TUR"."""
    start = read_cursor(cursor)
    with opened(request) as record:
        found = list_actors(record, actor, limit=start + limit + 1)[start:]
    more = write_cursor(start + limit) if len(found) > limit else None
    page = tuple(found[:limit])
    if wants_csv(request, format_):
        return answer_csv(request, ActorRow, map(actor_row, page), more)
    return answer(request, ActorPage(items=page, next=more))


@get("/actors/{name:str}", responses=PROBLEMS, sync_to_thread=True)
def actor(request: Asking, name: Named) -> Response[WholeActor]:
    """The actors a name may mean, or the one whose id it is: forms, offices, why they are one."""
    with opened(request) as record:
        found = actors_named(record, name, open_kb())
    if not found:
        raise Missing(f"no actor named '{name}'; look through /api/actors?actor=WORDS")
    return answer(request, WholeActor(items=tuple(found)))


@get(
    "/stories",
    name="api_stories",
    operation_class=Listing,
    responses=PROBLEMS,
    sync_to_thread=True,
)
def story_list(
    request: Asking, actor: Words = None, least: AtLeast = 1, limit: Limit = PAGE,
    cursor: Cursor = None, format_: Format = None,
) -> Response[StoryPage]:  # fmt: skip
    """Streams of events, those with most events first."""
    with opened(request) as record:
        found = stories(record, actor=actor, least=least)
    page, more = cut(found, limit, cursor)
    if wants_csv(request, format_):
        return answer_csv(request, StoryLine, map(_story_line, page), more)
    return answer(request, StoryPage(items=tuple(page), total=len(found), next=more))


@get("/dyads", operation_class=Listing, responses=PROBLEMS, sync_to_thread=True)
def dyad_list(
    request: Asking, by: FromQuery[Literal["day", "week"]] = "week",
    level: FromQuery[Literal["actor", "country"]] = "country", place: FromQuery[bool] = False, least: AtLeast = 1,
    since: Since = None, until: Until = None, actor: Words = None, dyad: Dyad = None,
    quad: Quad = None, said_only: SaidOnly = False, limit: Limit = PAGE,
    cursor: Cursor = None, format_: Format = None,
) -> Response[DyadPage]:  # fmt: skip
    """Who does how much to whom, by day or week, with ruptures; as `vigie dyads`."""
    start = read_cursor(cursor)
    counted = Counted(
        wanted=Wanted(since=since, until=until, actor=actor, dyad=pair_of(dyad), quad=quad,
                      said_only=said_only),
        by=by, level=level, by_place=place, least=least, most=start + limit + 1,
    )  # fmt: skip
    with opened(request) as record:
        found = dyads(record, counted)[start:]
    more = write_cursor(start + limit) if len(found) > limit else None
    page = tuple(found[:limit])
    if wants_csv(request, format_):
        return answer_csv(request, DyadLine, _dyad_lines(page), more)
    return answer(request, DyadPage(items=page, next=more))


def _event(record: Record, name: str) -> Event:
    found = get_event(record, name)
    if found is None:
        raise Missing(f"no event '{name}'; look through /api/events")
    return found


def _story_line(row: StoryRow) -> StoryLine:
    story = row.story
    return StoryLine(
        id=story.id, title=story.title, starts=story.starts, ends=story.ends,
        actors=row.actors, places=story.places, events=row.events,
        dispatches=row.dispatches, contradicted=row.contradicted, weight=row.weight,
    )  # fmt: skip


def _dyad_lines(page: tuple[Any, ...]) -> Iterator[DyadLine]:
    for dyad in page:
        for one in dyad.bins:
            yield DyadLine(
                left=dyad.left, right=dyad.right, place=dyad.place, start=one.start,
                events=one.events, plover=one.plover, goldstein=one.goldstein,
                read=one.read, rate=one.rate,
            )  # fmt: skip
