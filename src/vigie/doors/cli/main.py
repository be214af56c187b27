"""Doors, command line. `vigie`: gathers the commands and turns what was raised into one sentence."""

from __future__ import annotations

import os
import sys

import typer

import vigie
from vigie.doors.cli import (
    actor,
    annotated,
    brief,
    build,
    changed,
    claims,
    clean,
    code,
    copies,
    dyads,
    event,
    export,
    issues,
    kb,
    merge,
    pack,
    quotes,
    read,
    review,
    search,
    serve,
    show,
    stories,
    timeline,
    token,
    why,
    whynot,
)
from vigie.doors.interface import say
from vigie.errors import VigieError
from vigie.knowledge.layers import VARIABLE

app = typer.Typer(
    help=say("app.help"), no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False,
)  # fmt: skip
for name, command in (
    ("read", read.read), ("build", build.build), ("timeline", timeline.timeline),
    ("show", show.show), ("why", why.why), ("quotes", quotes.quotes), ("search", search.search),
    ("issues", issues.issues), ("code", code.code), ("clean", clean.clean),
    ("copies", copies.copies), ("claims", claims.claims),
    ("actor", actor.actor), ("whynot", whynot.whynot),
    ("event", event.event), ("stories", stories.stories), ("brief", brief.brief),
    ("changed", changed.changed), ("dyads", dyads.dyads), ("merge", merge.merge),
    ("serve", serve.serve), ("review", review.review), ("token", token.token),
    ("export", export.export), ("annotations", annotated.annotated),
):  # fmt: skip
    app.command(name, help=say(f"{name}.help"))(command)
app.add_typer(pack.pack, name="pack")
app.add_typer(kb.kb, name="kb")


@app.callback(invoke_without_command=True)
def version(
    context: typer.Context,
    shown: bool = typer.Option(False, "--version", is_eager=True),
    own: str = typer.Option("", "--pack", help=say("opt.pack"), show_default=False),
) -> None:
    """Print the version and leave; lay the user's own pack over the shipped one."""
    if own:
        os.environ[VARIABLE] = own  # so that worker processes lay it too
    if shown:
        print(f"vigie {vigie.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())


def main() -> None:
    """Run the command line; a request that cannot be met is one sentence and exit code 2."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # here, where it can be caught, not at the interpreter's end
    except VigieError as e:
        print(f"vigie: {e}", file=sys.stderr)
        sys.exit(2)
    except (SystemExit, BrokenPipeError) as e:
        if not _is_reader_gone(e):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _is_reader_gone(e: BaseException | None) -> bool:
    """Whether nobody reads our output any more (`| head`): the libraries call that a failure."""
    while e is not None:
        if isinstance(e, BrokenPipeError):
            return True
        e = e.__context__
    return False


if __name__ == "__main__":
    main()
