"""Doors, command line. `vigie code`: code a text of one's own, and say why not."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.doors.cli.arguments import Language, Model
from vigie.doors.cli.common import console
from vigie.doors.cli.filters import SaidOnly
from vigie.doors.cli.page import page
from vigie.doors.cli.reasons import asides_table
from vigie.doors.cli.why import explain
from vigie.doors.interface import say
from vigie.errors import BadRequest
from vigie.records import Given, RawDispatch, reading_as_said
from vigie.views.events import is_iso


def code(
    text: Annotated[str, typer.Option("--text", help=say("opt.text"), show_default=False)],
    published: Annotated[str | None, typer.Option(help=say("opt.published"))] = None,
    said_only: SaidOnly = False,
    language: Language = "fr",
    model: Model = None,
) -> None:
    """Code a text, and say why not where a word was set aside."""
    from vigie.flow.kit import open_kit
    from vigie.flow.plan import explain_one

    if published and not is_iso(published):
        raise BadRequest(say("code.bad_day", day=published))
    kit = open_kit(language, model)
    raw = RawDispatch(
        id="text", text=text, given=Given(published=published, language=language)
    )
    explained = explain_one(raw, kit)
    reading = explained.reading
    if said_only:
        reading = reading_as_said(reading)
    out = console()
    for part in page(reading):
        out.print(part)
    for report in reading.reports:
        out.print(explain(reading, report))
        out.print()
    if not reading.reports:
        out.print(say("code.none"))
    if explained.asides:
        out.print(asides_table(explained.asides))
