"""Dispatches room. Sketches: texts as sets of numbers, and which are alike enough to be compared.

Flow: clean texts → words as numbers → `Sketch`: pairs of neighbours, and the smallest hashes of
words by three; those propose the earlier texts that share some of them.
The work on single words is numpy's; the same texts give the same numbers on any machine.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vigie.dispatches.tape import plain

Numbers = NDArray[np.uint32]
Ranks = NDArray[np.int64]

_WORD = re.compile(r"\w")
# Hashes kept of each text. Of a third of a wire, about twenty of the wire's 64 are in it.
SKETCH = 64
SPREAD = np.uint32(0x9E3779B1)  # odd: a pair and its reverse differ and no bit is lost
# Hashes two texts must share to be compared: fewer are turns of the trade.
ENOUGH_SHARED = 4
# Share of the shorter text's part of the sketch that the other must hold too. Of a text with a
# quarter of its words changed 0.4 is left, of two independent ones of one trade next to nothing.
LIKELY = 0.1
# A hash remembers the first texts that hold it and no more, and is asked for them only where the
# rarer ones propose nothing: a wire copied a thousand times stays found, a common turn is cheap.
MOST_HOLDERS = 40
# Texts compared in full with each text, those that share most hashes first.
MOST_COMPARED = 4
# Shorter than this many pairs, a text is too little to tell (a title, an alert).
FEWEST_PAIRS = 12
# A word's number: its letters in an odd base, mixed so that the upper half hangs on each of them.
_BASE = np.uint64(0x9E3779B97F4A7C15)
_BASE_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
_MIX = np.uint64(0xD6E8FEB86659FD93)
_UNMET = 0xFFFFFFFF
# Texts taken at a time, to be read and to be compared: bounds on memory that change nothing else.
_READ, _BLOCK = 16, 1024


class Sketch(NamedTuple):
    """A text's word pairs as numbers, and the smallest of the numbers of its words by three.

    Pairs decide what two texts share; threes, which texts of one trade rarely have in common,
    say which texts to compare. Numbers are spread evenly over 32 bits, sorted, each once.
    """

    pairs: Numbers
    small: Numbers


def sketch(texts: Iterable[str]) -> list[Sketch]:
    """The sketch of each text; it does not depend on the others."""
    letters, source, out = _Letters(), iter(texts), []
    while block := list(islice(source, _READ)):
        for words in letters.words(block):
            pairs = words[:-1] * SPREAD ^ words[1:]
            threes = pairs[:-1] * SPREAD ^ words[2:]
            out.append(Sketch(_once(pairs), _smallest(threes)))
    return out


def shared(one: Numbers, other: Numbers) -> int:
    """How many numbers two texts have in common.

    >>> shared(*(text.pairs for text in sketch(["le roi est mort", "vive le roi"])))
    1
    """
    both = np.concatenate((one, other))
    both.sort()
    return int(np.count_nonzero(both[1:] == both[:-1]))


def propose(texts: list[Sketch], names: list[str]) -> Iterator[tuple[int, list[int]]]:
    """Of each text, in order, the earlier ones worth comparing with it, the likeliest first.

    Args:
        texts: Their sketches, the earliest first.
        names: Their ids, which part those that are equally likely.
    """
    small = [t.small if len(t.pairs) >= FEWEST_PAIRS else t.small[:0] for t in texts]
    holders = _Holders(small, [len(t.pairs) for t in texts], names)
    for start in range(0, len(texts), _BLOCK):
        yield from holders.asked(start, min(start + _BLOCK, len(texts)))


class _Letters:
    """Code points as the letters of words: 0 beside a word, accents and capitals not counting.

    A word is the sum of its letters, each times a power of one odd number, counted from the
    word's start: so all the words of a block come out of two running sums.
    """

    def __init__(self) -> None:
        self.folded = np.full(sys.maxunicode + 1, _UNMET, dtype=np.uint32)
        self.powers = self.inverses = np.ones(1, dtype=np.uint64)

    def read(self, text: str) -> tuple[Numbers, Ranks, Ranks]:
        """A text's letters, and where its words start and end among them."""
        points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4")
        letters = self.folded[points]
        unmet = letters == _UNMET
        if unmet.any():
            for point in set(points[unmet].tolist()):
                letter = plain(chr(point)).lower()[0]
                self.folded[point] = ord(letter) if _WORD.fullmatch(letter) else 0
            letters = self.folded[points]
        inside = np.concatenate(([False], letters != 0, [False]))
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        return letters, edges[::2], edges[1::2]

    def words(self, texts: list[str]) -> Iterator[Numbers]:
        """The words of each of some texts, in order, as numbers of 32 bits."""
        letters, starts, ends = self.read("\n".join(texts))
        self._reach(len(letters) + 1)
        sums = np.zeros(len(letters) + 1, dtype=np.uint64)
        np.cumsum(letters * self.powers[: len(letters)], out=sums[1:])
        codes = (sums[ends] - sums[starts]) * self.inverses[starts] * _MIX
        words = (codes >> np.uint64(32)).astype(np.uint32)
        last = starts.searchsorted(np.cumsum([len(text) + 1 for text in texts]))
        yield from np.split(words, last[:-1])

    def _reach(self, size: int) -> None:
        if len(self.powers) < size:
            ones = np.ones(1, dtype=np.uint64)
            self.powers = np.concatenate((ones, np.full(size, _BASE).cumprod()))
            self.inverses = np.concatenate((ones, np.full(size, _BASE_INVERSE).cumprod()))


def _spans(starts: Ranks, counts: Ranks) -> Ranks:
    """`range(start, start + count)` of each, one after the other."""
    shifts = starts - (np.cumsum(counts) - counts)
    return np.repeat(shifts, counts) + np.arange(counts.sum())


def _smallest(numbers: Numbers) -> Numbers:
    """The `SKETCH` smallest; only those that may be among them are sorted."""
    if len(numbers) > 2 * SKETCH:
        few = numbers[numbers < SKETCH * 3 // 2 * 2**32 // len(numbers)]
        few = _once(few)
        if len(few) >= SKETCH:
            return few[:SKETCH].copy()
    return _once(numbers)[:SKETCH].copy()


def _once(numbers: Numbers) -> Numbers:
    """Sorted, each once."""
    numbers.sort()
    new = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return numbers[new]


class _Holders:
    """Who holds which hash: for each hash of each text, the earlier texts that hold it too."""

    def __init__(
        self, sketches: list[Numbers], lengths: list[int], names: list[str]
    ) -> None:
        self.lengths = np.array(lengths, dtype=np.int64)
        sizes = np.array([len(sketch) for sketch in sketches], dtype=np.int64)
        self.bounds = np.concatenate(([0], np.cumsum(sizes)))
        hashes = np.concatenate(sketches) if sketches else np.empty(0, np.uint32)
        owners = np.repeat(np.arange(len(sketches)), sizes)
        order = np.argsort(hashes, kind="stable")  # equal hashes stay earliest first
        hashes, self.owners = hashes[order], owners[order]
        new = np.concatenate(([True], hashes[1:] != hashes[:-1]))[: len(hashes)]
        starts = np.maximum.accumulate(np.where(new, np.arange(len(hashes)), 0))
        self.starts, self.earlier = np.empty_like(starts), np.empty_like(starts)
        self.starts[order], self.earlier[order] = starts, np.arange(len(hashes)) - starts
        self.places = np.empty(len(names), dtype=np.int64)  # of each name among the names
        self.places[np.argsort(np.array(names, dtype=object), kind="stable")] = np.arange(
            len(names)
        )

    def asked(self, first: int, stop: int) -> Iterator[tuple[int, list[int]]]:
        """What the hashes of some texts propose; the common ones where the rare say nothing."""
        ours = slice(self.bounds[first], self.bounds[stop])
        texts = np.repeat(np.arange(first, stop), np.diff(self.bounds[first : stop + 1]))
        rare = self.earlier[ours] < MOST_HOLDERS
        found = self._likely(texts[rare], self.starts[ours][rare], self.earlier[ours][rare])
        silent = ~np.isin(texts, list(found)) & np.isin(texts, texts[~rare])
        if silent.any():
            held = np.minimum(self.earlier[ours], MOST_HOLDERS)
            found |= self._likely(texts[silent], self.starts[ours][silent], held[silent])
        yield from sorted(found.items())

    def _likely(self, texts: Ranks, starts: Ranks, counts: Ranks) -> dict[int, list[int]]:
        """Of each text, those that hold enough of its hashes, who hold most of them first."""
        total = len(self.places)
        asked = np.bincount(texts, minlength=total)
        keys = np.repeat(texts, counts) * total + self.owners[_spans(starts, counts)]
        keys, times = np.unique(keys, return_counts=True)
        text, other = np.divmod(keys, total)
        one, two = self.lengths[text], self.lengths[other]
        part = asked[text] * np.minimum(one, two) / np.maximum(one, two)
        enough = times >= np.maximum(ENOUGH_SHARED, LIKELY * part)
        text, other, times = text[enough], other[enough], times[enough]
        best = np.lexsort((self.places[other], -times, text))
        found: dict[int, list[int]] = {}
        for one, with_ in zip(text[best].tolist(), other[best].tolist(), strict=True):
            others = found.setdefault(one, [])
            if len(others) < MOST_COMPARED:
                others.append(with_)
        return found
