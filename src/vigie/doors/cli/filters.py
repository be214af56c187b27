"""Doors, command line. The filters of events, once: the same options on every command that asks.

Flow: options as typed → `Wanted`. A command takes `wanted`; `filtered` gives it the options.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, cast

import typer

from vigie.doors.interface import say
from vigie.views.events import Wanted

Since = Annotated[str | None, typer.Option(help=say("opt.since"))]
Until = Annotated[str | None, typer.Option(help=say("opt.until"))]
Actor = Annotated[str | None, typer.Option(help=say("opt.actor"))]
Pair = Annotated[
    tuple[str, str] | None, typer.Option(help=say("opt.dyad"), show_default=False)
]
Quad = Annotated[str | None, typer.Option(help=say("dyads.quad"))]
SaidOnly = Annotated[bool, typer.Option("--said-only", help=say("opt.said_only"))]


def wanted_of(
    *, since: Since = None, until: Until = None,
    type_: Annotated[list[str] | None, typer.Option("--type", help=say("opt.type"))] = None,
    actor: Actor = None, dyad: Pair = None,
    place: Annotated[str | None, typer.Option(help=say("opt.place"))] = None,
    country: Annotated[str | None, typer.Option(help=say("opt.country"))] = None,
    quad: Quad = None,
    status: Annotated[str | None, typer.Option(help=say("opt.status"))] = None,
    story: Annotated[str | None, typer.Option(help=say("opt.story"))] = None,
    min_origins: Annotated[int, typer.Option(min=0, help=say("opt.min_origins"))] = 0,
    contradicted: Annotated[
        bool, typer.Option("--contradicted", help=say("opt.contradicted"))
    ] = False,
    said_only: SaidOnly = False,
    text: Annotated[str | None, typer.Option(help=say("opt.words"))] = None,
) -> Wanted:  # fmt: skip
    """The filters of a command on events."""
    return Wanted(
        since=since, until=until, types=tuple(t.upper() for t in type_ or ()), actor=actor,
        dyad=dyad, place=place, country=country, quad=quad and quad.upper(), status=status,
        story=story, min_origins=min_origins, contradicted=contradicted,
        said_only=said_only, text=text,
    )  # fmt: skip


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """A command on `wanted`, as typer takes it: with the filters in place of that argument."""
    filters = signature(wanted_of, eval_str=True).parameters.values()
    own = signature(command, eval_str=True).parameters.values()
    names = {p.name for p in filters}

    @wraps(command)
    def run(**given: Any) -> None:
        wanted = wanted_of(**{name: given.pop(name) for name in names})
        command(wanted=wanted, **given)

    shown = [
        p.replace(kind=Parameter.KEYWORD_ONLY)
        for one in own for p in (filters if one.name == "wanted" else (one,))
    ]  # fmt: skip
    cast(Any, run).__signature__ = Signature(shown)  # what Typer reads the options from
    run.__annotations__ = {p.name: p.annotation for p in shown}
    return run
