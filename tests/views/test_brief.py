"""Laws of the brief: French that agrees, doubt kept, nothing said that words do not bear."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from views import made_events as made
from vigie.errors import BadRequest
from vigie.knowledge.loaders import HOME
from vigie.knowledge.ontology_rules import load_ontology
from vigie.knowledge.yaml import read_yaml
from vigie.records import Event, Figure, Party, Reading, Spot, Voice
from vigie.records.report import STATUSES
from vigie.store.events import save_events
from vigie.store.record import Record
from vigie.views.brief import Brief, brief
from vigie.views.brief_pages import to_html, to_markdown
from vigie.views.brief_words import load_wording, wordings
from vigie.views.events import Wanted

FR, EN = load_wording("fr"), load_wording("en")


def keys(node: Any, path: str = "") -> set[str]:
    """Paths of a pack's templates; lists, and what each language needs alone, left out."""
    if not isinstance(node, dict):
        return {path}
    return {k for name, inner in node.items() for k in keys(inner, f"{path}/{name}")}


def test_both_languages_say_the_same_things():
    """Each template of one is in the other: dates, places, statuses, acts, page."""
    fr, en = (read_yaml(HOME / "briefs" / f"{name}.yaml") for name in ("fr", "en"))
    for part in ("dates", "places", "figure", "statuses_said", "passive", "page", "fields",
                 "counted", "differ", "denial", "sources"):  # fmt: skip
        assert keys(fr[part]) == keys(en[part]), part
    assert fr["acts"].keys() == en["acts"].keys()
    assert wordings() == ["en", "fr"]


@pytest.mark.parametrize("wording", [FR, EN], ids=["fr", "en"])
def test_every_type_and_every_mode_can_be_said(wording: Any):
    ontology = load_ontology()
    for type_, row in ontology.rows.items():
        for mode in (None, *row.modes):
            act = wording.act(type_, mode)
            assert act["did"], (type_, mode)
            assert act["do"], (type_, mode)
            assert act["noun"], (type_, mode)


@pytest.mark.parametrize("rule", FR.pack["fuse"], ids=lambda r: r["find"])
def test_each_rule_of_elision_does_what_it_says(rule: dict[str, Any]):
    before, after = rule["example"]
    assert FR.fuse(before) == after
    if "not" in rule:
        assert FR.fuse(rule["not"]) == rule["not"].replace("‿", " ")


def test_what_is_said_is_quoted_word_for_word_under_its_note(tmp_path: Path):
    """What a threat threatens stands between quotation marks as in the dispatch; none elsewhere."""
    said = made.span(made.WIRE, "de représailles")
    told = [
        msgspec.structs.replace(r, reports=tuple(
            msgspec.structs.replace(p, content=said) if p.id == "r2" else p
            for p in r.reports)) for r in made.readings()
    ]  # fmt: skip
    path = tmp_path / "r.vigie"
    with Record(path, write=True) as record:
        list(record.add((made.key_of(r), r) for r in told))
        undated = msgspec.structs.replace(
            made.THREAT, candidates=(), starts=None, ends=None
        )
        save_events(record, (made.TAKEN, undated), made.CARDS, made.STORIES)
        found = {
            (name, s.event): s for name in wordings()
            for part in brief(record, Wanted(), language=name).sections
            for s in part.sentences if s.event == "e2menace" or "«" in s.text
        }  # fmt: skip
    assert "« de représailles »" in found["fr", "e2menace"].text
    assert "“de représailles”" in found["en", "e2menace"].text
    assert ("fr", "e1asaba") not in found
    note = found["fr", "e2menace"].notes[0]
    assert (note.start, note.report) == (made.span(made.WIRE, "La Turquie").start, "r2")
    assert note.end >= said.end
    assert "de représailles" in note.words


@given(name=st.text(min_size=1, max_size=30).filter(lambda t: "‿" not in t))
def test_no_name_is_changed_by_what_stands_before_it(name: str):
    """Elision touches the small word, never the name, but for a town's own article."""
    fused = FR.fuse(f"vers {name} et de‿{name}")
    assert fused.startswith(f"vers {name} et d")
    assert fused.endswith(name) or name.startswith(("Le ", "Les ", "d'"))


@pytest.mark.parametrize(
    ("when", "candidates", "fr", "en"),
    [
        ("2020-05-21", (), "le 21 mai 2020", "on 21 May 2020"),
        ("2020-05-01", (), "le 1er mai 2020", "on 1 May 2020"),
        ("2020-05-21T21:30", (), "le 21 mai 2020", "on 21 May 2020"),
        ("2020-05-21/2020-05-22", (), "entre le 21 et le 22 mai 2020",
         "between 21 and 22 May 2020"),
        ("2020-05-31/2020-06-01", (), "entre le 31 mai et le 1er juin 2020",
         "between 31 May and 1 June 2020"),
        ("2019-12-31/2020-01-01", (), "entre le 31 décembre 2019 et le 1er janvier 2020",
         "between 31 December 2019 and 1 January 2020"),
        ("2020-05", (), "en mai 2020", "in May 2020"),
        ("2020-04/2020-05", (), "entre avril 2020 et mai 2020", "between April 2020 and May 2020"),
        ("2020", (), "en 2020", "in 2020"),
        (None, ("2020-05-07", "2020-05-14", "2020-05-21"),
         "un jeudi de mai 2020 (le 7, le 14 ou le 21)", "on a Thursday of May 2020 (7, 14 or 21)"),
        (None, ("2020-04-02", "2020-08-06"), "le 2 avril ou le 6 août 2020",
         "on 2 April or 6 August 2020"),
        (None, (), "à une date qui n'est pas dite", "on a day that is not told"),
    ],
)  # fmt: skip
def test_a_day_is_said_as_closely_as_it_is_known(
    when: str | None, candidates: tuple[str, ...], fr: str, en: str
):
    event = Event(id="e", type="AID", quad="MC", when=when, candidates=candidates)
    assert FR.fuse(FR.when(event)) == fr
    assert EN.fuse(EN.when(event)) == en


def test_a_season_is_said_by_its_ends():
    """A value that is no day, month or year takes the days it spans, or none."""
    event = Event(id="e", type="AID", quad="MC", when="2020-SU", starts="2020-06-01",
                  ends="2020-08-31")  # fmt: skip
    assert FR.when(event) == "entre le 1er juin et le 31 août 2020"
    bare = msgspec.structs.replace(event, starts=None, ends=None)
    assert FR.when(bare) == "à une date qui n'est pas dite"


@given(day=st.dates(date(1900, 1, 1)), other=st.dates(date(1900, 1, 1)))
def test_any_two_days_can_be_said(day: date, other: date):
    first, last = sorted((day, other))
    said = FR.when(Event(id="e", type="AID", quad="MC", when=f"{first}/{last}"))
    assert str(last.year) in said
    assert str(first.day) in said


@pytest.mark.parametrize(
    ("name", "precision", "said"),
    [
        ("Libye", "country", "en Libye"), ("Liban", "country", "au Liban"),
        ("Irak", "country", "en Irak"), ("Mexique", "country", "au Mexique"),
        ("États-Unis", "country", "aux États-Unis"), ("Israël", "country", "en Israël"),
        ("Cuba", "country", "à Cuba"), ("Honduras", "country", "au Honduras"),
        ("Tripoli", "city", "à Tripoli"), ("Le Caire", "city", "au Caire"),
        ("Les Cayes", "city", "aux Cayes"), ("al-Watiya", "site", "à al-Watiya"),
        ("Odessa", "admin1", "dans la région d'Odessa"), ("Sahel", "area", "(lieu : Sahel)"),
    ],
)  # fmt: skip
def test_a_place_takes_its_preposition(name: str, precision: str, said: str):
    assert FR.fuse(FR.place(Spot(name=name, precision=precision))) == said


@pytest.mark.parametrize(
    ("name", "kind", "before", "said", "plural"),
    [
        ("Turquie", "GPE", None, "la Turquie", False),
        ("Égypte", "GPE", None, "l'Égypte", False),
        ("Émirats arabes unis", "GPE", None, "les Émirats arabes unis", True),
        ("Emirats arabes unis", "GPE", None, "les Emirats arabes unis", True),
        ("Israël", "GPE", None, "Israël", False),
        ("Ankara", "GPE", None, "Ankara", False),
        ("Khalifa Haftar", "PER", None, "Khalifa Haftar", False),
        ("ANL", "ORG", None, "l'ANL", False),
        ("GNA", "ORG", "du", "le GNA", False),
        ("XYZ", "ORG", "au", "le XYZ", False),
        ("XYZ", "ORG", None, "XYZ", False),
        ("Union européenne", "ORG", None, "l'Union européenne", False),
        ("forces du GNA", "ORG", "des", "les forces du GNA", True),
        ("Hezbollah", "ORG", None, "le Hezbollah", False),
        ("manifestants", "GROUP", "les", "des manifestants", True),
        ("avocat", "PER", None, "un avocat", False),
        ("source hospitalière", "PER", None, "une source hospitalière", False),
    ],
)
def test_a_name_takes_its_article(
    name: str, kind: str, before: str | None, said: str, plural: bool
):
    phrase = FR.name(Party(actor="x", name=name, kind=kind, country="XXX"), before)
    assert (FR.fuse(phrase.text), phrase.is_plural) == (said, plural)


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ((12, 12, 12), "12 morts"), ((1, 1, 1), "1 mort"), ((20, None, None), "au moins 20 morts"),
        ((None, None, 30), "au plus 30 morts"), ((10, None, 20), "entre 10 et 20 morts"),
    ],
)  # fmt: skip
def test_a_figure_keeps_its_bounds(bounds: tuple[int | None, ...], said: str):
    low, best, high = bounds
    figure = Figure(what="killed", low=low, best=best, high=high, claimant=None,
                    told="2020-05-22", report="r", dispatch="d")  # fmt: skip
    assert FR.figure(figure, None) == f"{said} (au 22 mai 2020)"
    assert FR.figure(figure, "le GNA").startswith(f"{said} selon le GNA")


# --- whole sentences ---------------------------------------------------------------------


def written(path: Path, events: list[Event], language: str = "fr") -> Brief:
    made.made_record(path, merged=False)
    with Record(path, write=True) as record:
        save_events(record, events, made.CARDS, made.STORIES)
        return brief(record, Wanted(), language=language)


def texts(found: Brief) -> list[str]:
    return [s.text for section in found.sections for s in section.sentences]


def test_the_brief_of_the_made_record(tmp_path: Path):
    """What happened, who denies it, the toll: each with the clauses it rests on."""
    found = written(tmp_path / "r.vigie", [made.TAKEN])
    assert texts(found) == [
        "Le 21 mai 2020, le Gouvernement d'union nationale a pris Asaba à l'ANL "
        "(3 sources indépendantes).",
        "L'ANL le dément.",
        "Bilan : 12 morts (au 22 mai 2020) ; au moins 20 morts selon le Gouvernement d'union "
        "nationale (au 25 mai 2020).",
    ]
    (section,) = found.sections
    assert section.title == "Asaba : ANL, GNA"
    notes = section.sentences[0].notes
    assert [(n.dispatch, n.start, n.end) for n in notes] == [
        ("wire", 0, 44), ("deny", 0, 30), ("late", 0, 60),
    ]  # fmt: skip
    raws = {r.dispatch.id: r.dispatch.raw for r in made.readings()}
    for sentence in section.sentences:
        for note in sentence.notes:
            assert raws[note.dispatch][note.start : note.end] == note.words


@pytest.mark.parametrize(
    ("status", "voice", "said"),
    [
        ("asserted", None, "la Turquie a menacé l'ANL."),
        ("asserted", "lby.gna", "la Turquie a menacé l'ANL, selon le Gouvernement d'union nationale."),
        ("asserted", "tur", "la Turquie dit avoir menacé l'ANL."),
        ("alleged", "lby.gna",
         "la Turquie aurait menacé l'ANL, selon le Gouvernement d'union nationale."),
        ("alleged", None, "la Turquie aurait menacé l'ANL, selon Agence."),
        ("announced", None, "la Turquie prévoit de menacer l'ANL."),
        ("attempted", None, "la Turquie a tenté de menacer l'ANL."),
        ("hypothetical", None, "la Turquie pourrait menacer l'ANL."),
        ("denied", "tur", "la Turquie dément avoir menacé l'ANL."),
        ("denied", "lby.lna", "la Turquie n'aurait pas menacé l'ANL, selon l'ANL."),
    ],
)  # fmt: skip
def test_doubt_stays_in_the_wording(
    tmp_path: Path, status: str, voice: str | None, said: str
):
    names = {card.id: card.name for card in made.CARDS}
    event = msgspec.structs.replace(
        made.THREAT, status=status, candidates=(), starts=None, ends=None,
        voices=(Voice(party=voice, name=names.get(voice or "", "Agence"), status=status,
                      reports=("r2", "r4")),),
    )  # fmt: skip
    (text,) = texts(written(tmp_path / "r.vigie", [event]))
    assert text == f"À une date qui n'est pas dite, {said}"


def test_without_a_doer_a_noun_stands_for_the_act(tmp_path: Path):
    event = msgspec.structs.replace(
        made.THREAT, actors=(), candidates=(), status="alleged",
        voices=(Voice(party="lby.lna", name="ANL", status="alleged", reports=("r2",)),),
    )  # fmt: skip
    (text,) = texts(written(tmp_path / "r.vigie", [event]))
    assert text.endswith("des menaces contre l'ANL auraient eu lieu, selon l'ANL.")


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"actors": (made.party("TUR", "r1"),)}, "actor"),
        ({"recipients": (made.party("TUR", "r1"),)}, "recipient"),
        ({"when": "2020-06-30", "starts": "2020-06-30", "ends": "2020-06-30"}, "when"),
        ({"type": "AID", "mode": None}, "trigger"),
        ({"reports": ("r1", "lost")}, "reports"),
    ],
)
def test_a_sentence_whose_words_do_not_bear_it_is_refused(
    tmp_path: Path, fields: dict[str, Any], refused: str
):
    """Counted and listed; nothing is said of the event."""
    found = written(tmp_path / "r.vigie", [msgspec.structs.replace(made.TAKEN, **fields)])
    assert texts(found) == []
    assert [(r.event, r.field) for r in found.refused] == [("e1asaba", refused)]
    for page in (to_markdown(found), to_html(found)):
        assert "Phrases refusées (1)" in page


def test_a_place_no_words_bear_is_left_unsaid(tmp_path: Path):
    event = msgspec.structs.replace(made.TAKEN, where=Spot(name="Syrte", precision="city"))
    found = written(tmp_path / "r.vigie", [event])
    assert "Syrte" not in " ".join(texts(found))
    assert [(r.field, r.value) for r in found.unsaid] == [("where", "Syrte")]


def test_a_figure_whose_words_are_another_number_is_not_told(tmp_path: Path):
    wrong = tuple(
        msgspec.structs.replace(f, low=99, best=99, high=99) for f in made.TAKEN.figures
    )
    event = msgspec.structs.replace(made.TAKEN, figures=wrong)
    assert not any("99" in text for text in texts(written(tmp_path / "r.vigie", [event])))


def test_words_that_moved_refuse_the_sentence(tmp_path: Path):
    """The offsets of a reading are spoilt: the trigger and the names are no longer there."""
    path = made.made_record(tmp_path / "r.vigie")
    with sqlite3.connect(path) as db:
        db.execute("DROP TRIGGER readings_fixed")
        for rank, blob in db.execute("SELECT rank, reading FROM readings").fetchall():
            reading = msgspec.msgpack.decode(blob, type=Reading)
            spoilt = msgspec.structs.replace(
                reading,
                dispatch=msgspec.structs.replace(
                    reading.dispatch, raw="." * len(reading.dispatch.raw)
                ),
            )
            db.execute("UPDATE readings SET reading = ? WHERE rank = ?",
                       (msgspec.msgpack.encode(spoilt), rank))  # fmt: skip
    with Record(path) as record:
        found = brief(record, Wanted())
    assert texts(found) == []
    assert len(found.refused) == 3


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_every_status_can_be_written_in_every_language(
    tmp_path: Path, language: str, status: str
):
    event = msgspec.structs.replace(made.TAKEN, status=status)
    found = written(tmp_path / "r.vigie", [event], language)
    assert texts(found)
    assert not any(re.search(r"[{}‿]", text) for text in texts(found))


def test_the_page_needs_nothing_beside_it_and_shows_text_as_text(tmp_path: Path):
    """No script, no address; what a dispatch says cannot become markup."""
    evil = msgspec.structs.replace(
        made.STORIES[0], title="<script>alert(1)</script> *gras* [x](y)"
    )
    made.made_record(tmp_path / "r.vigie", merged=False)
    with Record(tmp_path / "r.vigie", write=True) as record:
        save_events(record, [made.TAKEN], made.CARDS, [evil])
        found = brief(record, Wanted())
    html = to_html(found)
    assert "<script" not in html
    assert not re.search(r"(?:src|href)=\"(?!#)", html)
    for number in re.findall(r'href="#(n\d+)"', html):
        assert f'id="{number}"' in html
    markdown = to_markdown(found)
    assert "\\*gras\\*" in markdown
    for number in re.findall(r"\[\^(\d+)\](?!:)", markdown):
        assert f"[^{number}]: " in markdown


def test_a_language_without_templates_is_refused(tmp_path: Path):
    with (
        Record(made.made_record(tmp_path / "r.vigie")) as record,
        pytest.raises(BadRequest, match="en, fr"),
    ):
        brief(record, Wanted(), language="de")
