"""train/recipe: run spaCy's training on one of our configurations, in this process."""

from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.cli.train import train
from spacy.language import Language

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


def fit(config: str, folder: Path, **paths: Path | str | int) -> Path:
    """Train, and say where the model is.

    The learning rate falls to nothing, so the last model is taken: choosing among them on a
    small set would only fit its noise.

    Args:
        config: Name of the file in `configs/`, without its ending.
        folder: Where the training leaves its models.
        paths: Values for the `[paths]` of the configuration; `steps` for its length.
    """
    overrides: dict[str, object] = {
        f"paths.{name}": str(value) for name, value in paths.items() if name != "steps"
    }
    if "steps" in paths:
        overrides["training.max_steps"] = paths["steps"]
    train(CONFIGS / f"{config}.cfg", folder, overrides=overrides)
    return folder / "model-last"
