"""Views room. One event on its way to sentences: its fields, the words that bear them, its notes.

Flow: event, its tellings, the actors' cards → the faults (fields that no words bear), else the
sentences, each with its notes. What an act of speech says stands between quotation marks, word for
word; nothing else is copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from vigie.knowledge.folding import fold_words
from vigie.records import ActorCard, Event, Figure, Party, Span, Voice
from vigie.views.brief_words import Phrase, Wording
from vigie.views.events import TellingRow
from vigie.views.tellings import Evidence

STEM = 4  # letters that a name and its adjective share
MOST_NOTES = 3  # notes a sentence: one an origin, the first told
CITED = "\ue000"  # stands for cited words until the sentence is finished: nothing in them changes


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sentence comes from: the clause, in its dispatch, by offsets of the raw text."""

    dispatch: str
    outlet: str | None
    published: str | None
    start: int
    end: int
    words: str
    report: str


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence on an event, and its notes."""

    event: str
    text: str
    notes: tuple[Note, ...]


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A field whose words do not bear its value.

    Without its trigger, its doers, those it is done to or its day, an event has no sentence; without its
    place it has one that does not say where.
    """

    event: str
    field: str
    value: str


class Writer:
    """One event on its way to sentences: its fields, their evidence, their words."""

    def __init__(
        self,
        event: Event,
        rows: list[TellingRow],
        cards: dict[str, ActorCard],
        wording: Wording,
    ) -> None:
        self.event = event
        self.rows = rows
        self.cards = cards
        self.wording = wording
        self.where = event.where
        self.unsaid: tuple[Refused, ...] = ()
        if event.where and not any(map(self._places, rows)):
            self.where = None
            self.unsaid = (Refused(event=event.id, field="where", value=event.where.name),)

    # --- evidence ------------------------------------------------------------------------

    def faults(self) -> Iterator[Refused]:
        """The fields that no words bear, in the order they are said."""
        event = self.event

        def fault(field: str, value: str) -> Refused:
            return Refused(event=event.id, field=field, value=value)

        if not self.rows or {r.report for r in self.rows} != set(event.reports):
            yield fault(
                "reports",
                ", ".join(sorted(set(event.reports) - {r.report for r in self.rows})),
            )
        if self.wording.act(event.type, event.mode) is None:
            yield fault("act", event.type)
        if not any(r.type == event.type and _stands(r) for r in self.rows):
            yield fault("trigger", event.type)
        for field, parties in (("actor", event.actors), ("recipient", event.recipients)):
            for party in parties:
                if self._named(party) is None:
                    yield fault(field, party.name)
        if (event.when or event.candidates) and not any(map(self._dates, self.rows)):
            yield fault("when", event.when or " ".join(event.candidates))

    def _named(self, party: Party) -> Evidence | None:
        """Words that name a party in a report it is backed by: they share a word with its names."""
        card = self.cards.get(party.actor)
        for row in self.rows:
            if party.reports and row.report not in party.reports:
                continue
            for e in row.evidence:
                if e.field not in ("actor", "recipient", "said_by"):
                    continue
                forms = (party.name, *(card.names if card else ()))
                if set(fold_words(e.words)) & {
                    w for form in forms for w in fold_words(form)
                }:
                    return e
        return None

    def _dates(self, row: TellingRow) -> bool:
        """Whether a report dates the event: words in it, or the day its dispatch is of."""
        first, last = self.event.starts or "", self.event.ends or "~"
        days = [row.when] if row.when else list(row.candidates)
        if not any(_meets(day, first, last) for day in days):
            return False
        told = (row.published or "")[:10]
        return told in days or any(e.field == "when" and e.words for e in row.evidence)

    def _places(self, row: TellingRow) -> bool:
        assert self.event.where is not None
        name = self.event.where.name
        return any(
            e.field == "where"
            and _akin(e.words, (e.value,))
            and _akin(name, (e.words, e.value))
            for e in row.evidence
        )

    def _counts(self, figure: Figure) -> bool:
        """Whether the words of a figure are there, and bear its number where they are digits."""
        for row in self.rows:
            for e in row.evidence:
                if row.report == figure.report and e.field == figure.what:
                    digits = "".join(c for c in e.words if c.isdigit())
                    known = {
                        str(n)
                        for n in (figure.low, figure.best, figure.high)
                        if n is not None
                    }
                    return e.value in known and (not digits or digits in known)
        return False

    # --- sentences -----------------------------------------------------------------------

    def sentences(self) -> Iterator[Sentence]:
        """What happened; who denies it; what is counted; what sources oppose."""
        event, say = self.event, self.wording.pack
        rows = self._pick(event.reports)
        cited = self._cited(rows)
        yield self._sentence(self._what(bool(cited)), rows, cited)
        deniers = [v for v in event.voices if v.status == "denied" and v.party]
        if deniers and event.status != "denied":
            who = self.wording.names([self._voice(v.party, v.name) for v in deniers])
            text = say["denial"]["many" if who.is_plural else "one"].format(names=who.text)
            yield self._sentence(text, self._pick([r for v in deniers for r in v.reports]))
        counted = {f"{f.what}{f.low}{f.best}{f.high}{f.claimant}": f
                   for f in reversed(event.figures) if self._counts(f)}  # fmt: skip
        if counted:
            figures = list(reversed(counted.values()))
            words = say["figure_comma"].join(self._figure(f) for f in figures)
            yield self._sentence(
                say["figures"].format(list=words),
                self._pick([f.report for f in figures], 9),
            )
        for contradiction in event.contradictions:
            if contradiction.field in say["fields"] and contradiction.field != "status":
                sides = [
                    say["differ_side"].format(
                        value=s.value, parties=", ".join(s.parties) or "–"
                    )
                    for s in contradiction.sides
                ]
                reports = [r for s in contradiction.sides for r in s.reports[:1]]
                words = f"{say['fields'][contradiction.field]}, {say['figure_comma'].join(sides)}"
                yield self._sentence(
                    say["differ"].format(list=words), self._pick(reports, 9)
                )

    def _cited(self, rows: list[TellingRow]) -> str:
        """What the act says, in the words of one of its tellings, which then is a note."""
        known = [r for r in self.rows if r.type == self.event.type and _says_what(r)]
        known.sort(key=lambda r: r not in rows)
        if not known:
            return ""
        if known[0] not in rows:
            rows.append(known[0])
        return known[0].content.words if known[0].content else ""

    def _what(self, cites: bool) -> str:
        """The sentence on the act itself, before it is fused; `CITED` for what it cites."""
        event, say = self.event, self.wording.pack
        act = self.wording.act(event.type, event.mode)
        doers = self._phrases(event.actors)
        whom = self._phrases(event.recipients)
        place = self.wording.place(self.where, act.get("at")) if self.where else ""
        took = bool(act.get("took") and doers and self.where
                    and self.where.precision in ("site", "district", "city"))  # fmt: skip
        if doers:
            who = self.wording.names(doers)
            (did, do, done), to = self._verb(act, whom=bool(whom), took=took), act["to"]
            verb = self._said(who).format(did=did, do=do, done=done)
            text = say["act"].format(
                who=who.text, verb=verb,
                whom=f" {to}{self.wording.names(whom).text}" if whom else "",
            )  # fmt: skip
        else:
            number = "many" if act.get("many") else "one"
            text = act["noun"]
            if whom:
                text += f" {act['against']}{self.wording.names(whom).text}"
            text += f" {say['passive'][event.status][number]}"
        if cites:
            text += say["content"].format(words=CITED)
        count = len(event.origins)
        return str(say["sentence"]).format(
            when=self.wording.when(event), act=text, place=f" {place}" if place and not took else "",
            according=self._according(),
            sources=say["sources"]["many" if count > 1 else "one"].format(n=count),
        )  # fmt: skip

    def _verb(self, act: Any, *, whom: bool, took: bool) -> tuple[str, ...]:
        """The verb as told, as infinitive and as participle, with the place it takes."""
        forms = (act["did"], act["do"], act.get("done") or act["did"])
        if took and self.where:
            return tuple(f"{form} {self.where.name}" for form in forms)
        if "alone" in act and (not whom or act.get("took")):
            return (*act["alone"], act["alone"][0])[:3]
        return forms

    def _said(self, who: Phrase) -> str:
        """The verb's template for the event's status, in the doer's number."""
        status = self.event.status
        act = self.wording.act(self.event.type, self.event.mode)
        status = act.get("said_as", {}).get(status, status)
        if (
            self._claimed_by_self()
            and f"{status}_self" in self.wording.pack["statuses_said"]
        ):
            status += "_self"
        rules = self.wording.pack["statuses_said"][status]
        return str(rules["many" if who.is_plural else "one"])

    def _sayers(self) -> list[Voice]:
        """Those who say so, where no outlet says it in its own voice."""
        voices = [v for v in self.event.voices if v.status == self.event.status]
        outlets = [v for v in voices if v.party is None]
        if outlets and self.event.status != "alleged":
            return []
        return [v for v in voices if v.party] or outlets

    def _claimed_by_self(self) -> bool:
        own, said = {p.actor for p in self.event.actors}, self._sayers()
        return bool(said) and all(v.party in own for v in said)

    def _according(self) -> str:
        """Who says so, unless it is the doer: then the verb says it."""
        said = self._sayers()
        if not said or (
            self._claimed_by_self() and self.event.status in ("asserted", "denied")
        ):
            return ""
        names = self.wording.names([self._voice(v.party, v.name) for v in said])
        return str(self.wording.pack["according"]).format(names=names.text)

    def _figure(self, figure: Figure) -> str:
        card = self.cards.get(figure.claimant or "")
        by = self._voice(figure.claimant, card.name).text if card else None
        return self.wording.figure(figure, by)

    def _phrases(self, parties: Sequence[Party]) -> list[Phrase]:
        return [self.wording.name(party, self._article(party)) for party in parties]

    def _voice(self, actor: str | None, name: str) -> Phrase:
        card = self.cards.get(actor or "")
        if card is None:
            return Phrase(name)
        party = Party(actor=card.id, name=name, country=card.country, kind=card.kind)
        return self.wording.name(party, self._article(party))

    def _article(self, party: Party) -> str | None:
        """The determiner that stands before the very name in a dispatch."""
        found = [
            e.before for row in self.rows for e in row.evidence
            if e.before and fold_words(e.words) == fold_words(party.name)
        ]  # fmt: skip
        return found[0] if found else None

    # --- notes ---------------------------------------------------------------------------

    def _sentence(self, text: str, rows: Sequence[TellingRow], cited: str = "") -> Sentence:
        return Sentence(
            event=self.event.id, text=self.wording.sentence(text).replace(CITED, cited),
            notes=tuple(_note(r, bool(cited)) for r in rows),
        )  # fmt: skip

    def _pick(self, reports: Sequence[str], most: int = MOST_NOTES) -> list[TellingRow]:
        """One telling an origin, of the event's own status first, in order of publication."""
        rows = [r for r in self.rows if r.report in reports]
        rows.sort(key=lambda r: r.status != self.event.status)
        source = {report: o.source for o in self.event.origins for report in o.reports}
        picked = {source.get(r.report, r.dispatch): r for r in reversed(rows)}
        return [r for r in rows if r in picked.values()][:most]


def _note(row: TellingRow, cites: bool) -> Note:
    """Where a sentence comes from: the clause, with what it says where that is cited."""
    span, words = row.span, row.clause
    if cites and _says_what(row) and row.content:
        said = row.content.span
        span = Span(min(span.start, said.start), max(span.end, said.end))
        base = row.sentence.start
        words = " ".join(row.words[span.start - base : span.end - base].split())
    return Note(
        dispatch=row.dispatch, outlet=row.outlet, published=row.published, start=span.start,
        end=span.end, words=words, report=row.report,
    )  # fmt: skip


def _says_what(row: TellingRow) -> bool:
    """Whether the words that say what stand in the sentence of the report, all of them."""
    inside = row.sentence.covers(row.span)
    return inside and row.content is not None and row.sentence.covers(row.content.span)


def _stands(row: TellingRow) -> bool:
    """Whether the trigger's words are there, inside the clause."""
    return any(
        e.field == "trigger" and e.words.strip() and row.span.overlaps(e.span)
        for e in row.evidence
    )


def _akin(words: str, names: Sequence[str]) -> bool:
    """Whether words share a word with names, or its first letters ("turques", "Turquie")."""
    theirs = {w for name in names for w in fold_words(name)}
    return any(
        mine == other or (len(mine) > STEM and mine[:STEM] == other[:STEM])
        for mine in fold_words(words) for other in theirs
    )  # fmt: skip


def _meets(day: str, first: str, last: str) -> bool:
    """Whether a day, a month or an interval shares a day with first..last."""
    start, _, end = day.partition("/")
    return start[:10] <= last and (end or start)[:10] + "~" >= first
