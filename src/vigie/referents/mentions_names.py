"""Referents room. Names: what the tagger, the knowledge base and the grammar of titles agree on.

Flow: `Notes` and `KnowledgeBase` → `Name`s in reading order, none overlapping. The tagger is right
some nine times in ten; what mends it is what surrounds the name ("le général X" is a person), what
is known, and what the rest of the dispatch calls it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.kb_row import KbRow
from vigie.records import Notes, Token
from vigie.referents.roles import Who

LOOK_BACK = 3  # adjectives that may stand between a title and a name
PLACE_VOTES = 3  # "en X" outweighs the tagger's guesses
MIN_REPEAT = 4  # letters a surname needs to be found again where the tagger missed it


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """A name in the text: token range, kind, and the rows of the knowledge base it may mean.

    `kind` is PER, ORG, GPE, GROUP (inhabitants), LOC (a place, or a seat that may act) or MISC.
    """

    start: int
    end: int
    kind: str
    rows: tuple[KbRow, ...] = ()
    folded: str = ""


def find_names(notes: Notes, kb: KnowledgeBase, who: Who) -> list[Name]:
    """All names, in reading order, none overlapping another."""
    tagged = [_trim(notes, who, e.tok_start, e.tok_end, e.label) for e in notes.ents]
    known = _spots(notes, kb)
    seen = [t for t in tagged if t]
    names = _merge(notes, kb, who, seen + _again(notes, seen), known)
    names += _titled(notes, who, names)
    names += _handles(notes, names)
    names = _agree(notes, who, names)
    names += _repeats(notes, who, names)
    people = _inhabitants(notes, kb, who, names)
    busy = inside(people)
    names = [n for n in names if not any(k in busy for k in range(n.start, n.end))]
    return sorted(names + people, key=lambda n: n.start)


def inside(names: Iterable[Name]) -> dict[int, tuple[int, int, str]]:
    """For each token inside a name: where the name begins and ends, and its kind."""
    return {k: (n.start, n.end, n.kind) for n in names for k in range(n.start, n.end)}


def is_titled(notes: Notes, who: Who, start: int) -> bool:
    """Whether a civility or a noun for one person stands right before a token."""
    tokens = notes.tokens
    first = notes.sents[tokens[start].sent][0]
    k = start - 1
    while k > first and k >= start - LOOK_BACK and tokens[k].pos == "ADJ" and not who.single(tokens[k]):
        k -= 1
    if k < first:
        return False
    if tokens[k].low in who.words["civilities"] or fold(tokens[k].text) in who.words["civilities"]:
        return True
    noun = who.single(tokens[k]) if tokens[k].pos in ("NOUN", "PROPN", "ADJ") else None
    return noun is not None and noun.kind == "PER" and not tokens[k].has("Number=Plur")


def is_bodied(notes: Notes, who: Who, name: Name) -> bool:
    """Whether a noun for a body stands right before a name: "l'ONG X", but "le régime X"."""
    before = notes.tokens[name.start - 1] if name.start else None
    if before is None or before.pos != "NOUN" or before.sent != notes.tokens[name.start].sent:
        return False
    noun = who.single(before)
    return noun is not None and noun.kind == "ORG" and noun.body == noun.lemma.lower()


def _trim(notes: Notes, who: Who, start: int, end: int, label: str) -> Name | None:
    """A tagged name without its article, its title, its stray marks; None if nothing is left."""
    tokens = notes.tokens
    while start < end and (step := _opens(tokens, who, start, end, label)):
        start += step
    while end > start and _closes(tokens, who, start, end, label):
        end -= 1
    if end - start == 1 and fold(tokens[start].text) in who.words["not_names"]:
        return None
    if end - start == 1 and label in ("ORG", "MISC") and who.single(tokens[start]) is not None:
        return None  # "le Parti" is a description like "le parti"
    letters = any(c.isalpha() for t in tokens[start:end] for c in t.text)
    if start == end or not letters or "://" in tokens[start].text:
        return None
    return Name(start=start, end=end, kind=label, folded=fold(notes.text(start, end)))


def _again(notes: Notes, seen: Sequence[Name]) -> list[Name]:
    """Full names of persons wherever they stand, once the tagger has seen them somewhere."""
    first: dict[str, list[Name]] = {}
    for name in {n.folded: n for n in seen if n.kind == "PER" and n.end - n.start > 1}.values():
        first.setdefault(fold(notes.tokens[name.start].text), []).append(name)
    out = []
    for token in notes.tokens:
        for name in first.get(fold(token.text), ()) if token.text[:1].isupper() else ():
            end = token.i + name.end - name.start
            if end <= len(notes.tokens) and fold(notes.text(token.i, end)) == name.folded:
                out.append(Name(start=token.i, end=end, kind="PER", folded=name.folded))
    return out


def _opens(tokens: Sequence[Token], who: Who, k: int, end: int, label: str) -> int:
    """How many tokens at the front of a tagged name are no part of it."""
    token = tokens[k]
    folded = fold(token.text)
    small = token.text[:1].islower()
    if not folded or not any(c.isalnum() for c in token.text) or (folded in who.words["determiners"] and token.pos != "PROPN" and small):
        return 1
    if k + 1 >= end:
        return 0
    if folded in who.words["determiners"] and token.pos in ("DET", "ADP"):
        begins = k == 0 or tokens[k - 1].sent != token.sent
        return int(label != "ORG" or begins)
    if label != "PER":
        return 0
    if token.low in who.words["civilities"] or folded in who.words["civilities"]:
        return 1
    if token.pos == "NOUN" and fold(tokens[k + 1].text) in who.words["of"] and k + 2 < end:
        return 2
    noun = who.single(token)
    return int(noun is not None and noun.kind == "PER" and (small or noun.inherits))


def _closes(tokens: Sequence[Token], who: Who, start: int, end: int, label: str) -> bool:
    """Whether the last token of a tagged name is no part of it."""
    token = tokens[end - 1]
    if token.pos == "PUNCT" and not token.text[-1].isalnum():
        return True
    if end - 1 == start or not token.text.islower():
        return False
    return label == "PER" or fold(token.text) in who.words["particles"] or (
        token.pos in ("VERB", "AUX", "ADP", "ADV", "SCONJ", "PRON") and label != "MISC"
    )


def _spots(notes: Notes, kb: KnowledgeBase) -> list[Name]:
    """Known names: they begin with a capital, or with a noun when they are three words or more."""
    firsts, tokens, anchor, out = kb.first_words(), notes.tokens, notes.dispatch.anchor, []
    after = 0
    for token in tokens:
        k = token.i
        capital = not token.text[:1].islower()
        if k < after or not (capital or token.pos == "NOUN") or token.pos == "PUNCT":
            continue
        words = fold(token.text).split()
        if not words:
            continue
        end, size = 0, len(words)
        listed = firsts.get(words[0], ())
        follows = fold(tokens[k + 1].text).partition(" ")[0] if listed and k + 1 < len(tokens) else ""
        for name, _ in listed:
            length = len(name)
            if length < size or (length > size and name[size] != follows):
                continue
            if length > 2 or capital:
                end = _run(tokens, name, k)
                if end:
                    break
        rows = kb.find(notes.text(k, end), anchor) if end else ()
        if not rows and capital:
            end, rows = k + 1, kb.acronym(token.text, anchor)
        if end == k + 1:  # "Paris" is a surname too, and hardly ever meant so
            rows = tuple(r for r in rows if r.kind != "PER") or rows
        if rows:
            if token.pos == "DET" and rows[0].sector != "JRN" and kb.find(notes.text(k + 1, end)):
                k += 1
            while rows[0].kind == "PER" and end - k > 1 and tokens[k].text.islower():
                k += 1  # "capitaine X" is listed so, and X is the name
            folded = fold(notes.text(k, end))
            out.append(Name(start=k, end=end, kind=rows[0].kind, rows=rows, folded=folded))
            after = end
    return out


def _run(tokens: Sequence[Token], name: Sequence[str], k: int) -> int:
    """The token after a run that spells a name to the word, 0 if it does not."""
    at, block = 0, tokens[k].sent
    while at < len(name):
        if k >= len(tokens) or tokens[k].sent != block:
            return 0
        for word in fold(tokens[k].text).split() or ("",):
            if at >= len(name) or word != name[at]:
                return 0
            at += 1
        k += 1
    return k


def _merge(
    notes: Notes, kb: KnowledgeBase, who: Who, tagged: Sequence[Name], known: Sequence[Name]
) -> list[Name]:
    """One list of both: what is known wins on equal words, the longer wins otherwise."""
    pool: list[tuple[int, int, Name]] = []
    over: dict[int, Name] = {k: t for t in tagged for k in range(t.start, t.end)}
    for name in known:
        if not _is_credible(notes, who, name, over.get(name.start)):
            continue
        pool.append((-(name.end - name.start), 0, name))
    at = {n.start: n for n in known}
    again = {n.start: n.end for n in tagged if n.kind == "PER"}
    for name in tagged:
        spot = at.get(name.start)
        if spot is not None and (
            _trails(notes, spot, name) or again.get(spot.end) == name.end > spot.end
        ):
            continue
        if spot is not None and (name.kind, spot.kind) == ("PER", "ORG") and spot.end < name.end:
            text = fold(notes.text(spot.end, name.end))
            name = Name(start=spot.end, end=name.end, kind="PER", folded=text)
        pool.append((-(name.end - name.start), 1, _look_up(notes, kb, who, name)))
    taken: set[int] = set()
    out = []
    def rank(entry: tuple[int, int, Name]) -> tuple[bool, int, int, int]:
        length, late, name = entry
        return name.kind == "MISC" and not name.rows, length, late, name.start

    for _, _, name in sorted(pool, key=rank):
        span = range(name.start, name.end)
        if taken.isdisjoint(span):
            taken.update(span)
            out.append(_settle(kb, name))
    return out


def _trails(notes: Notes, spot: Name, name: Name) -> bool:
    """Whether a tagged name is a known one with a tail of common words."""
    tail = notes.tokens[spot.end : name.end]
    if spot.kind == "GPE":
        return bool(tail) and all(t.text.isupper() for t in notes.tokens[name.start : name.end])
    return bool(tail) and all(t.text.islower() for t in tail)


def _is_credible(notes: Notes, who: Who, name: Name, tagged: Name | None) -> bool:
    """Whether a known name found in the text may be believed without the tagger."""
    tokens = notes.tokens
    if name.end - name.start > 1:
        if name.kind == "PER" and tokens[name.end - 1].text.islower():
            return False
        return not tokens[name.start].text[:1].islower() or name.end - name.start > 2
    token = tokens[name.start]
    if tagged is not None:
        if tagged.end - tagged.start > 1 and tagged.kind != "MISC":
            return False
        return tagged.kind != "PER" or name.kind == "PER" or token.text.isupper()
    if name.kind == "PER":
        return is_titled(notes, who, name.start)
    if name.kind == "GPE":
        return token.text[:1].isupper()
    first = notes.sents[token.sent][0] == name.start
    return token.text[:1].isupper() and (token.pos == "PROPN" or not first)


def _look_up(notes: Notes, kb: KnowledgeBase, who: Who, name: Name) -> Name:
    """A tagged name with the rows that bear it; persons are looked up whole or by surname."""
    text = notes.text(name.start, name.end)
    if text.startswith("@"):
        return name
    rows = kb.find(text, notes.dispatch.anchor)
    if not rows and name.end - name.start == 1:
        rows = kb.acronym(text, notes.dispatch.anchor)
    if name.kind == "PER" and is_bodied(notes, who, name) and not any(r.kind == "PER" for r in rows):
        return msgspec.structs.replace(name, kind="ORG", rows=rows)
    person = name.kind == "PER" or is_titled(notes, who, name.start)
    fit = tuple(r for r in rows if (r.kind == "PER") == person)
    if rows and not fit and rows[0].kind == "GPE" and not is_titled(notes, who, name.start):
        return msgspec.structs.replace(name, kind="LOC", rows=rows)
    if person and name.kind in ("LOC", "MISC", "ORG") and not any(r.kind == "ORG" for r in rows):
        return msgspec.structs.replace(name, kind="PER", rows=fit)
    return msgspec.structs.replace(name, rows=fit)


def _settle(kb: KnowledgeBase, name: Name) -> Name:
    """The kind that the known rows give; a place that is no country stays a place."""
    if name.kind == "PER" or not name.rows:
        return name
    row = name.rows[0]
    if row.kind in ("GPE", "LOC") and (row.stands_for or kb.country(name.folded) is None):
        return msgspec.structs.replace(name, kind="LOC")
    kinds = {r.kind for r in name.rows}
    if len(kinds) == 1 or name.kind in ("MISC", "LOC") or name.kind not in kinds:
        return msgspec.structs.replace(name, kind=row.kind)
    return name


def _titled(notes: Notes, who: Who, names: Sequence[Name]) -> list[Name]:
    """Runs of capitals behind a title that nobody had seen: "le général Bintou"."""
    tokens, busy, out = notes.tokens, inside(names), []
    for token in tokens:
        k = token.i
        if k in busy or not token.text[:1].isupper() or token.pos not in ("PROPN", "X", "NOUN"):
            continue
        if len(token.text) < 3 or who.single(token) or not is_titled(notes, who, k):
            continue
        end = k + 1
        last = notes.sents[token.sent][1]
        while end < last and end not in busy and tokens[end].text[:1].isupper() and tokens[end].pos in ("PROPN", "X"):
            end += 1
        out.append(Name(start=k, end=end, kind="PER", folded=fold(notes.text(k, end))))
        busy.update(inside(out[-1:]))
    return out


def _handles(notes: Notes, names: Sequence[Name]) -> list[Name]:
    """Accounts on a network: "@nom"."""
    busy, tokens, out = inside(names), notes.tokens, []
    for token in tokens:
        if not token.text.startswith("@") or token.i in busy:
            continue
        end = token.i + 1
        if token.text == "@" and not token.space and end < len(tokens):
            end += 1
        if end - token.i > 1 or len(token.text) > 2:
            out.append(Name(start=token.i, end=end, kind="PER", folded=fold(notes.text(token.i, end))))
    return out


def _is_place(notes: Notes, who: Who, name: Name) -> bool:
    """Whether the words before a name say that it is a place: "en X", "la ville de X"."""
    tokens, k = notes.tokens, name.start - 1
    if k < 0:
        return False
    if fold(tokens[k].text) in who.words["place_only"]:
        return name.kind != "PER" and tokens[k].low != tokens[name.start].low
    if k and tokens[k].pos == "DET":
        k -= 1
    return k > 0 and fold(tokens[k].text) in who.words["of"] and (
        who.stem(tokens[k - 1].low) in who.place_nouns
    )


def _agree(notes: Notes, who: Who, names: Sequence[Name]) -> list[Name]:
    """The same words are of one kind in a dispatch: the most frequent one, rows apart."""
    votes: dict[str, Counter[str]] = {}
    for name in names:
        if not name.rows:
            count = votes.setdefault(name.folded, Counter())
            count[name.kind] += 1
            if name.kind in ("ORG", "MISC") and _is_place(notes, who, name):
                count["LOC"] += PLACE_VOTES
    persons = {n.folded.split()[-1] for n in names if n.kind == "PER" and " " in n.folded}
    out = []
    for name in names:
        if not name.rows:
            count = votes[name.folded]
            kind = min(sorted(count), key=lambda k: (-count[k], k != "PER"))
            if kind != "PER" and name.folded in persons:
                kind = "PER"
            name = msgspec.structs.replace(name, kind=kind)
        out.append(name)
    return out


def _repeats(notes: Notes, who: Who, names: Sequence[Name]) -> list[Name]:
    """Surnames and names of bodies that the tagger saw once and missed elsewhere."""
    busy = inside(names)
    kinds: dict[str, tuple[str, tuple[KbRow, ...]]] = {}
    for name in names:
        last = name.folded.split()[-1] if name.folded else ""
        if name.kind == "PER" and len(last) >= MIN_REPEAT:
            kinds.setdefault(last, ("PER", name.rows))
        if name.kind == "ORG" and len(name.folded) >= MIN_REPEAT - 1 and " " not in name.folded:
            kinds.setdefault(name.folded, ("ORG", name.rows))
    out = []
    for token in notes.tokens:
        if token.i in busy or not token.text[:1].isupper() or token.pos not in ("PROPN", "NOUN", "X"):
            continue
        found = kinds.get(fold(token.text))
        if found and not who.single(token):
            kind, rows = found
            out.append(Name(start=token.i, end=token.i + 1, kind=kind, rows=rows, folded=fold(token.text)))
    return out


def _inhabitants(notes: Notes, kb: KnowledgeBase, who: Who, names: Sequence[Name]) -> list[Name]:
    """Nouns of inhabitants: "les Libyens", "des Maliens", small letters too behind an article."""
    busy = inside(n for n in names if n.end - n.start > 1 or n.rows)
    out = []
    for token in notes.tokens:
        if token.pos not in ("NOUN", "PROPN", "ADJ") or token.i in busy or len(token.text) < 4:
            continue
        if not kb.demonym(token.low) or kb.country(token.text):
            continue
        if _is_inhabitant(notes.tokens, who, token):
            out.append(
                Name(start=token.i, end=token.i + 1, kind="GROUP", folded=fold(token.text))
            )
    return out


def _is_inhabitant(tokens: Sequence[Token], who: Who, token: Token) -> bool:
    """Whether a word for a nation is a noun here, rather than an adjective or a language."""
    before = tokens[token.i - 1] if token.i else None
    held = before is not None and (
        fold(before.text) in who.words["determiners"] or before.pos == "NUM"
    )
    if token.text[:1].isupper():
        return held or token.pos != "ADJ"
    return held and token.pos == "NOUN" and token.has("Number=Plur")
