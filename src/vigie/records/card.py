"""Records room. An actor card: what the record holds of one actor, whatever dispatch names it."""

from __future__ import annotations

import msgspec


class RoleSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A role an actor was given, and the first and last day it was told; None: no dated dispatch."""

    role: str
    first: str | None = None
    last: str | None = None


class ActorCard(msgspec.Struct, frozen=True, kw_only=True):
    """One actor of the record; `id` is what `Party.actor` bears, the same in all dispatches.

    `names` are the forms seen, the name first; `first` and `last` the dispatches that name it
    first and last; `dispatches` how many do; `why` says how its mentions were held to be one.
    """

    id: str
    name: str
    kind: str
    names: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    kb: str | None = None
    roles: tuple[RoleSpan, ...] = ()
    first: str | None = None
    last: str | None = None
    dispatches: int = 0
    why: tuple[str, ...] = ()
