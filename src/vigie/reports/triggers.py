"""Reports room. Where the dispatch says that something happened: the triggers.

Flow: `Notes` + `Lexicon` → `Hit`s, each a sense of a word whose parts and selectional hints hold.
What was seen and set aside is kept too (`Refusal`): it is the answer to "why not".
"""

from __future__ import annotations

import msgspec

from vigie.knowledge.lexicon import Lexicon, Part, Sense
from vigie.records import Notes, Token
from vigie.records.who import WhoIndex
from vigie.reports.syntax import Syntax

SHORTEST = 5  # letters of an adverb that may be a noun or a verb misread
OPENERS = frozenset(':"«“–—')
BODIES = ("ORG", "GPE")  # kinds of mention whose names hold words of action
TENSE = ("aux:tense", "aux:pass")  # what only makes a tense or the passive governs nothing
MUST = "!"  # after a place that an entry needs: it may not be left out
PLACE, TERRITORY = "LOC", "territory"  # a name of a place is a territory, known or not
NEAR = 4  # words after a verb among which its phrase may end: "mettre la ville à feu"


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A word that tells an act: its sense, its token, the tokens of its phrase.

    `others` are further senses that fit, for where the first one turns out not to be meant.
    """

    sense: Sense
    tok: int
    parts: tuple[int, ...] = ()
    others: tuple[Hit, ...] = ()


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """A trigger that is a word of another one's phrase: told only where that one is not taken."""

    hit: Hit
    over: int
    by: str


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the lexicon that was seen and not taken, with the reason."""

    sense: str
    tok: int
    reason: str


def find_triggers(
    notes: Notes, syntax: Syntax, lexicon: Lexicon, who: WhoIndex, *, why_not: bool = False
) -> tuple[list[Hit], list[Hidden], list[Refusal]]:
    """Every trigger of a dispatch in reading order, those within another's phrase apart.

    Phrases whose words are not even in the sentence, most of them by far, are refused in words
    only where `why_not` asks for it.
    """
    hits: list[Hit] = []
    refused: list[Refusal] = []
    sent, words = -1, frozenset[str]()
    for token in notes.tokens:
        if _in_name(notes, who, token):
            continue
        fitting: list[Hit] = []
        for sense in _senses(notes, lexicon, token):
            if sense.parts and token.sent != sent:
                sent, words = token.sent, _words_of(notes, token.sent)
            if (part := _absent(sense, words)) is not None:
                if why_not:
                    refused.append(
                        Refusal(sense=sense.id, tok=token.i, reason=_without(part))
                    )
                continue
            found = fits(notes, syntax, lexicon, who, sense, token)
            if isinstance(found, Hit):
                fitting.append(found)
            else:
                refused.append(found)
        if fitting:
            first, *others = fitting
            told = token.pos == "VERB" and not syntax.participle(token.i)
            hits.append(
                msgspec.structs.replace(first, others=tuple(others) if told else ())
            )
    # "prendre le contrôle": one act, not two; "lancer un raid aérien" is told twice, more closely
    taken = {k: hit for hit in hits for k in hit.parts}
    kept: list[Hit] = []
    hidden: list[Hidden] = []
    for hit in hits:
        over = taken.get(hit.tok)
        if over is None or (hit.parts and over.sense.type == hit.sense.type):
            kept.append(hit)
        else:
            hidden.append(Hidden(hit=hit, over=over.tok, by=over.sense.lemma))
    return kept, hidden, refused


def _in_name(notes: Notes, who: WhoIndex, token: Token) -> bool:
    """Whether a word is only part of a body's name: "Nations unies", "Front de libération"."""
    mention = who.mention(token.i)
    if mention is None or not mention.named or mention.kind not in BODIES:
        return False
    inside = mention.tok_start <= token.i < mention.tok_end
    proper = notes.tokens[mention.tok_start].text[:1].isupper()
    return inside and proper and mention.tok_end - mention.tok_start > 1


def _words_of(notes: Notes, sent: int) -> frozenset[str]:
    """Words of a sentence, as they stand and as lemmas."""
    tokens = notes.tokens[slice(*notes.sents[sent])]
    return frozenset(w for t in tokens for w in (t.lemma, t.low))


def _absent(sense: Sense, words: frozenset[str]) -> Part | None:
    """The part of a phrase none of whose words is in the sentence; None where all may be."""
    for part in sense.parts:
        if part.lemmas.isdisjoint(words):
            return part
    return None


def _without(part: Part) -> str:
    return f"without {part.rel} {'/'.join(sorted(part.lemmas)[:3])}"


def fits(
    notes: Notes,
    syntax: Syntax,
    lexicon: Lexicon,
    who: WhoIndex,
    sense: Sense,
    token: Token,
) -> Hit | Refusal:
    """The hit, or the first condition that fails."""

    def no(reason: str) -> Refusal:
        return Refusal(sense=sense.id, tok=token.i, reason=reason)

    tense = token.dep in TENSE and any(part.rel == "obj" for part in sense.parts)
    if tense or (token.rel in ("aux", "cop") and not sense.parts):
        return no("an auxiliary")
    if sense.kind == "verb":
        reflexive = syntax.reflexive(token.i)
        # "les partisans rassemblés": se rassembler; not "les messages rendus publics par X"
        bare = (
            token.rel != "aux"
            and syntax.participle(token.i)
            and not (syntax.agents(token.i) or notes.child(token.i, "xcomp"))
        )
        if bare and any(k.low in syntax.support.degree for k in notes.children(token.i)):
            return no("a quality")
        if sense.told and _is_epithet(notes, syntax, token):
            return no("only a participle")
        if sense.reflexive and not (reflexive or bare):
            return no("not reflexive")
        takes = any(p.rel == "obj" for p in sense.parts)
        if (
            not sense.reflexive
            and reflexive
            and (takes or not sense.parts)
            and not (notes.child(token.i, "obj") and not takes and syntax.objects(token.i))
        ):
            return no("reflexive")
    if sense.plural and token.has("Number=Sing"):
        return no("not plural")
    parts: list[int] = []
    for part in sense.parts:
        found = _part(notes, syntax, token, part)
        if found is None:
            return no(_without(part))
        parts.append(found)
    for slot, wanted in sense.need.items():
        where = slot.removesuffix(MUST)
        heads = _heads(notes, syntax, token, where)
        if not heads and slot == "subj":
            continue  # passives and infinitives leave it out
        if not heads and TERRITORY in wanted and _is_unsaid(notes, syntax, token, where):
            continue  # "s'en emparèrent"
        if not any(_serves(notes, syntax, lexicon, who, h, wanted) for h in heads):
            return no(f"{where} is none of {', '.join(wanted)}")
    for where, banned in sense.never.items():
        heads = _heads(notes, syntax, token, where)
        if any(_of(notes, lexicon, h, banned) for h in heads):
            return no(f"{where} is one of {', '.join(banned)}")
    return Hit(sense=sense, tok=token.i, parts=tuple(parts))


def _is_unsaid(notes: Notes, syntax: Syntax, token: Token, case: str) -> bool:
    """Whether a clitic stands for the complement with a preposition."""
    return any(
        k.pos == "PRON" and syntax.support.clitics.get(k.low) == case and k.i < token.i
        for k in notes.children(token.i)
    )


def _is_epithet(notes: Notes, syntax: Syntax, token: Token) -> bool:
    """Whether a participle only qualifies a noun inside a sentence; in a title it tells."""
    hung = token.rel in ("acl", "amod") and notes.tokens[token.head].rel != "ROOT"
    return hung and syntax.participle(token.i) and not syntax.agents(token.i)


def _senses(notes: Notes, lexicon: Lexicon, token: Token) -> list[Sense]:
    """Senses of a word by its part of speech, or by the one the tagger should have given it."""
    low, lemma = token.low, token.lemma
    if token.pos in ("VERB", "AUX"):
        senses = lexicon.senses_of(lemma, low, "verb")
        if not senses and notes.child(token.i, "cop") is not None:  # "sont en grève"
            return lexicon.senses_of(low, low, "noun")
        return senses
    if token.pos == "ADJ":
        return [
            *lexicon.senses_of(lemma, low, "adj"),
            *lexicon.senses_of(lemma, low, "verb"),
        ]
    if token.pos == "NOUN":
        senses = lexicon.senses_of(lemma, lexicon.plurals.get(low, low), "noun")
        # "détruisent", called a noun; an article says it is one ("le marché")
        bare = notes.child(token.i, "det", "case") is None
        unknown = bare and lemma == low and low in lexicon.forms
        if not senses and (token.rel == "ROOT" or unknown):
            senses = lexicon.senses_of(lemma, low, "verb")
        return senses
    if token.pos == "PROPN" and _opens(notes, token):  # "Tirs à Homs", called a name
        noun = lexicon.senses_of(lexicon.plurals.get(low, low), low, "noun")
        return noun or (lexicon.senses_of(low, low, "verb") if low in lexicon.forms else [])
    if token.pos in ("ADV", "X") and len(low) >= SHORTEST:
        # the tagger takes nouns in -ment and verbs in -ent for adverbs
        return lexicon.senses_of(low, low, "noun") or lexicon.senses_of(lemma, low, "verb")
    return []


def _opens(notes: Notes, token: Token) -> bool:
    """Whether a word opens its sentence, mark or quotation, where any word has a capital."""
    if token.i == notes.sents[token.sent][0]:
        return True
    return notes.tokens[token.i - 1].text in OPENERS


def _part(notes: Notes, syntax: Syntax, token: Token, part: Part) -> int | None:
    """Token of a phrase's part: by the tree, else among the few words that follow."""
    i = token.i
    if part.rel == "clitic":
        before = notes.tokens[max(0, i - 4) : i]
        return next((t.i for t in before if t.low in part.lemmas), None)
    if part.rel == "cop":
        return _copula(notes, i, part)
    if part.rel == "obj" and token.dep == "aux:caus":
        found = [token.head]  # "a fait état de tortures", taken for a causative
    elif part.rel == "obj":
        found = [*syntax.objects(i), *(k.i for k in notes.children(i, "obj", "xcomp"))]
    elif part.rel == "subj":
        found = syntax.subjects(i)
    elif part.rel == "inf":
        found = [
            k.i for k in notes.children(i, "xcomp", "ccomp", "obj", "advcl", "aux")
            if k.rel == "ccomp" or not syntax.participle(k.i)
        ]  # fmt: skip
    elif part.rel in ("amod", "adv"):
        found = [k.i for k in notes.children(i, "amod", "advmod", "acl", "xcomp", "obl")]
    else:
        found = _with_case(notes, syntax, i, part.prep or "")
    for k in syntax.spread(found):
        if _is(notes.tokens[k], part):
            return k
        if notes.tokens[k].lemma in syntax.support.collective | syntax.support.measure:
            counted = (c for c in syntax.complements(k) if _is(notes.tokens[c], part))
            if (own := next(counted, None)) is not None:
                return own  # "lancer une série d'attaques"
    if part.rel == "subj":
        return None
    near = _near(notes, token, part)
    if near is None and part.rel == "obj":
        return next((k for k in syntax.astray(i) if _is(notes.tokens[k], part)), None)
    return near


def _near(notes: Notes, token: Token, part: Part) -> int | None:
    """A part just after its verb in the text, whatever the tree says: "mis à mort"."""
    stop = min(notes.sents[token.sent][1], token.i + NEAR + 1)
    for k in range(token.i + 1, stop):
        word = notes.tokens[k]
        if word.pos == "PUNCT":
            return None
        if _is(word, part):
            before = [notes.tokens[b] for b in range(max(token.i + 1, k - 2), k)]
            if part.rel != "prep":
                free = all(b.pos != "ADP" for b in before) or _is_about(notes, k)
                return k if part.rel != "obj" or free else None
            if any(b.lemma == part.prep for b in before):
                return k
    return None


def _is_about(notes: Notes, k: int) -> bool:
    """Whether a noun's preposition bounds its number: "plus de 200 roquettes", not "état de"."""
    before = notes.tokens[max(0, k - 3) : k]
    return [t.pos for t in before] == ["ADV", "ADP", "NUM"]


def _copula(notes: Notes, i: int, part: Part) -> int | None:
    """The copula on a predicate, its preposition being the one wanted, if one is."""
    if part.prep is not None and notes.case(i) != part.prep:
        return None
    for kid in notes.children(i, "cop", "aux"):
        if kid.lemma in part.lemmas:
            return kid.i
    return None


def _is(token: Token, part: Part) -> bool:
    return token.lemma in part.lemmas or token.low in part.lemmas


def _with_case(notes: Notes, syntax: Syntax, i: int, case: str) -> list[int]:
    """Complements with a preposition, also those hung on the verb's object."""
    found = syntax.obliques(i, (case,))
    found += [k.i for k in notes.children(i, "fixed", "compound", "nmod", "obl", "advmod")
              if notes.case(k.i) == case]  # fmt: skip
    for k in syntax.objects(i):
        found += syntax.obliques(k, (case,))
    return found


def _heads(notes: Notes, syntax: Syntax, token: Token, where: str) -> list[int]:
    i = token.i
    if where == "obj":
        heads = syntax.objects(i) or syntax.astray(i)
        if token.pos == "NOUN":
            heads = syntax.complements(i)
    elif where == "subj":
        heads = syntax.subjects(i) if token.pos != "NOUN" else syntax.noun_subject(i)
    elif where in ("gen", "objgen"):
        heads = syntax.complements(i)
    elif where == "amod":
        roots = [i, *(syntax.objects(i) if token.pos != "NOUN" else ())]
        heads = [k.i for root in roots for k in notes.children(root, "amod", "nmod")]
    else:
        heads = _with_case(notes, syntax, i, where)
    return syntax.spread(heads)


def _of(notes: Notes, lexicon: Lexicon, head: int, wanted: tuple[str, ...]) -> bool:
    token = notes.tokens[head]
    return lexicon.is_of(token.lemma, wanted) or lexicon.is_of(token.low, wanted)


def _serves(
    notes: Notes, syntax: Syntax, lexicon: Lexicon, who: WhoIndex, head: int, wanted: tuple[str, ...]
) -> bool:  # fmt: skip
    """Whether an argument is what a sense needs: an actor, one of the classes, a number of these."""
    if _of(notes, lexicon, head, wanted):
        return True
    if _is_actor(notes, who, head) and any(w in lexicon.sides for w in wanted):
        return True
    if TERRITORY in wanted and any(
        e.label == PLACE and e.tok_start <= head < e.tok_end for e in notes.ents
    ):
        return True
    token = notes.tokens[head]
    if token.lemma in syntax.support.collective or token.pos in ("ADV", "NUM", "PRON"):
        return any(_serves(notes, syntax, lexicon, who, k, wanted)
                   for k in syntax.complements(head) if k != head)  # fmt: skip
    return False


def _is_actor(notes: Notes, who: WhoIndex, head: int) -> bool:
    return notes.tokens[head].pos in ("PROPN", "PRON") or who.mention(head) is not None
