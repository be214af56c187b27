"""Referents room. Nouns that are someone only here and there: "l'État", "le pouvoir", "une unité".

Flow: a noun of ours with the conditions of its entry, and where it stands → whether it is someone.
Each condition is a field of people.yaml and organisations.yaml, told of at the top of the former.
"""

from __future__ import annotations

from vigie.knowledge.folding import fold
from vigie.records import Notes
from vigie.referents.roles import Noun, Who

_BESIDE = ("amod", "nmod", "acl")
_DOER = frozenset({"nsubj", "obl:agent"})
SPOKEN_FOR = ("obl", "obl:mod", "obl:arg")  # "selon l'accusation"


def is_someone(
    notes: Notes,
    who: Who,
    noun: Noun,
    head: int,
    *,
    definite: bool,
    plural: bool,
    said: bool,
) -> bool:
    """Whether what the entry of a noun asks for is met.

    Args:
        notes: The dispatch, parsed.
        who: The pack's words.
        noun: The entry.
        head: The token that the tree holds it by.
        definite: Whether a definite article stands before it.
        plural: Whether it stands in the plural.
        said: Whether a nation, a sector or a name is said with it.
    """
    if noun.placed and not said:
        return False
    if noun.bare:
        listed = plural == noun.lemma.endswith(who.plural_endings)
        if not (definite and listed) or notes.child(head, *_BESIDE) is not None:
            return False
    if noun.subject and not _does(notes, who, head):
        return False
    return not (noun.not_under and _governors(notes, head) & noun.not_under)


def _does(notes: Notes, who: Who, head: int) -> bool:
    """Whether a noun is the one who acts or is cited: "l'accusation requiert", "selon elle"."""
    token = notes.tokens[head]
    if token.dep in SPOKEN_FOR:
        return fold(notes.case(head) or "") in who.words["citing"]
    return token.dep in _DOER


def _governors(notes: Notes, head: int) -> frozenset[str]:
    """Folded lemmas of what a noun hangs on, and of the preposition before it."""
    token = notes.tokens[head]
    above = {fold(notes.tokens[token.head].lemma)} if token.rel not in ("nsubj",) else set()
    return frozenset(above | {fold(notes.case(head) or "")})
