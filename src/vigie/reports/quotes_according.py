"""Reports room. What "selon X" puts into X's mouth: sources set around or into a clause.

Flow: prepositions of source → the noun phrase after each → `Said`: the clause it tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from vigie.records import Notes
from vigie.reports.quotes_clauses import Said, clause_before, cut
from vigie.reports.quotes_marks import MARKS
from vigie.reports.quotes_speech import Source, Speech

NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")


def find_sources(notes: Notes, speech: Speech) -> Iterator[tuple[Source, int, int]]:
    """Each "selon", "d'après" … of a dispatch: the source, its first and its last token."""
    tokens = notes.tokens
    for token in tokens:
        for source in speech.sources.get(token.low, ()):
            size = len(source.words)
            if (
                size == 1
                or tuple(t.low for t in tokens[token.i : token.i + size]) == source.words
            ):
                yield source, token.i, token.i + size - 1
                break


def find_according(
    notes: Notes, source: Source, at: int, last: int, speaker_at: int, reach: int
) -> Said | None:
    """The clause that "selon X" puts into X's mouth: after it, before it, or around it.

    Args:
        notes: The dispatch, parsed.
        source: The preposition.
        at: Its first token.
        last: Its last token.
        speaker_at: Head of the noun phrase after it.
        reach: The name found in that phrase, which may be its apposition ("selon son chef, X").
    """
    tokens = notes.tokens
    first, stop = notes.sents[tokens[at].sent]
    end = _phrase_end(notes, max(last, reach), speaker_at, stop)
    lead = [k for k in range(first, at) if tokens[k].text[0].isalnum()]
    rest = [k for k in range(end, stop) if tokens[k].text[0].isalnum()]
    rule = " ".join(source.words)
    if len(lead) <= 2 and rest:
        begin, close = end, stop
    elif (
        not rest
        or tokens[end].text in ";)"
        or tokens[at - 1].text == "("
        or (_is_told_of(notes, speaker_at, stop) and _is_whole(notes, first, at))
    ):
        begin, close = clause_before(notes, first, at)
    else:
        begin, close = _around(notes, at, end, speaker_at, (first, stop))
    return cut(notes, Said(start=begin, end=close, rule=rule, stance=source.stance,
                            speaker_at=speaker_at, root=tokens[speaker_at].head))  # fmt: skip


def source_head(notes: Notes, source: Source, last: int, speech: Speech) -> int | None:
    """Head of the noun phrase after "selon"; the source word itself when nothing need follow."""
    tokens = notes.tokens
    if source.bare:
        return last if notes.child(last, "amod", "nmod") else None
    for k in range(last + 1, min(last + 8, len(tokens))):
        token = tokens[k]
        if token.sent != tokens[last].sent or token.pos in ("VERB", "PUNCT", "SCONJ"):
            return None
        if token.low in speech.relatives:  # "l'information selon laquelle"
            return None
        if token.pos in ("NOUN", "PROPN", "PRON"):
            head = tokens[token.head]
            title = token.rel in ("flat", "appos", "nmod", "compound") and last < head.i
            return (
                head.i if title and head.i <= k + 3 and head.pos in ("NOUN", "PROPN") else k
            )
    return None


def _is_told_of(notes: Notes, head: int, stop: int) -> bool:
    """Whether a relative clause says more of a source: "selon le ministre, lequel ajoute …"."""
    below = set(notes.subtree(head))
    for k in range(head + 1, stop - 1):
        if notes.tokens[k].text == "," and "PronType=Rel" in notes.tokens[k + 1].morph:
            return True
        if k not in below and notes.tokens[k].text != ",":
            return False
    return False


def _is_whole(notes: Notes, first: int, at: int) -> bool:
    """Whether a clause stands whole before a source that a comma sets off."""
    lead = notes.tokens[first:at]
    return notes.tokens[at - 1].text == "," and any("VerbForm=Fin" in t.morph for t in lead)


def _phrase_end(notes: Notes, last: int, head: int, stop: int) -> int:
    """First token after the phrase of a source: its comma, or the end of its subtree."""
    tokens = notes.tokens
    below = set(notes.subtree(head))
    k = max(head, last) + 1
    while k < stop:
        token = tokens[k]
        if token.text in (";", ":", ")") or token.text in MARKS:
            return k
        if token.text == "," and k + 1 < stop and "PronType=Rel" in tokens[k + 1].morph:
            return next((c for c in range(k + 1, stop) if tokens[c].text in ",;"), stop)
        if token.text == "," and not _goes_on(notes, k, below, stop):
            return k
        if k not in below and token.text != ",":
            hung = (
                "VerbForm=Part" in token.morph
            )  # "selon des analyses ayant été faites à …, …"
            commas = (c for c in range(k, stop) if tokens[c].text == ",")
            return next(commas, k) if hung else k
        k += 1
    return stop


def _goes_on(notes: Notes, comma: int, below: set[int], stop: int) -> bool:
    """Whether what a comma opens still names the source: an apposition, closed by another one."""
    closed = any(t.text == "," for t in notes.tokens[comma + 1 : stop])
    if comma + 1 not in below or not closed:
        return False
    head = comma + 1
    while (
        head in below
        and notes.tokens[head].head in below
        and notes.tokens[head].head > comma
    ):
        head = notes.tokens[head].head
    return notes.tokens[head].dep in ("appos", "acl", "amod", "flat:name")


def _relative_before(notes: Notes, at: int, first: int) -> int | None:
    """The relative pronoun whose clause a source is set into: "… des hommes qui, selon X, ont …"."""
    for k in range(at - 2, first, -1):
        token = notes.tokens[k]
        if "PronType=Rel" in token.morph:
            return k
        if token.text == "," or token.text in MARKS:
            return None
    return None


def _around(
    notes: Notes, at: int, end: int, head: int, sent: tuple[int, int]
) -> tuple[int, int]:
    """The clause a source is set into: what follows it, or the whole clause."""
    tokens, first = notes.tokens, sent[0]
    governor = tokens[head].head
    if tokens[governor].pos == "AUX" and tokens[governor].rel in ("cop", "aux"):
        governor = tokens[governor].head
    verb = tokens[governor].head
    apart = tokens[at - 1].text == "," and end < sent[1] and tokens[end].text == ","
    relative = _relative_before(notes, at, first)
    if apart and relative is not None:
        return relative + 1, sent[1]
    told = any("VerbForm=Fin" in t.morph for t in tokens[end : sent[1]])
    joined = "CCONJ" in (tokens[at - 2].pos, tokens[at - 1].pos)
    if apart and not told and not joined:  # "visait, selon X, à …"
        return clause_before(notes, first, at)[0], sent[1]
    if apart and governor < at and verb >= end and tokens[governor].pos in NOMINAL:
        governor = verb  # "L'armée, selon X, a frappé…": hung on the army
    below = [k for k in notes.subtree(governor) if sent[0] <= k < sent[1]]
    start, stop = below[0], below[-1] + 1
    if governor < at:  # "Il y a eu, selon X, trois morts": the verb is before
        if "CCONJ" in (tokens[at - 1].pos, tokens[at - 2].pos):
            return end, stop
        later = any(
            k.i >= end for k in notes.children(governor, "obj", "nsubj", "xcomp", "conj")
        )
        return max(start, first), stop if later else at
    before = [k for k in range(start, at) if tokens[k].text[0].isalnum()]
    return (end if len(before) <= 3 else start), stop
