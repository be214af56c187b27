"""Dispatches room. The top of a page: stamps, bylines, update notes, and the dateline."""

from __future__ import annotations

import re

from vigie.dispatches.bylines import credited, read_byline
from vigie.dispatches.datelines import find_dateline
from vigie.dispatches.page import BARS, Line, Page
from vigie.dispatches.residue import Residue
from vigie.dispatches.stamps import Stamp, scan_stamp
from vigie.dispatches.tape import plain as fold
from vigie.dispatches.titles import HEAD_LINES, LONGEST_TITLE

_DIGIT = re.compile(r"\d")
_SIGNER = re.compile(r"[A-Z][\w'. &/-]{1,55}")  # a name or an outlet before its stamp
LONGEST_SIGNED = 160  # characters of a line that is a signer and a stamp
SIGNED_WITHIN = (
    100  # characters: what stands after a signer and its bars starts before this
)


def cut_stamps(page: Page, residue: Residue) -> None:
    """Cut lines that are stamps or bylines and nothing else."""
    first = page.first_prose()
    for k, line in enumerate(page.lines):
        if line.gone or line.kind == "title" or line.end - line.start > LONGEST_TITLE:
            continue
        in_head = k < max(first + 3, HEAD_LINES)
        if in_head and not line.prose and _is_own_dateline(page, line, residue):
            _dateline(page, line, residue)
            continue
        stamp = _line_stamp(page, line, residue, after_name=in_head)
        if stamp is not None and (
            stamp.labelled or stamp.counted or (in_head and (stamp.timed or k <= first + 1))
        ):
            page.stamps.append(stamp)
            page.drop(line, "publication stamp", "stamp")
        elif in_head and not line.prose:
            _head_byline(page, line, residue)


def _is_own_dateline(page: Page, line: Line, residue: Residue) -> bool:
    """Whether a dateline has a line of its own: "AA / Tunis / Name", "Bamako, le 3 mai 2020"."""
    if residue.grammar.signed.fullmatch(page.plain, line.start, line.end):
        return True
    found = residue.grammar.dateline.fullmatch(page.plain, line.start, line.end)
    return (
        found is not None and bool(found["place"] and found["date"]) and not found["wire"]
    )


def _line_stamp(
    page: Page, line: Line, residue: Residue, *, after_name: bool
) -> Stamp | None:
    """The stamp that fills a line, after a name or an outlet perhaps."""
    stamp = scan_stamp(page.text, page.plain, line.start, line.end, residue.grammar)
    rest = page.text[stamp.end : line.end].strip(" .,;:|•·-–—/()[]")
    if not rest and (stamp.dated or stamp.names or stamp.counted):
        return stamp
    if not after_name or line.end - line.start > LONGEST_SIGNED:
        return None
    if _DIGIT.search(page.plain, stamp.end, line.end) is None:
        return None
    near = min(line.end, line.start + SIGNED_WITHIN)
    for piece in residue.grammar.piece.finditer(page.plain, line.start + 1, near):
        if piece["glue"] or piece["clock"]:
            continue
        stamp = scan_stamp(page.text, page.plain, piece.start(), line.end, residue.grammar)
        head = page.text[line.start : piece.start()].strip(BARS + ":")
        whole = stamp.end >= line.end - 1
        if not whole and (piece["weekday"] or piece["zone"]):
            continue  # "Outre-Mer - Publié le…": short forms are in many names
        if not (whole and stamp.dated and _SIGNER.fullmatch(fold(head))):
            return None
        names = read_byline(head, residue.grammar, bare=True)
        if not names and not (stamp.timed or stamp.labelled):
            return None
        page.authors += [n for n in names or () if n not in page.authors]
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
