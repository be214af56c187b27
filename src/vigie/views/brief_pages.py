"""Views room. A brief laid out: Markdown, or one HTML page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from vigie.views.brief import Brief
from vigie.views.brief_words import Wording, load_wording
from vigie.views.brief_writer import Note, Sentence

STYLE = (
    "body{font:17px/1.55 Georgia,serif;max-width:42em;margin:2em auto;padding:0 1em;color:#1a1a1a;"
    "background:#fff}h1{font-size:1.5em}h2{font-size:1.15em;margin-top:1.6em}"
    "sup a{text-decoration:none;padding:0 .1em}ol,.small{font-size:.85em;color:#444}"
    "li:target{background:#fff3c4}@media(prefers-color-scheme:dark){body{background:#161616;"
    "color:#e6e6e6}ol,.small{color:#b5b5b5}a{color:#8ab4f8}li:target{background:#4a4010}}"
)


def to_markdown(brief: Brief) -> str:
    """The brief in Markdown, its notes at the foot."""
    wording = load_wording(brief.language)
    page, numbers = wording.pack["page"], _numbers(brief)
    out = [f"# {page['title']}", "", _intro(brief, wording), ""]
    for section in brief.sections:
        out += [f"## {_plain(section.title or page['elsewhere'])}", ""]
        for sentence in section.sentences:
            marks = "".join(f"[^{numbers[_key(note)]}]" for note in sentence.notes)
            out += [f"{_plain(sentence.text)}{marks}", ""]
    for title, rows in _lists(brief, page):
        out += [f"## {title}", "", *(f"- {_plain(row)}" for row in rows), ""]
    out += [f"[^{n}]: {_plain(_note(note, wording))}" for n, note in _notes(brief, numbers)]
    return "\n".join([*out, "", f"*{page['made']}*", ""])


def to_html(brief: Brief) -> str:
    """The brief as one HTML page: no script, no font, no address outside it."""
    wording = load_wording(brief.language)
    page, numbers = wording.pack["page"], _numbers(brief)
    out = [
        f'<!doctype html><html lang="{brief.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(page['title'])}</title><style>{STYLE}</style></head><body>",
        f"<h1>{escape(page['title'])}</h1><p>{escape(_intro(brief, wording))}</p>",
    ]
    for section in brief.sections:
        out.append(f"<h2>{escape(section.title or page['elsewhere'])}</h2>")
        out += [f'<p id="{escape(s.event)}-{n}">{escape(s.text)}{_marks(s, numbers)}</p>'
                for n, s in enumerate(section.sentences)]  # fmt: skip
    for title, rows in _lists(brief, page):
        items = "".join(f"<li>{escape(row)}</li>" for row in rows)
        out.append(f'<h2>{escape(title)}</h2><ul class="small">{items}</ul>')
    notes = "".join(
        f'<li id="n{n}">{escape(_note(note, wording))}</li>'
        for n, note in _notes(brief, numbers)
    )
    out.append(
        f'<hr><ol>{notes}</ol><p class="small">{escape(page["made"])}</p></body></html>'
    )
    return "\n".join(out) + "\n"


def _intro(brief: Brief, wording: Wording) -> str:
    page = wording.pack["page"]
    days = [wording.day(d) for d in dict.fromkeys((brief.first, brief.last)) if d]
    text = page["intro"].format(
        events=brief.events, total=brief.total, dispatches=brief.dispatches,
        origins=brief.origins, period=" – ".join(days) or page["undated"],
    )  # fmt: skip
    whole = brief.events + len(brief.refused) == brief.total
    return str(text if whole else f"{text} {page['chosen']}")


def _key(note: Note) -> tuple[str, int, int]:
    return note.dispatch, note.start, note.end


def _numbers(brief: Brief) -> dict[tuple[str, int, int], int]:
    """A number for each note, in the order they are met; one clause has one number."""
    keys = [_key(n) for s in brief.sections for x in s.sentences for n in x.notes]
    return {key: n for n, key in enumerate(dict.fromkeys(keys), 1)}


def _notes(
    brief: Brief, numbers: dict[tuple[str, int, int], int]
) -> Iterator[tuple[int, Note]]:
    by_key = {_key(n): n for s in brief.sections for x in s.sentences for n in x.notes}
    for key, number in numbers.items():
        yield number, by_key[key]


def _note(note: Note, wording: Wording) -> str:
    page = wording.pack["page"]
    return str(page["note"]).format(
        outlet=note.outlet or "–", dispatch=note.dispatch, start=note.start, end=note.end,
        published=wording.told(note.published) or page["undated"], words=note.words,
    )  # fmt: skip


def _lists(brief: Brief, page: Any) -> Iterator[tuple[str, list[str]]]:
    """What was refused and what was left unsaid, each with its title; neither where empty."""
    for name, rows in (("refused", brief.refused), ("unsaid", brief.unsaid)):
        if rows:
            yield (
                page[name].format(n=len(rows)),
                [page["refused_row"].format(
                    event=r.event, field=page["reasons"].get(r.field, r.field), value=r.value
                ) for r in rows],
            )  # fmt: skip


def _marks(sentence: Sentence, numbers: dict[tuple[str, int, int], int]) -> str:
    found = [numbers[_key(note)] for note in sentence.notes]
    return "".join(f'<sup><a href="#n{n}">{n}</a></sup>' for n in found)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is written."""
    for mark in ("\\", "*", "_", "[", "]", "`", "<", "#"):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
