"""Doors, command line. Reports as rows: `vigie timeline --reports`, one dispatch's word each."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from vigie.doors.cli.common import QUAD_STYLE, STATUS_STYLE
from vigie.doors.interface import language, say
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.views.reports import Row


def report_grid(shown: list[Row]) -> Table:
    """Rows as a table for eyes: a day, then what was done on it."""
    ontology = load_ontology()
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    last = None
    for row in shown:
        when = day_words(row.when, row.candidates)
        table.add_row("" if when == last else when, _line(row, ontology))
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


def _line(row: Row, ontology: Ontology) -> Text:
    """What, who → whom, where; the words; the source."""
    text = Text()
    known = ontology.rows.get(row.type)  # a user's own type has no label
    what = ontology.label(row.type, language()) if known else row.type
    text.append(what, style=QUAD_STYLE[known.quad] if known else "")
    if row.mode:
        text.append(f" ({row.mode})", style="dim")
    text.append(f"  {', '.join(row.actors) or '–'}")
    if row.recipients:
        text.append(f" → {', '.join(row.recipients)}")
    if row.where:
        text.append(f"  · {row.where}", style="green")
    if row.status != "asserted":
        text.append(f"  [{say(f'status.{row.status}')}]", style=STATUS_STYLE[row.status])
    text.append(f"\n« {row.words} »", style="italic")
    source = f"  {row.dispatch}" + (f", {row.outlet}" if row.outlet else "")
    if row.said_by:
        source += f" · {say('col.source')} {row.said_by}"
    if row.also_in:
        source += f" · {say('timeline.also')} {', '.join(row.also_in)}"
    text.append(source, style="dim")
    return text
