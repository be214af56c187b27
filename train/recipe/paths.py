"""train/recipe: where things are."""

import os
import sys
from pathlib import Path

TRAIN = Path(__file__).parent.parent
PROJECT = TRAIN.parent
DATA = TRAIN / "data"
OUT = TRAIN / "out"
MODEL = PROJECT / "src" / "vigie" / "knowledge" / "models" / "fr"

# The recipe runs from a checkout, where `vigie` need not be installed.
sys.path.insert(0, str(PROJECT / "src"))


def treebanks() -> Path:
    """Folder of the treebanks: VIGIE_TREEBANKS, or ../shared/treebanks."""
    return Path(os.environ.get("VIGIE_TREEBANKS", PROJECT.parent / "shared" / "treebanks"))
