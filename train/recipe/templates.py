"""train/recipe: sentences of our own, with holes filled by names from our own lists.

In `data/templates.txt` a line is a sentence. `[ORG:Maison Blanche]` is a name as written,
`(lundi|hier)` a choice, `{per}` a hole; `{de:body}` a hole with its preposition and
article. `data/words.yaml` holds what fills the holes that are not names.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import yaml

from recipe.marked import Ent, Marked
from recipe.names import CONTRACTIONS, Name, Names

HERE = Path(__file__).parent.parent / "data"
LISTED = {"country": "countries", "site": "sites", "body": "bodies", "thing": "things"}
# The forms of a nationality, in the order of names.yaml: {nat.fp} is feminine plural.
NUMBERS = ["m", "f", "mp", "fp"]
CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
HOLE = re.compile(r"\[([A-Z]+):([^\]]*)\]|\{(?:([^{}:]*):)?([^{}]*)\}")


class Templates:
    """Draws sentences; the same seed draws the same ones."""

    def __init__(self, random: Random, folder: Path = HERE) -> None:
        self.random = random
        self.names = Names(random, folder / "names.yaml")
        lines = (folder / "templates.txt").read_text(encoding="utf8").splitlines()
        self.lines = [line for line in lines if line.strip() and not line.startswith("#")]
        words = yaml.load(
            (folder / "words.yaml").read_text(encoding="utf8"), Loader=yaml.BaseLoader
        )
        self.words = {kind: entries.split("|") for kind, entries in words.items()}

    def draw(self, size: int) -> Iterator[Marked]:
        """Sentences, each template as often as the others."""
        for at in range(size):
            yield self.fill(self.lines[at % len(self.lines)])

    def fill(self, line: str) -> Marked:
        """One sentence from one template."""
        while CHOICE.search(line):
            line = CHOICE.sub(lambda m: self.random.choice(m[1].split("|")), line)
        marked = self._fill(line)
        text = marked.text.strip()
        return Marked(text[:1].upper() + text[1:], marked.ents)

    def _fill(self, line: str) -> Marked:
        text, at = "", 0
        ents: list[Ent] = []
        for match in HOLE.finditer(line):
            text += line[at : match.start()]
            at = match.end()
            before, name, label = self._filled(match)
            text += before
            if label:
                ents.append((len(text), len(text) + len(name), label))
            text += name
        return Marked(text + line[at:], tuple(ents))

    def _filled(self, match: re.Match[str]) -> tuple[str, str, str]:
        """What stands before the name, the name, its label ("" for common words)."""
        label, literal, preposition, kind = match.groups()
        if label:
            return "", self._fill(literal).text, label
        if kind in self.words:
            return "", self.random.choice(self.words[kind]), ""
        if kind == "n":
            return (
                "",
                str(self.random.choice([2, 3, 5, 7, 12, 15, 21, 30, 48, 60, 110, 350])),
                "",
            )
        if kind.lower().startswith("nat."):
            form = self.random.choice(self.names.nationalities)[NUMBERS.index(kind[4:])]
            return "", form.capitalize() if kind[0] == "N" else form, ""
        name = self._name(kind)
        if preposition is None:
            return "", name.text, name.label
        if kind == "city":
            return self._city(preposition, name)
        return name.after("" if preposition == "le" else preposition), name.text, name.label

    def _name(self, kind: str) -> Name:
        names = self.names
        if kind in LISTED:
            return names.listed_one(LISTED[kind])
        makers: dict[str, Callable[[], str]] = {
            "per": names.person,
            "last": names.family,
            "given": names.given,
        }
        if kind in makers:
            return Name(makers[kind](), "PER")
        if kind == "city":
            return names.city()
        if kind == "acro":
            return names.acronym()
        if kind == "agency":
            return Name(self.random.choice(names.agencies), "ORG")
        raise ValueError(f"templates.txt: no list for the hole {{{kind}}}")

    def _city(self, preposition: str, name: Name) -> tuple[str, str, str]:
        """*au Caire*: the article that melts away is no part of the name."""
        article, _, rest = name.text.partition(" ")
        joined = CONTRACTIONS.get((preposition, article.lower()))
        if joined and rest and article in ("Le", "Les"):
            return joined + " ", rest, name.label
        return name.after(preposition), name.text, name.label
