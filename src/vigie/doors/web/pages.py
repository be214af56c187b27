"""Doors, web. The pages: each asks the views room and names its template. `PAGES` lists them all.

Flow: `Visit` (open record, what the address asks) → a page function → `Page` → HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from vigie.doors.interface import say
from vigie.doors.interface.fields import party_names
from vigie.doors.interface.labels import codes_by_name, event_label
from vigie.doors.web.asked import Asked
from vigie.doors.web.dispatch_page import LAYERS, actor_words, marks_of, read_at
from vigie.doors.web.drawn import QUADS, chart_of
from vigie.doors.web.drawn_map import best_view, draw_map, read_view
from vigie.doors.web.drawn_network import draw_network
from vigie.doors.web.fields import fields_of, figures_of
from vigie.doors.web.kept import Kept, State
from vigie.doors.web.marked import pieces
from vigie.errors import BadRequest
from vigie.records import event_as_said
from vigie.records.report import STATUSES
from vigie.store.events import decisions
from vigie.store.record import Record
from vigie.views.bars import bars
from vigie.views.behind import opening_of
from vigie.views.census import census, dating_of, events_of, kin_of
from vigie.views.events import Wanted, get_event, list_actors, list_events
from vigie.views.map import where_told
from vigie.views.network import LEVELS, dealings, network
from vigie.views.said import need_said
from vigie.views.snippets import find_words
from vigie.views.stories import stories
from vigie.views.story import find_story, story_row
from vigie.views.tellings import contents, tellings
from vigie.views.timeline import timeline

ON_HOME = 24  # events on the first page: the heaviest, in order of time
ON_ACTORS = 200  # actors of the list
ON_SEARCH = 12  # events and actors beside the dispatches found


class Missing(BadRequest):
    """What an address names is not in the record; answered with 404."""


Answer = TypeVar("Answer")


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One visit: the record, open for this thread; what is asked; the name in the address.

    `state` is that of the record's events as the visit began; `moments` those of the answers it
    was given that are of an earlier state.
    """

    record: Record
    asked: Asked
    kept: Kept
    name: str = ""
    state: State = ()
    moments: list[float] = []

    @property
    def wanted(self) -> Wanted:
        """The filters of the address."""
        return self.asked.wanted

    def held(
        self, question: object, work_out: Callable[[], Answer], *, after: bool = False
    ) -> Answer:
        """An answer about events: the one held, else worked out now.

        Args:
            question: What is asked.
            work_out: Finds the answer.
            after: Whether it comes of answers given before: it is of their moments then.
        """
        state = (*self.state, *self.moments) if after else self.state
        answer, moment = self.kept.get(question, state, work_out)
        if moment is not None:
            self.moments.append(moment)
        return answer


class Page(msgspec.Struct, frozen=True):
    """A template and what it shows."""

    template: str
    values: Mapping[str, object]


def home(visit: Visit) -> Page:
    """What the record holds, how many events by day, those that matter most."""
    lines = visit.held(
        ("home", visit.wanted), lambda: timeline(visit.record, visit.wanted, ON_HOME)
    )
    told = visit.held("stories", lambda: stories(visit.record)[:8])
    return Page("home.html", _framed(visit) | {"found": lines, "stories": told})


def events(visit: Visit) -> Page:
    """All the events that fit, a page at a time."""
    return Page("events.html", _framed(visit) | _listed(visit, visit.wanted))


def event(visit: Visit) -> Page:
    """One event: fields and evidence, reports, sources, voices, contradictions, figures, why."""
    found = get_event(visit.record, visit.name)
    if found is None:
        raise Missing(say("web.missing.event", id=visit.name))
    said_only = visit.wanted.said_only
    if said_only:
        need_said(visit.record)
        found = event_as_said(found)
    rows = tellings(visit.record, found, said_only=said_only)
    kin = visit.held("kin", lambda: kin_of(visit.record))
    story = find_story(visit.record, found.story) if found.story else None
    values = {
        "event": found, "rows": rows, "fields": fields_of(found, rows, event_label(found)),
        "figures": figures_of(found), "kin": kin, "story": story,
        "contents": contents(found, rows),
        "decisions": decisions(visit.record, found.id),
        "names": party_names(found),
        "source": {r: o.name for o in found.origins for r in o.reports},
    }  # fmt: skip
    return Page("event.html", values)


def dispatch(visit: Visit) -> Page:
    """One dispatch as received, marked; its reports, and the events that rest on them."""
    reading = visit.record.reading_of(visit.name)
    if reading is None:
        raise Missing(say("web.missing.dispatch", id=visit.name))
    at = read_at(visit.asked.settings.get("at"), reading.dispatch.raw)
    kin = visit.held("kin", lambda: kin_of(visit.record))
    values = {
        "reading": reading, "pieces": pieces(reading.dispatch.raw, marks_of(reading, at)),
        "layers": LAYERS, "events": events_of(visit.record, visit.name), "at": at,
        "lineage": kin.get(visit.name), "dating": dating_of(visit.record, visit.name),
        "actor_words": actor_words,
    }  # fmt: skip
    return Page("dispatch.html", values)


def actor(visit: Visit) -> Page:
    """One actor: its names and offices, its events, whom it deals with."""
    found = list_actors(visit.record, visit.name, limit=1)
    if not found or found[0].id != visit.name:
        raise Missing(say("web.missing.actor", id=visit.name))
    wanted = msgspec.structs.replace(visit.wanted, actor=visit.name)
    dealt = visit.held(
        ("dealings", wanted), lambda: dealings(visit.record, wanted, visit.name)
    )
    return Page("actor.html", _framed(visit, wanted) | {
        "actor": found[0], **_listed(visit, wanted),
        "names": {n.id: n.name for n in dealt.nodes}, "dealings": dealt.links,
    })  # fmt: skip


def actors(visit: Visit) -> Page:
    """All actors, those with most events first."""
    words = visit.asked.settings.get("q")
    found = visit.held(
        ("actors", words), lambda: list_actors(visit.record, words, limit=ON_ACTORS)
    )
    return Page("actors.html", {"found": found, "q": visit.asked.settings.get("q", "")})


def story(visit: Visit) -> Page:
    """One story: its actors, its span, its events in order of time."""
    found = story_row(visit.record, visit.name)
    if found is None:
        raise Missing(say("web.missing.story", id=visit.name))
    wanted = msgspec.structs.replace(visit.wanted, story=visit.name)
    return Page("story.html", _framed(visit, wanted) | {
        "row": found, **_listed(visit, wanted),
    })  # fmt: skip


def all_stories(visit: Visit) -> Page:
    """All the stories, those with most events first."""
    found = visit.held("all stories", lambda: stories(visit.record))
    return Page("stories.html", {"found": found})


def map_page(visit: Visit) -> Page:
    """Where the events were: areas as areas, countries as countries."""
    found = visit.held(
        ("map", visit.wanted),
        lambda: where_told(visit.record, visit.wanted, codes_by_name()),
    )
    view = read_view(visit.asked.settings) or best_view(found)
    drawn = visit.held(
        ("drawn", visit.wanted, view), lambda: draw_map(found, view), after=True
    )
    return Page("map.html", _framed(visit) | {"found": found, "drawn": drawn, "view": view})


def network_page(visit: Visit) -> Page:
    """Who deals with whom, and how."""
    level = visit.asked.settings.get("level", LEVELS[0])
    if level not in LEVELS:
        raise BadRequest(f"no level '{level}'; write one of: {', '.join(LEVELS)}.")
    found = visit.held(
        ("network", visit.wanted, level),
        lambda: network(visit.record, visit.wanted, level=level),
    )
    knots, edges = visit.held(("knots", visit.wanted, level), lambda: draw_network(found))
    return Page("network.html", _framed(visit) | {
        "found": found, "knots": knots, "edges": edges, "level": level,
        "names": {n.id: n.name for n in found.nodes},
    })  # fmt: skip


def search(visit: Visit) -> Page:
    """Dispatches, events and actors that hold some words."""
    words = visit.asked.settings.get("q", "")
    values: dict[str, object] = {"q": words, "found": (), "events": None, "actors": ()}
    if words:
        wanted = Wanted(text=words, order="weight", limit=ON_SEARCH)
        values |= {
            "found": find_words(visit.record, words),
            "events": list_events(visit.record, wanted),
            "actors": list_actors(visit.record, words, limit=ON_SEARCH),
        }
    return Page("search.html", values)


def about(visit: Visit) -> Page:
    """How to read these pages: codes, colours, addresses."""
    return Page("about.html", {"types": census(visit.record).types})


PAGES: dict[str, Callable[[Visit], Page]] = {
    "/": home, "/events": events, "/events/{name:path}": event,
    "/dispatches/{name:path}": dispatch, "/actors": actors, "/actors/{name:path}": actor,
    "/stories": all_stories, "/stories/{name:path}": story, "/map": map_page,
    "/network": network_page, "/search": search, "/about": about,
}  # fmt: skip

# Pages of events alone: as long as these stand, so does the page. The others show readings too.
LASTING = frozenset(
    (home, events, actor, actors, story, all_stories, map_page, network_page)
)


def _listed(visit: Visit, wanted: Wanted) -> dict[str, object]:
    """A page of events, each with the clause that tells it first."""
    found = list_events(visit.record, wanted)
    told = {e.id: opening_of(visit.record, e) for e in found.events}
    return {"found": found, "told": told}


def _framed(visit: Visit, wanted: Wanted | None = None) -> dict[str, object]:
    """What pages with filters and bars share."""
    asked = wanted or visit.wanted
    plain = msgspec.structs.replace(asked, order="time", cursor=None, limit=1)
    held = visit.held("census", lambda: census(visit.record))
    found = visit.held(("bars", plain), lambda: bars(visit.record, plain))
    return {
        "census": held, "bars": found, "chart": chart_of(found), "quads": QUADS,
        "statuses": STATUSES, "wanted": asked,
    }  # fmt: skip
