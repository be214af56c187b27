"""Reports room. What a language counts people by, compiled from its `sizes.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from vigie.knowledge.inflection import forms_of
from vigie.knowledge.loaders import Pack
from vigie.reports.numbers import Numerals, load_numerals


class What(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of size, as `sizes.yaml` has it."""

    types: tuple[str, ...]
    carries: bool = False
    mishap: bool = False
    verbs: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    acts: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    units: tuple[str, ...] = ()


class SizeRules(msgspec.Struct, frozen=True, kw_only=True):
    """All that reading sizes needs of a language, inverted for look-up."""

    numerals: Numerals
    what: Mapping[str, What]
    verbs: Mapping[str, str]  # form → what its object counts
    subjects: Mapping[str, str]
    acts: Mapping[str, str]
    nouns: Mapping[str, str]
    weak: Mapping[str, str]
    not_classes: tuple[str, ...]
    not_words: frozenset[str]
    one_of: tuple[str, ...]
    surely: tuple[str, ...]
    definite: frozenset[str]
    share: frozenset[str]
    within: frozenset[str]
    ranks: frozenset[str]
    others: frozenset[str]
    hidden: frozenset[str]
    be: frozenset[str]


def load_sizes(pack: Pack) -> SizeRules:
    """How a language counts, from `sizes.yaml`.

    Raises:
        BadKnowledge: a verb fits no paradigm.
    """
    data = pack.read("sizes")
    what = {name: _what(row) for name, row in data["what"].items()}
    paradigms = pack.read("conjugation")["paradigms"]
    return SizeRules(
        numerals=load_numerals(data), what=what,
        verbs=_by_form(what, lambda w: w.verbs, paradigms),
        subjects=_by_form(what, lambda w: w.subjects, paradigms),
        acts={word: name for name, row in what.items() for word in row.acts},
        nouns={word: name for name, row in what.items() for word in row.nouns},
        weak={word: name for name, row in what.items() for word in row.weak},
        not_classes=tuple(data["not_units"]["classes"]),
        not_words=frozenset(data["not_units"]["words"]),
        one_of=tuple(data["one_of"]), surely=tuple(data["surely"]), be=frozenset(pack.read("support")["copula"]),
        **{k: frozenset(data[k])
           for k in ("definite", "share", "within", "ranks", "others", "hidden")},
    )  # fmt: skip


def _what(row: Mapping[str, object]) -> What:
    return msgspec.convert(
        {**row, "carries": "carries" in row, "mishap": "mishap" in row}, type=What
    )


def _by_form(
    what: Mapping[str, What], verbs: Callable[[What], Sequence[str]],
    paradigms: Mapping[str, list[str]],
) -> dict[str, str]:  # fmt: skip
    """Form of a verb → what it counts."""
    owner = {verb: name for name, row in what.items() for verb in verbs(row)}
    return {form: owner[verb] for form, verb in forms_of(owner, paradigms).items()}
