"""The corridor: the whole pipeline on one page. The rooms meet in flow/, and nowhere else.

One dispatch alone, in this file (`read_one`, `read_many`):

    bytes ─readers→ RawDispatch ─clean→ Dispatch ─annotate→ Notes     tokens, tree, names
      Notes ┬─find_actors→ mentions, actors                           who
            ├─find_times→  times                                      when
            ├─read_places→ places                                     where
            ├─find_quotes→ quotes                                     according to whom
            └─code_happenings→ happenings ─date, place→ reports ─fill_in→ reports
      all of these together: a Reading ─put→ the record (building.py)

All dispatches together, in merging.py (`merge_record`); of a record that was merged before, only
what is near what is new, with the same outcome (updating.py):

    Readings ┬─link_actors→ who is who across dispatches ┐
             ├─find_copies→ which texts are one source   ├─merge_reports→ events, stories, datings
             └─lay_out→     their reports, comparable    ┘        │
    decisions of people ─replay→ said again, above any score      └─save_events→ the record
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from vigie.annotations.notes import BATCH, annotate, annotate_many
from vigie.dispatches.clean import clean
from vigie.dispatches.language import detect_language
from vigie.flow.kit import Kit, Tongue
from vigie.knowledge.ontology_rules import Ontology
from vigie.records import (
    Actor,
    Dispatch,
    Issue,
    Notes,
    RawDispatch,
    Reading,
    Referents,
    Span,
)
from vigie.referents.actors import find_actors
from vigie.referents.places import pick_where, read_places
from vigie.referents.places.told import with_told_places, without_towns
from vigie.referents.times import find_times, pick_when
from vigie.reports.beside import fill_in
from vigie.reports.coder import code_happenings
from vigie.reports.content import with_content
from vigie.reports.gather import Told, gather_reports
from vigie.reports.happening import Happening
from vigie.reports.quotes import find_quotes
from vigie.reports.quotes_details import with_details, with_told_on
from vigie.reports.quotes_sources import with_sources


def read_one(raw: RawDispatch, kit: Kit) -> Reading:
    """Everything Vigie can say from one dispatch alone. Same input and kit, same output."""
    return next(read_many([raw], kit))


def read_many(raws: Iterable[RawDispatch], kit: Kit) -> Iterator[Reading]:
    """Readings of many dispatches, in order; the tagger takes them in batches."""
    batch: list[tuple[Dispatch, Tongue | None, tuple[Issue, ...]]] = []
    for raw in raws:
        batch.append(prepare(raw, kit))
        if len(batch) == BATCH:
            yield from _read_batch(batch, kit)
            batch = []
    yield from _read_batch(batch, kit)


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the lexicon that was seen and set aside: the entry, and the reason."""

    span: Span
    words: str
    sense: str
    reason: str


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """A reading, with all that was seen and set aside, and where its sentences lie."""

    reading: Reading
    asides: tuple[Aside, ...]
    sentences: tuple[Span, ...]


def explain_one(raw: RawDispatch, kit: Kit) -> Explained:
    """A reading, and for each word of the lexicon that told no act: why not."""
    dispatch, tongue, odd = prepare(raw, kit)
    if tongue is None or not dispatch.text.strip():
        empty = Reading(dispatch=dispatch, referents=_NOBODY, issues=odd)
        return Explained(reading=empty, asides=(), sentences=())
    notes = annotate(dispatch, tongue.tagger, tongue.model, tongue.forms)
    mentions, actors, _ = find_actors(notes, kit.kb, tongue.who)
    quotes = find_quotes(notes, mentions, actors, tongue.speech)
    actors = with_sources(notes, quotes, actors, tongue.speech)
    _, _, refused = code_happenings(
        notes, mentions, actors, quotes, tongue.coder, why_not=True
    )
    asides = (
        Aside(
            span=notes.span(r.tok, r.tok + 1), words=notes.tokens[r.tok].text,
            sense=r.sense, reason=r.reason,
        )
        for r in sorted(refused, key=lambda r: (r.tok, r.sense))
        if notes.tokens[r.tok].rel != "aux"  # "a attaqué": not the verb of "avoir un entretien"
    )  # fmt: skip
    return Explained(
        reading=read_notes(notes, tongue, kit, odd), asides=tuple(asides),
        sentences=tuple(notes.span(*sent) for sent in notes.sents),
    )  # fmt: skip


def prepare(
    raw: RawDispatch, kit: Kit
) -> tuple[Dispatch, Tongue | None, tuple[Issue, ...]]:
    """Clean one dispatch, and pick its tongue; without a pack for it, it is kept but not read."""
    language = detect_language(raw.text, raw.given.language)
    tongue = kit.tongue(language)
    dispatch, odd = clean(raw, (tongue or kit.default).residue, language)
    if tongue is None and dispatch.text.strip():
        odd += (
            Issue(
                dispatch_id=raw.id, kind="language-unknown", found=language or "not clear",
                expected=f"a language with a pack ({', '.join(kit.languages)})",
                done="kept the text, read nothing in it",
            ),
        )  # fmt: skip
    return dispatch, tongue, odd


def _read_batch(
    batch: list[tuple[Dispatch, Tongue | None, tuple[Issue, ...]]], kit: Kit
) -> Iterator[Reading]:
    """Readings of one batch, in order."""
    notes_of: dict[int, Notes] = {}
    spoken = {id(t): t for _, t, _ in batch if t is not None}
    for tongue in spoken.values():
        ranks = [n for n, (d, t, _) in enumerate(batch) if t is tongue and d.text.strip()]
        found = annotate_many(
            (batch[n][0] for n in ranks), tongue.tagger, tongue.model, tongue.forms
        )
        notes_of |= dict(zip(ranks, found, strict=True))
    for n, (dispatch, own, odd) in enumerate(batch):
        if own is None or n not in notes_of:
            yield Reading(
                dispatch=dispatch, referents=_NOBODY, issues=odd, made_by=kit.made_by
            )
        else:
            yield read_notes(notes_of[n], own, kit, odd)


def read_notes(
    notes: Notes, tongue: Tongue, kit: Kit, odd: tuple[Issue, ...] = ()
) -> Reading:
    """From an annotated dispatch to its reading: who, when, where, who says so, what."""
    notes = with_told_places(notes, tongue.places)
    mentions, actors, unclear = find_actors(notes, kit.kb, tongue.who)
    times, undated = find_times(notes, tongue.times)
    found = read_places(notes, mentions, kit.gazetteer, tongue.places)
    mentions, actors = without_towns(mentions, actors, found.places)
    quotes = find_quotes(notes, mentions, actors, tongue.speech)
    actors = with_sources(notes, quotes, actors, tongue.speech)
    quotes = with_details(notes, quotes, mentions, times, tongue.speech)
    happenings, actors, _ = code_happenings(notes, mentions, actors, quotes, tongue.coder)
    told = []
    for happening in happenings:
        own = [t for t in times if t.tok_start not in happening.content]
        if (
            happening.status == "denied"
        ):  # the day of a denial is not that of what it denies
            below = set(notes.subtree(happening.tok))
            own = [t for t in own if t.tok_start in below]
        when, dated_by = pick_when(notes, own, happening.tok, tongue.times)
        if dated_by in INFERRED and not happening.told_as_done:
            when, dated_by = None, "none"  # "soutient", "menaçait": no day, not a guess
        where, placed_by = pick_where(
            notes, found.places, happening.tok, frame=found.frame, rules=tongue.places,
            speakers=_speakers(happening, actors, kit.ontology),
            day=when.value if when else None,
        )  # fmt: skip
        told.append(
            Told(
                happening=happening,
                when=when.value if when else None,
                candidates=when.candidates if when else (),
                where=where.name if where else None,
                place=where if placed_by == NAMED else None,
                why=(f"when: {dated_by}", f"where: {placed_by}"),
            )
        )
    reports = gather_reports(notes, told, kit.made_by)
    reports = fill_in(notes, reports, actors, quotes, tongue.beside)
    reports = with_content(
        notes, reports, mentions, quotes, tongue.beside.senses, tongue.coder.support
    )
    return Reading(
        dispatch=notes.dispatch,
        referents=Referents(
            mentions=mentions, actors=actors, times=times, places=found.places
        ),
        quotes=quotes,
        reports=with_told_on(reports, quotes),
        issues=(*odd, *unclear, *undated, *found.issues),
        lemmas=" ".join(token.lemma for token in notes.tokens if token.pos != "PUNCT"),
        made_by=kit.made_by,
    )


def _speakers(
    happening: Happening, actors: Mapping[str, Actor], ontology: Ontology
) -> set[str | None] | None:
    """Countries of the doers of an act of speech; None for another act."""
    if ontology.rows[happening.type].quad not in SPOKEN:
        return None
    return {actors[k].country for k in happening.actors}


SPOKEN = ("VC", "VX")  # quads of verbal acts
# Ways of dating an act whose own sentence names no day: good for acts told as done, no others.
INFERRED = ("carried", "story")
NAMED = "named in the sentence"  # how a place was found that can tell two acts apart
_NOBODY = Referents(mentions=(), actors={}, times=(), places=())
