"""Laws of annotating elsewhere: what went out comes back the same; what people change is decided."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.doors.exports.back import decisions_from
from vigie.doors.exports.brat import ann_text, read_ann
from vigie.doors.exports.marks import marks_of
from vigie.doors.exports.xmi import read_xmi, xmi_text
from vigie.errors import BadRequest
from vigie.records import Decision, Issue
from vigie.store.record import Record

FORMATS = ("brat", "xmi")
SUFFIX = {"brat": ".ann", "xmi": ".xmi"}
AT = "2020-06-01T00:00:00Z"


def edited(data: bytes, path: Path, change: Callable[[str, str], str | None]) -> Path:
    """A zip like the one exported, each file as `change(name, text)` makes it; None leaves it out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(path, "w") as new:
        for name in archive.namelist():
            text = change(name, archive.read(name).decode())
            if text is not None:
                new.writestr(name, text)
    return path


def back(record: Record, path: Path) -> list[Decision | Issue]:
    return list(decisions_from(record, path, by="Aya", at=AT))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("which", ["record", "dirty"])
def test_what_nobody_changed_decides_nothing(
    name: str, which: str, out, tmp_path: Path, request: pytest.FixtureRequest
):
    """Letters above the BMP, line ends inside triggers and odd names included."""
    record = request.getfixturevalue(which)
    path = edited(out(record, name), tmp_path / "same.zip", lambda _, text: text)
    assert back(record, path) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_filtered_export_rejects_nothing_else(
    name: str, record: Record, out, tmp_path: Path
):
    """Reports that were not exported are not judged for being absent."""
    data = out(record, name, types=("THREATEN",))
    assert back(record, edited(data, tmp_path / "part.zip", lambda _, text: text)) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_changed_code_is_a_correction(name: str, record: Record, out, tmp_path: Path):
    """Type and status; what stood there is kept in `seen`."""

    def change(file: str, text: str) -> str:
        if file == "deny.ann":
            return text.replace("COERCE", "RETREAT").replace("E1 denied", "E1 asserted")
        if file == "deny.xmi":
            return text.replace('label="COERCE"', 'label="RETREAT"').replace(
                'status="denied"', 'status="asserted"')  # fmt: skip
        return text

    found = back(record, edited(out(record, name), tmp_path / "new.zip", change))
    assert [(d.kind, d.target, d.field, d.value, d.seen) for d in found] == [
        ("correct", "r5", "type", '"RETREAT"', '"COERCE"'),
        ("correct", "r5", "status", '"asserted"', '"denied"'),
    ]
    assert {(d.by, d.at) for d in found} == {("Aya", AT)}


def test_a_side_taken_away_is_a_correction(record: Record, out, tmp_path: Path):
    def change(file: str, text: str) -> str:
        if file == "late.ann":
            lines = text.splitlines()
            return "\n".join(
                " ".join(p for p in line.split(" ") if not p.startswith("Recipient"))
                if line.startswith("E1") else line for line in lines
            )  # fmt: skip
        return text

    (found,) = back(record, edited(out(record, "brat"), tmp_path / "new.zip", change))
    assert isinstance(found, Decision)
    assert (found.kind, found.target, found.field, found.value) == (
        "correct", "r6", "recipients", "[]",
    )  # fmt: skip
    assert json.loads(found.seen or "")[0]["text"] == "ANL"


def test_a_report_taken_away_is_rejected_and_one_added_is_added(
    record: Record, out, tmp_path: Path
):
    def change(file: str, text: str) -> str:
        if file != "deny.ann":
            return text
        kept = [line for line in text.splitlines() if not line.startswith(("E", "A", "#"))]
        return "\n".join(
            [*kept, "T90\tASSAULT 57 62\ttués,", "E1\tASSAULT:T90 Recipient:T1"]
        )

    rejected, *rest = sorted(
        back(record, edited(out(record, "brat"), tmp_path / "new.zip", change)),
        key=lambda d: d.kind, reverse=True,
    )  # fmt: skip
    assert (rejected.kind, rejected.target) == ("reject", "r5")
    (added,) = rest
    assert isinstance(added, Decision)
    assert (added.kind, added.target) == ("add", "deny")
    value = json.loads(added.value or "")
    assert (value["type"], value["status"]) == ("ASSAULT", "asserted")
    assert value["trigger"]["start"] == 57
    assert value["recipients"][0]["text"] == "ANL"


def test_broken_files_lose_nothing_else(record: Record, out, tmp_path: Path):
    """Unknown codes, unknown reports, entities in XML, dispatches that are not there: issues."""

    def change(file: str, text: str) -> str:
        if file == "wire.ann":
            return text.replace("COERCE", "WAR")
        if file == "copy.ann":
            return text.replace("\tr3", "\trNONE") + "T\nE7\t\nA1\n#2\nT99\tX 9 3\t\n\u2028"
        return text

    path = edited(out(record, "brat"), tmp_path / "odd.zip", change)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("elsewhere.ann", "")
        archive.writestr("late.xmi", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    found = back(record, path)
    assert sorted(i.kind for i in found if isinstance(i, Issue)) == [
        "annotations-unreadable", "code-unknown", "dispatch-unknown", "report-unknown",
    ]  # fmt: skip
    rejected = [d.target for d in found if isinstance(d, Decision)]
    assert sorted(rejected) == ["r1", "r3"]


def test_what_is_no_annotation_says_the_cure(record: Record, tmp_path: Path):
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(BadRequest, match="zip"):
        back(record, tmp_path / "notes.txt")
    with pytest.raises(BadRequest, match="vigie export"):
        back(record, tmp_path)


@pytest.mark.parametrize("which", ["record", "dirty"])
def test_both_formats_carry_the_same_marks(which: str, request: pytest.FixtureRequest):
    for reading in request.getfixturevalue(which).readings():
        marks, raw = marks_of(reading), reading.dispatch.raw
        assert read_xmi(xmi_text(marks, raw)) == marks
        home = read_ann(ann_text(marks, raw))
        assert [(r.report, r.type, r.mode, r.status) for r in home.reports] == [
            (r.report, r.type, r.mode, r.status) for r in marks.reports
        ]


def test_brat_offsets_hold_the_words_they_show(dirty: Record, out):
    """Brat checks it when it opens a file: fragments joined by a space are the words told."""
    with zipfile.ZipFile(io.BytesIO(out(dirty, "brat"))) as archive:
        for name in archive.namelist():
            if not name.endswith(".ann"):
                continue
            text = archive.read(name.replace(".ann", ".txt")).decode()
            for line in archive.read(name).decode().split("\n"):
                if line.startswith("T"):
                    _, middle, words = line.split("\t", 2)
                    spans = [p.split() for p in middle.partition(" ")[2].split(";")]
                    assert " ".join(text[int(a) : int(b)] for a, b in spans) == words


def test_cassis_opens_the_xmi(dirty: Record, out):
    """The library of INCEpTION's makers reads every label on the words it stands on."""
    cassis = pytest.importorskip("cassis", reason="dkpro-cassis is not installed")
    with zipfile.ZipFile(io.BytesIO(out(dirty, "xmi"))) as archive:
        types = cassis.load_typesystem(io.BytesIO(archive.read("TypeSystem.xml")))
        for reading in dirty.readings():
            from vigie.doors.exports.names import plain_name

            data = archive.read(f"{plain_name(reading.dispatch.id)}.xmi")
            cas = cassis.load_cas_from_xmi(io.BytesIO(data), typesystem=types)
            told = {
                a.report: a.get_covered_text() for a in cas.select("webanno.custom.Vigie")
            }
            for report in reading.reports:
                assert told[report.id] == report.trigger.text(reading.dispatch.raw)


def test_the_command_appends_decisions_and_shows_them(record: Record, out, tmp_path: Path):
    def change(file: str, text: str) -> str:
        return text.replace("E1 denied", "E1 alleged")

    path = edited(out(record, "brat"), tmp_path / "new.zip", change)
    command = [sys.executable, "-m", "vigie.doors.cli.main", "annotations", str(record.path),
               str(path), "--by", "Aya"]  # fmt: skip
    dry = subprocess.run([*command, "--dry-run"], capture_output=True, check=True)
    assert json.loads(dry.stdout)["field"] == "status"
    from vigie.store.events import decisions

    assert decisions(record) == []
    subprocess.run(command, capture_output=True, check=True)
    (kept,) = decisions(record)
    assert (kept.target, kept.value, kept.by) == ("r5", '"alleged"', "Aya")


@given(st.text(alphabet="TEA#19\t :;\nActorASSAULTé\u2028", max_size=120))
def test_no_annotation_file_raises(text: str):
    """Whatever a hand or a tool left in it."""
    read_ann(text)
    assert read_xmi(text) is None


def test_words_outside_the_text_are_an_issue(record: Record, out, tmp_path: Path):
    """And the report they were put on is not held to be rejected."""

    def change(file: str, text: str) -> str:
        return re.sub(r"COERCE [0-9]+ [0-9]+", "COERCE 7 99999", text)

    found = back(record, edited(out(record, "brat"), tmp_path / "far.zip", change))
    assert {i.kind for i in found if isinstance(i, Issue)} == {"annotation-outside"}
    assert not any(isinstance(d, Decision) for d in found)


def test_a_zip_that_is_damaged_says_so(record: Record, out, tmp_path: Path):
    data = bytearray(out(record, "brat"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("wire.ann").header_offset + len("wire.ann") + 30
    data[start : start + 40] = bytes(40)
    path = tmp_path / "damaged.zip"
    path.write_bytes(data)
    with pytest.raises(BadRequest, match="zip archive"):
        back(record, path)
