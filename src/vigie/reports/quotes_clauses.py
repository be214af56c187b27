"""Reports room. Words reported without marks: the clause that is what someone said.

Flow: cues → `Said`: the token range of the content, the cue, and how it was found. Three frames:
a clause or an infinitive under a verb of speech, the clause that an incise is set into, and a
clause under a noun of speech. "Selon" is in quotes_according.py; speakers are found elsewhere.
"""

from __future__ import annotations

import msgspec

from vigie.records import Notes, Token
from vigie.reports.quotes_marks import EDGE, MARKS, trimmed
from vigie.reports.quotes_speech import VERBAL, Cue, Speech

# Between a verb of speech and its conjunction: adverbs, a date, whom it was said to.
TO_CONJUNCTION = 16
TO_INFINITIVE = 4
TO_COLON = 4
FEWEST_WORDS = 2
SHORT = 3  # words before an incise that cannot be a clause by themselves


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of reported words: `start`..`end` half-open, and what carries it.

    `speaker_at` is the token of the speaker's noun phrase where the frame itself tells it; `root` the
    verb that "selon" hangs on.
    """

    start: int
    end: int
    rule: str
    cue: Cue | None = None
    stance: str = "neutral"
    inverted: bool = False
    speaker_at: int | None = None
    root: int | None = None


def find_que(notes: Notes, cue: Cue, speech: Speech) -> Said | None:
    """The clause under a verb of speech: "a déclaré mardi que …"."""
    tokens, sent = notes.tokens, notes.tokens[cue.at].sent
    for k in range(cue.last + 1, min(cue.last + TO_CONJUNCTION, len(tokens))):
        token = tokens[k]
        if token.sent != sent or token.text in MARKS or token.text in ";:":
            return None
        relative = token.pos == "PRON" and notes.child(cue.root, "obj") is not None
        if token.low in speech.conjunctions and relative and k > cue.last + 1:
            return None  # "relève une phrase qu'elle a dite"
        if token.low in speech.conjunctions and tokens[k - 1].low not in speech.que_after:
            pronoun = token.pos == "PRON" and token.rel != "mark"
            if pronoun and not _opens_content(notes, k, cue):
                return None
            return _said(notes, cue, k + 1, "que", speech)
        clitic = tokens[k - 1].low in speech.clitics  # "a dit il y a une heure que"
        if token.pos in ("VERB", "SCONJ") and not clitic and "Part" not in token.morph:
            return None
    return None


def find_infinitive(notes: Notes, cue: Cue, speech: Speech) -> Said | None:
    """The infinitive under a verb of speech: "affirme avoir vu", "promet de rester"."""
    tokens, k = notes.tokens, cue.last + 1
    while k < min(cue.last + TO_INFINITIVE, len(tokens)) and (
        tokens[k].pos in ("ADV", "PRON") or tokens[k].low in speech.infinitive_marks
    ):
        if tokens[k].low in speech.conjunctions:
            return None
        k += 1
    if k < len(tokens) and not tokens[k].has("VerbForm=Inf"):
        found = _past_circumstances(notes, cue)
        if found is None:
            return None
        k = found
    if (
        k < len(tokens)
        and tokens[k].has("VerbForm=Inf")
        and tokens[k].sent == tokens[cue.at].sent
    ):
        while k - 1 > cue.last and (
            tokens[k - 1].low in speech.clitics or tokens[k - 1].pos == "ADV"
        ):
            k -= 1
        return _said(notes, cue, k, "infinitive", speech)
    return None


def _own_participle(notes: Notes, start: int, end: int) -> int | None:
    """Where a second participle takes up the cue's auxiliary: "a dit qu'il viendrait et salué X".

    None where the content has a participle of its own, which it may be joined to.
    """
    for k in range(start + 1, end - 2):
        token = notes.tokens[k]
        if token.has("VerbForm=Part") and token.pos == "VERB":
            return None
        after = notes.tokens[k + 1]
        if token.pos == "CCONJ" and after.pos == "VERB" and after.has("VerbForm=Part"):
            held = notes.child(after.i, "obj", "xcomp", "ccomp") is not None
            return k if held and notes.child(after.i, "aux", "nsubj") is None else None
    return None


def _past_circumstances(notes: Notes, cue: Cue) -> int | None:
    """The infinitive a verb of speech governs beyond when and where it was said, if any.

    "a démenti mardi dans un communiqué avoir tiré sur la foule".
    """
    tokens = notes.tokens
    for kid in notes.children(cue.root, "xcomp", "ccomp"):
        first = min([k.i for k in notes.children(kid.i, "aux", "cop")] + [kid.i])
        if first <= cue.last or not tokens[first].has("VerbForm=Inf"):
            continue
        between = tokens[cue.last + 1 : first]
        loose = (k.i for k in notes.children(cue.root, "obl", "advmod"))
        below = {i for k in loose for i in notes.subtree(k)}
        if all(t.i in below for t in between):
            return first
    return None


def _own_verb(notes: Notes, start: int, end: int, speech: Speech) -> int | None:
    """Where the cue's own sentence goes on: "dit défendre la ville et reproche au roi de …".

    A finite verb joined to an infinitive is no part of it, unless a word of its own opens it.
    """
    for k in range(start + 1, end - 1):
        token = notes.tokens[k]
        if token.pos == "SCONJ" or "PronType=Rel" in token.morph:
            return None
        if token.pos == "CCONJ":
            j = k + 1
            while j < end - 1 and (
                notes.tokens[j].low in speech.clitics or notes.tokens[j].pos == "ADV"
            ):
                j += 1
            if notes.tokens[j].has("VerbForm=Fin"):
                return k
    return None


def find_colon(notes: Notes, cue: Cue) -> Said | None:
    """What follows a colon without marks: "les manifestants scandent : le peuple veut …"."""
    tokens = notes.tokens
    k, stop = cue.last + 1, notes.sents[tokens[cue.at].sent][1]
    while k < min(cue.last + TO_COLON, stop) and tokens[k].pos in ("ADV", "PRON"):
        k += 1
    if k + 1 >= stop or tokens[k].text != ":" or tokens[k + 1].text in MARKS:
        return None
    return cut(
        notes, Said(start=k + 1, end=stop, rule="colon", cue=cue, stance=cue.say.stance)
    )


def find_incise(notes: Notes, cue: Cue, speech: Speech) -> Said | None:
    """The clause an incise is set after or into: "…, a indiqué le ministre"."""
    first, last = notes.sents[notes.tokens[cue.at].sent]
    opening = incise_start(notes, cue, speech)
    if opening is None or opening <= first:
        return None
    if cuts_subject(notes, cue, opening, speech):
        return cut(notes, Said(start=clause_before(notes, first, opening)[0], end=last,
                                rule="incise", cue=cue, stance=cue.say.stance, inverted=True))  # fmt: skip
    subjects = [k.i for k in notes.children(cue.root, "nsubj")]
    if subjects and max(subjects) < opening:  # a clause with its subject before it
        return None
    start, end = clause_before(notes, first, opening)
    lead = [t for t in notes.tokens[start:end] if t.text[0].isalnum()]
    if not any(
        "VerbForm=Fin" in t.morph for t in lead
    ):  # "Par ailleurs, dit X, la ville …"
        after, end = _clause_after(notes, cue.at, last)
        start = start if any(t.rel == "nsubj" for t in lead) and after < end else after
    elif len(lead) <= SHORT:  # "Il est, dit X, la langue de …"
        end = max(end, _clause_after(notes, cue.at, last)[1])
    return cut(notes, Said(start=start, end=end, rule="incise", cue=cue,
                            stance=cue.say.stance, inverted=True))  # fmt: skip


def cuts_subject(notes: Notes, cue: Cue, opening: int, speech: Speech) -> bool:
    """Whether an incise parts a subject from its verb: "Les rebelles, a indiqué X, ont …".

    Nothing finite stands before it, one who speaks stands in it, and a finite verb right after it.
    """
    tokens, (first, stop) = notes.tokens, notes.sents[notes.tokens[cue.at].sent]
    if tokens[opening].text != "," or opening <= first:
        return False
    start = clause_before(notes, first, opening)[0]
    if any("VerbForm=Fin" in t.morph for t in tokens[start:opening]):
        return False
    close = next((k for k in range(cue.at + 1, stop) if tokens[k].text == ","), stop)
    own = [t for t in tokens[opening + 1 : close] if t.i != cue.at]
    speaks = any(
        t.low in speech.inverted or (t.pos in ("NOUN", "PROPN") and t.i > cue.at)
        for t in own
    )
    k = close + 1
    while k < stop and (tokens[k].low in speech.clitics or tokens[k].pos == "ADV"):
        k += 1
    return speaks and k < stop and "VerbForm=Fin" in tokens[k].morph


def incise_start(notes: Notes, cue: Cue, speech: Speech) -> int | None:
    """The comma or mark that opens the incise a verb heads; None when it heads none.

    Nothing but clitics, auxiliaries and adverbs may stand between: a verb with its subject before
    it is no incise.
    """
    tokens, k, modal = notes.tokens, cue.at - 1, False
    while (
        k >= 0 and tokens[k].block == tokens[cue.at].block
    ):  # the parser may cut at the comma
        token = tokens[k]
        if (
            token.text in (",", "–", "—", "-", "(", "!", "?", "...", "…")
            or token.text in MARKS
        ):
            return k if modal or _has_finite(notes, cue.at, speech) else None
        low = token.low
        turned = token.lemma in speech.unsaid and tokens[k + 1].low in speech.inverted
        modal = modal or (turned and "VerbForm=Fin" in token.morph)  # ", peut-on lire dans"
        if not (
            token.pos in ("AUX", "ADV")
            or low in speech.clitics
            or low in speech.inverted
            or turned
        ):
            return None
        k -= 1
    return None


def find_noun_clause(notes: Notes, noun: Token, cue: Cue, speech: Speech) -> Said | None:
    """The clause under a noun of speech: "l'annonce par X que …"."""
    tokens = notes.tokens
    for k in range(noun.i + 1, min(noun.i + TO_CONJUNCTION, len(tokens))):
        token = tokens[k]
        if token.sent != noun.sent or token.pos in ("VERB", "AUX", "PUNCT"):
            return None
        if token.low not in speech.conjunctions:
            continue
        outer = _outer_verb(notes, k)
        if token.pos == "SCONJ" or token.rel == "mark" or outer:
            if tokens[k - 1].low in speech.que_after:
                return None
            end = outer or max(notes.subtree(token.head)[-1], k) + 1
            return cut(notes, Said(start=k + 1, end=end, rule="noun", cue=cue,
                                    stance=cue.say.stance))  # fmt: skip
    return None


def _outer_verb(notes: Notes, k: int) -> int | None:
    """The finite verb that stands against one of the clause "que" opens, and takes it for its own.

    Two finite verbs side by side are of two clauses: "l'annonce que le port ferme a surpris".
    """
    tokens = notes.tokens
    for j in range(k + 1, notes.sents[tokens[k].sent][1] - 1):
        if tokens[j].pos == "PUNCT":
            return None
        inner = tokens[j].pos == "VERB" and "VerbForm=Fin" in tokens[j].morph
        after = tokens[j + 1]
        outer = after.pos in VERBAL and "VerbForm=Fin" in after.morph
        if inner and outer:
            top = after.head if after.rel in ("aux", "cop") else after.i
            held = tokens[k].rel == "mark" and tokens[top].head == j
            return j + 1 if held or tokens[k].head == top else None
    return None


def _said(notes: Notes, cue: Cue, start: int, rule: str, speech: Speech) -> Said | None:
    end = _content_end(notes, cue, start)
    if rule == "infinitive":
        end = _own_verb(notes, start, end, speech) or end
    elif not any("VerbForm=Fin" in t.morph for t in notes.tokens[start:end]):
        end = notes.sents[notes.tokens[cue.at].sent][1]  # its verb was hung elsewhere
    elif notes.child(cue.root, "aux") is not None:
        end = _own_participle(notes, start, end) or end
    end = _other_voice(notes, start, end, speech)
    return cut(notes, Said(start=start, end=end, rule=rule, cue=cue, stance=cue.say.stance))


def _other_voice(notes: Notes, start: int, end: int, speech: Speech) -> int:
    """Where the outlet takes up the whole of what was said: "…, ce que l'armée dément"."""
    opens = speech.relatives | speech.conjunctions
    for k in range(start, end - 2):
        first, second = notes.tokens[k + 1].low, notes.tokens[k + 2].low
        if notes.tokens[k].text == "," and first in speech.impersonal and second in opens:
            return k
    return end


def cut(notes: Notes, said: Said) -> Said | None:
    """The same without commas and marks at its edges; None when too little is left."""
    found = trimmed(notes, said.start, said.end) if said.start < said.end else None
    if not found:
        return None
    start, end = found
    words = sum(1 for t in notes.tokens[start:end] if t.text[0].isalnum())
    if words < FEWEST_WORDS:
        return None
    return msgspec.structs.replace(said, start=start, end=end)


def _opens_content(notes: Notes, k: int, cue: Cue) -> bool:
    """Whether a "que" called a pronoun may still open what was said: nothing names before it."""
    between = notes.tokens[cue.last + 1 : k]
    clause = notes.tokens[notes.tokens[k].head]
    phrase = (
        cue.last > cue.at and clause.head == cue.last
    )  # "porte à la connaissance … que"
    return phrase or all(t.pos in ("ADV", "PUNCT") for t in between)


def _content_end(notes: Notes, cue: Cue, start: int) -> int:
    """Where the content stops: with the cue's clause, or where the cue's own sentence goes on."""
    tokens, stop = notes.tokens, notes.sents[notes.tokens[cue.at].sent][1]
    if tokens[cue.at].pos not in VERBAL:  # the tree did not see a verb: it is of no help
        return stop
    below = [k for k in notes.subtree(cue.root) if k < stop]
    if (
        below[-1] < start
    ):  # the clause was hung elsewhere: it ends with what its "que" opens
        below = [k for k in notes.subtree(tokens[start - 1].head) if k < stop]
    end = max(below or [start]) + 1
    head = _content_head(notes, cue, start)
    framed = tokens[start].text == "," and any(
        k.i > start for k in notes.children(head, "mark")
    )
    for kid in notes.children(cue.root, "conj", "parataxis"):
        if kid.i > head and kid.pos in VERBAL:
            if framed or _shares_auxiliary(notes, kid, cue):
                framed = False  # "a dit que, s'il pleut, il reste": what follows is what was said
                continue
            left = notes.subtree(kid.i)[0]
            if left < start + FEWEST_WORDS or _repeats(notes, left):
                continue
            while left - 1 > start and (
                tokens[left - 1].pos == "CCONJ" or tokens[left - 1].text in EDGE
            ):
                left -= 1
            end = min(end, max(left, start))
    return end


def _shares_auxiliary(notes: Notes, kid: Token, cue: Cue) -> bool:
    """Whether a bare participle hung on a verb in the present is of the content: "et brûlé le …"."""
    simple = "VerbForm=Fin" in notes.tokens[cue.root].morph
    return (
        simple and kid.has("VerbForm=Part") and notes.child(kid.i, "aux", "nsubj") is None
    )


def _content_head(notes: Notes, cue: Cue, start: int) -> int:
    """The verb of the content; one set after ", lundi," may be hung as a clause of its own."""
    for rels in (("ccomp", "xcomp"), ("parataxis", "conj")):
        found = [k.i for k in notes.children(cue.root, *rels) if k.i >= start]
        if found:
            lead = notes.tokens[start : found[0]]
            verbs = any("VerbForm=Fin" in t.morph and t.head != found[0] for t in lead)
            return start if verbs else found[0]
    return start


def _repeats(notes: Notes, left: int) -> bool:
    """Whether a coordinated clause has a conjunction of its own: "que A et que B"."""
    return any(t.pos == "SCONJ" for t in notes.tokens[left : left + 3])


def _has_finite(notes: Notes, verb: int, speech: Speech) -> bool:
    if "VerbForm=Fin" in notes.tokens[verb].morph or notes.tokens[verb].pos not in VERBAL:
        return True
    after = notes.tokens[verb + 1] if verb + 1 < len(notes.tokens) else None
    gerund = notes.tokens[verb].low.endswith(speech.gerund)  # ", prônant le …": no incise
    if (
        after and after.pos in ("DET", "PROPN") and not gerund
    ):  # "décrit un témoin", called a participle
        return True
    return any("VerbForm=Fin" in k.morph for k in notes.children(verb, "aux")) or (
        verb > 0 and "VerbForm=Fin" in notes.tokens[verb - 1].morph
    )


def clause_before(notes: Notes, first: int, stop: int) -> tuple[int, int]:
    """From the sentence's start, or its last colon or semicolon, to `stop`."""
    start = first
    for k in range(first, stop):
        if notes.tokens[k].text in (";", ":"):
            start = k + 1
    return start, stop


def _clause_after(notes: Notes, verb: int, last: int) -> tuple[int, int]:
    """What follows the comma that closes an incise set early in its sentence."""
    for k in range(verb + 1, last):
        if notes.tokens[k].text == ",":
            return k + 1, last
    return verb, verb
