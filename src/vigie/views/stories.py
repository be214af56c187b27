"""Views room. Stories: the streams of events the record holds, each with what it rests on."""

from __future__ import annotations

import msgspec

from vigie.knowledge.folding import fold
from vigie.records import Story
from vigie.store.events import need_events
from vigie.store.record import Record
from vigie.views.events import list_stories


class StoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story; `actors` are names, `weight` that of its heaviest event."""

    story: Story
    actors: tuple[str, ...]
    events: int
    dispatches: int
    contradicted: int
    weight: float


def stories(record: Record, *, actor: str | None = None, least: int = 1) -> list[StoryRow]:
    """Stories, those with most events first; of equals, the earlier.

    Args:
        record: Where to look.
        actor: Words of the name of one who must have a part in it; None: any story.
        least: Fewest events.
    """
    need_events(record)
    names = dict(record.rows("SELECT id, name FROM actors"))
    counts = {
        story: (events, contradicted, weight)
        for story, events, contradicted, weight in record.rows(
            "SELECT story, count(*), sum(contradicted), max(weight) FROM events "
            "WHERE story IS NOT NULL GROUP BY story"
        )
    }
    told = dict(record.rows(
        "SELECT e.story, count(DISTINCT r.dispatch) FROM events e "
        "JOIN event_reports s ON s.event = e.id JOIN reports p ON p.id = s.report "
        "JOIN readings r ON r.rank = p.reading WHERE e.story IS NOT NULL GROUP BY e.story"
    ))  # fmt: skip
    rows = []
    for story in list_stories(record):
        events, contradicted, weight = counts.get(story.id, (0, 0, 0.0))
        actors = tuple(names.get(a, a) for a in story.actors)
        if events < least or (actor and not _names(actor, actors)):
            continue
        rows.append(
            StoryRow(
                story=story, actors=actors, events=events, dispatches=told.get(story.id, 0),
                contradicted=contradicted, weight=weight,
            )
        )  # fmt: skip
    return sorted(rows, key=lambda r: (-r.events, r.story.starts or "~", r.story.id))


def _names(words: str, actors: tuple[str, ...]) -> bool:
    return any(fold(words) in fold(name) for name in actors)
