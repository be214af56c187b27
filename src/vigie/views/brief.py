"""Views room. The brief: what matters of a record as sentences, each built from fields, with notes.

Flow: timeline → for each event its tellings → the words that bear each field are looked up again
in the raw text → a sentence by the template pack, footnoted; or, where the words do not bear a
field, a refusal that is counted and listed. Nothing is copied from a dispatch but in the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from vigie.knowledge.folding import fold_words
from vigie.records import ActorCard, Event, Figure, Party, Voice
from vigie.store.events import all_actors, all_stories
from vigie.store.record import Record
from vigie.views.brief_words import Phrase, Wording, load_wording
from vigie.views.events import TellingRow, Wanted, tellings
from vigie.views.tellings import Evidence
from vigie.views.timeline import timeline

MOST = 40  # events: two pages
STEM = 4  # letters that a name and its adjective share
MOST_NOTES = 3  # notes a sentence: one an origin, the first told


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


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """The sentences on one story, in order of time; `title` None for events of no story."""

    title: str | None
    sentences: tuple[Sentence, ...]


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A brief, before it is laid out. `first` and `last` are the days its events span."""

    language: str
    sections: tuple[Section, ...]
    refused: tuple[Refused, ...]
    unsaid: tuple[Refused, ...]
    events: int
    total: int
    dispatches: int
    origins: int
    first: str | None
    last: str | None


def brief(
    record: Record, wanted: Wanted, *, language: str = "fr", most: int = MOST
) -> Brief:
    """Write what matters most of what is wanted.

    Args:
        record: Where to look.
        wanted: What to look for.
        language: Of the sentences.
        most: How many events.

    Raises:
        BadRequest: no events, no such language, or what is wanted cannot be asked.
    """
    wording = load_wording(language)
    found = timeline(record, wanted, most)
    cards = {card.id: card for card in all_actors(record)}
    sections: dict[str | None, list[Sentence]] = {}
    refused: list[Refused] = []
    unsaid: list[Refused] = []
    for line in found.lines:
        writer = _Writer(line.event, tellings(record, line.event), cards, wording)
        fault = next(writer.faults(), None)
        if fault is not None:
            refused.append(fault)
        else:
            sections.setdefault(line.event.story, []).extend(writer.sentences())
            unsaid += writer.unsaid
    events = [line.event for line in found.lines]
    days = [d for e in events if e.when or e.candidates for d in (e.starts, e.ends) if d]
    titles = {story.id: story.title for story in all_stories(record)}
    return Brief(
        language=language,
        sections=tuple(
            Section(title=titles.get(story or ""), sentences=tuple(sentences))
            for story, sentences in sorted(sections.items(), key=lambda s: s[0] is None)
        ),
        refused=tuple(refused), unsaid=tuple(unsaid), events=len(events) - len(refused), total=found.total,
        dispatches=len({d for e in events for o in e.origins for d in o.dispatches}),
        origins=len({o.source for e in events for o in e.origins}),
        first=min(days, default=None), last=max(days, default=None),
    )  # fmt: skip


class _Writer:
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
        yield self._sentence(self._what(), self._pick(event.reports))
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

    def _what(self) -> str:
        """The sentence on the act itself, before it is fused."""
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

    def _sentence(self, text: str, rows: Sequence[TellingRow]) -> Sentence:
        return Sentence(
            event=self.event.id, text=self.wording.sentence(text),
            notes=tuple(
                Note(dispatch=r.dispatch, outlet=r.outlet, published=r.published,
                     start=r.span.start, end=r.span.end, words=r.clause, report=r.report)
                for r in rows
            ),
        )  # fmt: skip

    def _pick(self, reports: Sequence[str], most: int = MOST_NOTES) -> list[TellingRow]:
        """One telling an origin, of the event's own status first, in order of publication."""
        rows = [r for r in self.rows if r.report in reports]
        rows.sort(key=lambda r: r.status != self.event.status)
        source = {report: o.source for o in self.event.origins for report in o.reports}
        picked = {source.get(r.report, r.dispatch): r for r in reversed(rows)}
        return [r for r in rows if r in picked.values()][:most]


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
