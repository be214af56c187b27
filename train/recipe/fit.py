"""train/recipe: run spaCy's training on one of our configurations, in this process."""

from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.cli.train import train
from spacy.language import Language
from thinc.api import use_ops

CONFIGS = Path(__file__).parent.parent / "configs"


@spacy.registry.callbacks("vigie.start_from_syntax.v1")
def start_from_syntax(syntax: str | None) -> Callable[[Language], Language]:
    """Let the names' reading of words begin as the one that syntax has learned.

    Treebanks hold twenty times the words of the name files: their reading already tells a
    name from a noun. Without a path, names begin from nothing.
    """

    def start(nlp: Language) -> Language:
        if syntax:
            learned = spacy.load(syntax).get_pipe("tok2vec").model
            # The parser's "tok2vec" is a reading and, after it, the step to its own width.
            nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0].from_bytes(
                learned.to_bytes()
            )
        return nlp

    return start


def fit(config: str, folder: Path, **inputs: Path) -> None:
    """Train; what comes out last is in `folder / "model-last"`.

    The learning rate falls to nothing, so the last model is the one to take: choosing among
    them on a small set would only fit its noise.

    Args:
        config: Name of the file in `configs/`, without its ending.
        folder: Where the training leaves its models.
        inputs: Values for the `[paths]` of the configuration.
    """
    overrides = {f"paths.{name}": str(path) for name, path in inputs.items()}
    # numpy's own matrix products: spaCy's fall back to unoptimised ones on many machines.
    with use_ops("numpy", use_blis=False):
        train(CONFIGS / f"{config}.cfg", folder, overrides=overrides)
