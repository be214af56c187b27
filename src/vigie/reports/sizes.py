"""Reports room. How many: the numbers a dispatch tells of people, and what each one counts.

Flow: `Notes` → `Counted`s. numbers.py finds the numbers; here each is asked what it counts: the noun
itself ("dix morts"), the noun of action it completes, the verb it is object or subject of.
tolls.py then asks of which act it is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import msgspec

from vigie.knowledge.lexicon import Lexicon
from vigie.records import Notes, Token
from vigie.reports.numbers import Count, bound_after, find_counts
from vigie.reports.sizes_rules import SizeRules

REACH = 14  # words walked from a number to its verb: "trois soldats de l'armée régulière ont été"
SKIP = 3  # adjectives and adverbs that may part a number from what it counts


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A number with what it counts; `anchor` is the word that says what, `noun` what is counted."""

    what: str
    count: Count
    anchor: int
    noun: int | None
    why: str
    unit: str | None = None


def find_sizes(notes: Notes, lexicon: Lexicon, rules: SizeRules) -> list[Counted]:
    """Every number of people told of an act, coordinated ones summed, in reading order."""
    counts = find_counts(notes, rules.numerals)
    if not counts:
        return []
    reader = _Reader(notes, lexicon, rules, counts)
    found = [c for rank in range(len(counts)) if (c := reader.read(rank))]
    out: list[Counted] = []
    for _, same in groupby(found, key=lambda c: (c.what, notes.tokens[c.anchor].sent)):
        out += _summed(notes, list(same))
    return out


class _Reader:
    """What the numbers of one dispatch count."""

    def __init__(
        self, notes: Notes, lexicon: Lexicon, rules: SizeRules, counts: list[Count]
    ) -> None:
        self.notes, self.lexicon, self.rules, self.counts = notes, lexicon, rules, counts
        self.starts = {c.start: n for n, c in enumerate(counts)}
        self.linked: dict[int, Counted] = {}

    def read(self, rank: int) -> Counted | None:
        """What a number counts; None for a year, an age, a rank, a share, a part."""
        count = self.counts[rank]
        tokens = self.notes.tokens
        end = self.notes.sents[tokens[count.start].sent][1]
        if self._is_part(count) or self._is_whole(rank):
            return None
        first = self._counted(rank, end)
        noun = self._noun(first, end)
        if not self._countable(count, first, noun):
            return None
        found = self._by_noun(count, first, self.rules.nouns) or self._by_act(count, noun)
        found = found or self._by_verb(rank, noun, first, end)
        if not count.article:
            found = found or self._by_noun(count, first, self.rules.weak)
        if found is None or self._is_mishap(found):
            return None
        found = self._bounded(found, first + 1, end)
        self.linked[rank] = found
        return found

    def _is_part(self, count: Count) -> bool:
        """Whether it counts some of those already counted: "dont un officier"."""
        tokens = self.notes.tokens
        before = [tokens[k].low for k in range(max(0, count.start - 2), count.start)]
        return any(word in self.rules.within for word in before)

    def _is_whole(self, rank: int) -> bool:
        """Whether it is what another number takes its share of: "un des trois suspects"."""
        count, tokens = self.counts[rank], self.notes.tokens
        before = self.counts[rank - 1] if rank else None
        return bool(
            before and before.end == count.start - 1
            and tokens[before.end].low in self.rules.numerals.of
            and before.best is not None and count.best is not None and before.best < count.best
        )  # fmt: skip

    def _counted(self, rank: int, end: int) -> int:
        """The first word after a number that can be what it counts."""
        tokens, k = self.notes.tokens, self.counts[rank].end
        if k < end and tokens[k].low in self.rules.numerals.of:
            k += 1
            if k in self.starts:
                k = self.counts[self.starts[k]].end
            if k < end and tokens[k].low in self.rules.definite:
                k += 1
        for _ in range(SKIP):
            if k + 1 < end and (
                tokens[k].low in self.rules.others
                or (tokens[k].pos in ("ADJ", "ADV") and not self._says(tokens[k]))
            ) and tokens[k + 1].pos in ("NOUN", "PROPN", "ADJ", "VERB"):  # fmt: skip
                k += 1
        return k

    def _says(self, token: Token) -> bool:
        rules = self.rules
        return any(token.low in t for t in (rules.nouns, rules.weak, rules.verbs))

    def _noun(self, k: int, end: int) -> int | None:
        """The noun counted, where there is one; participles that count are none."""
        if k >= end:
            return None
        token = self.notes.tokens[k]
        if token.low in self.rules.weak:
            return k
        is_noun = token.pos in ("NOUN", "PROPN") or self._is_one(token)
        return k if is_noun and token.low not in self.rules.verbs else None

    def _is_one(self, token: Token) -> bool:
        """Whether a word is one for people, whatever the tagger calls it ("dix civils")."""
        one_of = self.rules.one_of
        return self.lexicon.is_of(token.lemma, one_of) or self.lexicon.is_of(
            token.low, one_of
        )

    def _countable(self, count: Count, first: int, noun: int | None) -> bool:
        tokens, rules = self.notes.tokens, self.rules
        before = tokens[count.start - 1] if count.start else None
        if before is not None and before.low in rules.ranks:
            return False
        here = tokens[first] if first < len(tokens) else None
        named = noun is None or tokens[noun].pos == "PROPN"
        if before is not None and named and before.pos in ("NOUN", "PROPN"):
            said = here is not None and self._says(here)
            if not said and before.low not in rules.verbs:
                return False  # "la katiba 101", "le journaliste de France 2 Gilles X"
        if (
            noun is None
            and here
            and here.pos in ("PUNCT", "CCONJ")
            and first + 1 in self.starts
        ):
            return False  # "de 18, 24 et 26 ans"
        if here is not None and (
            here.lemma.lower() in rules.not_words
            or here.low in rules.not_words
            or here.text[0].isdigit()
        ):
            return False
        if noun is None:
            return not count.article or (here is not None and here.low in rules.nouns)
        after = tokens[noun + 1] if noun + 1 < len(tokens) else None
        if after is not None and after.low in rules.share and noun + 2 in self.starts:
            return False
        if count.article:
            return tokens[noun].low in rules.nouns or self._is_one(tokens[noun])
        excluded = self.lexicon.is_of(tokens[noun].lemma.lower(), rules.not_classes)
        return not excluded or self.lexicon.is_of(tokens[noun].lemma, rules.surely)

    def _by_noun(
        self, count: Count, first: int, nouns: Mapping[str, str]
    ) -> Counted | None:
        tokens = self.notes.tokens
        if first >= len(tokens) or tokens[first].low not in nouns:
            return None
        word = tokens[first].low
        return Counted(
            what=nouns[word], count=count, anchor=first, noun=None, why=f"counts: {word}"
        )

    def _by_act(self, count: Count, noun: int | None) -> Counted | None:
        """The noun of action it completes: "l'arrestation de dix personnes"."""
        tokens, k = self.notes.tokens, count.start - 1
        if noun is None or k < 1 or tokens[k].low not in self.rules.numerals.of:
            return None
        k -= 1
        if tokens[k].pos == "ADJ" and k:
            k -= 1
        what = self.rules.acts.get(tokens[k].lemma) or self.rules.acts.get(tokens[k].low)
        if what is None or not self._is_unit(what, noun):
            return None
        return Counted(
            what=what, count=count, anchor=k, noun=noun, why=f"of: {tokens[k].low}"
        )

    def _by_verb(self, rank: int, noun: int | None, first: int, end: int) -> Counted | None:
        """The verb it is the object of, just before it, or the subject of, after it."""
        count = self.counts[rank]
        link = self._before(rank)
        if link is None:
            k = first if noun is None else noun + 1
            reach = 1 if self._governed(count) else REACH
            link = self._after(k, min(end, k + reach)) or self._by_tree(count, noun)
        if link is None or not self._is_unit(link[0], noun):
            return None
        return Counted(what=link[0], count=count, anchor=link[1], noun=noun, why=link[2])

    def _governed(self, count: Count) -> bool:
        """Whether a preposition parts it from any verb: "avec trois hommes"."""
        tokens, k = self.notes.tokens, count.start - 1
        while k > 0 and tokens[k].pos in ("DET", "ADJ"):
            k -= 1
        return k >= 0 and (
            tokens[k].pos == "ADP" or tokens[k].low in self.rules.numerals.of
        )

    def _before(self, rank: int) -> tuple[str, int, str] | None:
        """A verb just before ("a tué trois soldats"), or that of the number it is joined to."""
        tokens, k = self.notes.tokens, self.counts[rank].start - 1
        first = self.notes.sents[tokens[self.counts[rank].start].sent][0]
        while k > first and (
            tokens[k].pos == "ADV" or tokens[k].low in self.rules.definite
        ):
            k -= 1
        if k < first:
            return None
        token = tokens[k]
        if token.low in self.rules.verbs and token.pos in ("VERB", "ADJ", "AUX", "NOUN"):
            passive = any(
                tokens[j].lemma in self.rules.be for j in range(max(first, k - 2), k)
            )
            if not passive or token.rel == "acl":
                return self.rules.verbs[token.low], k, f"object: {token.low}"
        joined = token.pos == "CCONJ" or token.text == ","
        mate = self.linked.get(rank - 1) if rank and joined else None
        if mate is None or mate.noun is None or not mate.why.startswith("object"):
            return None
        near = k - mate.noun <= REACH // 2 and not self._parted(mate.noun + 1, k)
        return (mate.what, mate.anchor, mate.why) if near else None

    def _by_tree(self, count: Count, noun: int | None) -> tuple[str, int, str] | None:
        """What the tree hangs the counted on, where words stand between them."""
        tokens, rules = self.notes.tokens, self.rules
        if noun is None:
            return None
        own = range(count.start, noun + 1)
        tops = [t for t in tokens[count.start : noun + 1] if t.head not in own]
        top = tops[-1] if tops else tokens[noun]
        while top.rel == "conj" and tokens[top.head].pos not in ("VERB", "AUX"):
            top = tokens[top.head]
        head = tokens[top.head]
        if top.rel == "nmod" and head.lemma in rules.acts:
            of = self.notes.case(top.i) in rules.numerals.of
            return (rules.acts[head.lemma], head.i, f"of: {head.low}") if of else None
        passive = (
            top.dep == "nsubj:pass" or self.notes.child(head.i, "aux:pass") is not None
        )
        if (
            top.rel == "obj" or (top.rel == "nsubj" and passive)
        ) and head.low in rules.verbs:
            return rules.verbs[head.low], head.i, f"{top.rel}: {head.low}"
        if top.rel == "nsubj" and head.low in rules.subjects:
            return rules.subjects[head.low], head.i, f"subject: {head.low}"
        return None

    def _parted(self, start: int, stop: int) -> bool:
        """Whether a verb or the end of a clause stands between."""
        between = self.notes.tokens[start:stop]
        return any(t.pos in ("VERB", "AUX") or t.text in (".", ";", ":") for t in between)

    def _after(self, k: int, stop: int) -> tuple[str, int, str] | None:
        """The verb whose subject it is, passive or of those whose subject counts."""
        tokens, rules = self.notes.tokens, self.rules
        aux = be = False
        while k < stop:
            token = tokens[k]
            if token.low in rules.within or (token.text == "," and self._aside(k, stop)):
                k = self._past_comma(k + 1, stop)
                continue
            if token.lemma in rules.be or token.pos == "AUX":
                aux, be = True, be or token.lemma in rules.be
            elif token.low in rules.verbs and (be or (not aux and self._bare(token))):
                return rules.verbs[token.low], k, f"subject: {token.low}"
            elif token.low in rules.subjects and (aux or token.low not in rules.weak):
                return rules.subjects[token.low], k, f"subject: {token.low}"
            elif token.pos == "VERB" or (aux and token.pos in ("NOUN", "ADP", "DET")):
                return None
            k += 1
        return None

    def _aside(self, k: int, stop: int) -> bool:
        """Whether a comma opens an aside: another one closes it before the walk ends."""
        tokens = self.notes.tokens
        return any(tokens[j].text == "," for j in range(k + 1, stop))

    def _past_comma(self, k: int, stop: int) -> int:
        while k < stop and self.notes.tokens[k].text != ",":
            k += 1
        return k + 1

    def _bare(self, token: Token) -> bool:
        """Whether a form is a participle without auxiliary ("quatre policiers tués")."""
        acts = self.rules.acts
        noun = token.lemma in acts or token.low in acts
        return not noun and (token.has("VerbForm=Part") or token.pos in ("ADJ", "NOUN"))

    def _is_unit(self, what: str, noun: int | None) -> bool:
        """Whether what is counted can be: soldiers are deployed as troops, aid is not."""
        wanted = self.rules.what[what].units
        if not wanted:
            return True
        return noun is not None and self.lexicon.is_of(
            self.notes.tokens[noun].lemma, wanted
        )

    def _is_mishap(self, found: Counted) -> bool:
        """Whether the sentence blames what nobody did: "le séisme a tué"."""
        if not self.rules.what[found.what].mishap:
            return False
        tokens = self.notes.tokens
        start = self.notes.sents[tokens[found.anchor].sent][0]
        before = range(start, max(found.anchor, found.count.start))
        return any(tokens[k].lemma in self.rules.hidden for k in before)

    def _bounded(self, found: Counted, stop: int, end: int) -> Counted:
        count = bound_after(
            self.notes, found.count, max(stop, found.count.end), end, self.rules.numerals
        )
        count = bound_after(self.notes, count, found.count.end, end, self.rules.numerals)
        unit = None
        if found.noun is not None:
            token = self.notes.tokens[found.noun]
            unit = token.low if token.low in self.lexicon.classes else token.lemma
        return msgspec.structs.replace(found, count=count, unit=unit)


def _summed(notes: Notes, parts: list[Counted]) -> list[Counted]:
    """Numbers joined under one verb, as one: "deux civils et trois soldats" are five."""
    out: list[Counted] = []
    for part in parts:
        last = out[-1] if out else None
        if last is None or last.anchor != part.anchor or part.noun is None:
            out.append(part)
            continue
        a, b = last.count, part.count
        count = Count(
            start=a.start, end=b.end, low=_plus(a.low, b.low), best=_plus(a.best, b.best),
            high=_plus(a.high, b.high),
        )  # fmt: skip
        out[-1] = msgspec.structs.replace(
            last,
            count=count,
            noun=None,
            unit=None,
            why=f"{last.why}, sum: {notes.text(a.start, b.end)}",
        )
    return out


def _plus(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b
