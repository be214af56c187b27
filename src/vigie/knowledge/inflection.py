"""Knowledge room. Inflected forms of the words the lexicon knows, from a pack's paradigms.

The tagger's lemma is right 19 times in 20, and wrong where it hurts: rare verbs of violence
("brandissaient" → "brandissaier"). A closed lexicon can be inflected outright: form → lemma.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vigie.errors import BadKnowledge


def inflect(lemma: str, paradigms: Mapping[str, list[str]]) -> list[str]:
    """Forms of a verb by the paradigm with the longest ending that fits; none if none does.

    >>> inflect("battre", {"er": ["e"], "battre": ["bat", "battu"]})
    ['bat', 'battu']
    >>> inflect("abattre", {"battre": ["bat", "battu"]})
    ['abat', 'abattu']
    """
    for cut in range(len(lemma)):
        endings = paradigms.get(lemma[cut:])
        if endings is not None:
            return [lemma[:cut] + ending for ending in endings]
    return []


def forms_of(lemmas: Iterable[str], paradigms: Mapping[str, list[str]]) -> dict[str, str]:
    """Form → lemma for all the verbs given; a form two verbs share goes to the shorter lemma.

    Raises:
        BadKnowledge: a verb fits no paradigm.
    """
    out: dict[str, str] = {}
    for lemma in sorted(set(lemmas), key=lambda w: (len(w), w)):
        forms = inflect(lemma, paradigms)
        if not forms:
            raise BadKnowledge("conjugation.yaml", lemma, "a paradigm for its ending")
        for form in forms:
            out.setdefault(form, lemma)
    return out


def plurals_of(nouns: Iterable[str], endings: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Plural → singular for the nouns given, by every ending that fits.

    >>> plurals_of(["raid", "hôpital"], [("s", ""), ("aux", "al")])
    {'hôpitals': 'hôpital', 'hôpitaux': 'hôpital', 'raids': 'raid'}
    """
    known = set(nouns)
    out: dict[str, str] = {}
    for noun in sorted(known):
        for plural, singular in endings:
            if noun.endswith(singular) and not noun.endswith(plural):
                form = noun[: len(noun) - len(singular)] + plural
                if form not in known:
                    out.setdefault(form, noun)
    return out
