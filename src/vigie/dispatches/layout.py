"""Dispatches room. The layout: which lines of a page are title, lead, body, and which are junk.

Flow: text → `lay_out` → a `Page` with its cuts and finds. The order matters: the head is peeled
before a title is looked for, the foot before a byline.
"""

from __future__ import annotations

import re

from vigie.dispatches.bylines import closing_byline, credited, is_desk_code, read_byline
from vigie.dispatches.datelines import find_buried, find_dateline
from vigie.dispatches.page import Line, Page
from vigie.dispatches.paragraphs import sentence_stops
from vigie.dispatches.residue import LONGEST_LINE, Residue, Rule
from vigie.dispatches.stamps import Stamp, scan_stamp
from vigie.dispatches.tape import plain as fold

HEAD_LINES = 9  # stamps without a label are looked for among these first lines
GLUED_WITHIN = 450  # characters: a title glued to its stamp or dateline ends before this
LONGEST_TITLE = 250
SHORTEST_TITLE = 10
ENOUGH_BODY = 300  # characters of other text that let a short line be a caption
OVER_AT = 0.65  # past this share of the text, a copyright notice ends the article
_TITLE_STOP = re.compile(r"[.;:,…]$")
_AGENCY_CITED = re.compile(r"(?:['(]|\b(?:a|selon|de|du|par|que|et|ou)\s)$", re.IGNORECASE)
_CLAUSE = re.compile(r"[.!?…»\"”)\]] ?\s(?=\S)|(?<=\S) (?=©)")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"\W+")


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
    _endings(page, residue)
    _glued_stamp(page, residue)
    _stamps(page, residue)
    _title(page, residue, title)
    _opening(page, residue)
    _closing(page, residue)
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
    first, size = page.first_prose(), sum(ln.end - ln.start for ln in page.kept())
    for k, line in enumerate(page.lines):
        if line.gone or line.end - line.start > LONGEST_LINE:
            continue
        for rule in residue.line:
            if rule.zones and "head" in rule.zones and k >= first:
                continue
            if rule.cue and not rule.cue.search(page.plain, line.start, line.end):
                continue
            if not rule.pattern.fullmatch(page.plain, line.start, line.end):
                continue
            if rule.short and not _is_caption(page, line, size):
                continue
            page.drop(line, rule.reason, rule.id)
            break


def _is_caption(page: Page, line: Line, size: int) -> bool:
    """A caption is short beside its article."""
    return size - (line.end - line.start) >= ENOUGH_BODY and sentence_stops(page.words(line)) <= 2


def _sections(page: Page, residue: Residue) -> None:
    """Cut headings of lists ("Sur le même sujet") with the titles listed under them."""
    rule: Rule | None = None
    for line in page.lines:
        if line.gone:
            continue
        if line.end - line.start <= LONGEST_LINE // 2:
            head = next(
                (r for r in residue.section if r.pattern.fullmatch(page.plain, line.start, line.end)),
                None,
            )
            if head is not None:
                rule = head
                page.drop(line, rule.reason, rule.id)
                continue
        if rule is not None and (rule.after_all or _is_listed(page, line)):
            page.drop(line, rule.reason, rule.id)
        else:
            rule = None


def _is_listed(page: Page, line: Line) -> bool:
    """A title in a list: short, and not closed as sentences are."""
    words = page.words(line)
    return len(words) <= 160 and words[-1] not in ".…:;" and not sentence_stops(words)


def _endings(page: Page, residue: Residue) -> None:
    """Cut notices from where they start to their line's end, and what follows the article."""
    whole = max(1, len(page.text))
    for k, line in enumerate(page.lines):
        if line.gone:
            continue
        for at in _clause_starts(page, line):
            rule = next((r for r in residue.rest if r.pattern.match(page.plain, at, line.end)), None)
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
    stops = _CLAUSE.finditer(page.text, line.start, line.end)
    return [line.start, *(m.end() for m in stops)]


def _glued_stamp(page: Page, residue: Residue) -> None:
    """Part "TITLE Reuters • 23/05/2020 à 21:29 body", all on one line."""
    line = next(iter(page.kept()), None)
    if line is None:
        return
    stop = min(line.end, line.start + GLUED_WITHIN)
    grammar = residue.grammar
    day = grammar.date.search(page.plain, line.start, stop)
    buried = find_buried(page.plain, line.start, stop + LONGEST_TITLE, grammar)
    if day is not None and (buried is None or day.start() < buried):
        stamp = _stamp_around(page, line, day, residue)
        if stamp is not None:
            _part(page, line, stamp, residue)
            return
    if buried is not None and _is_title(page.text[line.start : buried].strip()):
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
        cited = _AGENCY_CITED.search(page.plain, line.start, piece.start())
        if full and full[:2] != "--" and (stamp.labelled or stamp.agencies) and not cited:
            return stamp
        return None
    return None


def _part(page: Page, line: Line, stamp: Stamp, residue: Residue) -> None:
    """Split a line around its stamp: title before, body after."""
    before = page.text[line.start : stamp.start].strip(" -–—|•·:,/")
    if before and not _is_title(before):
        return
    page.stamps.append(stamp)
    if not before:
        page.drop_start(line, stamp.end, "publication stamp", "stamp")
        return
    rest = page.split(line, stamp.start)
    line.end = line.start + len(before)
    line.kind = "title"
    page.drop_start(rest, stamp.end, "publication stamp", "stamp")


def _is_title(words: str) -> bool:
    return (
        SHORTEST_TITLE <= len(words) <= LONGEST_TITLE
        and " " in words
        and not sentence_stops(words)
        and not _TITLE_STOP.search(words)
        and not words[0].islower()
    )


def _stamps(page: Page, residue: Residue) -> None:
    """Cut lines that are stamps or bylines and nothing else."""
    first = page.first_prose()
    for k, line in enumerate(page.lines):
        if line.gone or line.kind == "title" or line.end - line.start > LONGEST_TITLE:
            continue
        in_head = k < max(first + 3, HEAD_LINES)
        stamp = _line_stamp(page, line, residue)
        if stamp is not None and (stamp.labelled or (in_head and (stamp.timed or k <= first + 1))):
            page.stamps.append(stamp)
            page.drop(line, "publication stamp", "stamp")
        elif in_head and k > 0 and not line.prose:
            _head_byline(page, line, residue)


def _line_stamp(page: Page, line: Line, residue: Residue) -> Stamp | None:
    """The stamp that fills a line, after a name or an outlet perhaps."""
    stamp = scan_stamp(page.plain, line.start, line.end, residue.grammar)
    rest = page.text[stamp.end : line.end].strip(" .,;:|•·-–—/()[]")
    if not rest and (stamp.dated or stamp.names or stamp.agencies):
        return stamp if stamp.dated or stamp.names else None
    if _DIGIT.search(page.plain, stamp.end, line.end) is None:
        return None
    head, bar, tail = page.plain[line.start : line.end].partition("|")
    if not bar:
        head, bar, tail = page.plain[line.start : line.end].partition(" - ")
    names = read_byline(page.text[line.start : line.start + len(head)], residue.grammar, bare=True)
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
    if names:
        page.authors += [n for n in names if n not in page.authors]
        page.drop(line, "byline", "byline")
    elif residue.grammar.credit.fullmatch(fold(words)):
        page.agencies += credited(words, residue.grammar)
        page.drop(line, "byline", "agency-credit")


def _title(page: Page, residue: Residue, given: str | None) -> None:
    """Find the title, the lead, the labels above them, and the title said twice."""
    kept = page.kept()
    title = next((ln for ln in kept if ln.kind == "title"), None)
    if title is None:
        title = _given_title(page, kept, given) or _shaped_title(page, kept)
    if title is None:
        return
    title.kind = "title"
    said = _bare(page.words(title))
    rank = page.lines.index(title)
    for line in page.lines[:rank]:
        if not line.gone and not line.prose and len(page.words(line).split()) <= 3:
            page.drop(line, "menu", "kicker")
    for line in page.lines[rank + 1 :]:
        if not line.gone and _bare(page.words(line)) == said:
            page.drop(line, "repeated title", "repeated-title")
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


def _shaped_title(page: Page, kept: list[Line]) -> Line | None:
    """The first line, or the second under a label, that has the shape of a title."""
    for k, line in enumerate(kept[:3]):
        words = page.words(line)
        body = [ln for ln in kept[k + 1 :] if ln.prose]
        if not body:
            return None
        followed = _stamp_follows(page, line)
        if _is_title(words) or (followed and _is_title(words.rstrip("."))):
            label = len(words.split()) <= 3 and k + 1 < len(kept)
            if label and not kept[k + 1].prose and _is_title(page.words(kept[k + 1])):
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
        m.start >= line.end and m.end <= after.end and m.reason in ("publication stamp", "byline")
        for m in page.marks
    )


def _lead(page: Page, rank: int) -> None:
    """A paragraph between the title and the stamp or byline is the lead."""
    for k in range(rank + 1, min(rank + 3, len(page.lines))):
        line = page.lines[k]
        if line.gone:
            return
        if _stamp_follows(page, line) and line.end - line.start <= 2 * LONGEST_LINE:
            for lead in page.lines[rank + 1 : k + 1]:
                lead.kind = "lead"
            return


def _bare(words: str) -> str:
    return _SPACES.sub(" ", fold(words).lower()).strip()


def _opening(page: Page, residue: Residue) -> None:
    """Cut update notes and the dateline where the body opens."""
    body = [ln for ln in page.kept() if ln.kind != "title"]
    for line in body[:4]:
        while (note := residue.grammar.update.match(page.plain, line.start, line.end)) and not line.gone:
            page.drop_start(line, note.end(), "update note", "update-note")
        if line.gone or not (line.prose or line is body[0]):
            continue
        found = find_dateline(page.text, page.plain, line.start, line.end, residue.grammar)
        if found is not None:
            page.datelines.append(found)
            page.authors += [found.name] if found.name else []
            page.drop_start(line, found.end, "dateline", "dateline")
            return


def _closing(page: Page, residue: Residue) -> None:
    """Cut, from the last line up, what signs the text: names, initials, wires, sources."""
    kept = page.kept()
    prose = sum(1 for ln in kept if ln.prose)
    for line in reversed(kept[1:] if len(kept) > 1 else kept):
        if not _closing_line(page, line, residue, alone=prose == 0):
            if line.prose or line.gone is False:
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
    found = closing_byline(page.text, line.start, line.end)
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


def _inside(page: Page, residue: Residue) -> None:
    """Cut notes that stand inside the lines."""
    for rule in residue.inline:
        if rule.cue and not rule.cue.search(page.plain):
            continue
        for found in rule.pattern.finditer(page.plain):
            start, end = found.span("cut" if "cut" in rule.pattern.groupindex else 0)
            line = next((ln for ln in page.lines if ln.start <= start and end <= ln.end), None)
            if line is not None and not line.gone and start < end:
                page.drop_inside(start, end, rule)
