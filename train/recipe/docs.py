"""train/recipe: words → spaCy documents, with the blanks that real dispatches have."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from recipe.conllu import Word

SPACE = Word(form="\n\n", space=False, pos="SPACE", lemma="\n\n", dep="dep")


def to_doc(vocab: Vocab, sentences: Iterable[Sequence[Word]]) -> Doc:
    """One document; the sentences follow each other, parted by what the last word says."""
    words = [
        replace(word, head=word.head + start)
        for start, sentence in _with_starts(sentences)
        for word in sentence
    ]
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words],
        pos=[word.pos for word in words],
        tags=[word.pos for word in words],
        morphs=[word.morph for word in words],
        lemmas=[word.lemma for word in words],
        heads=[word.head for word in words],
        deps=[word.dep for word in words],
    )


def _with_starts(
    sentences: Iterable[Sequence[Word]],
) -> Iterable[tuple[int, Sequence[Word]]]:
    start = 0
    for sentence in sentences:
        yield start, sentence
        start += len(sentence)


def cut_figures(words: Sequence[Word]) -> list[Word]:
    """Cut forms that hold a blank (`50 000`) as the tokenizer must: the rest is flat."""
    kept: list[Word] = []
    where: list[int] = []
    for word in words:
        where.append(len(kept))
        parts = word.form.split()
        for at, part in enumerate(parts):
            last = at == len(parts) - 1
            piece = replace(word, form=part, space=word.space if last else True)
            if at:
                piece = replace(piece, head=-where[-1] - 1, dep="flat", lemma=part)
            elif len(parts) > 1:
                piece = replace(piece, lemma=part)
            kept.append(piece)
    return [
        replace(word, head=-word.head - 1 if word.head < 0 else where[word.head])
        for word in kept
    ]


def end_with(words: Sequence[Word], blank: str) -> list[Word]:
    """Close the sentence with a blank: a plain one, none, or a space token of its own."""
    if blank in ("", " "):
        return [*words[:-1], replace(words[-1], space=blank == " ")]
    last = replace(words[-1], space=False)
    mark = replace(SPACE, form=blank, lemma=blank, head=len(words) - 1)
    return [*words[:-1], last, mark]


def insert_spaces(words: Sequence[Word], random: Random, *, often: float) -> list[Word]:
    """Put double blanks and no-break spaces where writers leave them, here and there."""
    at = [
        i + 1
        for i, word in enumerate(words[:-1])
        if word.space and random.random() < often * (8 if _takes_nbsp(words, i) else 1)
    ]
    if not at:
        return list(words)
    where = [i + sum(place <= i for place in at) for i in range(len(words))]
    kept: list[Word] = []
    for i, word in enumerate(words):
        word = replace(word, head=where[word.head])
        if i + 1 in at:
            nbsp = _takes_nbsp(words, i)
            form = "\u00a0" if nbsp else " "
            kept.append(replace(word, space=not nbsp))
            kept.append(replace(SPACE, form=form, lemma=form, head=where[i]))
        else:
            kept.append(word)
    return kept


def _takes_nbsp(words: Sequence[Word], i: int) -> bool:
    return words[i].form == "«" or words[i + 1].form in ("»", ":", ";", "?", "!", "%", "€")


def save(docs: Iterable[Doc], path: Path) -> None:
    """Write a DocBin, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    DocBin(docs=docs, store_user_data=False).to_disk(partial)
    partial.replace(path)


def load(vocab: Vocab, path: Path) -> list[Doc]:
    """Read a DocBin."""
    return list(DocBin().from_disk(path).get_docs(vocab))
