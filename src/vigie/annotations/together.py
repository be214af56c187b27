"""Annotations room. A pipeline → the same one, whose heavy parts take many documents at once.

Vectors, arcs and names take nine tenths of the time of spaCy's reading, most of it not in
the network but around it. Where a component has the shape known here (spaCy's usual network,
transition parser and finder of names; the shipped pipeline has), another stands in for it
that works with the same numbers by the same rules: from 6,300 to 11,000 tokens a second on one
core. spaCy's own stays in the pipeline, put to rest, and reads what the other leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import msgspec
import numpy as np
from spacy.language import Language
from spacy.pipeline import DependencyParser, EntityRecognizer, Tok2Vec
from spacy.tokens import Doc

from vigie.annotations.arcs import find_arcs, read_arcs
from vigie.annotations.names import find_names, read_names
from vigie.annotations.states import Floats
from vigie.annotations.vectors import find_vectors, read_vectors, set_vectors

TOGETHER = "vigie_together"
TENSOR = "TENSOR"  # vectors, which spaCy does not count among annotations

# Words worked on at a time. Each needs 12 kB for the arcs; fewer make shorter rows of states.
WORDS = 8000

Work = Callable[[list[Doc]], list[Doc]]  # gives back the documents it leaves undone


class Together(msgspec.Struct, frozen=True):
    """A component of a pipeline that does the work of one of spaCy's."""

    own: Any  # spaCy's
    work: Work
    sets: str  # what it writes; what a document has of it already is for spaCy to heed

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        self._read([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Read many documents, in order."""
        rest = iter(docs)
        while batch := list(islice(rest, batch_size)):
            for some in _parted(batch):
                self._read(some)
            yield from batch

    def _read(self, docs: list[Doc]) -> None:
        able = [doc for doc in docs if len(doc) and not _has(doc, self.sets)]
        undone = self.work(able) if able else []
        done = {id(doc) for doc in able} - {id(doc) for doc in undone}
        for doc in docs:
            if id(doc) not in done:
                self.own(doc)


def quicken(nlp: Language) -> None:
    """Have the heavy components of a pipeline take many documents at once, where they can."""
    for name, component in nlp.pipeline:
        if _work(component):
            options = {"own": name}
            nlp.add_pipe(TOGETHER, name=f"{TOGETHER}_{name}", after=name, config=options)
            nlp.disable_pipe(name)


@Language.factory(TOGETHER, default_config={"own": None})
def stand_in(nlp: Language, name: str, own: str) -> Together:
    """The component that stands in for one of a pipeline: spaCy's way of making one."""
    component = nlp.get_pipe(own)
    found = _work(component)
    if found is None:
        raise ValueError(f"{name} cannot stand in for {own}: its model is of another shape")
    return Together(component, *found)


def _work(component: Any) -> tuple[Work, str] | None:
    """What does the work of a component, and what it writes; None if none can."""
    kind = type(component)
    if kind is Tok2Vec:
        net = read_vectors(component.model)
        return (partial(set_vectors, net), TENSOR) if net else None
    if kind is DependencyParser:
        arcs = read_arcs(component)
        return (partial(find_arcs, arcs), "DEP") if arcs else None
    if kind is EntityRecognizer:
        names = read_names(component, _own_vectors(component))
        return (partial(find_names, names), "ENT_IOB") if names else None
    return None


def _own_vectors(component: Any) -> Callable[[list[Doc]], Floats]:
    """Vectors as a component's own model makes them."""
    model = component.model.get_ref("tok2vec")
    net = read_vectors(model.layers[0])
    if net is None or model.layers[-1].name != "linear":
        vectors: Callable[[list[Doc]], Floats] = model.predict
        return vectors
    linear = model.layers[-1]
    return lambda docs: linear.predict(find_vectors(net, docs))


def _has(doc: Doc, annotation: str) -> bool:
    return annotation != TENSOR and bool(doc.has_annotation(annotation))


def _parted(docs: list[Doc]) -> Iterator[list[Doc]]:
    """The documents in parts of like weight, each of some WORDS at most where that can be."""
    ends = np.cumsum([len(doc) for doc in docs])
    parts = -(-int(ends[-1]) // WORDS)
    cuts = np.searchsorted(ends, [ends[-1] * part / parts for part in range(1, parts)])
    for some in np.split(np.arange(len(docs)), cuts):
        yield [docs[rank] for rank in some]
