"""train/recipe: names drawn from our own lists, with the article French gives them."""

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

NAMES = Path(__file__).parent.parent / "data" / "names.yaml"
VOWELS = "AEIOUYÉÈÊÎÔÂÅHaeiouyéèêîôâœŒ"

# What a preposition and an article become together: ("de", "le") is "du".
CONTRACTIONS = {
    ("de", "le"): "du",
    ("de", "les"): "des",
    ("à", "le"): "au",
    ("à", "les"): "aux",
}


@dataclass(frozen=True)
class Name:
    """A name, its label, and its article: le, la, l', les, or "-" for none."""

    text: str
    label: str
    article: str = "-"

    def after(self, preposition: str) -> str:
        """What stands before the name, blank included: `du `, `à l'`, `en `, or nothing.

        >>> Name("Mali", "LOC", "le").after("de"), Name("Iran", "LOC", "l'").after("à")
        ('du ', "à l'")
        """
        if preposition == "en":
            if self.article in ("la", "l'"):
                return "en "
            preposition = "à"
        if self.article == "-":
            elided = preposition == "de" and self.text[0] in VOWELS
            return "d'" if elided else f"{preposition} " if preposition else ""
        joined = CONTRACTIONS.get((preposition, self.article))
        words = joined if joined else f"{preposition} {self.article}".strip()
        return words if words.endswith("'") else words + " "


class Names:
    """Draws names by label; the same seed draws the same names."""

    def __init__(self, random: Random, path: Path = NAMES) -> None:
        self.random = random
        self.data: dict[str, Any] = yaml.load(
            path.read_text(encoding="utf8"), Loader=yaml.BaseLoader
        )
        self.worlds = [
            {key: [_plain(word) for word in words.split()] for key, words in world.items()}
            for world in self.data["people"].values()
        ]
        self.listed = {
            kind: self._listed(kind, label)
            for kind, label in [
                ("countries", "LOC"),
                ("sites", "LOC"),
                ("bodies", "ORG"),
                ("things", "MISC"),
            ]
        }
        self.cities = [_plain(word) for word in self.data["cities"].split()]
        self.agencies = self.data["agencies"].split()
        self.nationalities = [row.split() for row in self.data["nationalities"]]

    def given(self) -> str:
        """A given name alone."""
        return self._pick(self.random.choice(self.worlds)["given"])

    def family(self) -> str:
        """A family name, its particle included."""
        return self._family(self.random.choice(self.worlds))

    def person(self) -> str:
        """A full name whose parts come from one world, most often."""
        world = self.random.choice(self.worlds)
        given = self._pick(world["given"])
        if self.random.random() < 0.05:
            given += " " + self._pick(world["given"])
        return f"{given} {self._family(world)}"

    def listed_one(self, kind: str) -> Name:
        """A country, site, body or thing, with its article."""
        return self.random.choice(self.listed[kind])

    def city(self) -> Name:
        """A city; the article of Le Caire counts as part of the name."""
        return Name(self._pick(self.cities), "LOC")

    def acronym(self) -> Name:
        """A made-up acronym of three to five letters."""
        letters = self.random.choices("ABCDEFGILMNOPRSTU", k=self.random.randint(3, 5))
        text = "".join(letters)
        article = "l'" if text[0] in VOWELS else self.random.choice(["le", "la"])
        return Name(text, "ORG", article)

    def _family(self, world: dict[str, list[str]]) -> str:
        name = self._pick(world["family"])
        if world["between"] and self.random.random() < 0.22:
            particle = self._pick(world["between"])
            return particle + name if particle.endswith("-") else f"{particle} {name}"
        if self.random.random() < 0.04:
            name += "-" + self._pick(world["family"])
        return name

    def _pick(self, words: list[str]) -> str:
        return self.random.choice(words)

    def _listed(self, kind: str, label: str) -> list[Name]:
        return [
            Name(_plain(word), label, article)
            for article, words in self.data[kind].items()
            for word in words.split()
        ]


def _plain(word: str) -> str:
    return word.replace("_", " ").strip()
