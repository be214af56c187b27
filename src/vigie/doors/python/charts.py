"""Doors, Python. Charts of a record, in Altair: they are specifications, drawn without network.

Flow: filters → rows → an Altair chart. Colours are those of the four quad classes everywhere in
Vigie; what is uncertain is drawn as wide as it is: an event known to a month spans the month.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from vigie.doors.exports.arrow import extra
from vigie.doors.exports.chosen import dyads
from vigie.doors.exports.tables import EventRow, bounds_words
from vigie.doors.exports.wording import headline, ontology
from vigie.doors.interface import language, say

if TYPE_CHECKING:
    from vigie.doors.python.opened import Opened

QUADS = {"VC": "#6fb38f", "MC": "#1f6b46", "VX": "#e0a030", "MX": "#b3261e"}
WIDTH = 640  # pixels
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
                "type": ontology().label(row.type, language()), "what": row.words or row.type, "origins": row.origins,
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

    def figures(self, what: str = "killed", **filters: Any) -> Any:
        """A number as it was told, day after day, each claimant apart: bounds as bars.

        Args:
            what: killed, wounded, arrested, displaced…
            filters: Those of `events`.
        """
        alt = _altair()
        rows = []
        for event in self._opened.choose(filters).events():
            names = {v.party: v.name for v in event.voices if v.party}
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
            tooltip=["told:N", "claimant:N", "said:N", "event:N"],
        )
        low = alt.Y("low:Q", title=f"{say('chart.number')}: {what}")
        return base.mark_rule(strokeWidth=3).encode(y=low, y2="high:Q") + base.mark_point(
            filled=True, size=70
        ).encode(y=low)


def _quad_colours(alt: Any) -> Any:
    names = [say(f"chart.{quad}") for quad in QUADS]
    scale = alt.Scale(domain=names, range=list(QUADS.values()))
    return alt.Color("quad:N", title=say("chart.quad"), scale=scale)


def _days(alt: Any) -> Any:
    """An axis of days in figures, which reads the same in all languages."""
    return alt.Axis(format="%Y-%m-%d", tickMinStep=24 * 3600 * 1000, labelAngle=-40)


def _altair() -> Any:
    return extra("altair", "a chart")
