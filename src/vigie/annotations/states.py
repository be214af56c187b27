"""Annotations room. States of a transition model → scores of its moves, many states at once.

spaCy's parser and its finder of names score one state after the other, and its loop spends
more time taking locks than multiplying: 60 of the 160 microseconds of a word. The model is
the same here; its numbers are laid out so that a whole row of states is one product.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDS
from spacy.tokens import Doc
from thinc.api import NumpyOps

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """A transition model's numbers; of `pieces` values, a hidden unit keeps the greatest."""

    lower: Floats  # (width of a vector, features * pieces * hidden units)
    absent: (
        Floats  # (features * pieces * hidden units): what a word that is not there gives
    )
    bias: Floats  # (pieces * hidden units)
    upper: Floats  # (hidden units, moves)
    upper_bias: Floats  # (moves)
    features: int
    pieces: int


def read_weights(component: Any, *, features: int) -> Weights | None:
    """The numbers of a parser or a finder of names, or None if it is not of the known shape.

    Args:
        component: spaCy's own component.
        features: How many words of a state its model must look at.
    """
    model, known = component.model, component.cfg
    if model.name != "parser_model" or not isinstance(model.ops, NumpyOps):
        return None
    if known["beam_width"] != 1 or known["learn_tokens"] or model.attrs["unseen_classes"]:
        return None
    lower = model.get_ref("lower")
    if not model.attrs["has_upper"] or lower.get_dim("nF") != features:
        return None
    if lower.get_dim("nP") < 2:  # no greatest of several: another model
        return None
    weights, upper = lower.get_param("W"), model.get_ref("upper")
    return Weights(
        lower=flat(weights.transpose(3, 0, 2, 1), len_first=weights.shape[3]),
        absent=flat(lower.get_param("pad")[0].transpose(0, 2, 1)),
        bias=flat(lower.get_param("b").T),
        upper=np.ascontiguousarray(upper.get_param("W").T),
        upper_bias=upper.get_param("b"),
        features=features,
        pieces=lower.get_dim("nP"),
    )


def flat(numbers: Floats, *, len_first: int = 0) -> Floats:
    """The numbers one after the other in memory, in a line or in `len_first` lines."""
    return np.ascontiguousarray(numbers).reshape((len_first, -1) if len_first else -1)


def feature_rows(weights: Weights, vectors: Floats) -> Floats:
    """What each word gives as each feature: row `word * features + feature`.

    Words count from 1 in the order of their vectors; word 0 is one that is not there.
    """
    rows = np.empty((len(vectors) + 1, len(weights.absent)), dtype=np.float32)
    rows[0] = weights.absent
    np.matmul(vectors, weights.lower, out=rows[1:])
    return rows.reshape(-1, len(weights.bias))


def score(weights: Weights, rows: Floats, words: Ints) -> Floats:
    """Scores of all moves, a line a state.

    Args:
        weights: The model.
        rows: Of `feature_rows`.
        words: A line a feature, a column a state: the word that is this feature of it.
    """
    at = words * weights.features
    at += np.arange(weights.features)[:, None]
    # Feature by feature, in the order spaCy adds them: sums come out the same to the bit.
    given = rows.take(at.ravel(), axis=0).reshape(*at.shape, -1)
    summed = np.add.reduce(given, axis=0)
    summed += weights.bias
    scores: Floats = greatest(summed, weights.pieces) @ weights.upper
    scores += weights.upper_bias
    return scores


def greatest(values: Floats, pieces: int) -> Floats:
    """The greatest of each unit's values, which lie `width / pieces` apart in a line."""
    width = values.shape[1] // pieces
    best: Floats = np.maximum(values[:, :width], values[:, width : 2 * width])
    for start in range(2 * width, values.shape[1], width):
        np.maximum(best, values[:, start : start + width], out=best)
    return best


def bans(allowed: Flags) -> Floats:
    """What is added to a score so that a move that is not allowed is never the best."""
    return np.where(allowed, 0, -np.inf).astype(np.float32)


def move_names(component: Any) -> list[str]:
    """Names of the moves in the order of their scores: `R-nsubj`, `B-PER`, `S`."""
    moves = component.moves
    return [moves.get_class_name(i) for i in range(moves.n_moves)]


def columns(docs: list[Doc], *names: str) -> NDArray[np.uint64]:
    """Attributes of all words, a column each."""
    ids = [IDS[name] for name in names]
    return np.concatenate([doc.to_array(ids) for doc in docs])
