"""Views room. One story by its id: `stories` tells them all, and walks the record for it."""

from __future__ import annotations

import msgspec

from vigie.records import Story
from vigie.store.record import Record
from vigie.views.stories import StoryRow


def find_story(record: Record, name: str) -> Story | None:
    """A story by its id; None where there is none."""
    found = record.rows("SELECT story FROM stories WHERE id = ?", (name,))
    return msgspec.msgpack.decode(found[0][0], type=Story) if found else None


def story_row(record: Record, name: str) -> StoryRow | None:
    """A story and what it rests on; None where there is none."""
    story = find_story(record, name)
    if story is None:
        return None
    names = {
        actor: found[0][0]
        for actor in story.actors
        if (found := record.rows("SELECT name FROM actors WHERE id = ?", (actor,)))
    }
    ((events, contradicted, weight),) = record.rows(
        "SELECT count(*), coalesce(sum(contradicted), 0), coalesce(max(weight), 0) FROM events "
        "WHERE story = ?", (name,),
    )  # fmt: skip
    ((told,),) = record.rows(
        "SELECT count(DISTINCT r.dispatch) FROM events e JOIN event_reports s ON s.event = e.id "
        "JOIN reports p ON p.id = s.report JOIN readings r ON r.rank = p.reading "
        "WHERE e.story = ?", (name,),
    )  # fmt: skip
    return StoryRow(
        story=story, actors=tuple(names.get(a, a) for a in story.actors), events=events,
        dispatches=told, contradicted=contradicted, weight=weight,
    )  # fmt: skip
