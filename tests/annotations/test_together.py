"""Reading many documents at once finds what spaCy finds one state at a time, word for word."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from vigie.annotations import arcs as arcs_room
from vigie.annotations.pipeline import load_tagger
from vigie.annotations.together import TOGETHER, quicken

ROOT = Path(__file__).parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
COLUMNS = ["HEAD", "DEP", "SENT_START", "ENT_TYPE", "ENT_IOB", "LEMMA", "POS", "MORPH"]
# Of the real dispatches, one in so many; all 223 and the 193 of the gold were compared once.
EVERY = 4
STOOD_FOR = ("tok2vec", "parser", "ner")
EXAMPLES = [
    p.read_text(encoding="utf8") for p in sorted((ROOT / "examples").rglob("*.txt"))
]
WORDS = [word for text in EXAMPLES for word in text.split()][:500]


@pytest.fixture(scope="module")
def quick() -> Any:
    """The shipped pipeline as Vigie runs it."""
    return load_tagger()


@pytest.fixture(scope="module")
def plain() -> Any:
    """The same as spaCy runs it."""
    nlp: Any = load_tagger()
    for name in STOOD_FOR:
        nlp.remove_pipe(f"{TOGETHER}_{name}")
        nlp.enable_pipe(name)
    return nlp


def found(doc: Doc) -> Any:
    """All that is read of each word; the two pipelines number words and labels alike."""
    return doc.to_array(COLUMNS).tolist()


def read(nlp: Any, texts: list[str], size: int = 32) -> list[Any]:
    """What a pipeline finds in texts."""
    return [found(doc) for doc in nlp.pipe(texts, batch_size=size)]


def test_the_shipped_pipeline_is_of_the_known_shape(quick: Any) -> None:
    """Vectors, arcs and names are all read together."""
    assert [n for n in quick.pipe_names if n.startswith(TOGETHER)] == [
        f"{TOGETHER}_{name}" for name in STOOD_FOR
    ]
    assert set(STOOD_FOR) <= set(quick.disabled)


def test_the_examples_are_read_as_spacy_reads_them(quick: Any, plain: Any) -> None:
    assert EXAMPLES
    assert read(quick, EXAMPLES) == read(plain, EXAMPLES)


@pytest.mark.shared
@pytest.mark.parametrize("path", sorted(CORPORA.glob("*.jsonl")) or [None], ids=str)
def test_real_dispatches_are_read_as_spacy_reads_them(
    quick: Any, plain: Any, path: Path | None
) -> None:
    if path is None:
        pytest.skip("no ../shared/corpora here")
    rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
    texts = [row["text"] for row in rows if row.get("text")][::EVERY]
    assert read(quick, texts) == read(plain, texts)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n", "\n\n\n", "Paris", ".", "…", "«»", "\u00ad", ". . . .", "?!?!", "- - -",
        "»\n»\n", "1 . 2 . 3 .", "\n\n.\n\n", "M. X. a dit. Non. Oui", "A B C.\nD E F",
    ],
)  # fmt: skip
def test_odd_texts_alone_and_in_company(quick: Any, plain: Any, text: str) -> None:
    """Nothing, one word, marks and blanks only: among others or alone, the same."""
    company = ["Le ministre est parti. Il revient lundi.", text, text, "Deux morts à Gao"]
    assert read(quick, company) == read(plain, company)
    assert found(quick(text)) == found(plain(text))


@pytest.mark.parametrize(
    ("parts", "joint", "size"),
    [
        (EXAMPLES, "\n\n", 20_000),
        (WORDS, " ", 1_500),
        (WORDS, ", ", 800),
        (WORDS, ". ", 800),
    ],
    ids=["paragraphs", "no stop", "a list", "stops only"],
)
def test_a_very_long_text(
    quick: Any, plain: Any, parts: list[str], joint: str, size: int
) -> None:
    """However long, with sentences or without one."""
    text = joint.join(parts)
    text = joint.join([text] * (size // len(text.split()) + 1))
    assert read(quick, ["Court.", text]) == read(plain, ["Court.", text])


@given(
    texts=st.lists(
        st.lists(
            st.sampled_from(
                [
                    "Le",
                    "la",
                    "président",
                    "Macron",
                    "Paris",
                    "a",
                    "dit",
                    "que",
                    "de",
                    "l'",
                    "ONU",
                    "tué",
                    "tirs",
                    ",",
                    ".",
                    "«",
                    "»",
                    "?",
                    "\n",
                    ";",
                    "(",
                    ")",
                    "lundi",
                    "12",
                    "se",
                    "qui",
                    "Ukraine",
                    "-t-il",
                    "et",
                    "ni",
                ]
            ),
            max_size=60,
        ).map(" ".join),
        max_size=6,
    )
)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_words_thrown_together(quick: Any, plain: Any, texts: list[str]) -> None:
    """Where no sentence holds, the rarest moves are made; they are spaCy's."""
    assert read(quick, texts) == read(plain, texts)


def test_neither_order_nor_company_matters(quick: Any) -> None:
    """Any order, any size of batch: each text is read as when it is alone."""
    order = list(range(len(EXAMPLES)))
    Random(5).shuffle(order)
    alone = [found(quick(text)) for text in EXAMPLES]
    for size in (3, 50):
        got = read(quick, [EXAMPLES[i] for i in order], size)
        assert got == [alone[i] for i in order]


@pytest.mark.parametrize("guess", ["none", "all"])
def test_a_guess_cannot_change_what_is_found(quick: Any, plain: Any, guess: str) -> None:
    """Were no word or every word taken for the likely start of a sentence: the same arcs."""
    arcs = arcs_room.read_arcs(quick.get_pipe("parser"))
    assert arcs is not None
    docs, wanted = ([_before_arcs(plain, text) for text in EXAMPLES[:6]] for _ in range(2))
    words = [doc.to_array("ORTH") for doc in docs]
    stops = np.unique(np.concatenate(words)) if guess == "all" else arcs.stops[:0]
    undone = arcs_room.find_arcs(msgspec.structs.replace(arcs, stops=stops), docs)
    for doc in [*undone, *wanted]:
        plain.get_pipe("parser")(doc)
    for doc, right in zip(docs, wanted, strict=True):
        assert doc.to_array(COLUMNS[:3]).tolist() == right.to_array(COLUMNS[:3]).tolist()


def test_what_takes_too_many_moves_is_left_untouched(
    quick: Any, plain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document with one endless sentence goes to spaCy; the others do not wait for it."""
    monkeypatch.setattr(arcs_room, "MOST_MOVES", 40)
    arcs = arcs_room.read_arcs(quick.get_pipe("parser"))
    assert arcs is not None
    docs = [
        _before_arcs(plain, text) for text in ("Il part.", "un deux " * 60, "Elle reste.")
    ]
    assert arcs_room.find_arcs(arcs, docs) == [docs[1]]
    assert [doc.has_annotation("DEP") for doc in docs] == [True, False, True]
    assert read(quick, EXAMPLES[:4]) == read(plain, EXAMPLES[:4])


def test_names_given_beforehand_are_heeded(quick: Any, plain: Any) -> None:
    """What someone has marked as a name stays one, as with spaCy."""
    docs = []
    for nlp in (quick, plain):
        doc = nlp.make_doc("Le porte-avions Charles de Gaulle quitte Toulon.")
        doc.set_ents([Span(doc, 2, 5, label="MISC")], default="missing")
        docs.append(nlp(doc))
    assert found(docs[0]) == found(docs[1])
    assert ("Charles de Gaulle", "MISC") in [(e.text, e.label_) for e in docs[0].ents]


def _before_arcs(plain: Any, text: str) -> Doc:
    doc = plain.make_doc(text)
    for name in ("vigie_lines", "tok2vec"):
        doc = plain.get_pipe(name)(doc)
    return doc


USUAL = {
    "@architectures": "spacy.TransitionBasedParser.v2", "extra_state_tokens": False,
    "hidden_width": 24, "maxout_pieces": 2, "use_upper": True,
    "tok2vec": {
        "@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 32,
        "depth": 2, "embed_size": 200, "window_size": 1, "maxout_pieces": 2,
        "subword_features": True,
    },
}  # fmt: skip


def _usual(kind: str, **changed: Any) -> dict[str, Any]:
    return {**USUAL, "state_type": kind, **changed}


@pytest.mark.parametrize(
    ("changed", "stood_for"),
    [
        ({}, 2),
        ({"maxout_pieces": 3}, 2),
        ({"use_upper": False}, 0),
        ({"maxout_pieces": 1}, 0),
        ({"extra_state_tokens": True}, 0),
        ({"tok2vec": {**USUAL["tok2vec"], "window_size": 2}}, 2),
    ],
)
def test_another_pipeline_reads_as_before(changed: dict[str, Any], stood_for: int) -> None:
    """Parts of another shape are left alone; those of the known one find what spaCy finds.

    A network of wider windows makes its vectors by spaCy, and only its moves are read
    together. By lot, every move is as likely: the rare ones are made often.
    """

    def made() -> Language:
        nlp = spacy.blank("xx")
        for kind, labels in (("parser", ["nsubj", "obj"]), ("ner", ["PER", "LOC"])):
            pipe: Any = nlp.add_pipe(kind, config={"model": _usual(kind, **changed)})
            for label in labels:
                pipe.add_label(label)
        nlp.initialize()
        lot = np.random.default_rng(3)
        for name in nlp.pipe_names:
            drawn: Any = nlp.get_pipe(name)
            _draw(drawn.model, lot)
        return nlp

    before, after = made(), made()
    quicken(after)
    stand_ins = [name for name in after.pipe_names if name.startswith(TOGETHER)]
    assert len(stand_ins) == stood_for
    assert read(after, EXAMPLES[:6]) == read(before, EXAMPLES[:6])


def _draw(model: Any, lot: np.random.Generator) -> None:
    for node in model.walk():
        for param in node.param_names:
            if node.has_param(param):
                shape = node.get_param(param).shape
                node.set_param(param, lot.standard_normal(shape).astype(np.float32))
