"""Doors, exports. Annotations edited elsewhere come back as decisions: appended, never imposed.

Flow: a zip or folder (brat, XMI) → `Marks` of each dispatch → laid beside what the record says →
`Decision`s: a code or side corrected, a report rejected, a report added. What was not in the
export is not judged. Files that cannot be read, and dispatches that are not there, are issues.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from vigie.doors.exports.brat import MANIFEST, Exported, ann_text, read_ann
from vigie.doors.exports.marks import MarkedReport, Marks, Words, marks_of
from vigie.doors.exports.names import plain_name
from vigie.doors.exports.xmi import read_xmi, xmi_text
from vigie.errors import BadRequest
from vigie.knowledge.lexicon import TYPES
from vigie.records import Decision, Issue, Reading
from vigie.records.report import STATUSES
from vigie.records.spoken import to_json
from vigie.store.record import Record

SUFFIXES = (".ann", ".xmi")
LARGEST = 20_000_000  # bytes of a file inside an archive: a dispatch's annotations are far smaller
SIDES = {"Actor": "actors", "Recipient": "recipients", "Source": "said_by", "When": "when_words",
         "Where": "where_words"}  # fmt: skip
CODES = ("type", "mode", "status")


def decisions_from(
    record: Record, path: Path, *, by: str, at: str
) -> Iterator[Decision | Issue]:
    """Decisions that edited annotations come to, file by file.

    Args:
        record: The record that was exported.
        path: A zip archive or a folder of `.ann` or `.xmi` files.
        by: Who annotated.
        at: When, ISO 8601 in UTC.

    Raises:
        BadRequest: there is no such file, or no annotation in it.
    """
    files = dict(_files(path))
    names = [name for name in files if name.endswith(SUFFIXES)]
    if not names:
        raise BadRequest(
            f"{path} holds no .ann or .xmi file; give what 'vigie export --to brat' or "
            "'--to xmi' wrote, edited."
        )
    held = {e.file: e for e in _manifest(files)}
    ids = {plain_name(i): i for (i,) in record.rows("SELECT DISTINCT id FROM dispatches")}
    for name in sorted(names):
        stem = name.rpartition(".")[0].rpartition("/")[2]
        dispatch = held[stem].dispatch if stem in held else ids.get(stem, stem)
        reading = record.reading_of(dispatch)
        marks = _read(name, files[name])
        if reading is None or marks is None:
            yield Issue(
                dispatch_id=dispatch, found=name, done="left the file out",
                kind="annotations-unreadable" if reading else "dispatch-unknown",
                expected="annotations" if reading else "a dispatch of this record",
            )  # fmt: skip
            continue
        exported = set(held[stem].reports) if stem in held else None
        yield from _compared(reading, marks, exported, name, by=by, at=at)


def _compared(
    reading: Reading,
    marks: Marks,
    exported: set[str] | None,
    name: str,
    *,
    by: str,
    at: str,
) -> Iterator[Decision | Issue]:
    """What was changed in one dispatch, against what the record would export now."""
    now = {m.report: m for m in _as_exported(reading, name).reports}
    seen: set[str | None] = set()
    length = len(reading.dispatch.raw)
    for marked in marks.reports:
        spans = (marked.trigger, *(role.words.span for role in marked.roles))
        if max(span.end for span in spans) > length:
            yield Issue(
                dispatch_id=reading.dispatch.id, kind="annotation-outside",
                found=f"words up to {max(span.end for span in spans)}",
                expected=f"a place in the text, which has {length} characters",
                done="left the annotation out",
            )  # fmt: skip
            seen.add(marked.report)
        elif marked.type not in TYPES or marked.status not in STATUSES:
            yield Issue(
                dispatch_id=reading.dispatch.id, kind="code-unknown",
                found=f"{marked.type} {marked.status}", expected="a type and a status we know",
                done="left the annotation out", span=marked.trigger,
            )  # fmt: skip
        elif marked.report in now:
            seen.add(marked.report)
            yield from _corrected(now[marked.report], marked, reading, by=by, at=at)
        elif marked.report is None:
            yield Decision(
                kind="add", target=reading.dispatch.id, by=by, at=at,
                value=to_json(_added(marked, reading)),
            )  # fmt: skip
        else:
            yield Issue(
                dispatch_id=reading.dispatch.id, kind="report-unknown", found=marked.report,
                expected="a report of the record as it stands", span=marked.trigger,
                done="left the annotation out",
            )  # fmt: skip
    for report in sorted((exported or set()) & {r for r in now if r} - seen):
        yield Decision(kind="reject", target=report, by=by, at=at,
                       seen=to_json({"type": now[report].type}))  # fmt: skip


def _corrected(
    before: MarkedReport, after: MarkedReport, reading: Reading, *, by: str, at: str
) -> Iterator[Decision]:
    report = after.report or ""
    for field in CODES:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield Decision(kind="correct", target=report, by=by, at=at, field=field,
                           value=to_json(new), seen=to_json(old))  # fmt: skip
    for role, field in SIDES.items():
        was, now = (_bearers(marked, role, reading) for marked in (before, after))
        if was != now:
            yield Decision(kind="correct", target=report, by=by, at=at, field=field,
                           value=to_json(now), seen=to_json(was))  # fmt: skip


def _bearers(marked: MarkedReport, role: str, reading: Reading) -> list[dict[str, object]]:
    """The words that bear a role, in reading order, with where they stand."""
    return [_placed(r.words, reading) for r in sorted(marked.roles) if r.role == role]


def _placed(words: Words, reading: Reading) -> dict[str, object]:
    text = " ".join(words.span.text(reading.dispatch.raw).split())
    return {"start": words.span.start, "end": words.span.end, "text": text}


def _added(marked: MarkedReport, reading: Reading) -> dict[str, object]:
    """A missed report: its codes, its trigger, the words of each side."""
    sides = {field: _bearers(marked, role, reading) for role, field in SIDES.items()}
    return {
        "type": marked.type, "mode": marked.mode, "status": marked.status,
        "trigger": _placed(Words(marked.trigger, marked.type), reading), **sides,
    }  # fmt: skip


def _as_exported(reading: Reading, name: str) -> Marks:
    """The record's own marks after the same journey, so that only people's changes differ."""
    marks, raw = marks_of(reading), reading.dispatch.raw
    if name.endswith(".ann"):
        return read_ann(ann_text(marks, raw))
    return read_xmi(xmi_text(marks, raw)) or marks


def _read(name: str, data: bytes) -> Marks | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return read_ann(text) if name.endswith(".ann") else read_xmi(text)


def _manifest(files: dict[str, bytes]) -> list[Exported]:
    """What was exported, where the file that says so came back; nothing otherwise."""
    data = next((d for n, d in files.items() if n.rpartition("/")[2] == MANIFEST), b"[]")
    try:
        return msgspec.json.decode(data, type=list[Exported])
    except msgspec.DecodeError:
        return []


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the annotation files of a folder or a zip archive."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix in SUFFIXES or file.name == MANIFEST:
                yield file.relative_to(path).as_posix(), file.read_bytes()
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                wanted = info.filename.endswith((*SUFFIXES, MANIFEST))
                if wanted and info.file_size <= LARGEST:
                    yield info.filename, archive.read(info)
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError) as e:
        raise BadRequest(f"{path} is not a folder nor a zip archive of annotations.") from e
