"""Dispatches room, readers. Markup: the words of a piece of HTML, paragraphs apart.

For bodies that are an article and nothing else (feeds, NewsML, mail). Whole pages, with their
menus, go through `web_page.py`.
"""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt",
    "figure", "figcaption", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr",
    "ul", "block", "nitf", "body", "hedline", "hl1", "hl2",
))  # fmt: skip
_SILENT = frozenset(("script", "style", "head", "noscript", "template", "svg", "iframe", "object"))  # fmt: skip


def words_of(markup: str) -> str:
    r"""The words of some HTML: one paragraph a block, entities read, no script, no style.

    >>> words_of("<p>L&rsquo;arm&eacute;e <b>avance</b>.</p><script>x()</script><p>Fin</p>")
    'L’armée avance.\n\nFin'
    """
    words = _Words()
    words.feed(markup)
    words.close()
    lines = (" ".join("".join(line).split(" ")).strip() for line in words.lines)
    return "\n\n".join(line for line in lines if line)


class _Words(HTMLParser):
    """Gathers text; a block tag starts a new line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.lines.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.lines.append([])

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1].append(" ".join(data.replace("\r", "\n").split("\n")))
