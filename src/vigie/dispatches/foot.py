"""Dispatches room. The foot of a page: notices, signatures, wires and labels below the article."""

from __future__ import annotations

import re

from vigie.dispatches.bylines import closing_byline, credited, is_desk_code, read_byline
from vigie.dispatches.page import Line, Page
from vigie.dispatches.residue import Residue
from vigie.dispatches.tape import plain as fold
from vigie.dispatches.titles import LONGEST_TITLE

LONGEST_CREDIT = 60  # characters: wires that sign the end of a line
LONGEST_SIGNATURE = 420  # names between brackets
OVER_AT = 0.65  # past this share of the text, a copyright notice ends the article
_STOP = re.compile(r"[.!?…»\"”)\]] ?\s(?=\S)")
_CLAUSE = re.compile(rf"(?:{_STOP.pattern})|\*{{3}}\s(?=\S)|(?<=\S) (?=©)")


def cut_endings(page: Page, residue: Residue) -> None:
    """Cut notices from where they start to their line's end, and what follows the article."""
    whole = max(1, len(page.text))
    for k, line in enumerate(page.lines):
        if line.gone:
            continue
        for at in _clause_starts(page, line):
            rules = residue.rest.opening(page.plain, at, line.end)
            rule = next(
                (r for r in rules if r.pattern.match(page.plain, at, line.end)), None
            )
            if rule is None:
                continue
            page.agencies += credited(page.text[at : at + 90], residue.grammar)
            page.drop_end(line, at, rule.reason, rule.id)
            if rule.after_all and at >= OVER_AT * whole:
                for after in page.lines[k + 1 :]:
                    if not after.gone:
                        page.drop(after, rule.reason, rule.id)
            break


def _clause_starts(page: Page, line: Line) -> list[int]:
    """Where a notice may start: with its line, or after a closed sentence in it."""
    marked = "***" in page.text or "©" in page.text
    stops = (_CLAUSE if marked else _STOP).finditer(page.text, line.start, line.end)
    return [line.start, *(m.end() for m in stops)]


def cut_closing(page: Page, residue: Residue) -> None:
    """Cut, from the last line up, what signs the text: names, initials, wires, sources."""
    kept = page.kept()
    alone = not any(line.prose for line in kept)
    for line in reversed(kept[1:] if len(kept) > 1 else kept):
        if not _closing_line(page, line, residue, alone=alone):
            return


def _closing_line(page: Page, line: Line, residue: Residue, *, alone: bool) -> bool:
    """Cut a signature; True when the whole line went, so that the one above may be another."""
    grammar = residue.grammar
    words = page.words(line)
    if not line.prose and len(words) <= LONGEST_TITLE and line.kind == "body" and not alone:
        names = read_byline(words, grammar, bare=True)
        if names is not None or is_desk_code(words):
            page.authors += [n for n in names or () if n not in page.authors]
            page.drop(line, "byline", "byline")
            return True
        if grammar.credit.fullmatch(fold(words)):
            page.agencies += credited(words, grammar)
            page.drop(line, "byline", "agency-credit")
            return True
    for rule in residue.tail:
        found = rule.pattern.fullmatch(page.plain, line.start, line.end)
        if found and not alone:
            page.drop(line, rule.reason, rule.id)
            return True
    signed = grammar.signature.search(
        page.plain, max(line.start, line.end - LONGEST_CREDIT), line.end
    )
    if signed is not None:
        page.agencies += credited(signed[1], grammar)
        page.drop_end(line, signed.start(), "byline", "agency-signature")
        return False
    found = closing_byline(
        page.text, max(line.start, line.end - LONGEST_SIGNATURE), line.end
    )
    if found is None or found.start() == line.start:
        return False
    names = read_byline(found[1], grammar, bare=True)
    credit = grammar.credit.fullmatch(fold(found[1]))
    if names is None and not credit and not is_desk_code(found[1]):
        return False
    page.authors += [n for n in names or () if n not in page.authors]
    page.agencies += credited(found[1], grammar)
    page.drop_end(line, found.start(), "byline", "closing-byline")
    return False


def cut_tags(page: Page) -> None:
    """Cut labels that stand below an article among things already cut."""
    last = page.last_prose()
    below = page.lines[last + 1 :]
    if last < 0 or not below or not any(line.gone for line in below):
        return
    seen = False
    for line in below:
        if line.gone:
            seen = True
        elif (
            seen
            and len(page.words(line).split()) <= 3
            and page.words(line)[-1] not in '.!?…:»"”'
        ):
            page.drop(line, "tags", "label-below")
