"""Doors, web. A dispatch as received: its marks by layer, and what its reports say.

Flow: reading → marks (cuts, reports, triggers, mentions, times, places, quotes, sizes) → pieces.
"""

from __future__ import annotations

from collections.abc import Iterator

from vigie.doors.interface import say
from vigie.doors.interface.labels import act_label, country_name, known_words, label
from vigie.doors.web.days import day_words
from vigie.doors.web.marked import Mark
from vigie.errors import BadRequest
from vigie.records import Actor, Reading, Span

# Layers a reader may switch off, in the order they are listed.
LAYERS = ("trigger", "report", "mention", "time", "place", "quote", "size", "cut")
AT = "found"  # the layer of what an address points at


def marks_of(reading: Reading, at: Span | None = None) -> list[Mark]:
    """All that is marked in a dispatch, and the stretch an address points at."""
    marks = [*_facts(reading), *_referents(reading)]
    marks += [
        Mark(
            span=c.span,
            layer="cut",
            title=f"{say('web.layer.cut')}: {label('cut', c.reason)}",
        )
        for c in reading.dispatch.cuts
    ]
    return [*marks, Mark(span=at, layer=AT)] if at else marks


def read_at(text: str | None, raw: str) -> Span | None:
    """The stretch that `at` names, as "120-134".

    Raises:
        BadRequest: it is no stretch of this text.
    """
    if not text:
        return None
    start, _, end = text.partition("-")
    try:
        span = Span(int(start), int(end))
    except ValueError as e:
        raise BadRequest(
            f"'{text}' is no stretch; write two offsets, as at=120-134."
        ) from e
    if span.end > len(raw):
        raise BadRequest(f"at={text} is past the end; the text has {len(raw)} characters.")
    return span


def actor_words(actor: Actor) -> str:
    """An actor with what is known of it: "ANL (Libye, rebelles)"."""
    known = known_words(actor.name, actor.country, actor.sector)
    return f"{actor.name} ({known})" if known else actor.name


def _facts(reading: Reading) -> Iterator[Mark]:
    for n, r in enumerate(reading.reports, start=1):
        name = act_label(r.type, r.mode)
        status = say(f"status.{r.status}")
        places = [(r.span, r.trigger), *((t.span, t.trigger) for t in r.also)]
        for clause, trigger in places:
            yield Mark(span=clause, layer="report")
            yield Mark(
                span=trigger, layer="trigger", title=f"{n}. {name}, {status}", ref=str(n)
            )
        for size in r.sizes:
            yield Mark(span=size.span, layer="size", title=say("web.layer.size"))
    for q in reading.quotes:
        who = reading.referents.actors.get(q.speaker or "")
        said = (
            f"{say('web.layer.quote')}: {actor_words(who)}"
            if who
            else say("web.layer.quote")
        )
        yield Mark(span=q.span, layer="quote", title=said)


def _referents(reading: Reading) -> Iterator[Mark]:
    ref = reading.referents
    for m in ref.mentions:
        if m.named and m.actor in ref.actors:
            yield Mark(span=m.span, layer="mention", title=actor_words(ref.actors[m.actor]))
    for t in ref.times:
        yield Mark(
            span=t.span, layer="time",
            title=day_words(t.value, t.candidates) if t.value or t.candidates
            else say("web.layer.time"),
        )  # fmt: skip
    for p in ref.places:
        where = ", ".join(
            x
            for x in (p.name, country_name(p.country), say(f"web.precision.{p.precision}"))
            if x
        )
        yield Mark(span=p.span, layer="place", title=where)
