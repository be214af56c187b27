"""train/recipe: texts with their names marked, whatever file they come from.

A `Marked` is a text and spans of characters. Spans with the label "?" are left open: the
model is neither told that they are names nor that they are not.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from recipe.conllu import Block, groups_of, read_blocks, read_sentences

Ent = tuple[int, int, str]
OPEN = "?"

# Sequoia's kinds of names, in ours.
SEQUOIA_LABELS = {"PERS": "PER", "LOC": "LOC", "ORG": "ORG", "PROD": "MISC", "EVE": "MISC"}

# Every fifth text of the news, in the order of their ids, is kept for the test.
HELD_OUT_EVERY = 5


@dataclass(frozen=True)
class Marked:
    """A text and its names: start, end, label."""

    text: str
    ents: tuple[Ent, ...]


def to_doc(nlp: Language, marked: Marked) -> Doc:
    """The text in our words, with the names on them."""
    doc = nlp.make_doc(marked.text)
    named: list[Span] = []
    open_spans: list[Span] = []
    taken = -1
    for start, end, label in sorted(marked.ents):
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is None or span.start < taken:
            continue
        taken = span.end
        (open_spans if label == OPEN else named).append(span)
    doc.set_ents(named, missing=open_spans, default="outside")
    return doc


def join(parts: Iterable[Marked], blank: str = " ") -> Marked:
    """Several marked texts as one."""
    text, ents = "", []
    for part in parts:
        text += blank if text else ""
        ents += [
            (start + len(text), end + len(text), label) for start, end, label in part.ents
        ]
        text += part.text
    return Marked(text, tuple(ents))


def from_brackets(line: str) -> Marked:
    """Read `[PER:Hami Aksoy] a dit…`.

    >>> from_brackets("à [LOC:Tunis].")
    Marked(text='à Tunis.', ents=((2, 7, 'LOC'),))
    """
    text, ents, at = "", [], 0
    for match in re.finditer(r"\[([A-Z]+):([^\]]*)\]", line):
        text += line[at : match.start()]
        ents.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return Marked(text + line[at:], tuple(ents))


def read_brackets(path: Path) -> list[Marked]:
    """A file with one bracketed sentence a line."""
    lines = path.read_text(encoding="utf8").splitlines()
    return [from_brackets(line) for line in lines if line.strip() and line[0] != "#"]


def read_tags(path: Path) -> list[Marked]:
    """A file of `form, blank follows (1 or 0), tag` rows; the tag "-" is open."""
    found = []
    for block in path.read_text(encoding="utf8").split("\n\n"):
        text, ents = "", []
        for row in block.splitlines():
            form, blank, tag = row.split("\t")
            start, end = len(text), len(text) + len(form)
            if tag.startswith("I-") and ents:
                ents[-1] = (ents[-1][0], end, ents[-1][2])
            elif tag != "O":
                ents.append((start, end, OPEN if tag == "-" else tag[2:]))
            text += form + " " * int(blank)
        if text:
            found.append(Marked(text.rstrip(), tuple(ents)))
    return found


def read_news(path: Path, *, held_out: bool) -> list[Marked]:
    """Whole texts of the hand-labelled news: the held-out fifth, or the rest."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
    rows.sort(key=lambda row: row["id"])
    return [
        Marked(row["text"], tuple((s, e, label) for s, e, label in row["ents"]))
        for at, row in enumerate(rows)
        if (at % HELD_OUT_EVERY == HELD_OUT_EVERY - 1) == held_out
    ]


def paragraphs(marked: Marked) -> list[Marked]:
    """Cut a text at its line breaks."""
    parts = []
    for match in re.finditer(r"[^\n]+", marked.text):
        start, end = match.span()
        inside = [
            (s - start, e - start, k) for s, e, k in marked.ents if start <= s and e <= end
        ]
        parts.append(Marked(match[0], tuple(inside)))
    return parts


def cleaned(marked: Marked) -> Marked:
    """The text as our reader cleans it: soft hyphens gone, no-break spaces plain."""
    kept = [0]
    for char in marked.text:
        kept.append(kept[-1] + (char != "\u00ad"))
    text = marked.text.replace("\u00ad", "").replace("\u00a0", " ").replace("\u202f", " ")
    return Marked(text, tuple((kept[s], kept[e], label) for s, e, label in marked.ents))


def read_sequoia(path: Path) -> list[Marked]:
    """Deep-Sequoia's names: the last, most general reading of each."""
    return [_sequoia(block) for block in read_blocks(path)]


def read_numbered(path: Path, treebank: Path) -> Iterator[Marked]:
    """Labels kept apart from their text: `sentence number|string=label;…`."""
    texts = [sentence.text for sentence in read_sentences(treebank)]
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        number, _, names = line.partition("|")
        yield _find(texts[int(number)], [name for name in names.split(";") if name])


def read_places(path: Path, treebank: Path) -> list[Marked]:
    """Labels kept apart from their text: `sentence id, start, end, label` rows.

    Every sentence up to the one that the file's `# through` line names has been read.
    """
    rows = [line.split("\t") for line in path.read_text(encoding="utf8").splitlines()]
    last = next(row[1] for row in rows if row[0] == "# through")
    ents: dict[str, list[Ent]] = {}
    for row in rows:
        if not row[0].startswith("#"):
            ents.setdefault(row[0], []).append((int(row[1]), int(row[2]), row[3]))
    read = []
    for sentence in read_sentences(treebank):
        read.append(Marked(sentence.text, tuple(ents.get(sentence.id, []))))
        if sentence.id == last:
            break
    return read


def _find(text: str, names: list[str]) -> Marked:
    ents: list[Ent] = []
    for entry in names:
        name, _, label = entry.rpartition("=")
        found = list(re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text))
        if not found:
            raise ValueError(f"no {name!r} in {text!r}")
        for match in found:
            start, end = match.span()
            if not any(start < e and end > s for s, e, _ in ents):
                ents.append((start, end, label))
    return Marked(text, tuple(sorted(ents)))


def _sequoia(block: Block) -> Marked:
    labels = _sequoia_labels(block)
    groups = list(groups_of(block))
    forms = [columns[1] for _, columns in groups]
    ents: list[Ent] = []
    at = 0
    last = ""
    for (numbers, _), form in zip(groups, forms, strict=True):
        start = block.text.index(form, at)
        at = start + len(form)
        tags = [labels[number - 1] for number in numbers]
        # The du of "du Monde" is more preposition than article: names start after it.
        tag = tags[0] if len(tags) == 1 or tags[0] else ""
        if tag and tag == last:
            ents[-1] = (ents[-1][0], at, ents[-1][2])
        elif tag:
            ents.append((start, at, tag.split("/")[0]))
        last = tag
    return Marked(block.text, tuple(ents))


def _sequoia_labels(block: Block) -> list[str]:
    """For each row, "" or "PER/3": the label and the number of its name in the sentence."""
    spans: dict[str, tuple[str, list[int]]] = {}
    for at, row in enumerate(block.rows):
        for entry in [] if row[10] == "*" else row[10].split(";"):
            number, _, what = entry.partition(":")
            kind = re.search(r"NE-([A-Z]+)\.final", what)
            if what and number.isdigit():
                spans[number] = (SEQUOIA_LABELS[kind[1]] if kind else "", [at])
            elif number in spans:
                spans[number][1].append(at)
    labels = [""] * len(block.rows)
    for number, (label, rows) in sorted(spans.items(), key=lambda item: len(item[1][1])):
        if not label:
            continue
        first, last = rows[0], rows[-1]
        # A name cut in two by a long aside keeps its first word only.
        if last - first > len(rows) + 2:
            last = first
        while first <= last and block.rows[first][3] in ("DET", "ADP"):
            first += 1
        for row in range(first, last + 1):
            labels[row] = f"{label}/{number}"
    return labels
