"""Scores on what we made: body F1 of pages, precision and recall of lineages."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import NamedTuple

from words_made import DID, FEMALE, MALE, Teller

from vigie.dispatches.clean import clean
from vigie.dispatches.copies import find_copies
from vigie.dispatches.readers.web_page import read_page
from vigie.dispatches.residue import Residue
from vigie.records import Meta, RawDispatch


class Score(NamedTuple):
    """Precision and recall, from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def body_score(html: bytes, body: str, residue: Residue) -> Score:
    """Words of a page's clean text against the words its article says."""
    found = [d for d in read_page(html, "page") if isinstance(d, RawDispatch)]
    text = clean(found[0], residue, "fr")[0].text if found else ""
    got, wanted = _words(text), _words(body)
    same = (got & wanted).total()
    return Score(same / (got.total() or 1), same / wanted.total())


def make_texts(events: int) -> tuple[list[tuple[str, str, Meta]], set[frozenset[str]]]:
    """Texts of some events, eight an event, and the pairs that descend from one wire.

    Of each event: a wire, its copy, a cut of 30 %, one with 25 % of its words changed; and four
    written apart, about the same names, with the same quotation.
    """
    texts, pairs = [], set()
    for rank in range(events):
        teller = Teller(rank)
        names = [f"{teller.thing()} de {teller.name()}" for _ in range(3)]
        quote, length = teller.quote(), teller.luck.randint(3, 8)
        wire = _telling(teller, names, quote, length)
        kin = [wire, wire, _shorter(wire, teller), _changed(wire, teller)]
        own = [
            _telling(Teller(90_000 + 10 * rank + k), names, quote, length) for k in range(4)
        ]
        ids = [f"{rank}-{k}" for k in range(8)]
        pairs |= {frozenset(pair) for pair in combinations(ids[:4], 2)}
        hours = teller.luck.sample(range(10, 23), 8)
        texts += [
            (name, text, Meta(published=f"2021-05-{rank % 28 + 1:02}T{hour}:00"))
            for name, text, hour in zip(ids, kin + own, hours, strict=True)
        ]
    return texts, pairs


def lineage_score(texts: list[tuple[str, str, Meta]], pairs: set[frozenset[str]]) -> Score:
    """Pairs put in one lineage against the pairs that descend from one wire."""
    found = {
        frozenset(pair)
        for lineage in find_copies(texts)
        for pair in combinations([k.dispatch_id for k in lineage.kin], 2)
    }
    same = len(found & pairs)
    return Score(same / (len(found) or 1), same / len(pairs))


def _telling(teller: Teller, names: list[str], quote: str, length: int) -> str:
    parts = [teller.paragraph(teller.luck.choice(names)) for _ in range(length)]
    return "\n\n".join([*parts[:1], quote, *parts[1:]])


def _shorter(text: str, teller: Teller) -> str:
    """The text without 30 % of its words, cut as an editor cuts: from the end, or in the middle."""
    words = text.split()
    gone = round(0.3 * len(words))
    at = teller.luck.choice((len(words) - gone, len(words) // 2 - gone // 2))
    return " ".join(words[:at] + words[at + gone :])


def _changed(text: str, teller: Teller) -> str:
    """The text with a quarter of its words replaced, anywhere."""
    words = text.split()
    for at in teller.luck.sample(range(len(words)), len(words) // 4):
        words[at] = teller.luck.choice(MALE + FEMALE + DID)
    return " ".join(words)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))
