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


def read_as_of(
    lemmas: Iterable[str], paradigms: Mapping[str, list[str]],
    pairs: Mapping[str, Mapping[str, str]], never: Iterable[str] = (),
) -> dict[str, str]:  # fmt: skip
    """Rare form → the common form of the same verb and person as which it is read.

    Args:
        lemmas: The verbs known.
        paradigms: Endings by ending of the infinitive.
        pairs: For a paradigm, the common ending for each rare one.
        never: Rare forms that are also other words ("visa", "opéra").

    >>> read_as_of(["tirer"], {"er": ["a", "ait"]}, {"er": {"a": "ait"}})
    {'tira': 'tirait'}
    """
    known = sorted(set(lemmas))
    of = {lemma: _paradigm(lemma, paradigms) for lemma in known}
    others = {
        form: lemma for lemma in known for form in inflect(lemma, paradigms)
    }  # a rare form that is another verb's common one stays as it is
    out: dict[str, str] = {}
    for lemma in known:
        stem = lemma[: len(lemma) - len(of[lemma])]
        for rare, common in pairs.get(of[lemma], {}).items():
            form = stem + rare
            if form not in never and others.get(form, lemma) == lemma:
                out.setdefault(form, stem + common)
    return out


def _paradigm(lemma: str, paradigms: Mapping[str, list[str]]) -> str:
    """The longest ending of a verb that has a paradigm."""
    return next((lemma[cut:] for cut in range(len(lemma)) if lemma[cut:] in paradigms), "")


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
