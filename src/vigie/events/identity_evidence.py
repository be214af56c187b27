"""Events room. Two actors of two dispatches: what speaks for one and the same, what against.

Flow: an `Actor` as a dispatch has it → its `Standing` (known, named, one word only, described,
nameless) → grounds weighed one by one (`Reason`) → a `Judgement`: same, different or unsure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

import msgspec

from vigie.knowledge.folding import fold
from vigie.records import Actor, Judgement, Reason

# From this weight of evidence (log odds) on, same; from as much below zero, different.
DECIDED = 2.0
BEYOND = ("IGO", "NGO")  # where one works, which a passport does not contradict
COMMON_SECTOR = "CVL"  # anyone's: sharing it says next to nothing
ACCOUNT = "@"

# Weights, by how rarely the ground holds of two who are not one. Set by reasoning, not fitted:
# a full name is shared by chance about once in fifty, one word about once in two.
KB = 6.0
FULL_NAME, BODY_NAME, ONE_WORD, SHORT_FOR_FULL, FULLER = 4.0, 3.5, 0.8, 0.8, 3.5
BY_EAR, ACRONYM = 2.5, 2.2
OTHER_NAME, OTHER_GIVEN, OTHER_KIND = -3.0, -4.0, -4.0
COUNTRY, OTHER_COUNTRY, OTHER_HOME = 1.0, -3.5, -1.0
SECTOR, COMMON, OTHER_SECTOR, ROLE = 0.5, 0.1, -0.3, 1.0
YEAR_APART, MOST_YEARS, FREE_YEARS = -0.05, -1.5, 10


class NameLore(Protocol):
    """What the knowledge base is asked of names here."""

    def skeleton(self, name: str) -> str:
        """What is left of a name once transliteration is taken away."""

    def demonym(self, word: str) -> tuple[str, ...]:
        """Countries that an adjective may mean."""


class ActorSeen(msgspec.Struct, frozen=True):
    """An actor as one dispatch has it; `day` is the dispatch's, ISO 8601, as precise as known."""

    dispatch: str
    actor: Actor
    day: str | None = None

    @property
    def id(self) -> str:
        """Name of this sighting: dispatch and key."""
        return f"{self.dispatch}#{self.actor.key}"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What an actor can be told by. `forms` are folded proper names, fullest first.

    `tier` is "known" (row of the base), "named", "word" (a person by one word only), "body"
    (a described organisation: "la police"), "group" (people without a name), "nameless" (one
    person without a name: "un témoin").
    """

    tier: str
    forms: tuple[str, ...]
    body: str = ""


def compare_actors(left: ActorSeen, right: ActorSeen, lore: NameLore) -> Judgement:
    """Whether two sightings are of one actor, each ground of the answer with its weight.

    Groups without a name are never the same, only of one class; a person without a name is
    never told again for sure.
    """
    if right.id < left.id:
        left, right = right, left
    reasons = tuple(_grounds(left, right, lore))
    score = round(sum(r.score for r in reasons), 3)
    tiers = {standing(left.actor).tier, standing(right.actor).tier}
    verdict = "unsure"
    if score <= -DECIDED:
        verdict = "different"
    elif score >= DECIDED and not tiers & {"group", "nameless"}:
        verdict = "same"
    return Judgement(
        left=left.id, right=right.id, verdict=verdict, score=score, reasons=reasons
    )


@lru_cache(maxsize=65536)
def standing(actor: Actor) -> Standing:
    """What an actor can be told by: row, names, description."""
    proper = _proper_names(actor)
    if actor.kb is not None:
        return Standing(tier="known", forms=proper)
    if actor.kind == "GROUP":
        return Standing(tier="group", forms=())
    if not proper:
        tier = "nameless" if actor.kind == "PER" else "body"
        return Standing(tier=tier, forms=(), body=fold(actor.name))
    has_account = any(form[0] == ACCOUNT for form in proper)
    if actor.kind == "PER" and " " not in proper[0] and not has_account:
        return Standing(tier="word", forms=proper)
    return Standing(tier="named", forms=proper)


def bare_body(actor: Actor, lore: NameLore) -> str:
    """A body's description without its country's adjective: "gouvernement libyen" → "gouvernement"."""
    words = fold(actor.name).split()
    kept = [w for w in words if actor.country not in lore.demonym(w)]
    return " ".join(kept or words)


def initials(form: str) -> set[str]:
    """Acronyms that a folded name may have: of all its words, or of those that weigh.

    >>> sorted(initials("armee nationale de libye"))
    ['andl', 'anl']
    """
    words = form.split()
    if len(words) < 2:
        return set()
    return {"".join(w[0] for w in ws) for ws in (words, [w for w in words if len(w) > 3])}


def _proper_names(actor: Actor) -> tuple[str, ...]:
    """Folded forms that are names, fullest first: with a capital, and no mere role."""
    role = fold(actor.role) if actor.role else None
    forms = set()
    for name in {actor.name, *actor.names}:
        folded, account = fold(name), name.startswith(ACCOUNT)
        capital = any(c.isupper() for word in name.split()[:1] for c in word)
        if folded and account:
            forms.add(ACCOUNT + folded)
        elif folded and capital and not (role and folded.startswith(role)):
            forms.add(folded)
    return tuple(sorted(forms, key=fullest))


def fullest(form: str) -> tuple[int, int, str]:
    """Order of forms: more words first, then the longer."""
    return -form.count(" "), -len(form), form


def _grounds(left: ActorSeen, right: ActorSeen, lore: NameLore) -> Iterator[Reason]:
    a, b = left.actor, right.actor
    if (a.kind == "PER") != (b.kind == "PER"):
        yield _reason("kind", OTHER_KIND, a.kind, b.kind)
    elif (a.kind == "GROUP") != (b.kind == "GROUP"):
        yield _reason("kind", OTHER_KIND / 2, a.kind, b.kind)
    if a.kb and b.kb:
        same = a.kb == b.kb
        yield _reason(
            "known as" if same else "known apart", KB if same else -KB, a.kb, b.kb
        )
    if not (a.kb and a.kb == b.kb):
        yield _of_names(a, b, lore)
        yield from _of_country(a.country, b.country)
        yield from _of_years(left.day, right.day)
    yield from _of_office(a, b)


def _of_names(a: Actor, b: Actor, lore: NameLore) -> Reason:
    """The best that can be said of any two of their names."""
    one, two = standing(a), standing(b)
    if not one.forms or not two.forms:
        return _of_descriptions(a, b, lore)
    found = [
        _reason(what, score, f, g)
        for f in one.forms
        for g in two.forms
        for what, score in _of_pair(f, g, a.kind == b.kind == "PER", lore)
    ]
    # Full names that clash outweigh a family name that both bear.
    clash = min(found, key=lambda r: (r.score, r.left, r.right))
    best = max(found, key=lambda r: (r.score, r.left, r.right))
    return clash if clash.score == OTHER_GIVEN and best.score <= SHORT_FOR_FULL else best


def _of_pair(f: str, g: str, persons: bool, lore: NameLore) -> Iterator[tuple[str, float]]:
    x, y = f.split(), g.split()
    if f == g:
        full = len(x) > 1 or f[0] == ACCOUNT
        score = (FULL_NAME if full else ONE_WORD) if persons else BODY_NAME
        yield "same name", score
    elif not persons:
        acronym = f in initials(g) or g in initials(f)
        yield ("acronym", ACRONYM) if acronym else ("other name", OTHER_NAME)
    elif len(x) == 1 or len(y) == 1:
        short = x[-1] == y[-1]
        yield ("family name", SHORT_FOR_FULL) if short else ("other name", OTHER_NAME)
    elif x[-1] == y[-1] and (set(x) <= set(y) or set(y) <= set(x)):
        yield "fuller name", FULLER
    elif x[-1] == y[-1] and x[0][0] == y[0][0] and 1 in (len(x[0]), len(y[0])):
        yield "initial", BY_EAR
    elif lore.skeleton(f) == lore.skeleton(g):
        yield "same name by ear", BY_EAR
    else:
        same = x[-1] == y[-1]
        yield ("other given name", OTHER_GIVEN) if same else ("other name", OTHER_NAME)


def _of_descriptions(a: Actor, b: Actor, lore: NameLore) -> Reason:
    """Of a described one, only what is said of it: the same words, in the same country."""
    left, right = bare_body(a, lore), bare_body(b, lore)
    if left != right:
        return _reason("other words", -COUNTRY, left, right)
    told = a.country is not None and a.country == b.country
    score = BODY_NAME if told and "PER" not in (a.kind, b.kind) else ONE_WORD
    return _reason("same words", score, left, right)


def _of_country(a: str | None, b: str | None) -> Iterator[Reason]:
    if a is None or b is None:
        return
    if a == b:
        yield _reason("same country", COUNTRY, a, b)
    else:
        home = a in BEYOND or b in BEYOND
        yield _reason("other country", OTHER_HOME if home else OTHER_COUNTRY, a, b)


def _of_office(a: Actor, b: Actor) -> Iterator[Reason]:
    if a.sector and b.sector:
        if a.sector != b.sector:
            yield _reason("other sector", OTHER_SECTOR, a.sector, b.sector)
        else:
            score = COMMON if a.sector == COMMON_SECTOR else SECTOR
            yield _reason("same sector", score, a.sector, b.sector)
    if a.role and b.role and a.kind == "PER" and fold(a.role) == fold(b.role):
        yield _reason("same role", ROLE, a.role, b.role)


def _of_years(a: str | None, b: str | None) -> Iterator[Reason]:
    if not (a and b and a[:4].isdigit() and b[:4].isdigit()):
        return
    apart = abs(int(a[:4]) - int(b[:4]))
    if apart > FREE_YEARS:
        yield _reason("years apart", max(apart * YEAR_APART, MOST_YEARS), a, b)


def _reason(what: str, score: float, left: str, right: str) -> Reason:
    return Reason(what=what, score=score, left=left, right=right)
