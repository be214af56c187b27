"""train: score a model on the held-out sets: `python train/evaluate.py [MODEL]`.

MODEL is a folder or an installed pipeline; without it, the one shipped in the package.
The treebanks are looked for in ../shared, or where --shared or VIGIE_SHARED says.
"""

import argparse
from pathlib import Path

import recipe.paths as paths
from recipe.scoring import score


def main() -> None:
    """Read the arguments, print the table, and with --faults what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", help="folder or name; default: the shipped one")
    parser.add_argument("--shared", type=Path, default=paths.SHARED)
    parser.add_argument("--faults", action="store_true", help="also print what went wrong")
    options = parser.parse_args()
    scores = score(options.model, options.shared / "treebanks")
    print(scores.table())
    if options.faults:
        print("\n".join(scores.faults))


if __name__ == "__main__":
    main()
