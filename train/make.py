"""train: make the French pipeline from the treebanks: `python train/make.py`.

Step by step, each leaving its work in `train/out` and skipped when it is already there
(`--fresh` starts over). One core does the work; two run no faster.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from random import Random

# One thread: the matrices are small, and a second thread only makes figures wander.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import recipe.paths as paths
from recipe import assemble, docs, marked, ner, syntax
from recipe.fit import fit
from recipe.mean import mean
from recipe.scoring import score
from recipe.tokenizer import empty_pipeline
from spacy.tokens import Doc

VERSION = "1.1.1"
SEED = 7
# Sentences made to show inverted subjects, when syntax is learned first and in each round
# after, and to show names in every kind of company. Too many would drown the real text.
INVERSIONS, INVERSIONS_AGAIN, NAME_SENTENCES = 2000, (800, 1600), 5000
SOURCES = paths.TRAIN / "sources.json"


def main() -> None:
    """Run the steps that are not done yet, and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=paths.SHARED)
    parser.add_argument("--out", type=Path, default=paths.OUT / "final")
    parser.add_argument("--fresh", action="store_true", help="forget what is already made")
    parser.add_argument(
        "--keep", action="store_true", help="leave the shipped model in place"
    )
    options = parser.parse_args()
    treebanks = options.shared / "treebanks"
    check_sources(treebanks)
    if options.fresh:
        shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True, exist_ok=True)
    model = make(treebanks, options.out)
    figures = finish(model, treebanks)
    if not options.keep:
        assemble.put_in_place(model, paths.MODEL)
        print(f"in place: {assemble.model_id(paths.MODEL)} in {paths.MODEL}")
    print(figures)


def make(treebanks: Path, out: Path) -> Path:
    """The pipeline, assembled from what the steps have left in `out`."""
    base = out / "base"
    nlp = empty_pipeline()
    _step(base, lambda: nlp.to_disk(base))

    def corpus(name: str, texts: Callable[[], Iterable[Doc]]) -> Path:
        path = out / f"{name}.spacy"
        _step(path, lambda: docs.save(texts(), path))
        return path

    def syntax_texts(seed: int, inversions: int) -> Iterable[Doc]:
        return syntax.training_docs(
            nlp.vocab, treebanks, Random(seed), inversions=inversions
        )

    dev = corpus(
        "syntax-dev",
        lambda: syntax.gold_docs(nlp.vocab, treebanks / "ud" / f"{syntax.DEV}.conllu"),
    )
    train = corpus("syntax-train", lambda: syntax_texts(SEED, INVERSIONS))
    first = _fitted("syntax", out, base=base, train=train, dev=dev)
    rounds = [first]
    for turn, inversions in enumerate(INVERSIONS_AGAIN, 1):
        name = f"syntax-again-{turn}"
        train = corpus(f"{name}-train", partial(syntax_texts, SEED + turn, inversions))
        rounds.append(
            _fitted(
                "syntax-again", out, name, base=base, first=rounds[-1], train=train, dev=dev
            )
        )
    learned = out / "syntax-mean"
    _step(learned, lambda: mean(rounds[-2], rounds[-1], learned))
    lemmas = _fitted("lemmas", out, base=base, syntax=learned, train=train, dev=dev)

    dev = corpus("names-dev", lambda: _names_dev(treebanks))
    train = corpus(
        "names-train",
        lambda: ner.training_docs(nlp, treebanks, Random(SEED), made=NAME_SENTENCES),
    )
    names = _fitted("names", out, base=base, syntax=first, train=train, dev=dev)
    again = _fitted("names-again", out, base=base, first=names, train=train, dev=dev)
    named = out / "names-mean"
    _step(named, lambda: mean(names, again, named))

    model = out / "model"
    shutil.rmtree(model, ignore_errors=True)
    assemble.assemble(model, syntax=learned, lemmas=lemmas, names=named, version=VERSION)
    return model


def finish(model: Path, treebanks: Path) -> str:
    """Score the model and write its manifest and card; give the table back."""
    scores = score(model, treebanks)
    sources = json.loads(SOURCES.read_text(encoding="utf8"))
    inversions = (
        (paths.DATA / "inversions_test.txt").read_text(encoding="utf8").splitlines()
    )
    assemble.describe(
        model,
        paths.TRAIN / "CARD.template.md",
        version=VERSION,
        trained_on=[row for row in sources if row["use"] == "train"],
        scores=scores.figures,
        replaces=assemble.replaced_by(model, paths.MODEL),
        extra={
            "inversions": str(sum(line[:1] != "#" for line in inversions if line)),
            "ablations": (paths.TRAIN / "ABLATIONS.md").read_text(encoding="utf8").strip(),
        },
    )
    return scores.table()


def check_sources(treebanks: Path) -> None:
    """Stop if a source is missing or is not the one that the manifest names."""
    for row in json.loads(SOURCES.read_text(encoding="utf8")):
        path = treebanks / row["file"]
        if not path.is_file():
            sys.exit(
                f"{path} is missing; say with --shared where the folder of treebanks is"
            )
        if hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            sys.exit(f"{path} is not the file named in {SOURCES}: its SHA-256 differs")


def _names_dev(treebanks: Path) -> Iterator[Doc]:
    nlp = empty_pipeline()
    for text in marked.read_sequoia(treebanks / "ner" / "sequoia_ner_dev.conllu"):
        yield marked.to_doc(nlp, text)


def _fitted(config: str, out: Path, name: str = "", **inputs: Path) -> Path:
    """The model of a training, `name` if it is not its only one; one cut short is begun again."""
    folder = out / (name or config)
    _step(folder, lambda: _afresh(config, folder, inputs))
    return folder / "model-last"


def _afresh(config: str, folder: Path, inputs: dict[str, Path]) -> None:
    unfinished = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(unfinished, ignore_errors=True)
    fit(config, unfinished, **inputs)
    unfinished.rename(folder)


def _step(result: Path, work: Callable[[], object]) -> None:
    if result.exists():
        print(f"done already: {result.name}")
        return
    print(f"making: {result}", flush=True)
    work()


if __name__ == "__main__":
    main()
