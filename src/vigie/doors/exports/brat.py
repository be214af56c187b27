"""Doors, exports. brat standoff: a zip of texts, annotations and the configuration brat needs.

Flow: `Marks` → `.ann` lines → `Marks` again. Offsets are code points, as brat's are. The note of
an event bears the report's id: by it an edited file finds its way home (`vigie annotations`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.marks import (
    ROLES,
    SIZE,
    STATUS,
    MarkedReport,
    Marks,
    Role,
    Words,
    marks_of,
)
from vigie.doors.exports.names import plain_name
from vigie.doors.exports.sink import zip_files
from vigie.knowledge.lexicon import TYPES
from vigie.records import Span
from vigie.records.actor import KINDS
from vigie.records.report import STATUSES

MANIFEST = "exported.json"
_SPAN = re.compile(r"[0-9]{1,9} [0-9]{1,9}(;[0-9]{1,9} [0-9]{1,9})*")
_ROLE = re.compile(r"([A-Za-z]+?)\d*")


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What a file of annotations held when it left: a report that is gone since was rejected."""

    file: str
    dispatch: str
    reports: tuple[str, ...]


def write_brat(chosen: Chosen) -> Iterator[bytes]:
    """Dispatches with their annotations, as a brat collection in a zip archive."""
    return zip_files(_files(chosen))


def _files(chosen: Chosen) -> Iterator[tuple[str, str]]:
    held = []
    yield "annotation.conf", configuration(chosen)
    for reading, told in chosen.readings():
        d = reading.dispatch
        name = plain_name(d.id)
        held.append(Exported(file=name, dispatch=d.id, reports=tuple(sorted(told))))
        yield f"{name}.txt", d.raw
        yield f"{name}.ann", ann_text(marks_of(reading, set(told)), d.raw)
    yield MANIFEST, msgspec.json.format(msgspec.json.encode(held)).decode() + "\n"


def configuration(chosen: Chosen) -> str:
    """The types, roles and attributes that brat offers; modes are those the events bear."""
    modes = sorted({e.mode for e in chosen.events() if e.mode})
    entity = "<ENTITY>"
    roles = ", ".join(f"{role}*:{entity}" for role in (*ROLES.values(), SIZE))
    return "\n".join(
        [
            "[entities]", *KINDS, "Mention", "Time", "Place", SIZE, "", "[relations]", "",
            "[events]", *(f"{type_}\t{roles}" for type_ in TYPES), "", "[attributes]",
            f"Status\tArg:<EVENT>, Value:{'|'.join(STATUSES)}",
            *([f"Mode\tArg:<EVENT>, Value:{'|'.join(modes)}"] if modes else []), "",
        ]
    )  # fmt: skip


def ann_text(marks: Marks, raw: str) -> str:
    """The lines of an `.ann` file."""
    lines: list[str] = []
    ids: dict[Words, str] = {}
    for n, words in enumerate(marks.words, 1):
        ids[words] = f"T{n}"
        lines.append(f"T{n}\t{words.label} {_offsets(words.span, raw)}")
    tags = 0
    for n, marked in enumerate(marks.reports, 1):
        trigger = f"T{len(ids) + n}"
        lines.append(f"{trigger}\t{marked.type} {_offsets(marked.trigger, raw)}")
        roles, seen = "", dict[str, int]()
        for role in marked.roles:
            seen[role.role] = rank = seen.get(role.role, 0) + 1
            roles += f" {role.role}{rank if rank > 1 else ''}:{ids[role.words]}"
        lines.append(f"E{n}\t{marked.type}:{trigger}{roles}")
        for name, value in (("Status", marked.status), ("Mode", marked.mode)):
            if value:
                tags += 1
                lines.append(f"A{tags}\t{name} E{n} {value}")
        lines.append(f"#{n}\tAnnotatorNotes E{n}\t{marked.report}")
    return "".join(f"{line}\n" for line in lines)


def read_ann(text: str) -> Marks:
    """What an `.ann` file marks; lines of other kinds, or broken, are passed over."""
    words: dict[str, Words] = {}
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = {}
    tags: dict[str, dict[str, str]] = {}
    for line in text.split("\n"):
        name, _, rest = line.partition("\t")
        if name.startswith("T") and (found := _words(rest)):
            words[name] = found
        elif name.startswith("E") and ":" in rest:
            (type_, trigger), *roles = [
                (r, t) for r, _, t in (p.partition(":") for p in rest.split())
            ]
            events[name] = (type_, trigger, roles)
        elif name.startswith("A") and len(parts := rest.split()) == len(
            ("Mode", "E1", "x")
        ):
            tags.setdefault(parts[1], {})[parts[0]] = parts[2]
        elif name.startswith("#") and rest.startswith("AnnotatorNotes "):
            target, _, note = rest.removeprefix("AnnotatorNotes ").partition("\t")
            tags.setdefault(target, {})["report"] = note.strip()
    reports, triggers = [], set()
    for name, (type_, trigger, roles) in events.items():
        if trigger not in words:
            continue
        triggers.add(trigger)
        tag = tags.get(name, {})
        reports.append(
            MarkedReport(
                report=tag.get("report") or None, type=type_, trigger=words[trigger].span,
                mode=tag.get("Mode"), status=tag.get("Status", STATUS),
                roles=tuple(sorted(
                    Role(_role(role), words[t]) for role, t in roles if t in words
                )),
            )
        )  # fmt: skip
    kept = {w for name, w in words.items() if name not in triggers}
    return Marks(words=tuple(sorted(kept)), reports=tuple(reports))


def _role(text: str) -> str:
    found = _ROLE.fullmatch(text)
    return found[1] if found else text


def _words(rest: str) -> Words | None:
    """Label and outer span of a text line: brat cuts words that run over a line's end."""
    head = rest.partition("\t")[0]
    label, _, offsets = head.partition(" ")
    numbers = (
        [int(n) for n in re.findall("[0-9]+", offsets)] if _SPAN.fullmatch(offsets) else []
    )
    if not numbers or min(numbers) >= max(numbers):
        return None
    return Words(Span(min(numbers), max(numbers)), label)


def _offsets(span: Span, raw: str) -> str:
    """Offsets and words of a span, a fragment a line: brat's words never hold a line's end."""
    parts = [
        (span.start + m.start(), span.start + m.end())
        for m in re.finditer(r"[^\r\n]*[^\s][^\r\n]*", span.text(raw))
    ] or [(span.start, span.end)]
    words = " ".join(raw[a:b] for a, b in parts)
    return ";".join(f"{a} {b}" for a, b in parts) + f"\t{words}"
