"""Reports room. What happened: triggers with their sides, status and source → happenings.

Flow: `Notes` + referents + quotes → `Happening`s (one a trigger, with token indices); the corridor
dates and places them, then `gather.py` makes `Report`s of them, one an act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.lexicon import Lexicon, Sense
from vigie.knowledge.ontology_rules import Ontology
from vigie.records import Actor, Mention, Notes, Quote
from vigie.records.who import WhoIndex
from vigie.reports.arguments import fill
from vigie.reports.clauses import clause
from vigie.reports.complete import complete
from vigie.reports.disasters import Disaster
from vigie.reports.happening import Happening
from vigie.reports.implied import Implied
from vigie.reports.inside import alleged_by, below, carried, contents, sworn, things
from vigie.reports.modes import Modes, mode_of
from vigie.reports.orders import ASKS, is_order, sides_of
from vigie.reports.protests import is_power
from vigie.reports.quotes import Speech
from vigie.reports.status import StatusRules, Verdict, status_of
from vigie.reports.status_signs import signs
from vigie.reports.status_source import cited
from vigie.reports.support import Support
from vigie.reports.syntax import Syntax
from vigie.reports.triggers import Hit, Refusal, find_triggers
from vigie.reports.voices import first_persons

SEIZE = "seize"  # "un coup d'État manqué" is told though nobody is named for it
BLOCK = "obstruct"  # the mode of a protest that holds a place; police may strike, not this
COOPERATION = ("VC", "MC")  # quads of acts that one refuses by saying one will not do them
DRIVEN_OUT = ("SANCTION", "expel")  # of a people, public whoever does it
ONE_SIDED = ("MOBILIZE",)  # acts that are as often done to nobody
VOICE = (
    "voice"  # the doer of a demand or a threat made in a quotation is who is cited for it
)


class Coder(msgspec.Struct, frozen=True, kw_only=True):
    """All that coding needs to know, compiled once."""

    lexicon: Lexicon
    ontology: Ontology
    support: Support
    implied: Mapping[str, Implied]
    status: StatusRules
    speech: Speech
    kb: KnowledgeBase
    modes: Modes


def code_happenings(
    notes: Notes, mentions: Sequence[Mention], actors: Mapping[str, Actor],
    quotes: Sequence[Quote], coder: Coder, *, why_not: bool = False,
) -> tuple[list[Happening], dict[str, Actor], list[Refusal]]:  # fmt: skip
    """Every act the dispatch tells, in reading order; the actors; what was seen and set aside.

    All that was set aside only where `why_not` asks for it.
    """
    syntax = Syntax(notes, coder.support)
    disaster = Disaster(notes, coder.lexicon)
    ours = first_persons(notes, quotes, actors, coder.support)
    who = WhoIndex(notes, [*mentions, *ours])
    hits, hidden, refused = find_triggers(
        notes, syntax, coder.lexicon, who, why_not=why_not
    )
    content = contents(notes, syntax, hits, coder.status) | carried(notes, syntax, hits)
    content |= things(notes, hits)
    known = dict(actors)
    out: list[Happening] = []
    told_types = {hit.sense.type for hit in hits if not hit.sense.amid}

    def tell(hit: Hit) -> None:
        if hit.sense.amid and hit.sense.type not in told_types:
            refused.append(_no(hit, "nothing else tells its type"))
            return
        if hit.tok in content:
            refused.append(_no(hit, content[hit.tok]))
            return
        for sense in (hit, *hit.others):
            found = _read(notes, syntax, who, known, quotes, coder, sense, disaster)
            if isinstance(found, Happening):
                out.append(found)
                break
            refused.append(found)

    for hit in hits:
        tell(hit)
    within = content | {h.tok: "" for h in out}
    for part in hidden:  # "devaient cesser le travail": where "devoir cesser" is not taken
        if (
            part.over in within
        ):  # taken, or the content of what is ("promet d'ouvrir le dialogue")
            within.setdefault(part.hit.tok, "")
            refused.append(_no(part.hit, f"part of {part.by}"))
        else:
            tell(part.hit)
    out.sort(key=lambda h: h.tok)
    out = sworn(notes, alleged_by(notes, syntax, out), hits)
    told = {h.type for h in out if not h.fallback}
    kept = [h for h in out if not (h.fallback and h.type in told)]
    refused += [
        Refusal(sense=h.rule, tok=h.tok, reason="its type is told elsewhere")
        for h in out
        if h.fallback and h.type in told
    ]
    kept, known = complete(notes, kept, mentions, known, coder.implied)
    return kept, known, refused


def _no(hit: Hit, reason: str) -> Refusal:
    return Refusal(sense=hit.sense.id, tok=hit.tok, reason=reason)


def _read(
    notes: Notes, syntax: Syntax, who: WhoIndex, actors: dict[str, Actor],
    quotes: Sequence[Quote], coder: Coder, hit: Hit, disaster: Disaster,
) -> Happening | Refusal:  # fmt: skip
    sense = hit.sense
    if is_order(notes, hit, coder.support):
        return _ordered(notes, syntax, who, actors, quotes, coder, hit)
    doers, sufferers, why = fill(notes, syntax, who, actors, coder.kb, coder.lexicon, hit)
    if not doers and VOICE in sense.slots["actor"]:
        source = cited(notes, quotes, hit.tok, coder.speech)
        if source and source.key in actors and source.key not in sufferers:
            doers, why = (source.key,), (*why, "actor: who says so")
    spoken = sense.speech and _says_what(notes, syntax, hit.tok)
    if sense.bare and not sufferers and not (spoken and doers):
        return Refusal(sense=sense.id, tok=hit.tok, reason="no recipient that is an actor")
    if sense.weak and not (doers and sufferers):
        return Refusal(sense=sense.id, tok=hit.tok, reason="not both sides are actors")
    alone = sense.alone or _alone(notes, syntax, hit, coder.ontology)
    about = notes.case(hit.tok) in coder.support.against and sense.kind == "noun"
    if about and not doers and not sufferers:
        return Refusal(
            sense=sense.id, tok=hit.tok, reason="only what another act is against"
        )
    if not doers and not sufferers and not alone:
        return Refusal(sense=sense.id, tok=hit.tok, reason="no side is an actor")
    doing, undergoing = [actors[k] for k in doers], [actors[k] for k in sufferers]
    if sense.type == "PROTEST" and sense.mode == BLOCK and doing and is_power(doing):
        return Refusal(sense=sense.id, tok=hit.tok, reason="those in power do not protest")
    driven = (sense.type, sense.mode) == DRIVEN_OUT and any(
        a.kind == "GROUP" for a in undergoing
    )
    if not driven and not coder.ontology.is_public(sense.type, doing, undergoing):
        return Refusal(sense=sense.id, tok=hit.tok, reason="no side is of public life")
    if disaster.by_nobody(notes, syntax, hit):
        return Refusal(sense=sense.id, tok=hit.tok, reason="done by nobody")
    if not doers and disaster.of(notes, hit):
        return Refusal(sense=sense.id, tok=hit.tok, reason="an accident or a disaster")
    verdict = status_of(
        notes, quotes, hit.tok, coder.status, coder.speech, doers, actors=actors, who=who
    )
    if (
        not doers
        and sufferers
        and _is_vowed(verdict, sense, sufferers, actors, coder.ontology)
    ):
        doers = (verdict.said_by,) if verdict.said_by else ()
        why = (*why, "actor: who announces it")
        doing = [actors[k] for k in doers]
    whichever = (k.low in coder.status.any_noun for k in notes.children(hit.tok, "det"))
    if sense.kind == "noun" and verdict.status == "announced" and any(whichever):
        return Refusal(sense=sense.id, tok=hit.tok, reason="whichever may come")
    if verdict.status == "denied" and _is_toll(syntax, hit):
        return Refusal(sense=sense.id, tok=hit.tok, reason="nobody was hurt")
    if VOICE in sense.slots["actor"] and verdict.status == "announced":
        verdict = msgspec.structs.replace(verdict, status="asserted")  # said, hence done
    type_, mode, status = _typed(
        sense, verdict, coder.ontology, coder.ontology.can_threaten(doing)
    )
    friendly = coder.ontology.rows[sense.type].quad in COOPERATION
    if friendly and doers and _is_refused(notes, hit.tok, coder):
        type_, mode, status = "REJECT", None, "asserted"
    one_sided = type_ in ONE_SIDED or _takes_none(sense)
    if status == "hypothetical" and not (doers and (sufferers or one_sided)):
        return Refusal(sense=sense.id, tok=hit.tok, reason="only supposed, of one side")
    if status == "attempted" and not doers and mode != SEIZE:
        return Refusal(sense=sense.id, tok=hit.tok, reason="only attempted, by nobody")
    span = _clause_of(syntax, hit)
    asked = {k for root in (hit.tok, *hit.parts) for k in below(notes, syntax, root)}
    mode, how = mode_of(
        type_, mode, notes.tokens[slice(*span)],
        [notes.tokens[k] for k in sorted(asked)], coder.modes,
    )  # fmt: skip
    return Happening(
        tok=hit.tok, parts=hit.parts, clause=span, type=type_, mode=mode, status=status,
        actors=doers, recipients=sufferers, said_by=verdict.said_by, rule=sense.id,
        theme=_theme(notes, syntax, hit),
        content=_clause_asked(notes, hit),
        told_as_done=_done(notes, hit.tok, type_, status, coder.ontology),
        fallback=sense.fallback, bare=not (doers or sufferers), why=(*why, *verdict.why, *([how] if how else [])),
    )  # fmt: skip


def _ordered(
    notes: Notes, syntax: Syntax, who: WhoIndex, actors: Mapping[str, Actor],
    quotes: Sequence[Quote], coder: Coder, hit: Hit,
) -> Happening | Refusal:  # fmt: skip
    """What an imperative asks, by who is cited for it."""
    sides = sides_of(quotes, hit, actors)
    if sides is None:
        return Refusal(sense=hit.sense.id, tok=hit.tok, reason="an order nobody gives")
    speaker, recipients = sides
    if not coder.ontology.is_public(
        ASKS, [actors[speaker]], [actors[k] for k in recipients]
    ):
        return Refusal(sense=hit.sense.id, tok=hit.tok, reason="no side is of public life")
    span = _clause_of(syntax, hit)
    words = [notes.tokens[k] for k in sorted(notes.subtree(hit.tok))]
    mode, how = mode_of(ASKS, None, words, words, coder.modes)
    return Happening(
        tok=hit.tok, parts=hit.parts, clause=span, type=ASKS, mode=mode, status="asserted",
        actors=(speaker,), recipients=recipients, said_by=None, rule=hit.sense.id,
        theme=_theme(notes, syntax, hit), content=frozenset(notes.subtree(hit.tok)),
        told_as_done=True, fallback=False, bare=False,
        why=("an order, by who says it", *([how] if how else [])),
    )  # fmt: skip


def _clause_of(syntax: Syntax, hit: Hit) -> tuple[int, int]:
    """The clause of a trigger, its parts included."""
    start, end = clause(syntax, hit.tok)
    return min(start, *hit.parts, start), max(end, *(k + 1 for k in hit.parts), end)


def _is_vowed(
    verdict: Verdict, sense: Sense, sufferers: Sequence[str], actors: Mapping[str, Actor],
    ontology: Ontology,
) -> bool:  # fmt: skip
    """Whether an attack to come that names no doer is announced by one who could: "seront visés"."""
    who = verdict.said_by
    if (
        verdict.status != "announced"
        or who is None
        or who not in actors
        or who in sufferers
    ):
        return False
    verb = sense.kind == "verb" and ontology.future(sense.type) == "THREATEN"
    return verb and ontology.can_threaten([actors[who]])


def _is_toll(syntax: Syntax, hit: Hit) -> bool:
    """Whether an act is only its toll: "sans faire de victime" tells no violence, and denies none."""
    caused = syntax.tokens[hit.tok].lemma in syntax.support.cause
    return caused and hit.sense.type == "ASSAULT" and bool(hit.parts)


def _says_what(notes: Notes, syntax: Syntax, tok: int) -> bool:
    """Whether an act of speech says what: a clause, or its noun ("appelle à la retenue")."""
    if notes.child(tok, "xcomp", "ccomp") is not None:
        return True
    named = notes.children(tok, "obl", "obj", "advcl")
    return any(k.i > tok and notes.case(k.i) in syntax.support.dative for k in named)


def _takes_none(sense: Sense) -> bool:
    """Whether a sense has no one it is done to: "déployer des missiles"."""
    return sense.slots.get("recipient") == ("none",)


def _is_refused(notes: Notes, tok: int, coder: Coder) -> bool:
    """Whether an act to come is negated: "ne se retirera pas", "ne va pas céder"."""
    seen = list(signs(notes, tok, coder.status, coder.speech))
    negated = any(status == "denied" and why.startswith("negated") for status, why in seen)
    return negated and any(status == "announced" for status, _ in seen)


def _done(notes: Notes, tok: int, type_: str, status: str, ontology: Ontology) -> bool:
    """Whether an act is told as accomplished, so that the day of the story can be its day.

    Not what is to come or only supposed; not what lasts, in the present or imperfect ("la Turquie
    soutient le gouvernement").
    """
    token = notes.tokens[tok]
    if status in ("announced", "hypothetical"):
        return False
    lasts = token.has("VerbForm=Fin") and not token.has("Tense=Past")
    return not (lasts and ontology.is_lasting(type_))


def _clause_asked(notes: Notes, hit: Hit) -> frozenset[int]:
    """Tokens of the clause an act of speech governs ("appelle à conclure une trêve avant mai")."""
    if not hit.sense.speech:
        return frozenset()
    clauses = [k for k in notes.children(hit.tok, "xcomp", "ccomp") if k.i > hit.tok]
    for obj in notes.children(
        hit.tok, "obj"
    ):  # "appelle les camps à conclure", hung on the camps
        clauses += [k for k in notes.children(obj.i, "acl") if k.has("VerbForm=Inf")]
    return frozenset(t for k in clauses for t in notes.subtree(k.i))


def _theme(notes: Notes, syntax: Syntax, hit: Hit) -> tuple[str, ...]:
    """What the act is done to, in lemmas: two acts on two things are two acts."""
    heads = (
        syntax.objects(hit.tok) if hit.sense.kind == "verb" else syntax.complements(hit.tok)
    )
    heads = [h for h in heads if h not in hit.parts]
    for part in hit.parts:
        heads += syntax.complements(part)
    heads += [
        k for h in heads for k in syntax.complements(h)
    ]  # "la ville de Sirte" is Sirte
    return tuple(sorted({notes.tokens[h].low for h in syntax.spread(heads)}))


def _alone(notes: Notes, syntax: Syntax, hit: Hit, ontology: Ontology) -> bool:
    """Whether a word tells an act though no side of it is an actor.

    A verb that asks for certain words does where they stand about it ("un drone a frappé la
    raffinerie").
    """
    sense = hit.sense
    if sense.kind == "verb" and sense.need:
        told = _is_told(notes, hit.tok) or bool(syntax.agents(hit.tok))
        return told and ontology.may_stand_fitted(sense.type)
    return ontology.may_stand_alone(sense.type, sense.kind) and (
        ontology.may_stand_anywhere(sense.type) or _stands(notes, syntax, hit)
    )


def _is_told(notes: Notes, tok: int) -> bool:
    """Whether a verb is finite, by itself or by its auxiliary."""
    aux = notes.children(tok, "aux")
    return notes.tokens[tok].has("VerbForm=Fin") or any(k.has("VerbForm=Fin") for k in aux)


def _stands(notes: Notes, syntax: Syntax, hit: Hit) -> bool:
    """Whether a word without sides tells an act, and is not only spoken of.

    A verb does when it is finite or passive. A noun does when it is a subject, heads a title, is
    what a verb of doing or happening brings about, is one of its kind ("une manifestation"), or
    is placed by a name ("la manifestation de Homs").
    """
    token = notes.tokens[hit.tok]
    if hit.sense.kind != "noun":
        return _is_told(notes, hit.tok) or syntax.passive(hit.tok)
    if token.rel in ("nsubj", "ROOT") or hit.sense.amid:
        return True
    support = syntax.support
    brought = support.light | support.happen | support.cause
    if token.rel == "obj" and notes.tokens[token.head].lemma in brought:
        return True
    det = notes.child(hit.tok, "det")
    if det is not None and det.has("Definite=Ind") and token.has("Number=Sing"):
        return True
    return any(
        notes.tokens[k].pos == "PROPN" for k in notes.subtree(hit.tok) if k > hit.tok
    )


def _typed(
    sense: Sense, verdict: Verdict, ontology: Ontology, can_threaten: bool
) -> tuple[str, str | None, str]:
    """Type, mode and status once the modality is known (PLOVER: plain types before modes)."""
    status = verdict.status
    if status == "announced" and ontology.is_done_by_saying(sense.type, verdict.why):
        status = "asserted"  # "a annoncé la suspension de l'aide": announced, hence done
    if status == "denied" and sense.negated:
        return sense.negated, None, "asserted"
    if status == "announced":
        other = sense.future or ontology.future(sense.type)
        if other == "THREATEN" and not can_threaten:
            other = None  # nobody who could: an attack that may come, a match to be played
        if other and other != sense.type:
            threat = other == "THREATEN"  # of force: it is an attack that is announced
            return other, *(("violence", "asserted") if threat else (None, "announced"))
    return sense.type, sense.mode, status
