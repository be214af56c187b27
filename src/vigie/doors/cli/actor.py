"""Doors, command line. `vigie actor`: one actor of a record, under all its names and offices."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from vigie.doors.cli.arguments import AsLines, RecordFile
from vigie.doors.cli.common import console, open_record
from vigie.doors.interface import say
from vigie.doors.interface.labels import country_name, ground_words, label, reason_words
from vigie.knowledge.kb import open_kb
from vigie.views.actor import Known, actors_named


def actor(
    name: Annotated[str, typer.Argument(help=say("actor.name"), show_default=False)],
    record: RecordFile,
    limit: Annotated[int, typer.Option(min=1, help=say("opt.limit"))] = 5,
    json: AsLines = False,
) -> None:
    """Forms, offices over time, country and sector with reasons, dispatches."""
    with open_record(record) as store:
        found = actors_named(store, name, open_kb())
    for one in found[:limit]:
        if json:
            sys.stdout.write(msgspec.json.encode(one).decode() + "\n")
        else:
            console().print(_card(one))
    if not found:
        print(say("actor.none", name=name), file=sys.stderr)


def _card(known: Known) -> Text:
    """A card for eyes, one fact a line."""
    card, text = known.card, Text()
    text.append(card.name, style="bold")
    text.append(f"  {card.id}\n", style="dim")
    _fact(text, "actor.forms", ", ".join(card.names))
    for key, told in (("actor.country", known.countries), ("actor.sector", known.sectors)):
        for value, why, n in told:
            name = label("sector", value) if key == "actor.sector" else country_name(value)
            _fact(
                text, key, f"{name} ({n}; {reason_words(why)})" if why else f"{name} ({n})"
            )
    for span in card.roles:
        days = "/".join(d for d in dict.fromkeys((span.first, span.last)) if d)
        _fact(text, "actor.role", f"{span.role} ({days})" if days else span.role)
    count = say("actor.count", n=card.dispatches)
    first, last = known.seen[0], known.seen[-1]
    ends = " … ".join(f"{d} ({day or '–'})" for d, day in dict.fromkeys((first, last)))
    _fact(text, "actor.seen", f"{count} {ends}")
    for link in known.links:
        why = ", ".join(f"{ground_words(r.what)} {r.score:+.1f}" for r in link.reasons)
        _fact(text, "actor.link", f"{link.left} = {link.right}: {why}")
    return text


def _fact(text: Text, key: str, told: str) -> None:
    text.append(f"  {say(key)} : ", style="cyan")
    text.append(told + "\n")
