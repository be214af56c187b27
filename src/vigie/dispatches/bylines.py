"""Dispatches room. Bylines: the names that sign a text, before it or after it, and the wires.

Flow: a line, or the brackets that close a text → `read_byline` → names, or None when the words
are not a byline. Role words go ("version française", "édité par"), names and initials stay.
"""

from __future__ import annotations

import re

from vigie.dispatches.grammar import Grammar, agency_name
from vigie.dispatches.tape import plain as fold

_INITIALS = re.compile(r"(?:[A-Z]\.[ -]?){2,4}|[A-Z]\. ?[A-Z][\w'-]+")
_DESK = re.compile(r"(?:[a-z]{2,4}(?:-[a-z]{2,4})*)(?:/[a-z]{2,4}(?:-[a-z]{2,4})*){1,5}")
_LAST_BRACKET = re.compile(r"(?<=[.!?…»\"”)\]])\s*[(\[]([^()\[\]]{3,400})[)\]][ .]*$")
_LAST_INITIALS = re.compile(r"(?<=[.!?»\"”] )((?:[A-Z]\.[ -]?){2,3})$")
_LAST_DESK = re.compile(
    r"(?<=[.!?»\"”] )((?:[a-z]{2,4}-)*[a-z]{2,4}(?:/(?:[a-z]{2,4}-)*[a-z]{2,4}){1,5})$"
)
_ASIDE = re.compile(r"(?<=\w)\s*\([^()]*\)?$|(?<=\w)\s*\([^()]*\)(?=,)")
_LONGEST_BYLINE = 200
_MAX_WORDS = 5


def read_byline(
    text: str, grammar: Grammar, *, bare: bool = False
) -> tuple[str, ...] | None:
    """The names of a byline, in order; None when the text is not one.

    Args:
        text: A line, or what stands between the brackets that close an article.
        grammar: The shapes of its language.
        bare: Whether a name with nothing around it may be a byline.
    """
    if text.rstrip()[-1:] in ":!?":  # "Anna Petrova écrit :" opens a quote
        return None
    text = text.strip(" .()[]|•-–—")
    text = text[: found.start()] if (found := grammar.noise.search(fold(text))) else text
    text = _ASIDE.sub("", text).strip()
    if not text or len(text) > _LONGEST_BYLINE * 2:
        return None
    if _INITIALS.fullmatch(text) or _INITIALS.fullmatch(text + "."):
        return (text if not text[-1:].isupper() or "." not in text else text + ".",)
    plain = fold(text)
    names, roles = [], bool(grammar.roles.search(plain))
    for start, end in _parts(plain, grammar):
        part = text[start:end].strip(" .:-–—")
        folded = fold(part)
        if not part or grammar.credit.fullmatch(folded):
            continue
        if not _is_name(folded, grammar):
            return None
        names.append(_no_place(part, folded, grammar))
    if not roles and text.isupper() and "." not in text:
        return None
    if not names or not (roles or bare):
        return None
    return tuple(dict.fromkeys(names))


def closing_byline(text: str, start: int, end: int) -> re.Match[str] | None:
    """The brackets, the initials or the desk that end a line; group 1 is what they hold."""
    for pattern in (_LAST_BRACKET, _LAST_INITIALS, _LAST_DESK):
        if found := pattern.search(text, start, end):
            return found
    return None


def is_desk_code(text: str) -> bool:
    """Whether a line is a desk's initials: "bur-abc/def/gh"."""
    return bool(_DESK.fullmatch(text.strip(" ()")))


def credited(text: str, grammar: Grammar) -> tuple[str, ...]:
    """Agencies that a credit line names, each once, in order; loose forms do not count."""
    found = []
    for form in grammar.agency.findall(fold(text)):
        name = agency_name(form, grammar)
        if name and form not in grammar.loose and name not in found:
            found.append(name)
    return tuple(found)


def _parts(plain: str, grammar: Grammar) -> list[tuple[int, int]]:
    """Stretches between the role words and the joiners of a byline."""
    cuts = [m.span() for m in grammar.roles.finditer(plain)]
    cuts += [m.span() for m in grammar.joiners.finditer(plain)]
    out, at = [], 0
    for start, end in sorted(cuts):
        if start > at:
            out.append((at, start))
        at = max(at, end)
    return [*out, (at, len(plain))]


def _is_name(plain: str, grammar: Grammar) -> bool:
    plain = grammar.role_places.sub("", plain)
    if len(plain.split()) > _MAX_WORDS:
        return False
    return bool(grammar.full_name.fullmatch(plain) or _INITIALS.fullmatch(plain))


def _no_place(name: str, plain: str, grammar: Grammar) -> str:
    """A name without the "à Tripoli" behind it."""
    found = grammar.role_places.search(plain)
    return name[: found.start()] if found else name
