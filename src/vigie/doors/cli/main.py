"""Doors, command line. `vigie`: gathers the commands and turns what was raised into one sentence."""

from __future__ import annotations

import sys

import typer

import vigie
from vigie.doors.cli import (
    build,
    clean,
    code,
    copies,
    issues,
    quotes,
    read,
    search,
    show,
    timeline,
    why,
)
from vigie.doors.interface import say
from vigie.errors import VigieError

app = typer.Typer(
    help=say("app.help"), no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False,
)  # fmt: skip
for name, command in (
    ("read", read.read), ("build", build.build), ("timeline", timeline.timeline),
    ("show", show.show), ("why", why.why), ("quotes", quotes.quotes), ("search", search.search),
    ("issues", issues.issues), ("code", code.code), ("clean", clean.clean),
    ("copies", copies.copies),
):  # fmt: skip
    app.command(name, help=say(f"{name}.help"))(command)


@app.callback(invoke_without_command=True)
def version(
    context: typer.Context, shown: bool = typer.Option(False, "--version", is_eager=True)
) -> None:
    """Print the version and leave."""
    if shown:
        print(f"vigie {vigie.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())


def main() -> None:
    """Run the command line; a request that cannot be met is one sentence and exit code 2."""
    try:
        app()
    except VigieError as e:
        print(f"vigie: {e}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has left (`| head`)
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
