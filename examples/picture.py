"""All the pictures of README and docs/: the demo's timeline as SVG, the pages as a browser shows them.

Run after `make demo`: `.venv/bin/python examples/picture.py`. The pages need playwright and Chromium;
without them only the timeline is drawn, and a line says so.
"""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Literal

from rich.console import Console

from vigie.doors.cli import timeline
from vigie.store.record import Record
from vigie.views.events import Wanted, list_events
from vigie.views.timeline import timeline as timeline_of

RECORD = Path("out/libya-2020.vigie")
DOCS = Path(__file__).parents[1] / "docs"
WIDTH, LINES = 118, 14  # columns; events that are shown
CHROMIUM = Path("/usr/bin/chromium")
BASE = "http://127.0.0.1:8643"
LAST = 200  # tries, a tenth of a second each, until the server answers
DISPATCH = "06-tripoli-matin-repli"
Scheme = Literal["light", "dark"]
# Name, address, width and height in points, light or dark.
PAGES: tuple[tuple[str, str, int, int, Scheme], ...] = (
    ("home", "/", 1100, 1000, "light"), ("event", "/events/{event}", 1100, 1150, "light"),
    ("dispatch", f"/dispatches/{DISPATCH}", 1100, 900, "light"),
    ("map", "/map", 1100, 860, "light"), ("network", "/network", 1100, 960, "dark"),
    ("phone", "/", 390, 844, "light"),
)  # fmt: skip


def main() -> None:
    """Draw the timeline, then take the pages."""
    draw_timeline()
    if find_spec("playwright") is None or not CHROMIUM.exists():
        print("no pages taken: they need playwright and /usr/bin/chromium")
        return
    with Record(RECORD) as record:
        event = most_told(record)
    with served():
        take_pages(event)


def draw_timeline() -> None:
    """Draw the heaviest events of the second half of the crisis."""
    with Record(RECORD) as record:
        found = timeline_of(record, Wanted(since="2020-05-20"), LINES)
    console = Console(
        record=True, width=WIDTH, force_terminal=True, highlight=False, file=StringIO()
    )
    console.print(timeline.grid(found.lines))
    picture = DOCS / "timeline.svg"
    title = f"vigie timeline out/libya-2020.vigie --since 2020-05-20 --limit {LINES}"
    console.save_svg(str(picture), title=title)
    print(picture)


def most_told(record: Record) -> str:
    """The event with most sources and contradictions: the one whose page shows most."""
    events = list_events(record, Wanted(order="weight", limit=100)).events
    best = max(events, key=lambda e: (len(e.origins) + len(e.contradictions), e.weight))
    return best.id


@contextmanager
def served() -> Iterator[None]:
    """A server of the record, in a process of its own."""
    port = BASE.rpartition(":")[2]
    command = [
        sys.executable,
        "-m",
        "vigie.doors.cli.main",
        "serve",
        str(RECORD),
        "--port",
        port,
    ]
    server = subprocess.Popen(command)
    try:
        for _ in range(LAST):
            try:
                urllib.request.urlopen(f"{BASE}/static/vega.js").close()
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def take_pages(event: str) -> None:
    """Each page as a reader of French sees it, its chart drawn."""
    from playwright.sync_api import sync_playwright

    args = ["--headless", "--no-sandbox", "--disable-gpu"]
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=str(CHROMIUM), args=args)
        for name, address, wide, high, scheme in PAGES:
            page = browser.new_page(
                viewport={"width": wide, "height": high},
                color_scheme=scheme,
                locale="fr-FR",
            )
            page.goto(BASE + address.format(event=event))
            if page.locator("figure[data-chart]").count():
                page.wait_for_selector("figure.drawn")
            picture = DOCS / f"page-{name}.png"
            page.screenshot(path=str(picture))
            page.close()
            print(picture)
        browser.close()


if __name__ == "__main__":
    main()
