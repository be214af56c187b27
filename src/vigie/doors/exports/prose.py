"""Doors, exports. A report for people: the same pages as Markdown and as one HTML file.

Flow: event → `Entry` (what, when, figures, contradictions, each telling in its sentence) → lines
of Markdown, or an article of HTML. The HTML holds its style and asks the network for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import msgspec

from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.wording import days, figures, headline
from vigie.doors.interface import language, say
from vigie.records import Event, Reading, Report, Side
from vigie.views.tellings import TellingRow, telling_row


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An event in words."""

    id: str
    quad: str
    when: str
    headline: str
    origins: str
    figures: tuple[str, ...]
    contradictions: tuple[str, ...]
    tellings: tuple[TellingRow, ...]


def entries(chosen: Chosen) -> Iterator[Entry]:
    """The chosen events in words, in order of time."""
    for event, told in chosen.told():
        yield entry(event, told)


def entry(event: Event, told: list[tuple[Reading, Report]]) -> Entry:
    """An event in words, with the sentence of each report."""
    names = ", ".join(o.name for o in event.origins)
    return Entry(
        id=event.id, quad=event.quad, when=days(event), headline=headline(event),
        origins=say("export.origins", n=len(event.origins), names=names),
        figures=tuple(figures(event)),
        contradictions=tuple(
            f"{c.field}{say('export.colon')}" + " ≠ ".join(_side(side) for side in c.sides)
            for c in event.contradictions
        ),
        tellings=tuple(telling_row(*found) for found in told),
    )  # fmt: skip


def write_markdown(chosen: Chosen) -> Iterator[bytes]:
    """The report as Markdown."""
    yield f"# {say('export.title')}\n\n{_asked(chosen)}\n".encode()
    when = None
    for e in entries(chosen):
        if e.when != when:
            when = e.when
            yield f"\n## {_md(when)}\n".encode()
        lines = [f"\n### {_md(e.headline)}\n", f"{_md(e.origins)} · `{e.id}`"]
        items = [*e.figures, *(f"≠ {line}" for line in e.contradictions)]
        lines += ["", *(f"- {_md(item)}" for item in items)] if items else []
        lines += [f"\n> {_md(_words(t))}\n>\n> — {_md(_source(t))}" for t in e.tellings]
        yield ("\n".join(lines) + "\n").encode()


def write_html(chosen: Chosen) -> Iterator[bytes]:
    """The report as one self-contained HTML file: no script, no picture, no address fetched."""
    title = escape(say("export.title"))
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    yield (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n<p>{escape(_asked(chosen))}</p>\n"
    ).encode()
    for e in entries(chosen):
        yield _article(e).encode()
    yield b"</main>\n</body>\n</html>\n"


def _article(e: Entry) -> str:
    parts = [
        f'<article id="{escape(e.id)}" class="{escape(e.quad)}">',
        f"<h2><span>{escape(e.when)}</span> {escape(e.headline)}</h2>",
        f"<p>{escape(e.origins)}</p>",
    ]
    if e.figures or e.contradictions:
        items = [f"<li>{escape(line)}</li>" for line in e.figures]
        items += [f"<li>≠ {escape(line)}</li>" for line in e.contradictions]
        parts.append(f"<ul>{''.join(items)}</ul>")
    for t in e.tellings:
        start, end = t.trigger.start - t.sentence.start, t.trigger.end - t.sentence.start
        words = (f"{escape(t.words[:start])}<mark>{escape(t.words[start:end])}</mark>"
                 f"{escape(t.words[end:])}")  # fmt: skip
        parts.append(
            f"<blockquote><p>{words}</p><footer>{escape(_source(t))}</footer></blockquote>"
        )
    return "\n".join(parts) + "\n</article>\n"


def _asked(chosen: Chosen) -> str:
    """What was asked of the record, so that a report says what it leaves out."""
    wanted = msgspec.structs.asdict(chosen.wanted)
    kept = {
        k: " – ".join(v) if isinstance(v, tuple) else v
        for k, v in wanted.items() if v and k not in ("order", "limit", "cursor")
    }  # fmt: skip
    if not kept:
        return say("export.whole", record=chosen.record.path.name)
    asked = ", ".join(f"{k}: {v}" for k, v in kept.items())
    return say("export.asked", record=chosen.record.path.name, asked=asked)


def _source(t: TellingRow) -> str:
    parts = (t.outlet, t.published, t.dispatch, t.url)
    said = f" · {say('col.source')}{say('export.colon')}{t.said_by}" if t.said_by else ""
    return ", ".join(part for part in parts if part) + said


def _side(side: Side) -> str:
    return f"{side.value} ({', '.join(side.parties)})" if side.parties else side.value


def _words(t: TellingRow) -> str:
    return " ".join(t.words.split())


def _md(text: str) -> str:
    """Words in Markdown: what would be read as marks or HTML is escaped."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in " ".join(text.split()))
