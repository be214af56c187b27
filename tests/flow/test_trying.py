"""Trying entries over a corpus, and asking why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from vigie.errors import BadRequest
from vigie.flow.kit import Kit
from vigie.flow.plan import explain_one
from vigie.flow.trying import Change, read_entries, try_entries
from vigie.records import Given, RawDispatch

TEXT = "Des miliciens ont sulfaté un convoi de l'ONU à Goma. L'armée a bombardé la ville de Goma."


def raw(text: str = TEXT) -> RawDispatch:
    return RawDispatch(
        id="t", text=text, given=Given(language="fr", published="2020-05-23")
    )


def changes(kit: Kit, entries: str) -> list[Change]:
    import yaml

    layer = {"triggers/ASSAULT": yaml.load(entries, Loader=yaml.BaseLoader)}
    return list(try_entries([raw()], layer, kit))


def test_a_new_entry_gains_what_it_fires_on(kit: Kit) -> None:
    """What is gained stands in its sentence; what the entry does not touch is not there."""
    (change,) = changes(kit, "- {verb: sulfater, mode: firearms}")
    assert (change.kind, change.report.type, change.report.mode) == (
        "gained",
        "ASSAULT",
        "firearms",
    )
    assert change.sentence.startswith("Des miliciens")


def test_an_entry_that_replaces_changes(kit: Kit) -> None:
    (change,) = changes(kit, "- {verb: bombarder, replaces: yes, mode: heavy-weapons}")
    assert change.kind == "changed"
    assert "mode" in change.fields


def test_an_entry_that_asks_too_much_loses(kit: Kit) -> None:
    found = changes(
        kit, "- {verb: bombarder, replaces: yes, need: {obj: [animal]}, bare: no}"
    )
    assert [c.kind for c in found] == ["lost"]


def test_a_corpus_without_the_word_changes_nothing(kit: Kit) -> None:
    assert changes(kit, "- {verb: lapider}") == []


def test_a_file_must_say_its_type(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("- {verb: sulfater}\n", encoding="utf-8")
    with pytest.raises(BadRequest, match=r"call it ASSAULT\.yaml"):
        read_entries(file)
    file.write_text("ASSAULT:\n- {verb: sulfater}\n", encoding="utf-8")
    assert read_entries(file) == {"triggers/ASSAULT": [{"verb": "sulfater"}]}


def test_every_trigger_is_told_or_set_aside(kit: Kit) -> None:
    """Each word that the lexicon knows is a report's, or has a reason; sentences cover the text."""
    explained = explain_one(
        raw("Il a attaqué un projet de loi. L'armée a attaqué la ville de Goma."), kit
    )
    reasons = {a.words: a.reason for a in explained.asides if a.span.start < 30}
    assert "attaqué" in reasons
    assert [r.type for r in explained.reading.reports] == ["ASSAULT"]
    assert len(explained.sentences) == 2


def test_an_empty_dispatch_explains_nothing(kit: Kit) -> None:
    explained = explain_one(raw("  "), kit)
    assert (explained.asides, explained.sentences) == ((), ())
