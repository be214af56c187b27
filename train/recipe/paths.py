"""train/recipe: where things are."""

import os
import sys
from pathlib import Path

TRAIN = Path(__file__).parent.parent
PROJECT = TRAIN.parent
DATA = TRAIN / "data"
OUT = TRAIN / "out"
MODEL = PROJECT / "src" / "vigie" / "knowledge" / "models" / "fr"

# Holds the folder of treebanks.
SHARED = Path(os.environ.get("VIGIE_SHARED", PROJECT.parent / "shared"))

# The recipe runs from a checkout, where `vigie` need not be installed.
sys.path.insert(0, str(PROJECT / "src"))
