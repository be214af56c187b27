"""Events room. The cast: what the record knows of each actor, from all dispatches that name it.

Flow: sightings (`ActorSeen`) and their record-wide ids → `Face`s for comparing, `ActorCard`s for
people. What most dispatches say stands; of equals, the first by name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from vigie.events.identity import ActorSeen
from vigie.events.identity_evidence import ACCOUNT
from vigie.events.seen import UNNAMED, Face
from vigie.records import ActorCard
from vigie.records.card import RoleSpan

MOST_NAMES = 40


def cast_of(
    sightings: Iterable[ActorSeen], ids: Mapping[tuple[str, str], str]
) -> tuple[dict[str, Face], list[ActorCard]]:
    """Faces by id, and cards in the order of their ids."""
    seen: dict[str, list[ActorSeen]] = defaultdict(list)
    for one in sightings:
        name = ids.get((one.dispatch, one.actor.key))
        if name is not None:
            seen[name].append(one)
    faces: dict[str, Face] = {}
    cards: list[ActorCard] = []
    for name in sorted(seen):
        card = card_of(name, seen[name])
        cards.append(card)
        faces[name] = face_of(card)
    return faces, cards


def face_of(card: ActorCard) -> Face:
    """What of a card is compared and told."""
    return Face(
        name=card.name, kind=card.kind, country=card.country, sector=card.sector,
        named=not card.id.startswith(UNNAMED),
    )  # fmt: skip


def card_of(name: str, sightings: Iterable[ActorSeen]) -> ActorCard:
    """The card of an actor, by all its sightings."""
    seen = sorted(sightings, key=lambda s: (s.day or "~", s.id))
    forms = Counter(form for s in seen for form in (s.actor.name, *s.actor.names))
    best = _best_name(seen) or name
    order = sorted(forms, key=lambda f: (f != best, -forms[f], f))
    days = sorted({s.day for s in seen if s.day})
    return ActorCard(
        id=name, name=best, kind=_commonest(s.actor.kind for s in seen) or "ORG",
        names=tuple(order[:MOST_NAMES]), country=_commonest(s.actor.country for s in seen),
        sector=_commonest(s.actor.sector for s in seen),
        kb=_commonest(s.actor.kb for s in seen), roles=_roles(seen),
        first=days[0] if days else None, last=days[-1] if days else None,
        dispatches=len({s.dispatch for s in seen}),
    )  # fmt: skip


def _best_name(seen: Sequence[ActorSeen]) -> str | None:
    """A person's fullest name, the commonest of those as full; of others the commonest."""
    names = Counter(s.actor.name for s in seen)
    if any(s.actor.kind != "PER" for s in seen) or not names:
        return _commonest(names.elements())
    return min(
        names, key=lambda n: (n.startswith(ACCOUNT), -min(n.count(" "), 2), -names[n], n)
    )


def _commonest(values: Iterable[str | None]) -> str | None:
    counts = Counter(v for v in values if v is not None)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


def _roles(seen: Sequence[ActorSeen]) -> tuple[RoleSpan, ...]:
    spans: dict[str, list[str]] = {}
    for one in seen:
        if one.actor.role:
            days = spans.setdefault(one.actor.role, [])
            if one.day:
                days.append(one.day)
    return tuple(
        RoleSpan(role=role, first=min(days, default=None), last=max(days, default=None))
        for role, days in sorted(spans.items())
    )
