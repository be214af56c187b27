"""The corridor. Days of dispatches that an update may change: reports near what is new → datings.

Flow: the web around what is stale (events/near.py) + the clocks of the dispatches on the desk → the
datings that may be others now, the days they leave to reports, and all datings as the record has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from vigie.events.dating import Dated, date_dispatches
from vigie.events.days import Days
from vigie.events.groups import Group
from vigie.events.merge import through_events
from vigie.events.near import Near
from vigie.events.rulings import Ruled
from vigie.events.seen import Seen
from vigie.events.tell import event_id
from vigie.flow.laying import (
    DeskStock,
    drop_narrowed,
    encode,
    kept_clock,
    pack_days,
    put_narrowed,
)
from vigie.records import Dating
from vigie.store.laid import Laid

_read_dating = msgspec.msgpack.Decoder(Dating).decode


def date_near(
    desk: Laid, web: Near, stale: Iterable[str], coarse: Iterable[str]
) -> tuple[Dated, set[str]]:
    """The datings that may be others now, and the dispatches they are all of."""
    known = {d for (d,) in desk.of("dispatches", "id", "coarse", [1])}
    groups = {event_id(g.members): g for g in web.groups(stale)}
    done = set(coarse)
    tellings: dict[str, list[Seen]] = {}
    homes = _homes(desk, groups.values())
    todo = ({homes[m] for g in groups.values() for m in g.members} | done) & known
    while todo:
        done |= todo
        own = [r for (r,) in desk.of("reports", "id", "dispatch", sorted(todo))]
        groups |= {event_id(g.members): g for g in web.groups(own)}
        homes |= _homes(desk, groups.values())
        near = {
            homes[m] for g in groups.values() for m in g.members
            if any(homes[x] in done for x in g.members)
        }  # fmt: skip
        todo = (near & known) - done
    stock = DeskStock(desk, 1)
    for name, group in groups.items():
        if any(homes[m] in done & known for m in group.members):
            tellings[name] = [s for m in group.members if (s := stock.find(m)) is not None]
    rows = desk.of("dispatches", "id, text", "id", sorted(done & known))
    dated = date_dispatches(tellings, (kept_clock(name, text) for name, text in rows))
    desk.drop("datings", "dispatch", sorted(done))
    desk.put("datings", ((d.dispatch, encode(d)) for d in dated.datings))
    return dated, done


def _homes(desk: Laid, groups: Iterable[Group]) -> dict[str, str]:
    names = sorted({m for g in groups for m in g.members})
    return dict(desk.of("reports", "id, dispatch", "id", names))


def narrowed_days(
    desk: Laid, days: Mapping[str, Days], over: Iterable[str]
) -> dict[str, Days | None]:
    """Reports whose days dating leaves otherwise than it did; None where it leaves them alone."""
    own = [r for (r,) in desk.of("reports", "id", "dispatch", sorted(over))]
    was = dict(desk.of("narrowed", "report, days", "report", own))
    return {
        name: days.get(name)
        for name in was.keys() | days.keys()
        if was.get(name) != (pack_days(days[name]) if name in days else None)
    }


def keep_narrowed(desk: Laid, narrowed: Mapping[str, Days | None]) -> None:
    """Keep, or forget, what dating leaves some reports."""
    drop_narrowed(desk, sorted(narrowed))
    put_narrowed(desk, {name: days for name, days in narrowed.items() if days is not None})


def all_datings(desk: Laid, now: Mapping[str, str], ruled: Ruled) -> list[Dating]:
    """All datings, their events by the ids they have in the end."""
    raw = [_read_dating(b) for _, b in desk.all("datings", "dispatch, dating", "dispatch")]
    named = {"r" + e.removeprefix("e") for d in raw for e in d.through}
    homes = desk.events_of(sorted(named)) | dict(now)
    homes = {m: e for m, e in homes.items() if e not in ruled.rejected}
    return [through_events(d, homes) for d in raw]
