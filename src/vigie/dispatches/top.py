"""Dispatches room. The top of a page: stamps, bylines, update notes, and the dateline."""

from __future__ import annotations

import re

from vigie.dispatches.bylines import credited, read_byline
from vigie.dispatches.datelines import find_buried, find_dateline
from vigie.dispatches.page import Line, Page
from vigie.dispatches.residue import Residue
from vigie.dispatches.stamps import Stamp, scan_stamp
from vigie.dispatches.tape import plain as fold
from vigie.dispatches.titles import HEAD_LINES, LONGEST_TITLE, is_title

GLUED_WITHIN = 450  # characters: a title glued to its stamp or dateline ends before this
_BARS = " -–—|•·,/"
_DIGIT = re.compile(r"\d")


def part_glued_stamp(page: Page, residue: Residue) -> None:
    """Part "TITLE Reuters • 23/05/2020 à 21:29 body", all on one line."""
    line = next(iter(page.kept()), None)
    if line is None:
        return
    stop = min(line.end, line.start + GLUED_WITHIN)
    grammar = residue.grammar
    day = grammar.date.search(page.plain, line.start, stop)
    buried = find_buried(
        page.plain, line.start, min(line.end, stop + LONGEST_TITLE), grammar
    )
    if day is not None and (buried is None or day.start() < buried):
        stamp = _stamp_around(page, line, day, residue)
        if stamp is not None:
            _part(page, line, stamp, residue)
            return
    if buried is not None and is_title(page.text[line.start : buried].strip()):
        page.split(line, buried)
        line.kind = "title"


def _stamp_around(
    page: Page, line: Line, day: re.Match[str], residue: Residue
) -> Stamp | None:
    """The stamp that holds a day inside a line, from its first word on."""
    from_here = max(line.start, day.start() - 90)
    for piece in residue.grammar.piece.finditer(page.plain, from_here, day.end()):
        if piece["glue"] or piece["clock"]:
            continue
        stamp = scan_stamp(page.plain, piece.start(), line.end, residue.grammar)
        if stamp.end < day.end():
            continue
        full = stamp.published or stamp.modified
        cited = residue.grammar.citing.search(page.plain, line.start, piece.start())
        if full and full[:2] != "--" and (stamp.labelled or stamp.agencies) and not cited:
            return stamp
        return None
    return None


def _part(page: Page, line: Line, stamp: Stamp, residue: Residue) -> None:
    """Split a line around its stamp: title before, body after."""
    before = page.text[line.start : stamp.start].rstrip(_BARS)
    if before and not is_title(before):
        return
    page.stamps.append(stamp)
    if not before:
        page.drop_start(line, stamp.end, "publication stamp", "stamp")
        return
    rest = page.split(line, line.start + len(before))
    line.kind = "title"
    page.drop_start(rest, stamp.end, "publication stamp", "stamp")


def cut_stamps(page: Page, residue: Residue) -> None:
    """Cut lines that are stamps or bylines and nothing else."""
    first = page.first_prose()
    for k, line in enumerate(page.lines):
        if line.gone or line.kind == "title" or line.end - line.start > LONGEST_TITLE:
            continue
        in_head = k < max(first + 3, HEAD_LINES)
        if in_head and residue.grammar.signed.fullmatch(page.plain, line.start, line.end):
            _dateline(page, line, residue)
            continue
        stamp = _line_stamp(page, line, residue)
        if stamp is not None and (
            stamp.labelled or stamp.counted or (in_head and (stamp.timed or k <= first + 1))
        ):
            page.stamps.append(stamp)
            page.drop(line, "publication stamp", "stamp")
        elif in_head and not line.prose:
            _head_byline(page, line, residue)


def _line_stamp(page: Page, line: Line, residue: Residue) -> Stamp | None:
    """The stamp that fills a line, after a name or an outlet perhaps."""
    stamp = scan_stamp(page.plain, line.start, line.end, residue.grammar)
    rest = page.text[stamp.end : line.end].strip(" .,;:|•·-–—/()[]")
    if not rest and (stamp.dated or stamp.names or stamp.counted):
        return stamp
    if _DIGIT.search(page.plain, stamp.end, line.end) is None:
        return None
    head, bar, tail = page.plain[line.start : line.end].partition("|")
    if not bar:
        head, bar, tail = page.plain[line.start : line.end].partition(" - ")
    names = read_byline(
        page.text[line.start : line.start + len(head)], residue.grammar, bare=True
    )
    if not bar or not names:
        return None
    start = line.end - len(tail)
    while start < line.end and page.text[start].isspace():
        start += 1
    stamp = scan_stamp(page.plain, start, line.end, residue.grammar)
    if stamp.dated and stamp.end >= line.end - 1:
        page.authors += [n for n in names if n not in page.authors]
        return stamp
    return None


def _head_byline(page: Page, line: Line, residue: Residue) -> None:
    words = page.words(line)
    names = read_byline(words, residue.grammar)
    if names is None and residue.grammar.by_line.fullmatch(
        page.plain, line.start, line.end
    ):
        page.agencies += credited(words, residue.grammar)
        page.drop(line, "byline", "byline-without-name")
    elif names:
        page.authors += [n for n in names if n not in page.authors]
        page.drop(line, "byline", "byline")
    elif residue.grammar.credit.fullmatch(fold(words)):
        page.agencies += credited(words, residue.grammar)
        page.drop(line, "byline", "agency-credit")


def cut_opening(page: Page, residue: Residue) -> None:
    """Cut update notes and the dateline where the body opens."""
    body = [ln for ln in page.kept() if ln.kind != "title"]
    for line in body[:4]:
        while (
            note := residue.grammar.update.match(page.plain, line.start, line.end)
        ) and not line.gone:
            page.drop_start(line, note.end(), "update note", "update-note")
        if line.gone or not (line.prose or line is body[0]):
            continue
        if _dateline(page, line, residue):
            return


def _dateline(page: Page, line: Line, residue: Residue) -> bool:
    found = find_dateline(page.text, page.plain, line.start, line.end, residue.grammar)
    if found is None:
        return False
    page.datelines.append(found)
    page.authors += [found.name] if found.name else []
    page.drop_start(line, found.end, "dateline", "dateline")
    return True
