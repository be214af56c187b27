"""Doors, command line. `vigie whynot`: sentence by sentence, what was seen and why it told no act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from vigie.doors.cli.arguments import Language, Model, RecordOption
from vigie.doors.cli.common import console, open_record
from vigie.doors.cli.reasons import plain
from vigie.doors.interface import say
from vigie.errors import BadRequest
from vigie.records import RawDispatch, Report, Span

if TYPE_CHECKING:
    from vigie.flow.plan import Explained

RANGE = re.compile(r"(\d+)\s*[-:]\s*(\d+)$")


def whynot(
    dispatch: Annotated[str, typer.Argument(help=say("arg.dispatch"), show_default=False)],
    record: RecordOption,
    at: Annotated[str | None, typer.Option(help=say("whynot.at"))] = None,
    every: Annotated[bool, typer.Option("--all", help=say("whynot.all"))] = False,
    language: Language = "fr",
    model: Model = None,
) -> None:
    """Why sentences of a dispatch tell what they tell, and why not more."""
    wanted = _range(at)
    with open_record(record) as store:
        known = store.reading_of(dispatch)
    if known is None:
        raise BadRequest(say("show.missing", name=dispatch, path=record))
    from vigie.flow.kit import open_kit
    from vigie.flow.plan import explain_one

    old = known.dispatch
    raw = RawDispatch(id=old.id, text=old.raw, given=old.given)
    explained = explain_one(raw, open_kit(language, model))
    shown = 0
    for sentence in explained.sentences:
        if wanted is None or (sentence.start < wanted.end and wanted.start < sentence.end):
            shown += _print(explained, sentence, every=every or wanted is not None)
    if not shown:
        console().print(say("whynot.nothing"))


def _range(text: str | None) -> Span | None:
    """The stretch asked for.

    Raises:
        BadRequest: it is no stretch.
    """
    if text is None:
        return None
    found = RANGE.match(text.strip())
    if not found or int(found[1]) >= int(found[2]):
        raise BadRequest(say("whynot.bad_range", at=text))
    return Span(int(found[1]), int(found[2]))


def _print(explained: Explained, sentence: Span, *, every: bool) -> bool:
    """One sentence with its triggers; False where there is nothing to show."""
    told = [r for r in explained.reading.reports if _tells(r, sentence)]
    taken = {r.trigger for r in told} | {t.trigger for r in told for t in r.also}
    asides = [
        a for a in explained.asides
        if _within(a.span, sentence) and not any(_within(a.span, t) for t in taken)
    ]  # fmt: skip
    if not (told or asides or every):
        return False
    out = console()
    words = " ".join(sentence.text(explained.reading.dispatch.raw).split())
    out.print(f"« {words} »  [{sentence.start}:{sentence.end}]", markup=False)
    if not told and not asides:
        out.print("   " + say("whynot.no_word"))
        return True
    table = Table(box=None, padding=(0, 1), show_header=False)
    for report in told:
        trigger = report.trigger.text(explained.reading.dispatch.raw)
        code = f"{report.type} {report.mode or ''}".strip()
        table.add_row("✓", trigger, report.rule, f"{code} {report.id[:7]}")
    for aside in asides:
        table.add_row("–", aside.words, aside.sense, plain(aside.reason))
    out.print(table)
    return True


def _tells(report: Report, sentence: Span) -> bool:
    places = (report.trigger, *(telling.trigger for telling in report.also))
    return any(_within(span, sentence) for span in places)


def _within(span: Span, sentence: Span) -> bool:
    return sentence.start <= span.start < sentence.end
