"""Reports room. Numbers as the words bound them: "entre 10 et 20", "au moins une centaine".

Flow: tokens of `Notes` → `Count`s with their token range; sizes.py asks what each one counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from vigie.records import Notes

GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")  # 1.200, and 1,200 as English wires have it
PLAIN = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?$")
THREE = re.compile(r"\d{3}$")
LONGEST = 4  # words of a bound
BILLION = 10**10  # whoever counts more people than this was misread


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """Words that bound a number: from below, from above, or only about."""

    words: tuple[str, ...]
    low: bool
    high: bool
    about: bool
    before: bool
    after: bool


class Numerals(msgspec.Struct, frozen=True, kw_only=True):
    """A language's words for numbers."""

    words: Mapping[str, int]
    multipliers: Mapping[str, int]
    collectives: Mapping[str, int]
    plurals: frozenset[str]  # of the collectives
    articles: frozenset[str]
    several: frozenset[str]
    many: frozenset[str]
    joins: frozenset[str]
    to: frozenset[str]
    between: frozenset[str]
    of: frozenset[str]
    bounds: Sequence[Bound]


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A number in the text: bounds as `Size` has them, and the words of it, bound included.

    `article` is set for words that are articles as much as numbers ("un", "plusieurs").
    """

    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    article: bool = False


class _Value(msgspec.Struct, frozen=True):
    """A number without its bounds; `scale` is its last multiplier, `some` marks "dizaines"."""

    start: int
    end: int
    value: int
    scale: int = 1
    round: bool = False
    plural: bool = False
    article: bool = False


def find_counts(notes: Notes, numerals: Numerals) -> list[Count]:
    """Every number of a dispatch, in reading order, none within another."""
    out: list[Count] = []
    stop = 0
    for start, end in notes.sents:
        i = max(start, stop)
        while i < end:
            value = _value(notes, i, end, numerals)
            if value is None:
                i += 1
                continue
            count = _bounded(notes, value, start, end, numerals)
            out.append(count)
            i = stop = max(count.end, value.end)
    return out


def _value(notes: Notes, i: int, end: int, numerals: Numerals) -> _Value | None:
    """The number that starts at a token, collectives with their article taken in."""
    token = notes.tokens[i]
    low = token.low
    if low[0].isdigit():
        return _digits(notes, i, end, numerals)
    if low in numerals.several:
        follows = i + 1 < end and _starts(notes.tokens[i + 1].low, numerals)
        return None if follows else _Value(i, i + 1, 2, plural=True)
    if low in numerals.collectives and low not in numerals.multipliers:
        return _collective(notes, i, end, numerals, times=1)
    if low in numerals.collectives and i and notes.tokens[i - 1].low in numerals.many:
        return _collective(notes, i, end, numerals, times=1)
    if token.text[0].isupper() and i > notes.sents[token.sent][0]:
        return None  # "les Six", "Cinq Étoiles": a name
    return _words(notes, i, end, numerals)


def _starts(low: str, numerals: Numerals) -> bool:
    return low[0].isdigit() or any(
        low in table
        for table in (numerals.words, numerals.multipliers, numerals.collectives)
    )


def _digits(notes: Notes, i: int, end: int, numerals: Numerals) -> _Value | None:
    text = notes.tokens[i].text
    k = i + 1
    if GROUPED.match(text):
        value = float(re.sub(r"[.,]", "", text))
    elif PLAIN.match(text):
        value = float(text.replace(",", "."))
        if len(text) <= 3 and text.isdigit():
            while k < end and THREE.match(notes.tokens[k].text):  # "1 200"
                value = value * 1000 + int(notes.tokens[k].text)
                k += 1
    else:
        return None
    scale = 1
    if k < end and notes.tokens[k].low in numerals.multipliers:
        scale = numerals.multipliers[notes.tokens[k].low]
        k += 1
    number = round(value * scale)
    return _Value(i, k, number, scale) if 0 < number < BILLION else None


def _words(notes: Notes, i: int, end: int, numerals: Numerals) -> _Value | None:
    """A number in words: "deux cent cinquante-trois", "vingt et un", "un", "une dizaine"."""
    total, current, scale, k = 0, 0, 1, i
    while k < end:
        low = notes.tokens[k].low
        joined = low in numerals.joins and current >= 20 and current % 10 == 0
        if (
            joined
            and k + 1 < end
            and numerals.words.get(notes.tokens[k + 1].low) in (1, 11)
        ):
            k += 1
            continue
        worth = _worth(low, numerals)
        if worth is None or (current and current % 10 and low not in numerals.multipliers):
            break
        value, multiplies = worth
        if not multiplies:
            if current and value >= 20 and current % 100:
                break
            current += value
        elif value == 100:
            current = max(current, 1) * 100
        else:
            total, current = total + max(current, 1) * value, 0
        scale = value if multiplies else 1
        k += 1
    if k == i:
        return None
    number = total + current
    article = k == i + 1 and notes.tokens[i].low in numerals.articles
    if k < end and (article or number < 20) and notes.tokens[k].low in numerals.collectives:
        found = _collective(notes, k, end, numerals, times=number)
        return msgspec.structs.replace(found, start=i)
    return _Value(i, k, number, scale, article=article) if number < BILLION else None


def _worth(low: str, numerals: Numerals) -> tuple[int, bool] | None:
    """What a word is worth, and whether it multiplies; hyphens are read left to right."""
    if low in numerals.multipliers:
        return numerals.multipliers[low], True
    if low in numerals.words:
        return numerals.words[low], False
    if "-" not in low:
        return None
    total, pieces = 0, low.split("-")
    while pieces:
        size = 2 if "-".join(pieces[:2]) in numerals.words and len(pieces) > 1 else 1
        word = "-".join(pieces[:size])
        if word in numerals.multipliers:
            total = max(total, 1) * numerals.multipliers[word]
        elif word in numerals.words:
            total += numerals.words[word]
        elif word not in numerals.joins:
            return None
        pieces = pieces[size:]
    return (total, False) if total else None


def _collective(
    notes: Notes, i: int, end: int, numerals: Numerals, *, times: int
) -> _Value:
    """A round number: "une dizaine", "des dizaines", "des centaines de milliers"."""
    base = numerals.collectives[notes.tokens[i].low]
    plural = notes.tokens[i].low in numerals.plurals and times == 1
    k = i + 1
    further = k + 1 < end and notes.tokens[k].low in numerals.of
    if further and notes.tokens[k + 1].low in numerals.collectives:
        base *= numerals.collectives[notes.tokens[k + 1].low]
        k += 2
    return _Value(i, k, base * times, base, round=times == 1, plural=plural)


def _bounded(
    notes: Notes, value: _Value, first: int, end: int, numerals: Numerals
) -> Count:
    """A number with what bounds it: its partner in a range, then the words before it."""
    tokens = notes.tokens
    low, best, high = value.value, value.value, value.value
    start, stop, article = value.start, value.end, value.article
    opens = start > first and tokens[start - 1].low in numerals.between
    joiners = numerals.joins if opens else numerals.to
    other = None
    if stop + 1 < end and tokens[stop].low in joiners:
        other = _value(notes, stop + 1, end, numerals)
    if other and (reach := _reach(value, other)):
        start -= opens or (start > first and tokens[start - 1].low in numerals.of)
        return Count(start=start, end=other.end, low=reach, best=None, high=other.value)
    if value.plural:
        many = value.scale > 1
        if many and start > first and tokens[start - 1].low in numerals.many:
            start -= 1
        return Count(
            start=start, end=stop, low=2 * value.scale if many else 2, best=None,
            high=10 * value.scale - 1 if many else None, article=not many,
        )  # fmt: skip
    bound, start = _bound_before(notes, start, first, numerals)
    return _apply(bound, start, stop, (low, best, high), value.round, article)


def _reach(a: _Value, b: _Value) -> int | None:
    """Lower end of a range, "deux à trois cents" being 200 to 300; None where it is no range."""
    if b.scale > 1 and a.scale == 1 and a.value * b.scale < b.value:
        return a.value * b.scale
    return a.value if a.value < b.value else None


def _apply(
    bound: Bound | None, start: int, stop: int, said: tuple[int, int, int], about: bool,
    article: bool,
) -> Count:  # fmt: skip
    n = said[1]
    if bound is None:
        exact = None if about else n
        return Count(start=start, end=stop, low=exact, best=n, high=exact, article=article)
    return Count(
        start=start, end=stop, low=n if bound.low else None,
        best=n if bound.about else None, high=n if bound.high else None,
    )  # fmt: skip


def _bound_before(
    notes: Notes, start: int, first: int, numerals: Numerals
) -> tuple[Bound | None, int]:
    for size in range(min(LONGEST, start - first), 0, -1):
        words = tuple(t.low for t in notes.tokens[start - size : start])
        for bound in numerals.bounds:
            if bound.before and bound.words == words:
                return bound, start - size
    return None, start


def bound_after(
    notes: Notes, count: Count, stop: int, end: int, numerals: Numerals
) -> Count:
    """A number bounded by words after what it counts: "dix morts au moins"."""
    if count.best is None or count.low != count.best:
        return count
    for size in range(min(LONGEST, end - stop), 0, -1):
        words = tuple(t.low for t in notes.tokens[stop : stop + size])
        for bound in numerals.bounds:
            if bound.after and bound.words == words:
                n = count.best
                return _apply(bound, count.start, stop + size, (n, n, n), False, False)
    return count


def load_numerals(table: Mapping[str, object]) -> Numerals:
    """The numbers of a language, from its `sizes.yaml`."""
    data = msgspec.convert(table, type=_Table)
    return Numerals(
        words={k: int(v) for k, v in data.words.items()},
        multipliers={k: int(v) for k, v in data.multipliers.items()},
        collectives={k: int(v) for k, v in {**data.collectives, **data.plurals}.items()},
        plurals=frozenset(data.plurals),
        articles=data.articles, several=data.several, many=data.many,
        joins=data.and_, to=data.to, between=data.between, of=data.of,
        bounds=[_bound(row) for row in data.bounds],
    )  # fmt: skip


class _Table(msgspec.Struct, kw_only=True):
    """The part of `sizes.yaml` that is about numbers."""

    words: dict[str, str]
    multipliers: dict[str, str]
    collectives: dict[str, str]
    plurals: dict[str, str]
    articles: frozenset[str]
    several: frozenset[str]
    many: frozenset[str]
    and_: frozenset[str] = msgspec.field(name="and")
    to: frozenset[str]
    between: frozenset[str]
    of: frozenset[str]
    bounds: list[dict[str, str]]


def _bound(row: Mapping[str, str]) -> Bound:
    words = tuple(row["words"].replace("'", "' ").split())
    return Bound(
        words=words, low="low" in row, high="high" in row, about="about" in row,
        before="only_after" not in row, after="after" in row,
    )  # fmt: skip
