"""Referents room. Names that no tagger saw, shown by what stands before them: titles, "@".

Flow: notes and the names found so far → more of them: "le général X", "MM. X et Y", "@nom".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.records import Notes, Token
from vigie.referents.mentions_tagged import Name, is_titled
from vigie.referents.roles import Who


def inside(names: Iterable[Name]) -> dict[int, tuple[int, int, str]]:
    """For each token inside a name: where the name begins and ends, and its kind."""
    return {k: (n.start, n.end, n.kind) for n in names for k in range(n.start, n.end)}


def titled(notes: Notes, who: Who, names: Sequence[Name]) -> list[Name]:
    """Runs of capitals behind a title that nobody had seen: "le général Bintou"."""
    tokens, busy, out = notes.tokens, inside(names), []
    for token in tokens:
        k = token.i
        if (
            k in busy
            or not token.text[:1].isupper()
            or token.pos not in ("PROPN", "X", "NOUN")
        ):
            continue
        if len(token.text) < 3 or who.single(token) or not is_titled(notes, who, k):
            continue
        end = k + 1
        last = notes.sents[token.sent][1]
        while (
            end < last
            and end not in busy
            and tokens[end].text[:1].isupper()
            and tokens[end].pos in ("PROPN", "X")
        ):
            end += 1
        out.append(Name(start=k, end=end, kind="PER", folded=fold(notes.text(k, end))))
        busy.update(inside(out[-1:]))
    return out


def joined(notes: Notes, who: Who, names: Sequence[Name]) -> list[Name]:
    """Names that an "and" joins behind a plural title: "MM. X et Y", "les présidents X et Y"."""
    tokens, held = notes.tokens, inside(names)
    out: list[Name] = []
    for title in tokens:
        if not _is_of_many(who, title):
            continue
        runs, k, closed = [], title.i + 1, False
        while run := _run(notes, held, k):
            runs.append(run)
            k = run[1]
            if (
                closed
                or k >= len(tokens)
                or (tokens[k].text != "," and tokens[k].pos != "CCONJ")
            ):
                break
            closed = tokens[k].pos == "CCONJ"
            k += 1
        if closed and len(runs) > 1:
            out += [
                Name(start=a, end=b, kind="PER", folded=fold(notes.text(a, b)))
                for a, b in runs
                if a not in held
            ]
    return out


def _is_of_many(who: Who, token: Token) -> bool:
    """Whether a word is a title of several persons: "MM.", "présidents"."""
    if not token.has("Number=Plur") or token.pos != "NOUN":
        return False
    noun = who.single(token)
    return fold(token.text) in who.words["civilities"] or (
        noun is not None and noun.kind == "PER"
    )


def _run(
    notes: Notes, held: Mapping[int, tuple[int, int, str]], k: int
) -> tuple[int, int] | None:
    """A person's name, or capitals that no name holds, from a token on."""
    tokens = notes.tokens
    if k in held:
        return (k, held[k][1]) if held[k][2] == "PER" and held[k][0] == k else None
    end = k
    while end < len(tokens) and end not in held and tokens[end].text[:1].isupper():
        if tokens[end].pos not in ("PROPN", "X"):
            break
        end += 1
    return (k, end) if end > k else None


def handles(notes: Notes, names: Sequence[Name]) -> list[Name]:
    """Accounts on a network: "@nom"."""
    busy, tokens, out = inside(names), notes.tokens, []
    for token in tokens:
        if not token.text.startswith("@") or token.i in busy:
            continue
        end = token.i + 1
        if token.text == "@" and not token.space and end < len(tokens):
            end += 1
        if end - token.i > 1 or len(token.text) > 2:
            out.append(
                Name(
                    start=token.i,
                    end=end,
                    kind="PER",
                    folded=fold(notes.text(token.i, end)),
                )
            )
    return out
