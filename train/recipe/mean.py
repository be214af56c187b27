"""train/recipe: two models of one descent → one whose weights are their mean.

Each round of training ends a little to one side of the best; between two ends of one path
it is better than at either (half a point of arcs on Sequoia dev, see ABLATIONS.md).
"""

from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import Model


def mean(one: Path, other: Path, folder: Path) -> None:
    """Save the first model with the mean of both models' weights."""
    nlp, second = spacy.load(one), spacy.load(other)
    for (node, name), (twin, _) in zip(_weights(nlp), _weights(second), strict=True):
        node.set_param(name, (node.get_param(name) + twin.get_param(name)) / 2)
    nlp.to_disk(folder)


def _weights(nlp: Language) -> Iterator[tuple[Model, str]]:
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk():
            for name in node.param_names:
                if node.has_param(name):
                    yield node, name
