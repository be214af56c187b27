"""Laws of review: a person's word stands through reruns, and what it now contradicts is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vigie
from views import made_events as made
from vigie.errors import BadRequest
from vigie.flow import building
from vigie.flow.building import build_record
from vigie.flow.corrections import FIELDS as FIELD_NAMES
from vigie.flow.corrections import (
    added_report,
    field_value,
    report_id,
    stands,
    with_field,
)
from vigie.flow.deciding import decide
from vigie.flow.merging import merge_record
from vigie.flow.replaying import successor
from vigie.flow.reviewing import conflicts, replay
from vigie.records import Decision, Given, RawDispatch, Reading, Report, Span
from vigie.store.events import all_events
from vigie.store.record import Record

AT = "2026-01-02T03:04:05Z"


def said(kind: str, target: str, **fields: object) -> Decision:
    """Aya's word; a value as JSON."""
    if "value" in fields:
        fields["value"] = json.dumps(fields["value"])
    return Decision(kind=kind, target=target, by="Aya", at=AT, **fields)  # type: ignore[arg-type]


@pytest.fixture
def record(tmp_path: Path):
    """The record made by hand, merged by the machine."""
    path = made.made_record(tmp_path / "r.vigie", merged=False)
    with Record(path, write=True) as found:
        merge_record(found)
        yield found


def reread(record: Record, change: Callable[[Report], Report | None]) -> None:
    """The same dispatches read by another maker, each report changed, or lost."""
    again = []
    for reading in made.readings():
        reports = tuple(r for r in map(change, reading.reports) if r)
        again.append(msgspec.structs.replace(reading, reports=reports, made_by="other"))
    list(record.add((made.key_of(r), r) for r in again))


def report(record: Record, dispatch: str, name: str) -> Report | None:
    """A report of the reading in force."""
    reading = record.reading_of(dispatch)
    assert reading
    return next((r for r in reading.reports if r.id == name), None)


# --- a word is taken down ----------------------------------------------------------------


def test_what_stood_there_is_taken_down(record: Record):
    known = decide(record, said("correct", "r2", field="type", value="ACCUSE"))
    assert json.loads(known.seen or "") == "THREATEN"
    whole = json.loads(decide(record, said("accept", "r1")).seen or "")
    assert whole["actors"] == ["Gouvernement d'union nationale"]
    assert whole["when"] == "2020-05-21"


@pytest.mark.parametrize(
    ("decision", "cure"),
    [
        (said("bless", "r1"), "write one of"),
        (said("accept", "r9"), "no report"),
        (said("accept", "e9"), "no event"),
        (said("correct", "r1", field="type", value="BAKE"), "write one of"),
        (said("correct", "r1", field="colour", value="red"), "write one of"),
        (said("correct", "r1", field="when", value="jeudi"), "2020-05-21"),
        (said("correct", "r1", field="status", value=3), "write one of"),
        (said("correct", "r1", field="actors", value=[{"start": -2, "end": 1}]), "start"),
        (said("correct", "r1", field="actors", value=[3]), "a name or marked words"),
        (said("correct", "r1", field="sizes", value=[{"what": 3}]), "cannot be"),
        (said("same", "r1"), "joined by +"),
        (said("same", "r1+r1"), "one already"),
        (said("add", "nowhere", value={}), "no dispatch"),
        (said("add", "wire", value={"type": "COERCE"}), "trigger"),
        (said("add", "wire", value=[1]), "trigger"),
        (said("note", "r1", note="  "), "write some"),
        (said("accept", "r"), "several reports"),
        (said("accept", ""), "no report"),
        (Decision(kind="accept", target="r1", by=" ", at=AT), "--by"),
        (Decision(kind="correct", target="r1", by="A", at=AT, field="mode", value="{"), "JSON"),
    ],
)  # fmt: skip
def test_a_word_that_cannot_be_taken_says_its_cure(record: Record, decision, cure: str):
    with pytest.raises(BadRequest, match=cure.replace("+", r"\+")):
        decide(record, decision)
    assert not record.rows("SELECT 1 FROM decisions")


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["COERCE", "denied", "2020-05", "2020-13-99", "ANL"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["start", "end", "text", "type", "trigger", "what", "actors"]), inner),
    max_leaves=6,
)  # fmt: skip


@given(field=st.sampled_from(FIELD_NAMES), value=ANY)
def test_no_value_however_strange_raises_but_a_refusal(field: str, value: object):
    """What is taken can be put back as it is shown."""
    reading = made.readings()[0]
    try:
        after, changed = with_field(reading, reading.reports[0], field, value)
    except BadRequest:
        return
    assert stands(after, changed, field, value) or field in (
        "actors",
        "recipients",
        "said_by",
    )
    json.dumps(field_value(after, changed, field))


@given(value=ANY)
def test_no_report_to_add_however_strange_raises_but_a_refusal(value: object):
    given_ = value if isinstance(value, dict) else {"type": "COERCE", "trigger": value}
    with suppress(BadRequest):
        added_report(made.readings()[0], given_, "Aya")


# --- it is replayed ----------------------------------------------------------------------


FIELDS = [
    ("type", "ACCUSE", "ACCUSE"), ("mode", "verbal", "verbal"), ("status", "alleged", "alleged"),
    ("when", "2020-05-14", "2020-05-14"), ("where", "Tripoli", "Tripoli"), ("where", None, None),
    ("actors", ["ANL"], ("LNA",)), ("recipients", [], ()), ("recipients", ["gna"], ("GNA",)),
    ("actors", ["Le Caire"], ("Le Caire",)), ("said_by", "ANL", "LNA"), ("said_by", None, None),
    ("contexts", ["military"], ("military",)),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "held"), FIELDS)
def test_any_field_is_corrected_and_stays_so_after_another_maker(
    record: Record, field: str, value: object, held: object
):
    decide(record, said("correct", "r2", field=field, value=value))
    merge_record(record)
    found = report(record, "wire", "r2")
    assert found
    assert getattr(found, field) == held
    reread(record, lambda r: msgspec.structs.replace(r, confidence=0.5))
    merge_record(record)
    found = report(record, "wire", "r2")
    assert found
    assert getattr(found, field) == held
    assert ("says so" in "".join(found.why)) == (value is not None)
    assert not conflicts(record)


def test_words_marked_bear_a_field(record: Record):
    """The words of "jeudi" date, those of "ANL" name: as brat and the page send them."""
    jeudi, anl = made.span(made.WIRE, "jeudi"), made.span(made.WIRE, "l'ANL")
    at = {"start": jeudi.start, "end": jeudi.end, "text": "jeudi"}
    decide(record, said("correct", "r2", field="when_words", value=[at]))
    decide(record, said("correct", "r2", field="actors",
                        value=[{"start": anl.start + 2, "end": anl.end, "text": "ANL"}]))  # fmt: skip
    merge_record(record)
    found = report(record, "wire", "r2")
    assert found
    assert (found.when, found.actors) == ("2020-05-21", ("LNA",))


def test_a_report_whose_id_changed_is_found_by_its_words(record: Record):
    decide(record, said("correct", "r2", field="status", value="denied"))

    def renamed(r: Report) -> Report:
        wider = Span(max(0, r.trigger.start - 2), r.trigger.end)
        return msgspec.structs.replace(r, id="n" + r.id, trigger=wider)

    reread(record, renamed)
    merge_record(record)
    found = report(record, "wire", "nr2")
    assert found
    assert found.status == "denied"
    assert report(record, "wire", "nr1").status == "asserted"  # type: ignore[union-attr]


def test_what_nobody_saw_is_a_conflict_and_the_word_stands(record: Record):
    """Aya made THREATEN an ACCUSE; the new maker says REQUEST: shown, not dropped."""
    decide(record, said("correct", "r2", field="type", value="ACCUSE"))
    reread(
        record, lambda r: msgspec.structs.replace(r, type="REQUEST") if r.id == "r2" else r
    )
    merge_record(record)
    (one,) = conflicts(record)
    assert (one.kind, one.field, one.now, one.seen) == (
        "changed", "type", '"REQUEST"', '"THREATEN"')  # fmt: skip
    assert report(record, "wire", "r2").type == "ACCUSE"  # type: ignore[union-attr]


def test_a_maker_that_comes_to_agree_is_no_conflict(record: Record):
    decide(record, said("correct", "r2", field="type", value="ACCUSE"))
    reread(
        record, lambda r: msgspec.structs.replace(r, type="ACCUSE") if r.id == "r2" else r
    )
    assert not conflicts(record)


def test_an_accepted_report_that_is_lost_is_kept_and_shown(record: Record):
    decide(record, said("accept", "r2"))
    reread(record, lambda r: None if r.id == "r2" else r)
    merge_record(record)
    kept = report(record, "wire", "r2")
    assert kept
    assert kept.type == "THREATEN"
    (one,) = conflicts(record)
    assert one.kind == "gone"


def test_an_accepted_field_is_held(record: Record):
    decide(record, said("accept", "r2"))
    reread(record, lambda r: msgspec.structs.replace(r, status="denied"))
    merge_record(record)
    assert report(record, "wire", "r2").status == "asserted"  # type: ignore[union-attr]
    assert [c.field for c in conflicts(record)] == ["status"]


def test_a_rejected_report_goes_and_comes_back_when_accepted(record: Record):
    decide(record, said("reject", "r2"))
    merge_record(record)
    assert report(record, "wire", "r2") is None
    assert "r2" not in {r for e in all_events(record) for r in e.reports}
    reread(record, lambda r: r)
    merge_record(record)
    assert report(record, "wire", "r2") is None
    decide(record, said("accept", "r2"))
    merge_record(record)
    assert report(record, "wire", "r2") is not None


def test_a_rejected_event_goes_with_its_reports_and_can_come_back(record: Record):
    (event,) = (e for e in all_events(record) if "r2" in e.reports)
    decide(record, said("reject", event.id))
    merge_record(record)
    assert event.id not in {e.id for e in all_events(record)}
    assert not {r for e in all_events(record) for r in e.reports} & set(event.reports)
    decide(record, said("accept", event.id))
    merge_record(record)
    assert event.id in {e.id for e in all_events(record)}


def test_a_field_accepted_after_a_correction_is_the_machines_again(record: Record):
    decide(record, said("correct", "r2", field="type", value="ACCUSE"))
    merge_record(record)
    decide(record, said("accept", "r2", field="type"))
    merge_record(record)
    assert report(record, "wire", "r2").type == "THREATEN"  # type: ignore[union-attr]


def test_a_missed_report_is_added_by_its_words(record: Record):
    lost = made.span(made.WIRE, "perdu")
    known = decide(record, said("add", "wire", value={
        "type": "COERCE", "trigger": {"start": lost.start, "end": lost.end},
        "recipients": ["ANL"], "when": "2020-05-21"}))  # fmt: skip
    told = json.loads(known.value or "")
    assert told["trigger"]["text"] == "perdu"
    span = Span(told["span"]["start"], told["span"]["end"])
    name = report_id("wire", "COERCE", lost, span)
    for _ in range(2):
        merge_record(record)
        found = report(record, "wire", name)
        assert found
        assert found.recipients == ("LNA",)
        assert found.rule == "person:Aya"
        assert name in {r for e in all_events(record) for r in e.reports}
        reread(record, lambda r: r)


def test_pairs_follow_their_reports(record: Record):
    """Said of two reports, "same" holds when both have other ids."""
    decide(record, said("same", "r1+r5"))
    decide(record, said("different", "r1+r3"))

    def events() -> dict[str, str]:
        return {r: e.id for e in all_events(record) for r in e.reports}

    merge_record(record)
    assert events()["r1"] == events()["r5"] != events()["r3"]
    reread(record, lambda r: msgspec.structs.replace(r, id="n" + r.id))
    merge_record(record)
    assert events()["nr1"] == events()["nr5"] != events()["nr3"]


def test_a_replay_writes_once_and_changes_no_reading(record: Record):
    decide(record, said("correct", "r2", field="type", value="ACCUSE"))
    before = record.rows("SELECT * FROM readings")
    assert replay(record).written == ("wire",)
    assert replay(record).written == ()
    after = record.rows("SELECT * FROM readings")
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1


def test_the_machines_reading_without_decisions_is_left_as_it_is(record: Record):
    before = record.rows("SELECT count(*) FROM readings")
    assert not replay(record).written
    assert record.rows("SELECT count(*) FROM readings") == before


def test_a_text_that_came_back_changed_keeps_what_was_said_of_its_words():
    """The clause moved down by a line: the report on it is still the one."""
    (old,) = (r for r in made.readings() if r.dispatch.id == "deny")
    text = "Actualisé.\n" + made.OTHER
    (new,) = (made.reading("deny", text, "2020-05-23", "La Gazette", made.report(
        "new", text, "L'ANL dément avoir perdu Asaba", "perdu", "COERCE"), named={}),)  # fmt: skip
    assert successor(new, old, old.reports[0]) is new.reports[0]
    gone = made.reading("deny", "Rien.", "2020-05-23", "La Gazette", named={})
    assert successor(gone, old, old.reports[0]) is None


# --- end to end --------------------------------------------------------------------------

TEXT = "L'armée a bombardé Sirte jeudi, selon un porte-parole. Paris a accusé Moscou."


def test_build_decide_rebuild_with_another_maker(tmp_path: Path, monkeypatch):
    """The whole street: read, corrected, read again by a new version that names reports anew."""
    path = tmp_path / "r.vigie"

    def build() -> None:
        raw = RawDispatch(
            id="d", text=TEXT, given=Given(published="2020-05-22", language="fr")
        )
        for _ in build_record([raw], path).steps:
            pass

    def coded(type_: str) -> Report:
        with Record(path) as record:
            reading = record.reading_of("d")
            assert reading
            (one,) = (r for r in reading.reports if r.type == type_)
            return one

    build()
    first = coded("ACCUSE")
    with Record(path, write=True) as record:
        decide(record, said("correct", first.id, field="status", value="denied"))
    build()  # nothing new to read: the decision is taken into account all the same
    assert coded("ACCUSE").status == "denied"

    each = building.each

    def otherwise(*args, **options):
        for reading in each(*args, **options):
            assert isinstance(reading, Reading)
            reports = tuple(
                msgspec.structs.replace(r, id="x" + r.id) for r in reading.reports
            )
            yield msgspec.structs.replace(reading, reports=reports)

    monkeypatch.setattr(vigie, "__version__", "99.0")
    monkeypatch.setattr(building, "each", otherwise)
    build()
    again = coded("ACCUSE")
    assert again.id == "x" + first.id
    assert again.status == "denied"
    with Record(path) as record:
        assert not conflicts(record)
        assert any(e.type == "ACCUSE" and e.status == "denied" for e in all_events(record))
