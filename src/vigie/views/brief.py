"""Views room. The brief: what matters of a record as sentences, each built from fields, with notes.

Flow: timeline → for each event its tellings → the words that bear each field are looked up again
in the raw text → a sentence by the template pack, footnoted; or, where the words do not bear a
field, a refusal that is counted and listed. Nothing is copied from a dispatch but in the notes and,
between quotation marks, what an act of speech says.
"""

from __future__ import annotations

import msgspec

from vigie.store.events import all_actors, all_stories
from vigie.store.record import Record
from vigie.views.brief_words import load_wording
from vigie.views.brief_writer import Refused, Sentence, Writer
from vigie.views.events import Wanted, tellings
from vigie.views.timeline import timeline

MOST = 40  # events: two pages


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """The sentences on one story, in order of time; `title` None for events of no story."""

    title: str | None
    sentences: tuple[Sentence, ...]


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A brief, before it is laid out. `first` and `last` are the days its events span."""

    language: str
    sections: tuple[Section, ...]
    refused: tuple[Refused, ...]
    unsaid: tuple[Refused, ...]
    events: int
    total: int
    dispatches: int
    origins: int
    first: str | None
    last: str | None


def brief(
    record: Record, wanted: Wanted, *, language: str = "fr", most: int = MOST
) -> Brief:
    """Write what matters most of what is wanted.

    Args:
        record: Where to look.
        wanted: What to look for.
        language: Of the sentences.
        most: How many events.

    Raises:
        BadRequest: no events, no such language, or what is wanted cannot be asked.
    """
    wording = load_wording(language)
    found = timeline(record, wanted, most)
    cards = {card.id: card for card in all_actors(record)}
    sections: dict[str | None, list[Sentence]] = {}
    refused: list[Refused] = []
    unsaid: list[Refused] = []
    for line in found.lines:
        writer = Writer(
            line.event,
            tellings(record, line.event, said_only=wanted.said_only),
            cards,
            wording,
        )
        fault = next(writer.faults(), None)
        if fault is not None:
            refused.append(fault)
        else:
            sections.setdefault(line.event.story, []).extend(writer.sentences())
            unsaid += writer.unsaid
    events = [line.event for line in found.lines]
    days = [d for e in events if e.when or e.candidates for d in (e.starts, e.ends) if d]
    titles = {story.id: story.title for story in all_stories(record)}
    return Brief(
        language=language,
        sections=tuple(
            Section(title=titles.get(story or ""), sentences=tuple(sentences))
            for story, sentences in sorted(sections.items(), key=lambda s: s[0] is None)
        ),
        refused=tuple(refused), unsaid=tuple(unsaid), events=len(events) - len(refused), total=found.total,
        dispatches=len({d for e in events for o in e.origins for d in o.dispatches}),
        origins=len({o.source for e in events for o in e.origins}),
        first=min(days, default=None), last=max(days, default=None),
    )  # fmt: skip
