"""Views room. One actor of the record: the forms seen, offices over time, first and last dispatch.

A question to the record's readings, a card back for each actor that the name may mean. Who is who
across dispatches is asked of the events room, and read again where the record was not merged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from vigie.events.cast import cast_of
from vigie.events.identity import ActorSeen, compare_actors, link_actors
from vigie.events.identity_evidence import NameLore
from vigie.knowledge.folding import fold
from vigie.records import ActorCard, Judgement
from vigie.store.record import Record


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """An actor's card, with why.

    `countries` and `sectors` are (value, reason, in how many dispatches); `seen` (dispatch, day)
    in order of time; `links` why the other sightings were held to be the first one.
    """

    card: ActorCard
    countries: tuple[tuple[str, str, int], ...]
    sectors: tuple[tuple[str, str, int], ...]
    seen: tuple[tuple[str, str | None], ...]
    links: tuple[Judgement, ...]


def actors_named(record: Record, name: str, lore: NameLore) -> list[Known]:
    """Actors of the record that bear a name, or whose id it is.

    First those whose own name it is, then those it only helps to name ("forces de Haftar"); of
    equals, the most told of.
    """
    key = fold(name)
    sightings = [
        ActorSeen(reading.dispatch.id, actor, reading.dispatch.anchor)
        for reading in record.readings()
        for actor in reading.referents.actors.values()
    ]
    ids = link_actors(sightings, lore)
    meant = {
        ids[(s.dispatch, s.actor.key)]
        for s in sightings
        if _bears(s, key) or ids[(s.dispatch, s.actor.key)] == name
    }
    own = [s for s in sightings if ids[(s.dispatch, s.actor.key)] in meant]
    _, cards = cast_of(own, ids)
    by_id: dict[str, list[ActorSeen]] = {}
    for one in sorted(own, key=lambda s: (s.day or "~", s.id)):
        by_id.setdefault(ids[(one.dispatch, one.actor.key)], []).append(one)
    known = [_known(card, by_id[card.id], lore) for card in cards]
    return sorted(
        known, key=lambda k: (_is_part(k.card, key), -k.card.dispatches, k.card.id)
    )


def _bears(one: ActorSeen, key: str) -> bool:
    """Whether a sighting has a name, or a full name that ends in it."""
    forms = [fold(f) for f in (one.actor.name, *one.actor.names)]
    return bool(key) and any(f == key or f.endswith(f" {key}") for f in forms)


def _is_part(card: ActorCard, key: str) -> bool:
    """Whether a name is only the end of longer forms of an actor, never a form by itself."""
    return key not in map(fold, card.names) and not fold(card.name).endswith(f" {key}")


def _known(card: ActorCard, seen: Sequence[ActorSeen], lore: NameLore) -> Known:
    forms: dict[tuple[str, ...], ActorSeen] = {}
    for one in seen:
        forms.setdefault(one.actor.names, one)
    first, *others = forms.values()
    return Known(
        card=card,
        countries=_told((s.actor.country, s.actor.why) for s in seen),
        sectors=_told((s.actor.sector, s.actor.why) for s in seen),
        seen=tuple(dict.fromkeys((s.dispatch, s.day) for s in seen)),
        links=tuple(compare_actors(first, other, lore) for other in others),
    )


def _told(
    values: Iterable[tuple[str | None, tuple[str, ...]]],
) -> tuple[tuple[str, str, int], ...]:
    """Values with the reason given most, the most frequent first."""
    times: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {}
    for value, why in values:
        if value is not None:
            times[value] += 1
            reasons.setdefault(value, Counter()).update(why[:1])
    return tuple(
        (value, min(reasons[value], key=lambda w: (-reasons[value][w], w), default=""), n)
        for value, n in sorted(times.items(), key=lambda t: (-t[1], t[0]))
    )
