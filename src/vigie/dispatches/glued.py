"""Dispatches room. Glued text: titles, stamps, datelines and bodies that share one line.

Crawlers that keep no line breaks give whole pages so. A shape strong enough is asked for: a
wire or a label beside a full date, a dateline in capitals.
"""

from __future__ import annotations

import re

from vigie.dispatches.datelines import find_buried
from vigie.dispatches.page import BARS, Line, Page
from vigie.dispatches.residue import Residue
from vigie.dispatches.stamps import Stamp, scan_stamp
from vigie.dispatches.titles import LONGEST_TITLE, is_title

GLUED_WITHIN = 450  # characters: a title glued to its stamp or dateline ends before this
_CAPITAL = re.compile(r"[A-Z](?<!\S[A-Z])")  # opens a word; letter first, as it is rare
_CLOSERS = re.compile(r"[)\]]+")


def part_glued(page: Page, residue: Residue) -> None:
    """Part titles, stamps and bodies that stand on one line."""
    _part_head(page, residue)
    for line in page.kept():
        if line.end - line.start > LONGEST_TITLE:
            _part_labelled(page, line, residue)


def _part_head(page: Page, residue: Residue) -> None:
    """Part "TITLE Reuters • 23/05/2020 à 21:29 body" and "TITLE ISTANBUL, 23 mai (Reuters) -"."""
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
    if buried is not None:
        _part_buried(page, line, buried, residue)


def _part_buried(page: Page, line: Line, at: int, residue: Residue) -> None:
    """Part "TITLE Par X et Y ISTANBUL, 23 mai (Reuters) - body", the names being cut."""
    found = list(residue.grammar.by.finditer(page.plain, line.start, at))
    by = (
        found[-1] if found and not page.text[found[-1].end() : at].strip(" .,:|-") else None
    )
    stop = by.start() if by is not None else at
    if not is_title(page.text[line.start : stop].strip()):
        return
    rest = page.split(line, stop)
    line.kind = "title"
    if by is not None:
        names = page.text[by.start("names") : by.end("names")]
        page.authors += [n for n in residue.grammar.joiners.split(names) if n]
        page.drop_start(rest, at, "byline", "byline")


def _stamp_around(
    page: Page, line: Line, day: re.Match[str], residue: Residue
) -> Stamp | None:
    """The stamp that holds a day inside a line, from its first word on."""
    from_here = max(line.start, day.start() - 90)
    for piece in residue.grammar.piece.finditer(page.plain, from_here, day.end()):
        if piece["glue"] or piece["clock"]:
            continue
        stamp = scan_stamp(page.text, page.plain, piece.start(), line.end, residue.grammar)
        if stamp.end < day.end():
            continue
        full = stamp.published or stamp.modified
        signed = stamp.labelled or stamp.agencies or (stamp.names and stamp.timed)
        cited = residue.grammar.citing.search(page.plain, line.start, piece.start())
        if full and full[:2] != "--" and signed and not cited:
            return stamp
        return None
    return None


def _part(page: Page, line: Line, stamp: Stamp, residue: Residue) -> None:
    """Split a line around its stamp: title before, body after."""
    before = page.text[line.start : stamp.start].rstrip(BARS)
    if before and not is_title(before):
        return
    page.stamps.append(stamp)
    if not before:
        page.drop_start(line, stamp.end, "publication stamp", "stamp")
        return
    rest = page.split(line, line.start + len(before))
    line.kind = "title"
    page.drop_start(rest, stamp.end, "publication stamp", "stamp")


def _part_labelled(page: Page, line: Line, residue: Residue) -> None:
    """Cut "Publié le 12 mars 2021 à 14h05" inside a line; its capital tells it from prose."""
    grammar = residue.grammar
    for capital in _CAPITAL.finditer(page.plain, line.start, line.end):
        label = grammar.label.match(page.plain, capital.start(), line.end)
        if label is None:
            continue
        stamp = scan_stamp(page.text, page.plain, label.start(), line.end, grammar)
        full = stamp.published or stamp.modified or ""
        if (
            not stamp.labelled
            or full[:2] in ("", "--")
            or page.text[stamp.end : stamp.end + 1] == ","
        ):
            continue
        start = _signed_from(page, line, label.start(), residue)
        page.stamps.append(scan_stamp(page.text, page.plain, start, stamp.end, grammar))
        before = page.text[line.start : start].rstrip(BARS)
        end = _CLOSERS.match(page.text, stamp.end, line.end)
        stop = end.end() if end else stamp.end
        if not before:
            page.drop_start(line, stop, "publication stamp", "stamp")
            return
        rest = page.split(line, line.start + len(before))
        line.kind = "title" if line is page.kept()[0] and is_title(before) else line.kind
        line.prose = line.kind != "title"
        page.drop_start(rest, stop, "publication stamp", "stamp")
        return


def _signed_from(page: Page, line: Line, at: int, residue: Residue) -> int:
    """Where the names before a stamp start: "Par Anna Roux Publié le…"."""
    near = max(line.start, at - 120)
    for by in residue.grammar.by.finditer(page.plain, near, at):
        if not page.text[by.end() : at].strip(BARS + ":"):
            return by.start()
    return at
