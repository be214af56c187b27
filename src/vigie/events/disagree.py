"""Events room. What the tellings of one event do not agree on, kept in the open.

Flow: the reports of an event → `Contradiction`s, one a field: who holds which value, since when.
A value told less closely ("en mai", "en Libye") contradicts nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from vigie.events.compare import OTHER_CAMP, Cast, weigh_side
from vigie.events.days import Days, gap_days, say_days
from vigie.events.places import spots_clash
from vigie.events.seen import Seen
from vigie.records import Contradiction, Side, Size

HELD_TRUE = ("asserted", "alleged", "announced")


def find_contradictions(
    told: Sequence[Seen], narrowed: Mapping[str, Days], cast: Cast
) -> tuple[Contradiction, ...]:
    """The fields on which tellings of one event cannot all be right."""
    found = (
        _on_status(told),
        _on_when(told, narrowed),
        _on_where(told),
        _on_actors(told, cast),
        *_on_figures(told),
    )
    return tuple(one for one in found if one is not None)


def _on_status(told: Sequence[Seen]) -> Contradiction | None:
    if not any(s.status == "denied" for s in told):
        return None
    if not any(s.status in HELD_TRUE for s in told):
        return None
    return _opposed("status", told, lambda s: s.status)


def _on_when(told: Sequence[Seen], narrowed: Mapping[str, Days]) -> Contradiction | None:
    dated = {s.id: narrowed.get(s.id, s.days) for s in told if s.dated and s.days}
    days = sorted({(d.first, d.mask) for d in dated.values()})
    sets = [Days(*d) for d in days]
    if all(gap_days(a, b) == 0 for n, a in enumerate(sets) for b in sets[n + 1 :]):
        return None
    return _opposed(
        "when", [s for s in told if s.id in dated], lambda s: say_days(dated[s.id])
    )


def _on_where(told: Sequence[Seen]) -> Contradiction | None:
    placed = [s for s in told if s.spot and s.placed]
    spots = list({(s.spot.name, s.spot.country): s.spot for s in placed if s.spot}.values())
    clash = [
        {a.name, b.name}
        for n, a in enumerate(spots) for b in spots[n + 1 :] if spots_clash(a, b)
    ]  # fmt: skip
    names = set().union(*clash) if clash else set()
    held = [s for s in placed if s.spot and s.spot.name in names]
    return (
        _opposed("where", held, lambda s: s.spot.name if s.spot else "") if held else None
    )


def _on_actors(told: Sequence[Seen], cast: Cast) -> Contradiction | None:
    sides = sorted({s.doers for s in told if s.doers})
    clash = [
        {a, b}
        for n, a in enumerate(sides) for b in sides[n + 1 :]
        if not set(a) & set(b) and weigh_side(a, b, cast) <= OTHER_CAMP
    ]  # fmt: skip
    held = set().union(*clash) if clash else set()
    if not held:
        return None
    return _opposed(
        "actors", [s for s in told if s.doers in held],
        lambda s: ", ".join(cast[k].name for k in s.doers),
    )  # fmt: skip


def _on_figures(told: Sequence[Seen]) -> list[Contradiction | None]:
    """Numbers of one name whose bounds do not meet; a toll that only grows is a series."""
    rows: dict[str, list[tuple[Seen, Size]]] = defaultdict(list)
    for one in told:
        for size in one.sizes:
            rows[size.what].append((one, size))
    return [_on_figure(what, rows[what]) for what in sorted(rows)]


def _on_figure(what: str, rows: Sequence[tuple[Seen, Size]]) -> Contradiction | None:
    bounds = {(_low(size), _high(size)) for _, size in rows}
    if all(a[0] <= b[1] and b[0] <= a[1] for a in bounds for b in bounds):
        return None
    claims: dict[str, set[tuple[float, float]]] = defaultdict(set)
    for one, size in rows:
        who = size.claimant or one.said_by or one.source.origin
        claims[who].add((_low(size), _high(size)))
    days = {(one.source.told or "")[:10] for one, _ in rows}
    if len(claims) < 2 or (len(days) == len(bounds) and _only_grows(rows)):
        return None
    held = [one for one, _ in rows]
    values = {one.id: _figure(size) for one, size in rows}
    return _opposed(what, held, lambda s: values[s.id])


def _only_grows(rows: Sequence[tuple[Seen, Size]]) -> bool:
    """Whether later tellings never give a smaller number."""
    series = [
        _low(s) for _, s in sorted(rows, key=lambda r: (r[0].source.told or "", r[0].id))
    ]
    return series == sorted(series)


def _low(size: Size) -> float:
    known = size.best if size.best is not None else size.low
    return float(known) if known is not None else 0.0


def _high(size: Size) -> float:
    known = size.best if size.best is not None else size.high
    return float(known) if known is not None else float("inf")


def _figure(size: Size) -> str:
    if size.best is not None:
        return str(size.best)
    low = "" if size.low is None else str(size.low)
    high = "" if size.high is None else str(size.high)
    return f"{low}..{high}"


def _opposed(
    field: str, told: Sequence[Seen], ask: Callable[[Seen], str]
) -> Contradiction | None:
    """The values told of a field, each with those who hold it; None where all hold one."""
    held: dict[str, list[Seen]] = defaultdict(list)
    for one in told:
        held[ask(one)].append(one)
    if len(held) < 2:
        return None
    return Contradiction(
        field=field,
        sides=tuple(
            Side(
                value=value, reports=tuple(sorted(s.id for s in some)),
                parties=tuple(sorted({s.said_by or s.source.name for s in some})),
                since=min((s.source.told for s in some if s.source.told), default=None),
            )
            for value, some in sorted(held.items())
        ),
    )  # fmt: skip
