"""Laws of quotes: who said what, between marks or not, and what nobody says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from said_kit import people, quoted, read, speech, words

from vigie.errors import BadKnowledge
from vigie.knowledge.loaders import Pack, load_pack
from vigie.knowledge.yaml import read_yaml
from vigie.reports.quotes import find_quotes, load_speech
from vigie.reports.quotes_sources import with_sources
from vigie.reports.quotes_speech import STANCES

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).with_name("quotes_cases.yaml"))
DATA: dict[str, list[dict[str, Any]]] = load_pack("fr").read("speech")
ENTRIES = [
    (row.get("say") or row.get("noun") or row["words"], field, row[field])
    for part in ("verbs", "nouns", "sources")
    for row in DATA[part]
    for field in ("example", "not")
    if field in row
]
CARRIED = ("carried", "subject")  # rules that owe nothing to a word of the pack


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:70])
def test_each_way_of_quoting_gives_its_words_and_its_speaker(case: dict[str, Any]):
    """What was said, without the marks, by whom, in reading order; and nothing else."""
    notes, quotes = quoted(case["text"])
    assert [words(notes, q) for q in quotes] == [wanted[0] for wanted in case["quotes"]]
    for quote, (_, speaker, how) in zip(quotes, case["quotes"], strict=True):
        assert quote.direct == (how == "d")
        if speaker != "*":
            assert quote.speaker == (None if speaker == "~" else speaker)


@pytest.mark.parametrize(("word", "field", "text"), ENTRIES)
def test_every_example_of_the_pack_holds(word: str, field: str, text: str):
    """Each word of speech carries a quote in its example, and none in its counter-example."""
    _, quotes = quoted(text)
    if field == "not":
        assert quotes == ()
    else:
        assert any(q.cue is not None or q.rule not in CARRIED for q in quotes), word


def test_the_pack_is_rich_enough():
    """A language of news has hundreds of words for saying, and all four stances."""
    assert len(DATA["verbs"]) + len(DATA["nouns"]) + len(DATA["sources"]) >= 350
    assert {row.get("stance", "neutral") for row in DATA["verbs"]} == set(STANCES)
    says = [row["say"] for row in DATA["verbs"]]
    assert len(says) == len(set(says))


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Le maire prétend que la ville tient bon.", "doubtful"),
        ("L'armée dément avoir tiré sur la foule.", "denying"),
        ("« La ville tiendra bon », martèle le maire.", "insisting"),
        ("« La ville tiendra bon », dit le maire.", "neutral"),
    ],
)
def test_the_word_of_speech_gives_its_stance(text: str, stance: str):
    """The reporter's stance is that of the verb he chose."""
    _, quotes = quoted(text)
    assert [q.stance for q in quotes] == [stance]


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("« La ville tiendra bon », a déclaré le maire sur NTV.", "NTV"),
        ("« La ville tiendra bon », a déclaré le maire à l'AFP.", "AFP"),
        ("Le maire a déclaré dans un communiqué que la ville tiendrait.", "communiqué"),
        ("« La ville tiendra bon », a dit le maire lors d'une conférence de presse.",
         "conférence de presse"),
        ("« La ville tiendra bon », a dit le maire.", None),
    ],
)  # fmt: skip
def test_the_venue_is_where_it_was_said(text: str, venue: str | None):
    """A channel, an agency or a document named beside the word of speech is the venue."""
    _, quotes = quoted(text)
    assert [q.venue for q in quotes] == [venue]


def test_a_source_without_a_name_is_an_actor_of_its_own():
    """Whoever is cited is someone: one actor of kind SOURCE a wording, and its words kept."""
    notes, (first, second) = quoted(
        "Trois hommes ont été tués, de source policière. La ville est calme, de source policière."
    )
    assert first.speaker == second.speaker == "source-policiere"
    assert first.speaker_span is not None
    assert "source" in first.speaker_span.text(notes.dispatch.raw)
    found = with_sources(notes, (first, second), {}, speech())
    assert [(a.kind, a.name) for a in found.values()] == [("SOURCE", "source policière")]


def test_a_frame_that_nobody_knows_refuses_to_start(tmp_path: Path):
    """A pack with an unknown frame is malformed."""
    folder = load_pack("fr").folder
    (tmp_path / "conjugation.yaml").write_bytes((folder / "conjugation.yaml").read_bytes())
    text = (folder / "speech.yaml").read_text(encoding="utf8")
    (tmp_path / "speech.yaml").write_text(
        text.replace("takes: que inf mark", "takes: everything", 1), encoding="utf8"
    )
    with pytest.raises(BadKnowledge):
        load_speech(Pack("xx", tmp_path))


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="abé'’‘ «»\"“”„:,.\nditque#@", max_size=80))
def test_no_text_however_strange_raises(text: str):
    """Spans stay inside the text, quotes come in order, and a second reading is the same."""
    if not text.strip():
        return
    notes = read(text)
    found = find_quotes(notes, *people(notes), speech())
    assert found == find_quotes(notes, *people(notes), speech())
    assert [q.tok_start for q in found] == sorted(q.tok_start for q in found)
    assert all(q.span.end <= len(text) for q in found)
