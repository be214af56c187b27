"""Reports room. Harm that nobody did: the dead and wounded of an accident or of nature.

Flow: `Notes` + the classes of `classes.yaml` → whether a word of harm without a doer is violence.
"""

from __future__ import annotations

from vigie.knowledge.lexicon import Lexicon
from vigie.records import Notes
from vigie.reports.syntax import Syntax
from vigie.reports.triggers import Hit

HARM = ("harm",)  # class of words for death and wounds, whoever caused them
DISASTER = ("calamity",)  # class of accidents and of nature's blows
BEASTS = ("animal", "mishap", "calamity")  # classes of what acts without being anyone
VIOLENCE = ("attack", "weapon", "force")  # classes that speak of violence


class Disaster:
    """What a dispatch says of accidents and of violence, sentence by sentence.

    Args:
        notes: The dispatch.
        lexicon: The language's words and their classes.
    """

    def __init__(self, notes: Notes, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.mishaps = self._counts(notes, DISASTER)
        self.blows = self._counts(notes, VIOLENCE) if any(self.mishaps) else []

    def of(self, notes: Notes, hit: Hit) -> bool:
        """Whether a word of harm is an accident's: by its sentence, else by the whole dispatch."""
        if not any(self.mishaps) or not self.lexicon.is_of(hit.sense.lemma, HARM):
            return False
        sent = notes.tokens[hit.tok].sent
        if self.mishaps[sent] or self.blows[sent]:
            return self.mishaps[sent] > self.blows[sent]
        return sum(self.mishaps) > sum(self.blows)

    def by_nobody(self, notes: Notes, syntax: Syntax, hit: Hit) -> bool:
        """Whether a beast, the weather or the earth does it: "un chien a attaqué un promeneur"."""
        if hit.sense.kind == "noun":
            return False
        heads = syntax.spread(syntax.subjects(hit.tok))
        return any(self.lexicon.is_of(notes.tokens[h].lemma, BEASTS) for h in heads)

    def _counts(self, notes: Notes, classes: tuple[str, ...]) -> list[int]:
        counts = [0] * len(notes.sents)
        members = self.lexicon.members(classes)
        for token in notes.tokens:
            if token.lemma in members:
                counts[token.sent] += 1
        return counts
