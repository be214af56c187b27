"""Annotations room. Dispatch → Notes: sentences, tokens, tree and names, with raw offsets.

The tagger (any spaCy pipeline with a parser, see pipeline.py) reads the clean text; what comes out
carries raw offsets and no spaCy object, so no other room knows which tagger was used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.attrs import (
    DEP,
    HEAD,
    IDX,
    IS_SPACE,
    LEMMA,
    LENGTH,
    MORPH,
    POS,
    SENT_START,
    SPACY,
)  # fmt: skip
from spacy.tokens import Doc

from vigie.annotations.common import NO_FORMS, Forms, as_common, own_tense
from vigie.annotations.mends import is_raised, mend
from vigie.records import Dispatch, Entity, Notes, Token

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_COLUMNS = [IDX, LENGTH, LEMMA, POS, MORPH, DEP, HEAD, SENT_START, SPACY, IS_SPACE]
_VERBAL = ("VERB", "AUX")
BATCH = 32  # dispatches the tagger takes at a time; more costs memory and gains nothing


def annotate(dispatch: Dispatch, tagger: Any, model: str, forms: Forms = NO_FORMS) -> Notes:
    """Read one dispatch with the tagger.

    Args:
        dispatch: A cleaned dispatch.
        tagger: The pipeline.
        model: Its name and hash, kept in the notes.
        forms: Verbs and nouns whose lemma the tagger may miss.
    """
    doc = tagger.make_doc(dispatch.text)
    return from_doc(dispatch, tagger(as_common(doc, forms)), model, forms, doc)


def annotate_many(
    dispatches: Iterable[Dispatch], tagger: Any, model: str,
    forms: Forms = NO_FORMS,
) -> Iterator[Notes]:  # fmt: skip
    """Read many dispatches, in order, a batch at a time."""
    made = ((d, tagger.make_doc(d.text)) for d in dispatches)
    pairs = ((as_common(doc, forms), (d, doc)) for d, doc in made)
    for doc, (dispatch, own) in tagger.pipe(pairs, as_tuples=True, batch_size=BATCH):
        yield from_doc(dispatch, doc, model, forms, own)


def from_doc(
    dispatch: Dispatch,
    doc: Doc,
    model: str,
    forms: Forms = NO_FORMS,
    own: Doc | None = None,
) -> Notes:
    """The notes a parsed document holds; white-space tokens are left out of the count.

    `own` holds the dispatch's own words, where the tagger was given others for some of them.
    """
    strings = doc.vocab.strings
    text = (doc if own is None else own).text.translate(_STRAIGHT)
    columns = doc.to_array(_COLUMNS).tolist()
    if own is not None and own is not doc:
        columns = [
            [*o, *row[2:]]
            for o, row in zip(own.to_array([IDX, LENGTH]).tolist(), columns, strict=True)
        ]
    pos_names: dict[int, str] = {}
    known = set(forms.verbs.values())
    blocks = [b.end for b in dispatch.blocks] or [len(dispatch.text)]
    index = _positions(row[-1] for row in columns)
    tokens: list[Token] = []
    sents: list[list[int]] = []
    block = 0
    for i, (idx, length, lemma, pos, morph, dep, head, starts, space, blank) in enumerate(
        columns
    ):
        if blank:
            continue
        while block < len(blocks) - 1 and idx >= blocks[block]:
            block += 1
            starts = 1
        if starts == 1 or not sents:
            sents.append([len(tokens), len(tokens)])
        governor = _governor(doc, index, i, _signed(head))
        name = pos_names.get(pos)
        if name is None:
            name = pos_names[pos] = strings[pos] if pos else "X"
        word = text[idx : idx + length]
        base = (strings[lemma] if lemma else word).translate(_STRAIGHT)
        if name in _VERBAL and base not in known:
            base = forms.verbs.get(word.lower(), base)
        elif name == "NOUN":
            base = forms.nouns.get(base, base)
        elif name == "ADP":
            base = forms.contractions.get(base.lower(), base)
        features = strings[morph]
        if word in forms.read_as:
            features = own_tense(features)
        span = dispatch.to_raw(idx, idx + length)
        relation = strings[dep] if dep else "dep"
        tokens.append(
            Token(
                len(tokens), word, base, name, features, "ROOT" if governor == index[i] else relation, governor,
                span.start, span.end, len(sents) - 1, block, bool(space),
            )
        )  # fmt: skip
        sents[-1][1] = len(tokens)
    ents = [
        Entity(inside[0], inside[-1] + 1, e.label_)
        for e in doc.ents
        if (inside := [index[k] for k in range(e.start, e.end) if index[k] >= 0])
    ]
    mend(tokens, forms)
    ents = [
        e for e in ents if e.tok_end - e.tok_start > 1 or not is_raised(tokens[e.tok_start])
    ]
    return Notes(dispatch, tokens, [(a, b) for a, b in sents], ents, model)


def _positions(blanks: Iterable[int]) -> list[int]:
    """For each spaCy token its rank among those kept, -1 for white space."""
    out, n = [], 0
    for blank in blanks:
        out.append(-1 if blank else n)
        n += not blank
    return out


def _governor(doc: Doc, index: list[int], i: int, offset: int) -> int:
    """Rank of the governor; one that is white space hands over to its own governor."""
    k, hops = i + offset, 0
    while index[k] < 0 and doc[k].head.i != k and hops < len(index):
        k = doc[k].head.i
        hops += 1
    return index[k] if index[k] >= 0 else index[i]


def _signed(value: int) -> int:
    """A relative head, which spaCy hands out as an unsigned 64-bit number."""
    return value - (1 << 64) if value >= 1 << 63 else value
