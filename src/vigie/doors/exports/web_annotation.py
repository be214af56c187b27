"""Doors, exports. W3C Web Annotations (JSON-LD): each report and quote on the words that say it.

The target is the text as received, by position and by quote; where the dispatch has an address,
the page too, by quote alone, for positions in its HTML are not ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote as percent

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.json_out import json_document
from vigie.records import Dispatch, Reading, Report, Span
from vigie.views.tellings import telling_row

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters of text before and after a quote, to find it again


def write_web_annotation(chosen: Chosen) -> Iterator[bytes]:
    """Reports and quotes of the dispatches as one annotation page."""
    head = {"@context": CONTEXT, "id": "urn:vigie:annotations", "type": "AnnotationPage"}
    return json_document(head, "items", _items(chosen))


def _items(chosen: Chosen) -> Iterator[dict[str, Any]]:
    for reading, told in chosen.readings():
        for report in reading.reports:
            if report.id in told:
                yield report_annotation(reading, report, told[report.id])
        for n, quote in enumerate(reading.quotes):
            actor = reading.referents.actors.get(quote.speaker or "")
            bodies = [_tag("quote"), *([_says("speaker", actor.name)] if actor else [])]
            name = f"quote:{reading.dispatch.id}:{n}"
            yield _annotation(name, bodies, reading.dispatch, quote.span)


def report_annotation(reading: Reading, report: Report, event: str) -> dict[str, Any]:
    """A report as an annotation on its clause; its fields are bodies, its event is linked."""
    row = telling_row(reading, report)
    bodies = [_tag(report.type), *([_tag(report.mode)] if report.mode else [])]
    for field, values in (
        ("status", (row.status,)), ("actor", row.actors), ("recipient", row.recipients),
        ("when", (row.when or " | ".join(row.candidates),)), ("where", (row.where,)),
        ("said_by", (row.said_by,)),
    ):  # fmt: skip
        bodies += [_says(field, value) for value in values if value]
    bodies.append(
        {"type": "SpecificResource", "purpose": "linking", "source": _urn("event", event)}
    )
    return _annotation(f"report:{report.id}", bodies, reading.dispatch, report.span)


def _annotation(
    name: str, bodies: list[dict[str, Any]], dispatch: Dispatch, span: Span
) -> dict[str, Any]:
    quote = {
        "type": "TextQuoteSelector", "exact": span.text(dispatch.raw),
        "prefix": dispatch.raw[max(0, span.start - AROUND) : span.start],
        "suffix": dispatch.raw[span.end : span.end + AROUND],
    }  # fmt: skip
    place = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    targets: list[dict[str, Any]] = [
        {"source": _urn("dispatch", dispatch.id), "selector": [place, quote]}
    ]
    url = dispatch.meta.url or dispatch.given.url
    if url:
        targets.append({"source": url, "selector": [quote]})
    kind, _, rest = name.partition(":")
    return {"id": _urn(kind, rest), "type": "Annotation", "motivation": "classifying",
            "body": bodies, "target": targets}  # fmt: skip


def _tag(value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _says(field: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "describing", "value": f"{field}: {value}"}


def _urn(kind: str, name: str) -> str:
    return f"urn:vigie:{kind}:{percent(name, safe=':.-_')}"
