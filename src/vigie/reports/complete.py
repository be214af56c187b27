"""Reports room. Sides the clause leaves out and the dispatch gives: happenings → fuller ones.

An analyst who reads "les manifestations continuent" knows that protesters protest; who reads
"trois hommes ont été arrêtés" under a title on the police knows by whom; who reads "le gouvernement
a pris la base" in a dispatch of his war with an army knows from whom. Each such side is marked as
inferred in `why`, and none is inferred where two answers would do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.records import Actor, Mention, Notes
from vigie.records.actor import OF_NO_LAND
from vigie.reports.adversaries import land_struck, read_war, with_adversaries
from vigie.reports.happening import Happening
from vigie.reports.implied import (
    Implied,
    implied_doer,
    land_of,
    main_country,
    nearest_doer,
    with_sides,
)  # fmt: skip
from vigie.reports.phrases import GATHERED
from vigie.reports.protests import (
    crackdown,
    demands,
    gathered,
    movement,
    of_the_street,
    target,
)

BACK = 3  # sentences over which a refusal answers a request
NEXT = 1  # sentences after an attack in which its toll is told
ANSWERS = {  # acts of speech, and the acts whose doers they answer
    "REJECT": ("REQUEST", "AGREE", "THREATEN", "CONCEDE", "ACCUSE"),
    "ACCUSE": ("ASSAULT", "COERCE"),
}


def complete(
    notes: Notes, happenings: Sequence[Happening], mentions: Sequence[Mention],
    actors: Mapping[str, Actor], implied: Mapping[str, Implied],
) -> tuple[list[Happening], dict[str, Actor]]:  # fmt: skip
    """Happenings with the sides the dispatch gives, and the actors with those implied."""
    known = dict(actors)
    out = [gathered(notes, h, mentions, known, implied) for h in happenings]
    out = demands(notes, [of_the_street(notes, h, mentions, implied) for h in out])
    out = [_doer(notes, h, mentions, known, implied) for h in out]
    war = read_war(out, known)
    out = with_adversaries(_tolls(notes, out), war, known)
    out = [land_struck(notes, h, mentions, known) for h in crackdown(out, known)]
    out = [_together(notes, h, mentions) for h in out]
    out = [target(notes, h, mentions, known, implied) for h in out]
    out = movement(notes, out, mentions, known, implied)
    out = _accused(_answered(notes, out))
    return out, _at_home(out, mentions, known)


def _at_home(
    happenings: Sequence[Happening], mentions: Sequence[Mention], actors: Mapping[str, Actor]
) -> dict[str, Actor]:  # fmt: skip
    """Sides without a name or a country ("les manifestants") are of the dispatch's country."""
    home = main_country(mentions, actors)
    sides = {k for h in happenings for k in (*h.actors, *h.recipients)}
    out = {k: a for k, a in actors.items() if not k.startswith(GATHERED)}
    for key in sorted(sides):
        actor = actors[key]
        is_open = actor.country is None and OF_NO_LAND not in actor.why
        if home and is_open and actor.kind == "GROUP":
            out[key] = msgspec.structs.replace(
                actor,
                country=home,
                why=(*actor.why, "country: the one the dispatch is about"),
            )
    return out


def _doer(
    notes: Notes, h: Happening, mentions: Sequence[Mention], actors: dict[str, Actor],
    implied: Mapping[str, Implied],
) -> Happening:  # fmt: skip
    rule = implied.get(h.type)
    if h.actors or rule is None or (rule.modes and h.mode not in rule.modes):
        return h
    near, land = nearest_doer(notes, h, mentions, actors, rule), None
    if rule.name is not None:
        land = land_of(notes, h, mentions, actors, rule)
        away = land is not None and land != main_country(mentions, actors)
        near = None if near and away and actors[near].country != land else near
    elif _is_earlier(notes, h):
        return h  # "avait été arrêtée en 2009": not by those of today's story
    if near:
        return with_sides(h, actors=(near,), reason=f"actor inferred: {actors[near].name}")
    if rule.name is None:
        return h
    key = implied_doer(rule, mentions, actors, h.type, land=land)
    return with_sides(h, actors=(key,), reason=f"actor implied by {h.type}")


def _is_earlier(notes: Notes, h: Happening) -> bool:
    """Whether an act is told as before the story: in the pluperfect."""
    return any(k.has("Tense=Imp|VerbForm=Fin") for k in notes.children(h.tok, "aux"))


def _tolls(notes: Notes, happenings: list[Happening]) -> list[Happening]:
    """The dead told just after an attack are the attack's: its doers are theirs."""
    out: list[Happening] = []
    for h in happenings:
        if h.type == "ASSAULT" and not h.actors and h.recipients and out:
            last = next(
                (o for o in reversed(out) if o.type == "ASSAULT" and o.actors), None
            )
            if last is not None and _follows(notes, last, h) and last.status == h.status:
                doers = tuple(k for k in last.actors if k not in h.recipients)
                if doers:
                    h = with_sides(
                        h, actors=doers, reason="actor inferred: the attack told before"
                    )
        out.append(h)
    return out


def _follows(notes: Notes, before: Happening, after: Happening) -> bool:
    a, b = notes.tokens[before.tok], notes.tokens[after.tok]
    return 0 <= b.sent - a.sent <= NEXT and a.block == b.block


def _together(notes: Notes, h: Happening, mentions: Sequence[Mention]) -> Happening:
    """Those who meet or talk are all doers (PLOVER: both parties of a CONSULT are actors).

    A meeting named in passing ("lors d'un entretien avec X") is also its sentence's subject's.
    """
    if h.type != "CONSULT" or h.mode == "visit":
        return h
    doers = h.actors
    if not doers and h.recipients:
        subject = _subject_above(notes, h.tok, mentions)
        doers = (subject,) if subject and subject not in h.recipients else ()
    both = tuple(dict.fromkeys((*doers, *h.recipients)))
    if len(both) < 2 or not h.recipients:
        return h
    return with_sides(h, actors=both, recipients=(), reason="all who meet are actors")


def _subject_above(notes: Notes, tok: int, mentions: Sequence[Mention]) -> str | None:
    heads = {m.head: m.actor for m in mentions}
    for above in notes.ancestors(tok):
        for kid in notes.children(above.i, "nsubj"):
            if kid.i in heads:
                return heads[kid.i]
    return None


def _answered(notes: Notes, happenings: Sequence[Happening]) -> list[Happening]:
    """Whom an act of speech answers where it names nobody: the doer of what was just told.

    A refusal answers who asked or offered; a denunciation answers who struck.
    """
    out: list[Happening] = []
    for h in happenings:
        wanted = ANSWERS.get(h.type, ())
        if (
            wanted
            and h.actors
            and not h.recipients
            and not (h.type == "REJECT" and h.theme)
        ):
            near = [
                o for o in happenings
                if o.type in wanted and o.tok != h.tok and set(o.actors) - set(h.actors)
                and not (set(o.recipients) & set(h.actors) and _governs(notes, o, h))
                and -BACK <= notes.tokens[o.tok].sent - notes.tokens[h.tok].sent <= 0
            ]  # fmt: skip
            if near:
                last = max(near, key=lambda o: (o.tok < h.tok, -abs(o.tok - h.tok)))
                doers = tuple(k for k in last.actors if k not in h.actors)
                h = with_sides(
                    h, recipients=doers, reason="recipient inferred: whom it answers"
                )
        out.append(h)
    return out


def _governs(notes: Notes, over: Happening, h: Happening) -> bool:
    """Whether an act is what another is about: "indignés par le veto de Moscou" comes after it."""
    return any(above.i == over.tok for above in notes.ancestors(h.tok))


def _accused(happenings: list[Happening]) -> list[Happening]:
    """What is denounced was done by someone: the doer of the violence told, where only one is."""
    doers = {
        k
        for h in happenings
        if h.type in ("ASSAULT", "COERCE") and not h.bare
        for k in h.actors
    }
    out = []
    for h in happenings:
        blamed = doers - set(h.actors)
        if h.type == "ACCUSE" and h.actors and not h.recipients and len(blamed) == 1:
            h = with_sides(
                h, recipients=tuple(blamed), reason="recipient inferred: the doer told here"
            )
        out.append(h)
    return out
