"""Annotations room. Tokens → the same, their tree mended where grammar leaves no doubt.

A small parser errs in a few ways over and over, and each costs an act one of its sides: what is
counted hangs on the words that bound its number, a clitic is taken for an article, an infinitive
is hung on the day before it. What is mended here is right for every room; what needs to know
what a word means is mended in the reports room.
"""

from __future__ import annotations

import re
from itertools import pairwise

from vigie.annotations.asides import join_around
from vigie.annotations.common import Forms
from vigie.records import Token

ARTICLE, FINITE = "Definite=Def", "Mood=Ind|Person=3|Tense=Pres|VerbForm=Fin"
AGENT = "obl:agent"
PARTICIPLE = "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"
NOUNS = ("NOUN", "PROPN")
FAR = 3  # words up from an adjective to the verb whose object it was given
BOUND, BOUNDED = "ExtPos=PRON", "obl:arg"  # "plus de" as a pronoun, and what it counts


def mend(tokens: list[Token], forms: Forms) -> None:
    """Mend the tree of one document in place."""
    _raise_verbs(tokens, forms)
    _raise_participles(tokens, forms)
    _give_infinitives(tokens)
    _give_subjects(tokens)
    _give_objects(tokens)
    _name_objects(tokens)
    _open_relatives(tokens)
    _head_counts(tokens)
    _head_numbers(tokens, forms)
    _place_counted(tokens, forms)
    _free_partitives(tokens, forms)
    _join_subjects(tokens)
    join_around(tokens)


def _give_infinitives(tokens: list[Token]) -> None:
    """Give back to its verb an infinitive that the parser hung on the circumstance between them.

    "a démenti jeudi avoir tiré": a bare infinitive completes the verb, never a noun of time.
    """
    opened = {
        t.head: t.i
        for t in tokens
        if t.rel == "aux" and t.has("VerbForm=Inf") and t.i < t.head
    }
    for token in tokens:
        if token.dep != "acl" or not (token.i in opened or token.has("VerbForm=Inf")):
            continue
        noun = tokens[token.head]
        verb = tokens[noun.head]
        beside = opened.get(token.i, token.i) - 1 == noun.i
        if beside and noun.rel == "obl" and verb.pos == "VERB" and verb.i < noun.i:
            token.head, token.dep, token.rel = verb.i, "xcomp", "xcomp"


def _give_subjects(tokens: list[Token]) -> None:
    """Give its subject back to a verb from the present participle that stands between them.

    "deux soldats luttant contre X ont été tués": a participle qualifies, it is nobody's subject.
    """
    for token in tokens:
        if token.rel != "nsubj" or token.head <= token.i:
            continue
        noun, verb = token, tokens[token.head]
        while (
            verb.rel == "nsubj"
            and verb.has("Tense=Pres|VerbForm=Part")
            and verb.head > verb.i
        ):
            part, verb = verb, tokens[verb.head]
            if noun.pos in NOUNS and noun.i < part.i and verb.pos == "VERB":
                noun.head, noun.dep, noun.rel = verb.i, part.dep, "nsubj"
                part.head, part.dep, part.rel = noun.i, "acl", "acl"


def is_raised(token: Token) -> bool:
    """Whether a word is a verb that was taken for another word: no name."""
    return token.pos == "VERB" and token.morph in (PARTICIPLE, FINITE)


def _raise_verbs(tokens: list[Token], forms: Forms) -> None:
    """A verb taken for a noun after its clitic, and the clitic taken for an article.

    "La police l'accuse", "le juge le soupçonne": no noun has a subject without a copula, and no
    verb an article.
    """
    objects = {t.head for t in tokens if t.rel == "obj" and t.pos in NOUNS and t.i > t.head}
    dets = {t.head for t in tokens if t.rel == "det"}
    for token in tokens:  # "la communauté internationale presse les dirigeants de…"
        bare = token.pos == "NOUN" and token.rel == "ROOT" and token.i not in dets
        if bare and token.i in objects and token.low in forms.verbs:
            token.pos, token.lemma, token.morph = "VERB", forms.verbs[token.low], FINITE
    for (
        token
    ) in tokens:  # "l'opposant X": no verb has an article, and no participle a clitic
        if token.rel in ("det", "obj") and token.head == token.i + 1 and token.has(ARTICLE):
            head = tokens[token.head]
            if head.pos == "VERB" and head.has("Tense=Pres") and head.has("VerbForm=Part"):
                head.pos, head.lemma, head.morph = "NOUN", head.low, ""
                token.pos, token.dep, token.rel = "DET", "det", "det"
    copulas = {t.head for t in tokens if t.rel == "cop"}
    subjects = {t.head: t.i for t in reversed(tokens) if t.rel == "nsubj"}
    for token in tokens:
        if token.dep != "det" or token.head != token.i + 1 or not token.has(ARTICLE):
            continue
        head = tokens[token.head]
        before = subjects.get(head.i, head.i) < token.i
        if head.pos == "NOUN" and before and head.i not in copulas:
            if head.low not in forms.verbs:
                continue
            head.pos, head.lemma, head.morph = "VERB", forms.verbs[head.low], FINITE
        if head.pos == "VERB" and head.has("VerbForm=Fin"):
            token.pos, token.dep, token.rel = "PRON", "obj", "obj"


def _head_counts(tokens: list[Token]) -> None:
    """Have what is counted head its phrase, not the adverb that bounds its number.

    "Plus de 200 soldats ont…", "près de mille personnes": the adverb is taken for a pronoun with
    a complement, and the soldiers are nobody's subject. Before a verb without subject, and not
    after a comma or a preposition of its own, the phrase is its subject.
    """
    subjects = {t.head for t in tokens if t.rel in ("nsubj", "csubj", "expl")}
    for noun in tokens:
        bound = tokens[noun.head]
        if not (noun.dep == BOUNDED and bound.pos == "ADV" and bound.has(BOUND)):
            continue
        if not bound.i < noun.i or noun.pos not in ("NOUN", "PROPN", "NUM", "ADJ"):
            continue
        head, dep, rel = bound.head, bound.dep, bound.rel
        if head == bound.i:
            head = noun.i
        verb = tokens[bound.head]
        if rel == "advmod" and verb.pos == "VERB" and noun.i < verb.i:
            free = verb.i not in subjects
            dep = rel = "nsubj" if free else "dislocated"
        noun.head, noun.dep, noun.rel = head, dep, rel
        bound.head, bound.dep, bound.rel = noun.i, "advmod", "advmod"
        for other in tokens[bound.i + 1 :]:
            if other.rel == "case" and other.head == noun.i and other.i < noun.i:
                other.head, other.dep, other.rel = bound.i, "fixed", "fixed"
            elif other.head == bound.i and other.i > noun.i:
                other.head = noun.i


def _head_numbers(tokens: list[Token], forms: Forms) -> None:
    """Have what a number in letters counts head its phrase: "deux cents personnes"."""
    cased = {t.head for t in tokens if t.rel == "case" and t.head > t.i}
    for number, noun in pairwise(tokens):
        worded = all(part in forms.numbers for part in number.low.split("-"))
        if number.pos != "NOUN" or not worded or noun.head != number.i:
            continue
        counted = noun.rel in ("amod", "nmod", "appos", "flat") and noun.has("Number=Plur")
        if not counted or noun.pos not in ("NOUN", "ADJ") or noun.i in cased - {number.i}:
            continue
        top = number.head == number.i
        noun.pos, noun.dep, noun.rel = "NOUN", number.dep, number.rel
        noun.head = noun.i if top else number.head
        for other in tokens:
            if other.head == number.i and other.i not in (number.i, noun.i):
                other.head = noun.i if other.rel not in ("nummod", "advmod") else number.i
        number.head, number.dep, number.rel = noun.i, "nummod", "nummod"


def _place_counted(tokens: list[Token], forms: Forms) -> None:
    """A number and its noun, taken for a circumstance of time, as subject or object of the verb.

    "Quelque mille personnes, selon la police, ont défilé"; "a arrêté mardi dix hommes", where a
    bare day stands between them. Nouns of time and measure stay what they are.
    """
    cased = {t.head for t in tokens if t.rel == "case"}
    counted = {t.head for t in tokens if t.rel == "nummod"}
    subjects = {t.head for t in tokens if t.rel in ("nsubj", "csubj", "expl")}
    plural = {t.head for t in tokens if t.rel == "aux" and t.has("Number=Plur|Person=3")}
    bare = {t.i: t.head for t in tokens if t.rel == "obl" and t.i not in cased}
    for noun in tokens:
        if noun.i not in bare or noun.i not in counted or noun.lemma in forms.spans:
            continue
        verb = tokens[noun.head]
        if verb.pos != "VERB" or noun.pos not in ("NOUN", "PROPN"):
            continue
        first = noun.i
        while first > 0 and tokens[first - 1].head == noun.i:
            first -= 1
        if noun.i > verb.i and bare.get(first - 1) == verb.i:
            noun.dep = noun.rel = "obj"
        several = verb.i in plural or verb.has("Number=Plur|Person=3")
        if noun.i < verb.i and several and verb.i not in subjects:
            noun.dep = noun.rel = "nsubj"


def _raise_participles(tokens: list[Token], forms: Forms) -> None:
    """Participles taken for another word, by their auxiliary or by what they open.

    "A dissous le Congrès", taken for a preposition; "Accusée par X de…, Y dément", which opens a
    sentence with a capital, for a name.
    """
    looks, agents = re.compile(forms.participle), {t.head for t in tokens if t.dep == AGENT}
    for token in tokens:
        opens = token.i == 0 or tokens[token.i - 1].sent != token.sent
        nominal = token.dep == "advcl" or (token.i in agents and token.rel != "ROOT")
        if not opens or not nominal or token.pos not in ("PROPN", "NOUN", "X"):
            continue
        if token.low in forms.verbs or looks.search(token.low):
            lemma = forms.verbs.get(token.low, token.low)
            token.pos, token.lemma, token.morph = "VERB", lemma, PARTICIPLE
            token.dep = token.rel = "advcl"
    ruling = {t.head for t in tokens if t.rel in ("nsubj", "obj", "xcomp")}
    for (
        token
    ) in tokens:  # "Damas nie avoir…", "attaqueraient": what has a subject is a verb
        lost = token.pos in ("ADP", "ADV", "X")
        lost = lost and token.rel not in ("case", "mark", "fixed")
        if lost and token.i in ruling and token.low in forms.verbs:
            token.pos, token.lemma, token.morph = "VERB", forms.verbs[token.low], FINITE
    helped = {t.head: t.i for t in tokens if t.dep.startswith("aux:") and t.head > t.i}
    for token in tokens:
        if (
            token.i in helped
            and token.pos in ("ADP", "X", "ADV")
            and token.low in forms.verbs
        ):
            token.pos, token.lemma, token.morph = "VERB", forms.verbs[token.low], PARTICIPLE
            for other in tokens[token.i + 1 :]:
                if other.head == token.i and other.rel == "nsubj":
                    other.dep = other.rel = "obj"


def _give_objects(tokens: list[Token]) -> None:
    """An object hung on an adjective goes to the verb: "a signé avec son homologue turc un accord"."""
    held = {t.head for t in tokens if t.rel == "obj"}
    for token in tokens:
        if token.rel != "obj" or tokens[token.head].pos != "ADJ" or token.i < token.head:
            continue
        if tokens[token.head].has("VerbForm"):
            continue
        above, hops = tokens[token.head], 0
        while above.pos != "VERB" and above.head != above.i and hops < FAR:
            above, hops = tokens[above.head], hops + 1
        if above.pos == "VERB" and above.i < token.i and above.i not in held:
            token.head = above.i


def _open_relatives(tokens: list[Token]) -> None:
    """A clause that a relative pronoun opens after a comma, hung on the verb before it.

    "… au chef de l'État, qu'il accuse de mentir"; "… le président serbe, à qui ils ont demandé":
    it hangs on the noun before the comma, and its pronoun is an argument of it.
    """
    cased = {t.head for t in tokens if t.rel == "case"}
    objects = {t.head for t in tokens if t.rel == "obj" and t.i not in cased}
    for word in tokens:
        verb = tokens[word.head]
        if word.pos != "PRON" or verb.pos != "VERB" or not word.i < verb.i:
            continue
        before = tokens[word.i - 1] if word.i else word
        led = before.rel == "case" and before.head == word.i
        relative = word.has("PronType=Rel") or (led and word.has("PronType=Int"))
        first = word.i - led
        if not relative or first < 2 or tokens[first - 1].text != ",":
            continue
        if word.rel == "mark" and verb.i not in objects:
            word.dep = word.rel = "obj"
        if verb.rel not in ("advcl", "conj", "parataxis") or verb.head >= first:
            continue
        noun = _nominal_head(tokens, first - 2, verb.head)
        if noun is not None and not _is_below(tokens, noun, verb.i):
            verb.head, verb.dep, verb.rel = noun, "acl:relcl", "acl"


def _is_below(tokens: list[Token], i: int, top: int) -> bool:
    """Whether a word hangs, near or far, on another."""
    while tokens[i].head != i:
        i = tokens[i].head
        if i == top:
            return True
    return False


def _nominal_head(tokens: list[Token], last: int, governor: int) -> int | None:
    """The head of the noun phrase that ends on a token, below a verb; None if none ends there."""
    token = tokens[last]
    while token.head > governor and token.head < last and tokens[token.head].pos in NOUNS:
        token = tokens[token.head]
    return token.i if token.pos in NOUNS and token.i > governor else None


def _free_partitives(tokens: list[Token], forms: Forms) -> None:
    """Complements of the verb hung on the time before them.

    "A mené vers minuit des raids": a partitive object; "s'est emparé samedi de Goma": a
    complement. "Lundi de la semaine dernière" stays what it is.
    """
    held = {t.head for t in tokens if t.rel in ("obj", "xcomp", "ccomp")}
    for case in tokens:
        noun = tokens[case.head]
        time = tokens[noun.head]
        verb = tokens[time.head]
        fused = case.low != case.lemma or noun.pos == "PROPN"
        if case.rel != "case" or not fused or noun.rel != "nmod":
            continue
        if (
            time.lemma not in forms.spans
            or time.rel != "obl"
            or not noun.has("Number=Plur")
        ):
            continue
        if verb.pos == "VERB" and verb.i < time.i < case.i and verb.i not in held:
            noun.head, noun.dep, noun.rel = verb.i, "obj", "obj"
            case.pos, case.dep, case.rel = "DET", "det", "det"


def _join_subjects(tokens: list[Token]) -> None:
    """Two subjects of one verb, of which the first was made to head the sentence.

    "L'Arabie saoudite et l'Iran ont signé": the verb is joined to the first name by the "et" that
    joins the second one.
    """
    links = {t.head: t for t in tokens if t.rel == "cc"}
    predicates = {t.head for t in tokens if t.rel in ("cop", "nsubj", "aux")}
    for subject in tokens:
        verb = tokens[subject.head]
        if subject.rel != "nsubj" or verb.rel != "conj" or verb.i not in links:
            continue
        first, link = tokens[verb.head], links[verb.i]
        ordered = first.i < link.i < subject.i < verb.i
        alone = first.pos in NOUNS and first.i not in predicates
        if (
            not ordered
            or not alone
            or any(t.text == "," for t in tokens[link.i : subject.i])
        ):
            continue
        if any(t.pos in ("VERB", "AUX") for t in tokens[first.i + 1 : subject.i]):
            continue
        verb.head, verb.dep, verb.rel = first.head, first.dep, first.rel
        if first.head == first.i:
            verb.head = verb.i
        first.head, first.dep, first.rel = verb.i, subject.dep, subject.rel
        subject.head, subject.dep, subject.rel = first.i, "conj", "conj"
        link.head = subject.i


def _name_objects(tokens: list[Token]) -> None:
    """A name taken for a predicate, before the infinitive it is to do: "a appelé la Turquie à…"."""
    objects = {t.head for t in tokens if t.rel == "obj"}
    cased = {t.head for t in tokens if t.rel == "case"}
    last = {t.head: t.i for t in tokens if t.has("VerbForm=Inf") and t.head < t.i}
    for token in tokens:
        verb = tokens[token.head]
        if token.rel != "xcomp" or token.pos != "PROPN" or verb.pos != "VERB":
            continue
        does = max(last.get(verb.i, -1), last.get(token.i, -1)) > token.i
        if does and verb.i < token.i and verb.i not in objects and token.i not in cased:
            token.dep = token.rel = "obj"
