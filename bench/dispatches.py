"""What the dispatches room promises, measured on pages and texts of our own.

Run by hand or by `make bench`: prints body F1 on 1,000 pages of ten layouts, precision and recall
of lineages on 2,000 texts and on rewritings of another making, and two speeds on one core. `--small` takes a tenth of it.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from vigie.dispatches.clean import clean
from vigie.dispatches.copies import find_copies
from vigie.dispatches.readers import read_path
from vigie.dispatches.residue import Residue, load_residue
from vigie.knowledge.loaders import load_pack
from vigie.records import RawDispatch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "dispatches"))
measures, made, rewritten = map(import_module, ("measure", "pages", "rewrites"))

PAGES = 1000
EVENTS = 250  # eight texts an event
REWRITES = 100  # events of another making, twelve texts each
REPEATS = 3


def body_f1(pages: int, residue: Residue) -> tuple[float, dict[int, float]]:
    """Mean body F1 of all pages, and of each layout."""
    found: dict[int, list[float]] = {layout: [] for layout in range(len(made.LAYOUTS))}
    for seed in range(pages):
        page = made.make_page(seed)
        found[seed % len(made.LAYOUTS)].append(
            measures.body_score(page.html, page.body, residue).f1
        )
    means = {layout: statistics.mean(some) for layout, some in found.items()}
    return statistics.mean(means.values()), means


def copies_a_second(events: int) -> float:
    """Dispatches a second of processor time through the copy index; the best of REPEATS."""
    texts, _ = measures.make_texts(events)
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        find_copies(texts)
        spent.append(time.process_time() - start)
    return len(texts) / min(spent)


def warc_pages_a_second(pages: int, residue: Residue) -> tuple[float, float]:
    """Pages a second of processor time, from a WARC to raw dispatches, and to clean text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crawl.warc"
        path.write_bytes(b"".join(_record(seed) for seed in range(pages)))
        start = time.process_time()
        raws = [d for d in read_path(path) if isinstance(d, RawDispatch)]
        read = time.process_time() - start
        for raw in raws:
            clean(raw, residue, "fr")
        return len(raws) / read, len(raws) / (time.process_time() - start)


def _record(seed: int) -> bytes:
    html = made.make_page(seed).html
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://journal.example/{seed}\r\n"
        f"WARC-Date: 2021-05-03T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{seed:032x}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def main() -> None:
    """Measure and print."""
    share = 10 if "--small" in sys.argv else 1
    residue = load_residue(load_pack("fr"))
    mean, layouts = body_f1(PAGES // share, residue)
    lineage = measures.lineage_score(*measures.make_texts(EVENTS // share))
    precision, recall, by_edit = rewritten.rewrites_score(REWRITES // share)
    read, cleaned = warc_pages_a_second(PAGES // share // 2, residue)
    for name, value in (
        (f"body F1, {PAGES // share} pages", f"{mean:.4f}"),
        ("  by layout", " ".join(f"{f1:.3f}" for f1 in layouts.values())),
        (f"lineage precision, {8 * EVENTS // share} texts", f"{lineage.precision:.4f}"),
        ("lineage recall", f"{lineage.recall:.4f}"),
        (f"rewritings of {REWRITES // share} wires, precision", f"{precision:.4f}"),
        ("  recall", f"{recall:.4f} (the worst edit {min(by_edit.values()):.2f})"),
        ("copy index, one core", f"{copies_a_second(EVENTS // share):,.0f} dispatches/s"),
        ("WARC to raw text, one core", f"{read:,.0f} pages/s"),
        ("WARC to clean text, one core", f"{cleaned:,.0f} pages/s"),
    ):
        print(f"{name:34} {value}")


if __name__ == "__main__":
    main()
