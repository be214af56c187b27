"""Doors, command line. `vigie review`: judge reports one by one, or say one word on one thing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from vigie.doors.cli.arguments import RecordFile
from vigie.doors.cli.common import STATUS_STYLE, errors, open_record
from vigie.doors.clock import now
from vigie.doors.interface import say
from vigie.errors import BadRequest
from vigie.flow.corrections import FIELDS
from vigie.flow.deciding import decide
from vigie.flow.reviewing import conflicts
from vigie.records import Decision
from vigie.store.events import decisions
from vigie.store.record import Record
from vigie.views.review import Due, agreement, decided_gold, precision, queue

ASKED = {
    "conflicts": conflicts, "precision": precision, "gold": decided_gold,
    "agreement": lambda record: agreement(decisions(record)), "log": decisions, "queue": queue,
}  # fmt: skip
SHOWN = ("actors", "recipients", "when", "where", "said_by", "status", "mode")


def review(
    record: RecordFile,
    by: Annotated[str | None, typer.Option(help=say("review.by"))] = None,
    show: Annotated[
        str | None, typer.Option(help=say("review.show", names=", ".join(ASKED)))
    ] = None,
    accept: Annotated[list[str] | None, typer.Option(help=say("review.accept"))] = None,
    reject: Annotated[list[str] | None, typer.Option(help=say("review.reject"))] = None,
    correct: Annotated[
        tuple[str, str, str] | None,
        typer.Option(help=say("review.correct"), show_default=False),
    ] = None,
    same: Annotated[
        tuple[str, str] | None, typer.Option(help=say("review.same"), show_default=False)
    ] = None,
    different: Annotated[
        tuple[str, str] | None,
        typer.Option(help=say("review.different"), show_default=False),
    ] = None,
    add: Annotated[
        tuple[str, str] | None, typer.Option(help=say("review.add"), show_default=False)
    ] = None,
    note: Annotated[
        tuple[str, str] | None, typer.Option(help=say("review.note"), show_default=False)
    ] = None,
    rule: Annotated[str | None, typer.Option(help=say("review.rule"))] = None,
    limit: Annotated[int, typer.Option(min=1, help=say("opt.limit"))] = 20,
) -> None:
    """Judge reports one by one, or say one word on one thing."""
    if show:
        _show(record, show)
        return
    if not by:
        raise BadRequest(say("review.who"))
    said = [Decision(kind=kind, target=target, by=by, at=now())
            for kind, targets in (("accept", accept), ("reject", reject))
            for target in targets or ()]  # fmt: skip
    if correct:
        target, field, value = correct
        said.append(_correct(target, field, value, by))
    for kind, pair in (("same", same), ("different", different)):
        if pair:
            said.append(Decision(kind=kind, target="+".join(pair), by=by, at=now()))
    if add:
        said.append(Decision(kind="add", target=add[0], by=by, at=now(), value=add[1]))
    if note:
        said.append(Decision(kind="note", target=note[0], by=by, at=now(), note=note[1]))
    Record(record).close()  # a record that is not there is not made
    with Record(record, write=True) as store:
        if not said:
            said = list(_asked(store, by, rule, limit))
        else:
            said = [decide(store, one) for one in said]
    for one in said:
        sys.stdout.write(msgspec.json.encode(one).decode() + "\n")
    errors().print(say("review.done", n=len(said), path=record), style="dim", markup=False)


def as_json(value: str) -> str:
    """What was typed, as JSON: JSON stays, `-` is nothing, other words are a string."""
    if value == "-":
        return "null"
    try:
        msgspec.json.decode(value)
    except msgspec.DecodeError:
        return msgspec.json.encode(value).decode()
    return value if value[:1] in '[{"' or value == "null" else f'"{value}"'


def _show(record: Path, what: str) -> None:
    if what not in ASKED:
        raise BadRequest(say("review.unknown", name=what, names=", ".join(ASKED)))
    ask: Callable[[Record], Any] = ASKED[what]
    with open_record(record) as store:
        for row in ask(store):
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")


def _asked(store: Record, by: str, rule: str | None, limit: int) -> Iterator[Decision]:
    """Reports to judge, each with what the person says of it; appended at once."""
    due = queue(store, by=by, rule=rule, limit=limit)
    out = errors()
    if not due:
        out.print(say("review.none"))
    for n, one in enumerate(due, 1):
        out.print(Text(f"\n{n}/{len(due)}  {one.telling.report}  {one.rule}", style="dim"))
        out.print(_card(one))
        while True:
            word = typer.prompt(say("review.ask"), default="s", err=True).strip()[:1]
            if word == "q":
                return
            try:
                said = _said(word, one, by)
                if said is not None:
                    yield decide(store, said)
            except BadRequest as e:
                out.print(str(e), style="red", markup=False)
                continue
            break


def _said(word: str, one: Due, by: str) -> Decision | None:
    """The decision a letter stands for; None to go on without one."""
    target = one.telling.report
    if word in "ar":
        kind = {"a": "accept", "r": "reject"}[word]
        return Decision(kind=kind, target=target, by=by, at=now())
    if word == "n":
        words = typer.prompt(say("review.words"), err=True)
        return Decision(kind="note", target=target, by=by, at=now(), note=words)
    if word == "c":
        field = typer.prompt(say("review.field", fields=", ".join(FIELDS)), err=True)
        return _correct(target, field, typer.prompt(say("review.value"), err=True), by)
    if word == "s":
        return None
    raise BadRequest(say("review.ask"))


def _correct(target: str, field: str, value: str, by: str) -> Decision:
    return Decision(kind="correct", target=target, by=by, at=now(), field=field,
                    value=as_json(value))  # fmt: skip


def _card(one: Due) -> Table:
    """The report in its sentence, then its fields."""
    row = one.telling
    words = Text(row.words)
    base = row.sentence.start
    words.stylize("underline", row.span.start - base, row.span.end - base)
    words.stylize("bold red", row.trigger.start - base, row.trigger.end - base)
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(row.published or "–", words)
    table.add_row("type", Text(row.type, style="bold"))
    for field in SHOWN:
        value = getattr(row, field)
        shown = ", ".join(value) if isinstance(value, tuple) else value
        style = STATUS_STYLE.get(value, "") if field == "status" else ""
        table.add_row(field, Text(shown or "–", style=style))
    return table
