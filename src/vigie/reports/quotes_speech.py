"""Reports room. What a language says of saying: verbs, nouns and prepositions of speech.

Flow: packs/<language>/speech.yaml → `Speech`, compiled once → `find_cues`: where a dispatch says
that someone speaks. What was said and by whom is found by the other quotes_*.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.inflection import forms_of, inflect
from vigie.knowledge.loaders import Pack
from vigie.records import Notes, Token

STANCES = ("neutral", "doubtful", "denying", "insisting")
FRAMES = ("que", "inf", "mark")
VERBAL = ("VERB", "AUX")
OPENING, CLOSING = frozenset('«“"„'), frozenset('»”"')
# Between two words of a phrase ("faire" … "savoir") an adverb, a clitic or a date may stand.
PHRASE_GAP = 3


class Say(msgspec.Struct, frozen=True, kw_only=True):
    """A verb or noun of speech, with the words that must follow it and the frames it takes."""

    say: str
    rest: tuple[str, ...] = ()
    reflexive: bool = False
    que: bool = False
    inf: bool = False
    mark: bool = False
    noun: bool = False
    heard: bool = False  # its subject hears it: who says so stands behind a preposition
    stance: str = "neutral"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A preposition that puts a clause into someone's mouth ("selon", "aux dires de")."""

    words: tuple[str, ...]
    voice: bool = False  # only with one who can speak
    heard: bool = False  # only after a verb of hearing ("appris auprès de")
    bare: bool = False  # the adjective is all that is said of the source ("de source sûre")
    stance: str = "neutral"


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    """A place where someone is said to speak: tokens `at`..`last`, both included.

    `root` is the one of them that the tree holds the others by ("faire savoir" hangs on "savoir").
    """

    at: int
    last: int
    root: int
    say: Say


class Speech(msgspec.Struct, frozen=True, kw_only=True):
    """All of speech.yaml, ready to be looked up word by word."""

    verbs: dict[str, tuple[Say, ...]]
    nouns: dict[str, Say]
    sources: dict[str, tuple[Source, ...]]
    venues: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    media: frozenset[str]
    voices: frozenset[str]
    spokes: frozenset[str]
    titles: frozenset[str]
    inverted: frozenset[str]
    impersonal: frozenset[str]
    pronouns: frozenset[str]
    clitics: frozenset[str]
    reflexives: frozenset[str]
    relatives: frozenset[str]
    conjunctions: frozenset[str]
    infinitive_marks: frozenset[str]
    by: frozenset[str]
    relays: frozenset[str]
    shows: frozenset[str]
    tells: frozenset[str]
    owns: frozenset[str]
    vague: frozenset[str]
    to: frozenset[str]
    deputies: frozenset[str]
    unsaid: frozenset[str]
    unsaid_marks: frozenset[str]
    claims: frozenset[str]
    narrates: frozenset[str]
    things_say: frozenset[str]
    que_after: frozenset[str]
    like: frozenset[str]
    forms: dict[str, str]
    presents: frozenset[str]
    gerund: str

    def is_active(self, notes: Notes, i: int) -> bool:
        """Whether what the tagger calls a participle is a finite verb: "un témoin relate que …".

        Its form is no participle's, or it has an object, which no past participle has.
        """
        return (
            notes.tokens[i].low in self.presents
            or notes.child(i, "obj", "ccomp") is not None
        )


def load_speech(pack: Pack) -> Speech:
    """Compile a pack's speech.yaml.

    Raises:
        BadKnowledge: an entry is malformed.
    """
    data = pack.read("speech")
    reflexives = frozenset(data["reflexives"])
    verbs: dict[str, list[Say]] = {}
    for row in data["verbs"]:
        say = _say(pack, row, reflexives)
        verbs.setdefault(say.say, []).append(say)
    forms = forms_of(verbs, pack.read("conjugation")["paradigms"])
    forms |= {form: row["say"] for row in data["verbs"] for form in row.get("forms", ())}
    sources: dict[str, list[Source]] = {}
    for row in data["sources"]:
        for source in _sources(row, data["contractions"]):
            sources.setdefault(source.words[0], []).append(source)
    venues: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in data["venues"]:
        for words in row["words"]:
            parts = tuple(_pieces(words))
            venues.setdefault(parts[0], []).append((parts, row["venue"]))
    lists = Speech.__struct_fields__[4:]
    words = {k: frozenset(v) for k, v in data.items() if k in lists and isinstance(v, list)}
    presents = {form for verb in verbs for form in inflect(verb, data["present"])}
    words["media"] = frozenset(m.lower() for m in data["media"])
    return Speech(
        verbs={k: tuple(sorted(v, key=_longest_first)) for k, v in verbs.items()},
        nouns={r["noun"]: _noun(r) for r in data["nouns"]},
        sources={
            k: tuple(sorted(v, key=lambda s: -len(s.words))) for k, v in sources.items()
        },
        venues={k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in venues.items()},
        forms=forms,
        presents=frozenset(presents),
        gerund=data["gerund"],
        **words,
    )


def find_cues(notes: Notes, speech: Speech) -> list[Cue]:
    """Every verb of speech of a dispatch, in reading order, longest phrase first."""
    verbs, out = speech.verbs, list[Cue]()
    for token in notes.tokens:
        says = verbs.get(token.lemma) if token.pos in VERBAL else None
        form = speech.forms.get(token.low) if says is None else None
        if form and (token.pos in VERBAL or _stands_as_verb(notes, token, speech)):
            says = verbs[form]
        if says and not (out and out[-1].at < token.i <= out[-1].last):
            cue = _cue(notes, token, says, speech)
            if cue:
                out.append(cue)
    return out


def is_reflexive(notes: Notes, i: int, speech: Speech) -> bool:
    """Whether a verb carries a reflexive clitic of its own ("s'est dit")."""
    tokens, k = notes.tokens, i - 1
    while k >= 0 and (tokens[k].pos in ("AUX", "ADV") or tokens[k].low in speech.clitics):
        if tokens[k].low in speech.reflexives:
            return True
        k -= 1
    return False


def follows(tokens: Sequence[Token], i: int, words: Iterable[str], gap: int) -> int | None:
    """Last token of a run of words that starts after `i`, each within `gap`, or None."""
    for word in words:
        for k in range(i + 1, min(i + 2 + gap, len(tokens))):
            if (
                word in (tokens[k].low, tokens[k].lemma)
                and tokens[k].sent == tokens[i].sent
            ):
                i = k
                break
        else:
            return None
    return i


def _cue(notes: Notes, token: Token, says: Sequence[Say], speech: Speech) -> Cue | None:
    reflexive = is_reflexive(notes, token.i, speech)
    for say in says:
        if say.reflexive and not reflexive:
            continue
        last = follows(notes.tokens, token.i, say.rest, PHRASE_GAP)
        if last is not None:
            return Cue(at=token.i, last=last, root=_root(notes, token.i, last), say=say)
    return None


def _stands_as_verb(notes: Notes, token: Token, speech: Speech) -> bool:
    """Whether a form the tagger took for a noun is a verb by its place.

    Verbs of speech are rare words in the present ("raille", "tacle"): after a reflexive or an
    auxiliary, right before "que" or a mark, or right after a closing one, with no article before,
    only a verb can stand.
    """
    tokens, i = notes.tokens, token.i
    before = tokens[i - 1] if i and tokens[i - 1].sent == token.sent else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before is None or after is None or before.pos in ("DET", "ADP", "NUM"):
        return False
    if before.pos == "ADJ":  # "des étudiants syriens scandant : «"
        return token.pos == "ADJ" and (after.text == ":" or after.text in OPENING)
    if before.low in speech.reflexives or before.pos == "AUX":
        return True
    infinitive = after.has("VerbForm=Inf")
    if (
        infinitive
        or after.low in speech.conjunctions
        or after.text in OPENING
        or after.text == ":"
    ):
        return before.pos in ("NOUN", "PROPN", "PRON", "ADV")
    closed = before.text in CLOSING or (
        before.text == "," and i > 1 and tokens[i - 2].text in CLOSING
    )
    named = after.pos in ("DET", "NUM", "PROPN", "PRON", "NOUN")
    phrase = any(s.rest[:1] == (after.low,) for s in speech.verbs[speech.forms[token.low]])
    return closed and (named or phrase or after.low in speech.inverted)


def _root(notes: Notes, at: int, last: int) -> int:
    """The token of a phrase that governs the rest of it."""
    if not at < notes.tokens[at].head <= last:
        return at
    return notes.tokens[at].head


def _longest_first(say: Say) -> tuple[int, bool]:
    return -len(say.rest), not say.reflexive


def _pieces(words: str) -> list[str]:
    """Words as the tokenizer cuts them: an elision is a word of its own."""
    return words.replace("'", "' ").split()


def _say(pack: Pack, row: dict[str, str], reflexives: frozenset[str]) -> Say:
    words, takes = _pieces(row["say"]), row["takes"].split()
    reflexive = words[0] in reflexives
    words = words[1:] if reflexive else words
    stance = row.get("stance") or "neutral"
    if not words or not set(takes) <= set(FRAMES) or stance not in STANCES:
        raise BadKnowledge(f"{pack.folder}/speech.yaml", row["say"], f"{FRAMES}, {STANCES}")
    return Say(
        say=words[0], rest=tuple(words[1:]), reflexive=reflexive, stance=stance,
        que="que" in takes, inf="inf" in takes, mark="mark" in takes,
        heard=row.get("heard") == "yes",
    )  # fmt: skip


def _noun(row: dict[str, str]) -> Say:
    stance = row.get("stance") or "neutral"
    return Say(say=row["noun"], que=True, mark=True, noun=True, stance=stance)


def _sources(row: dict[str, str], contractions: dict[str, list[str]]) -> Iterator[Source]:
    """A source, and the same with its last word contracted or elided."""
    *words, final = _pieces(row["words"])
    for last in (final, *contractions.get(final, ())):
        yield Source(
            words=(*words, last), voice=row.get("needs") == "voice",
            heard=row.get("needs") == "heard", bare=row.get("bare") == "yes", stance=row.get("stance") or "neutral",
        )  # fmt: skip
