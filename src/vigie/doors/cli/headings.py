"""Doors, command line. How a happening is told in a line: what, who → whom, where, how sure.

Flow: an event or a report's row → a line of coloured words; lines → a table by day. What was
inferred bears a word that says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from vigie.doors.cli.common import QUAD_STYLE, STATUS_STYLE
from vigie.doors.interface import say
from vigie.doors.interface.labels import label, type_label
from vigie.knowledge.ontology_rules import Ontology

INFERRED_STYLE = "italic dim"


def by_day(rows: Iterable[tuple[str, Text]]) -> Table:
    """Days and what was done on them as a table for eyes; a day is written once."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    last = None
    for when, text in rows:
        table.add_row("" if when == last else when, text)
        last = when
    return table


def day_words(when: str | None, candidates: tuple[str, ...]) -> str:
    """The day, or the days it may be, or a dash: never more precise than the words."""
    if when:
        start, _, end = when.partition("/")
        near = end[:8] == start[:8] and len(end) == len(start) == 10
        return f"{start}/{end[8:]}" if near else when
    if candidates:
        return f"{candidates[0][:7]}-?? ({' '.join(c[8:] for c in candidates)})"
    return "–"


def heading(
    type_: str, mode: str | None, sides: tuple[Iterable[Text], Iterable[Text]],
    where: Text | None, status: str, ontology: Ontology,
) -> Text:  # fmt: skip
    """What, who → whom, where, how sure."""
    text = Text()
    known = ontology.rows.get(type_)  # a user's own type has no label
    text.append(type_label(type_), style=QUAD_STYLE[known.quad] if known else "")
    if mode:
        text.append(f" ({label('mode', mode)})", style="dim")
    doers, others = (Text(", ").join(side) for side in sides)
    text.append("  ").append_text(doers if doers else Text("–"))
    if others:
        text.append(" → ").append_text(others)
    if where:
        where.stylize_before("green")
        text.append("  · ").append_text(where)
    if status != "asserted":
        text.append(f"  [{say(f'status.{status}')}]", style=STATUS_STYLE[status])
    return text


def as_told(value: str, inferred: bool) -> Text:
    """A value; one that was inferred with the word that says so."""
    if not inferred:
        return Text(value)
    return Text(f"{value} ({say('said.inferred')})", style=INFERRED_STYLE)
