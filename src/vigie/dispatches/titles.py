"""Dispatches room. Titles: the line that names the article, the lead under it, labels above it."""

from __future__ import annotations

import re

from vigie.dispatches.datelines import find_dateline
from vigie.dispatches.page import Line, Page
from vigie.dispatches.paragraphs import sentence_stops
from vigie.dispatches.residue import LONGEST_LINE, Residue
from vigie.dispatches.tape import plain as fold

HEAD_LINES = 9  # stamps without a label are looked for among these first lines
LABEL_WORDS = 2  # a label above a title; three words may be the title itself
OUTLET_WORDS = 3  # an outlet's name after a title; more words are the title's own
NEARLY_AS_LONG = 6  # characters of stops and spaces between two tellings of a title
LONGEST_TITLE = 250  # characters: past it a line is a paragraph
SHORTEST_TITLE = 10  # characters: below it a line is a heading ("Libye")
_STOPS = tuple(".!?…:;")
_TITLE_STOP = re.compile(r"[.;:,…][»\"”]?$")
_SPACES = re.compile(r"\W+")


def find_title(page: Page, residue: Residue, given: str | None) -> None:
    """Find the title, the lead, the labels above them, and the title said twice."""
    kept = page.kept()
    title = next((ln for ln in kept if ln.kind == "title"), None)
    if title is None:
        title = _given_title(page, kept, given) or _shaped_title(page, kept, residue)
    if title is None:
        return
    title.kind = "title"
    said = _bare(page.words(title))
    rank = page.lines.index(title)
    for line in page.lines[:rank]:
        if page.words(line)[-1:] in _STOPS:
            continue
        if (
            not line.gone
            and not line.prose
            and len(page.words(line).split()) <= LABEL_WORDS
        ):
            page.drop(line, "menu", "kicker")
    for line in page.lines[rank + 1 :]:
        if (
            line.gone
            or abs(line.end - line.start - (title.end - title.start)) > NEARLY_AS_LONG
        ):
            continue
        if _bare(page.words(line)) == said:
            page.drop(line, "repeated title", "repeated-title")
    _outlet(page, rank)
    _lead(page, rank)


def _given_title(page: Page, kept: list[Line], given: str | None) -> Line | None:
    """The line that says the title that came beside the text."""
    wanted = _bare(given or "")
    if len(wanted) < SHORTEST_TITLE:
        return None
    for line in kept[:HEAD_LINES]:
        if _bare(page.words(line)) == wanted:
            return line
    first = kept[0] if kept else None
    if first and page.words(first).startswith((given or "").strip()):
        page.split(first, first.start + len((given or "").strip()))
        return first
    return None


def _shaped_title(page: Page, kept: list[Line], residue: Residue) -> Line | None:
    """The first line, or the second under a label, that has the shape of a title."""
    for k, line in enumerate(kept[:3]):
        words = page.words(line)
        body = [ln for ln in kept[k + 1 :] if ln.prose]
        if not body:
            return None
        followed = _stamp_follows(page, line)
        if find_dateline(page.text, page.plain, line.start, line.end, residue.grammar):
            return None
        if residue.grammar.update.fullmatch(page.plain, line.start, line.end):
            continue  # "(Actualisé avec réactions)" stands above the text and names nothing
        if is_title(words) or (followed and is_title(words.rstrip("."))):
            label = len(words.split()) <= LABEL_WORDS and k + 1 < len(kept)
            if label and not kept[k + 1].prose and is_title(page.words(kept[k + 1])):
                continue
            return line
        if line.prose or len(words.split()) > 3:
            return None
    return None


def _stamp_follows(page: Page, line: Line) -> bool:
    """Whether a stamp or a byline was cut right after a line."""
    rank = page.lines.index(line) + 1
    if rank >= len(page.lines) or not page.lines[rank].gone:
        return False
    after = page.lines[rank]
    return any(
        m.start >= line.end
        and m.end <= after.end
        and m.reason in ("publication stamp", "byline")
        for m in page.marks
    )


def _outlet(page: Page, rank: int) -> None:
    """Cut the outlet's name where it stands alone between the title and a stamp."""
    for line in page.lines[rank + 1 : rank + 3]:
        if line.gone:
            continue
        words = page.words(line)
        few = len(words.split()) <= OUTLET_WORDS and words[-1] not in ".!?…:"
        if few and _is_proper(words) and _stamp_follows(page, line):
            page.drop(line, "byline", "outlet-line")
        return


def _is_proper(words: str) -> bool:
    """Whether each long word has its capital, as the names of outlets mostly do."""
    return words[0].isupper() and all(w[0].isupper() or len(w) <= 3 for w in words.split())


def _lead(page: Page, rank: int) -> None:
    """A paragraph between the title and the stamp or byline is the lead; so is a second title."""
    below = page.lines[rank + 1 : rank + 3]
    for k, line in enumerate(below):
        if line.gone:
            return
        if _stamp_follows(page, line) and line.end - line.start <= 2 * LONGEST_LINE:
            for lead in below[: k + 1]:
                lead.kind = "lead"
            return
    if len(below) == 2 and not below[0].prose and below[1].prose:
        below[0].kind = "lead" if is_title(page.words(below[0])) else "body"


def _bare(words: str) -> str:
    return _SPACES.sub(" ", fold(words).lower()).strip()


def is_title(words: str) -> bool:
    """Whether words have the shape of a title: one clause, of some length, not closed by a stop."""
    return (
        SHORTEST_TITLE <= len(words) <= LONGEST_TITLE
        and " " in words
        and not sentence_stops(words)
        and not _TITLE_STOP.search(words)
        and not words[0].islower()
    )
