"""Laws of `said_only`: what no report says is left out of every view, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from views import made_events as made
from vigie.errors import BadRequest
from vigie.flow.merging import merge_readings
from vigie.knowledge.kb import open_kb
from vigie.knowledge.ontology_rules import load_ontology
from vigie.records import Event, Reading, event_as_said, inferred_of
from vigie.store.events import save_events
from vigie.store.record import Record
from vigie.views.bars import bars
from vigie.views.brief import brief
from vigie.views.dyads import Counted, dyads
from vigie.views.events import Wanted, list_events, tellings
from vigie.views.map import where_told
from vigie.views.network import network
from vigie.views.pages import report_page
from vigie.views.reports import Asked, report_rows
from vigie.views.timeline import timeline

replace = msgspec.structs.replace
SAID = Wanted(said_only=True)


def inferring(event: Event) -> Event:
    """An event whose doer, day and place were inferred."""
    where = event.where and replace(event.where, inferred=True)
    return replace(
        event, actors=tuple(replace(p, inferred=True) for p in event.actors), where=where,
        when_inferred=bool(event.when or event.candidates),
    )  # fmt: skip


def guessed(reading: Reading) -> Reading:
    """A reading whose reports infer who, when and where."""
    why = ("actor inferred: GNA", "when: carried", "where: frame of the dispatch")
    return replace(reading, reports=tuple(replace(r, why=why) for r in reading.reports))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The record made by hand; of one of its events who, when and where are inferred."""
    path = made.made_record(tmp_path_factory.mktemp("said") / "r.vigie")
    with Record(path, write=True) as opened:
        events = (inferring(made.TAKEN), made.THREAT, made.UNDATED)
        save_events(opened, events, made.CARDS, made.STORIES, made.DATINGS, made.LINEAGES)
        yield opened


def test_events_are_shown_with_what_is_said(record: Record):
    found = {e.id: e for e in list_events(record, SAID).events}
    taken = found["e1asaba"]
    assert (taken.actors, taken.when, taken.starts, taken.where) == ((), None, None, None)
    assert taken.recipients == made.TAKEN.recipients
    assert found["e2menace"] == made.THREAT
    assert not any(inferred_of(e) for e in found.values())


def test_without_it_nothing_is_left_out(record: Record):
    found = {e.id: e for e in list_events(record, Wanted()).events}
    assert found["e1asaba"] == inferring(made.TAKEN)


def test_an_inferred_day_does_not_date(record: Record):
    assert not list_events(record, replace(SAID, since="2020-05-21", until="2020-05-21",
                                           types=("COERCE",))).total  # fmt: skip
    assert bars(record, SAID).undated == bars(record, Wanted()).undated + 1


@pytest.mark.parametrize(
    "asked", [{"actor": "lby.gna"}, {"place": "Asaba"}, {"country": "LBY"}], ids=str
)
def test_filters_find_only_what_is_said(record: Record, asked: dict[str, str]):
    assert "e1asaba" in {e.id for e in list_events(record, Wanted(**asked)).events}
    said = list_events(record, Wanted(said_only=True, **asked))
    assert "e1asaba" not in {e.id for e in said.events}


@pytest.mark.parametrize("order", ["time", "weight", "told"])
def test_pages_are_the_whole(record: Record, order: str):
    whole = list_events(record, replace(SAID, order=order)).events
    paged: list[Event] = []
    cursor = None
    for _ in range(len(whole)):
        page = list_events(record, replace(SAID, order=order, limit=1, cursor=cursor))
        paged += page.events
        cursor = page.next
    assert tuple(paged) == whole
    assert cursor is None


def test_maps_networks_and_dyads_count_what_is_said(record: Record):
    def passes(wanted: Wanted) -> set[tuple[str, str]]:
        counted = Counted(wanted=wanted, level="actor", least=1)
        return {(d.left, d.right) for d in dyads(record, counted)}

    assert passes(Wanted()) - passes(SAID) == {("Gouvernement d'union nationale", "ANL")}
    assert where_told(record, Wanted()).dots
    assert not where_told(record, SAID).dots
    links = {(k.left, k.right) for k in network(record, SAID, level="actor").links}
    assert ("lby.gna", "lby.lna") not in links
    assert ("lby.gna", "lby.lna") in {
        (k.left, k.right) for k in network(record, Wanted(), level="actor").links
    }


def test_a_brief_says_no_inferred_value(record: Record):
    def text(wanted: Wanted) -> str:
        found = brief(record, wanted, language="fr")
        return " ".join(s.text for part in found.sections for s in part.sentences)

    assert "Asaba" in text(Wanted(types=("COERCE",)))
    assert "Asaba" not in text(Wanted(types=("COERCE",), said_only=True))
    assert timeline(record, SAID).total == 3


def test_a_record_merged_before_is_refused_with_the_cure(tmp_path: Path):
    path = made.made_record(tmp_path / "old.vigie")
    with Record(path, write=True) as old:
        old.db.execute("DROP TABLE event_inferred")
        with pytest.raises(BadRequest, match="vigie merge"):
            list_events(old, SAID)


def test_reports_are_shown_as_said_and_found_by_what_is_said(tmp_path: Path):
    path = tmp_path / "r.vigie"
    with Record(path, write=True) as record:
        list(record.add((made.key_of(r), guessed(r)) for r in made.readings()))
        all_, said = (report_rows(record, Asked(said_only=s)) for s in (False, True))
        assert len(all_) == len(said)
        assert all("actors" in row.inferred for row in all_ if row.actors)
        assert not any(r.actors or r.when or r.where or r.inferred for r in said)
        assert report_rows(record, Asked(since="2020-05", place="Asaba"))
        assert not report_rows(record, Asked(since="2020-05", said_only=True))
        assert not report_rows(record, Asked(place="Asaba", said_only=True))
        for asked in (Asked(said_only=True), Asked(said_only=True, actor="ANL")):
            rows = {row.report for row in report_rows(record, asked)}
            page = report_page(record, asked, 50)
            assert {report.id for _, report in page.rows} == rows
            assert page.total == len(rows)
            first = report_page(record, asked, 1)
            rest = report_page(record, asked, 50, first.next)
            assert {r.id for _, r in (*first.rows, *rest.rows)} == rows


def test_an_event_infers_what_all_its_reports_infer_and_says_what_one_says():
    """Merged anew: guessed by all, a value is inferred; said by one of them, it is said."""
    said = made.readings()

    def merged(readings: list[Reading]) -> dict[str, Event]:
        found = merge_readings(readings, lore=open_kb(), ontology=load_ontology())
        return {e.id: e for e in found.merged.events}

    told = [
        replace(r, reports=tuple(replace(p, why=("when: tree",)) for p in r.reports))
        for r in said
    ]
    plain, all_guessed = merged(told), merged([guessed(r) for r in said])
    assert not any(inferred_of(e) for e in plain.values() if e.when)
    for event in all_guessed.values():
        assert set(inferred_of(event)) >= ({"actors"} if event.actors else set())
        assert event.where is None or event.where.inferred
        assert not event_as_said(event).actors
    one_says = merged([told[0], *(guessed(r) for r in said[1:])])
    taken = next(e for e in one_says.values() if "r1" in e.reports)
    assert {"r1", "r3"} <= set(taken.reports)
    assert inferred_of(taken) == ()


def test_tellings_bear_which_fields_were_inferred(tmp_path: Path):
    path = tmp_path / "r.vigie"
    with Record(path, write=True) as record:
        list(record.add((made.key_of(r), guessed(r)) for r in made.readings()))
        save_events(record, made.EVENTS, made.CARDS, made.STORIES)
        rows = tellings(record, made.TAKEN)
        assert all("where" in row.inferred for row in rows)
        for row in tellings(record, made.TAKEN, said_only=True):
            assert (row.actors, row.when, row.where) == ((), None, None)
            assert not row.inferred
            assert "where" not in {e.field for e in row.evidence}
