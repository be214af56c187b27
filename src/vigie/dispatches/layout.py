"""Dispatches room. The layout: which lines of a page are title, lead, body, and which are junk.

Flow: text → `lay_out` → a `Page` with its cuts and finds. The order matters: the head is peeled
before a title is looked for, the foot before a byline. `top.py`, `titles.py` and `foot.py` do
their part of the page.
"""

from __future__ import annotations

from bisect import bisect_right

from vigie.dispatches.bylines import credited
from vigie.dispatches.foot import cut_closing, cut_endings, cut_tags
from vigie.dispatches.glued import part_glued
from vigie.dispatches.page import Line, Page
from vigie.dispatches.paragraphs import sentence_stops
from vigie.dispatches.residue import LONGEST_LINE, Residue, Rule
from vigie.dispatches.stamps import day_of
from vigie.dispatches.titles import find_title
from vigie.dispatches.top import cut_opening, cut_stamps

LONGEST_ITEM = 160  # characters of a title in a list
BELOW = 0.4  # comments can be longer than their article, yet never start before this share
_BULLETS = '«“"•-–*↑^[>»'
ENOUGH_BODY = 300  # characters of other text that let a short line be a caption


def lay_out(text: str, residue: Residue, title: str | None = None) -> Page:
    """Read a text once: cut what can be cut, note what the cut words say.

    Args:
        text: A threaded text (see tape.py).
        residue: The rules of its language.
        title: The title that came beside the text, if any.
    """
    page = Page(text)
    _peel_head(page, residue)
    _whole_lines(page, residue)
    _sections(page, residue)
    cut_endings(page, residue)
    part_glued(page, residue)
    cut_stamps(page, residue)
    find_title(page, residue, title)
    cut_opening(page, residue)
    cut_closing(page, residue)
    cut_tags(page)
    _inside(page, residue)
    return page


def _peel_head(page: Page, residue: Residue) -> None:
    """Cut what stands at the very beginning, again and again."""
    for line in page.lines:
        while not line.gone and (found := _first_match(page, line, residue.head)):
            rule, end, published = found
            page.crawled = page.crawled or published
            page.drop_start(line, end, rule.reason, rule.id)
        if not line.gone:
            return


def _first_match(
    page: Page, line: Line, rules: tuple[Rule, ...]
) -> tuple[Rule, int, str | None] | None:
    for rule in rules:
        found = rule.pattern.match(page.plain, line.start, line.end)
        if found and found.end() > line.start:
            return rule, found.end(), found.groupdict().get("published")
    return None


def _whole_lines(page: Page, residue: Residue) -> None:
    """Cut lines that are junk from end to end."""
    top = next((k for k, ln in enumerate(page.lines) if not ln.gone), 0)
    first, size = page.first_prose(), sum(ln.end - ln.start for ln in page.kept())
    for k, line in enumerate(page.lines):
        if line.gone or line.end - line.start > LONGEST_LINE:
            continue
        low = page.plain[line.start : line.end].lower()
        for rule in residue.line.filling(page.plain, line.start, line.end):
            if ("head" in rule.zones and k >= first) or (
                "below" in rule.zones and k <= top
            ):
                continue
            if not rule.may_match(low):
                continue
            found = rule.pattern.fullmatch(page.plain, line.start, line.end)
            if found is None:
                continue
            if rule.short and not _is_caption(page, line, size):
                continue
            if rule.reason == "source note":
                page.source_days += _days(page, line, residue)
                page.agencies += credited(page.words(line), residue.grammar)
            if found.groupdict().get("crumbs"):
                page.crumbs = page.crumbs or page.text[slice(*found.span("crumbs"))]
            page.drop(line, rule.reason, rule.id)
            break


def _days(page: Page, line: Line, residue: Residue) -> list[str]:
    found = residue.grammar.date.finditer(page.plain, line.start, line.end)
    days = (day_of(day, residue.grammar)[0] for day in found)
    return [day for day in days if day and not day.startswith("--")]


def _is_caption(page: Page, line: Line, size: int) -> bool:
    """A caption is short beside its article."""
    return (
        size - (line.end - line.start) >= ENOUGH_BODY
        and sentence_stops(page.words(line)) <= 2
    )


def _sections(page: Page, residue: Residue) -> None:
    """Cut headings of lists ("Sur le même sujet") with the titles listed under them."""
    rule: Rule | None = None
    for line in page.lines:
        if line.gone:
            continue
        if line.end - line.start <= LONGEST_LINE // 2:
            head = next(
                (
                    r
                    for r in residue.section.filling(page.plain, line.start, line.end)
                    if r.pattern.fullmatch(page.plain, line.start, line.end)
                ),
                None,
            )
            if head is not None:
                rule = head
                page.drop(line, rule.reason, rule.id)
                continue
        if rule is not None and (_is_over(page, line, rule) or _is_listed(page, line)):
            page.drop(line, rule.reason, rule.id)
        else:
            rule = None


def _is_over(page: Page, line: Line, rule: Rule) -> bool:
    """Whether all that follows a heading goes with it: comments, below an article."""
    return rule.after_all and line.start >= BELOW * len(page.text)


def _is_listed(page: Page, line: Line) -> bool:
    """A title in a list: short, and not closed as sentences are."""
    words = page.words(line)
    if words[0] in _BULLETS and len(words) <= LONGEST_ITEM:
        return True
    return (
        len(words) <= LONGEST_ITEM and words[-1] not in ".…:;" and not sentence_stops(words)
    )


def _inside(page: Page, residue: Residue) -> None:
    """Cut notes that stand inside the lines."""
    low = page.plain.lower()
    kept = page.kept()
    starts = [line.start for line in kept]
    for rule in residue.inline:
        if not rule.may_match(low):
            continue
        for found in rule.pattern.finditer(page.plain):
            start, end = found.span("cut" if "cut" in rule.pattern.groupindex else 0)
            rank = bisect_right(starts, start) - 1
            if rank >= 0 and start < end <= kept[rank].end:
                page.drop_inside(start, end, rule)
