"""Laws of all formats: same bytes again, odd records go through, wrong requests say the cure."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from views import made_events as made
from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.formats import FORMATS, export, find_format
from vigie.errors import BadRequest
from vigie.store.record import Record
from vigie.views.events import Wanted

ROOT = Path(__file__).resolve().parents[3]
NAMES = [one.name for one in FORMATS]
DOC = ROOT / "docs" / "exports.md"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_record_gives_the_same_bytes(
    name: str, dirty: Record, out, tmp_path: Path
):
    """Twice, and from a record built in another order."""
    assert out(dirty, name) == out(dirty, name)
    path = tmp_path / "turned.vigie"
    from vigie.store.events import save_events

    with Record(path, write=True) as turned:
        list(turned.add((made.key_of(r), r) for r in made.readings()))
        save_events(turned, reversed(made.EVENTS), reversed(made.CARDS), made.STORIES)
    straight = made.made_record(tmp_path / "turned2.vigie")
    with Record(path) as a, Record(straight) as b:
        one, two = out(a, name), out(b, name)
    assert one.replace(b"turned2", b"turned") == two.replace(b"turned2", b"turned")


@pytest.mark.parametrize("name", NAMES)
def test_odd_records_go_through(name: str, dirty: Record, out):
    """No letter, missing side, missing day or odd area stops a format; what is XML or JSON parses."""
    data = out(dirty, name)
    suffix = find_format(name).suffix
    if suffix in (".gexf", ".graphml"):
        ET.fromstring(data)
    elif suffix in (".json", ".jsonld", ".geojson"):
        json.loads(data)
    elif suffix in (".jsonl", ".ftm.json"):
        assert all(isinstance(json.loads(line), dict) for line in data.splitlines())
    elif suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            for name_ in archive.namelist():
                if name_.endswith(".xmi"):
                    ET.fromstring(archive.read(name_))
    else:
        assert data


@pytest.mark.parametrize("name", NAMES)
def test_nothing_chosen_gives_a_file_that_opens(name: str, record: Record, out):
    """A filter that nothing fits gives an empty file of the kind, not an error, not everything."""
    data = out(record, name, since="1999", until="1999-02")
    assert len(data) < len(out(record, name))
    if find_format(name).suffix in (".json", ".geojson", ".jsonld"):
        json.loads(data)


@pytest.mark.parametrize("name", NAMES)
def test_a_record_without_events_says_what_to_run(name: str, tmp_path: Path, out):
    path = made.made_record(tmp_path / "bare.vigie", merged=False)
    with Record(path) as bare, pytest.raises(BadRequest, match="vigie merge"):
        out(bare, name)


def test_wrong_requests_say_the_cure(record: Record, out):
    with pytest.raises(BadRequest, match="csv, parquet"):
        out(record, "excel")
    with pytest.raises(BadRequest, match="events, reports, quotes, actors"):
        out(record, "csv", table="cells")
    with pytest.raises(BadRequest, match="drop --table"):
        out(record, "geojson", table="reports")


@pytest.mark.parametrize("name", NAMES)
def test_filters_choose(name: str, record: Record, out):
    """What is filtered out leaves no trace: the taking of a town is no threat."""
    whole, part = out(record, name), out(record, name, types=("THREATEN",))
    assert whole != part


def test_nothing_is_held_whole(record: Record):
    """A format gives its first bytes before it has read the last event."""
    pieces = list(export(Chosen(record, Wanted()), "geojson"))
    assert len(pieces) >= len(made.EVENTS)


@pytest.mark.parametrize("name", ["brat", "xmi", "csl", "bibtex", "ftm"])
def test_a_dispatch_that_came_back_changed_is_one(name: str, tmp_path: Path, out):
    """Two versions under one name: the last stands, no name comes twice in a file."""
    path = made.made_record(tmp_path / "twice.vigie")
    again = made.reading("late", made.LATER + " (suite)", "2020-05-26", "L'Écho", named={})
    with Record(path, write=True) as grown:
        list(grown.add([(made.key_of(again), again)]))
    with Record(path) as grown:
        data = out(grown, name)
    if name in ("brat", "xmi"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert len(set(archive.namelist())) == len(archive.namelist())
            assert any(b"(suite)" in archive.read(n) for n in archive.namelist())
    else:
        text = data.decode()
        heads = {
            "csl": '"id":"late"',
            "bibtex": "@misc{late,",
            "ftm": '"vigie-dispatch-late","schema"',
        }
        assert text.count(heads[name]) == 1
        assert "2020-05-26" in text or "[2020,5,26]" in text


def test_every_format_is_in_the_docs():
    text = DOC.read_text(encoding="utf-8")
    for name in NAMES:
        assert f"`{name}`" in text, name
