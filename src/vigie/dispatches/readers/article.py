"""Dispatches room, readers. The article of a page that shows it plainly, in one walk of its tree.

Flow: an lxml tree → lines of words, a block a line, what is named as no article skipped → the
lowest element that holds most of the page's prose → its lines. A page whose prose is scattered
(a home page, a forum) has no plain article: None, and a slower extractor is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from vigie.dispatches.paragraphs import is_prose

BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "br", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
))  # fmt: skip
SKIPPED = frozenset((
    "aside", "audio", "button", "canvas", "dialog", "embed", "figcaption", "footer", "form",
    "head", "iframe", "input", "label", "nav", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "video",
))  # fmt: skip
_HOMES = frozenset(("article", "main", "body", "html"))  # never junk, whatever their class
# Names that sites give to what surrounds an article, as a whole class or a part of one; a class
# that says what a page has or lacks ("has-sidebar") says nothing of the element itself.
_JUNK = re.compile(
    r"(?:^|\s)(?!(?:has|with|without|no|is|tag|category)[-_])(?:\w+[-_]+){0,3}?"
    r"(?:ads?|advert\w*|banner|breadcrumbs?|byline-links|comments?|consent|cookies?|disqus|footer"
    r"|gdpr|menu|modal|most-read|nav|navbar|navigation|newsletter|outbrain|pagination|paywall"
    r"|popup|promo|pub|recommend\w*|related|share|sharing|sidebar|social|sponsored|subscribe"
    r"|taboola|tags|toolbar|widget)(?:[-_]+\w+){0,3}(?=$|\s)",
    re.I,
)
# Of the page's prose, what the article must hold; the rest is comments and leads of others.
MOST = 0.75
# Of the letters of the article's lines, those that stand in prose: fewer, and it is a list.
PROSE_SHARE = 0.6
LINKED = 0.5  # of a line's letters in links: more, and it leads elsewhere
FEWEST_PROSE = 240


class _Line:
    """The words of one block, and how many of its letters are links."""

    __slots__ = ("block", "linked", "parts")

    def __init__(self, block: Any) -> None:
        self.block, self.linked = block, 0
        self.parts: list[str] = []

    @property
    def words(self) -> str:
        return " ".join("".join(self.parts).split())


def plain_article(tree: Any) -> str | None:
    """The article's paragraphs, a blank line between two; None where it does not stand out.

    Args:
        tree: The page's root element, parsed without its comments.
    """
    body = tree.find("body")
    lines = [
        (words, line)
        for line in _lines(tree if body is None else body)
        if (words := line.words) and line.linked <= LINKED * len(words)
    ]
    prose = [(len(words), line) for words, line in lines if is_prose(words)]
    home = _home(prose)
    if home is None:
        return None
    kept = [words for words, line in lines if _is_under(line.block, home)]
    size = sum(map(len, kept))
    if sum(len(words) for words in kept if is_prose(words)) < PROSE_SHARE * size:
        return None
    return "\n\n".join(kept)


def _lines(body: Any) -> list[_Line]:
    """The blocks of a page in order, each with its own words."""
    line = _Line(body)
    lines, linked = [line], 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            words = element.text
            if tag in SKIPPED or _is_junk(element, tag):
                walk.skip_subtree()
                words = None
            elif tag == "a":
                linked += 1
            if tag in BLOCKS:
                line = _Line(element)
                lines.append(line)
        else:
            words = element.tail
            if tag in BLOCKS:
                line = _Line(element.getparent())
                lines.append(line)
            elif tag == "a":
                linked = max(0, linked - 1)
        if words:
            line.parts.append(words)
            if linked:
                line.linked += len(words)
    return lines


def _is_junk(element: Any, tag: str) -> bool:
    named = element.get("class"), element.get("id"), element.get("role")
    if tag in _HOMES or named == (None, None, None):
        return False
    return any(name and _JUNK.search(name) for name in named)


def _home(prose: list[tuple[int, _Line]]) -> Any | None:
    """The lowest element that holds most of the prose, or the one <article> around it.

    The whole body is no home, unless the paragraphs are its own children.
    """
    total = sum(size for size, _ in prose)
    if total < FEWEST_PROSE:
        return None
    held: Counter[Any] = Counter()
    for size, line in prose:
        held[line.block] += size
        for above in line.block.iterancestors():
            held[above] += size
    deep = [element for element, size in held.items() if size >= MOST * total]
    home = max(deep, key=lambda element: sum(1 for _ in element.iterancestors()))
    if home.tag == "p":
        home = home.getparent()
    if home.tag == "body":
        own = sum(size for size, line in prose if line.block.getparent() is home)
        return home if own >= MOST * total else None
    return next(home.iterancestors("article"), home)


def _is_under(block: Any, home: Any) -> bool:
    """Whether a block stands in the article and in no table of figures inside it."""
    while block is not None and block is not home:
        if block.tag == "table":
            return False
        block = block.getparent()
    return block is not None
