"""The picture of the README: the demo's timeline, as a terminal shows it, in one SVG file.

Run after `make demo`: `.venv/bin/python examples/picture.py`.
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from vigie.doors.cli import timeline
from vigie.store.record import Record
from vigie.views.timeline import Asked, folded
from vigie.views.timeline import timeline as rows_of

RECORD = Path("out/libya-2020.vigie")
PICTURE = Path(__file__).parents[1] / "docs" / "timeline.svg"
WIDTH, LINES = 118, 22  # columns; rows of the timeline that are shown


def main() -> None:
    """Draw the dated rows of the second half of the crisis."""
    with Record(RECORD) as record:
        rows = folded(rows_of(record, Asked(since="2020-05-20")))
    console = Console(record=True, width=WIDTH, force_terminal=True, highlight=False)
    dated = [row for row in rows if row.when]
    console.print(timeline.grid(dated[:LINES]))
    console.save_svg(
        str(PICTURE), title="vigie timeline out/libya-2020.vigie --since 2020-05-20"
    )
    print(PICTURE)


if __name__ == "__main__":
    main()
