"""Reports room. Happenings, dated and placed → reports: one an act, with all its tellings.

A dispatch tells the same act in its title, its lead and its body. Two happenings are one act when
their type agrees, their sides do not clash, their days do not clash, and the words are the same or
one of the two is the title's. The fullest telling is the report; the others stay as `also`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import msgspec

from vigie.records import Notes, Place, Report, Span, Telling
from vigie.records.inferred import FIELDS, is_inferred, last_on
from vigie.reports.happening import Happening

WHERE = "where: "  # how the reason of a place begins
ONE_BLOW = ("ASSAULT", "PROTEST")  # "tués et blessés", "manifester pour protester contre"
TOLD = {"asserted", "alleged"}  # of a killing and of the attack it happened in
HUNG = ("conj", "advcl", "acl", "obl")  # how the second verb of one blow hangs on the first
POINTS = ("site", "district", "city")  # places too small to hold two cities
THINGS = ("COERCE", "ASSAULT", "RETREAT")  # acts told apart by what they are done to


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A happening with its day and its place, each with its reason.

    `place` is the place its own sentence names, None where it was carried from another one.
    """

    happening: Happening
    when: str | None = None
    candidates: tuple[str, ...] = ()
    where: str | None = None
    place: Place | None = None
    why: tuple[str, ...] = ()


def gather_reports(notes: Notes, told: Sequence[Told], made_by: str) -> tuple[Report, ...]:
    """The reports of a dispatch, in reading order of their fullest telling."""
    groups: list[list[Told]] = []
    for one in sorted(told, key=lambda o: (o.happening.bare, o.happening.tok)):
        if (
            one.happening.bare
            and _anaphoric(notes, one.happening.tok)
            and (known := _known(notes, one, groups))
        ):
            known.append(one)
            continue
        home = next(
            (g for g in groups if all(_same(notes, one, other) for other in g)), None
        )
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    reports = [_report(notes, group, made_by) for group in groups]
    return tuple(sorted(reports, key=lambda r: (r.trigger.start, r.id)))


def _one_blow(notes: Notes, x: Happening, y: Happening) -> bool:
    """Whether two verbs of violence, one hung on the other, tell one blow: "tués et blessés"."""
    first, second = sorted((x, y), key=lambda h: h.tok)
    token = notes.tokens[second.tok]
    noun = notes.tokens[
        first.tok
    ]  # "l'attaque a fait dix morts", "l'attaque, menée par X, visait"
    noun = notes.tokens[noun.head] if noun.rel == "acl" else noun
    toll = noun.head == second.tok and noun.rel == "nsubj"
    hung = toll or (token.head == first.tok and token.rel in HUNG)
    within = notes.tokens[second.tok].pos == "NOUN"  # "tué dans une attaque attribuée à X"
    alike = x.status == y.status or toll or (within and {x.status, y.status} <= TOLD)
    told = x.type == y.type and x.type in ONE_BLOW and alike
    return hung and told and _agree(x.actors, y.actors)


def _same(notes: Notes, a: Told, b: Told) -> bool:
    x, y = a.happening, b.happening
    if x.type == y.type and (x.tok in y.parts or y.tok in x.parts):
        return True  # "ont pris part à une marche": the noun is a word of the verb's phrase
    if _one_blow(notes, x, y):
        return True
    if x.type != y.type or x.status != y.status:
        return False
    if x.mode and y.mode and x.mode != y.mode:
        return False
    if _clash(a, b):
        return False
    if x.theme and y.theme and not set(x.theme) & set(y.theme) and x.type in THINGS:
        return False
    title = "title" in (notes.kind(x.tok), notes.kind(y.tok))
    same_word = notes.tokens[x.tok].lemma == notes.tokens[y.tok].lemma
    if not (title or same_word):
        return False
    if not _agree(x.actors, y.actors) or not _agree(x.recipients, y.recipients):
        return False
    return bool(set(x.actors) & set(y.actors) or set(x.recipients) & set(y.recipients))


def _known(notes: Notes, one: Told, groups: Sequence[list[Told]]) -> list[Told] | None:
    """The act a bare word ("la manifestation", "ces violences") refers back to.

    The last one of its type told before, else the first told after, unless its own day says
    otherwise.
    """
    h = one.happening
    fit = [
        g for g in groups
        if g[0].happening.type == h.type and not _clash(one, g[0])
    ]  # fmt: skip
    before = [g for g in fit if g[0].happening.tok < h.tok]
    return before[-1] if before else fit[0] if fit else None


def _anaphoric(notes: Notes, tok: int) -> bool:
    """Whether a noun points back: definite, or a complement of another noun, or without article."""
    token = notes.tokens[tok]
    det = notes.child(tok, "det")
    if token.pos in ("VERB", "AUX"):
        return False  # "les mesures sont renforcées": told, not referred to
    if det is not None and (det.has("Definite=Ind") or det.has("PronType=Ind")):
        return False
    if notes.child(tok, "acl") is not None:
        return False
    if det is None or token.rel in ("nmod", "conj"):
        return notes.child(tok, "nummod") is None
    return det.has("Definite=Def") or det.has("PronType=Dem")


def _clash(a: Told, b: Told) -> bool:
    """Whether two tellings cannot be of one act: both dated, or both placed, and not alike."""
    if a.when and b.when and a.when != b.when:
        return True
    if a.place is None or b.place is None or a.place.name == b.place.name:
        return False
    return a.place.precision in POINTS and b.place.precision in POINTS


def _agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two sides may be one: one unknown, or one within the other."""
    return not a or not b or set(a) <= set(b) or set(b) <= set(a)


def _fullness(notes: Notes, one: Told) -> tuple[int, ...]:
    h = one.happening
    known = bool(h.actors) + bool(h.recipients) + bool(one.when) + bool(one.where)
    inferred = sum("inferred" in reason or "implied" in reason for reason in h.why)
    return (notes.kind(h.tok) != "title", not h.fallback, known, -inferred, -h.tok)


def _report(notes: Notes, group: Sequence[Told], made_by: str) -> Report:
    best = _placed(max(group, key=lambda one: _fullness(notes, one)), group)
    h = best.happening
    span = notes.span(*h.clause)
    trigger = _trigger(notes, h)
    rest = sorted(
        (o for o in group if o.happening is not best.happening),
        key=lambda o: o.happening.tok,
    )
    when = best.when or next((o.when for o in rest if o.when), None)
    content = f"{notes.dispatch.id}|{h.type}|{trigger.start}|{trigger.end}|{span.start}|{span.end}"
    return Report(
        id="r" + hashlib.sha256(content.encode()).hexdigest()[:15],
        span=span, trigger=trigger, type=h.type,
        mode=h.mode or next((o.happening.mode for o in rest if o.happening.mode), None), status=h.status,
        actors=h.actors or next((o.happening.actors for o in rest if o.happening.actors), ()),
        recipients=_sufferers(notes, h, [o.happening for o in rest]),
        when=when,
        candidates=best.candidates if not when else (),
        where=best.where or next((o.where for o in rest if o.where), None),
        said_by=h.said_by or next((o.happening.said_by for o in rest if o.happening.said_by), None),
        rule=h.rule, why=(*h.why, *best.why, *_borrowed(best, rest)), made_by=made_by,
        also=tuple(
            Telling(span=notes.span(*o.happening.clause), trigger=_trigger(notes, o.happening))
            for o in rest
        ),
    )  # fmt: skip


def _placed(best: Told, group: Sequence[Told]) -> Told:
    """The fullest telling, at the place another one names where it only inherits its own."""
    named = next((o for o in group if o.place is not None), None)
    if best.place is not None or named is None:
        return best
    why = [r for r in best.why if not r.startswith(WHERE)]
    why += [r for r in named.why if r.startswith(WHERE)]
    return msgspec.structs.replace(best, where=named.where, why=tuple(why))


def _borrowed(best: Told, rest: Sequence[Told]) -> Iterator[str]:
    """Why the fields that only another telling gives hold what they hold."""
    for field in FIELDS:
        if _value(best, field):
            continue
        giver = next((o for o in rest if _value(o, field)), None)
        if giver is not None:
            reason = last_on((*giver.happening.why, *giver.why), field)
            role = field.removesuffix("s")
            yield reason if is_inferred(reason, field) else f"{role}: told elsewhere"


def _value(one: Told, field: str) -> object:
    return getattr(one if field in ("when", "where") else one.happening, field)


def _sufferers(
    notes: Notes, best: Happening, rest: Sequence[Happening]
) -> tuple[str, ...]:  # fmt: skip
    """Whom the act was done to: those of one blow together, else those of the fullest telling."""
    blows = [h for h in rest if h.type == "ASSAULT" and _one_blow(notes, best, h)]
    struck = tuple(dict.fromkeys(k for h in (best, *blows) for k in h.recipients))
    return struck or next((h.recipients for h in rest if h.recipients), ())


def _trigger(notes: Notes, h: Happening) -> Span:
    """The trigger's words: its token, or from its verb to the noun of its phrase."""
    if h.parts:
        first, last = min(h.tok, *h.parts), max(h.tok, *h.parts)
        if last - first <= 4:
            return notes.span(first, last + 1)
    return notes.span(h.tok, h.tok + 1)
