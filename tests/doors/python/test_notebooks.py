"""Laws of the notebooks: each runs on the examples, top to bottom, and shows something.

With VIGIE_WRITE_NOTEBOOKS=1 the outputs are written back, to be read by eye.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted(
    (Path(__file__).resolve().parents[3] / "docs" / "notebooks").glob("*.ipynb")
)
SECONDS = 240  # a cell: the first one loads the model


def test_there_are_three_notebooks():
    assert [path.stem for path in NOTEBOOKS] == [
        "a-crisis-in-ten-minutes", "checking-a-claim", "who-threatens-whom",
    ]  # fmt: skip


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_on_the_examples(path: Path, monkeypatch: pytest.MonkeyPatch):
    """No cell fails, and each but the last shows something; no table of the reading is empty."""
    folder = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("VIGIE_LANG", "en")
    book = nbformat.read(path, as_version=4)
    NotebookClient(
        book, timeout=SECONDS, kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()  # fmt: skip
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    for cell in cells[1:-1]:
        shown = [
            o.get("data", {}).get("text/plain", "") + o.get("text", "")
            for o in cell.outputs
        ]
        assert "".join(shown).strip(), cell.source
    if os.environ.get("VIGIE_WRITE_NOTEBOOKS"):
        for cell in book.cells:
            cell.metadata.clear()  # when each cell ran
        cells[0].outputs = []  # where the record was
        nbformat.write(book, path)
