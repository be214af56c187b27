"""train/recipe: all marked texts → documents to learn names from, and to test them on."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from spacy.language import Language
from spacy.tokens import Doc

from recipe import marked
from recipe.marked import Marked
from recipe.paths import DATA
from recipe.templates import Templates

# Sentences of the web, whose names we labelled ourselves.
GSD_DEV = "fr_gsd-ud-dev.conllu"
# News labelled by hand are the text nearest to what Vigie reads: each is seen this often.
NEWS_TIMES = 3


def training_docs(
    nlp: Language, treebanks: Path, random: Random, *, made: int
) -> Iterator[Doc]:
    """Sequoia, PUD, GSD dev, four fifths of the news, and sentences made from templates."""
    ner = treebanks / "ner"
    treebank = marked.read_sequoia(ner / "sequoia_ner_train.conllu")
    treebank += marked.read_tags(ner / "pud_fr_projected.tsv")
    treebank += marked.read_places(DATA / "gsd_dev_names.tsv", treebanks / "ud" / GSD_DEV)
    news = marked.read_news(ner / "news_fr.jsonl", held_out=False)
    made_up = list(Templates(random).draw(made))
    random.shuffle(made_up)
    texts: list[Marked] = [*_joined(treebank, 2), *_joined(made_up, 2)]
    for time in range(NEWS_TIMES):
        for text in news:
            lines = marked.paragraphs(text if time % 2 else marked.cleaned(text))
            texts += _joined(lines, 2, "\n\n")
    random.shuffle(texts)
    return (marked.to_doc(nlp, text) for text in texts)


def test_sets(treebanks: Path) -> dict[str, list[Marked]]:
    """The four sets that names are scored on."""
    ner = treebanks / "ner"
    gsd = treebanks / "ud" / "fr_gsd-ud-test.conllu"
    return {
        "sequoia": marked.read_sequoia(ner / "sequoia_ner_test.conllu"),
        "gsd-hand": list(marked.read_numbered(ner / "gsd_test_hand.txt", gsd)),
        "news-fifth": marked.read_news(ner / "news_fr.jsonl", held_out=True),
        "news-written": marked.read_brackets(ner / "news_hand.txt"),
    }


def _joined(texts: Sequence[Marked], size: int, blank: str = " ") -> Iterable[Marked]:
    rest = iter(texts)
    while group := list(islice(rest, size)):
        yield marked.join(group, blank)
