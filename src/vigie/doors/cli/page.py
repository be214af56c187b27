"""Doors, command line. A reading as a page for eyes: text with its marks, then tables."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.common import STATUS_STYLE
from vigie.doors.interface import say
from vigie.records import Reading, Report, Span

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


def names(reading: Reading, keys: tuple[str, ...]) -> str:
    """Names of actors, joined; a dash for nobody named."""
    actors = reading.referents.actors
    return ", ".join(actors[k].name for k in keys if k in actors) or "–"


def report_row(reading: Reading, r: Report) -> tuple[str | Text, ...]:
    """One report as the cells of a table."""
    when = r.when or (" | ".join(r.candidates) if r.candidates else say("timeline.undated"))
    code = f"{r.type} {r.mode}" if r.mode else r.type
    status = Text(say(f"status.{r.status}"), style=STATUS_STYLE[r.status])
    source = names(reading, (r.said_by,)) if r.said_by else ""
    words = " ".join(r.span.text(reading.dispatch.raw).split())
    return (
        when, code, names(reading, r.actors), names(reading, r.recipients), r.where or "",
        status, source, words, r.id[:7],
    )  # fmt: skip


def _reports(reading: Reading) -> Table:
    table = _table("show.reports", "when", "what", "who", "whom", "where", "status", "source",
                   "words", "report")  # fmt: skip
    for r in reading.reports:
        table.add_row(*report_row(reading, r))
    return table


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
            table.add_row(actor.name, actor.country or "", actor.sector or "", forms)
    return table


def _issues(reading: Reading) -> Table:
    table = _table("show.issues", "kind", "found", "done")
    for issue in reading.issues:
        table.add_row(issue.kind, issue.found, issue.done)
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=say(title), title_justify="left", title_style="bold", box=None,
                  padding=(0, 1), header_style="dim")  # fmt: skip
    for column in columns:
        table.add_column(say(f"col.{column}"), overflow="fold")
    return table
