"""Doors, command line. `vigie clean`: what is cut from each text, and why. No tagger is loaded."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.arguments import AllowHost, Follow, Inputs, Language
from vigie.doors.cli.common import console, inputs, warn
from vigie.doors.interface import say
from vigie.records import Cut, Dispatch, Issue, Meta

SHOWN = 70  # characters of a cut that its line of the table shows


class CleanCut(msgspec.Struct, frozen=True, kw_only=True):
    """A cut as JSON shows it: offsets into `raw`, the words, the reason, the rule."""

    start: int
    end: int
    text: str
    reason: str
    rule: str


class CleanText(msgspec.Struct, frozen=True, kw_only=True):
    """A clean dispatch as JSON shows it."""

    id: str
    raw: str
    text: str
    meta: Meta
    cut: tuple[CleanCut, ...]
    issues: tuple[Issue, ...]


def clean(
    paths: Inputs,
    explain: Annotated[bool, typer.Option("--explain", help=say("opt.explain"))] = False,
    json: Annotated[bool, typer.Option("--json", help=say("clean.json"))] = False,
    follow: Follow = False,
    allow_host: AllowHost = None,
    language: Language = "fr",
) -> None:
    """Show each text with what is cut from it struck through."""
    from vigie.dispatches.clean import clean as clean_one
    from vigie.dispatches.language import detect_language
    from vigie.dispatches.residue import load_residue
    from vigie.knowledge.loaders import load_pack

    residue = load_residue(load_pack(language))
    for entry in inputs(paths, follow=follow, allowed=allow_host or ()):
        if isinstance(entry, Issue):
            warn(entry)
            continue
        spoken = detect_language(entry.text, entry.given.language)
        dispatch, odd = clean_one(entry, residue, spoken)
        if json:
            sys.stdout.write(msgspec.json.encode(_as_json(dispatch, odd)).decode() + "\n")
        else:
            _print(dispatch, explain)
            for issue in odd:
                warn(issue)


def struck(dispatch: Dispatch) -> Text:
    """The raw text, what is cut from it struck through."""
    text = Text(dispatch.raw)
    for cut in dispatch.cuts:
        text.stylize("strike dim red", cut.span.start, cut.span.end)
    return text


def _print(dispatch: Dispatch, explain: bool) -> None:
    out = console()
    out.rule(Text(dispatch.id, style="bold"), align="left")
    out.print(struck(dispatch))
    out.print()
    if not dispatch.cuts:
        out.print(say("clean.nothing"), style="dim", markup=False)
    elif explain:
        out.print(_table(dispatch))


def _table(dispatch: Dispatch) -> Table:
    table = Table(title=say("show.cuts"), title_justify="left", title_style="bold", box=None,
                  padding=(0, 1), header_style="dim")  # fmt: skip
    for column in ("clean.where", "clean.reason", "col.rule", "col.words"):
        table.add_column(say(column), overflow="fold")
    for cut in dispatch.cuts:
        table.add_row(f"{cut.span.start}:{cut.span.end}", cut.reason, cut.rule,
                      Text(_short(cut, dispatch.raw)))  # fmt: skip
    return table


def _short(cut: Cut, raw: str) -> str:
    words = " ".join(cut.span.text(raw).split())
    return words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"


def _as_json(dispatch: Dispatch, odd: tuple[Issue, ...]) -> CleanText:
    cuts = tuple(
        CleanCut(start=c.span.start, end=c.span.end, text=c.span.text(dispatch.raw),
                 reason=c.reason, rule=c.rule)
        for c in dispatch.cuts
    )  # fmt: skip
    return CleanText(id=dispatch.id, raw=dispatch.raw, text=dispatch.text, meta=dispatch.meta,
                     cut=cuts, issues=odd)  # fmt: skip
