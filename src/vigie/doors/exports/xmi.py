"""Doors, exports. UIMA CAS XMI, which INCEpTION opens: a zip of documents and their type system.

Two layers of our own: `Vigie` on words (a label; for a report its mode, status and id) and
`VigieRole` from a report to the words that bear a role in it. Offsets are UTF-16 units, as UIMA's
are; characters that XML cannot hold stand as spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

import msgspec

from vigie.dispatches.readers.xml_in import has_entities
from vigie.doors.exports.brat import MANIFEST, Exported
from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.marks import STATUS, MarkedReport, Marks, Role, Words, marks_of
from vigie.doors.exports.names import plain_name
from vigie.doors.exports.network import printable
from vigie.doors.exports.sink import zip_files
from vigie.knowledge.lexicon import TYPES
from vigie.records import Span

BMP = 0xFFFF  # above it a code point is two units of UTF-16
CUSTOM = "http:///webanno/custom.ecore"
XMI = "http://www.omg.org/XMI"
CAS = "http:///uima/cas.ecore"
SPAN_FEATURES = ("label", "mode", "status", "report")
_OFFSET = re.compile("[0-9]{1,9}")
_STRING, _SPAN = "uima.cas.String", "webanno.custom.Vigie"


def write_xmi(chosen: Chosen) -> Iterator[bytes]:
    """Dispatches with their annotations as XMI files in a zip archive."""
    return zip_files(_files(chosen))


def _files(chosen: Chosen) -> Iterator[tuple[str, str]]:
    held = []
    yield "TypeSystem.xml", type_system()
    for reading, told in chosen.readings():
        d = reading.dispatch
        name = plain_name(d.id)
        held.append(Exported(file=name, dispatch=d.id, reports=tuple(sorted(told))))
        yield f"{name}.xmi", xmi_text(marks_of(reading, set(told)), d.raw, d.meta.language)
    yield MANIFEST, msgspec.json.format(msgspec.json.encode(held)).decode() + "\n"


def xmi_text(marks: Marks, raw: str, language: str | None = None) -> str:
    """One document as XMI."""
    units = _Units(raw)
    rows: list[str] = []
    ids: dict[Words, int] = {}

    def add(tag: str, **features: str | None) -> int:
        number = len(rows) + 10  # below: the sofa and its view
        cells = "".join(f" {k}={_attr(v)}" for k, v in features.items() if v is not None)
        rows.append(f'<{tag} xmi:id="{number}" sofa="1"{cells}/>')
        return number

    def spread(span: Span) -> dict[str, str]:
        return {"begin": str(units.of(span.start)), "end": str(units.of(span.end))}

    add("tcas:DocumentAnnotation", begin="0", end=str(units.of(len(raw))),
        language=language or "x-unspecified")  # fmt: skip
    for words in marks.words:
        ids[words] = add("custom:Vigie", **spread(words.span), label=words.label)
    for m in marks.reports:
        number = add("custom:Vigie", **spread(m.trigger), label=m.type, mode=m.mode,
                     status=m.status, report=m.report)  # fmt: skip
        for role in m.roles:
            add("custom:VigieRole", **spread(role.words.span), role=role.role,
                Governor=str(number), Dependent=str(ids[role.words]))  # fmt: skip
    members = " ".join(str(n + 10) for n in range(len(rows)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xmi:XMI xmlns:xmi="{XMI}" xmlns:cas="{CAS}" '
        f'xmlns:tcas="http:///uima/tcas.ecore" xmlns:custom="{CUSTOM}" xmi:version="2.0">\n'
        '<cas:NULL xmi:id="0"/>\n' + "".join(f"{row}\n" for row in rows)
        + f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" '
        f'sofaString={_attr(raw)}/>\n<cas:View sofa="1" members="{members}"/>\n</xmi:XMI>\n'
    )  # fmt: skip


def read_xmi(text: str) -> Marks | None:
    """What an XMI file marks in our layers; None when it is not one, or declares entities."""
    if has_entities(text.encode()):
        return None
    try:
        root = ET.fromstring(text)
    except ET.ParseError:
        return None
    sofa = root.find(f"{{{CAS}}}Sofa")
    points = _Points(sofa.get("sofaString", "") if sofa is not None else "")
    words: dict[str, Words] = {}
    reports: dict[str, ET.Element] = {}
    roles: dict[str, list[Role]] = {}
    for row in root.iter(f"{{{CUSTOM}}}Vigie"):
        span = points.span(row)
        if span is not None:
            number = row.get(f"{{{XMI}}}id", "")
            words[number] = Words(span, row.get("label", ""))
            if words[number].label in TYPES:
                reports[number] = row
    for row in root.iter(f"{{{CUSTOM}}}VigieRole"):
        target = words.get(row.get("Dependent", ""))
        if target is not None:
            roles.setdefault(row.get("Governor", ""), []).append(
                Role(row.get("role", ""), target)
            )
    marked = tuple(
        MarkedReport(
            report=row.get("report") or None, type=words[n].label, trigger=words[n].span,
            mode=row.get("mode") or None, status=row.get("status") or STATUS,
            roles=tuple(sorted(roles.get(n, []))),
        )
        for n, row in reports.items()
    )  # fmt: skip
    kept = {w for n, w in words.items() if n not in reports}
    return Marks(words=tuple(sorted(kept)), reports=marked)


def type_system() -> str:
    """The layers, as UIMA describes types."""

    def feature(name: str, range_: str) -> str:
        return (f"<featureDescription><name>{name}</name><description/>"
                f"<rangeTypeName>{range_}</rangeTypeName></featureDescription>")  # fmt: skip

    def layer(name: str, features: str) -> str:
        return (f"<typeDescription><name>{name}</name><description/>"
                "<supertypeName>uima.tcas.Annotation</supertypeName>"
                f"<features>{features}</features></typeDescription>\n")  # fmt: skip

    ends = feature("Governor", _SPAN) + feature("Dependent", _SPAN)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>\n'
        + layer(_SPAN, "".join(feature(name, _STRING) for name in SPAN_FEATURES))
        + layer("webanno.custom.VigieRole", feature("role", _STRING) + ends)
        + "</types></typeSystemDescription>\n"
    )


class _Units:
    """From offsets in code points to offsets in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._high = [n for n, c in enumerate(text) if ord(c) > BMP]

    def of(self, offset: int) -> int:
        """The offset in units."""
        return offset + sum(1 for n in self._high if n < offset)


class _Points:
    """The way back, from UTF-16 units to code points."""

    def __init__(self, text: str) -> None:
        self._high: list[int] = []
        at = 0
        for c in text:
            if ord(c) > BMP:
                self._high.append(at)
            at += 2 if ord(c) > BMP else 1
        self._length = at

    def span(self, row: ET.Element) -> Span | None:
        """The span of an annotation; None when it is empty or outside the text."""
        begin, end = row.get("begin", ""), row.get("end", "")
        if not (_OFFSET.fullmatch(begin) and _OFFSET.fullmatch(end)):
            return None
        if not int(begin) < int(end) <= self._length:
            return None
        return Span(self._of(int(begin)), self._of(int(end)))

    def _of(self, unit: int) -> int:
        return unit - sum(1 for n in self._high if n < unit)


def _attr(text: str) -> str:
    plain = "".join(c if printable(c) else " " for c in text)
    return quoteattr(plain, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
