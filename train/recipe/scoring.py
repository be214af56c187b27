"""train/recipe: how good a model is on texts it has never seen.

Everything is read from raw text by the model's own tokenizer; words that it cuts otherwise
than the treebank count as errors only where no one-to-one match exists.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

from recipe import marked, ner, syntax
from recipe.conllu import read_sentences
from vigie.annotations.pipeline import load_tagger

HERE = Path(__file__).parent.parent / "data"
# Sentences a text, when speed is measured: dispatches have about twelve.
SPEED_SENTENCES, SPEED_ROUNDS = 12, 3


@dataclass
class Scores:
    """Figures by name, in per cent unless the name says otherwise, and what went wrong."""

    figures: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def table(self) -> str:
        """The figures, one a line."""
        width = max(map(len, self.figures))
        return "\n".join(
            f"{name:<{width}}  {value:>8}" for name, value in self.figures.items()
        )


def score(model: Path | str | None, treebanks: Path) -> Scores:
    """Every figure of the card. Takes about half a minute."""
    start = time.process_time()
    tagger = load_tagger(str(model) if model else None)
    scores = Scores({"load, seconds of one core": round(time.process_time() - start, 2)})
    for name, stem in syntax.TESTS.items():
        _score_syntax(scores, tagger, name, treebanks / "ud" / f"{stem}.conllu")
    for name, texts in ner.test_sets(treebanks).items():
        _score_names(scores, tagger, name, texts)
    _score_sentences(scores, tagger, HERE / "sentences_test.txt")
    _score_whole(scores, tagger, ner.test_sets(treebanks)["news-written"])
    _score_inversions(scores, tagger, HERE / "inversions_test.txt")
    _score_speed(scores, tagger, treebanks / "ud" / "fr_pud-ud-test.conllu")
    return scores


def _score_syntax(scores: Scores, tagger: Any, name: str, path: Path) -> None:
    gold = list(syntax.gold_docs(tagger.vocab, path))
    read = list(tagger.pipe([doc.text for doc in gold], batch_size=64))
    examples = [Example(r, g) for r, g in zip(read, gold, strict=True)]
    found = Scorer.score_token_attr(examples, "pos")
    found |= Scorer.score_token_attr(examples, "lemma")
    found |= Scorer.score_spans(examples, "sents", has_annotation=_has_sents, getter=_sents)
    found |= Scorer.score_tokenization(examples)
    found |= Scorer.score_deps(
        examples,
        "dep",
        getter=lambda token, attr: token.dep_,
        ignore_labels=("punct",),
    )
    found["dep_universal"] = Scorer.score_deps(
        examples,
        "dep",
        getter=lambda token, attr: token.dep_.split(":")[0],
        ignore_labels=("punct",),
    )["dep_las"]
    for label, key in [
        ("words F", "token_f"),
        ("UPOS", "pos_acc"),
        ("lemma", "lemma_acc"),
        ("UAS", "dep_uas"),
        ("LAS", "dep_las"),
        ("LAS universal", "dep_universal"),
        ("sentence F", "sents_f"),
    ]:
        scores.figures[f"{name} {label}"] = _percent(found[key])


def _has_sents(doc: Doc) -> bool:
    return doc.has_annotation("SENT_START")


def _sents(doc: Doc, _: str) -> Iterable[Any]:
    return doc.sents


def _score_names(
    scores: Scores, tagger: Any, name: str, texts: list[marked.Marked]
) -> None:
    gold = [marked.to_doc(tagger, text) for text in texts]
    read = tagger.pipe([text.text for text in texts], batch_size=64)
    examples = [Example(r, g) for r, g in zip(read, gold, strict=True)]
    found = Scorer.score_spans(examples, "ents", getter=lambda doc, _: doc.ents)
    scores.figures[f"names {name} F"] = _percent(found["ents_f"])
    scores.figures[f"names {name} P"] = _percent(found["ents_p"])
    scores.figures[f"names {name} R"] = _percent(found["ents_r"])
    for label in ("PER", "LOC", "ORG", "MISC"):
        row = found["ents_per_type"].get(label)
        if row:
            scores.figures[f"names {name} {label} F"] = _percent(row["f"])


def _score_sentences(scores: Scores, tagger: Any, path: Path) -> None:
    """Sentence ends of paragraphs full of quotations, abbreviations and figures."""
    found = right = gold = 0
    for line in _rows(path):
        sentences = line.split(" || ")
        text = " ".join(sentences)
        wanted = set(accumulate(len(sentence) + 1 for sentence in sentences))
        ends = {sent.end_char + 1 for sent in tagger(text).sents}
        found, gold, right = (
            found + len(ends),
            gold + len(wanted),
            right + len(ends & wanted),
        )
        if ends != wanted:
            scores.faults.append("ends: " + " || ".join(s.text for s in tagger(text).sents))
    scores.figures["news sentence F"] = _percent(2 * right / (found + gold))


def _score_whole(scores: Scores, tagger: Any, texts: list[marked.Marked]) -> None:
    """Single sentences of newswire: how many are cut in two."""
    cut = [t.text for t in texts if len(list(tagger(t.text).sents)) > 1]
    scores.figures[f"news sentences cut, of {len(texts)}"] = len(cut)
    scores.faults += [f"cut: {text}" for text in cut]


def _score_inversions(scores: Scores, tagger: Any, path: Path) -> None:
    rows = [line.split("|") for line in _rows(path)]
    right = 0
    for text, verb, subject in rows:
        fault = _inversion_fault(tagger(text), verb, subject)
        right += not fault
        scores.faults += [f"inversion: {text} {fault}"] if fault else []
    scores.figures["inversions right"] = _percent(right / len(rows))


def _inversion_fault(doc: Doc, verb: str, subject: str) -> str:
    """What is wrong with the arc from the last such subject; empty if nothing is."""
    token = [t for t in doc if t.text == subject][-1]
    if token.dep_.startswith("flat") and token.head.text != verb:
        token = token.head
    if token.dep_.startswith("nsubj") and token.head.text == verb:
        return ""
    return f"({token.text} is {token.dep_} of {token.head.text})"


def _score_speed(scores: Scores, tagger: Any, path: Path) -> None:
    lines = [sentence.text for sentence in read_sentences(path)]
    texts = [
        " ".join(lines[at : at + SPEED_SENTENCES])
        for at in range(0, len(lines), SPEED_SENTENCES)
    ]
    # Time of this process only: other people's work on the machine must not count.
    best = 0.0
    for _ in range(SPEED_ROUNDS):
        start = time.process_time()
        words = sum(len(doc) for doc in tagger.pipe(texts, batch_size=64))
        best = max(best, words / (time.process_time() - start))
    scores.figures["words a second of one core"] = round(best)


def _rows(path: Path) -> list[str]:
    """The lines of a test file that are no comments."""
    lines = path.read_text(encoding="utf8").splitlines()
    return [line for line in lines if line and line[0] != "#"]


def _percent(share: float | None) -> float:
    return round(100 * (share or 0.0), 1)
