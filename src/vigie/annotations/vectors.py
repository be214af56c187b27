"""Annotations room. Documents → a vector a word, the same as spaCy's but for the last digits.

Half of the time of a reading goes here, nearly all of it in products of matrices. spaCy mixes
the four hashed tables anew for each word; a batch of dispatches has three times more words
than distinct ones, and here each is mixed once. The greatest of three values is taken over
whole rows. Together: 25 microseconds a word instead of 36. Only the usual network is known
(hashed tables, then windows of three words); others are left to spaCy.
"""

from __future__ import annotations

from typing import Any, cast

import msgspec
import numpy as np
from spacy.tokens import Doc
from thinc.api import NumpyOps
from thinc.types import Ragged

from vigie.annotations.states import Floats, Ints, columns, flat, greatest

EMBED = ["extract_features", "list2ragged", "with_array(", "with_array(maxout>>layernorm>>dropout)", "ragged2list"]  # fmt: skip
WINDOW = "residual(expand_window>>maxout>>layernorm>>dropout)"

# Words whose windows are worked on at a time: what they need stays in the core's own memory.
AT_A_TIME = 1024
# Odd numbers that spread four columns over one of 64 bits, to tell distinct words apart.
SPREAD = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93],
    dtype=np.uint64,
)
TINY = np.float32(1e-8)  # spaCy's guard against dividing by nothing


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of one window: three words in, the change to the one in the middle out."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats
    pieces: int


class Vectors(msgspec.Struct, frozen=True, kw_only=True):
    """A network from words to vectors: spaCy's tables and mixture, and the windows' numbers."""

    attributes: list[str]
    tables: Any
    mixture: Any
    layers: list[Layer]
    apart: int  # blank rows between two documents, so that neither sees the other


def read_vectors(model: Any) -> Vectors | None:
    """The network that is in spaCy's `tok2vec`; None if it is of another shape."""
    if len(model.layers) != 2 or not isinstance(model.ops, NumpyOps):
        return None
    embed, encode = model.layers
    names = [layer.name for layer in embed.layers]
    windows = encode.layers[0].layers if encode.name.startswith("with_array(") else []
    if len(names) != len(EMBED) or not all(map(str.startswith, names, EMBED)):
        return None
    if not windows or any(window.name != WINDOW for window in windows):
        return None
    if any(window.layers[0].layers[0].attrs["window_size"] != 1 for window in windows):
        return None
    attributes = list(embed.layers[0].attrs["columns"])
    if len(attributes) > len(SPREAD):
        return None
    return Vectors(
        attributes=attributes, tables=embed.layers[2], mixture=embed.layers[3],
        layers=[_layer(window.layers[0].layers[1]) for window in windows],
        apart=encode.attrs["pad"],
    )  # fmt: skip


def _layer(block: Any) -> Layer:
    maxout, norm = block.layers[0].layers
    weights = maxout.get_param("W")
    return Layer(
        weights=flat(weights.transpose(2, 1, 0), len_first=weights.shape[2]),
        bias=flat(maxout.get_param("b").T),
        gain=norm.get_param("G"),
        shift=norm.get_param("b"),
        pieces=weights.shape[1],
    )


def find_vectors(net: Vectors, docs: list[Doc]) -> Floats:
    """Vectors of the words of documents none of which is empty, one after the other."""
    kinds, kind = _mixed(net, docs)
    lengths = [len(doc) for doc in docs]
    rank = np.repeat(np.arange(1, len(docs) + 1), lengths)
    place = np.arange(len(kind)) + net.apart * rank + 1
    rows = len(kind) + net.apart * (len(docs) + 1)
    values: Floats = np.zeros((rows + 2, kinds.shape[1]), dtype=np.float32)
    values[place] = kinds[kind]
    for layer in net.layers:
        seen = [values[i : i + rows] for i in range(3)]
        changed: Floats = np.zeros_like(values)
        for start in range(0, rows, AT_A_TIME):
            some = slice(start, start + AT_A_TIME)
            changed[1:-1][some] = _window(layer, [words[some] for words in seen])
        values = changed
    found: Floats = values[place]
    return found


def set_vectors(net: Vectors, docs: list[Doc]) -> list[Doc]:
    """Give each document its vectors, where the later components look for them."""
    values = find_vectors(net, docs)
    ends = np.cumsum([len(doc) for doc in docs])
    for doc, own in zip(docs, np.split(values, ends[:-1]), strict=True):
        doc.tensor = cast(Any, own)
    return []


def _mixed(net: Vectors, docs: list[Doc]) -> tuple[Floats, Ints]:
    """Vectors of the distinct words before they meet their neighbours, and each word's rank."""
    words = columns(docs, *net.attributes)
    keys = (words * SPREAD[: words.shape[1]]).sum(axis=1)
    _, first, kind = np.unique(keys, return_index=True, return_inverse=True)
    distinct = Ragged(cast(Any, words[first]), cast(Any, np.array([len(first)])))
    mixed: Floats = net.mixture.predict(net.tables.predict(distinct)).dataXd
    return mixed, kind


def _window(layer: Layer, words: list[Floats]) -> Floats:
    """Words changed by the word before and the word after; three arrays in, of equal length."""
    values = np.concatenate(words, axis=1) @ layer.weights
    values += layer.bias
    best = greatest(values, layer.pieces)
    best -= best.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", best, best)[:, None] / np.float32(best.shape[1]) + TINY
    best *= spread ** np.float32(-0.5)
    best *= layer.gain
    best += layer.shift
    best += words[1]
    return best
