"""Events room. Stories: events of one crisis, strung together as they come.

Flow: events in order of time → for each, the running story it has most in common with, or a new
one → `Story`. What counts is the country it is about and, beside it, someone, some other
country or town that the story is about too, or that both are of its armed strife: two acts in
France are no story, two of one strike are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from vigie.events.days import day_text, read_days
from vigie.events.seen import UNNAMED
from vigie.records import Event, Party, Story

# A story that nothing was added to for this long is over; what comes next opens another.
SILENT_DAYS = 45
ENOUGH = 1.0
FOCUS, ACTOR, STATE, SPOT, STRIFE = 0.4, 0.6, 0.6, 0.8, 0.6
TEXT = 0.6  # what one dispatch tells beside it, it takes for the same affair
MOST_TEXTS = 4  # dispatches of an event that are held, the first by id
ARMED = frozenset({"MIL", "REB", "UAF"})  # sectors whose acts in one country are one strife
MOST_NAMED, MOST_KEPT = 3, 12  # in a title; in the record
_TEXT = "text "
MOST_RUNNING = 12  # stories of one country, actor or town that are kept in view, the latest


class _Beat(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a story needs of an event: a million of these fit where as many events do not."""

    day: int
    id: str
    marks: dict[str, float]
    named: tuple[tuple[str, str], ...]  # id and name of its actors
    place: str | None
    origins: int
    first: int
    last: int


_encode = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(_Beat).decode


class _Thread:
    """A story under way."""

    def __init__(self, beat: _Beat) -> None:
        self.beats: list[_Beat] = []
        self.marks: Counter[str] = Counter()
        self.last = 0
        self.id = "s" + beat.id.removeprefix("e")

    def add(self, beat: _Beat) -> None:
        self.beats.append(msgspec.structs.replace(beat, marks={}))
        self.marks.update(beat.marks.keys())
        self.last = max(self.last, beat.day)


def find_stories(events: Iterable[Event]) -> tuple[list[Story], dict[str, str]]:
    """The stories of some events, and the story of each event by its id.

    A story has two events or more; an event that goes with no other has none.
    """
    return string_together(map(beat_of, events))


def string_together(packed: Iterable[bytes]) -> tuple[list[Story], dict[str, str]]:
    """The stories of some events by their beats, in any order; and the story of each event."""
    beats = sorted(
        (beat.day, beat.id, bytes_) for beat, bytes_ in ((_unpack(p), p) for p in packed)
    )
    stories: list[Story] = []
    alive: list[_Thread] = []
    running: dict[str, list[_Thread]] = defaultdict(list)  # by mark
    swept = 0
    for day, _, bytes_ in beats:
        if day - swept > SILENT_DAYS:
            over, alive, running = _sweep(alive, running, day)
            stories += map(_story, over)
            swept = day
        beat = _unpack(bytes_)
        best = _best(beat, running)
        if best is None:
            best = _Thread(beat)
            alive.append(best)
        best.add(beat)
        for mark in beat.marks:
            if best not in running[mark]:
                running[mark].append(best)
    stories += (_story(t) for t in alive if len(t.beats) > 1)
    home = {name: story.id for story in stories for name in story.events}
    return sorted(stories, key=lambda s: s.id), home


def _sweep(
    threads: Iterable[_Thread], running: Mapping[str, list[_Thread]], day: int
) -> tuple[list[_Thread], list[_Thread], dict[str, list[_Thread]]]:
    """The stories that are over by a day, those that are not, and what the latter are about."""
    over, alive = [], []
    for thread in threads:
        if day - thread.last <= SILENT_DAYS:
            alive.append(thread)
        elif len(thread.beats) > 1:
            over.append(thread)
    left: dict[str, list[_Thread]] = defaultdict(list)
    for mark, some in running.items():
        if kept := [t for t in some if day - t.last <= SILENT_DAYS]:
            left[mark] = kept
    return over, alive, left


def _best(beat: _Beat, running: dict[str, list[_Thread]]) -> _Thread | None:
    """The running story that an event has most in common with; of equals the latest."""
    common: dict[str, tuple[float, _Thread]] = {}
    for mark, worth in beat.marks.items():
        alive = [t for t in running.get(mark, ()) if beat.day - t.last <= SILENT_DAYS]
        if len(alive) > MOST_RUNNING:
            alive = sorted(alive, key=lambda t: (-t.last, t.id))[:MOST_RUNNING]
        running[mark] = alive
        for thread in alive:
            # what a story is mostly about binds more than what it once touched
            share = min(1.0, 4 * thread.marks[mark] / (len(thread.beats) + 3))
            if mark.startswith(_TEXT):
                share = (
                    1.0  # one text is never much of a long story, and binds all the same
                )
            total = common[thread.id][0] if thread.id in common else 0.0
            common[thread.id] = (total + worth * share, thread)
    fit = [(score, t.last, t.id, t) for score, t in common.values() if score >= ENOUGH]
    return max(fit, key=lambda row: row[:3])[3] if fit else None


def beat_of(event: Event) -> bytes:
    """What a story needs of an event, in a few bytes."""
    told, first = read_days(event.first_told), read_days(event.starts)
    ends = read_days(event.ends)
    parties = (*event.actors, *event.recipients)
    beat = _Beat(
        day=first.first or (told.last if told else 0), id=event.id, marks=_marks(event),
        named=tuple((p.actor, p.name) for p in parties if not p.actor.startswith(UNNAMED)),
        place=event.where.name if event.where else None, origins=len(event.origins),
        first=first.first, last=ends.last if ends else 0,
    )  # fmt: skip
    return _encode(beat)


def _marks(event: Event) -> dict[str, float]:
    """What an event is about, and how much each binds it to a story."""
    focus = _focus(event)
    out: dict[str, float] = {}
    for party in (*event.actors, *event.recipients):
        state = _state(party)
        if state and state != focus:
            out[f"state {state}"] = STATE
        if party.kind in ("PER", "ORG") and not party.actor.startswith(UNNAMED):
            out[f"actor {party.actor}"] = ACTOR
    if focus:
        out[f"focus {focus}"] = FOCUS
        if any(p.sector in ARMED for p in (*event.actors, *event.recipients)):
            out[f"strife {focus}"] = STRIFE
    where = event.where
    if where is not None and where.precision not in ("country", "area", "admin1"):
        out[f"spot {where.name}"] = SPOT
    texts = sorted(d for origin in event.origins for d in origin.dispatches)
    return out | {_TEXT + text: TEXT for text in texts[:MOST_TEXTS]}


def _focus(event: Event) -> str | None:
    """The country an event is about: where it was, else whom it was done to, else who did it."""
    if event.where is not None and event.where.country:
        return event.where.country
    for party in (*event.recipients, *event.actors):
        if _state(party):
            return _state(party)
    return None


def _state(party: Party) -> str | None:
    return party.country if party.country not in (None, "IGO", "NGO") else None


def _story(thread: _Thread) -> Story:
    """A story told: its title is made of the names it is about, those told most first."""
    names: Counter[str] = Counter()
    actors: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for beat in thread.beats:
        for actor, name in beat.named:
            actors[actor] += beat.origins
            names[name] += beat.origins
        if beat.place is not None:
            places[beat.place] += beat.origins
    starts = [b.first for b in thread.beats if b.first]
    ends = [b.last for b in thread.beats if b.last]
    parts = (", ".join(_top(places, MOST_NAMED)), ", ".join(_top(names, MOST_NAMED)))
    return Story(
        id=thread.id, title=" – ".join(part for part in parts if part),
        actors=tuple(_top(actors, MOST_KEPT)), places=tuple(_top(places, MOST_KEPT)),
        events=tuple(b.id for b in thread.beats),
        starts=day_text(min(starts)) if starts else None,
        ends=day_text(max(ends)) if ends else None,
    )  # fmt: skip


def _top(counts: Counter[str], most: int) -> list[str]:
    return sorted(counts, key=lambda k: (-counts[k], k))[:most]
