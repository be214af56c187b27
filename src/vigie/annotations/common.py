"""Annotations room. Words the tagger seldom met → common ones of the same use, read in their place.

A tagger learns from what is printed today: the past historic of newspapers ("déplora",
"bombardèrent") is rare in its treebanks, and it takes such a word for a name or a participle and
loses the subject. The pack says as which common form each is read ("déplorait"): the words handed
to the tagger change, the text and every offset do not, and the tense is set right afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from spacy.tokens import Doc

_TENSE = re.compile(r"Tense=\w+")  # of the common form
PAST = "Tense=Past"  # of the rare one


class Forms(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack knows of its words' forms, to mend what the tagger misses.

    `verbs` finds an infinitive from its inflected form, `nouns` a singular from its plural;
    `read_as` names the common form of the same verb and person as which a rare one is read.
    `spans` are nouns of time and measure, counted beside a verb without being its object;
    `participle` is a pattern of what a past participle looks like (nothing, by default);
    `contractions` give the preposition that a contracted form holds ("du" is "de");
    `numbers` are words of number, which a capital makes a name of ("Neuf soldats").
    """

    verbs: Mapping[str, str] = {}
    nouns: Mapping[str, str] = {}
    read_as: Mapping[str, str] = {}
    spans: frozenset[str] = frozenset()
    participle: str = "(?!)"
    numbers: frozenset[str] = frozenset()
    contractions: Mapping[str, str] = {}


NO_FORMS = Forms()


def as_common(doc: Doc, forms: Forms) -> Doc:
    """The same words with common forms for rare ones; the document itself if it has none.

    Past historics only without a capital ("Lança" may be a name); words of number only with one.
    """
    words = [token.text for token in doc]
    common = [_common(word, forms) for word in words]
    if common == words:
        return doc
    return Doc(doc.vocab, words=common, spaces=[bool(token.whitespace_) for token in doc])


def _common(word: str, forms: Forms) -> str:
    """What the tagger is given for a word."""
    if word in forms.read_as:
        return forms.read_as[word]
    if word[:1].isupper() and word[1:].islower():
        low = word.lower()
        if all(part in forms.numbers for part in low.split("-")):
            return low
    return word


def own_tense(morph: str) -> str:
    """The features of a rare form, from those of the common one it was read as."""
    return _TENSE.sub(PAST, morph)
