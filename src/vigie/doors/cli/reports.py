"""Doors, command line. Reports as rows: `vigie timeline --reports`, one dispatch's word each."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from vigie.doors.cli.headings import as_told, by_day, day_words, heading
from vigie.doors.interface import say
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.views.reports import Row


def report_grid(shown: list[Row]) -> Table:
    """Rows as a table for eyes: a day, then what was done on it."""
    ontology = load_ontology()
    return by_day((_day(row), _line(row, ontology)) for row in shown)


def _day(row: Row) -> str:
    when = day_words(row.when, row.candidates)
    return f"{when} ({say('said.inferred')})" if "when" in row.inferred else when


def _line(row: Row, ontology: Ontology) -> Text:
    """What, who → whom, where; the words; the source."""
    doers, others = (
        [as_told(name, field in row.inferred) for name in names]
        for field, names in (("actors", row.actors), ("recipients", row.recipients))
    )
    where = as_told(row.where, "where" in row.inferred) if row.where else None
    text = heading(row.type, row.mode, (doers, others), where, row.status, ontology)
    text.append(f"\n« {row.words} »", style="italic")
    source = f"  {row.dispatch}" + (f", {row.outlet}" if row.outlet else "")
    if row.said_by:
        source += f" · {say('col.source')} {row.said_by}"
    if row.also_in:
        source += f" · {say('timeline.also')} {', '.join(row.also_in)}"
    text.append(source, style="dim")
    return text
