"""The picture of the README: the demo's timeline, as a terminal shows it, in one SVG file.

Run after `make demo`: `.venv/bin/python examples/picture.py`.
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from vigie.doors.cli import timeline
from vigie.store.record import Record
from vigie.views.events import Wanted
from vigie.views.timeline import timeline as timeline_of

RECORD = Path("out/libya-2020.vigie")
PICTURE = Path(__file__).parents[1] / "docs" / "timeline.svg"
WIDTH, LINES = 118, 14  # columns; events that are shown


def main() -> None:
    """Draw the heaviest events of the second half of the crisis."""
    with Record(RECORD) as record:
        found = timeline_of(record, Wanted(since="2020-05-20"), LINES)
    console = Console(record=True, width=WIDTH, force_terminal=True, highlight=False)
    console.print(timeline.grid(found.lines))
    console.save_svg(
        str(PICTURE),
        title=f"vigie timeline out/libya-2020.vigie --since 2020-05-20 --limit {LINES}",
    )
    print(PICTURE)


if __name__ == "__main__":
    main()
