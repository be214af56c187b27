"""Doors, Python. Charts of a record, in Altair: they are specifications, drawn without network.

Flow: filters → rows → an Altair chart. Colours are those of the four quad classes everywhere in
Vigie; what is uncertain is drawn as wide as it is: an event known to a month spans the month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from vigie.doors.exports.arrow import extra
from vigie.doors.exports.chosen import dyads
from vigie.doors.exports.tables import EventRow, bounds_words
from vigie.doors.exports.wording import headline
from vigie.doors.interface import say
from vigie.doors.interface.fields import field_words, party_names
from vigie.doors.interface.labels import type_label
from vigie.records import Event
from vigie.views.bars import Bars
from vigie.views.bars import bars as bars_of

if TYPE_CHECKING:
    from vigie.doors.python.opened import Opened

QUADS = {"VC": "#6fb38f", "MC": "#1f6b46", "VX": "#e0a030", "MX": "#b3261e"}
WIDTH, HEIGHT = 640, 180  # pixels
DAY_MS = 24 * 3600 * 1000
MOST = 15  # actors on a side of the matrix: more cannot be read


class Charts:
    """Charts of one open record; each takes the filters of `events`."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def timeline(self, **filters: Any) -> Any:
        """Events in time, one mark each, as wide as the days they may be; undated ones are absent."""
        alt = _altair()
        rows = [
            {
                "start": row.starts, "end": row.ends, "quad": say(f"chart.{row.quad}"),
                "type": type_label(row.type), "what": row.words or row.type, "origins": row.origins,
                "who": ", ".join(row.actors), "whom": ", ".join(row.recipients),
            }
            for row in self._opened.events(**filters)
            if isinstance(row, EventRow) and row.starts and row.ends
        ]  # fmt: skip
        return (
            alt.Chart(alt.Data(values=rows), width=WIDTH)
            .mark_bar(height=9, minBandSize=5, cornerRadius=2)
            .transform_calculate(after="timeOffset('day', toDate(datum.end), 1)")
            .encode(
                x=alt.X("start:T", title=say("chart.day"), axis=_days(alt)), x2="after:T",
                y=alt.Y("type:N", title=None, sort=None),
                color=_quad_colours(alt),
                opacity=alt.value(0.75),
                tooltip=["start:N", "end:N", "who:N", "whom:N", "what:N", "origins:Q"],
            )
        )  # fmt: skip

    def dyads(self, **filters: Any) -> Any:
        """Who does how much to whom: a square a dyad and quad class, its size the events."""
        alt = _altair()
        counts: Counter[tuple[str, str, str]] = Counter()
        for event in self._opened.choose(filters).events():
            for left, right in dyads(event):
                if left is not None and right is not None:
                    counts[left.name, right.name, event.quad] += 1
        weight: Counter[str] = Counter()
        for (left_name, right_name, _), n in counts.items():
            weight.update({left_name: n, right_name: n})
        kept = {
            name for name, _ in sorted(weight.items(), key=lambda w: (-w[1], w[0]))[:MOST]
        }
        rows = [
            {"doer": a, "target": b, "quad": say(f"chart.{quad}"), "events": n}
            for (a, b, quad), n in sorted(counts.items()) if {a, b} <= kept
        ]  # fmt: skip
        return (
            alt.Chart(alt.Data(values=rows))
            .mark_square(opacity=0.8)
            .encode(
                x=alt.X("target:N", title=say("chart.target")),
                y=alt.Y("doer:N", title=say("chart.doer")),
                size=alt.Size("events:Q", title=say("chart.events"), legend=alt.Legend(tickMinStep=1)),
                color=_quad_colours(alt),
                xOffset=alt.XOffset("quad:N"), tooltip=["doer:N", "target:N", "quad:N", "events:Q"],
            )
        )  # fmt: skip

    def bars(self, **filters: Any) -> Any:
        """Events a day, week, month or year: cooperation above the axis, conflict below."""
        chosen = self._opened.choose(filters)
        return bars_chart(bars_of(chosen.record, chosen.wanted))

    def figures(self, what: str = "killed", **filters: Any) -> Any:
        """A number as it was told, day after day, each claimant apart: bounds as bars.

        Args:
            what: killed, wounded, arrested, displaced…
            filters: Those of `events`.
        """
        return figures_chart(self._opened.choose(filters).events(), what)


def bars_chart(found: Bars) -> Any:
    """Bars of events by quad class; `days` is the stretch of time that a reader marks."""
    alt = _altair()
    return (
        alt.Chart(alt.Data(values=list(_stacked(found))), width=WIDTH, height=HEIGHT)
        .mark_rect()
        .encode(
            x=alt.X("start:T", title=None, scale=alt.Scale(type="utc"),
                    axis=alt.Axis(format="%Y-%m-%d", grid=False, labelOverlap=True, tickMinStep=DAY_MS)),
            x2="after:T",
            y=alt.Y("low:Q", title=say("chart.events"),
                    axis=alt.Axis(labelExpr="abs(datum.value)", tickMinStep=1, tickCount=5)),
            y2="high:Q",
            color=_quad_colours(alt),
            tooltip=[
                alt.Tooltip("start:N", title=say("web.f.since")),
                alt.Tooltip("end:N", title=say("web.f.until")),
                alt.Tooltip("quad:N", title=say("chart.quad")),
                alt.Tooltip("events:Q", title=say("chart.events")),
            ],
        )
        .add_params(alt.selection_interval(name="days", encodings=["x"]))
    )  # fmt: skip


def _stacked(found: Bars) -> Iterator[dict[str, object]]:
    """Blocks of each bar from the axis outwards, deeds next to it; a gap between bars."""
    for bar in found.bars:
        first, last = date.fromisoformat(bar.start), date.fromisoformat(bar.end)
        hours = 24 * ((last - first).days + 1)
        after = datetime.combine(first, time()) + timedelta(hours=hours * 0.85)
        for way, quads in ((1, ("MC", "VC")), (-1, ("MX", "VX"))):
            edge = 0
            for quad in quads:
                if n := bar.quads.get(quad, 0):
                    yield {
                        "start": bar.start, "end": bar.end, "after": after.isoformat() + "Z",
                        "quad": say(f"chart.{quad}"), "events": n, "low": edge * way,
                        "high": (edge + n) * way,
                    }  # fmt: skip
                    edge += n


def figures_chart(events: Iterable[Event], what: str) -> Any:
    """A number as it was told of some events, day after day, each claimant apart."""
    alt = _altair()
    rows = []
    for event in events:
        names = party_names(event)
        for f in event.figures:
            low = f.low if f.low is not None else f.best
            if f.what == what and f.told and low is not None:
                rows.append({
                    "told": f.told[:10], "low": low, "high": f.high or f.best or low,
                    "claimant": names.get(f.claimant or "", f.claimant) or f.dispatch,
                    "said": bounds_words(f.low, f.best, f.high), "event": headline(event),
                })  # fmt: skip
    base = alt.Chart(alt.Data(values=rows), width=WIDTH).encode(
        x=alt.X("told:T", title=say("chart.told"), axis=_days(alt)),
        color=alt.Color("claimant:N", title=say("chart.claimant")),
        tooltip=[
            alt.Tooltip("told:N", title=say("chart.told")),
            alt.Tooltip("claimant:N", title=say("chart.claimant")),
            alt.Tooltip("said:N", title=say("chart.number")),
            alt.Tooltip("event:N", title=say("web.to_event")),
        ],
    )
    low = alt.Y(
        "low:Q", title=f"{say('chart.number')}{say('export.colon')}{field_words(what)}"
    )
    return base.mark_rule(strokeWidth=3).encode(y=low, y2="high:Q") + base.mark_point(
        filled=True, size=70
    ).encode(y=low)


def _quad_colours(alt: Any) -> Any:
    names = [say(f"chart.{quad}") for quad in QUADS]
    scale = alt.Scale(domain=names, range=list(QUADS.values()))
    return alt.Color("quad:N", title=say("chart.quad"), scale=scale)


def _days(alt: Any) -> Any:
    """An axis of days in figures, which reads the same in all languages."""
    return alt.Axis(format="%Y-%m-%d", tickMinStep=DAY_MS, labelAngle=-40)


def _altair() -> Any:
    return extra("altair", "a chart")
