"""train/recipe: treebank sentences → documents to learn syntax from, and to test it on.

Each training sentence is given twice: as it is, and changed the way news differ from
treebanks (other names, other quotation marks, capitals without accents, odd blanks).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import TypeVar

from spacy.tokens import Doc
from spacy.vocab import Vocab

from recipe.conllu import Sentence, Word, read_sentences
from recipe.docs import cut_figures, end_with, insert_spaces, to_doc
from recipe.inversions import invert
from recipe.names import Names

TRAIN = ["fr_sequoia-ud-train", "fr_pud-ud-test", "fr_fqb-ud-test", "fr_gsd-ud-dev"]
# Two thousand questions: useful, but news have few, so they are not given changed too.
SEEN_ONCE = {"fr_fqb-ud-test"}
DEV = "fr_sequoia-ud-dev"
TESTS = {"sequoia": "fr_sequoia-ud-test", "gsd": "fr_gsd-ud-test"}

T = TypeVar("T")

# Sentences a document, so that the parser learns where they end.
SENTENCES_A_DOC = 5
PLAIN_CAPITALS = str.maketrans("ÉÈÊÀÂÎÔÇ", "EEEAAIOC")
QUOTE_STYLES: list[tuple[float, dict[str, str]]] = [
    (0.35, {"«": '"', "»": '"', "“": '"', "”": '"'}),
    (0.10, {"«": "“", "»": "”"}),
    (0.05, {"«": "''", "»": "''"}),
]


def training_docs(
    vocab: Vocab, treebanks: Path, random: Random, *, inversions: int
) -> Iterator[Doc]:
    """All that syntax is learned from, in the order of the files (spaCy shuffles)."""
    names = Names(random)
    everything: list[Sentence] = []
    for stem in TRAIN:
        sentences = read_sentences(treebanks / "ud" / f"{stem}.conllu")
        if "sequoia" not in stem:
            sentences = [replace(s, words=harmonise(s.words)) for s in sentences]
        everything += sentences
        for group in _groups(sentences, SENTENCES_A_DOC):
            yield to_doc(vocab, [end_with(cut_figures(s.words), " ") for s in group])
        if stem in SEEN_ONCE:
            continue
        for group in _groups(sentences, SENTENCES_A_DOC):
            yield to_doc(vocab, [_changed(s.words, names) for s in group])
    made = [_roughened(words, random) for words in invert(everything, names, inversions)]
    for lines in _groups(made, 3):
        yield to_doc(vocab, [end_with(words, " ") for words in lines])


def gold_docs(vocab: Vocab, path: Path) -> Iterator[Doc]:
    """A held-out file, untouched but for contractions and figures."""
    for group in _groups(read_sentences(path), SENTENCES_A_DOC):
        yield to_doc(vocab, [end_with(cut_figures(s.words), " ") for s in group])


def harmonise(words: Sequence[Word]) -> tuple[Word, ...]:
    """Bring the other treebanks to Sequoia's ways on two points that news are full of.

    A name right after its title (*président Obama*) is nmod; and in *« … », a dit X* the
    words said are the root and the verb of saying hangs from them by parataxis.
    """
    words = tuple(
        replace(word, dep="nmod")
        if word.dep in ("appos", "flat:name", "flat")
        and word.pos == "PROPN"
        and words[word.head].pos == "NOUN"
        and word.head < i
        and not any(w.form in (",", "(") for w in words[word.head : i])
        else word
        for i, word in enumerate(words)
    )
    root = next(i for i, word in enumerate(words) if word.dep == "ROOT")
    said = [
        i
        for i, word in enumerate(words[:root])
        if word.head == root
        and word.dep in ("ccomp", "parataxis", "obj")
        and word.pos in ("VERB", "AUX", "NOUN", "ADJ")
    ]
    told = [
        i
        for i, word in enumerate(words)
        if word.head == root and i > root and word.dep == "nsubj"
    ]
    if (
        len(said) != 1
        or not told
        or not any(w.form in ',"»”' for w in words[said[0] : root])
    ):
        return words
    return _reroot(words, root, said[0])


def _reroot(words: tuple[Word, ...], verb: int, said: int) -> tuple[Word, ...]:
    final = len(words) - 1
    changed = list(words)
    changed[verb] = replace(words[verb], head=said, dep="parataxis")
    changed[said] = replace(words[said], head=said, dep="ROOT")
    if words[final].pos == "PUNCT" and words[final].head == verb:
        changed[final] = replace(words[final], head=said)
    for i, word in enumerate(words[:said]):
        if word.head == verb and word.pos == "PUNCT":
            changed[i] = replace(word, head=said)
    return tuple(changed)


def _changed(words: Sequence[Word], names: Names) -> list[Word]:
    random = names.random
    swapped = _roughened(_renamed(cut_figures(words), names), random)
    blank = random.choices([" ", "\n\n", "\n", " \n"], [0.86, 0.08, 0.04, 0.02])[0]
    if blank == " \n":
        return end_with([*swapped[:-1], replace(swapped[-1], space=False)], "\n")
    return end_with(swapped, blank)


def _renamed(words: list[Word], names: Names) -> list[Word]:
    random, changed = names.random, list(words)
    for i, word in enumerate(words):
        if (
            word.pos != "PROPN"
            or word.dep.startswith("flat")
            or not word.form[:1].isupper()
        ):
            continue
        tail = [k for k, w in enumerate(words) if w.head == i and w.dep == "flat:name"]
        if tail and random.random() < 0.8 and _is_run(words, i, tail):
            parts = names.person().split()
            given, family = parts[0], parts[1:]
            changed[i] = _as(word, given)
            for k, part in zip(tail, _fit(family, len(tail)), strict=True):
                changed[k] = _as(words[k], part)
        elif not tail and i and words[i - 1].form == "à" and words[i - 1].head == i:
            city = names.city().text
            if random.random() < 0.7 and " " not in city:
                changed[i] = _as(word, city)
    return changed


def _is_run(words: list[Word], start: int, tail: list[int]) -> bool:
    return tail == list(range(start + 1, start + 1 + len(tail))) and all(
        words[k].pos == "PROPN" for k in tail
    )


def _fit(parts: list[str], size: int) -> list[str]:
    if len(parts) > size:
        return parts[-size:]
    return parts + [parts[-1]] * (size - len(parts))


def _as(word: Word, form: str) -> Word:
    return replace(word, form=form, lemma=form)


def _roughened(words: Sequence[Word], random: Random) -> list[Word]:
    """Curly apostrophes, other quotation marks, capitals without accents, odd blanks."""
    forms = [word.form for word in words]
    if random.random() < 0.6:
        forms = [form.replace("'", "’") if form != "'" else form for form in forms]
    roll = random.random()
    for share, style in QUOTE_STYLES:
        if roll < share:
            forms = [style.get(form, form) for form in forms]
            break
        roll -= share
    else:
        if roll < 0.25:
            forms = list(_guillemets(forms))
    if random.random() < 0.3:
        forms = [form[:1].translate(PLAIN_CAPITALS) + form[1:] for form in forms]
    changed = [
        replace(word, form=form, lemma=form if word.form == word.lemma else word.lemma)
        for word, form in zip(words, forms, strict=True)
    ]
    return insert_spaces(changed, random, often=0.006)


def _guillemets(forms: list[str]) -> Iterator[str]:
    is_open = False
    for form in forms:
        if form == '"':
            yield "»" if is_open else "«"
            is_open = not is_open
        else:
            yield form


def _groups(rows: Sequence[T], size: int) -> Iterator[list[T]]:
    rest = iter(rows)
    while group := list(islice(rest, size)):
        yield group
