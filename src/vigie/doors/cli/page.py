"""Doors, command line. A reading as a page for eyes: text with its marks, then tables."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.common import STATUS_STYLE
from vigie.doors.cli.headings import as_told, by_day, heading
from vigie.doors.interface import say
from vigie.doors.interface.labels import act_label, country_name, label
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.records import Reading, Report, Span, inferred_fields

Cells = tuple[str | Text, ...]
MARKS = (  # later ones are drawn over earlier ones
    ("report", "underline"), ("place", "green"), ("time", "cyan"), ("mention", "yellow"),
    ("trigger", "bold red underline"),
)  # fmt: skip


def page(reading: Reading) -> Iterator[RenderableType]:
    """Parts of the page, top to bottom."""
    meta = reading.dispatch.meta
    head = " · ".join(
        str(x) for x in (
            meta.published, meta.dateline_place, meta.agency, ", ".join(meta.authors),
            meta.outlet, meta.language,
        ) if x
    )  # fmt: skip
    title = Text(meta.title or reading.dispatch.id, style="bold")
    yield Panel(
        Group(title, Text(head, style="dim")), title=reading.dispatch.id, expand=False
    )
    yield Padding(marked(reading), (0, 2))
    for table in (_reports(reading), _quotes(reading), _actors(reading), _issues(reading)):
        if table.row_count:
            yield table


def marked(reading: Reading) -> Text:
    """The raw text, cuts struck through, evidence marked."""
    raw = reading.dispatch.raw
    text = Text(raw)
    ref = reading.referents
    spans: dict[str, list[Span]] = {
        "report": [r.span for r in reading.reports],
        "place": [p.span for p in ref.places],
        "time": [t.span for t in ref.times],
        "mention": [m.span for m in ref.mentions if m.named],
        "trigger": [r.trigger for r in reading.reports],
    }
    for kind, style in MARKS:
        for span in spans[kind]:
            text.stylize(style, span.start, span.end)
    for cut in reading.dispatch.cuts:
        text.stylize("strike dim", cut.span.start, cut.span.end)
    return text


def side(reading: Reading, report: Report, field: str) -> Text:
    """The names of one side, with the word that says so where it was inferred."""
    return as_told(names(reading, getattr(report, field)), field in inferred_fields(report))


def names(reading: Reading, keys: tuple[str, ...]) -> str:
    """Names of actors, joined; a dash for nobody named."""
    actors = reading.referents.actors
    return ", ".join(actors[k].name for k in keys if k in actors) or "–"


def report_row(reading: Reading, r: Report) -> Cells:
    """One report as the cells of a table."""
    when = r.when or (" | ".join(r.candidates) if r.candidates else say("timeline.undated"))
    status = Text(say(f"status.{r.status}"), style=STATUS_STYLE[r.status])
    source = names(reading, (r.said_by,)) if r.said_by else ""
    words = " ".join(r.span.text(reading.dispatch.raw).split())
    inferred = inferred_fields(r)
    return (
        as_told(when, "when" in inferred), act_label(r.type, r.mode), side(reading, r, "actors"),
        side(reading, r, "recipients"), as_told(r.where or "", "where" in inferred),
        status, source, words, r.id[:7],
    )  # fmt: skip


def _reports(reading: Reading) -> Table:
    """A report on a few lines, whatever the width: the day beside them."""
    ontology = load_ontology()
    rows = ((report_row(reading, r), r) for r in reading.reports)
    table = by_day(
        (str(cells[0]), _report(reading, r, cells, ontology)) for cells, r in rows
    )
    table.title, table.title_justify = Text(say("show.reports"), "bold"), "left"
    return table


def _report(
    reading: Reading, r: Report, cells: Cells, ontology: Ontology
) -> Text:  # fmt: skip
    *_, source, words, id_ = cells
    where = as_told(r.where, "where" in inferred_fields(r)) if r.where else None
    sides = (
        [side(reading, r, "actors")],
        [side(reading, r, "recipients")] * bool(r.recipients),
    )
    text = heading(r.type, r.mode, sides, where, r.status, ontology)
    text.append("\n" + say("web.quoted", words=words), style="italic")
    said = f" · {say('col.source')} {source}" if source else ""
    return text.append(f"  {id_}{said}", style="dim")


def _quotes(reading: Reading) -> Table:
    table = _table("show.quotes", "speaker", "quote")
    for q in reading.quotes:
        speaker = names(reading, (q.speaker,)) if q.speaker else "–"
        if speaker == "–" and q.speaker_span:
            speaker = q.speaker_span.text(reading.dispatch.raw)
        words = " ".join(q.span.text(reading.dispatch.raw).split())
        table.add_row(speaker + (f" ({q.venue})" if q.venue else ""),
                      f"« {words} »" if q.direct else words)  # fmt: skip
    return table


def _actors(reading: Reading) -> Table:
    table = _table("show.actors", "name", "country", "sector", "names")
    for actor in reading.referents.actors.values():
        if any(m.actor == actor.key and m.named for m in reading.referents.mentions):
            forms = ", ".join(n for n in actor.names if n != actor.name)
            table.add_row(
                actor.name,
                country_name(actor.country),
                label("sector", actor.sector),
                forms,
            )
    return table


def _issues(reading: Reading) -> Table:
    table = _table("show.issues", "kind", "found", "done")
    for issue in reading.issues:
        table.add_row(label("issue", issue.kind), issue.found, issue.done)
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=say(title), title_justify="left", title_style="bold", box=None,
                  padding=(0, 1), header_style="dim")  # fmt: skip
    for column in columns:
        table.add_column(say(f"col.{column}"), overflow="fold")
    return table
