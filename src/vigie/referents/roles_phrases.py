"""Referents room. Noun phrases whose noun names who acts: what they say of country and sector.

Flow: tokens and `Who` → `Phrase`: "le ministre turc des Affaires étrangères" has its noun, its
extent without the article, TUR by its adjective, and no complement that is a name. The tree is
right some 85 times in 100, so an extent is a run of neighbours, each of which the tree must hang
inside the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.records import Notes, Token
from vigie.referents.mentions_tagged import STATES
from vigie.referents.roles import Noun, Who
from vigie.referents.roles_extents import past_second, person_of, right_of
from vigie.referents.roles_someone import is_someone

WORLD = "IGO"
PEOPLE = "CVL"
GOVERNMENT = "government"  # body whose noun takes a bare name: "le régime Moubarak"


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """A noun of ours with what stands around it.

    `start`..`reach` are its words (no article, no number); `noun_end` is the token after the noun
    itself; `end` the token where its complement that is a name begins, `reach` where there is
    none. `named` are the first tokens of the names inside ("de l'ANL"), `countries` come from adjectives alone.
    `definite` is None where there is no determiner; `by` is the token of a possessive one.
    `person` is the first token of the person it belongs to ("le régime Moubarak", "les forces du
    maréchal Haftar"). `feminine` when the noun's own ending says so: "l'envoyée".
    """

    head: int
    noun: Noun
    start: int
    noun_end: int
    end: int
    reach: int
    plural: bool
    definite: bool | None
    former: bool = False
    countries: tuple[str, ...] = ()
    sector: str | None = None
    named: tuple[int, ...] = ()
    specified: bool = False
    by: int | None = None
    counted: int | None = None
    person: int | None = None
    feminine: bool = False

    @property
    def kind(self) -> str:
        """Kind of mention this phrase makes."""
        return self.noun.plural if self.plural else self.noun.kind


def find_phrases(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Mapping[int, tuple[int, int, str]]
) -> list[Phrase]:
    """All phrases of the dispatch, in reading order, none beginning inside a name.

    Args:
        notes: The dispatch, parsed.
        kb: Known actors, for the adjectives of countries.
        who: The pack's nouns.
        names: For each token inside a name: its first token, the token after it, its kind.
    """
    out: list[Phrase] = []
    tokens = notes.tokens
    for first, last in notes.sents:
        i = first
        while i < last:
            found = None if i in names else who.noun_at(tokens, i, last)
            if found is None:
                i = max(i + 1, 0 if i in names else who.nobody_at(tokens, i, last))
                continue
            noun, stop = found
            if any(
                k in names for k in range(i + 1, stop)
            ):  # "président" + "Parlement géorgien"
                alone, stop = who.single(tokens[i]), i + 1
                if alone is None:
                    i += 1
                    continue
                noun = alone
            phrase = _phrase(notes, kb, who, names, noun, (i, stop))
            if phrase is not None and not (out and _is_charge(notes, who, out[-1], phrase)):
                out.append(phrase)
            i = stop
    return out


def _is_charge(notes: Notes, who: Who, outer: Phrase, inner: Phrase) -> bool:
    """Whether a noun is only a minister's charge: "ministre de la Justice"."""
    if inner.head >= outer.reach or inner.noun.kind == "PER":
        return False
    return who.stem(notes.tokens[outer.head].low) in who.portfolios


def gender_of(notes: Notes, phrase: Phrase) -> str | None:
    """Gender that the article, an adjective, or at last the noun shows: "la ministre"."""
    tokens = notes.tokens
    before = range(max(phrase.start - 1, 0), phrase.start)
    beside = (k for k in range(phrase.start, phrase.reach) if tokens[k].head == phrase.head)
    for k in (*before, *beside, phrase.head):
        if k == phrase.head and phrase.feminine:
            return "Fem"
        if tokens[k].pos in ("DET", "ADJ") or k == phrase.head:
            for gender in ("Masc", "Fem"):
                if tokens[k].has(f"Gender={gender}"):
                    return gender
    return None


def nations(kb: KnowledgeBase, who: Who, word: str) -> tuple[str, ...]:
    """Countries that an adjective may mean; of one made of two, the one that is a country.

    "Anglo-kurde" is British; "franco-algérien" is either, and left open.
    """
    found = kb.demonym(word)
    first, dash, second = word.partition("-")
    if found or not dash or first not in who.compounds or kb.demonym(second):
        return found
    return (who.compounds[first],)


def _phrase(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Mapping[int, tuple[int, int, str]],
    noun: Noun, run: tuple[int, int],
) -> Phrase | None:  # fmt: skip
    i, stop = run
    tokens = notes.tokens
    head = _head(tokens, i, stop)
    if not _is_nominal(notes, who, names, head, i, weak=noun.weak):
        return None
    if (
        i
        and tokens[head].has("Number=Sing")
        and fold(tokens[i - 1].text) in who.words["manner"]
    ):
        return None
    if (noun.weak or noun.kind == "GROUP") and _is_kind_of(notes, who, head, i):
        return None
    start, determiner, former = _left(notes, who, i)
    former = former or who.is_past(tokens[i]) or _is_past_after(notes, who, stop)
    end, reach, inside = right_of(notes, who, names, noun, (i, stop, head))
    person = person_of(notes, who, names, reach)
    if person is not None and person == reach == stop and noun.body == GOVERNMENT:
        reach = end = names[person][1]
    countries: list[str] = []
    sector = None
    second = past_second(notes, who, reach) if noun.kind == "PER" else reach
    words = [*range(start, i), *range(stop, second)]
    for k in words:
        if k in names or tokens[k].pos not in ("ADJ", "PROPN", "NOUN", "VERB"):
            continue
        stem = who.stem(tokens[k].low)
        said = tokens[k].pos != "VERB" or tokens[k].rel == "amod"  # "la juge argentine"
        found = nations(kb, who, tokens[k].low) if said else ()
        if found and tokens[k].low[:1].islower():
            pair = countries and tokens[k - 1].pos == "CCONJ"  # "turc et grec"
            countries += found if pair or not countries else ()
        elif stem in who.bodies:
            countries += [who.bodies[stem]] if not countries else []
        elif stem in who.worldwide and noun.kind == "ORG" and noun.sector in STATES:
            countries += [WORLD] if not countries else []
        elif stem in who.adjectives:
            sector = sector or who.adjectives[stem]
    if noun.country == WORLD:
        countries = []  # "un casque bleu chinois" is the UN's
    if noun.sector == PEOPLE and countries == [WORLD]:
        countries = []  # "des touristes européens" are of no organisation
    low = fold(tokens[determiner].text) if determiner is not None else ""
    plural = _is_plural(who, tokens[head], low)
    definite = low in who.words["definite"] and not (
        determiner is not None and low == "des" and tokens[determiner].pos == "DET"
    )
    said = bool(countries or sector or inside or person)
    if not is_someone(notes, who, noun, head, definite=definite, plural=plural, said=said):
        return None
    return Phrase(
        head=head, noun=noun, start=start, noun_end=stop, end=end, reach=reach, plural=plural,
        definite=None if determiner is None else definite,
        former=former, countries=tuple(countries), sector=sector, named=tuple(inside),
        specified=reach > stop or start < i,
        by=determiner if determiner is not None and low in who.possessives else None,
        counted=_counted(notes, who, start), person=person,
        feminine=not plural and noun.kind == "PER" and (
            tokens[head].low.endswith(who.feminine_endings)
        ),
    )  # fmt: skip


def _is_kind_of(notes: Notes, who: Who, head: int, first: int) -> bool:
    """Whether a bare singular behind "de" only says of what kind: "communiqué de presse"."""
    tokens = notes.tokens
    if not first or not tokens[head].has("Number=Sing") or notes.kids[head] != [first - 1]:
        return False
    return fold(tokens[first - 1].text) in who.words["kind_of"]


def _head(tokens: Sequence[Token], i: int, stop: int) -> int:
    """The token of a run that is governed from outside; a noun if there is a choice."""
    outside = [
        k for k in range(i, stop) if not i <= tokens[k].head < stop or tokens[k].head == k
    ]
    for k in outside:
        if tokens[k].pos in ("NOUN", "PROPN"):
            return k
    return outside[0] if outside else i


def _is_nominal(
    notes: Notes, who: Who, names: Mapping[int, tuple[int, int, str]], head: int, first: int,
    *, weak: bool,
) -> bool:  # fmt: skip
    """Whether the word stands as a noun: adjectives count with a determiner of their own.

    A participle counts behind one, or behind the name and the comma of a person.
    """
    token = notes.tokens[head]
    before = notes.tokens[first - 1] if first else None
    held = before is not None and (
        fold(before.text) in who.words["determiners"] or before.pos == "NUM"
    )
    if token.pos in ("NOUN", "PROPN"):
        if before is not None and before.pos == "NOUN" and token.rel != "appos":
            return False  # "victoires militaires", whatever the tagger says
        return held or token.rel not in ("amod", "fixed", "case", "cc", "advmod")
    if token.pos in ("VERB", "AUX"):  # "l'opposant", in "-ant" as a participle is
        apposed = (
            first > 1
            and before is not None
            and before.text == ","
            and (names.get(first - 2, (0, 0, ""))[2] == "PER")
        )
        past = who.stem(token.low) in who.participles
        return (apposed and not past) or (held and token.rel != "amod")
    follows = notes.tokens[head + 1] if head + 1 < len(notes.tokens) else token
    return held and (
        token.rel not in ("amod", "flat")
        or follows.pos == "PROPN"
        or (
            token.head == head + 1
            and not weak
            and who.stem(follows.low) not in who.counting
        )
    )


def _left(notes: Notes, who: Who, i: int) -> tuple[int, int | None, bool]:
    """Start with the adjectives before, the determiner's token, and whether the office is past."""
    tokens = notes.tokens
    start, former = i, False
    first = notes.sents[tokens[i].sent][0]
    while start > first:
        token = tokens[start - 1]
        folded = fold(token.text)
        if folded in who.words["outside"] or folded in who.words["determiners"]:
            break
        if folded in who.words["former"]:
            former = True
        elif folded not in who.words["former_prefix"] and not (
            token.pos == "ADJ" and token.head <= i + 3 and token.head >= start
        ):
            break
        start -= 1
    k = start - 1
    while k >= first and (
        tokens[k].pos == "NUM"
        or tokens[k].low.isdigit()
        or fold(tokens[k].text) in who.words["outside"]
    ):
        k -= 1
    if k >= first and fold(tokens[k].text) in who.words["determiners"]:
        return start, k, former
    return start, None, former


def _is_plural(who: Who, token: Token, determiner: str) -> bool:
    if token.has("Number="):
        return token.has("Number=Plur")
    return determiner.endswith(who.plural_endings) or token.low.endswith(who.plural_endings)


def _is_past_after(notes: Notes, who: Who, k: int) -> bool:
    """Whether the word behind the noun says that it is over: "le président déchu"."""
    return (
        k < len(notes.tokens)
        and notes.tokens[k].head == k - 1
        and (fold(notes.tokens[k].text) in who.words["former"])
    )


def _counted(notes: Notes, who: Who, start: int) -> int | None:
    """Token of the counting noun before: "des milliers de", "une dizaine de"."""
    tokens = notes.tokens
    if start >= 2 and fold(tokens[start - 1].text) in who.words["of"]:
        before = tokens[start - 2]
        if before.pos == "NOUN" and who.stem(before.low) in who.counting:
            return start - 2
    return None
