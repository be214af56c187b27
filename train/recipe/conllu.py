"""train/recipe: treebank files → plain sentences, one word per written token.

A CoNLL-U file splits *du* into *de* and *le*. Vigie reads what is written, so each such
range becomes one word again, which takes over the arcs of the part that governs it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

# The subtypes of relations that Vigie's rooms read; the others lose theirs.
KEPT_SUBTYPES = frozenset(
    [
        "acl:relcl",
        "advcl:cleft",
        "aux:caus",
        "aux:pass",
        "aux:tense",
        "expl:comp",
        "expl:pass",
        "expl:subj",
        "flat:foreign",
        "flat:name",
        "iobj:agent",
        "nmod:poss",
        "nsubj:caus",
        "nsubj:pass",
        "obj:agent",
        "obl:agent",
        "obl:arg",
        "obl:mod",
    ]
)


@dataclass(frozen=True)
class Word:
    """One written token and what the treebank says of it.

    `head` is the index of the governor in the sentence; the root governs itself.
    """

    form: str
    space: bool
    pos: str = ""
    morph: str = ""
    lemma: str = ""
    head: int = 0
    dep: str = ""
    ent: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a treebank: its id, its raw text and its words."""

    id: str
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Block:
    """A sentence as the file has it: rows of columns, and the ranges written as one."""

    id: str
    text: str
    rows: list[list[str]]
    ranges: dict[int, tuple[int, list[str]]]


def read_blocks(path: Path) -> Iterator[Block]:
    """Read the file sentence by sentence, without judging it."""
    block = Block("", "", [], {})
    for line in [*path.read_text(encoding="utf8").splitlines(), ""]:
        if not line:
            if block.rows:
                yield block
            block = Block("", "", [], {})
        elif line.startswith("# sent_id"):
            block = replace(block, id=line.split("=", 1)[1].strip())
        elif line.startswith("# text ="):
            block = replace(block, text=line.split("=", 1)[1].strip())
        elif not line.startswith("#"):
            columns = line.split("\t")
            if "-" in columns[0]:
                first, last = map(int, columns[0].split("-"))
                block.ranges[first] = (last, columns)
            elif "." not in columns[0]:
                block.rows.append(columns)


def read_sentences(path: Path) -> list[Sentence]:
    """The sentences of a UD file, with *du*, *au*, *auquel* as one word each."""
    return [_sentence(block) for block in read_blocks(path)]


def groups_of(block: Block) -> Iterator[tuple[list[int], list[str]]]:
    """Pairs of the row numbers (from 1) behind one written token, and its columns."""
    number = 1
    while number <= len(block.rows):
        if number in block.ranges:
            last, columns = block.ranges[number]
            yield list(range(number, last + 1)), columns
            number = last + 1
        else:
            yield [number], block.rows[number - 1]
            number += 1


def _sentence(block: Block) -> Sentence:
    groups = list(groups_of(block))
    where = {number: at for at, (numbers, _) in enumerate(groups) for number in numbers}
    where[0] = -1
    spaces = spaces_of([columns[1] for _, columns in groups], block.text)
    words = []
    for at, ((numbers, written), space) in enumerate(zip(groups, spaces, strict=True)):
        ruler = block.rows[_ruler(block, numbers) - 1]
        head = where[int(ruler[6])]
        words.append(
            Word(
                form=written[1],
                space=space,
                pos=ruler[3],
                morph="" if ruler[5] == "_" else ruler[5],
                lemma=written[1] if ruler[2] == "_" else ruler[2],
                head=at if head < 0 else head,
                dep="ROOT" if head < 0 else _relation(ruler[7]),
            )
        )
    return Sentence(block.id, block.text, tuple(words))


def _ruler(block: Block, numbers: list[int]) -> int:
    """Which part of a contraction speaks for it: a pronoun, else the preposition."""
    outside = [n for n in numbers if int(block.rows[n - 1][6]) not in numbers]
    for pos in ("PRON", "ADP"):
        for number in outside:
            if block.rows[number - 1][3] == pos:
                return number
    return outside[0] if outside else numbers[0]


def _relation(name: str) -> str:
    return name if name in KEPT_SUBTYPES else name.split(":")[0]


def spaces_of(forms: list[str], text: str) -> list[bool]:
    """Whether a blank follows each form in the text; the last one has none."""
    spaces, at = [], 0
    for form in forms:
        at = text.index(form, at) + len(form)
        spaces.append(text[at : at + 1].isspace())
    return spaces
